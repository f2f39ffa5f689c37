/* Tells the server now and then that somebody looks at a campaign: "since my last visit". */

import { find, onReturn } from "./page.js";

const OFTEN = 10 * 60 * 1000;

/* Nobody waits for an answer, so nobody is told when there is none. */
function tell() {
  const url = find("[data-visit]")?.dataset.visit;
  if (!url || document.hidden) return;
  const key = `visit:${url}`;
  if (Date.now() - Number(localStorage.getItem(key)) < OFTEN) return;
  localStorage.setItem(key, Date.now());
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
  const fields = { csrfmiddlewaretoken: headers["X-CSRFToken"] };
  navigator.sendBeacon(url, new URLSearchParams(fields));
}

export function start() {
  tell();
  setInterval(tell, OFTEN / 5);
  onReturn(tell);
}
