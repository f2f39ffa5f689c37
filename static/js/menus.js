/* Menus and popups: the one menu of all rows, arrow keys, and their place in older browsers. */

import { all, find, on, rowOf } from "./page.js";
import { offer } from "./seats.js";

const items = (menu) =>
  all("a, button, input:not([type=hidden])", menu).filter((item) => item.checkVisibility());

/* Open the menu of a row beside its button, at `part` (assign, due) of it when named. */
export function openFor(row, part) {
  const menu = find("#item-menu");
  const button = find("[data-menu]", row);
  if (!menu || !button) return;
  menu.reset();
  find('[name="item"]', menu).value = row.dataset.item;
  find('[name="version"]', menu).value = row.dataset.version;
  offer(menu, row);
  menu.showPopover({ source: button });
  const opener = part && find(`[popovertarget="menu-${part}"]`, menu);
  if (opener) find(`#menu-${part}`).showPopover({ source: opener });
}

function opened(event) {
  if (event.newState !== "open" || !event.target.matches("[popover]")) return;
  const popover = event.target;
  place(popover, event.source ?? find(`[popovertarget="${popover.id}"]`));
  if (popover.matches(".menu") || !popover.contains(document.activeElement)) {
    items(popover)[0]?.focus({ preventScroll: true });
  }
}

/* Browsers without anchors get the place in numbers. */
function place(popover, button) {
  if (!button || CSS.supports("position-area", "block-end")) return;
  const at = (find("header", popover.closest(".column") ?? popover) ?? button).getBoundingClientRect();
  const { offsetWidth, offsetHeight } = popover;
  const left = Math.min(at.left, innerWidth - offsetWidth - 8);
  const top = at.bottom + offsetHeight > innerHeight ? at.top - offsetHeight - 8 : at.bottom;
  Object.assign(popover.style, { left: `${Math.max(8, left)}px`, top: `${Math.max(8, top)}px` });
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function walked(event, menu) {
  const all = items(menu);
  const now = all.indexOf(document.activeElement);
  const next =
    event.key === "Home" ? 0
    : event.key === "End" ? all.length - 1
    : event.key in STEPS ? (now + STEPS[event.key] + all.length) % all.length
    : -1;
  if (next < 0) return;
  event.preventDefault();
  event.stopPropagation();
  all[next].focus();
}

export function start() {
  on("click", "[data-menu]", (_event, button) => openFor(rowOf(button)));
  document.addEventListener("toggle", opened, true);
  on("keydown", ".menu[popover]", walked);
  document.addEventListener("htmx:before:request", (event) => {
    const menu = event.target.closest?.("#item-menu");
    if (menu) menu.hidePopover();
  });
}
