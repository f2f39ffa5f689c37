/* Search and jump, from anywhere: Ctrl K. */

import Combobox from "../vendor/combobox-nav.js";
import { find, on } from "./page.js";

export function open() {
  const palette = find("#palette");
  if (palette && !palette.open) palette.showModal();
}

export function start() {
  const palette = find("#palette");
  if (!palette) return;
  const input = find("input", palette);
  const results = find("#palette-results");
  const box = new Combobox(input, results, {
    firstOptionSelectionMode: "selected",
    tabInsertsSuggestions: false,
  });
  new MutationObserver(() => palette.open && box.resetSelection()).observe(results, {
    childList: true,
  });
  palette.addEventListener("toggle", ({ newState }) => {
    if (newState !== "open") return box.stop();
    box.start();
    input.select();
    htmx.trigger(input, "palette:opened");
  });
  on("click", "#palette", (event) => event.target === palette && palette.close());
}
