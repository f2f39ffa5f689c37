/* Who is here now, as faces beside the plan. */

import { get } from "./asking.js";
import { find, oneAtATime } from "./page.js";

const refresh = oneAtATime(async () => {
  const shown = find("#presence[data-url]");
  const answer = shown && (await get(shown.dataset.url, { fragment: true }));
  if (answer?.ok) shown.innerHTML = answer.text;
});

export function start() {
  addEventListener("live:presence", refresh, true);
}
