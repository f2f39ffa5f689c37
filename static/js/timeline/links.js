/* What lies over the bars: arrows of what waits for what, today, and the lines of milestones.

   An arrow is drawn once, when it comes near the shown part, so that a plan of a thousand bars opens
   quickly and scrolls smoothly. */

import { all, find } from "../page.js";
import { chart, endsOf, ROW, spanOf, timeline, today, width } from "./scale.js";

const NEAR = 600;
const OUT = 8;
const IN = 10;
const BETWEEN = 17;
export const MIDDLE = ROW / 2;

let chosen = null; // the link that Delete removes, as "earlier-later"
let places = new Map(); // [{row, y, left, right}] of each item that has bars, one in each of its lanes
let ordered = [];
let height = 0; // of what is shown of the plan
let drawnFor = null;
let arrows = []; // {link, source, target} of each arrow, drawn or not
let drawn = new Set(); // those of the arrows that are drawn

const overlay = () => find("#overlay");

let read = { text: "", links: [] }; // what was read last of the plan's links

/* [{earlier, later, kind, lag, isBroken}] of the plan. */
export function known() {
  const text = chart()?.dataset.links ?? "";
  if (text !== read.text) read = { text, links: text.split(" ").filter(Boolean).map(linkOf) };
  return read.links;
}

function linkOf(text) {
  const [, earlier, later, kind, lag = "0", broken] = text.match(/^(\d+)-(\d+)-(\w\w)([+-]\d+)?(!?)$/);
  return { earlier, later, kind, lag: Number(lag), isBroken: Boolean(broken) };
}

export const linkBetween = (first, second) =>
  known().find(({ earlier, later }) => earlier === first && later === second);

export const waitingFor = (id) =>
  known().filter(({ earlier }) => earlier === id).map(({ later }) => later);

/* Where every bar is; read once after the page or a row was drawn. */
export function measure() {
  ordered = [];
  height = Math.max(timeline().clientHeight, innerHeight);
  for (const rows of all(".timeline-body .bar-rows")) {
    const top = rows.offsetTop + rows.offsetParent.offsetTop;
    for (const row of all(":scope > [data-item]", rows)) {
      if (!spanOf(row)) continue;
      const y = top + row.offsetTop + row.offsetHeight - MIDDLE;
      ordered.push({ row, y, ...endsOf(row) });
    }
  }
  places = Map.groupBy(ordered, ({ row }) => row.dataset.item);
  arrows = known().flatMap(arrowsOf);
}

/* To each bar of what waits, from the nearest one of what comes first. */
function arrowsOf(link) {
  const sources = places.get(link.earlier) ?? [];
  const targets = sources.length ? places.get(link.later) ?? [] : [];
  return targets.map((target) => ({ link, source: nearest(sources, target), target }));
}

const nearest = (some, { y }) =>
  some.reduce((best, each) => (Math.abs(each.y - y) < Math.abs(best.y - y) ? each : best));

export const placeOf = (row) => places.get(row.dataset.item)?.find((place) => place.row === row);

/* What was measured, from the top of the plan to its end. */
export const inOrder = () => ordered;

/* Draw what is near and has no arrow yet; again only when the reader has scrolled on. */
export function draw(top) {
  const step = Math.round(top / (NEAR / 2));
  if (drawnFor === step) return;
  drawnFor = step;
  const [from, to] = [top - NEAR, top + height + NEAR];
  const fresh = arrows.filter((each) => !drawn.has(each) && isNear(each, from, to));
  if (!fresh.length) return;
  fresh.forEach((each) => drawn.add(each));
  find("#arrows").insertAdjacentHTML("beforeend", fresh.map(arrow).join(""));
}

export function refresh() {
  measure();
  overlay().innerHTML = `${lines()}<g id="arrows"></g><g id="knobs"></g>`;
  drawn = new Set();
  drawnFor = null;
  draw(timeline().scrollTop);
}

function lines() {
  const height = find(".timeline-body").offsetHeight;
  const line = (name, x) => `<path class="${name}" d="M${x} 0V${height}"/>`;
  const deadlines = ordered.filter(({ row }) => row.dataset.kind === "milestone");
  const drawn = deadlines.map(({ left, right }) => line("deadline-line", (left + right) / 2));
  return drawn.join("") + line("today-line", (today() + 0.5) * width());
}

function isNear({ source, target }, from, to) {
  return Math.max(source.y, target.y) >= from && Math.min(source.y, target.y) <= to;
}

function arrow({ link: { earlier, later, kind, isBroken }, source, target }) {
  const path = route(source, target, kind);
  const isStrong = [source, target].every(({ row }) => row.classList.contains("critical"));
  const look = isBroken ? " broken" : isStrong ? " strong" : "";
  const id = `${earlier}-${later}`;
  const state = id === chosen ? " chosen" : "";
  const grip = `<path class="grip${state}" data-link="${id}" tabindex="-1" d="${path}"/>`;
  return `${grip}<path class="link${look}" d="${path}"/>${headOf(target, kind, look)}`;
}

/* Right-angled, leaving and reaching the bars at the ends that the kind names. */
function route(source, target, kind) {
  const out = kind[0] === "F" ? 1 : -1;
  const inward = kind[1] === "S" ? 1 : -1;
  const begin = out > 0 ? source.right : source.left;
  const end = inward > 0 ? target.left : target.right;
  const leave = begin + out * OUT;
  const reach = end - inward * IN;
  const start = `M${begin} ${source.y}H`;
  if (out !== inward) {
    const turn = out < 0 ? Math.min(leave, reach) : Math.max(leave, reach);
    return `${start}${turn}V${target.y}H${end}`;
  }
  if ((reach - leave) * out >= 0) return `${start}${leave}V${target.y}H${end}`;
  const between = target.y + (source.y < target.y ? -BETWEEN : BETWEEN);
  return `${start}${leave}V${between}H${reach}V${target.y}H${end}`;
}

function headOf(target, kind, look) {
  const inward = kind[1] === "S" ? 1 : -1;
  const end = inward > 0 ? target.left : target.right;
  return `<path class="head${look}" d="M${end} ${target.y}l${-8 * inward} -4.5v9z"/>`;
}

/* Choose a link, so that Delete removes it; null chooses none. */
export function choose(id) {
  chosen = id;
  for (const grip of all(".grip", overlay())) {
    grip.classList.toggle("chosen", grip.dataset.link === id);
    if (grip.dataset.link === id) grip.focus({ preventScroll: true });
  }
}

export const chosenLink = () => chosen?.split("-") ?? null;
