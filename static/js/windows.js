/* The rest of a long plan: the first thousand rows come while nothing else is to be done. */

import { get } from "./asking.js";
import { all, find, made, on, oneAtATime, onReturn } from "./page.js";
import { counted } from "./rows.js";
import { absolute } from "./drawer.js";

const AT_ONCE = 1000;
const SLICE = 25;

const idle = () => new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));
let seen = null;

/* Put the rows behind this "Show more" in its place, a few at a time; false when nobody answered. */
async function load(more) {
  if (more.dataset.loading) return true;
  more.dataset.loading = "1";
  const place = more.parentElement;
  const url = absolute(find("a", more).dataset.more);
  url.searchParams.set("from", counted(place));
  const answer = await get(url, { fragment: true });
  if (!answer?.ok || !more.isConnected) {
    delete more.dataset.loading;
    return Boolean(answer?.ok);
  }
  const next = [...made(answer.text).children];
  while (next.length) {
    await idle();
    if (!more.isConnected) return true;
    more.before(...next.splice(0, SLICE).filter(isNew));
  }
  more.remove();
  watch();
  return true;
}

const isNew = ({ id }) => !id || !document.getElementById(id);

/* Where nobody answers this waits until somebody is there again. */
const loadAhead = oneAtATime(async () => {
  for (let more; (more = find("#plan .more:not([data-loading])")) && isRoom(); ) {
    await idle();
    if (!(await load(more))) return;
  }
});

const isRoom = () => all("#plan [data-item]").length < AT_ONCE;

/* Beyond that, rows come when the reader scrolls to where they are. */
function watch() {
  seen ??= new IntersectionObserver(
    (entries) => entries.forEach((entry) => entry.isIntersecting && load(entry.target)),
    { rootMargin: "400px" },
  );
  all("#plan .more").forEach((more) => seen.observe(more));
}

function begin() {
  watch();
  idle().then(loadAhead);
}

export function start() {
  if (!find("#plan")) return;
  on("click", "#plan .more a", (event, link) => {
    event.preventDefault();
    load(link.closest(".more"));
  });
  document.addEventListener("plan:shown", begin);
  document.addEventListener("live:state", ({ detail }) => detail.state === "live" && loadAhead());
  onReturn(loadAhead);
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
