/* Pages over all campaigns: read anew when something happened, at most once a second, or as often
   as the region says (`data-pause`, in milliseconds); from `data-url`, where the page came as the
   answer to a form. What says or asks more about it elsewhere follows (`data-with-region`). */

import { get } from "./asking.js";
import { all, find, glow, isChanged, oneAtATime, onReturn, tell } from "./page.js";

const region = () => find("[data-region]");
const pause = () => new Promise((done) => setTimeout(done, Number(region().dataset.pause ?? 1000)));

/* What somebody drags stays until they let it go. */
const isHeld = () => Boolean(find(".is-going", region()));

const refresh = oneAtATime(async () => {
  const shown = region();
  if (isHeld()) return shown.setAttribute("data-stale", "");
  const answer = await get(shown.dataset.url ?? location.href);
  if (isHeld()) return shown.setAttribute("data-stale", "");
  if (answer?.ok) await show(new DOMParser().parseFromString(answer.text, "text/html"));
  shown.toggleAttribute("data-stale", !answer?.ok);
  askAgain();
  await pause();
});

const catchUp = () => region().hasAttribute("data-stale") && refresh();

/* How campaigns stand is computed a moment after a change, and nothing tells of other reasons for
   the same level: a page that is behind (`data-behind`) asks again, a few times. */
const AGAIN = [2_000, 3_000, 5_000, 10_000];
let again = 0;
let timer;

function askAgain() {
  clearTimeout(timer);
  if (!region().hasAttribute("data-behind")) again = 0;
  else if (again < AGAIN.length) timer = setTimeout(refresh, AGAIN[again++]);
}

async function show(page) {
  if (region().dataset.region === "newest") return addNewest(page);
  const before = new Map(rows().map((row) => [row.id, visible(row)]));
  for (const part of [".headline", "[data-with-region]", "[data-region]"]) {
    const text = find(part, page)?.outerHTML ?? "";
    const target = find(part);
    if (!target || isAnswered(target)) continue;
    await htmx.swap({ sourceElement: document.body, target, swap: "outerMorph", text });
  }
  rows().filter((row) => before.get(row.id) !== visible(row)).forEach(glow);
  tell("region:drawn");
}

/* What somebody has chosen and not sent yet stays. */
const isAnswered = (part) => part.matches("form") && isChanged(part);

/* What a row shows; the tokens of its forms are others each time, and nobody sees them. What a
   script places says nothing that the rest does not. */
function visible(row) {
  const copy = row.cloneNode(true);
  all("[name=csrfmiddlewaretoken], [data-placed]", copy).forEach((token) => token.remove());
  return copy.innerHTML;
}

/* A feed keeps what was loaded of its past. */
function addNewest(page) {
  const first = region().firstElementChild;
  for (const row of [...find("[data-region]", page).children]) {
    if (!row.id || document.getElementById(row.id)) continue;
    region().insertBefore(row, first);
    glow(row);
  }
}

const rows = () => all("[data-region] :is(li, tr)[id]");

/* What its reader has opened stays open while the page is drawn anew. */
const KEPT_OPEN = {
  htmx_before_morph_attr: (element, { attrName }) => attrName !== "open" || !element.matches("details"),
};

export function start() {
  htmx.registerExtension("kept-open", KEPT_OPEN);
  if (!region()) return;
  addEventListener("live:event", refresh, true);
  addEventListener("live:reset", refresh, true);
  document.addEventListener("plan:moved", refresh);
  document.addEventListener("row:freed", catchUp);
  onReturn(catchUp);
  askAgain();
}
