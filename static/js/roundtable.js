/* The interface's behaviour: each module is one subject, and starts here. */

import * as adding from "./adding.js";
import * as answers from "./answers.js";
import * as asking from "./asking.js";
import * as board from "./board.js";
import * as changes from "./changes.js";
import * as detail from "./detail.js";
import * as drawer from "./drawer.js";
import * as inline from "./inline.js";
import * as keyboard from "./keyboard.js";
import * as lifting from "./lifting.js";
import * as live from "./live.js";
import * as mentions from "./mentions.js";
import * as menus from "./menus.js";
import * as moving from "./moving.js";
import * as palette from "./palette.js";
import * as presence from "./presence.js";
import * as refused from "./refused.js";
import * as regions from "./regions.js";
import * as seats from "./seats.js";
import * as selection from "./selection.js";
import * as suggesting from "./suggesting.js";
import * as toasts from "./toasts.js";
import * as undoing from "./undoing.js";
import * as unsent from "./unsent.js";
import * as visiting from "./visiting.js";
import * as visits from "./visits.js";
import * as windows from "./windows.js";

// Where two hear the same key, the more particular comes first.
for (const module of [
  toasts, asking, undoing, drawer, visits, lifting, inline, suggesting, mentions, menus, moving, answers, keyboard,
  board, seats, adding, selection, palette, changes, detail, refused, unsent, regions, presence, windows, visiting, live,
]) {
  module.start();
}

// On a phone the way to all pages is a strip; where we are is in the middle of it.
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
