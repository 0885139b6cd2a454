// "/" goes to the search box, "g" and a letter to a place. Never inside a field, never with a modifier.
const places = {
  h: "/", c: "/companies", l: "/leads", o: "/opportunities", t: "/tasks", q: "/quotes", n: "/contacts", d: "/data",
};

export function keys(root) {
  let waitsForPlace = 0;
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, [contenteditable], dialog")) return;
    if (!root.querySelector("[data-key]")) return;
    if (event.timeStamp - waitsForPlace < 1500 && places[event.key]) {
      waitsForPlace = 0;
      location.href = places[event.key];
    } else if (event.key === "g") {
      waitsForPlace = event.timeStamp;
    } else if (event.key === "/") {
      event.preventDefault();
      root.querySelector("[data-key=\"/\"]").focus();
    }
  });
}
