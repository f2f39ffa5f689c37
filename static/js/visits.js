/* The plan read again in its page: by filters, sorting, Back, or when too much changed. */

import { get, unreachable } from "./asking.js";
import * as drawer from "./drawer.js";
import { all, find, on, rowNamed, rowOf, tell } from "./page.js";

let asking = null;

/* Show the plan at `address`; `typed` words change the newest address instead of adding one. */
export async function visit(address, { push = true, whole = false, typed = false } = {}) {
  asking?.abort();
  asking = new AbortController();
  const url = drawer.absolute(address);
  if (whole) url.searchParams.set("all", "1");
  const lost = () => push && unreachable("unopened");
  const response = await get(url, { signal: asking.signal, lost });
  if (!response?.ok) return false;
  if (push) remember(address, typed);
  show(new DOMParser().parseFromString(response.text, "text/html"), typed);
  return true;
}

function remember(address, typed) {
  const change = typed && history.state?.typed ? "replaceState" : "pushState";
  history[change]({ ours: true, typed }, "", address);
  drawer.stand();
}

/* The same plan anew, as far as it was shown. */
export const again = () =>
  visit(drawer.standing(), { push: false, whole: !find(".content .more") });

function show(page, typed) {
  if (!drawer.isOpen()) document.title = page.title;
  showTop(find(".topbar", page), typed);
  const row = rowOf(document.activeElement)?.dataset.item;
  const content = find("#content");
  const { scrollTop, scrollLeft } = content;
  content.className = find("#content", page).className;
  content.replaceChildren(...find("#content", page).childNodes);
  htmx.process(content);
  content.scrollTo(scrollLeft, scrollTop);
  if (row) rowNamed(row)?.focus({ preventScroll: true });
  tell("plan:shown");
}

/* Words that are being typed stay; all other choices are as the server read the address. */
function showTop(top, typed) {
  const text = top.outerHTML;
  htmx.swap({ sourceElement: document.body, target: find(".topbar"), swap: "outerMorph", text });
  const box = find("[data-filters] [type=search]");
  const words = box.value;
  box.form.reset();
  if (typed) box.value = words;
}

function went() {
  const address = drawer.here();
  const below = drawer.standing();
  if (!below) return;
  if (drawer.isItem(address)) return drawer.open(address, { push: false });
  drawer.leave();
  if (address === below) return;
  drawer.stand();
  visit(address, { push: false });
}

/* The address that a filter form asks for, without what is not chosen. */
function asked(form) {
  const chosen = new Map();
  for (const [name, value] of new FormData(form)) {
    if (value) chosen.set(name, [...(chosen.get(name) ?? []), value]);
  }
  const query = [...chosen].map(([name, values]) => `${name}=${values.map(encodeURIComponent)}`);
  const [plan] = drawer.standing().split("?");
  return query.length ? `${plan}?${query.join("&")}` : plan;
}

export function start() {
  if (!drawer.standing()) return;
  history.replaceState({ ours: true }, "");
  addEventListener("popstate", went);
  let timer;
  const narrow = (form, after = 0, typed = false) => {
    clearTimeout(timer);
    timer = setTimeout(() => visit(asked(form), { typed }), after);
  };
  on("change", "[data-filters] input:not([type=search], [type=date])", (_event, { form }) => narrow(form));
  on("input", "[data-filters] [type=search]", (_event, { form }) => narrow(form, 200, true));
  on("submit", "[data-filters]", (event, form) => {
    event.preventDefault();
    all(":popover-open", form).forEach((open) => open.hidePopover());
    narrow(form);
  });
  on("click", "#list thead a, [data-filters] a", (event, link) => {
    if (!drawer.isPlain(event)) return;
    event.preventDefault();
    const { pathname, search } = drawer.absolute(link.getAttribute("href"));
    visit(pathname + search);
  });
}
