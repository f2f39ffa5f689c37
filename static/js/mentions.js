/* @ in a comment lists the people who can be named. */

import { all, find, on, word } from "./page.js";
import { close, offer } from "./suggesting.js";

const MOST = 6;

/* What is being typed after the last @ before the caret, or null. */
function sought(field) {
  const before = field.value.slice(0, field.selectionStart);
  return /(?:^|[\s(])@([^@\n]{0,40})$/.exec(before)?.[1] ?? null;
}

function fitting(text) {
  const wanted = text.toLocaleLowerCase();
  return all("li", find("#mentionable").content)
    .filter(({ dataset }) => dataset.name.toLocaleLowerCase().includes(wanted))
    .slice(0, MOST)
    .map((option) => option.cloneNode(true));
}

function typed(_event, field) {
  const text = sought(field);
  const options = text === null || !find("#mentionable") ? [] : fitting(text);
  const { label } = find("#mentionable")?.dataset ?? {};
  offer(field, options, { label, choose: ({ dataset }) => choose(field, dataset.name) });
}

function choose(field, name) {
  const caret = field.selectionStart;
  const from = caret - sought(field).length;
  field.setRangeText(`${name} `, from, caret, "end");
  close();
  warn(field.form);
}

/* Guests who are named in what they will not see: said before it is sent. */
function warn(form) {
  const note = find("[data-unheard]", form);
  const { content } = find("#mentionable") ?? {};
  if (!note || !content) return;
  const isForTeam = form.elements.team_only?.checked ?? form.hasAttribute("data-team-only");
  const text = find("[data-mentions]", form).value.toLocaleLowerCase();
  const guests = all("li[data-guest]", content)
    .map(({ dataset }) => dataset.name)
    .filter((name) => isForTeam && text.includes(`@${name.toLocaleLowerCase()}`));
  note.hidden = !guests.length;
  note.textContent = guests.length ? word("unheard", { names: guests.join(", ") }) : "";
}

export function start() {
  on("input", "[data-mentions]", typed);
  on("input", "form:has([data-unheard])", (_event, form) => warn(form));
}
