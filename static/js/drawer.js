/* One item beside the plan: opened by its link, with its own address, closed by Escape or Back. */

import { get, unreachable } from "./asking.js";
import { all, find, made, on, rowNamed, rowOf, tell, ROW, linkOf } from "./page.js";

const drawer = () => find("#drawer");
const small = matchMedia("(max-width: 48rem)");
let plan = ""; // the address of the page below
let asking = null;
let opener = null; // the row from which it was opened; an item may have several

export const isItem = (address) => /\/items\/\d+\/$/.test(address.split("?")[0]);
export const here = () => location.pathname + location.search;
export const isOpen = () => Boolean(drawer()?.firstElementChild);
export const shownItem = () => find("#detail", drawer())?.dataset.item;

/* The address of the plan below the drawer; it changes with the filters. */
export const standing = () => plan;

/* Addresses in the plan are read from there, also while an item is open. */
export const absolute = (address) => new URL(address, new URL(plan || here(), location));

export function stand(address = here()) {
  if (!isItem(address)) plan = address;
}

export async function open(url, { push = true } = {}) {
  asking?.abort();
  asking = new AbortController();
  const lost = () => unreachable("unopened");
  const response = await get(url, { fragment: true, signal: asking.signal, lost });
  if (!response) return;
  if (!response.ok) return location.assign(url);
  opener = rowOf(document.activeElement) ?? opener;
  show(response.text);
  if (push) remember(new URL(response.url).pathname);
}

/* Put an item's page into the drawer, and the reader with it. */
export function show(html) {
  drawer().replaceChildren(made(html));
  htmx.process(drawer());
  find(".shell").inert = small.matches;
  mark();
  tell("detail:shown");
  drawer().scrollTop = 0;
  find("#detail", drawer())?.focus({ preventScroll: true });
}

/* However many items are looked at in turn, Back leads to the plan. */
function remember(address) {
  const change = isItem(here()) ? "replaceState" : "pushState";
  history[change]({ ours: true, drawer: true }, "", address);
}

export function close() {
  if (!isOpen()) return;
  leave();
  if (history.state?.drawer) history.back();
  else history.replaceState({ ours: true }, "", plan);
}

/* Empty the drawer and go back to the row that it was about. */
export function leave() {
  if (!isOpen()) return;
  const isItsOwn = opener?.isConnected && opener.dataset.item === shownItem();
  const row = isItsOwn ? opener : rowNamed(shownItem());
  empty();
  (row ?? find("#main")).focus({ preventScroll: true });
}

function empty() {
  asking?.abort();
  drawer().replaceChildren();
  find(".shell").inert = false;
  mark();
}

/* The row whose item is open is shown as chosen, and the page makes room beside the drawer. */
function mark() {
  find(".shell").toggleAttribute("data-beside", isOpen());
  all(`${ROW}[aria-current]`).forEach((row) => row.removeAttribute("aria-current"));
  rowNamed(shownItem())?.setAttribute("aria-current", "true");
}

/* Open the item after or before this one, in the order of the page. */
export function step(by) {
  const seen = new Set();
  const rows = all(ROW).filter(({ dataset: { item } }) => !seen.has(item) && seen.add(item));
  const row = rows[rows.findIndex((each) => each.dataset.item === shownItem()) + by];
  if (rows.length && row && rowNamed(shownItem())) open(linkOf(row).href);
  else find(`#detail [aria-keyshortcuts="${by > 0 ? "j" : "k"}"]`)?.click();
}

/* A click that asks for nothing special, such as a new tab. */
export const isPlain = (event) =>
  !event.defaultPrevented && event.button === 0 &&
  !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

export function start() {
  if (!drawer()) return;
  stand();
  on("click", ':is(#board, #list, .work, .bars, .timeline, .tray) a[href*="/items/"]:not([data-add-here])', (event, link) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    rowOf(link)?.focus({ preventScroll: true });
    open(link.href);
  });
  on("click", "#drawer a[data-open], #drawer [data-close-drawer]", (event, link) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    if (link.matches("[data-open]")) open(link.href);
    else close();
  });
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    const { raw, status } = ctx.response;
    const isAsked = status === 409 && !raw.headers.has("HX-Retarget");
    if (isAsked && ctx.sourceElement.matches?.("#item-menu")) show(ctx.text); // which value shall stay
  });
  small.addEventListener("change", () => (find(".shell").inert = small.matches && isOpen()));
}
