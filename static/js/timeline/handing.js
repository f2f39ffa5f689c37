/* In lanes by person: a bar that is let go in another lane, or a choice of its menu, hands its item
   over. Whoever else has it keeps it; whom it is too much for is listed first. */

import { inTurn } from "../asking.js";
import { moveTo } from "../moving.js";
import { all, find, linkOf, rowOf, tell } from "../page.js";
import * as preview from "./preview.js";
import { mayMove } from "./scale.js";
import { say, titleOf } from "./saving.js";

export const isPossible = () => Boolean(find("#menu-hand-over")) && mayMove();

const laneOf = (element) => element?.closest(".lane[data-group], tbody[data-group]");

/* The lane of somebody else under the pointer; null elsewhere. */
export function goalAt({ clientX, clientY }, row) {
  const lane = isPossible() && laneOf(document.elementFromPoint(clientX, clientY));
  return lane && lane !== laneOf(row) ? lane : null;
}

export function show(goal) {
  for (const lane of all(".lane.is-target")) if (lane !== goal) lane.classList.remove("is-target");
  goal?.classList.add("is-target");
}

export const handInto = (row, lane) => handOver(row, lane.dataset.group, find("h2", lane).textContent);

export async function handOver(row, to, name) {
  const { item } = row.dataset;
  const [title, from] = [titleOf(row), laneOf(row)?.dataset.group];
  const isSaved = await inTurn(item, () => moveTo(`${linkOf(row).href}place/`, {
    version: row.dataset.version, assignees: to, handed_by: from,
  }));
  row.classList.remove("lifted");
  preview.putBack(row);
  if (isSaved) keepFocus(item, to);
  say(isSaved ? "handed" : "putBack", { title, name });
  tell("row:freed");
}

/* The row that had the focus goes with the item, and so does the focus, unless it is elsewhere by now. */
function keepFocus(item, to) {
  const follow = () => {
    const row = find(`[data-group="${to}"] [data-item="${item}"]`);
    const { activeElement } = document;
    if (activeElement === document.body || rowOf(activeElement)?.dataset.item === item) row?.focus({ preventScroll: true });
    return row;
  };
  if (!follow()) document.addEventListener("plan:drawn", follow, { once: true });
}
