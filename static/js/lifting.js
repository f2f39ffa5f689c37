/* Moving a card by keyboard: Space lifts and drops it, arrows move it, Escape takes it back. */

import { cardsIn, columnOf, columns, drop, spotOf } from "./board.js";
import { find, linkOf, tell, word } from "./page.js";
import { move } from "./rows.js";

let lifted = null; // {card, from}

export function start() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("focusout", left);
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const card = event.target.closest?.("#board.movable .card");
  if (!card || event.target.matches("button, input")) return;
  const act = lifted ? KEYS_LIFTED[event.key] : event.key === " " ? lift : null;
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act(card);
}

const KEYS_LIFTED = {
  " ": putDown,
  Enter: putDown,
  Escape: takeBack,
  ArrowUp: () => along(-1),
  ArrowDown: () => along(1),
  ArrowLeft: () => across(-1),
  ArrowRight: () => across(1),
};

function lift(card) {
  lifted = { card, from: spotOf(card) };
  card.classList.add("lifted");
  card.focus();
  announce("lifted");
}

function along(by) {
  const { card } = lifted;
  const others = cardsIn(columnOf(card));
  const neighbour = others[others.indexOf(card) + by];
  if (neighbour) show(card.parentElement, by < 0 ? neighbour : neighbour.nextElementSibling);
  else if (inColumn()) beyond(by);
}

/* Where columns have cells beneath each other, the next one follows the last card. */
const inColumn = () => Number(find("#board").dataset.rows ?? 0);

function beyond(by) {
  const column = columns()[columns().indexOf(columnOf(lifted.card)) + by];
  if (!column || column.parentElement !== columnOf(lifted.card).parentElement) return;
  show(find(".cards", column), by < 0 ? find(".more", column) : cardsIn(column)[0] ?? null);
}

function across(by) {
  const { card } = lifted;
  const index = cardsIn(columnOf(card)).indexOf(card);
  const column = columns()[columns().indexOf(columnOf(card)) + by * (inColumn() || 1)];
  if (column) show(find(".cards", column), cardsIn(column)[index] ?? find(".more", column));
}

function show(place, next) {
  const { card } = lifted;
  move(card, place, next);
  card.focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce("moved");
}

/* The card keeps the focus from here on; when the answer comes, its reader may be elsewhere. */
function putDown() {
  const { card, from } = lifted;
  announce("dropped");
  end();
  card.focus({ preventScroll: true });
  const stayed = card.parentElement === from.place && card.nextElementSibling === from.next;
  if (stayed) tell("row:freed");
  else drop(card, from);
}

function takeBack() {
  const { card, from } = lifted;
  move(card, from.place, from.next);
  announce("returned");
  end();
  card.focus();
  tell("row:freed");
}

function end() {
  lifted.card.classList.remove("lifted");
  lifted = null;
}

/* Focus went elsewhere, by mouse perhaps: nothing stays lifted unseen. */
function left({ target, relatedTarget }) {
  if (lifted && target === lifted.card && relatedTarget && relatedTarget !== target) takeBack();
}

/* Say where a card stands now. */
export function announce(name, card = lifted.card) {
  const column = columnOf(card);
  const cards = cardsIn(column);
  find("#announcer").textContent = word(name, {
    title: linkOf(card).textContent,
    column: find("h2, h3", column).textContent.replace(/\s+/g, " ").trim(),
    place: cards.indexOf(card) + 1,
    count: cards.length,
  });
}
