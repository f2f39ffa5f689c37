/* What a gesture asks of the server: other days for an item, a link, no link. */

import { inTurn, send } from "../asking.js";
import { moveTo } from "../moving.js";
import { find, linkOf, rowNamed, tell } from "../page.js";
import * as preview from "./preview.js";
import { isoOf, spanOf, worded } from "./scale.js";
import { linkBetween, waitingFor } from "./links.js";

export const titleOf = (row) => linkOf(row).textContent;

/* A sentence of the page with these values. */
export const words = (name, values) =>
  find("#timeline-words").dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

export function say(name, values) {
  find("#announcer").textContent = words(name, values);
}

/* Say where an item now is, and who waits for it. */
export function sayWhere(row, span) {
  say("moved", { title: titleOf(row), dates: worded(span) });
  const titles = waitingFor(row.dataset.item).map(rowNamed).filter(Boolean).map(titleOf);
  if (!titles.length) return;
  const values = { count: titles.length, titles: titles.join(", ") };
  find("#announcer").textContent += ` ${words("hits", values)}`;
}

/* The dates to send: only those that the item has, and those that the gesture gave it. */
function fieldsOf(row, span) {
  const before = spanOf(row);
  const { start, due, version } = row.dataset;
  const fields = { version };
  if (start || !before || span.first !== before.first) fields.start_on = isoOf(span.first);
  if (due || !before || span.last !== before.last) fields.due_on = isoOf(span.last);
  if (!start && before && span.first - before.first === span.last - before.last) {
    delete fields.start_on;
  }
  if (!due && before && span.first - before.first === span.last - before.last) {
    delete fields.due_on;
  }
  return fields;
}

/* Give an item other days; the bar goes back when this was cancelled or refused. */
export async function moveRow(row, span) {
  const { item } = row.dataset;
  const isMoved = await inTurn(item, () => moveTo(`${linkOf(row).href}move/`, fieldsOf(row, span)));
  row.classList.remove("lifted");
  if (isMoved) preview.forget(row);
  else {
    preview.putBack(row);
    say("putBack", { title: titleOf(row) });
  }
  tell("row:freed");
}

/* CAMPAIGN-12, as people name an item. */
const keyOf = (row) => new URL(linkOf(row).href).pathname.replace(/^.*\/c\/(.+)\/items\/(.+)\/$/, "$1-$2");

/* `later` waits for `earlier` from now on, in one of the four ways, so many working days after it. */
export async function link(earlier, later, kind = "FS", lag = 0) {
  const { item, version } = later.dataset;
  const waits = `${linkOf(later).href}waits/`;
  const isKnown = Boolean(linkBetween(earlier.dataset.item, item));
  const answer = await inTurn(item, async () => {
    const made = isKnown || (await send(waits, { version, waits_for: keyOf(earlier) }));
    if (!isKnown && (!made?.ok || (kind === "FS" && !lag))) return made;
    return send(`${waits}how/`, { waits_for: earlier.dataset.item, kind, lag });
  });
  if (answer?.ok) say("linked", { title: titleOf(earlier), other: titleOf(later) });
}

export async function unlink(earlier, later) {
  const [row, before] = [rowNamed(later), rowNamed(earlier)];
  if (!row || !before) return; // somebody removed one of them meanwhile
  const fields = { version: row.dataset.version, remove: earlier };
  const title = titleOf(before);
  const answer = await inTurn(later, () => send(`${linkOf(row).href}waits/`, fields));
  if (answer?.ok) say("unlinked", { title, other: titleOf(row) });
}
