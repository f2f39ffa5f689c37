/* Short words about what happened, with Undo. They stay while pointed at or focused. */

import { all, find, made, on } from "./page.js";

const SHOWN_FOR = 8000;
const MOST = 2;

/* `whileAway`: only true while Roundtable cannot be reached. */
export function say(message, { undo = "", bad = false, whileAway = false } = {}) {
  all(".toast[data-away]").filter((toast) => find("[data-message]", toast).textContent === message).forEach((toast) => toast.remove());
  const toast = find("#toast-template").content.firstElementChild.cloneNode(true);
  find("[data-message]", toast).textContent = message;
  toast.classList.toggle("bad", bad);
  toast.toggleAttribute("data-away", whileAway);
  const form = find("form", toast);
  if (undo) form.action = undo;
  else form.remove();
  find("#toasts").append(toast);
}

/* Show a refusal as the server wrote it. */
export const show = (html) => find("#toasts").append(made(html));

function arrived(toast) {
  if (toast.matches(".bad, #unsent")) return;
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
  document.addEventListener("live:state", ({ detail: { state } }) => {
    if (state === "live" || state === "polling") all(".toast[data-away]").forEach((toast) => toast.remove());
  });
  new MutationObserver((changes) => {
    changes
      .flatMap(({ addedNodes }) => [...addedNodes])
      .filter((node) => node instanceof Element)
      .forEach(arrived);
    all(".toast:not(#unsent)", list).slice(0, -MOST).forEach((toast) => toast.remove());
  }).observe(list, { childList: true });
  on("click", "[data-dismiss]", (_event, button) => button.closest(".toast, .notice").remove());
}
