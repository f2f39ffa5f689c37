/* The plan while others change it: after each revision, only what moved is drawn anew. */

import { get } from "./asking.js";
import { all, find, oneAtATime, onReturn, rowNamed, tell } from "./page.js";
import * as drawer from "./drawer.js";
import * as rows from "./rows.js";
import * as visits from "./visits.js";

const plan = () => find("#plan");
const waiting = new Map(); // what came for rows that are in use

/* Ask what moved since the revision that is shown; a failure marks the plan, and is tried again. */
export const catchUp = oneAtATime(async () => {
  const shown = plan();
  if (!shown || isDragging()) return;
  const answer = await get(addressOf(shown));
  if (plan() !== shown) return;
  const isKnown = answer?.ok && (await apply(JSON.parse(answer.text), shown));
  plan().toggleAttribute("data-stale", !isKnown);
});

const isDragging = () => Boolean(find(":is(#board, .timeline) .lifted, #board .sortable-chosen"));

function addressOf(shown) {
  const url = drawer.absolute(shown.dataset.changesUrl);
  url.search = drawer.absolute("").search;
  url.searchParams.set("since", shown.dataset.revision);
  url.searchParams.set("view", shown.dataset.view);
  return url;
}

async function apply(answer, shown) {
  if (answer.reload) return visits.again();
  for (const id of answer.gone) unlessHeld(id, null);
  if (!answer.items.every((item) => unlessHeld(item.id, item))) return visits.again();
  if (find("#list") && !find("#list [data-item]")) return visits.again();
  setCounts(answer.counts);
  if (find("#summary")) find("#summary").outerHTML = answer.summary;
  shown.dataset.revision = answer.revision;
  tell("plan:drawn", answer);
  return true;
}

/* Draw or take away one row now, or when nobody uses it any more; false when it has no place. */
function unlessHeld(id, item) {
  waiting.delete(id);
  if (!rows.isHeld(rowNamed(id))) return item ? rows.put(item) : rows.takeAway(id);
  waiting.set(id, item);
  return true;
}

function setCounts(counts) {
  for (const group of all("#plan [data-group]")) {
    find("[data-count]", group).textContent = counts[group.dataset.group] ?? 0;
  }
}

function release() {
  for (const [id, item] of [...waiting]) unlessHeld(id, item);
  catchUp();
}

function heard({ detail: message }) {
  const shown = plan();
  if (!shown || String(message.stream) !== shown.dataset.stream) return;
  if (message.revision > Number(shown.dataset.revision)) catchUp();
}

/* Our own change: what is sent next builds on its version, unless others came between. */
function moved({ detail: { item, version } }) {
  const row = item && rowNamed(item);
  if (Number(row?.dataset.version) === version - 1) row.dataset.version = version;
  catchUp();
}

export function start() {
  addEventListener("live:event", heard, true);
  addEventListener("live:reset", catchUp, true);
  document.addEventListener("plan:moved", moved);
  document.addEventListener("row:freed", release);
  onReturn(() => plan()?.hasAttribute("data-stale") && catchUp());
}
