/* What was refused: its field says why, and keeps what was typed, until its reader changes it. */

import { all, on } from "./page.js";

let count = 0;

/* {name of a field: why} of an answer. */
export const reasonsOf = ({ headers }) => JSON.parse(headers.get("Refused-Fields") ?? "{}");

/* Mark what was refused of a form; false where it is not seen there, so that it must be said. */
export function mark(form, reasons) {
  const refused = Object.entries(reasons).map(([name, why]) => [controlOf(form, name), why]);
  if (!refused.length || refused.some(([control]) => !control)) return false;
  for (const [control, why] of refused) markOne(control, why);
  return true;
}

/* The control of that name; a form with one control alone means that one. */
function controlOf(form, name) {
  const typed = all("input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), select, textarea", form)
    .filter((control) => control.checkVisibility());
  return typed.find((control) => control.name === name) ?? (typed.length === 1 ? typed[0] : null);
}

export function markOne(control, why) {
  unmark(control);
  const note = document.createElement("small");
  note.className = "refused mark i-circle-alert";
  note.id = `refused-${++count}`;
  note.role = "alert";
  note.textContent = why;
  control.after(note);
  control.dataset.refused = note.id;
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", note.id);
}

function unmark(control) {
  document.getElementById(control.dataset.refused)?.remove();
  for (const name of ["data-refused", "aria-invalid", "aria-describedby"]) control.removeAttribute(name);
}

export const isRefused = (control) => control.matches("[data-refused]");

export function start() {
  on("input", "[data-refused]", (_event, control) => unmark(control));
  on("reset", "form", (_event, form) => all("[data-refused]", form).forEach(unmark));
  // What a field says need not be said once more beside the page.
  document.addEventListener("htmx:before:swap", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    if (response && mark(sourceElement, reasonsOf(response.raw))) event.preventDefault();
  });
}
