/* One key for each common thing; ? lists them (templates/components/keys.html). */

import * as adding from "./adding.js";
import * as drawer from "./drawer.js";
import * as inline from "./inline.js";
import * as menus from "./menus.js";
import { all, find, isOverlaid, isTyping, linkOf, ROW, rowNamed, rowOf } from "./page.js";
import * as palette from "./palette.js";
import { undo } from "./undoing.js";

let row = null; // where the reader was last
let isGoing = false;

const current = () =>
  rowOf(document.activeElement) ?? rowNamed(drawer.shownItem()) ?? (row?.isConnected ? row : null);

function walk(by) {
  if (drawer.isOpen()) return drawer.step(by);
  const rows = all(ROW);
  const now = rows.indexOf(current());
  const next = now < 0 ? rows[0] : rows[now + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const ofCurrent = (selector) => current() && find(selector, current());

/* Change one thing: of the open item, else of the current row in its cell, else in its menu. */
function change(field, part) {
  const control = `#fact-${field}:not([popover]), [popovertarget="fact-${field}"]`;
  if (drawer.isOpen()) return find(control)?.focus();
  const cell = ofCurrent(`[data-edit="${field}"]`);
  if (cell?.checkVisibility()) inline.edit(cell);
  else if (current()) menus.openFor(current(), part);
}

function rename() {
  const title = ofCurrent('[data-edit="title"]');
  if (title) inline.edit(title);
}

function go() {
  isGoing = true;
  setTimeout(() => (isGoing = false), 1500);
}

const KEYS = {
  "?": () => find("#keys")?.showModal(),
  "/": () => find("[data-filters] [type=search]")?.focus(),
  n: adding.begin,
  j: () => walk(1),
  k: () => walk(-1),
  x: () => ofCurrent("[type=checkbox]")?.click(),
  a: () => change("assignees", "assign"),
  d: () => change("due_on", "due"),
  s: () => change("status"),
  u: () => undo(),
  g: go,
  F2: rename,
  Escape: drawer.close,
};

const openRow = ({ target }) => linkOf(target).click();

function pressed(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) return withControl(event);
  if (event.altKey || isOverlaid()) return;
  if (isTyping(event.target)) return void (event.key === "Escape" && event.target.blur());
  const place = isGoing && find(`[data-go="${event.key}"]`);
  isGoing = false;
  if (place) return place.click();
  const act = event.target.matches(ROW) && event.key === "Enter" ? openRow : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act(event);
}

function withControl(event) {
  const isPlain = !event.shiftKey && !event.altKey;
  if (event.key === "k" && isPlain) palette.open();
  else if (event.key === "z" && isPlain && !isTyping(event.target)) undo();
  else if (event.key === "Enter" && isTyping(event.target)) event.target.form?.requestSubmit();
  else return;
  event.preventDefault();
}

export function start() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("focusin", ({ target }) => (row = rowOf(target) ?? row));
}
