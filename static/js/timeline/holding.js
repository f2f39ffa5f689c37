/* A finger that rests on a bar lifts it; one that goes on at once scrolls the plan. */

const REST = 350; // milliseconds
const TREMBLE = 10; // pixels

let resting = null; // {id, x, y, timer}
let isHeld = false;

/* Call `lift` when the finger of this pointerdown has rested for a moment. */
export function hold({ pointerId, clientX, clientY, target }, lift) {
  leave();
  // A bar is drawn anew while it moves: what was touched is then heard by nobody above it.
  start(target);
  const timer = setTimeout(() => {
    resting = null;
    isHeld = true;
    navigator.vibrate?.(8);
    lift();
  }, REST);
  resting = { id: pointerId, x: clientX, y: clientY, timer };
}

function leave() {
  clearTimeout(resting?.timer);
  resting = null;
  isHeld = false;
}

function moved({ pointerId, clientX, clientY }) {
  if (resting?.id !== pointerId) return;
  if (Math.hypot(clientX - resting.x, clientY - resting.y) > TREMBLE) leave();
}

/* What is held must neither scroll nor open a menu of the browser. */
const keepStill = (event) => (isHeld || resting && event.type === "contextmenu") && event.preventDefault();

export function start(element) {
  element.addEventListener("touchmove", keepStill, { passive: false });
  element.addEventListener("contextmenu", keepStill);
}

document.addEventListener("pointermove", moved);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, leave);
