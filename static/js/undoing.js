/* Taking back one's own changes, newest first: the toast's button, Ctrl Z, or u. What can be taken
   back is remembered for this tab, so that it can still be on another page. */

import { send } from "./asking.js";
import { all, on } from "./page.js";
import { say } from "./toasts.js";

const KEPT = "undoable";
const MANY = 50;

let undoable = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
let undoing = false;

function keep(addresses) {
  undoable = addresses.slice(-MANY);
  sessionStorage.setItem(KEPT, JSON.stringify(undoable));
}

/* Undo the newest change, or the one at `address`; an undo itself is not stepped back over. The
   answer, or nothing. */
export async function undo(address = undoable.at(-1)) {
  if (!address || undoing) return;
  keep(undoable.filter((other) => other !== address));
  undoing = true;
  try {
    return await send(address, {});
  } finally {
    undoing = false;
  }
}

export function start() {
  document.addEventListener("toast", ({ detail: { message, undo: address } }) => {
    if (address && !undoing) keep([...undoable, address]);
    say(message, { undo: address });
  });
  const shown = all(".messages form").map((form) => form.getAttribute("action"));
  keep([...undoable.filter((address) => !shown.includes(address)), ...shown]);
  on("submit", "#toasts form", (event, form) => {
    event.preventDefault();
    undo(form.getAttribute("action"));
    form.closest(".toast")?.remove();
  });
  on("submit", "#events form", async (event, form) => {
    event.preventDefault();
    const answer = await undo(form.getAttribute("action"));
    if (answer?.ok) form.remove();
  });
}
