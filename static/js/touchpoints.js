/* The map of touchpoints: adding in a cell, seeing all of one, and heads that follow the plan. */

import { all, find, glow, on, rowOf } from "./page.js";

const SHOWN = 4;
const cellOf = (element) => element.closest(".cell");
const known = new Map(); // key → the head as it was last sent

/* One form for all cells: it takes the channel and stage of the one it was opened in. */
function addHere(event, link) {
  event.preventDefault();
  const form = find("#add-here");
  for (const [name, value] of new URLSearchParams(cellOf(link).dataset.fields)) {
    form.elements[name].value = value;
  }
  form.showPopover({ source: link });
}

/* The menu's two choices begin where the item is. */
function chooseHere(_event, button) {
  const cell = cellOf(rowOf(button) ?? button);
  const menu = find("#item-menu");
  if (!cell || !menu) return;
  for (const [name, value] of new URLSearchParams(cell.dataset.fields)) {
    const select = find(`select[name="${name}"]`, menu);
    if (select) select.value = value === "none" ? "" : value;
  }
}

function showRest(event, link) {
  event.preventDefault();
  cellOf(link).classList.toggle("open");
}

function count() {
  for (const cell of all("#board .cell")) {
    const rest = Number(find("[data-count]", cell).textContent) - SHOWN;
    find("[data-rest] span", cell).textContent = Math.max(0, rest);
  }
}

/* A stage in which something is planned now gets room for it; none shrinks under a reader's eyes. */
function widen() {
  const names = all("#board .heads > span:not(:first-child)");
  for (const [place, stage] of all("#board .stage").entries()) {
    if (!find(".cell-head:not([data-idle])", stage)) continue;
    for (const column of [stage, names[place]]) column.classList.remove("is-idle");
  }
}

/* The heads as the plan is now; one that says something else glows. */
async function drawHeads({ detail: { heads } }) {
  if (!heads) return;
  for (const [key, text] of Object.entries(heads)) {
    const head = document.getElementById(`head-${key}`);
    if (!head || known.get(key) === text) continue;
    known.set(key, text);
    const before = head.textContent.replace(/\s+/g, " ").trim();
    await htmx.swap({ sourceElement: document.body, target: head, swap: "outerMorph", text });
    const after = document.getElementById(`head-${key}`);
    if (after && after.textContent.replace(/\s+/g, " ").trim() !== before) glow(after);
  }
  count();
  widen();
}

on("click", "[data-add-here]", addHere);
on("click", "#board [data-menu]", chooseHere);
on("click", "[data-rest]", showRest);
document.addEventListener("plan:drawn", drawHeads);
document.addEventListener("plan:shown", () => known.clear());
document.addEventListener("row:freed", count);
