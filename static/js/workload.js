/* Workload: open the items behind a figure, hand one over, or move it to another week. */

import { moveTo } from "./moving.js";
import { all, find, on, tell } from "./page.js";

const DAY = 86_400_000;
const versions = new Map(); // what the last change of an item made of its version
let dragged = null;

/* The address says which figure is open, so a reload and other people's changes keep it so. */
function open(event, link) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  history.replaceState(history.state, "", link.getAttribute("href"));
  tell("plan:moved");
}

async function sent(event, form) {
  event.preventDefault();
  const fields = new FormData(form);
  const url = form.getAttribute("action");
  form.closest("[popover]")?.hidePopover();
  await moveTo(url, fields);
}

const shifted = (iso, days) =>
  iso && new Date(Date.parse(iso) + days * DAY).toISOString().slice(0, 10);
const mondayOf = (iso) => shifted(iso, -((new Date(iso).getUTCDay() + 6) % 7));

/* The dates of an item in another week: the same weekdays; a Friday for one that had none. */
function datesIn(item, week) {
  const { start, due } = item.dataset;
  if (!start && !due) return { due_on: shifted(week, 4) };
  const { when } = item.closest(".opened").dataset;
  const from = when === "late" ? mondayOf(due || start) : when;
  const days = (Date.parse(week) - Date.parse(from)) / DAY;
  const dates = {};
  if (start) dates.start_on = shifted(start, days);
  if (due) dates.due_on = shifted(due, days);
  return dates;
}

const versionOf = (item) => versions.get(item.dataset.loadItem) ?? item.dataset.version;

/* Both at once where both change, so that one list is shown and one undo takes it back. */
function drop(item, cell) {
  const { from, when } = item.closest(".opened").dataset;
  const { person, week } = cell.dataset;
  const { changeUrl, people } = item.dataset;
  const fields = week === when ? [] : Object.entries(datesIn(item, week));
  if (person !== from) {
    const others = people.split(",").filter((each) => each !== from && each !== person);
    fields.push(...[...others, person].map((each) => ["assignees", each]));
  }
  // Who gets the work has to have time for it: else the list says so first.
  if (fields.length) moveTo(changeUrl, [["version", versionOf(item)], ["weigh", "1"], ...fields]);
}

const target = (cell) =>
  all(".load.is-target").forEach((each) => each !== cell && each.classList.remove("is-target"));

on("click", "[data-cell]", open);
on("submit", "form[data-when], form[data-give]", sent);
on("dragstart", "[data-load-item]", (event, item) => {
  dragged = item;
  item.classList.add("is-going");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", find("a", item).textContent);
});
on("dragover", ".load", (event, cell) => {
  if (!dragged) return;
  event.preventDefault();
  target(cell);
  cell.classList.add("is-target");
});
on("drop", ".load", (event, cell) => {
  if (!dragged) return;
  event.preventDefault();
  drop(dragged, cell);
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-going");
  dragged = null;
  target();
  tell("row:freed");
});
document.addEventListener("plan:moved", ({ detail }) => {
  if (detail?.item) versions.set(String(detail.item), detail.version);
});
