/* Where a card can go, in its menu: along its column and to another, as by drag and by keys. */

import { cardsIn, columnOf, columns, drop, isSorted, spotOf } from "./board.js";
import { announce } from "./lifting.js";
import { all, find, on, rowNamed } from "./page.js";
import { move } from "./rows.js";

const nameOf = (column) => find("h2, h3", column).textContent.replace(/\s+/g, " ").trim();

/* What a board of statuses says itself, and the map of touchpoints, is not offered twice. */
const isNamedElsewhere = ({ groupBy, rows }) => groupBy === "status" || rows !== undefined;

/* Offer what the card of this menu can do where it stands. */
export function offer(menu, card) {
  const seats = find("[data-seats]", menu);
  const board = card.closest("#board.movable");
  if (!seats) return;
  seats.hidden = !board;
  if (!board) return;
  const cards = cardsIn(columnOf(card));
  const at = cards.indexOf(card);
  for (const button of all("[data-along]", seats)) {
    button.hidden = isSorted() || !cards[at + Number(button.dataset.along)];
  }
  const opener = find('[popovertarget="menu-column"]', seats);
  if (opener) opener.hidden = isNamedElsewhere(board.dataset);
  if (opener) find("#menu-column").replaceChildren(...(opener.hidden ? [] : others(card)));
  seats.hidden = all("button", seats).every((button) => button.hidden);
}

const others = (card) =>
  columns().filter((column) => column !== columnOf(card)).map((column) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: nameOf(column) });
    button.dataset.column = column.dataset.group;
    return button;
  });

/* Act on the card of a pressed button's menu, which closes, unless the card went meanwhile; its own
   button keeps the focus. */
function withCard(button, act) {
  const menu = button.form;
  const card = rowNamed(find('[name="item"]', menu).value);
  menu.hidePopover();
  if (!card) return;
  act(card);
  find("[data-menu]", card).focus();
}

/* Put it there, as if it was dropped. */
function seat(card, place, next) {
  const from = spotOf(card);
  move(card, place, next);
  announce("dropped", card);
  drop(card, from);
}

function along(card, by) {
  const cards = cardsIn(columnOf(card));
  const neighbour = cards[cards.indexOf(card) + by];
  if (neighbour) seat(card, card.parentElement, by < 0 ? neighbour : neighbour.nextElementSibling);
}

function across(card, key) {
  const column = columns().find(({ dataset }) => dataset.group === key);
  const place = column && find(".cards", column);
  if (place) seat(card, place, cardsIn(column)[0] ?? find(".more", column));
}

export function start() {
  on("click", "#item-menu [data-along]", (_event, button) =>
    withCard(button, (card) => along(card, Number(button.dataset.along))));
  on("click", "#item-menu [data-column]", (_event, button) =>
    withCard(button, (card) => across(card, button.dataset.column)));
}
