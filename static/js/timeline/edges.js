/* What bars say whose dates are out of sight: at the edge beyond which they stand, and leading there.

   Where every bar is was read once (`links.measure`). While the plan is scrolled only the rows in
   sight are looked at, by arithmetic alone, and only those hints are touched that come or go. The
   bars say the same to a screen reader, and come into sight when they are focused. What is in sight
   of a short bar stays free for hands: its hint stands beside it, and its words are said once. */

import { find, on } from "../page.js";
import { inOrder } from "./links.js";
import { barOf, BEFORE, calm, numberOf, ROW, spanOf, timeline, width } from "./scale.js";

const LETTER = { narrow: 6.6, wide: 12 };
const AROUND = 36; // pixels of a hint around its words
const BESIDE = 12; // between a hint and a bar beside it
const HELD = 28; // of a bar, by which a hand can take it

let seen = { top: 0, width: 0, height: 0 }; // of the days in sight; `top` within the window
let shown = new Map(); // the hints that are drawn, by side and item

const layer = () => find("#edges");

/* Read what the page looks like, and draw all hints anew. */
export function refresh() {
  for (const hint of shown.values()) hush(hint, false);
  shown = new Map();
  layer().replaceChildren();
  seen.width = timeline().clientWidth - find(".corner").offsetWidth;
  layer().style.setProperty("--seen", `${timeline().clientWidth}px`);
  look();
}

/* Read which part of the page is in sight, where it is the page that scrolls. */
export function look() {
  const { top, bottom } = timeline().getBoundingClientRect();
  seen.top = Math.max(0, -top);
  seen.height = Math.min(bottom, innerHeight) - Math.max(0, top);
  draw(timeline().scrollLeft, timeline().scrollTop);
}

export function draw(left, top) {
  const wanted = new Map();
  const from = numberOf(timeline().dataset.first) * width() + left;
  for (const place of inSight(top + seen.top, seen.height)) {
    const side = sideOf(place, from, from + seen.width);
    if (side) wanted.set(`${side} ${place.row.id}`, [side, place]);
  }
  for (const [key, hint] of shown) {
    if (wanted.has(key)) continue;
    hush(hint, false);
    hint.remove();
    shown.delete(key);
  }
  for (const [key, [side, place]] of wanted) {
    if (!shown.has(key)) shown.set(key, layer().appendChild(hintOf(side, place)));
    hush(shown.get(key), true);
    put(shown.get(key), beside(side, place, from));
  }
}

/* A bar says nothing itself while its hint does. */
function hush(hint, isHushed) {
  const row = document.getElementById(hint.dataset.leads);
  if (row) barOf(row)?.classList.toggle("is-hinted", isHushed);
}

/* Where a hint would hide what is in sight of its bar: the place beside that; else null. */
function beside(side, { left, right, words }, from) {
  const wide = words.last - words.first + AROUND;
  const [begin, end] = [left - from, right - from];
  if (side === "before") {
    const isHidden = end > 0 && end < wide + HELD;
    return isHidden && end + BESIDE + wide < seen.width ? end + BESIDE : null;
  }
  const isHidden = begin < seen.width && begin > seen.width - wide - HELD;
  return isHidden && begin - BESIDE - wide > 0 ? begin - BESIDE : null;
}

function put(hint, x) {
  const left = x === null ? "" : `calc(var(--names) + ${x}px)`;
  if (hint.style.left !== left) hint.style.left = left;
}

/* The bars from one height on; they are in the order of their heights. */
function inSight(top, height) {
  const places = inOrder();
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle].y < top) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (places[end]?.y < top + height + ROW) end += 1;
  return places.slice(low, end);
}

/* On which side the dates of a bar are out of sight, if they are. */
function sideOf(place, from, to) {
  const words = (place.words ??= wordsOf(place));
  if (words.first < from) return "before";
  return words.last > to ? "after" : null;
}

function wordsOf({ row }) {
  const text = find("text", barOf(row));
  const first = Number(text.getAttribute("x"));
  let last = first;
  for (const letter of text.textContent) last += letter > "\u2e80" ? LETTER.wide : LETTER.narrow;
  return { first, last, text: text.textContent };
}

function hintOf(side, { row, y, words }) {
  const hint = document.createElement("button");
  Object.assign(hint, { type: "button", tabIndex: -1, textContent: words.text });
  hint.className = `edge mark ${side} i-arrow-${side === "before" ? "left" : "right"}`;
  hint.dataset.leads = row.id;
  hint.style.top = `${y}px`;
  return hint;
}

function follow(_event, { dataset }) {
  const row = document.getElementById(dataset.leads);
  const { first } = spanOf(row);
  const left = (first - numberOf(timeline().dataset.first)) * width() - BEFORE;
  timeline().scrollTo({ left, behavior: calm.matches ? "instant" : "smooth" });
  barOf(row).focus({ preventScroll: true });
}

export function start() {
  on("click", "#edges .edge", follow);
  document.addEventListener("scroll", ({ target }) => {
    if (timeline() && target !== timeline() && target.contains(timeline())) look();
  }, { capture: true, passive: true });
}
