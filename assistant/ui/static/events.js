// The events page: cards of what happened, and a line of time drawn from the list below it. Loaded when the page is first
// opened; what it shows of documents was escaped by the server, and what it draws takes its words from there as text.
import "./brief.js";
import { failure, label, made, one, put, root, seen, send } from "./page.js";

const SVG = "http://www.w3.org/2000/svg";
const POLL = 1000; // milliseconds between two looks while the articles are read
const DAY = 86400000;
const ROOM = 34; // pixels that half of a date's words take
let view = "events";
let asked = 0; // the last request: an answer that comes late is dropped
let since = "last"; // from when on news are asked for
let range = null; // the shown part of time, in days

// -- coming and going ----------------------------------------------------------------------------

function toggle() {
  const open = root.dataset.mode !== "events";
  root.dataset.mode = open ? "events" : "talk";
  name();
  (open ? one("#events h2") : one("#question textarea")).focus({ preventScroll: true });
  if (open) show(view);
}

function name() {
  put(one("#bar .do-events"), "aria-pressed", String(root.dataset.mode === "events"));
  put(one("#bar .do-seek"), "aria-pressed", String(root.dataset.mode === "search"));
  put(one("#events .drawn .canvas svg"), "aria-label", label("timeline_name"));
}

// -- asking --------------------------------------------------------------------------------------

async function show(wanted) {
  view = wanted;
  const number = (asked += 1);
  for (const button of document.querySelectorAll("#events [data-view]")) {
    put(button, "aria-pressed", String(button.dataset.view === view));
  }
  const place = one("#events .survey");
  place.setAttribute("aria-busy", "true");
  let answer = await send("events", { view, since, seen: seen() });
  while (number === asked && answer.working && root.dataset.mode === "events") {
    if (place.dataset.drawn !== answer.html) place.innerHTML = answer.html;
    place.dataset.drawn = answer.html;
    await new Promise((done) => setTimeout(done, POLL));
    answer = await send("events", { view, since, seen: seen() });
  }
  if (number !== asked || answer.working) return;
  place.removeAttribute("aria-busy");
  delete place.dataset.drawn;
  if (answer.html === undefined) place.replaceChildren(failure(answer));
  else place.innerHTML = answer.html;
  range = null;
  draw();
  const told = place.querySelector(".summary, .none, .failure, .aside");
  one("#events .told").textContent = told ? told.innerText : "";
}

async function more(button) {
  const number = asked;
  button.disabled = true;
  const answer = await send("events", { view: "events", skip: Number(button.dataset.skip) });
  if (number !== asked) return;
  button.disabled = false;
  if (button.previousElementSibling.matches(".failure")) button.previousElementSibling.remove();
  if (answer.html === undefined) {
    button.before(failure(answer));
    one("#events .told").textContent = button.previousElementSibling.innerText;
  }
  if (answer.html === undefined || answer.working) return;
  const held = made("div", { innerHTML: answer.html });
  const first = held.querySelector(".happened a");
  one("#events .happenings").append(...held.querySelectorAll(".happened"));
  button.replaceWith(...held.querySelectorAll("button[data-skip]"));
  if (first) first.focus({ preventScroll: true });
}

// -- the line of time ----------------------------------------------------------------------------

const days = (iso) => Date.parse(`${iso}${"-01-01".slice(iso.length - 4)}T00:00:00Z`) / DAY;

function moments() {
  return [...document.querySelectorAll("#events li.moment")].map((item) => ({ item, at: days(item.dataset.when) }));
}

function whole(all) {
  const first = all[0].at;
  const last = all[all.length - 1].at;
  const room = Math.max(3, (last - first) * 0.04);
  return [first - room, last + room];
}

function element(kind, attributes, parent) {
  const drawn = document.createElementNS(SVG, kind);
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, value);
  if (parent) parent.append(drawn);
  return drawn;
}

function draw() {
  const canvas = one("#events .canvas");
  if (!canvas) return;
  const all = moments();
  range = range || whole(all);
  const width = Math.max(280, canvas.clientWidth);
  const [from, to] = range;
  const flow = root.dir === "rtl" ? (x) => width - x : (x) => x;
  const place = (at) => flow(16 + ((at - from) / (to - from)) * (width - 32));
  const stacked = new Map();
  const shown = all.filter(({ at }) => at >= from && at <= to);
  const dots = shown.map((moment) => {
    const x = Math.round(place(moment.at) / 14) * 14;
    const level = stacked.get(x) || 0;
    stacked.set(x, level + 1);
    return { ...moment, x, level };
  });
  const height = 70 + 14 * Math.min(12, Math.max(1, ...stacked.values()));
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
  const base = height - 30;
  element("line", { x1: 8, x2: width - 8, y1: base, y2: base, class: "axis" }, svg);
  let last = Infinity;
  for (const { at, text } of ticks(from, to)) {
    if (place(at) < ROOM || place(at) > width - ROOM) continue; // its words would be cut
    if (Math.abs(place(at) - last) < 2 * ROOM + 6) continue; // or run into those before
    last = place(at);
    element("line", { x1: place(at), x2: place(at), y1: base, y2: base + 5, class: "axis" }, svg);
    element("text", { x: place(at), y: base + 20, "text-anchor": "middle", direction: "ltr" }, svg).textContent = text;
  }
  for (const dot of dots) {
    const y = base - 12 - 14 * Math.min(11, dot.level);
    const shape = element("circle", { cx: dot.x, cy: y, r: 5, class: `dot ${dot.item.className}` }, svg);
    const words = dot.item.querySelector(".when").innerText + "\n" + dot.item.querySelector("q").textContent;
    element("title", {}, shape).textContent = words;
    shape.addEventListener("click", () => dot.item.querySelector("a").click());
    shape.addEventListener("mouseenter", () => light(dot.item, shape));
    shape.addEventListener("mouseleave", () => light(null));
    dot.item.dot = shape;
  }
  canvas.replaceChildren(svg);
  name();
}

// Years, months or days: as many as have room.
function ticks(from, to) {
  const span = to - from;
  const made = [];
  const start = new Date(from * DAY);
  const end = new Date(to * DAY);
  if (span > 900) {
    const step = [1, 2, 5, 10, 20, 50, 100].find((years) => span / 365 / years <= 8) || 200;
    for (let year = Math.ceil(start.getUTCFullYear() / step) * step; year <= end.getUTCFullYear(); year += step) {
      made.push({ at: Date.UTC(year, 0, 1) / DAY, text: String(year) });
    }
  } else if (span > 60) {
    const step = span > 400 ? 3 : 1;
    for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth() + 1; ; month += step) {
      const at = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
      if (at > to) break;
      made.push({ at, text: `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}` });
      if (made.length > 14) break;
    }
  } else {
    const step = Math.max(1, Math.ceil(span / 6));
    for (let at = Math.ceil(from); at <= to; at += step) {
      made.push({ at, text: new Date(at * DAY).toISOString().slice(0, 10) });
    }
  }
  return made.filter(({ at }) => at >= from && at <= to);
}

let lit = null;
function light(item, shape = item && item.dot) {
  if (lit) for (const old of lit) old.classList.remove("lit");
  lit = item ? [item, shape].filter(Boolean) : null;
  if (lit) for (const now of lit) now.classList.add("lit");
}

function zoom(way) {
  const all = moments();
  if (!all.length) return;
  const [from, to] = range || whole(all);
  if (way === "print") print();
  else if (way === "all") range = null;
  else {
    const inside = all.filter(({ at }) => at >= from && at <= to);
    const middle = inside.length ? inside[Math.floor(inside.length / 2)].at : (from + to) / 2;
    const half = ((to - from) / 2) * (way === "in" ? 0.5 : 2);
    const [low, high] = whole(all);
    range = half * 2 >= high - low ? null : [middle - Math.max(half, 2), middle + Math.max(half, 2)];
  }
  draw();
}

function move(way) {
  if (!range) return;
  const step = (range[1] - range[0]) / 4;
  range = [range[0] + way * step, range[1] + way * step];
  draw();
}

document.addEventListener("click", (event) => {
  const choice = event.target.closest("#events [data-view]");
  if (choice) show(choice.dataset.view);
  const period = event.target.closest("#events [data-since]");
  if (period) {
    since = period.dataset.since;
    show("news");
  }
  const further = event.target.closest("#events button[data-skip]");
  if (further) more(further);
  const glass = event.target.closest("#events [data-zoom]");
  if (glass) zoom(glass.dataset.zoom);
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("#events [data-since-day]") || !event.target.value) return;
  since = event.target.value;
  show("news");
});

document.addEventListener("isnad-newly", () => {
  since = "last";
  if (root.dataset.mode === "events") show("news");
  else {
    view = "news";
    toggle();
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.target.closest || !event.target.closest("#events .zoom")) return;
  const ahead = root.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    event.preventDefault();
    move(event.key === ahead ? 1 : -1);
  }
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest("#events li.moment");
  light(item);
});

document.addEventListener("mouseover", (event) => {
  const item = event.target.closest("#events li.moment");
  if (item) light(item);
});

let due = 0;
addEventListener("resize", () => {
  clearTimeout(due);
  due = setTimeout(draw, 150);
});

document.addEventListener("isnad-events", toggle);
new MutationObserver(() => {
  name();
  draw();
}).observe(root, { attributeFilter: ["data-language", "dir"] });
new MutationObserver(name).observe(root, { attributeFilter: ["data-mode"] });
new MutationObserver(name).observe(one("#bar"), { childList: true, subtree: true });
if (root.dataset.newly) view = "news";
delete root.dataset.newly;
toggle();
