// Copy buttons beside read-only fields and code. They exist only where this script runs.
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

function button(label) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button";
  element.textContent = label;
  return element;
}

function statusLine(block) {
  const line = document.createElement("p");
  line.className = "copied";
  line.setAttribute("aria-live", "polite");
  block.append(line);
  return line;
}

async function write(text, select) {
  try {
    if (navigator.clipboard && isSecureContext) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Not permitted: the older way may still be.
  }
  select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

async function copy(text, select, line, what) {
  const copied = await write(text, select);
  line.classList.toggle("bad", !copied);
  line.textContent = "";
  // Emptied first, so that a second copy is announced again.
  requestAnimationFrame(() => {
    line.textContent = copied
      ? "Copied"
      : `${isSecureContext ? "Your browser did not allow copying." : "Your browser copies by itself only over https."} `
        + `The ${what} is marked; press ${isMac ? "⌘C" : "Ctrl+C"}.`;
  });
  if (!copied) select();
}

export function copyFields(root) {
  for (const input of root.querySelectorAll("input[data-copy]")) {
    input.addEventListener("focus", () => input.select());
    const copyButton = button("Copy");
    const hidden = document.createElement("span");
    hidden.className = "visually-hidden";
    hidden.textContent = ` ${input.dataset.copy}`;
    copyButton.append(hidden);
    input.after(copyButton);
    const line = statusLine(input.closest(".copy-block"));
    const what = input.hasAttribute("data-secret") ? "secret" : "text";
    copyButton.addEventListener("click", () => copy(input.value, () => { input.focus(); input.select(); }, line, what));
  }
}

export function snippets(root) {
  for (const block of root.querySelectorAll("pre[data-snippet]")) {
    const row = document.createElement("div");
    row.className = "row";
    block.after(row);
    const line = statusLine(block.parentElement);
    const copyButton = button("Copy");
    row.append(copyButton);
    copyButton.addEventListener("click", () => copy(block.textContent, () => {
      getSelection().selectAllChildren(block);
    }, line, "text"));

    const placeholder = block.dataset.placeholder;
    const secret = document.querySelector("input[data-secret]");
    if (!placeholder || !secret) continue;
    const plain = block.textContent;
    const show = button("Show with my token");
    show.setAttribute("aria-pressed", "false");
    row.append(show);
    show.addEventListener("click", () => {
      const shows = show.getAttribute("aria-pressed") !== "true";
      show.setAttribute("aria-pressed", String(shows));
      show.textContent = shows ? "Hide my token" : "Show with my token";
      block.textContent = shows ? plain.replaceAll(placeholder, () => secret.value) : plain;
    });
    addEventListener("pagehide", () => { block.textContent = plain; });
  }
}
