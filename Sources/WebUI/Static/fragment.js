// Fetches one region of a page. A signed-out answer or any failure is an error for the caller, who falls back to a link.
export async function fetchRegion(url, selector) {
  const answer = await fetch(url, {
    headers: { "Tessera-Fragment": "main" }, credentials: "same-origin", cache: "no-store", redirect: "error",
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const region = page.querySelector(selector);
  if (!region) throw new Error(`No ${selector} in ${answer.status}`);
  return document.adoptNode(region);
}
