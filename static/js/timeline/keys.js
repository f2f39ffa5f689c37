/* Bars by keyboard and menu: arrows move, Alt and an arrow stretches, l links, Enter opens. */

import * as drawer from "../drawer.js";
import { all, find, isOverlaid, linkOf, on, rowNamed, rowOf } from "../page.js";
import * as links from "./links.js";
import * as preview from "./preview.js";
import { link, moveRow, say, sayWhere, titleOf, unlink, words } from "./saving.js";
import { barOf, mayMove, spanOf, timeline, today } from "./scale.js";

const PAUSE = 700; // milliseconds without a key, after which a move is meant

const rowById = (id) => document.getElementById(id);

let nudged = null; // {row, span, timer} that is not yet asked for
let linking = null; // {of, other}: the rows' ids of who is waited for, and of who shall wait

/* Move (or stretch) by days; several keys in a row make one move. */
function nudge(row, days, part = "all") {
  if (nudged && nudged.row !== row) settle();
  const { first, last } = nudged?.span ?? spanOf(row);
  const isStretched = part === "end";
  const span = {
    first: isStretched ? first : first + days,
    last: isStretched ? Math.max(first, last + days) : last + days,
  };
  clearTimeout(nudged?.timer);
  nudged = { row, span, timer: setTimeout(settle, PAUSE) };
  row.classList.add("lifted");
  preview.show(row, span);
  sayWhere(row, span);
}

/* What was nudged is asked for. */
function settle() {
  if (!nudged) return;
  const { row, span, timer } = nudged;
  clearTimeout(timer);
  nudged = null;
  const before = spanOf(row);
  if (span.first === before.first && span.last === before.last) return putBack(row);
  moveRow(row, span).then(() => row.isConnected && barOf(row)?.focus({ preventScroll: true }));
}

function putBack(row) {
  preview.putBack(row);
  row.classList.remove("lifted");
  document.dispatchEvent(new CustomEvent("row:freed"));
}

function takeBack() {
  const { row, timer } = nudged;
  clearTimeout(timer);
  nudged = null;
  putBack(row);
  say("putBack", { title: titleOf(row) });
}

/* Linking without dragging: the arrows, a click or a finger choose who shall wait for this one. */
function beginLinking(row) {
  linking = { of: row.id, other: null };
  say("linking", { title: titleOf(row) });
  const asked = find("#linking");
  find("span", asked).textContent = words("choose", { title: titleOf(row) });
  asked.hidden = false;
  barOf(row).focus();
}

function pick(by) {
  const row = rowById(linking.of);
  const rows = all(".timeline .bar-row").filter((each) => each.dataset.item !== row.dataset.item);
  const chosen = rows.findIndex(({ id }) => id === linking.other);
  const other = rows[chosen < 0 ? neighbour(row, rows, by) : chosen + by];
  if (!other) return;
  mark(other);
  linking.other = other.id;
  other.scrollIntoView({ block: "nearest" });
  say("chosen", { title: titleOf(row), other: titleOf(other) });
}

/* The place of the row before or after the one that is linked. */
function neighbour(linked, rows, by) {
  const isAfter = (row) => linked.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
  const next = rows.findIndex(isAfter);
  const after = next < 0 ? rows.length : next;
  return by > 0 ? after : after - 1;
}

function mark(row) {
  all(".bar.picked").forEach((bar) => bar.classList.remove("picked"));
  if (row) barOf(row).classList.add("picked");
}

function endLinking(isMeant) {
  const [row, other] = [rowById(linking.of), rowById(linking.other)];
  linking = null;
  find("#linking").hidden = true;
  mark(null);
  if (isMeant && row && other) return link(row, other);
  say("stopped", {});
}

const WHILE_LINKING = {
  ArrowDown: () => pick(1),
  ArrowUp: () => pick(-1),
  ArrowRight: () => pick(1),
  ArrowLeft: () => pick(-1),
  Enter: () => endLinking(true),
  Escape: () => endLinking(false),
};

/* While linking, a click on a row chooses it; elsewhere it does what it always does. */
function pointed(event) {
  if (!linking) return;
  const row = event.target.closest?.(".timeline .bar-row");
  if (!row && !event.target.closest?.("#linking button")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (row && row.dataset.item === rowById(linking.of)?.dataset.item) return;
  linking.other = row?.id;
  endLinking(Boolean(row));
}

function actOf(event, row) {
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === "Enter") return () => (nudged ? settle() : drawer.open(linkOf(row).href));
  if (event.key === "Escape" && nudged) return takeBack;
  if (!mayMove() || !spanOf(row)) return null;
  if (side && event.altKey) return () => nudge(row, side, "end");
  if (side) return () => nudge(row, side * (event.shiftKey ? 7 : 1));
  return event.key === "l" && !event.altKey ? () => beginLinking(row) : null;
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || isOverlaid() || !timeline()) return;
  const act = linking ? whileLinking(event) : onBar(event) ?? onLink(event);
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

/* Buttons and fields keep their own keys meanwhile; Escape stops from anywhere. */
function whileLinking({ key, target }) {
  const isElsewhere = target.closest?.("button, a, input, select, textarea");
  return isElsewhere && key !== "Escape" ? null : WHILE_LINKING[key];
}

function onBar(event) {
  const { target } = event;
  const row = target.matches?.(".timeline :is(.bar, .bar-row)") && rowOf(target);
  return row ? actOf(event, row) : null;
}

function onLink({ key, target }) {
  if (!target.matches?.(".grip") || !mayMove()) return null;
  return ["Delete", "Backspace"].includes(key) ? () => unlink(...links.chosenLink()) : null;
}

/* The menu of a bar: the same by buttons. */
function openMenu(_event, button) {
  const menu = find("#bar-menu");
  const row = rowOf(button);
  menu.dataset.of = row.id;
  find("[data-open-item]", menu).href = linkOf(row).href;
  const isDated = Boolean(spanOf(row)) && Boolean(barOf(row));
  for (const part of all("[data-shift], [data-stretch], [data-link-from]", menu)) part.hidden = !isDated;
  for (const part of all("[data-schedule]", menu)) part.hidden = Boolean(spanOf(row));
  offerUnlinking(menu, row.dataset.item);
  menu.showPopover({ source: button });
}

function offerUnlinking(menu, id) {
  const place = find("[data-links-of]", menu);
  if (!place) return;
  const template = find("#unlink-template").content.firstElementChild;
  const offered = links.known().filter(({ earlier, later }) => [earlier, later].includes(id));
  place.replaceChildren(...offered.flatMap(({ earlier, later }) => {
    const [before, after] = [rowNamed(earlier), rowNamed(later)];
    if (!before || !after) return [];
    const button = template.cloneNode(true);
    const names = { title: titleOf(before), other: titleOf(after) };
    find("span", button).textContent = words("unlink", names);
    Object.assign(button.dataset, { earlier, later });
    return [button];
  }));
}

const ofMenu = () => rowById(find("#bar-menu").dataset.of);

function chosen(event, button) {
  const row = ofMenu();
  const { shift, stretch, schedule, linkFrom, earlier, later } = button.dataset;
  if (!("openItem" in button.dataset) || drawer.isPlain(event)) find("#bar-menu").hidePopover();
  if (shift) nudge(row, Number(shift));
  else if (stretch) nudge(row, Number(stretch), "end");
  else if (schedule !== undefined) moveRow(row, { first: today(), last: today() + 4 });
  else if (linkFrom !== undefined) beginLinking(row);
  else if (earlier) unlink(earlier, later);
  else if (drawer.isPlain(event)) {
    event.preventDefault();
    drawer.open(button.href);
  }
}

/* The plan is drawn anew as a whole: what was being linked is asked for again. */
function drawnAnew() {
  linking = null;
}

export function start() {
  document.addEventListener("plan:shown", drawnAnew);
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("click", pointed, true);
  document.addEventListener("focusout", ({ target }) => {
    if (nudged && rowOf(target) === nudged.row && !isOverlaid()) settle();
  });
  on("click", "[data-bar-menu]", openMenu);
  on("click", "#bar-menu :is(a, button)", chosen);
}
