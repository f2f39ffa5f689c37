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
const SPEED = 0.7; // pixels in a millisecond, while a hand rests at the brink

let drag = null; // {row, pointer, mode, from, left, before, at, span, goal, isFlowing}

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
  const left = timeline().scrollLeft;
  drag = { row, pointer: event.pointerId, mode, from: event, left, before: spanOf(row) };
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
  drag.at = event;
  follow();
  if (!drag.span || drag.isFlowing) return;
  drag.isFlowing = true;
  flow(drag, performance.now());
}

/* Show what letting go would do, where the hand is over the plan as it is scrolled. */
function follow() {
  const gone = drag.at.clientX - drag.from.clientX + timeline().scrollLeft - drag.left;
  drag.goal = drag.mode === "move" ? handing.goalAt(drag.at, drag.row) : null;
  if (!drag.span && !drag.goal && Math.abs(gone) < STEADY) return;
  const days = Math.round(gone / width());
  drag.row.classList.add("lifted");
  timeline().classList.toggle("stretching", drag.mode !== "move");
  drag.span = drag.goal ? drag.before : spanned(days);
  handing.show(drag.goal);
  preview.show(drag.row, drag.span);
}

/* As long as the hand is at the brink of what is in sight, the plan goes on beneath it. */
function flow(mine, before) {
  requestAnimationFrame((now) => {
    if (drag !== mine) return;
    if (scrollAtBrink(Math.min(now - before, 50) * SPEED)) follow();
    flow(mine, now);
  });
}

function spanned(days) {
  const { first, last } = drag.before;
  if (drag.mode === "start") return { first: Math.min(first + days, last), last };
  if (drag.mode === "end") return { first, last: Math.max(last + days, first) };
  return { first: first + days, last: last + days };
}

/* Whether anything came into sight. A bar that was taken at the brink goes further towards the edge
   before that moves the plan. */
function scrollAtBrink(by) {
  const plan = timeline();
  const { left, right, top, bottom } = plan.getBoundingClientRect();
  const [names, head] = [find(".corner").offsetWidth, find(".timeline-head").offsetHeight];
  const gaps = ({ clientX: x, clientY: y }) => [x - left - names, right - x, y - top - head, bottom - y];
  const [brink, taken] = [BRINK[handOf(drag.from)], gaps(drag.from)];
  const isAt = gaps(drag.at).map((gap, side) => gap < Math.min(brink, taken[side]));
  const [before, after, above, below] = isAt.map((isNear) => (isNear ? by : 0));
  const { scrollLeft, scrollTop } = plan;
  plan.scrollLeft += after - before;
  if (drag.mode === "move" && handing.isPossible()) plan.scrollTop += below - above;
  return plan.scrollLeft !== scrollLeft || plan.scrollTop !== scrollTop;
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

