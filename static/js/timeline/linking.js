/* Linking without dragging: the arrows, a click or a finger choose who shall wait for this one; how it
   waits stands in the box beneath, where Tab leads, and k goes through the four kinds. */

import { all, find } from "../page.js";
import { linkBetween } from "./links.js";
import { link, say, titleOf, words } from "./saving.js";
import { heldBy } from "./scale.js";

const ROWS = ":is(.timeline .bar-row, .twin tr)[data-item]";

let going = null; // {of, other}: the rows' ids of who is waited for, and of who shall wait

const box = () => find("#linking");
const kind = () => find("[name=kind]", box());
const lag = () => find("[name=lag]", box());
const rowById = (id) => document.getElementById(id);

export const isGoing = () => Boolean(going);

export function begin(row) {
  going = { of: row.id, other: null };
  say("linking", { title: titleOf(row) });
  ask(words("choose", { title: titleOf(row) }), { kind: "FS", lag: 0 });
  heldBy(row).focus();
}

/* Another kind or lag of a link that is there. */
export function reshape(row, other) {
  if (!row || !other) return; // somebody removed one of them meanwhile
  going = { of: row.id, other: other.id };
  mark(other);
  const sentence = words("link", { title: titleOf(row), other: titleOf(other) });
  ask(sentence, linkBetween(row.dataset.item, other.dataset.item) ?? { kind: "FS", lag: 0 });
  kind().focus();
}

function ask(sentence, how) {
  find("span", box()).textContent = sentence;
  [kind().value, lag().value] = [how.kind, how.lag];
  box().hidden = false;
}

function pick(by) {
  const row = rowById(going.of);
  const rows = all(ROWS).filter((each) => each.dataset.item !== row.dataset.item);
  const chosen = rows.findIndex(({ id }) => id === going.other);
  const other = rows[chosen < 0 ? neighbour(row, rows, by) : chosen + by];
  if (!other) return;
  mark(other);
  going.other = other.id;
  other.scrollIntoView({ block: "nearest" });
  sayChoice(row, other);
}

function sayChoice(row, other) {
  say("chosen", { title: titleOf(row), other: titleOf(other), kind: kind().selectedOptions[0].textContent });
}

/* The place of the row before or after the one that is linked. */
function neighbour(linked, rows, by) {
  const isAfter = (row) => linked.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
  const next = rows.findIndex(isAfter);
  const after = next < 0 ? rows.length : next;
  return by > 0 ? after : after - 1;
}

function mark(row) {
  all(".picked").forEach((each) => each.classList.remove("picked"));
  if (row) heldBy(row).classList.add("picked");
}

/* The next of the four kinds. */
function turn() {
  kind().selectedIndex = (kind().selectedIndex + 1) % kind().length;
  const [row, other] = [rowById(going.of), rowById(going.other)];
  if (other) sayChoice(row, other);
  else find("#announcer").textContent = kind().selectedOptions[0].textContent;
}

function end(isMeant) {
  const [row, other] = [rowById(going.of), rowById(going.other)];
  const how = [kind().value, Number(lag().value) || 0];
  if (box().contains(document.activeElement) && row) heldBy(row).focus({ preventScroll: true });
  forget();
  if (isMeant && row && other) return link(row, other, ...how);
  say("stopped", {});
}

/* Also where the plan is drawn anew as a whole: what was being linked is asked for again. */
function forget() {
  going = null;
  mark(null);
  if (box()) box().hidden = true;
}

const ACTS = {
  ArrowDown: () => pick(1),
  ArrowUp: () => pick(-1),
  ArrowRight: () => pick(1),
  ArrowLeft: () => pick(-1),
  k: turn,
  Enter: () => end(true),
  Escape: () => end(false),
};

/* Buttons and fields keep their own keys meanwhile; Escape stops from anywhere. */
export function actOf({ key, target }) {
  const isElsewhere = target.closest?.("button, a, input, select, textarea");
  const isOurs = key === "Enter" && target.closest?.("#linking :is(input, select)");
  return isElsewhere && !isOurs && key !== "Escape" ? null : ACTS[key];
}

/* While linking, a click on a row chooses it; elsewhere it does what it always does. */
function pointed(event) {
  if (!going) return;
  const row = event.target.closest?.(ROWS);
  const button = event.target.closest?.("#linking button");
  if (!row && !button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!row) return end("meant" in button.dataset);
  if (row.dataset.item === rowById(going.of)?.dataset.item) return;
  going.other = row.id;
  end(true);
}

export function start() {
  document.addEventListener("plan:shown", forget);
  document.addEventListener("click", pointed, true);
}
