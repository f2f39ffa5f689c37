/* @ in a comment lists the people who can be named. */

import Combobox from "../vendor/combobox-nav.js";
import { all, find, on } from "./page.js";

const MOST = 6;
let open = null; // {list, box, field}

/* What is being typed after the last @ before the caret, or null. */
function sought(field) {
  const before = field.value.slice(0, field.selectionStart);
  return /(?:^|[\s(])@([^@\n]{0,40})$/.exec(before)?.[1] ?? null;
}

function fitting(text) {
  const wanted = text.toLocaleLowerCase();
  return all("li", find("#mentionable").content)
    .filter(({ dataset }) => dataset.name.toLocaleLowerCase().includes(wanted))
    .slice(0, MOST)
    .map((option) => option.cloneNode(true));
}

function typed(_event, field) {
  const text = sought(field);
  const options = text === null || !find("#mentionable") ? [] : fitting(text);
  if (!options.length) return close();
  if (open?.field !== field) begin(field);
  open.list.replaceChildren(...options);
  open.box.resetSelection();
}

function begin(field) {
  close();
  const list = document.createElement("ul");
  list.className = "mentions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", find("#mentionable").dataset.label);
  field.after(list);
  const box = new Combobox(field, list, { firstOptionSelectionMode: "selected" });
  box.start();
  list.addEventListener("combobox-commit", ({ target }) => choose(field, target.dataset.name));
  open = { list, box, field };
}

function choose(field, name) {
  const caret = field.selectionStart;
  const from = caret - sought(field).length;
  field.setRangeText(`${name} `, from, caret, "end");
  close();
}

function closeUnused() {
  if (open?.field !== document.activeElement) close();
}

function close() {
  if (!open) return;
  open.box.destroy();
  open.list.remove();
  open = null;
}

export function start() {
  on("input", "[data-mentions]", typed);
  on("focusout", "[data-mentions]", () => setTimeout(closeUnused, 150));
  on("keydown", "[data-mentions]", (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopImmediatePropagation();
    close();
  });
}
