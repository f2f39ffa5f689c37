/* A bar shown where it would be, and put back. */

import { all, find } from "../page.js";
import { barOf, dayOf, spanOf, width, worded } from "./scale.js";

const kept = new Map(); // what a bar looked like before, by row

const shift = (element, by) => element?.setAttribute("transform", `translate(${by} 0)`);

function set(element, values) {
  for (const [name, value] of Object.entries(values)) element?.setAttribute(name, value);
}

const CELLS = [["start_on", "first"], ["due_on", "last"]];

/* Write those days that its item has into a row of the table. */
function write(row, span) {
  for (const [name, end] of CELLS) {
    const cell = find(`[data-edit=${name}]`, row);
    if (cell?.dataset.value) cell.textContent = dayOf(span[end]);
  }
}

/* Draw the bar of `row` as if its item took the days `span`. */
export function show(row, span) {
  const bar = barOf(row);
  if (!bar) return write(row, span);
  if (!kept.has(row)) kept.set(row, bar.innerHTML);
  else bar.innerHTML = kept.get(row);
  const before = spanOf(row);
  const day = width();
  const left = (span.first - before.first) * day;
  const right = (span.last - before.last) * day;
  const body = find(".body", bar);
  const done = find(".done", bar);
  if (body.localName === "path") shift(body, right);
  else {
    const wide = (span.last - span.first + 1) * day;
    const grown = wide / Number(body.getAttribute("width"));
    set(body, { x: span.first * day, width: wide });
    if (done) set(done, { x: span.first * day, width: Number(done.getAttribute("width")) * grown });
  }
  for (const each of all(".tick, .stop, text", bar))
    shift(each, each.matches(".outside") ? right : left);
  find("text", bar).textContent = worded(span);
}

/* As it was, if it was not drawn anew meanwhile. */
export function putBack(row) {
  if (!barOf(row) && spanOf(row)) write(row, spanOf(row));
  if (kept.has(row) && barOf(row)) barOf(row).innerHTML = kept.get(row);
  kept.delete(row);
}

export const forget = (row) => kept.delete(row);
