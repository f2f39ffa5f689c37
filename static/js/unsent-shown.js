/* How what was not sent shows itself: at its field in the open item, in its cell of the list, and in
   a bar below the page. */

import { find, isChanged, word } from "./page.js";

export const OURS = ["csrfmiddlewaretoken", "version"]; // fields that nobody types

const saved = new WeakMap(); // what a cell says that shows an unsaved value

export function restoreCell({ item, cell }) {
  const button = cell && cellOf(item, cell);
  if (!saved.has(button)) return;
  const { nodes, value } = saved.get(button);
  saved.delete(button);
  button.classList.remove("unsent");
  button.removeAttribute("title");
  button.replaceChildren(...nodes);
  if (value === undefined) delete button.dataset.value;
  else button.dataset.value = value;
}

const cellOf = (item, name) => find(`#list [data-item="${item}"] [data-edit="${name}"]`);

export function showForm(form, change) {
  const note = find(":scope > .unsent-note", form);
  if (!change) {
    form.removeAttribute("data-unsent");
    note?.remove();
    return;
  }
  if (!form.hasAttribute("data-unsent") && !isChanged(form)) fill(form, change);
  form.setAttribute("data-unsent", "");
  if (note) return;
  const fresh = document.createElement("small");
  fresh.className = "unsent-note mark i-triangle-alert";
  fresh.textContent = word(change.byHand ? "unsentWords" : "unsent");
  form.append(fresh);
}

/* Put the values that wait into a form that was drawn anew, with the version they were made for. */
function fill(form, { fields, version }) {
  for (const control of form.elements) {
    if (!control.name || OURS.includes(control.name) || control.type === "hidden") continue;
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (/^(checkbox|radio)$/.test(control.type)) control.checked = values.includes(control.value);
    else if (values.length) control.value = values.at(-1);
  }
  if (version && form.elements.version) form.elements.version.value = version;
  form.hidden = false;
}

export function showCell({ item, cell, fields, text }) {
  const button = cellOf(item, cell);
  if (!button) return;
  if (!saved.has(button)) saved.set(button, { nodes: [...button.childNodes], value: button.dataset.value });
  button.classList.add("unsent");
  button.title = word("unsent");
  button.dataset.value = fields.map(([, value]) => value).join();
  button.textContent = text || "–";
}

export function showBar(waiting) {
  const shown = find("#unsent");
  if (!waiting.length) return shown?.remove();
  const bar = shown ?? find("#unsent-template").content.firstElementChild.cloneNode(true);
  const names = waiting.map(nameOf);
  const text = names.map(({ textContent }) => textContent).join();
  if (bar.dataset.text === text) return;
  bar.dataset.text = text;
  find("[data-names]", bar).replaceChildren(...names.flatMap((name, at) => (at ? [" · ", name] : [name])));
  find("[data-send-unsent]", bar).hidden = !waiting.some(({ byHand }) => !byHand);
  if (!shown) find("#toasts").prepend(bar);
}

function nameOf({ href, name }) {
  const link = document.createElement("a");
  [link.href, link.textContent] = [href, name];
  return link;
}
