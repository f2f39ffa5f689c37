/* Days, their places, and the bars that stand on them. Days are numbers since one Monday. */

import { find } from "../page.js";

const LENGTH = 86_400_000;
const EPOCH = Date.UTC(2000, 0, 3);
const HALF_DIAMOND = 10;

export const ROW = 34; // height of a row, in pixels; see timeline.css
export const BEFORE = 72; // pixels between the names and the day that is looked for
export const calm = matchMedia("(prefers-reduced-motion: reduce)");
export const timeline = () => find("#timeline");
const table = () => find("#list.twin"); // the same in words
export const chart = () => timeline() ?? table();
export const mayMove = () => chart()?.matches(".movable, .twin:not(.readonly)") ?? false;
export const width = () => Number(timeline().dataset.day);
export const numberOf = (iso) => (Date.parse(`${iso}T00:00Z`) - EPOCH) / LENGTH;
export const isoOf = (number) => new Date(EPOCH + number * LENGTH).toISOString().slice(0, 10);

/* The reader's own today, not that of a place further east. */
export function today() {
  const now = new Date();
  return (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - EPOCH) / LENGTH;
}

/* Lines over the bars end where the names stand, however far the days are scrolled. */
export function clip(chart, left) {
  const overlay = find(".overlay", chart);
  // Each cut costs a drawing of all lines: none while only rows go by.
  if (!overlay || overlay.dataset.cut === String(left)) return;
  overlay.dataset.cut = left;
  // It is one row high and draws far beyond; only its left side is cut.
  overlay.style.clipPath = `inset(-1rem -1rem -1e6px ${left}px)`;
}

export const barOf = (row) => find(".bar", row);
/* What of a row has the focus: its bar, or all of it in the table. */
export const heldBy = (row) => barOf(row) ?? row;

/* The first and last day of a row's item; null when it has none. */
export function spanOf({ dataset: { start, due } }) {
  if (!start && !due) return null;
  return { first: numberOf(start || due), last: numberOf(due || start) };
}

/* Where links leave and reach a bar: its left and right end. */
export function endsOf(row, { first, last } = spanOf(row)) {
  const day = width();
  if (row.dataset.kind !== "milestone") return { left: first * day, right: (last + 1) * day };
  const middle = (last + 0.5) * day;
  return { left: middle - HALF_DIAMOND, right: middle + HALF_DIAMOND };
}

const formats = new Map();

/* As the server writes days (`look.from_to`): in Chinese, a day with its year in figures. */
function formatOf(withYear) {
  if (!formats.has(withYear)) {
    const { lang } = document.documentElement;
    const month = withYear && lang !== "en" ? "numeric" : "short";
    const options = { day: "numeric", month, year: withYear ? "numeric" : undefined, timeZone: "UTC" };
    formats.set(withYear, new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, options));
  }
  return formats.get(withYear);
}

export const dayOf = (number) => worded({ first: number, last: number });

/* Both days name their year when one of them is of another than this. */
export function worded({ first, last }) {
  const days = [...new Set([first, last])].map((number) => new Date(EPOCH + number * LENGTH));
  const isOfAnotherYear = days.some((day) => day.getUTCFullYear() !== new Date().getFullYear());
  return days.map((day) => formatOf(isOfAnotherYear).format(day)).join(" – ");
}
