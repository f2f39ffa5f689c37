/* What the bars of campaigns say: name and dates where both fit, else the dates; beside a bar that is
   shorter than they are, and at the edge beyond which a bar is out of sight. They stay in sight while
   the days are scrolled. On a phone the name stands above its bar already. */

import { find } from "../page.js";
import { worded } from "./scale.js";

const [INSIDE, BESIDE, ARROW] = [8, 6, 18]; // pixels
let known = new WeakMap(); // {dates, long, short} of each row: what its words say, and how wide they are

export const forget = () => (known = new WeakMap());

const wordsOf = (row) => find(".words", row);

/* Read all first: asking while words move would lay the page out for each of them. */
function measure(rows, spanOf) {
  const fresh = rows.filter((row) => known.get(row)?.dates !== worded(spanOf(row)));
  for (const row of fresh) {
    wordsOf(row).classList.remove("short");
    find(".dates", row).textContent = worded(spanOf(row));
  }
  for (const row of fresh) {
    const dates = find(".dates", row);
    const long = wordsOf(row).getComputedTextLength();
    known.set(row, { dates: dates.textContent, long, short: dates.getComputedTextLength() });
  }
}

const OUTSIDE = ["short", "outside"];

/* Where the words stand, and the classes that say how: {x, how}. `seen` is what is in sight, `bar` where the bar is. */
export function stand(bar, seen, { long, short }) {
  const left = Math.max(bar.left, seen.left) + INSIDE;
  const room = Math.min(bar.right, seen.right) - INSIDE - left;
  if (seen.named && long <= room) return { x: left, how: [] };
  if (short <= room) return { x: left, how: ["short"] };
  const after = bar.right + BESIDE;
  if (after >= seen.left && after + short <= seen.right) return { x: after, how: OUTSIDE };
  const before = bar.left - BESIDE - short;
  if (before >= seen.left && bar.left <= seen.right) return { x: before, how: OUTSIDE };
  if (bar.left < seen.left) return { x: seen.left + INSIDE, how: [...OUTSIDE, "away", "before"] };
  return { x: seen.right - INSIDE - ARROW - short, how: [...OUTSIDE, "away", "after"] };
}

const ARROWS = { before: (dates) => `← ${dates}`, after: (dates) => `${dates} →` };

/* Put the words of `rows` where they are in sight; a row's bar takes the days `spanOf(row)`. */
export function place(rows, seen, day, spanOf) {
  measure(rows, spanOf);
  for (const row of rows) {
    const { first, last } = spanOf(row);
    const { x, how } = stand({ left: first * day, right: (last + 1) * day }, seen, known.get(row));
    const { dates } = known.get(row);
    const [text, shown] = [wordsOf(row), find(".dates", row)];
    const said = ARROWS[how.at(-1)]?.(dates) ?? dates;
    if (shown.textContent !== said) shown.textContent = said;
    if (text.getAttribute("x") !== String(x)) text.setAttribute("x", x);
    const look = ["words", ...how].join(" ");
    if (text.getAttribute("class") !== look) text.setAttribute("class", look);
  }
}
