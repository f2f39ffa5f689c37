/* Bars, and rows of the table, by keyboard and menu: arrows move, Alt and an arrow moves the end, with
   Shift the start; l links (`linking.js`), Enter opens. */

import * as drawer from "../drawer.js";
import { all, find, isOverlaid, linkOf, on, rowNamed, rowOf } from "../page.js";
import { handOver } from "./handing.js";
import * as linking from "./linking.js";
import * as links from "./links.js";
import * as preview from "./preview.js";
import { moveRow, say, sayWhere, titleOf, unlink, words } from "./saving.js";
import { chart, heldBy, mayMove, spanOf, today } from "./scale.js";

const PAUSE = 700; // milliseconds without a key, after which a move is meant

let nudged = null; // {row, span, timer} that is not yet asked for

/* What so many days more make of a stretch, or of one end of it. */
const SPANS = {
  all: ({ first, last }, days) => ({ first: first + days, last: last + days }),
  start: ({ first, last }, days) => ({ first: Math.min(first + days, last), last }),
  end: ({ first, last }, days) => ({ first, last: Math.max(first, last + days) }),
};

/* Move (or stretch) by days; several keys in a row make one move. */
function nudge(row, days, part = "all") {
  if (nudged && nudged.row !== row) settle();
  const span = SPANS[part](nudged?.span ?? spanOf(row), days);
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
  moveRow(row, span).then(() => row.isConnected && heldBy(row).focus({ preventScroll: true }));
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

function actOf(event, row) {
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === "Enter") return () => (nudged ? settle() : drawer.open(linkOf(row).href));
  if (event.key === "Escape" && nudged) return takeBack;
  if (!mayMove() || !spanOf(row)) return null;
  if (side && event.altKey) return stretch(row, side, event.shiftKey ? "start" : "end");
  if (side) return () => nudge(row, side * (event.shiftKey ? 7 : 1));
  return event.key === "l" && !event.altKey ? () => linking.begin(row) : null;
}

/* A shared deadline is one day: it has no start. */
const stretch = (row, side, part) =>
  part === "start" && row.dataset.kind === "milestone" ? null : () => nudge(row, side, part);

function pressed(event) {
  if (event.ctrlKey || event.metaKey || isOverlaid() || !chart()) return;
  const act = linking.isGoing() ? linking.actOf(event) : onBar(event) ?? onLink(event);
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

function onBar(event) {
  const { target } = event;
  const row = target.matches?.(".timeline :is(.bar, .bar-row), .twin [data-item]") && rowOf(target);
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
  const isDated = Boolean(spanOf(row)) && !row.matches(".undated");
  for (const part of all("[data-shift], [data-stretch], [data-begin], [data-link-from]", menu)) part.hidden = !isDated;
  if (row.dataset.kind === "milestone") for (const part of all("[data-begin]", menu)) part.hidden = true;
  for (const part of all("[data-schedule]", menu)) part.hidden = Boolean(spanOf(row));
  for (const part of all("[popovertarget]", menu)) part.hidden = row.matches(".undated");
  offerLinks(menu, row.dataset.item);
  menu.showPopover({ source: button });
}

/* For each link of the item: to change how it waits, and to remove it. */
function offerLinks(menu, id) {
  const place = find("[data-links-of]", menu);
  if (!place) return;
  const offered = links.known().filter(({ earlier, later }) => [earlier, later].includes(id));
  place.replaceChildren(...offered.flatMap(({ earlier, later }) => {
    const [before, after] = [rowNamed(earlier), rowNamed(later)];
    if (!before || !after) return [];
    const names = { title: titleOf(before), other: titleOf(after) };
    return ["how", "unlink"].map((name) => {
      const button = find(`#${name}-template`).content.firstElementChild.cloneNode(true);
      find("span", button).textContent = words(name, names);
      Object.assign(button.dataset, { earlier, later });
      return button;
    });
  }));
}

const ofMenu = () => document.getElementById(find("#bar-menu").dataset.of);

function chosen(event, button) {
  if (button.matches("[popovertarget]")) return;
  const row = ofMenu();
  const { handTo, shift, stretch, begin, schedule, linkFrom, how, earlier, later } = button.dataset;
  if (!("openItem" in button.dataset) || drawer.isPlain(event)) find("#bar-menu").hidePopover();
  if (shift) nudge(row, Number(shift));
  else if (stretch) nudge(row, Number(stretch), "end");
  else if (begin) nudge(row, Number(begin), "start");
  else if (handTo) handOver(row, handTo, button.dataset.name);
  else if (schedule !== undefined) moveRow(row, { first: today(), last: today() + 4 });
  else if (linkFrom !== undefined) linking.begin(row);
  else if (how !== undefined) linking.reshape(rowNamed(earlier), rowNamed(later));
  else if (earlier) unlink(earlier, later);
  else if (drawer.isPlain(event)) {
    event.preventDefault();
    drawer.open(button.href);
  }
}

export function start() {
  linking.start();
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("focusout", ({ target }) => {
    if (nudged && rowOf(target) === nudged.row && !isOverlaid()) settle();
  });
  on("click", "[data-bar-menu]", openMenu);
  on("click", "#bar-menu :is(a, button)", chosen);
}
