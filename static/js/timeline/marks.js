/* Shared deadlines on the timeline of all campaigns: dragged, or moved by arrow keys; whoever is hit is
   listed before anything is saved. */

import * as drawer from "../drawer.js";
import { moveTo } from "../moving.js";
import { find, on } from "../page.js";
import { hold } from "./holding.js";
import { say } from "./saving.js";
import { dayOf, isoOf, numberOf } from "./scale.js";

const STEADY = 4;
const PAUSE = 700;

let drag = null; // {mark, pointer, from, left, days}
let nudged = null; // {mark, days, timer}

const chart = () => find("#portfolio");
const width = () => Number(chart().dataset.day);
const mayMove = () => chart().matches(".marks-movable");

function show(mark, days) {
  mark.setAttribute("transform", `translate(${days * width()} 0)`);
}

const putBack = (mark) => mark.removeAttribute("transform");

/* All days that it has go along. */
function fieldsOf({ dataset: { version, start, due } }, days) {
  const fields = { version, due_on: isoOf(numberOf(due) + days) };
  return start ? { ...fields, start_on: isoOf(numberOf(start) + days) } : fields;
}

async function save(mark, days) {
  if (!days) return putBack(mark);
  const { id, dataset: { url, name } } = mark;
  if (!(await moveTo(`${url}move/`, fieldsOf(mark, days)))) say("putBack", { title: name });
  if (mark.isConnected) putBack(mark);
  document.getElementById(id)?.focus({ preventScroll: true });
}

function pressed(event, mark) {
  if (event.button !== 0) return;
  if (event.pointerType === "touch") return void (mayMove() && hold(event, () => take(event, mark)));
  mark.focus({ preventScroll: true });
  if (!mayMove()) return;
  event.preventDefault();
  take(event, mark);
}

function take(event, mark) {
  drag = { mark, pointer: event.pointerId, from: event.clientX, left: chart().scrollLeft, days: null };
}

function moved(event) {
  if (drag?.pointer !== event.pointerId) return;
  const gone = event.clientX - drag.from + chart().scrollLeft - drag.left;
  if (drag.days === null && Math.abs(gone) < STEADY) return;
  drag.days = Math.round(gone / width());
  show(drag.mark, drag.days);
}

function released(event) {
  if (drag?.pointer !== event.pointerId) return;
  const { mark, days } = drag;
  drag = null;
  if (days === null) return;
  const ignore = (click) => click.stopPropagation();
  mark.addEventListener("click", ignore, true);
  setTimeout(() => mark.removeEventListener("click", ignore, true), 0);
  save(mark, days);
}

function stop() {
  if (!drag) return false;
  putBack(drag.mark);
  drag = null;
  return true;
}

function key(event, mark) {
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === "Enter") return nudged ? settle() : drawer.open(mark.dataset.url);
  if (event.key === "Escape" && nudged) return leave();
  if (!side || !mayMove()) return;
  event.preventDefault();
  if (nudged && nudged.mark !== mark) settle();
  const days = (nudged?.days ?? 0) + side * (event.shiftKey ? 7 : 1);
  clearTimeout(nudged?.timer);
  nudged = { mark, days, timer: setTimeout(settle, PAUSE) };
  show(mark, days);
  say("moved", { title: mark.dataset.name, dates: dayOf(numberOf(mark.dataset.due) + days) });
}

function settle() {
  const { mark, days, timer } = nudged;
  clearTimeout(timer);
  nudged = null;
  save(mark, days);
}

function leave() {
  const { mark, timer } = nudged;
  clearTimeout(timer);
  nudged = null;
  putBack(mark);
  say("putBack", { title: mark.dataset.name });
}

export function start() {
  on("pointerdown", "#portfolio .deadline", pressed);
  on("keydown", "#portfolio .deadline", key);
  on("click", "#portfolio .deadline", (event, { dataset }) => drawer.isPlain(event) && drawer.open(dataset.url));
  document.addEventListener("pointermove", moved);
  document.addEventListener("pointerup", released);
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && stop()) event.preventDefault();
  });
}
