/* Live updates of this page. All tabs of a browser share one connection: the tab that holds the
   lock leads and passes on what it hears. Where there are no locks (plain http in a local
   network) each tab connects for itself while it is visible.

   The page says <body data-live="/live/" data-cursor="12:345,17:8">; it is told, on the document,
   live:event, live:reset, live:presence, live:state and live:gone. */

import { Stream, parsed } from "./live-stream.js";

const NAME = "roundtable-live";
const TOLD_EVERY = 5_000;
const LEADER_IS_LOST = 45_000;

const tab = Math.random().toString(36).slice(2);
let here; // the revision this page has reached in each stream
let stream;
let channel;
let release = null; // ends our leading
let heardAt = Date.now();
let toldAt = 0;
let state = "live"; // as the page says, until we know better

const leads = () => release !== null;
const dispatch = (name, detail, options) =>
  document.dispatchEvent(new CustomEvent(`live:${name}`, { detail, ...options }));

/* What happened, for this page: nothing twice, and nothing of streams it does not follow. */
const acts = {
  event(message) {
    if (!(message.revision > here.get(message.stream))) return;
    here.set(message.stream, message.revision);
    dispatch("event", message);
  },
  reset({ stream, revision }) {
    if (!here.has(stream)) return;
    if (revision !== undefined) here.set(stream, revision);
    dispatch("reset", { stream });
  },
  presence(detail) {
    if (here.has(detail.stream)) dispatch("presence", detail);
  },
  state(detail) {
    state = detail.state;
    show();
    dispatch("state", detail);
  },
  lost({ streams }) {
    const gone = streams.filter((stream) => here.delete(stream));
    if (gone.length && dispatch("gone", { streams: gone }, { cancelable: true })) location.reload();
  },
  breath() {},
};

function show() {
  const shown = document.getElementById("live");
  if (shown && shown.dataset.state !== state) shown.dataset.state = state;
}

/* From our own connection: for this page, and for the other tabs when we lead. */
function told(kind, detail) {
  acts[kind](detail);
  if (!leads()) return;
  if (kind === "breath" && Date.now() - toldAt < TOLD_EVERY) return;
  toldAt = Date.now();
  channel.postMessage({ kind, detail });
}

/* From another tab. */
function heard({ data: { kind, detail } }) {
  if (kind === "here") return leads() && welcome(detail);
  if (kind === "who") return introduce();
  heardAt = Date.now();
  if (!leads()) acts[kind](detail);
}

const introduce = () => channel.postMessage({ kind: "here", detail: { tab, reached: here } });

/* A tab came: connect anew when it follows more, or has read less, than we have. */
function welcome({ reached }) {
  const wanted = new Map(stream.reached);
  for (const [id, revision] of reached) {
    wanted.set(id, Math.min(revision, wanted.get(id) ?? revision));
  }
  const isNews = [...wanted].some(([id, revision]) => stream.reached.get(id) !== revision);
  if (isNews) stream.follow(wanted);
  channel.postMessage({ kind: "state", detail: { state } });
}

function lead() {
  return new Promise((done) => {
    release = done;
    stream.follow(here);
    channel.postMessage({ kind: "who" });
  });
}

async function stand(options = {}) {
  try {
    await navigator.locks.request(NAME, options, lead);
  } catch {
    /* another tab took the lock, because it had not heard of us for long */
    release = null;
    stream.stop();
    stand();
  }
}

function share() {
  channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", heard);
  introduce();
  stand();
}

function leave() {
  if (!channel) return;
  stream.stop();
  channel.close();
  channel = null;
  release?.();
  release = null;
}

function alone() {
  if (document.hidden) stream.stop();
  else stream.follow(here);
}

function comeBack() {
  if (document.hidden) return;
  if (leads() || !channel) stream.retry();
  else if (Date.now() - heardAt > LEADER_IS_LOST) stand({ steal: true });
}

export function start() {
  const { live, cursor } = document.body.dataset;
  if (!live || !cursor) return;
  here = parsed(cursor);
  stream = new Stream(live, told);
  document.addEventListener("plan:shown", show);
  document.addEventListener("visibilitychange", comeBack);
  addEventListener("online", comeBack);
  addEventListener("offline", () => stream.cut());
  if (navigator.locks && globalThis.BroadcastChannel) {
    share();
    addEventListener("pagehide", leave);
    addEventListener("pageshow", (event) => event.persisted && share());
    setInterval(() => document.hidden || comeBack(), TOLD_EVERY);
  } else {
    alone();
    document.addEventListener("visibilitychange", alone);
  }
}
