/* Adding items in place: Enter adds and the form stays open for the next. */

import { find, on, rowOf } from "./page.js";

/* The quick form of the column where the reader is, else of the first; that of the list, which adds
   to the group where the reader is; else the page for it. */
export function begin() {
  const column = rowOf(document.activeElement)?.closest("[data-group]") ?? document;
  const here = find("[data-add-here]", column) ?? find("[data-add-here]");
  if (here) return here.click();
  const form = find("[data-quick-add]", column) ?? find("#list ~ [data-quick-add]");
  if (!form) return find("[data-new]")?.click();
  const group = find("[data-group-here]", form);
  if (group) group.value = column.dataset?.group ?? "";
  form.showPopover({ source: find(`[popovertarget="${form.id}"]`) ?? find("[data-new]") });
}

export function start() {
  document.addEventListener("htmx:after:request", (event) => {
    const form = event.target.closest?.("[data-quick-add]");
    if (!form || event.detail.ctx.response.status >= 400) return;
    form.elements.title.value = "";
    form.elements.title.focus();
  });
  on("click", "[data-new]", (event) => {
    if (!find("[data-quick-add]")) return;
    event.preventDefault();
    begin();
  });
}
