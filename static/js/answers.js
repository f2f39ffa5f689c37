/* The answers to moved dates that a plan waits for: a list over the plan, kept as it is now. */

import { get } from "./asking.js";
import { isPlain } from "./drawer.js";
import { find, made, on, oneAtATime } from "./page.js";

const shown = () => find("#moves");

async function open(event, link) {
  if (!isPlain(event)) return;
  event.preventDefault();
  const answer = await get(link.href, { fragment: true });
  if (!answer?.ok) return location.assign(link.href);
  const { firstElementChild: dialog } = made(answer.text);
  dialog.dataset.url = link.href;
  dialog.addEventListener("close", () => {
    dialog.remove();
    find("[data-answers]")?.focus();
  });
  document.body.append(dialog);
  htmx.process(dialog);
  dialog.showModal();
}

/* Somebody answered, or moved something else; what is being typed stays. */
const refresh = oneAtATime(async () => {
  if (!shown()) return;
  const answer = await get(shown().dataset.url, { fragment: true });
  if (!answer?.ok || !shown()) return;
  const { firstElementChild: fresh } = made(answer.text);
  const [target, text] = [".dialog-body", find(".dialog-body", fresh).outerHTML];
  await htmx.swap({ sourceElement: document.body, target: find(target, shown()), swap: "outerMorph", text });
});

export function start() {
  on("click", "[data-answers]", open);
  document.addEventListener("plan:drawn", refresh);
}
