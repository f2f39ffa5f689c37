/* What nobody answered: it stays where it was typed, says that it is not saved, and is sent when
   Roundtable can be reached again.

   A field that saves itself is sent by itself; dates and people only while its reader is not busy,
   as the list of whom they hit may open. Words that are sent by a button wait for that button: whether
   they arrived is not known, and said twice is worse than asked once. */

import { inTurn, isDown, send, unreachable } from "./asking.js";
import * as drawer from "./drawer.js";
import { moveTo } from "./moving.js";
import { all, find, isChanged, isOverlaid, isTyping, on, oneAtATime, onReturn, tell, word } from "./page.js";
import { mark } from "./refused.js";
import { OURS, restoreCell, showBar, showCell, showForm } from "./unsent-shown.js";

const AGAIN_EVERY = 15_000;

const waiting = new Map(); // key: {key, address, item, href, name, fields, version, ...}

const pathOf = (address) => new URL(address, location).pathname;
const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => !OURS.includes(name));
const asksFirst = ({ address, fields }) =>
  address.endsWith("/move/") || fields.some(([name]) => name === "assignees");
const savesItself = (form) => form.matches("[hx-trigger^=change], [data-moves]");

/* The same field has the same key in its cell of the list and in the drawer. */
function keyOf(form) {
  const names = new Set([...form.elements].map(({ name }) => name).filter(Boolean));
  const own = [...names].filter((name) => !OURS.includes(name));
  const which = form.elements.waits_for?.type === "hidden" ? form.elements.waits_for.value : "";
  return [pathOf(form.getAttribute("action")), own, which].join(" ");
}

function labelOf(form) {
  const label = find("label:not(.choice), .label", form)?.textContent.trim();
  return label || find("[aria-label]", form)?.getAttribute("aria-label") || "";
}

function keep(change) {
  const known = waiting.get(change.key);
  waiting.set(change.key, { ...change, version: known?.version ?? change.version });
  show();
  find("#announcer").textContent = word("kept");
}

/* A form of the open item that nobody answered. */
export function keepForm(form) {
  const detail = form.closest("#detail");
  keep({
    key: keyOf(form),
    address: pathOf(form.getAttribute("action")),
    item: detail.dataset.item,
    href: detail.dataset.url,
    name: `${find(".crumbs li:last-child", detail).textContent} ${labelOf(form)}`,
    fields: fieldsOf(form),
    version: form.elements.version?.value,
    byHand: !savesItself(form),
  });
}

/* A cell of the list that nobody answered: `values` of the field `cell`, which read as `text`. */
export function keepCell(button, { href, address, cell, label, values, text }) {
  const row = button.closest("[data-item]");
  keep({
    key: [pathOf(address), cell, ""].join(" "),
    address: pathOf(address),
    item: row.dataset.item,
    href,
    name: `${find(".key", row).textContent} ${label}`,
    fields: values.map((value) => [cell, value]),
    version: row.dataset.version,
    cell,
    text,
  });
}

/* The field was saved, or is asked about, or shall be as it was: it waits no more. */
function forget(key) {
  const change = waiting.get(key);
  if (!waiting.delete(key)) return;
  restoreCell(change);
  show();
}

/* Every field that waits says so, wherever it is shown now; and so does a bar below the page. */
function show() {
  for (const form of all("#detail form")) showForm(form, waiting.get(keyOf(form)));
  for (const change of waiting.values()) if (change.cell) showCell(change);
  showBar([...waiting.values()]);
}

/* Send what waits, in the order in which it was made, until nobody answers again. */
const sendAll = oneAtATime(async () => {
  const isAsked = asked;
  asked = false;
  for (const change of [...waiting.values()]) {
    if (find(".conflict")) return; // which value shall stay is being asked
    if (change.byHand || isTyped(change) || (asksFirst(change) && !isAsked && isBusy())) continue;
    if (waiting.get(change.key) !== change || (await sent(change))) continue;
    if (isAsked) unreachable();
    return;
  }
});

let asked = false; // by the reader, who expects what may open

const isBusy = () => isOverlaid() || isTyping(document.activeElement);
const formOf = ({ key }) => all("#detail form").find((form) => keyOf(form) === key);

/* Somebody is typing another value: that one is sent when it is whole. */
function isTyped(change) {
  const form = formOf(change);
  if (!form?.contains(document.activeElement)) return false;
  return JSON.stringify(fieldsOf(form)) !== JSON.stringify(change.fields);
}

async function sent(change) {
  let isLost = false;
  const refusal = { isGiven: false, isMarked: false };
  const lost = () => (isLost = true);
  const refused = (reasons) => {
    const form = formOf(change);
    Object.assign(refusal, { isGiven: true, isMarked: Boolean(form) && mark(form, reasons) });
    return refusal.isMarked;
  };
  const fields = [...(change.version ? [["version", change.version]] : []), ...change.fields];
  const ask = asksFirst(change) ? moveTo : send;
  const answer = await inTurn(change.item, () => ask(change.address, fields, { lost, refused }));
  if (isLost || answer === null) return false; // nobody answered, or its reader is signed out
  if (waiting.get(change.key) === change) settle(change, answer, refusal);
  if (answer?.status === 409 && !answer.bodyUsed) drawer.show(await answer.text());
  return true;
}

/* What was saved is what the field says now. What was refused stays until its reader has
   changed it; why, was said, or stands beside it. What is asked about, or gone, waits no more. */
function settle(change, answer, { isGiven, isMarked }) {
  const form = formOf(change);
  const isSaved = answer === true || answer.ok;
  if (isMarked) return forget(change.key);
  if (isGiven) {
    waiting.set(change.key, { ...change, byHand: true });
    return show();
  }
  if (form && isSaved) accept(form);
  else form?.reset();
  forget(change.key);
  tell("plan:moved", {});
}

/* Its reader leaves a field by Escape: what waits of it shall not be sent. */
export const giveUp = (form) => forget(keyOf(form));

function accept(form) {
  for (const control of form.elements) {
    control.defaultChecked = control.checked;
    if (control.type !== "select-one") control.defaultValue = control.value;
    for (const option of control.options ?? []) option.defaultSelected = option.selected;
  }
}

function drop() {
  const keys = new Set(waiting.keys());
  all("#detail form").filter((form) => keys.has(keyOf(form))).forEach((form) => form.reset());
  keys.forEach(forget);
  tell("plan:moved", {});
}

/* A form of the open item got no answer: keep it, unless there is nothing to keep. */
function unanswered(event) {
  const { form } = event.detail;
  if (!form?.matches?.("#detail form") || form.enctype === "multipart/form-data") return;
  if (!isChanged(form)) return forget(keyOf(form));
  event.preventDefault();
  keepForm(form);
}

function answered({ detail: { ctx } }) {
  const { raw } = ctx.response ?? {};
  if (raw && !isDown(raw) && ctx.sourceElement.matches?.("#detail form")) forget(keyOf(ctx.sourceElement));
}

const again = () => waiting.size && sendAll();

export function start() {
  document.addEventListener("page:unanswered", unanswered);
  document.addEventListener("htmx:after:request", answered);
  for (const type of ["plan:shown", "plan:drawn", "detail:shown", "htmx:finally:swap"]) {
    document.addEventListener(type, () => waiting.size && show());
  }
  for (const type of ["htmx:finally:swap", "plan:moved"]) document.addEventListener(type, again);
  document.addEventListener("live:state", ({ detail: { state } }) => {
    if (state === "live" || state === "polling") again();
  });
  onReturn(again);
  setInterval(again, AGAIN_EVERY);
  on("focusout", "#detail, dialog", () => setTimeout(again, 300));
  on("input", "#detail form[data-unsent]", (_event, form) => {
    const change = waiting.get(keyOf(form));
    if (change.byHand) waiting.set(change.key, { ...change, fields: fieldsOf(form) });
  });
  on("click", "[data-send-unsent]", () => {
    asked = true;
    sendAll();
  });
  on("click", "[data-drop-unsent]", drop);
  on("click", "#unsent a", (event, link) => {
    if (!drawer.isPlain(event)) return;
    event.preventDefault();
    drawer.open(link.href);
  });
  addEventListener("beforeunload", (event) => waiting.size && event.preventDefault());
}
