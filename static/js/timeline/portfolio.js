/* Campaigns on their days: drag a bar or an end of it, or move it by arrow keys; Escape stops.
   A finger rests on a bar first (`holding.js`). */

import { moveTo } from "../moving.js";
import { find, on } from "../page.js";
import * as holding from "./holding.js";
import { clip, isoOf, numberOf, today } from "./scale.js";

const STEADY = 4;
const EDGE = { finger: 16, other: 8 };
const PAUSE = 700;

let drag = null; // {row, pointer, mode, from, left, span}
let timer = null;

const chart = () => find("#portfolio");
const width = () => Number(chart().dataset.day);
const rowOf = (bar) => bar.closest(".bar-row");
const spanOf = ({ dataset }) => ({ first: numberOf(dataset.start), last: numberOf(dataset.due) });

function show(row, { first, last }) {
  const body = find(".bar .body", row);
  body.setAttribute("x", first * width());
  body.setAttribute("width", (last - first + 1) * width());
}

function stretched({ first, last }, mode, days) {
  if (mode === "start") return { first: Math.min(first + days, last), last };
  if (mode === "end") return { first, last: Math.max(last + days, first) };
  return { first: first + days, last: last + days };
}

async function save(row, span) {
  const isSaved = await moveTo(row.dataset.url, {
    version: row.dataset.version, starts_on: isoOf(span.first), ends_on: isoOf(span.last),
  });
  if (!isSaved && row.isConnected) show(row, spanOf(row));
}

function pressed(event, bar) {
  if (event.button !== 0) return;
  const mayMove = chart().matches(".movable");
  if (event.pointerType === "touch") {
    return void (mayMove && holding.hold(event, () => lift(event, bar)));
  }
  bar.focus({ preventScroll: true });
  if (!mayMove) return;
  event.preventDefault();
  take(event, bar);
}

function take(event, bar) {
  const box = find(".body", bar).getBoundingClientRect();
  const edge = EDGE[event.pointerType === "touch" ? "finger" : "other"];
  const atEnd = box.right - event.clientX < edge ? "end" : "all";
  const mode = event.clientX - box.left < edge ? "start" : atEnd;
  const [from, left] = [event.clientX, chart().scrollLeft];
  drag = { row: rowOf(bar), pointer: event.pointerId, mode, from, left, span: null };
}

function lift(event, bar) {
  bar.focus({ preventScroll: true });
  take(event, bar);
  drag.span = spanOf(drag.row);
  drag.row.classList.add("lifted");
}

function moved(event) {
  if (drag?.pointer !== event.pointerId) return;
  const gone = event.clientX - drag.from + chart().scrollLeft - drag.left;
  if (!drag.span && Math.abs(gone) < STEADY) return;
  drag.span = stretched(spanOf(drag.row), drag.mode, Math.round(gone / width()));
  show(drag.row, drag.span);
}

function released(event) {
  if (drag?.pointer !== event.pointerId) return;
  const { row, span } = drag;
  drag = null;
  row.classList.remove("lifted");
  if (!span) return;
  const before = spanOf(row);
  if (span.first !== before.first || span.last !== before.last) save(row, span);
  const ignore = (click) => click.stopPropagation();
  row.addEventListener("click", ignore, true);
  setTimeout(() => row.removeEventListener("click", ignore, true), 0);
}

function putBack() {
  show(drag.row, spanOf(drag.row));
  drag.row.classList.remove("lifted");
  drag = null;
}

let nudged = null; // {row, span}

function key(event, bar) {
  const row = rowOf(bar);
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === "Enter") return void linkOfCampaign(row).click();
  if (event.key === "Escape" && nudged) return stop();
  if (!side || !chart().matches(".movable")) return;
  event.preventDefault();
  const days = side * (event.shiftKey ? 7 : 1);
  const before = nudged?.row === row ? nudged.span : spanOf(row);
  nudged = { row, span: stretched(before, event.altKey ? "end" : "all", days) };
  show(row, nudged.span);
  find("#announcer").textContent = `${row.dataset.name}: ${isoOf(nudged.span.first)} – ${isoOf(nudged.span.last)}`;
  clearTimeout(timer);
  timer = setTimeout(settle, PAUSE);
}

const linkOfCampaign = (row) => find(".bar-name a", row);

function settle() {
  const { row, span } = nudged;
  nudged = null;
  save(row, span);
}

function stop() {
  clearTimeout(timer);
  show(nudged.row, spanOf(nudged.row));
  nudged = null;
}

function begin() {
  if (!chart()) return;
  const { first } = chart().dataset;
  chart().scrollLeft = (today() - numberOf(first)) * width() - chart().clientWidth / 4;
  chart().addEventListener("scroll", () => clip(chart(), chart().scrollLeft), { passive: true });
  clip(chart(), chart().scrollLeft);
  holding.start(chart());
}

on("pointerdown", "#portfolio .bar", pressed);
on("click", "#portfolio .bar", (_event, bar) => linkOfCampaign(rowOf(bar)).click());
on("keydown", "#portfolio .bar", key);
on("submit", "form[data-dates]", async (event, form) => {
  event.preventDefault();
  if (!(await moveTo(form.getAttribute("action"), new FormData(form)))) form.reset();
});
document.addEventListener("pointermove", moved);
document.addEventListener("pointerup", released);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag) putBack();
});
document.addEventListener("pointercancel", (event) => {
  if (drag?.pointer === event.pointerId) putBack();
});
begin();
