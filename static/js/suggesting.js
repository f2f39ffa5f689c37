/* What may be meant by the words in a field: a list beneath it, walked by arrow keys.

   A field with `data-fitting` asks that address; what is chosen is sent at once. */

import Combobox from "../vendor/combobox-nav.js";
import { get } from "./asking.js";
import { all, made, on } from "./page.js";

const PAUSE = 120;
let open = null; // {list, box, field}

/* Show `options` (elements) for what is typed in `field`, or nothing when there are none;
   `choose(option)` is called with the one that is chosen. */
export function offer(field, options, { label, choose, first = "selected" }) {
  if (!options.length) return close();
  if (open?.field !== field) begin(field, label, choose, first);
  open.list.replaceChildren(...options);
  open.box.resetSelection();
}

function begin(field, label, choose, first) {
  close();
  const list = document.createElement("ul");
  list.className = "mentions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  field.after(list);
  const box = new Combobox(field, list, { firstOptionSelectionMode: first });
  box.start();
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps focus
  list.addEventListener("combobox-commit", ({ target }) => choose(target));
  open = { list, box, field };
}

export function close() {
  if (!open) return;
  open.box.destroy();
  open.list.remove();
  open = null;
}

function closeUnused() {
  if (open?.field !== document.activeElement) close();
}

let asking = null;
let timer;

function typed(_event, field) {
  clearTimeout(timer);
  asking?.abort();
  if (!field.value.trim()) return close();
  timer = setTimeout(() => ask(field), PAUSE);
}

async function ask(field) {
  asking = new AbortController();
  const url = `${field.dataset.fitting}&q=${encodeURIComponent(field.value)}`;
  const answer = await get(url, { fragment: true, signal: asking.signal });
  if (!answer?.ok || document.activeElement !== field) return;
  const options = all("li", made(answer.text));
  const label = field.getAttribute("aria-label");
  offer(field, options, { label, choose: (option) => choose(field, option) });
}

function choose(field, option) {
  field.value = option.dataset.value;
  close();
  field.form.requestSubmit();
}

export function start() {
  on("input", "[data-fitting]", typed);
  on("submit", "form:has([data-fitting])", () => {
    clearTimeout(timer);
    asking?.abort();
    close();
  });
  on("focusout", "[data-fitting], [data-mentions]", () => setTimeout(closeUnused, 150));
  on("keydown", "[data-fitting], [data-mentions]", (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopImmediatePropagation();
    close();
  });
}
