/* Rows and cards in their places: put in, moved, drawn anew, taken away. */

import { all, find, glow, made, rowsNamed } from "./page.js";

/* Where the rows of a group are: a column's cards, a lane's bars, a body of the list, or its only
   one. */
export const placeOf = (group) =>
  find(`#board [data-group="${CSS.escape(group)}"] .cards`) ??
  find(`[data-group="${CSS.escape(group)}"] .bar-rows`) ??
  find(`#list tbody[data-group="${CSS.escape(group)}"]`) ??
  find("#list tbody:not([data-group], .ghosts)");

const headOf = (place) => find(":scope > :not(.group)", place);

/* Somebody drags it, or types in it. */
export const isHeld = (row) => row?.matches(".lifted, .sortable-chosen, :has(.editor)") ?? false;

/* Draw an item anew: in each of the places that the `entries` of its id name, and nowhere else;
   false when one of them has no place here. */
export function settle(id, entries) {
  const places = entries.map(({ group }) => placeOf(group));
  if (places.includes(null)) return false;
  const strays = rowsNamed(id).filter((row) => !places.includes(row.parentElement));
  entries.forEach((entry, at) => put(entry, places[at], strays));
  takeAway(strays);
  return true;
}

const within = (place, id) => find(`:scope > [data-item="${id}"]`, place);

/* Put the row that `html` draws after the row `after`, or first; what strays elsewhere comes here.

   The loaded rows are always the first of their group, so that the next window joins them: a row
   that belongs behind them is taken away until its window comes. Where rows are steady, one that
   is there stays where it is. */
function put({ id, after, html }, place, strays) {
  const here = within(place, id);
  const known = here ?? strays.shift();
  const isSteady = place.hasAttribute("data-steady") && Boolean(here);
  const follows = after ? within(place, after) : null;
  const isNear = !after || follows;
  if (!isNear && !isSteady && find(".more", place)) return known?.remove();
  const row = known ?? made(html).firstElementChild;
  const next = isNear ? (follows ? follows.nextElementSibling : headOf(place)) : null;
  if (!isSteady) move(row, place, next);
  if (!known || redraw(row, made(html).firstElementChild)) glow(row);
}

/* Before `next`, or last. Nothing that has focus loses it. */
export function move(row, place, next) {
  if (next === row || (row.parentElement === place && row.nextElementSibling === next)) return;
  if (row.isConnected && place.moveBefore) return place.moveBefore(row, next);
  const focused = row.contains(document.activeElement) && document.activeElement;
  place.insertBefore(row, next);
  if (focused) focused.focus({ preventScroll: true });
}

/* Draw a row anew in place; focus stays on the same part of it. Whether anything is seen of it. */
function redraw(row, fresh) {
  const isSame = row.innerHTML === fresh.innerHTML && fresh.classList.value === shownClass(row);
  for (const { name, value } of fresh.attributes) row.setAttribute(name, value);
  if (isSame) return false;
  const focused = row.contains(document.activeElement) && document.activeElement;
  const isTicked = Boolean(find(":checked", row));
  row.replaceChildren(...fresh.childNodes);
  if (isTicked) find("[type=checkbox]", row).checked = true;
  if (focused && focused !== row) twin(focused, row)?.focus({ preventScroll: true });
  return true;
}

const shownClass = ({ classList }) => [...classList].filter((name) => name !== "glow").join(" ");

const twin = (gone, row) =>
  gone.dataset.edit ? find(`[data-edit="${gone.dataset.edit}"]`, row) : find(gone.localName, row);

function takeAway(rows) {
  for (const row of rows) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const had = row.contains(document.activeElement);
    row.remove();
    if (had) next?.focus({ preventScroll: true });
  }
}

export const counted = (place) => all(":scope > [data-item]", place).length;
