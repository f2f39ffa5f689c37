/* Requests of our own beside htmx's; their answers announce themselves in the same way. */

import { all, find, tell, word } from "./page.js";
import { reasonsOf } from "./refused.js";
import { say, show } from "./toasts.js";

const token = () => JSON.parse(document.body.getAttribute("hx-headers:inherited"));

/* Signed out meanwhile: the server leads to its entrance, so the whole page goes there; but not
   with words that were typed and not sent. Who sends them is told. */
function hasLeft(response) {
  if (response.redirected && !all("textarea, [type='text']").some(isUnsent)) {
    location.assign(response.url);
  }
  return response.redirected;
}

const isUnsent = (field) => field.value !== field.defaultValue;

/* Nobody is there: the network is gone, or the server behind whoever answers for it. */
export const isDown = ({ status, headers }) =>
  [502, 503, 504].includes(status) && !headers.has("HX-Retarget");

/* Say so, until somebody is there again. */
export const unreachable = (name = "unreachable") => say(word(name), { bad: true, whileAway: true });

/* What a GET answers, or null when nobody did: {ok, status, url, text}. Then `lost()` is called,
   unless it was given up by `signal`. */
export async function get(url, { fragment = false, signal, lost = () => {} } = {}) {
  try {
    const headers = fragment ? { "HX-Request": "true" } : {};
    const response = await fetch(url, { headers, signal });
    if (hasLeft(response)) return null;
    const { ok, status } = response;
    return { ok, status, url: response.url, text: await response.text() };
  } catch {
    if (!signal?.aborted) lost();
    return null;
  }
}

/* Who adds `headers(url)` to what is sent, and may `receive(text)` what its answer brings. */
let companion = { headers: () => ({}), receive: () => {} };
export const accompany = (other) => (companion = other);

const brings = (headers) => headers.get("Content-Type")?.startsWith("application/json");

/* Send a form's fields; a success is announced. `refused({field: why})` is called when they were
   not taken, unless what they change is gone or asked about; the refusal is shown, unless that
   shows it. Null when nobody answered: then `lost()` is called, which says so. */
export async function send(url, fields, { lost = () => unreachable(), refused = () => false } = {}) {
  const options = {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "HX-Request": "true", ...token(), ...companion.headers(url) },
  };
  try {
    const response = await fetch(url, options);
    if (hasLeft(response)) return null;
    if (isDown(response)) throw new TypeError(response.status);
    if (response.ok && brings(response.headers)) await companion.receive(await response.text());
    await announce(response, refused);
    return response;
  } catch {
    lost();
    return null;
  }
}

const turns = new Map();

/* One request at a time for each item, so that the next knows the version the last one made. */
export function inTurn(id, ask) {
  const turn = (turns.get(id) ?? Promise.resolve()).then(ask);
  turns.set(id, turn);
  return turn;
}

/* Somebody signed in again beside this page: its forms go on with the new token. */
function renew(headers) {
  const fresh = headers.get("X-CSRFToken");
  if (!fresh) return;
  all(".toast:has([target])").forEach((toast) => toast.remove());
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": fresh }));
  for (const part of [document, ...all("template").map(({ content }) => content)]) {
    for (const input of all("[name='csrfmiddlewaretoken']", part)) input.value = fresh;
  }
}

async function announce(response, refused) {
  const { ok, status, headers } = response;
  renew(headers);
  const isShown = !ok && ![404, 409].includes(status) && refused(reasonsOf(response));
  if (headers.get("HX-Retarget") === "#toasts") {
    if (!isShown) show(await response.text());
  }
  else if (status >= 500 || status === 404) say(word("failed"), { bad: true });
  const events = JSON.parse(headers.get("HX-Trigger") ?? "{}");
  for (const [name, detail] of Object.entries(events)) tell(name, detail);
}

/* htmx shows what it is sent; what it is not sent is said here. */
export function start() {
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.matches?.('form[hx-swap="none"]')) {
      Object.assign(ctx.request.headers, companion.headers(ctx.request.action));
    }
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const { raw, status } = ctx.response;
    if (status < 400 && brings(raw.headers)) companion.receive(ctx.text);
  });
  document.addEventListener("htmx:before:response", (event) => {
    const { raw } = event.detail.ctx.response;
    renew(raw.headers);
    if (hasLeft(raw)) event.preventDefault();
  });
  document.addEventListener("htmx:response:error", (event) => {
    const { raw, status } = event.detail.ctx.response;
    if (raw.headers.has("HX-Retarget")) return;
    if (isDown(raw)) return unanswered(event.detail.ctx?.sourceElement);
    if (status >= 500 || status === 404) say(word("failed"), { bad: true });
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.error instanceof TypeError && find("#words")) unanswered(event.detail.ctx?.sourceElement);
  });
}

/* Nobody answered this form: who keeps what it says takes the event; else it is said. */
export function unanswered(form) {
  const told = new CustomEvent("page:unanswered", { detail: { form }, cancelable: true });
  if (document.dispatchEvent(told)) unreachable();
}
