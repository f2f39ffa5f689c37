/* The open item while others change it: what is being typed stays, the rest becomes current. */

import { get } from "./asking.js";
import * as drawer from "./drawer.js";
import { all, find, glow, isChanged, isTyping, on, oneAtATime, onReturn } from "./page.js";
import { giveUp } from "./unsent.js";

const LATER = 300;

const detail = () => find("#detail");

/* Whether somebody is in the middle of something in this form. */
function isBusy(form) {
  const focused = document.activeElement;
  return (form.contains(focused) && isTyping(focused)) || isRevealed(form) || isChanged(form);
}

const isRevealed = (form) => Boolean(find(`[data-reveal="${form.id}"]`)) && !form.hidden;

/* Before the item is drawn anew: forms in use keep their words, and the version they began with. */
function keep(event) {
  const { ctx } = event.detail;
  if (ctx.target?.id === "detail" && ctx.swap === "outerHTML") forgetPlaces();
  if (!isAboutDetail(ctx)) return;
  const sent = ctx.sourceElement.closest?.("form");
  for (const form of all("form", detail())) {
    form.toggleAttribute("hx-morph-skip", form !== sent && isBusy(form));
  }
}

/* A popup that was placed in numbers has a style; htmx would write it as an attribute of the one
   that comes in its stead, which our policy does not allow. */
const forgetPlaces = () => all("[style]", detail()).forEach((placed) => placed.removeAttribute("style"));

/* After it: controls that nobody uses say what the server said, whatever was clicked before. */
function settle(event) {
  if (!detail() || !isAboutDetail(event.detail.ctx)) return;
  const kept = all("form[hx-morph-skip]", detail());
  for (const form of all("form:not([hx-morph-skip])", detail())) form.reset();
  for (const form of kept) form.removeAttribute("hx-morph-skip");
  const isBehind = kept.some((form) => form.elements.version);
  detail().toggleAttribute("data-stale", isBehind);
}

const isAboutDetail = (ctx) =>
  ctx.target === "#detail" || (ctx.target?.id === "detail" && ctx.swap === "outerMorph");

export const refresh = oneAtATime(async () => {
  const shown = detail();
  if (!shown) return;
  const response = await get(shown.dataset.url, { fragment: true });
  if (detail() === shown) await receive(response, shown);
});

async function receive(response, shown) {
  if (response?.status === 404) return drawer.close();
  if (find(".conflict", shown)) return; // which value shall stay is being asked
  if (!response?.ok) return shown.toggleAttribute("data-stale", true);
  const known = new Set(all(".comment").map((comment) => comment.id));
  await htmx.swap({ sourceElement: shown, target: shown, swap: "outerMorph", text: response.text });
  all(".comment").filter((comment) => !known.has(comment.id)).forEach(glow);
}

function heard({ detail: message }) {
  const shown = detail();
  if (!shown || String(message.stream) !== shown.dataset.stream) return;
  if (message.revision <= Number(shown.dataset.revision)) return;
  const touched = message.events.some(({ id }) => String(id) === shown.dataset.item);
  if (touched || message.many) refresh();
}

/* A change made elsewhere on this page; the item's own forms have brought it anew already. */
function moved(event) {
  const form = event.target.closest?.("#detail form");
  if (!form || form.getAttribute("hx-swap") === "none") refresh();
}

/* A date that is typed is whole when its reader goes on, one that is picked at once. */
let typed = null;

function startsTyping(event, input) {
  if (/^(\d|Arrow(Up|Down)|Backspace|Delete)$/.test(event.key)) typed = input;
}

function save(form) {
  typed = null;
  if (isChanged(form) && !form.matches(".htmx-request, [data-moving]")) htmx.trigger(form, "change");
}

/* What is saved by leaving it is as it was, when its reader leaves by Escape. */
const LEFT = "#detail form:is([hx-trigger^=change], [data-moves])";

function takeBack(event, control) {
  if (event.key !== "Escape" || event.isComposing || !isTyping(control)) return;
  control.form.reset();
  giveUp(control.form);
}

export function start() {
  document.addEventListener("htmx:before:swap", keep);
  document.addEventListener("htmx:finally:swap", settle);
  document.addEventListener("plan:moved", moved);
  addEventListener("live:event", heard, true);
  addEventListener("live:reset", refresh, true);
  onReturn(() => detail()?.hasAttribute("data-stale") && refresh());
  let timer;
  on("focusout", "#detail", () => {
    clearTimeout(timer);
    timer = setTimeout(() => detail()?.hasAttribute("data-stale") && refresh(), LATER);
  });
  // Enter is a change as well, and some controls have told it by then.
  on("submit", LEFT, (event, form) => {
    event.preventDefault();
    save(form);
  });
  on("keydown", "#detail [type=date]", startsTyping);
  on("keydown", `${LEFT} :is(input, textarea)`, takeBack, true); // before it is left
  document.addEventListener("change", (event) => event.target === typed && event.stopPropagation(), true);
  on("focusout", "#detail [type=date]", (_event, input) => input === typed && save(input.form));
  on("keydown", ".item-title textarea", (event, title) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    title.blur();
  });
  on("click", "[data-reveal]", (_event, button) => {
    const form = document.getElementById(button.dataset.reveal);
    form.hidden = !form.hidden;
    find("textarea, input:not([type=hidden])", form)?.focus();
  });
  on("click", "[data-copy]", (_event, button) =>
    navigator.clipboard?.writeText(new URL(button.dataset.copy, location)));
}
