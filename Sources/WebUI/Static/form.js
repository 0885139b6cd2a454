// Small help with forms: errors lead to their fields, a sent form is not sent twice, passwords can be looked at.
export function forms(root) {
  for (const link of root.querySelectorAll("#errors a")) {
    link.addEventListener("click", (event) => {
      const target = document.querySelector(link.hash);
      if (!target) return;
      event.preventDefault();
      for (let at = target.parentElement; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
      target.focus();
    });
  }
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-form]")) return;
    const submit = form.querySelector("button:not([type=button])");
    if (submit.getAttribute("aria-busy") === "true") return event.preventDefault();
    submit.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    for (const busy of root.querySelectorAll("[aria-busy=true]")) busy.removeAttribute("aria-busy");
  });
  for (const input of root.querySelectorAll("input[type=password]")) passwordHelp(input);
  for (const summary of root.querySelectorAll("[data-unscripted]")) summary.hidden = true;
}

function passwordHelp(input) {
  const show = document.createElement("button");
  show.type = "button";
  show.className = "button";
  show.setAttribute("aria-pressed", "false");
  show.setAttribute("aria-controls", input.id);
  show.innerHTML = "Show<span class=\"visually-hidden\"> password</span>";
  show.addEventListener("click", () => {
    const shows = input.type === "password";
    input.type = shows ? "text" : "password";
    show.setAttribute("aria-pressed", String(shows));
  });
  input.after(show);
  input.form?.addEventListener("submit", () => { input.type = "password"; });

  const hint = document.createElement("p");
  hint.className = "hint";
  hint.setAttribute("aria-live", "polite");
  input.parentElement.after(hint);
  input.addEventListener("keyup", (event) => {
    hint.textContent = event.getModifierState?.("CapsLock") ? "Caps Lock is on." : "";
  });
}
