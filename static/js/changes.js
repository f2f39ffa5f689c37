/* The plan while others change it: after each revision, only what moved is drawn anew. */

import { accompany, get } from "./asking.js";
import { all, find, oneAtATime, onReturn, rowsNamed, tell } from "./page.js";
import * as drawer from "./drawer.js";
import * as rows from "./rows.js";
import * as visits from "./visits.js";

const plan = () => find("#plan");
const waiting = new Map(); // what came for rows that are in use
let missed = false; // whether something came while a card was dragged

/* Ask what moved since the revision that is shown; a failure marks the plan, and is tried again. */
export const catchUp = oneAtATime(async () => {
  const shown = plan();
  missed = isDragging();
  if (!shown || missed) return;
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

/* What is sent says what is shown, so that its answer brings what it moved. */
function sayWhatIsShown(url) {
  const shown = plan();
  if (!["board", "list"].includes(shown?.dataset.view)) return {};
  const address = addressOf(shown);
  const within = address.href.slice(0, address.href.indexOf("changes/"));
  const isAboutPlan = drawer.absolute(url).href.startsWith(within);
  return isAboutPlan ? { "Plan-Shown": address.searchParams.toString() } : {};
}

async function receive(text) {
  const answer = JSON.parse(text);
  const shown = plan();
  if (shown && !isDragging() && String(answer.stream) === shown.dataset.stream) {
    await apply(answer, shown);
  }
}

/* What was asked for before a newer answer came says nothing any more. */
const isOld = ({ revision }, shown) => revision < Number(shown.dataset.revision);

async function apply(answer, shown) {
  if (isOld(answer, shown)) return true;
  if (answer.reload) return visits.again();
  for (const id of answer.gone) unlessHeld(id, []);
  const drawn = [...Map.groupBy(answer.items, ({ id }) => id)];
  if (!drawn.every(([id, entries]) => unlessHeld(id, entries))) return visits.again();
  if (find("#list") && !find("#list [data-item]")) return visits.again();
  setCounts(answer.counts);
  if (find("#summary")) find("#summary").outerHTML = answer.summary;
  shown.dataset.revision = answer.revision;
  tell("plan:drawn", answer);
  return true;
}

/* Draw the rows of an item now, or when nobody uses one any more; without entries it is taken away.
   False when it has no place. */
function unlessHeld(id, entries) {
  waiting.delete(id);
  if (!rowsNamed(id).some(rows.isHeld)) return rows.settle(id, entries);
  waiting.set(id, entries);
  return true;
}

function setCounts(counts) {
  for (const group of all("#plan [data-group]")) {
    find("[data-count]", group).textContent = counts[group.dataset.group] ?? 0;
  }
}

function release() {
  for (const [id, entries] of [...waiting]) unlessHeld(id, entries);
  if (missed) catchUp();
}

function heard({ detail: message }) {
  const shown = plan();
  if (!shown || String(message.stream) !== shown.dataset.stream) return;
  if (message.revision > Number(shown.dataset.revision)) catchUp();
}

/* Our own change: what is sent next builds on its version, unless others came between. */
function moved({ detail: { item, version, revision } }) {
  for (const row of item ? rowsNamed(item) : []) {
    if (Number(row.dataset.version) === version - 1) row.dataset.version = version;
  }
  const isShown = revision <= Number(plan()?.dataset.revision);
  if (!isShown) catchUp();
}

export function start() {
  accompany({ headers: sayWhatIsShown, receive });
  addEventListener("live:event", heard, true);
  addEventListener("live:reset", catchUp, true);
  document.addEventListener("plan:moved", moved);
  document.addEventListener("row:freed", release);
  onReturn(() => plan()?.hasAttribute("data-stale") && catchUp());
}
