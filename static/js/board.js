/* Cards are dragged between and within columns; a drop shows at once, or goes back if refused. */

import { inTurn } from "./asking.js";
import * as drawer from "./drawer.js";
import { moveTo } from "./moving.js";
import { all, find, linkOf, rowOf, tell } from "./page.js";
import { move } from "./rows.js";

export const columnOf = (card) => card.closest("[data-group]");
export const columns = () => all("#board [data-group]");
export const cardsIn = (column) => all(".cards > [data-item]", column);
/* A board that is sorted by a field has no places that are chosen by hand. */
export const isSorted = () => drawer.absolute("").searchParams.has("sort");
const FIELDS = { assignee: "assignees" };

/* Where a card stands: what it can be put back to. */
export const spotOf = (card) => ({ place: card.parentElement, next: card.nextElementSibling });

/* Tell the server where `card` was dropped; back to `from` when it refuses, or its reader does
   once they have read whom it is too much for. */
export async function drop(card, from) {
  count(from.place, card.parentElement);
  const fields = fieldsOf(card, from);
  const isSaved = await inTurn(card.dataset.item, () =>
    moveTo(`${linkOf(card).href}place/`, { ...fields, version: card.dataset.version }));
  if (!isSaved && card.isConnected) {
    count(card.parentElement, from.place);
    move(card, from.place, from.next?.isConnected ? from.next : null);
  }
  tell("row:freed");
}

function fieldsOf(card, from) {
  const neighbours = {
    above: rowOf(card.previousElementSibling)?.dataset.item,
    below: rowOf(card.nextElementSibling)?.dataset.item,
  };
  const fields = {};
  if (!isSorted()) {
    for (const [name, id] of Object.entries(neighbours)) if (id) fields[name] = id;
  }
  if (from.place === card.parentElement) return fields;
  const { groupBy } = find("#board").dataset;
  const { group, fields: said } = columnOf(card).dataset;
  if (said) return { ...fields, ...Object.fromEntries(new URLSearchParams(said)) };
  // Whoever else has the card keeps it: only the one whose column it leaves hands it over.
  if (groupBy === "assignee") fields.handed_by = columnOf(from.place).dataset.group;
  return { ...fields, [FIELDS[groupBy] ?? groupBy]: group };
}

function count(from, to) {
  if (from === to) return;
  const shown = (place) => find("[data-count]", columnOf(place));
  shown(from).textContent--;
  shown(to).textContent++;
}

/* Let cards be dragged. Cut off from the server before the library came, cards move by menu and by
   keys, and this is tried again once the page is live. */
async function makeSortable() {
  const { default: Sortable } = await import("../vendor/sortable.esm.js").catch(() => ({}));
  if (!Sortable) return;
  for (const place of all("#board.movable .cards")) {
    if (Sortable.get(place)) continue;
    place.classList.add("sortable");
    let from;
    Sortable.create(place, {
      group: "cards",
      draggable: "[data-item]",
      filter: "button",
      preventOnFilter: false,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 4,
      animation: 120,
      delay: 180,
      delayOnTouchOnly: true,
      touchStartThreshold: 6,
      scrollSensitivity: 80,
      bubbleScroll: true,
      onStart: ({ item }) => (from = spotOf(item)),
      onEnd: ({ item }) => {
        const stayed = item.parentElement === from.place && item.nextElementSibling === from.next;
        if (stayed) tell("row:freed");
        else drop(item, from);
      },
    });
  }
}

export function start() {
  if (!find("#plan")) return;
  makeSortable();
  document.addEventListener("plan:shown", makeSortable);
  document.addEventListener("live:state", ({ detail }) => detail.state === "live" && makeSortable());
}
