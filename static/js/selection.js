/* Ticked rows of the list, and the bar that changes them all at once. */

import { all, find, on, word } from "./page.js";

const boxes = () => all("#list [data-item] > .select [type=checkbox]");
let last = null;

function show() {
  const ticked = boxes().filter((box) => box.checked).length;
  const whole = find("[data-select-all]");
  if (whole) {
    whole.checked = ticked > 0 && ticked === boxes().length;
    whole.indeterminate = ticked > 0 && !whole.checked;
  }
  find(".shell")?.toggleAttribute("data-ticked", ticked > 0);
  for (const count of all("[data-selected-count]")) count.textContent = ticked;
  if (ticked) find("#announcer").textContent = word("selected", { count: ticked });
}

function tick(wanted, isTicked) {
  for (const box of wanted) box.checked = isTicked;
  show();
}

/* With Shift, all rows from the last one that was ticked to this one. */
function clicked(event, box) {
  const rows = boxes();
  const from = rows.indexOf(last);
  const to = rows.indexOf(box);
  last = box;
  if (!event.shiftKey || from < 0) return show();
  tick(rows.slice(Math.min(from, to), Math.max(from, to) + 1), box.checked);
}

export function start() {
  on("click", "#list [data-item] > .select [type=checkbox]", clicked);
  on("click", "[data-select-all]", (_event, whole) => tick(boxes(), whole.checked));
  on("click", "[data-select-none]", () => tick(boxes(), false));
  document.addEventListener("plan:shown", show);
  document.addEventListener("htmx:after:request", (event) => {
    const form = event.target.closest?.("#bulk");
    if (!form || event.detail.ctx.response.status >= 400) return;
    all(":popover-open", form).forEach((open) => open.hidePopover());
    form.reset();
    tick(boxes(), false);
  });
}
