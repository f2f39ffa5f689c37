/* A sheet of numbers shows at once what others save in cells that nobody has touched here. What is
   typed stays, and the server says when it meets another's number. */

import { get } from "./asking.js";
import { all, find, glow, oneAtATime, onReturn } from "./page.js";

const PAUSE = 1000;
// Of an answer to what was typed there is no page to ask for again.
const sheet = find("#sheet");
let stale = false;

const cells = (form) => all("td .input", form);
const shownIn = (form) => JSON.parse(form.elements.was.value);

const refresh = oneAtATime(async () => {
  const answer = await get(location.href);
  stale = !answer?.ok;
  const fresh = answer?.ok && find("#sheet", new DOMParser().parseFromString(answer.text, "text/html"));
  if (fresh) follow(fresh);
  await new Promise((done) => setTimeout(done, PAUSE));
});

function follow(fresh) {
  const shown = shownIn(sheet);
  const now = shownIn(fresh);
  for (const { name, value } of cells(fresh)) {
    const cell = sheet.elements[name];
    if (!cell || cell.value !== cell.defaultValue) continue;
    shown[name] = now[name]; // undefined is left out when it is sent
    if (cell.value === value) continue;
    cell.value = cell.defaultValue = value;
    glow(cell.parentElement);
  }
  sheet.elements.was.value = JSON.stringify(shown);
}

if (sheet) {
  addEventListener("live:event", refresh, true);
  addEventListener("live:reset", refresh, true);
  onReturn(() => stale && refresh());
}
