/* One connection to the server's events, held as long as possible; asks every few seconds when
   no connection holds. It remembers the revision reached in each stream, so nothing is missed. */

const LONGEST_SILENCE = 40_000; // the server says something every 15 seconds
const POLL_EVERY = 5_000;
const POLLS_BEFORE_RETRY = 6;
const FAILURES_BEFORE_POLLING = 3;
const PAUSES = [300, 1000, 2000];

const written = (reached) => [...reached].map((pair) => pair.join(":")).join(",");
const parsed = (cursor) =>
  new Map(cursor.split(",").filter(Boolean).map((pair) => pair.split(":").map(Number)));

export { parsed, written };

export class Stream {
  #base;
  #tell;
  #run = null;
  #pause = null;
  #failures = 0;
  #polls = 0;

  reached = new Map();
  state = "";

  /* `tell(kind, detail)`: event, reset, presence, lost, state and breath (still connected). */
  constructor(base, tell) {
    this.#base = base;
    this.#tell = tell;
    setInterval(() => this.#watch(), 5_000);
  }

  follow(reached) {
    this.reached = new Map(reached);
    this.#failures = 0;
    this.#begin();
  }

  stop() {
    this.#run?.abort();
    this.#run = null;
    this.#pause?.();
  }

  /* The reader or the network is back: do not wait for the next turn. */
  retry() {
    if (!this.#run || this.state === "live") return;
    this.#failures = 0;
    this.#pause?.();
  }

  /* The network is gone; what we hold may only look like a connection. */
  cut() {
    this.open?.abort();
  }

  #begin() {
    this.stop();
    if (this.reached.size) this.#keep((this.#run = new AbortController()));
  }

  async #keep(run) {
    while (this.#run === run) {
      const polling = this.#failures >= FAILURES_BEFORE_POLLING;
      await (polling ? this.#poll(run) : this.#connect(run));
      if (this.#run !== run) return;
      await this.#wait(polling ? POLL_EVERY : this.#nextPause());
    }
  }

  #nextPause() {
    const pause = PAUSES[Math.min(this.#failures, PAUSES.length) - 1] ?? PAUSES[0];
    return pause * (0.5 + Math.random());
  }

  #wait(milliseconds) {
    return new Promise((done) => {
      this.#pause = done;
      setTimeout(done, milliseconds);
    });
  }

  async #connect(run) {
    const open = new AbortController();
    run.signal.addEventListener("abort", () => open.abort());
    this.open = open;
    this.heardAt = Date.now();
    try {
      const headers = { "Last-Event-ID": written(this.reached) };
      const response = await fetch(this.#address(""), {
        headers, signal: open.signal, cache: "no-store",
      });
      if (!(await this.#isAdmitted(response))) return;
      this.#failures = 0;
      this.#become("live");
      await this.#read(response.body);
    } catch {
      /* the connection broke: the next turn tells whether it can be had again */
    } finally {
      if (this.open === open) this.open = null;
    }
    if (this.#run !== run) return;
    this.#failures += 1;
    if (this.state !== "polling") this.#become(navigator.onLine ? "reconnecting" : "offline");
  }

  async #poll(run) {
    this.#polls = (this.#polls + 1) % POLLS_BEFORE_RETRY;
    if (this.#polls === 0) this.#failures = FAILURES_BEFORE_POLLING - 1;
    try {
      const response = await fetch(this.#address("poll/", `&since=${written(this.reached)}`), {
        signal: AbortSignal.any([run.signal, AbortSignal.timeout(POLL_EVERY)]), cache: "no-store",
      });
      if (!(await this.#isAdmitted(response))) return;
      const { cursor, messages, reset } = await response.json();
      for (const message of messages) this.#event(message);
      for (const stream of reset) this.#tell("reset", { stream });
      this.reached = parsed(cursor);
      this.#become("polling");
    } catch {
      if (this.#run === run) this.#become("offline");
    }
  }

  #address = (path, more = "") => `${this.#base}${path}?follow=${[...this.reached.keys()]}${more}`;

  /* Streams that may not be seen any more are left out from now on. */
  async #isAdmitted(response) {
    if (response.ok) return true;
    if (response.status !== 401 && response.status !== 404) throw new Error(response.status);
    const { unseen = [...this.reached.keys()] } = await response.json();
    for (const stream of unseen) this.reached.delete(stream);
    this.#tell("lost", { streams: unseen });
    if (!this.reached.size) this.stop();
    return false;
  }

  async #read(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      this.heardAt = Date.now();
      this.#tell("breath", {});
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      parts.forEach((part) => this.#hear(part));
    }
  }

  #hear(part) {
    const fields = Object.fromEntries(part.split("\n").map((line) => line.split(/: (.*)/s, 2)));
    if (fields.data === undefined) return;
    if (fields.event === "presence") return this.#tell("presence", JSON.parse(fields.data));
    if (fields.event === "gone") return this.open?.abort();
    if (fields.event !== "reset") this.#event(JSON.parse(fields.data));
    const cursor = parsed(fields.id ?? "");
    for (const [stream, revision] of cursor) this.reached.set(stream, revision);
    if (fields.event !== "reset") return;
    for (const stream of fields.data.split(",").map(Number)) {
      this.#tell("reset", { stream, revision: cursor.get(stream) });
    }
  }

  #event(message) {
    this.reached.set(message.stream, message.revision);
    this.#tell("event", message);
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#tell("state", { state });
  }

  #watch() {
    if (this.open && Date.now() - this.heardAt > LONGEST_SILENCE) this.open.abort();
  }
}
