/* Moving dates and handing over: whoever is hit is listed before anything is saved.

   `moveTo(url, fields)` sends new dates (or days, or other fields beside them) to an address that
   moves. It resolves to true when they are saved, to false when the reader cancelled or was refused
   (then show the old dates again), to null when nobody answered.
   What was saved is announced as `plan:moved`, with a toast that undoes. */

import { inTurn, send, unanswered } from "./asking.js";
import * as drawer from "./drawer.js";
import { all, find, linkOf, made, on, rowNamed } from "./page.js";
import { mark } from "./refused.js";

export async function moveTo(url, fields, options) {
  const response = await send(url, fields, options);
  if (!response) return null;
  if (response.status === 409 && !response.bodyUsed) drawer.show(await response.text());
  if (!response.ok) return false;
  return isList(response) ? confirmed(await response.text()) : true;
}

const isList = ({ headers }) => headers.has("Plan-Asks");

/* Show the list; true once it was confirmed and saved. */
function confirmed(html) {
  const before = document.activeElement;
  const { firstElementChild: dialog } = made(html);
  document.body.append(dialog);
  return new Promise((done) => {
    dialog.addEventListener("submit", (event) => answer(event, dialog));
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("[data-cancel]")) return;
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      done(dialog.returnValue === "saved");
    });
    dialog.showModal();
    find("[name=why][required], .primary", dialog)?.focus();
  });
}

/* A button of the list: save, or show another list when it asks for one or the plan changed. */
async function answer(event, dialog) {
  event.preventDefault();
  if (dialog.ariaBusy === "true") return;
  dialog.ariaBusy = "true";
  const form = event.target;
  const isSeen = (name) => form.elements[name]?.checkVisibility?.();
  const refused = (reasons) => Object.keys(reasons).every(isSeen) && mark(form, reasons);
  const response = await send(form.getAttribute("action"), new FormData(form, event.submitter), { refused });
  dialog.ariaBusy = null;
  if (response?.status === 409) {
    dialog.close();
    if (!response.bodyUsed) drawer.show(await response.text()); // which value shall stay
  }
  if (!response?.ok) return;
  if (!isList(response)) return dialog.close("saved");
  const { firstElementChild: fresh } = made(await response.text());
  dialog.className = fresh.className;
  dialog.replaceChildren(...fresh.childNodes);
  find("[name=why], .primary", dialog)?.focus();
}

/* A date of the open item: sent when it is whole, and shown as it was when nothing came of it,
   unless it was refused: then it stays as it was typed, and says why. */
async function changed(event, form) {
  if (form.dataset.moving) return;
  form.dataset.moving = "1";
  let isLost = false;
  let isRefused = false;
  const lost = () => (isLost = true);
  const refused = (reasons) => {
    isRefused = true;
    return mark(form, reasons);
  };
  const isSaved = await moveTo(form.getAttribute("action"), new FormData(form), { lost, refused });
  delete form.dataset.moving;
  if (isLost) unanswered(form);
  else if (!isSaved && !isRefused && form.isConnected) form.reset();
}

/* What a menu moves: one item by its row's menu, or all ticked ones. */
function fromMenu(event, button) {
  event.preventDefault();
  const form = button.form;
  const popups = all(":popover-open", document);
  const fields = new FormData(form);
  const value = find("input", button.closest(".popup")).value;
  popups.reverse().forEach((popup) => popup.hidePopover());
  const id = fields.get("item");
  if (button.name === "set_due") {
    const url = `${linkOf(rowNamed(id)).href}move/`;
    inTurn(id, () => moveTo(url, { version: fields.get("version"), due_on: value }));
  } else if (value) {
    const sent = [["days", value], ...fields.getAll("item").map((each) => ["item", each])];
    moveTo(button.dataset.move, sent).then((isSaved) => isSaved && clear(form));
  }
}

/* Enter in a field of a menu presses the button beside it, not the first one of the form. */
function entered(event, field) {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  find("button[name]", field.closest(".popup")).click();
}

/* The whole plan, from its start or back from its launch. */
function lay(event, form) {
  event.preventDefault();
  find("#lay").hidePopover();
  moveTo(form.getAttribute("action"), new FormData(form));
}

/* A form that htmx sent is asked about like any other; what it said counts for the ticked rows
   until it is saved. */
async function listed(event) {
  const { response, sourceElement } = event.detail.ctx;
  if (!isList(response.raw)) return;
  event.preventDefault();
  const isSaved = await confirmed(await response.raw.text());
  const form = sourceElement.closest("form");
  if (isSaved) clear(form);
  if (form.id !== "bulk") form.reset();
}

function clear(form) {
  if (form.id !== "bulk") return;
  form.reset();
  find("[data-select-none]", form)?.click();
}

export function start() {
  on("change", "form[data-moves]", changed);
  document.addEventListener("htmx:before:response", listed);
  on("submit", "form[data-lays]", lay);
  on("keydown", ":is(#item-menu, #bulk) .popup input", entered);
  on("click", "#item-menu [name=set_due], [data-move]", fromMenu);
}
