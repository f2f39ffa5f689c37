/* Bars by mouse, pen and finger: drag to move, an end to stretch, into the lane of somebody else to
   hand over, which leaves the days as they are; Escape stops.
   A finger rests on a bar first (`holding.js`). */

import * as drawer from "../drawer.js";
import { find, linkOf, on, rowOf, tell } from "../page.js";
import * as handing from "./handing.js";
import { hold } from "./holding.js";
import * as preview from "./preview.js";
import { moveRow } from "./saving.js";
import { mayMove, spanOf, timeline, width } from "./scale.js";

const STEADY = 4; // pixels that a hand trembles
const EDGE = { finger: 16, other: 8 };
const WIDE_ENOUGH = { finger: 64, other: 28 };
const BRINK = { finger: 24, other: 48 };

let drag = null; // {row, pointer, mode, from, before, span, left, goal}

export const isDragging = () => Boolean(drag);

const handOf = ({ pointerType }) => (pointerType === "touch" ? "finger" : "other");

/* Which part of a bar was taken: its start, its end, or all of it. */
function partOf(bar, event) {
  const box = find(".body", bar).getBoundingClientRect();
  const by = handOf(event);
  if (bar.matches(".milestone") || box.width < WIDE_ENOUGH[by]) return "move";
  if (event.clientX - box.left < EDGE[by]) return "start";
  return box.right - event.clientX < EDGE[by] ? "end" : "move";
}

function pressed(event, bar) {
  if (event.button !== 0 || event.ctrlKey || event.metaKey) return;
  if (event.pointerType === "touch") return void (mayMove() && hold(event, () => lift(event, bar)));
  bar.focus({ preventScroll: true });
  if (!mayMove()) return;
  event.preventDefault();
  take(event, bar);
}

function take(event, bar) {
  const [row, mode] = [rowOf(bar), partOf(bar, event)];
  const [from, left] = [event.clientX, timeline().scrollLeft];
  drag = { row, pointer: event.pointerId, mode, from, left, before: spanOf(row) };
}

/* A finger has rested on a bar, which it drags from now on. */
function lift(event, bar) {
  if (!bar.isConnected) return;
  bar.focus({ preventScroll: true });
  take(event, bar);
  drag.span = drag.before;
  drag.row.classList.add("lifted");
}

function moved(event) {
  if (drag?.pointer !== event.pointerId) return;
  const gone = event.clientX - drag.from + timeline().scrollLeft - drag.left;
  drag.goal = drag.mode === "move" ? handing.goalAt(event, drag.row) : null;
  if (!drag.span && !drag.goal && Math.abs(gone) < STEADY) return;
  const days = Math.round(gone / width());
  drag.row.classList.add("lifted");
  timeline().classList.toggle("stretching", drag.mode !== "move");
  drag.span = drag.goal ? drag.before : spanned(days);
  handing.show(drag.goal);
  preview.show(drag.row, drag.span);
  scrollAtBrink(event);
}

function spanned(days) {
  const { first, last } = drag.before;
  if (drag.mode === "start") return { first: Math.min(first + days, last), last };
  if (drag.mode === "end") return { first, last: Math.max(last + days, first) };
  return { first: first + days, last: last + days };
}

function scrollAtBrink(event) {
  const box = timeline().getBoundingClientRect();
  const [brink, names] = [BRINK[handOf(event)], find(".corner").offsetWidth];
  if (box.right - event.clientX < brink) timeline().scrollLeft += 12;
  if (event.clientX - box.left - names < brink) timeline().scrollLeft -= 12;
  if (drag.mode !== "move" || !handing.isPossible()) return;
  if (box.bottom - event.clientY < brink) timeline().scrollTop += 12;
  if (event.clientY - box.top - find(".timeline-head").offsetHeight < brink) timeline().scrollTop -= 12;
}

function released(event) {
  if (drag?.pointer !== event.pointerId) return;
  const { row, span, before, goal } = drag;
  drag = null;
  handing.show(null);
  timeline().classList.remove("stretching");
  if (!span) return;
  ignoreClick(row);
  if (goal) return handing.handInto(row, goal);
  if (span.first === before.first && span.last === before.last) return stay(row);
  moveRow(row, span);
}

/* The click that ends a drag opens nothing. */
function ignoreClick(row) {
  const ignore = (click) => click.stopPropagation();
  row.addEventListener("click", ignore, { capture: true });
  setTimeout(() => row.removeEventListener("click", ignore, { capture: true }), 0);
}

function stay(row) {
  preview.putBack(row);
  row.classList.remove("lifted");
  tell("row:freed");
}

/* Whether something was being dragged, and is not any more. */
function stop() {
  if (!drag?.span) return false;
  handing.show(null);
  timeline().classList.remove("stretching");
  stay(drag.row);
  drag = null;
  return true;
}

function clicked(event, bar) {
  if (drawer.isPlain(event)) drawer.open(linkOf(rowOf(bar)).href);
}

export function start() {
  on("pointerdown", ".timeline .bar", pressed);
  on("click", ".timeline .bar", clicked);
  document.addEventListener("pointermove", moved);
  document.addEventListener("pointerup", released);
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !stop()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}

