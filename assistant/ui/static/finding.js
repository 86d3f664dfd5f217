// Search in the article that is shown: the box, the places that are lit and led to, and how many they are. A module that
// `reader.js` brings when a search is first opened; what is looked for lasts until it is closed, over other articles.
import { find, read, typed } from "/isnad/find.js";

const one = (selector) => document.querySelector(selector);
const PAUSE = 80; // milliseconds after the last letter

let words = null; // what is looked for; null while nothing is
let wanted = null; // the number of the place that the next part of a very long article is opened for
let article = null; // what `begin` was given
let text = null; // as `find.js` read it
let hits = []; // ranges of what was found, of which `now` is the one led to
let now = -1;
let whole = null; // the places in all of an article of which a part is shown, as the server knows them
let many = false; // are there more than are told?

// A new article: `about` it (`reader_bar.py`), `word` gives a sentence in both languages, `scroller` what scrolls around
// its text, `sight` brings a box into sight, `part` has the part around a character opened and the keyboard go on there.
export function begin(given) {
  article = given;
  text = null;
  whole = null;
  hits = [];
  now = -1;
  light();
  if (!one("#find-words")) box();
}

export const isOpen = () => Boolean(one("#opened .finding.open"));
export const sought = () => words;

function box() {
  const input = document.createElement("input");
  Object.assign(input, {
    type: "text", id: "find-words", autocomplete: "off", spellcheck: false, dir: "auto", enterKeyHint: "search",
  });
  let due = 0;
  input.addEventListener("input", () => {
    clearTimeout(due);
    due = setTimeout(() => look(input.value), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    clearTimeout(due);
    if (input.value === words) step(event.shiftKey ? -1 : 1);
    else look(input.value);
  });
  one("#opened .finding label").append(input);
  one("#opened .tally").setAttribute("role", "status");
}

export function open(begun = "", focus = true) {
  one("#opened .finding").classList.add("open");
  one("#opened .do-find").setAttribute("aria-pressed", "true");
  const input = one("#find-words");
  input.value = begun;
  if (focus) {
    input.focus();
    input.select();
  }
  return look(begun, focus);
}

// Whether the keyboard was in it, and so must be put elsewhere.
export function close() {
  const place = one("#opened .finding");
  const within = place.contains(document.activeElement);
  place.classList.remove("open");
  one("#opened .do-find").setAttribute("aria-pressed", "false");
  words = whole = null;
  hits = [];
  now = -1;
  light();
  return within;
}

// Finds what is typed, and leads to the first place from where the reader is.
async function look(begun, leads = true) {
  words = begun;
  const { about, scroller, sight } = article;
  const all = about.part ? await places(begun) : null;
  const body = one("#opened .text");
  if (!body || words !== begun || article.about !== about) return;
  text = text || read(body);
  const found = find(text, begun);
  hits = found.ranges;
  whole = all && { ...all, before: all.places.filter(([start]) => start < about.part[0]).length };
  many = whole ? whole.more : found.more;
  const top = scroller().getBoundingClientRect().top;
  if (wanted !== null && whole) now = wanted - whole.before;
  else now = hits.findIndex((range) => range.getBoundingClientRect().bottom > top);
  if (!hits[now]) now = hits.length ? 0 : -1;
  tally();
  light();
  if ((leads || wanted !== null) && now >= 0) sight(hits[now].getBoundingClientRect());
  wanted = null;
}

// Of a very long article a part is shown: the server says where the words stand in all of it.
async function places(begun) {
  const token = (one('meta[name="isnad-token"]') || {}).content || "";
  const body = JSON.stringify({ source: article.about.source, words: begun });
  const answer = await fetch("/isnad/do/find", { method: "POST", headers: { "x-isnad-token": token }, body })
    .catch(() => null); // the connection's own line says so
  return answer && answer.ok ? answer.json() : { places: [], more: false };
}

const before = () => (whole ? whole.before : 0);
const total = () => (whole ? Math.max(whole.places.length, hits.length) : hits.length);

function tally() {
  const asked = Boolean(typed(words));
  const place = one("#opened .tally");
  const key = !total() ? "reader_none" : many ? "reader_many" : "reader_tally";
  const at = now < 0 ? "–" : before() + now + 1; // in the part that is shown there is none
  place.replaceChildren(...(asked ? [article.word(key, { n: at, of: total() })] : []));
  place.classList.toggle("missing", asked && !total());
  for (const button of document.querySelectorAll("#opened [class*='do-hit-']")) button.disabled = !total();
}

export function step(by) {
  if (!total()) return;
  const from = now < 0 ? before() - (by > 0 ? 1 : 0) : before() + now;
  const next = (from + by + total()) % total();
  const here = next - before();
  if (!hits[here]) {
    wanted = next;
    article.part(whole.places[next][0]);
    return;
  }
  now = here;
  tally();
  light();
  article.sight(hits[now].getBoundingClientRect());
}

// The browser paints the places without a change to the page; one that cannot selects the place led to.
function light() {
  const led = hits[now];
  if (window.Highlight) {
    CSS.highlights.set("isnad-hits", new Highlight(...hits.filter((range) => range !== led)));
    CSS.highlights.set("isnad-hit", new Highlight(...(led ? [led] : [])));
    CSS.highlights.get("isnad-hit").priority = 1;
    return;
  }
  getSelection().removeAllRanges();
  if (led) getSelection().addRange(led.cloneRange());
}
