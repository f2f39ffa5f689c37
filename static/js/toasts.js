/* Short words about what happened, with Undo. They stay while pointed at or focused. */

import { all, find, made, on } from "./page.js";

const SHOWN_FOR = 8000;
const MOST = 2;

export function say(message, { undo = "", bad = false } = {}) {
  const toast = find("#toast-template").content.firstElementChild.cloneNode(true);
  find("[data-message]", toast).textContent = message;
  toast.classList.toggle("bad", bad);
  const form = find("form", toast);
  if (undo) form.action = undo;
  else form.remove();
  find("#toasts").append(toast);
}

/* Show a refusal as the server wrote it. */
export const show = (html) => find("#toasts").append(made(html));

function arrived(toast) {
  if (toast.matches(".bad")) return;
  let timer;
  const wait = () => (timer = setTimeout(() => toast.remove(), SHOWN_FOR));
  const stay = () => clearTimeout(timer);
  for (const type of ["pointerenter", "focusin"]) toast.addEventListener(type, stay);
  for (const type of ["pointerleave", "focusout"]) toast.addEventListener(type, wait);
  wait();
}

export function start() {
  const list = find("#toasts");
  if (!list) return;
  new MutationObserver((changes) => {
    changes
      .flatMap(({ addedNodes }) => [...addedNodes])
      .filter((node) => node instanceof Element)
      .forEach(arrived);
    all(".toast", list).slice(0, -MOST).forEach((toast) => toast.remove());
  }).observe(list, { childList: true });
  on("click", "[data-dismiss]", (_event, button) => button.closest(".toast, .notice").remove());
}
