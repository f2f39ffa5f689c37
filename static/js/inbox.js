/* The inbox of sales: one key decides, the next lead is there before the server has answered. */

import { get, send } from "./asking.js";
import { all, find, isTyping, made, on } from "./page.js";
import { say } from "./toasts.js";
import { undo } from "./undoing.js";

const inbox = find("#inbox");
const queue = () => find("#queue");
const rows = () => all("[data-lead]", queue());
const caseOf = (id) => find(`#lead-${id}`);
const rowOf = (id) => find(`#row-${id}`);
const gone = new Set(); // decided here; not shown again until somebody takes that back
const LOW = 8;
const PAUSE = 1000;

let current = find("[aria-current]", queue())?.closest("[data-lead]")?.dataset.lead ?? null;
let pending = Promise.resolve();
let owed = false; // the focus, to a lead that is still on its way

/* Show one lead; what is posted from now on is about it. */
function show(id, { focus = false } = {}) {
  current = id ?? null;
  for (const each of all("[data-case]")) each.hidden = each.dataset.case !== current;
  for (const row of rows()) {
    const link = find("a", row);
    if (row.dataset.lead === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const form of all("form[data-action]")) {
    form.action = form.dataset.action.replace("/0/", `/${current ?? 0}/`);
  }
  find("#decide").hidden = !current;
  find("#inbox-empty").hidden = Boolean(current);
  if (!current) return;
  const row = rowOf(current);
  row?.scrollIntoView({ block: "nearest" });
  const shown = caseOf(current);
  if (!shown) {
    owed ||= focus;
    return void (asking || refresh());
  }
  if (focus || owed) shown.focus({ preventScroll: true });
  owed = false;
  scrollTo({ top: 0 });
  find("#announcer").textContent = find(".who b", row)?.textContent ?? "";
}

const neighbour = (id, by) => {
  const ids = rows().map((row) => row.dataset.lead);
  const place = ids.indexOf(id);
  return place < 0 ? ids[0] : ids[place + by];
};

function walk(by) {
  const next = neighbour(current, by);
  if (next) return show(next, { focus: true });
  if (by > 0) find("#queue-more a")?.click();
}

/* Take a lead off this screen; the next one, else the one before, is shown. */
function take(id, { focus = false } = {}) {
  const next = neighbour(id, 1) ?? neighbour(id, -1);
  gone.add(id);
  rowOf(id)?.remove();
  caseOf(id)?.remove();
  if (id === current) show(next === id ? null : next, { focus });
}

const closeSheets = () => all(".sheet:popover-open").forEach((sheet) => sheet.hidePopover());

/* One after the other, so that taking back always means the newest. */
function inTurn(work) {
  pending = pending.then(work, work);
  return pending;
}

async function decide(form, button) {
  const id = current;
  const fields = new FormData(form, button);
  const url = form.getAttribute("action");
  if (!id || gone.has(id)) return;
  const focus = document.activeElement === document.body || Boolean(caseOf(id)?.contains(document.activeElement));
  closeSheets();
  take(id, { focus });
  await inTurn(async () => {
    const response = await send(url, fields);
    if (response === null || (!response.ok && response.status !== 409 && response.status !== 404)) gone.delete(id);
  });
  if (!gone.has(id) || rows().length < LOW) await refresh();
  else refreshSoon();
}

async function tellOf(form) {
  const id = current;
  const fields = new FormData(form);
  const response = await send(form.getAttribute("action"), fields);
  if (!response?.ok) return;
  closeSheets();
  form.reset();
  await refresh({ anew: id });
}

/* The first window as the server has it now, without what was decided here meanwhile. */
let asking = false;
let askedAgain = null;
let wanted = null; // shown as soon as the server has it again

async function refresh({ anew = null } = {}) {
  if (asking) return void (askedAgain = anew ?? askedAgain ?? "");
  asking = true;
  try {
    const known = all("[data-case]").map((each) => each.dataset.case).filter((id) => id !== anew);
    const url = new URL(location.href);
    if (current) url.searchParams.set("lead", current);
    else url.searchParams.delete("lead");
    url.searchParams.set("known", known.join(","));
    url.searchParams.set("seen", rows().map((row) => `${row.dataset.lead}.${row.dataset.mark}`).join(","));
    const answer = await get(url, { fragment: true });
    if (answer?.ok) put(made(answer.text), anew);
    inbox.toggleAttribute("data-stale", !answer?.ok);
  } finally {
    asking = false;
  }
  if (askedAgain !== null) {
    const next = askedAgain || null;
    askedAgain = null;
    await refresh({ anew: next });
  }
}

function put(fresh, anew) {
  const busy = isTyping(document.activeElement) || Boolean(find(".sheet:popover-open"));
  const kept = [];
  for (const row of all("[data-lead]", fresh)) {
    if (!gone.has(row.dataset.lead)) kept.push(row);
  }
  const ids = new Set(kept.map((row) => row.dataset.lead));
  const staying = busy && current && !ids.has(current) && !gone.has(current) ? rowOf(current) : null;
  queue().replaceChildren(...(staying ? [staying] : []), ...kept);
  if (staying) ids.add(current);
  for (const each of all("[data-case]", fresh)) {
    const id = each.dataset.case;
    if (gone.has(id)) continue;
    if (id === anew) caseOf(id)?.remove();
    if (!caseOf(id)) find("#cases").append(each);
  }
  for (const each of all("#cases [data-case]")) if (!ids.has(each.dataset.case)) each.remove();
  for (const part of ["#inbox-counts", "#queue-more"]) {
    find(part).replaceChildren(...find(part, fresh).childNodes);
  }
  tell(find("#told", fresh));
  if (wanted && ids.has(wanted)) {
    show(wanted, { focus: true });
    wanted = null;
  } else {
    show(current && ids.has(current) ? current : rows()[0]?.dataset.lead);
  }
}

/* What marketing answered meanwhile; the same stays as it is, with what is unfolded in it. */
function tell(fresh) {
  const told = find("#told");
  if (told.dataset.told === fresh.dataset.told) return;
  told.dataset.told = fresh.dataset.told;
  told.replaceChildren(...fresh.childNodes);
  htmx.process(told);
}

let waiting = null;
const refreshSoon = () => {
  waiting ??= setTimeout(() => {
    waiting = null;
    refresh();
  }, PAUSE);
};

const DECIDED = new Set(["lead.accepted", "lead.rejected", "lead.recycled", "lead.merged_away", "lead.erased"]);

/* What others did: decided leads go at once, everything else is read anew. */
function heard({ detail: { events = [], many } }) {
  if (many) return refreshSoon();
  for (const { verb, noun, id } of events) {
    if (noun === "lead" && DECIDED.has(verb)) {
      const pk = String(id);
      if (rowOf(pk) && !gone.has(pk)) {
        if (pk === current) say(inbox.dataset.wordDecided);
        take(pk);
      }
    } else if (noun === "lead" && (verb === "lead.undone" || verb === "lead.came_back")) {
      gone.delete(String(id));
    }
    if (["lead", "answer", "touchpoint", "agreement", "office_hours", "import", "member"].includes(noun)) refreshSoon();
  }
}

const KEYS = {
  a: () => find('[data-decide="accept"] button').click(),
  r: () => find('[popovertarget="why"]').click(),
  c: () => find('[popovertarget="when"]').click(),
  n: () => find('[popovertarget="jot"]').click(),
  q: () => find('[popovertarget="said"]').click(),
  u: () => inTurn(() => undo()),
  j: () => walk(1),
  k: () => walk(-1),
};

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || find("dialog[open]")) return;
  const sheet = find(".sheet:popover-open");
  const act = sheet
    ? /^[0-9]$/.test(event.key) && (() => find(`[data-digit="${event.key}"]`, sheet)?.click())
    : KEYS[event.key];
  if (!act) return;
  if (!current && event.key !== "u") return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

on("submit", "form[data-decide]", (event, form) => {
  event.preventDefault();
  decide(form, event.submitter);
});
on("submit", "form[data-say]", (event, form) => {
  event.preventDefault();
  tellOf(form);
});
on("click", "#queue a", (event, link) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  show(link.closest("[data-lead]").dataset.lead, { focus: true });
});
document.addEventListener("keydown", pressed, true);
document.addEventListener("lead:back", ({ detail: { lead } }) => {
  wanted = String(lead);
  gone.delete(wanted);
  refresh();
});
document.addEventListener("lead:seen", () => find("#news")?.remove());
document.addEventListener("live:event", heard, true);
document.addEventListener("live:reset", refreshSoon, true);
addEventListener("online", refreshSoon);
document.addEventListener("visibilitychange", () => document.hidden || refreshSoon());
setInterval(() => document.hidden || refresh(), 60_000); // the clocks go on
show(current);
if (rows().some((row) => !caseOf(row.dataset.lead))) refresh(); // so that the next ones are ready
