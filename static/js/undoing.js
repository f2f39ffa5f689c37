/* Taking back one's own changes, newest first: the toast's button, Ctrl Z, or u. */

import { send } from "./asking.js";
import { on } from "./page.js";
import { say } from "./toasts.js";

let undoable = [];
let undoing = false;

/* Undo the newest change, or the one at `address`; an undo itself is not stepped back over. */
export async function undo(address = undoable.at(-1)) {
  if (!address || undoing) return;
  undoable = undoable.filter((other) => other !== address);
  undoing = true;
  try {
    await send(address, {});
  } finally {
    undoing = false;
  }
}

export function start() {
  document.addEventListener("toast", ({ detail: { message, undo: address } }) => {
    if (address && !undoing) undoable.push(address);
    say(message, { undo: address });
  });
  on("submit", "#toasts form", (event, form) => {
    event.preventDefault();
    undo(form.getAttribute("action"));
    form.closest(".toast").remove();
  });
}
