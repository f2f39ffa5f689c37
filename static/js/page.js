/* What every module needs of the page: its elements, its words, and the server behind it. */

export const find = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/* Act on `type` for every element that matches, those of later included. */
export function on(type, selector, act, options) {
  document.addEventListener(
    type,
    (event) => {
      const element = event.target instanceof Element && event.target.closest(selector);
      if (element) act(event, element);
    },
    options,
  );
}

export const tell = (name, detail = {}) =>
  document.dispatchEvent(new CustomEvent(name, { detail }));

/* The reader's own word for `name`, from components/words.html, with {places} filled in. */
export function word(name, values = {}) {
  const text = find("#words").dataset[name];
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

/* The first element of some HTML of ours, ready to be put into the page. */
export function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content;
}

export const isTyping = (element) =>
  element?.matches?.("input:not([type=checkbox], [type=radio]), textarea, select") ?? false;

/* Whether any control of a form no longer says what the server said. */
export const isChanged = (form) => [...form.elements].some(differs);

function differs(control) {
  if (control.matches("[type=checkbox], [type=radio]")) {
    return control.checked !== control.defaultChecked;
  }
  if (control.matches("select")) {
    const given = [...control.options].findIndex((option) => option.defaultSelected);
    return control.selectedIndex !== Math.max(given, 0);
  }
  const isText = control.matches("input:not([type=hidden]), textarea");
  return isText && control.value !== control.defaultValue;
}

export const isOverlaid = () => Boolean(find(":popover-open, dialog[open]"));

/* Rows of items, wherever they are listed; never the open item itself. */
const PLACES = ":is(#board, #list, .work, .bars, .timeline, .tray)";
export const ROW = `${PLACES} [data-item]`;
export const rowOf = (element) => element?.closest?.(ROW) ?? null;
export const rowNamed = (id) => find(`${PLACES} [data-item="${id}"]`);
/* All rows of an item: it stands in the lane of each of its people. */
export const rowsNamed = (id) => all(`${PLACES} [data-item="${id}"]`);
export const linkOf = (row) => find('a[href*="/items/"]', row);

/* A row that somebody changed glows once and settles. */
export function glow(element) {
  element.classList.add("glow");
  setTimeout(() => element.classList.remove("glow"), 1500);
}

/* `work` never runs twice at once; asked for meanwhile, it runs once more afterwards. */
export function oneAtATime(work) {
  let running = false;
  let asked = false;
  return async function run() {
    asked = true;
    if (running) return;
    running = true;
    try {
      while (asked) {
        asked = false;
        await work();
      }
    } finally {
      running = false;
    }
  };
}

/* When the reader or the network comes back, what failed meanwhile is tried again. */
export function onReturn(act) {
  addEventListener("online", act);
  document.addEventListener("visibilitychange", () => document.hidden || act());
}
