// Says what the entries of a form for a token mean while they are made; the words come from the server.
import { fetchRegion } from "./fragment.js";

const unsent = ["csrf", "nonce", "description", "purpose", "confirm-password", "never-reason"];

export function summaries(root) {
  for (const form of root.querySelectorAll("form[data-summary-from]")) {
    let waits = 0;
    let latest = 0;
    form.addEventListener("input", () => {
      clearTimeout(waits);
      waits = setTimeout(async () => {
        const own = latest += 1;
        const entries = new URLSearchParams(new FormData(form));
        for (const name of unsent) entries.delete(name);
        try {
          const fresh = await fetchRegion(`${form.dataset.summaryFrom}?${entries}`, "[data-summary]");
          if (own === latest) form.querySelector("[data-summary]").replaceChildren(...fresh.childNodes);
        } catch {
          // What is sent is checked and summed up by the server anyway.
        }
      }, 250);
    });
  }
}
