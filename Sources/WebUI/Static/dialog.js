// Shows the page behind a link as a dialog. Without this script, or if anything fails, the link is a link.
import { fetchRegion } from "./fragment.js";

export function dialogs(root) {
  root.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    try {
      open(await fetchRegion(link.href, "[data-dialog-content]"), link);
    } catch {
      location.href = link.href;
    }
  });
}

function open(content, opener) {
  const dialog = document.createElement("dialog");
  const heading = content.querySelector("h1");
  heading.id = "dialog-title";
  dialog.setAttribute("aria-labelledby", heading.id);
  content.className = "stack";
  dialog.append(content);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener.focus();
  });
  for (const element of dialog.querySelectorAll("[data-close]")) {
    element.setAttribute("role", "button");
    element.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    });
  }
  dialog.showModal();
  // The least dangerous way out has the focus.
  (dialog.querySelector("[data-close]") ?? dialog).focus();
}
