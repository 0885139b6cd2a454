// The page that shows a new token: forget the secret when it is left, and tell when the token is first used.
import { fetchRegion } from "./fragment.js";

const every = 2_000;
const longest = 15 * 60_000;

export function reveal(root) {
  const page = root.querySelector("[data-reveal]");
  if (!page) return;
  const secret = page.querySelector("[data-secret]");
  const stored = page.querySelector("[data-done] input[type=checkbox]");

  // Browsers may keep even no-store pages for the Back button.
  addEventListener("pagehide", () => {
    secret.value = "";
    removeEventListener("beforeunload", ask);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  const ask = (event) => { if (!stored.checked) event.preventDefault(); };
  addEventListener("beforeunload", ask);
  for (const link of page.querySelectorAll("[data-leave]")) {
    link.addEventListener("click", () => removeEventListener("beforeunload", ask));
  }
  watch(page.querySelector("[data-first-use]"), performance.now());
}

function watch(line, started) {
  setTimeout(async () => {
    let current = line;
    try {
      const fresh = await fetchRegion(line.dataset.firstUse, "[data-first-use]");
      if (fresh.textContent !== line.textContent) {
        line.replaceWith(fresh);
        current = fresh;
      }
    } catch {
      // The server is away for a moment; the next look will tell.
    }
    if (current.hasAttribute("data-used")) return;
    if (performance.now() - started < longest) watch(current, started);
    else offerAgain(current);
  }, every);
}

function offerAgain(line) {
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button small";
  again.textContent = "Check again";
  again.addEventListener("click", () => {
    again.remove();
    watch(line, performance.now());
  });
  line.after(again);
}
