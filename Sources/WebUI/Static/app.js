// Everything here adds to pages that are whole without it.
import { copyFields, snippets } from "./copy.js";
import { dialogs } from "./dialog.js";
import { forms } from "./form.js";
import { keys } from "./keys.js";
import { menus } from "./menu.js";
import { reveal } from "./reveal.js";
import { summaries } from "./summary.js";

for (const start of [copyFields, snippets, dialogs, forms, keys, menus, reveal, summaries]) {
  try {
    start(document);
  } catch (error) {
    console.error(error); // one part that fails must not take the others with it
  }
}
