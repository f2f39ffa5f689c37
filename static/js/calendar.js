/* The calendar: turning its pages, moving items to other days, adding on a day, staying live. */

import { get, send } from "./asking.js";
import * as drawer from "./drawer.js";
import { moveTo } from "./moving.js";
import { all, find, glow, linkOf, on, oneAtATime, onReturn, rowNamed } from "./page.js";
import { visit } from "./visits.js";

const A_DAY = 86_400_000;
const SETTLES = 700; // arrow keys that follow each other are one move
const BREATH = 400;
const ARROWS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

const calendar = () => find("#calendar");
const menu = () => find("#calendar-menu");
const barOf = (element) => element.closest?.(".is-movable [data-item]"); // or a row of the agenda
const titleOf = (bar) => find(".bar-title, .title a", bar).textContent;
const pause = () => new Promise((done) => setTimeout(done, BREATH));

let dragged = null; // {bar, day}
let going = null; // {item, days, timer}
let chosen = null; // the bar whose menu is open

/* Days as ISO text; noon keeps clear of summer time. */
const moment = (iso) => Date.parse(`${iso}T12:00Z`);
const later = (iso, days) => iso && new Date(moment(iso) + days * A_DAY).toISOString().slice(0, 10);
const between = (first, last) => Math.round((moment(last) - moment(first)) / A_DAY);
const worded = (iso) => {
  const { lang } = document.documentElement;
  const form = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "full", timeZone: "UTC" });
  return form.format(moment(iso));
};
const dayAt = (x, y) => document.elementsFromPoint(x, y).find((each) => each.matches("[data-day]"));

/* Live ------------------------------------------------------------------------------------- */

const refresh = oneAtATime(async () => {
  const shown = calendar();
  if (!shown || dragged || going) return shown?.setAttribute("data-stale", "");
  const answer = await get(drawer.standing());
  if (calendar() !== shown || dragged) return;
  shown.toggleAttribute("data-stale", !answer?.ok);
  if (answer?.ok) await show(new DOMParser().parseFromString(answer.text, "text/html"));
  await pause();
});

const catchUp = () => calendar()?.hasAttribute("data-stale") && refresh();

async function show(page) {
  const before = new Map(rows().map((row) => [row.id, face(row)]));
  const focused = document.activeElement?.closest?.("#calendar [data-item]")?.dataset.item;
  for (const part of [".headline", "#calendar"]) {
    const text = find(part, page)?.outerHTML;
    const target = find(part);
    if (text) await htmx.swap({ sourceElement: document.body, target, swap: "outerMorph", text });
  }
  rows().filter((row) => before.get(row.id) !== face(row)).forEach(glow);
  const row = focused && rowNamed(focused);
  if (row && !document.activeElement?.closest?.("#calendar [data-item]")) linkOf(row).focus();
}

const rows = () => all("#calendar [data-item]");
const face = (row) => row.innerHTML + row.className.replace(" glow", "");

/* Moving ----------------------------------------------------------------------------------- */

/* Both days of an item go by so many days; the server says first who else is hit. */
async function shift(bar, days) {
  if (!days) return;
  const { version, start, due } = bar.dataset;
  const fields = { version };
  if (start) fields.start_on = later(start, days);
  if (due) fields.due_on = later(due, days);
  const item = bar.dataset.item;
  await moveTo(`${linkOf(bar).pathname}move/`, fields);
  await refresh();
  const row = rowNamed(item);
  if (!drawer.isOpen()) (row ? linkOf(row) : find(".calendar-head a"))?.focus();
}

function grabbed(event) {
  const bar = barOf(event.target);
  const day = bar && dayAt(event.clientX, event.clientY);
  if (!day) return;
  dragged = { bar, day: day.dataset.day };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", linkOf(bar).href);
}

/* Rows of the agenda are drawn for all readers alike: who may move them takes them by hand. */
const holdable = (_event, row) => (row.draggable = true);

function over(event) {
  if (!dragged) return;
  event.preventDefault();
  mark(dayAt(event.clientX, event.clientY));
}

function mark(day) {
  for (const each of all("[data-day].is-target")) each.classList.toggle("is-target", each === day);
  day?.classList.add("is-target");
}

function dropped(event) {
  if (!dragged) return;
  event.preventDefault();
  const { bar, day } = dragged;
  const target = dayAt(event.clientX, event.clientY);
  released();
  if (target) shift(bar, between(day, target.dataset.day));
}

function released() {
  dragged = null;
  mark(null);
  catchUp();
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("[popover]")) return;
  if (going && event.key === "Escape") return stop(event, leave);
  if (going && event.key === "Enter") return stop(event, arrive);
  const bar = event.key in ARROWS && barOf(event.target);
  if (bar) stop(event, () => go(bar, ARROWS[event.key]));
}

function stop(event, act) {
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

/* Each arrow adds to where the item goes; when no more come, it goes there. */
function go(bar, days) {
  const same = going?.item === bar.dataset.item;
  if (going && !same) leave();
  clearTimeout(going?.timer);
  const total = (same ? going.days : 0) + days;
  going = { item: bar.dataset.item, days: total, timer: setTimeout(arrive, SETTLES) };
  for (const each of bars(going.item)) each.classList.add("is-going");
  const day = later(bar.dataset.due || bar.dataset.start, total);
  const shown = find(`.calendar [data-day="${day}"]`);
  mark(shown);
  announce("going", bar, shown?.dataset.words ?? worded(day));
}

function arrive() {
  const { item, days } = settle();
  const bar = rowNamed(item);
  if (bar) shift(bar, days);
}

function leave() {
  const bar = rowNamed(settle().item);
  if (bar) announce("kept", bar);
  catchUp();
}

function settle() {
  const was = going;
  clearTimeout(was.timer);
  going = null;
  for (const each of bars(was.item)) each.classList.remove("is-going");
  mark(null);
  return was;
}

const bars = (item) => all(`#calendar [data-item="${item}"]`);

function announce(name, bar, day = "") {
  const sentence = menu().dataset[name];
  const title = titleOf(bar);
  find("#announcer").textContent = sentence.replace("{title}", title).replace("{day}", day);
}

function openMenu(button) {
  chosen = barOf(button);
  find("[name=day]", menu()).value = chosen.dataset.due || chosen.dataset.start;
  menu().showPopover({ source: button });
}

function fromMenu(days) {
  menu().hidePopover();
  shift(chosen, days);
}

/* Adding ----------------------------------------------------------------------------------- */

function addOn(day) {
  const form = find("#calendar-add");
  if (!form) return;
  form.elements.due_on.value = day.dataset.day;
  find("[data-on]", form).textContent = day.dataset.words;
  form.showPopover({ source: find("[data-add-on]", day) });
}

/* The form stays open for the next; what could not be added stays typed. */
async function add(form) {
  const place = find("[data-place]", form)?.value ?? form.getAttribute("action");
  const { title, due_on: day } = form.elements;
  const answer = await send(place, { title: title.value, due_on: day.value });
  if (!answer?.ok) return;
  title.value = "";
  title.focus();
  refresh();
}

/* A month opens where today is, below what is over. */
const atToday = () => find(".weeks .is-today")?.scrollIntoView({ block: "nearest" });

export function start() {
  atToday();
  on("click", "[data-turn]", (event, link) => {
    if (!drawer.isPlain(event)) return;
    event.preventDefault();
    const { pathname, search } = drawer.absolute(link.getAttribute("href"));
    visit(pathname + search);
  });
  on("click", ".is-movable [data-move-menu]", (_event, button) => openMenu(button));
  on("click", "#calendar-menu [data-shift]", (_event, { dataset }) => fromMenu(Number(dataset.shift)));
  on("submit", "[data-move-to]", (event, form) => {
    event.preventDefault();
    const { due, start } = chosen.dataset;
    fromMenu(between(due || start, form.elements.day.value));
  });
  on("click", ".weeks .day", (event, day) => {
    if (event.target.closest("[data-add-on]") || !event.target.closest("a, button")) addOn(day);
  });
  on("submit", "#calendar-add", (event, form) => {
    event.preventDefault();
    add(form);
  });
  on("pointerdown", ".is-movable .agenda [data-item]", holdable);
  document.addEventListener("dragstart", grabbed);
  document.addEventListener("dragover", over);
  document.addEventListener("drop", dropped);
  document.addEventListener("dragend", () => dragged && released());
  document.addEventListener("keydown", pressed, true);
  addEventListener("live:event", refresh, true);
  addEventListener("live:reset", refresh, true);
  document.addEventListener("plan:moved", refresh);
  onReturn(catchUp);
}

start();
