/* Links by mouse and pen: drawn from a knob at the end of a bar, removed by pulling an arrow off.
   Escape stops. Fingers and keys link by the menu of a bar (`keys.js`). */

import { all, find, on, rowNamed, rowOf } from "../page.js";
import { isDragging } from "./dragging.js";
import * as links from "./links.js";
import { link, unlink } from "./saving.js";
import { endsOf, mayMove, timeline } from "./scale.js";

const STEADY = 12; // pixels by which a hand that only chooses a link trembles

let thread = null; // {row, end, x, y}; what is pulled off has `off`, its arrow, and `from`, a point

/* Knobs at both ends of the bar under the mouse, from which links are drawn. */
function offerKnobs({ pointerType }, bar) {
  const knobs = find("#knobs");
  if (!knobs || !mayMove() || pointerType === "touch" || isDragging() || thread) return;
  const row = rowOf(bar);
  const { y } = links.placeOf(row) ?? {};
  if (y === undefined) return;
  const { left, right } = endsOf(row);
  const knob = (x, end) => `<circle class="knob" data-row="${row.id}" data-end="${end}" cx="${x}" cy="${y}" r="5"/>`;
  knobs.innerHTML = knob(left - 9, "S") + knob(right + 9, "F");
}

function takeKnob(event, knob) {
  if (event.button !== 0) return;
  event.preventDefault();
  const [x, y] = [Number(knob.getAttribute("cx")), Number(knob.getAttribute("cy"))];
  thread = { row: document.getElementById(knob.dataset.row), end: knob.dataset.end, x, y };
  timeline().classList.add("joining");
}

function takeArrow(event, grip) {
  if (event.button !== 0 || event.pointerType === "touch" || !mayMove()) return;
  const [x, y] = grip.getAttribute("d").match(/[\d.]+/g).map(Number);
  const [earlier] = grip.dataset.link.split("-");
  const from = { x: event.clientX, y: event.clientY };
  thread = { row: rowNamed(earlier), x, y, off: grip, from };
}

function barUnder({ clientX, clientY }) {
  const bar = document.elementFromPoint(clientX, clientY)?.closest(".timeline .bar");
  return bar && rowOf(bar).dataset.item !== thread.row.dataset.item ? bar : null;
}

/* An arrow that was only clicked is not pulled yet. */
const isHeld = ({ off, from }, { clientX, clientY }) =>
  off && !off.matches(".pulled") && Math.hypot(clientX - from.x, clientY - from.y) < STEADY;

function pull(event) {
  if (!thread || isHeld(thread, event)) return;
  thread.off?.classList.add("pulled");
  timeline().classList.add("joining");
  const box = find("#overlay").getBoundingClientRect();
  const origin = Number(find("#overlay").getAttribute("viewBox").split(" ")[0]);
  const [x, y] = [event.clientX - box.left + origin, event.clientY - box.top];
  find("#knobs").innerHTML = `<path class="thread" d="M${thread.x} ${thread.y}L${x} ${y}"/>`;
  unpick();
  barUnder(event)?.classList.add("picked");
}

/* The thread was dropped. A new one: on a bar's first half it links to its start, else to its end.
   One that was pulled off is removed, but where it lies on a bar again, as it was. */
function knot(event) {
  if (!thread) return;
  const bar = barUnder(event);
  const { row, end, off } = thread;
  const isPulled = off?.matches(".pulled");
  endThread();
  if (off) return void (isPulled && !bar && unlink(...off.dataset.link.split("-")));
  if (!bar) return;
  const box = find(".body", bar).getBoundingClientRect();
  link(row, rowOf(bar), end + (event.clientX < box.left + box.width / 2 ? "S" : "F"));
}

function endThread() {
  thread?.off?.classList.remove("pulled");
  thread = null;
  timeline().classList.remove("joining");
  find("#knobs").innerHTML = "";
  unpick();
}

const unpick = () => all(".bar.picked").forEach((bar) => bar.classList.remove("picked"));

export function start() {
  on("pointerdown", ".overlay .knob", takeKnob);
  on("pointerdown", ".overlay .grip", takeArrow);
  on("pointerover", ".timeline .bar", offerKnobs);
  on("click", ".overlay .grip", (_event, grip) => links.choose(grip.dataset.link));
  document.addEventListener("pointermove", pull);
  document.addEventListener("pointerup", knot);
  document.addEventListener("pointercancel", () => thread && endThread());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !thread) return;
    endThread();
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}
