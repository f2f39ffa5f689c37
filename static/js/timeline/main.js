/* The timeline: arrows over its bars, gestures, keys, and what others move slides into place. */

import { all, find, made, on } from "../page.js";
import * as visits from "../visits.js";
import * as dragging from "./dragging.js";
import * as edges from "./edges.js";
import * as holding from "./holding.js";
import * as keys from "./keys.js";
import * as links from "./links.js";
import * as preview from "./preview.js";
import * as threads from "./threads.js";
import { barOf, BEFORE, calm, chart, clip, numberOf, ROW, spanOf, timeline, today, width } from "./scale.js";

const WEEK = 7;
const MANY = 3 * WEEK;
const SLIDE = { duration: 260, easing: "cubic-bezier(.2, 0, 0, 1)" };

let stood = new Map(); // where each bar stood when it was drawn last
let place = null; // {day, top} that the reader had scrolled to

function remember() {
  const rows = all(".timeline-body [data-item]");
  stood = new Map(rows.map((row) => [row.dataset.item, spanOf(row)]));
}

/* Rows that were drawn anew show the same stretch as the others, and slide to where they are. */
function drawn({ detail: { links: text, baselines } }) {
  if (!chart() || text === undefined) return;
  chart().dataset.links = text;
  offer(baselines);
  if (!timeline()) return;
  for (const row of all(".timeline-body [data-item]")) {
    if (row.classList.contains("lifted")) continue;
    const span = spanOf(row);
    if (isOutside(span)) return visits.again();
    fit(row);
    slide(row, stood.get(row.dataset.item), span);
  }
  settleTray();
  remember();
  measure();
}

/* Baselines that others have named or removed meanwhile; a list that is in use stays. */
function offer(html) {
  const form = find("#baseline-choice");
  if (!form || form.contains(document.activeElement)) return;
  const { firstElementChild: fresh } = made(html);
  if (fresh.textContent !== form.textContent) form.replaceWith(fresh);
}

/* What lies over the bars follows them when they, or what of them is shown, are not where they were. */
function measure() {
  if (!timeline()) return;
  links.refresh();
  edges.refresh();
}

function isOutside(span) {
  const { first, last } = timeline().dataset;
  return !span || span.last < numberOf(first) || span.first > numberOf(last);
}

function fit(row) {
  const [track, ground] = [find(".track", row), find(".ground")];
  const box = ground.getAttribute("viewBox").split(" ");
  const wanted = `${box[0]} 0 ${box[2]} ${ROW}`;
  if (track.getAttribute("viewBox") === wanted) return;
  track.setAttribute("viewBox", wanted);
  track.setAttribute("width", box[2]);
}

function slide(row, before, now) {
  if (!before || calm.matches || before.first === now.first) return;
  preview.forget(row);
  const by = (before.first - now.first) * width();
  barOf(row).animate([{ transform: `translateX(${by}px)` }, { transform: "none" }], SLIDE);
}

function settleTray() {
  const tray = find(".tray");
  if (tray) tray.hidden = !find("[data-item]", tray);
}

function scrollTo({ day, top }) {
  const origin = numberOf(timeline().dataset.first);
  timeline().scrollTo((day - origin) * width(), top);
}

const fromDay = (day) => day - BEFORE / width();
const atToday = () => ({ day: fromDay(today()), top: timeline().scrollTop });

/* A plan opens at its first unfinished item, and where that or today is; one that has ended at
   its beginning. */
function atWork() {
  const [first] = all(".timeline-body [data-item]");
  const row = find(".timeline-body [data-item]:not(.is-done, .is-dropped)");
  if (!row) return first ? { day: fromDay(spanOf(first).first), top: 0 } : atToday();
  const top = row.getBoundingClientRect().top - find(".timeline-body").getBoundingClientRect().top;
  const day = Math.min(spanOf(row).first, today());
  const seen = (timeline().clientWidth - find(".corner").offsetWidth) / width();
  return { day: fromDay(Math.max(day, headOf(today() - seen / 4, seen))), top: Math.max(0, top - 2 * row.offsetHeight) };
}

/* Where many weeks are in sight they begin with a whole one, so that its name is not cut off. */
const headOf = (day, seen) => (seen > MANY ? Math.floor(day / WEEK) * WEEK : day);

let periods = []; // {name, start, last}: where each month's name may stand, from its start on

/* Measured once: asking again while names move would lay the whole page out for each of them. */
function measurePeriods() {
  const names = all(".ticks .period");
  const widths = names.map((name) => name.getComputedTextLength());
  const starts = names.map((name) => Number(name.nextElementSibling.getAttribute("d").match(/[\d.]+/)[0]));
  periods = names.map((name, index) => {
    const last = (starts[index + 1] ?? Infinity) - widths[index] - 8;
    return { name, start: starts[index], last: Math.max(last, starts[index]) };
  });
}

/* The name of the month that runs at the head of the stretch stays in sight. */
function keepPeriod(left) {
  const from = numberOf(timeline().dataset.first) * width() + left;
  for (const { name, start, last } of periods) {
    const x = String(Math.min(Math.max(start, from), last) + 6);
    if (name.getAttribute("x") !== x) name.setAttribute("x", x);
  }
}

function begin() {
  if (!timeline()) return;
  scrollTo(place ?? atWork());
  timeline().addEventListener("scroll", scrolled, { passive: true });
  holding.start(timeline());
  remember();
  measurePeriods();
  keepPeriod(timeline().scrollLeft);
  clip(timeline(), timeline().scrollLeft);
  measure();
}

let asked = false;

function scrolled() {
  place = {
    day: numberOf(timeline().dataset.first) + timeline().scrollLeft / width(),
    top: timeline().scrollTop,
  };
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    // Read first: asking in between would lay the page out in the middle of its changes.
    const { scrollLeft, scrollTop } = timeline();
    keepPeriod(scrollLeft);
    clip(timeline(), scrollLeft);
    links.draw(scrollTop);
    edges.draw(scrollLeft, scrollTop);
  });
}

dragging.start();
edges.start();
keys.start();
threads.start();
document.addEventListener("plan:drawn", drawn);
document.addEventListener("plan:shown", begin);
addEventListener("resize", measure);
new MutationObserver(measure).observe(find("#content"), { childList: true, subtree: false });
on("click", "#to-today", () => scrollTo(atToday()));
on("change", "#baseline", (_event, { form }) => form.requestSubmit());
begin();
