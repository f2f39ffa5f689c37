/* Campaigns on their days: drag a bar or an end of it, or move it by arrow keys; Escape stops.
   A finger rests on a bar first (`holding.js`); what bars say stays in sight (`words.js`). */

import { moveTo } from "../moving.js";
import { all, find, on } from "../page.js";
import * as holding from "./holding.js";
import * as marks from "./marks.js";
import { say } from "./saving.js";
import { BEFORE, calm, clip, isoOf, numberOf, today, worded } from "./scale.js";
import * as words from "./words.js";

const STEADY = 4;
const EDGE = { finger: 16, other: 8 };
const PAUSE = 700;

let drag = null; // {row, pointer, mode, from, left, span}
let timer = null;

const chart = () => find("#portfolio");
const width = () => Number(chart().dataset.day);
const rowOf = (bar) => bar.closest(".bar-row");
const spanOf = ({ dataset }) => ({ first: numberOf(dataset.start), last: numberOf(dataset.due) });

function show(row, span) {
  const body = find(".bar .body", row);
  body.setAttribute("x", span.first * width());
  body.setAttribute("width", (span.last - span.first + 1) * width());
  words.place([row], seen(), width(), spanShown);
  const said = [row.dataset.name, worded(span), find(".pill", row).textContent];
  find(".bar", row).setAttribute("aria-label", said.join(", "));
}

/* Where a bar is drawn, also while it is being moved. */
function spanShown(row) {
  const body = find(".bar .body", row);
  const [first, days] = ["x", "width"].map((name) => Number(body.getAttribute(name)) / width());
  return { first, last: first + days - 1 };
}

const origin = () => numberOf(chart().dataset.first) * width();

/* The days in sight, and whether names stand before them, so that a bar may say its own too. */
function seen() {
  const names = find(".corner", chart()).offsetWidth;
  const left = origin() + chart().scrollLeft;
  return { left, right: left + chart().clientWidth - names, named: names > 0 };
}

/* The words of the rows in sight. */
function placeWords() {
  if (!chart()) return;
  const { top, height } = find(".bar-rows", chart()).getBoundingClientRect();
  const rows = all(".bar-row", chart());
  const each = height / rows.length;
  const near = rows.slice(Math.max(0, Math.floor(-top / each)), Math.ceil((innerHeight - top) / each));
  words.place(near.filter((row) => find(".words", row)), seen(), width(), spanShown);
}

let isAsked = false;

function scrolled() {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    if (!chart()) return;
    placeWords();
    clip(chart(), chart().scrollLeft);
  });
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
  if (isSaved || !row.isConnected) return;
  show(row, spanOf(row));
  say("putBack", { title: row.dataset.name });
}

function pressed(event, bar) {
  if (event.button !== 0 || isAway(event)) return;
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
  if (event.key === "Enter") return nudged ? settle() : linkOfCampaign(row).click();
  if (event.key === "Escape" && nudged) return stop();
  if (!side || !chart().matches(".movable")) return;
  event.preventDefault();
  if (nudged && nudged.row !== row) settle();
  const days = side * (event.shiftKey ? 7 : 1);
  nudged = { row, span: stretched(nudged?.span ?? spanOf(row), event.altKey ? "end" : "all", days) };
  show(row, nudged.span);
  say("moved", { title: row.dataset.name, dates: worded(nudged.span) });
  clearTimeout(timer);
  timer = setTimeout(settle, PAUSE);
}

const linkOfCampaign = (row) => find(".bar-name a", row);

function settle() {
  clearTimeout(timer);
  const { row, span } = nudged;
  nudged = null;
  save(row, span);
}

function stop() {
  clearTimeout(timer);
  const { row } = nudged;
  nudged = null;
  show(row, spanOf(row));
  say("putBack", { title: row.dataset.name });
}

/* Whether what was taken are the words of a bar that is out of sight: they lead there. */
const isAway = ({ target }) => Boolean(target.closest(".away"));

function clicked(event, bar) {
  const row = rowOf(bar);
  if (!isAway(event)) return void linkOfCampaign(row).click();
  const left = spanOf(row).first * width() - origin() - BEFORE;
  chart().scrollTo({ left, behavior: calm.matches ? "instant" : "smooth" });
  bar.focus({ preventScroll: true });
}

function begin() {
  if (!chart()) return;
  chart().scrollLeft = today() * width() - origin() - chart().clientWidth / 4;
  holding.start(chart());
  drawn();
  document.fonts.ready.then(drawn);
}

/* Rows that were drawn anew say what the server said, where it said it. */
function drawn() {
  if (!chart()) return;
  words.forget();
  placeWords();
  clip(chart(), chart().scrollLeft);
}

on("pointerdown", "#portfolio .bar", pressed);
on("click", "#portfolio .bar", clicked);
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
document.addEventListener("region:drawn", drawn);
document.addEventListener("scroll", scrolled, { capture: true, passive: true });
addEventListener("resize", placeWords);
marks.start();
begin();
