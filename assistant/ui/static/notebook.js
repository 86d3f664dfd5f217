// The notebook: its page, whose list the server draws, and keeping a quote, which only names its place. Loaded when one of
// these is first asked for. Texts are only ever put in as the server escaped them, or as text.
import { FORMATS, failure, inBoth, label, made, one, put, root, save, send } from "./page.js";

const SAID = 1800; // milliseconds that a link says that its quote is kept, and those that it says why it is not
const REFUSED = 7000;
let tag = "";
let star = false;
let limit = 50;
let asked = 0; // the last list that was asked for: one that comes late is dropped

const button = (className, key) => made("button", { type: "button", className }, ...inBoth(key));

// -- the page --------------------------------------------------------------------------------------

const told = made("p", { className: "said-of" });
told.setAttribute("role", "status");
const list = made("div", { className: "kept" });
const page = made("section", { id: "notebook" });

function build() {
  const formats = made("div", { className: "formats" }, ...FORMATS.map(([ending, key]) => {
    const format = button("quiet", key);
    format.dataset.ending = ending;
    return format;
  }));
  const title = made("h2", { tabIndex: -1 }, ...inBoth("notebook"));
  page.append(made("div", { className: "seeking" },
    made("header", {}, title, button("quiet leave do-notebook", "search_back")),
    made("p", { className: "aside" }, ...inBoth("notebook_how")),
    made("div", { className: "above" }, button("plain fresh", "note_new"),
      made("details", { className: "taking" }, made("summary", {}, ...inBoth("notebook_export")), formats)),
    told, list));
  one("#talk").before(page);
  page.setAttribute("role", "region");
  name();
}

function name() {
  page.setAttribute("aria-label", label("notebook"));
  const open = String(root.dataset.mode === "notebook");
  for (const door of document.querySelectorAll("#isnad .book")) put(door, "aria-pressed", open);
  for (const other of [["#bar .do-events", "events"], ["#bar .do-seek", "search"]]) {
    const door = one(other[0]);
    if (door && door.hasAttribute("aria-pressed")) put(door, "aria-pressed", String(root.dataset.mode === other[1]));
  }
}

function toggle() {
  const open = root.dataset.mode !== "notebook";
  root.dataset.mode = open ? "notebook" : "talk";
  say("");
  if (open) show();
  requestAnimationFrame(() => (open ? page.querySelector("h2") : one("#question textarea")).focus({ preventScroll: true }));
}

// Draw the list, and give the focus back to the same button of the same note, or to the one beside it.
async function show(key = "", deed = "") {
  const number = (asked += 1);
  const answer = await send("notebook/list", { tag, star, limit });
  if (number !== asked) return;
  if (answer.error !== undefined) {
    list.replaceChildren(failure(answer));
    return;
  }
  list.innerHTML = answer.html;
  const row = key && list.querySelector(`li[data-key="${key}"]`);
  if (!row) return;
  const same = [deed, "up", "down", "write"].map((one_) => row.querySelector(`[data-deed="${one_}"]:not(:disabled)`));
  const back = same.find(Boolean);
  if (back) back.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function say(error, key = "", ...after) {
  const words = made("span");
  if (error) words.innerHTML = error; // a sentence of the server, escaped there
  else if (key) words.append(...inBoth(key));
  told.classList.toggle("failure", Boolean(error));
  told.replaceChildren(...(error || key ? [words, ...after] : []));
}

async function change(key, deed, body = {}) {
  const answer = await send(`note/${key}/${deed}`, body);
  say(answer.error || "");
  return answer.error === undefined;
}

// -- one note --------------------------------------------------------------------------------------

// A note's own words and tags, in a form in its place; without a row, those of a new one.
function write(row) {
  const old = page.querySelector("form.writing");
  if (old) old.remove();
  const [words, marks] = row ? [...row.querySelectorAll(".payload")].map((exact) => exact.textContent) : ["", tag];
  const text = made("textarea", { rows: 4, maxLength: 10000, dir: "auto", value: words });
  const tags = made("input", { type: "text", maxLength: 600, dir: "auto", autocomplete: "off", value: marks });
  const form = made("form", { className: "writing" },
    made("label", {}, ...inBoth("note_words"), text), made("label", {}, ...inBoth("note_tags"), tags),
    made("div", { className: "deeds" }, made("button", { type: "submit", className: "plain" }, ...inBoth("save")), button("quiet cancel", "cancel")));
  const leave = () => {
    form.remove();
    (row ? row.querySelector('[data-deed="write"]') : page.querySelector(".fresh")).focus({ preventScroll: true });
  };
  form.querySelector(".cancel").addEventListener("click", leave);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // it is not for the panel
    leave();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = { text: text.value, tags: tags.value };
    if (row) {
      if (await change(row.dataset.key, "write", body)) show(row.dataset.key, "write");
      return;
    }
    if (!text.value.trim()) {
      text.focus();
      return;
    }
    const answer = await send("notebook/add", body);
    say(answer.error || "");
    if (answer.error !== undefined) return;
    form.remove();
    show(answer.key, "write");
  });
  if (row) row.append(form);
  else list.before(form);
  text.focus();
}

async function move(row, way) {
  const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (other && await change(row.dataset.key, "swap", { with: other.dataset.key })) show(row.dataset.key, way);
}

async function remove(row) {
  const key = row.dataset.key;
  if (!await change(key, "delete")) return;
  const undo = button("undo", "undo");
  undo.addEventListener("click", async () => {
    if (await change(key, "restore")) show(key, "delete");
  });
  say("", "note_deleted", undo);
  show();
  undo.focus({ preventScroll: true });
}

const deeds = {
  write,
  up: (row) => move(row, "up"),
  down: (row) => move(row, "down"),
  delete: remove,
  star: async (row) => {
    const starred = row.querySelector(".star").getAttribute("aria-pressed") === "true";
    if (await change(row.dataset.key, starred ? "unstar" : "star")) show(row.dataset.key, "star");
  },
};

async function take(ending) {
  const body = { ending, tag, star, window: location.origin, language: root.dataset.language };
  say("", "making");
  const answer = await send("notebook/export", body);
  if (answer.error !== undefined) {
    say(answer.error);
    return;
  }
  save(`/isnad/export/${answer.key}`, answer.name);
  say("", "export_made");
}

function choose(name_, starred) {
  tag = name_;
  star = starred;
  limit = 50;
  show().then(() => {
    const chosen = list.querySelector('.choices [aria-pressed="true"]');
    if (chosen) chosen.focus({ preventScroll: true });
  });
}

document.addEventListener("click", (event) => {
  if (!page.contains(event.target)) return;
  const link = event.target.closest("a.open-quote");
  if (link) {
    event.preventDefault();
    const named = new URLSearchParams(link.getAttribute("href").slice(1));
    const detail = `passage-${named.get("from")}-${named.get("to")}-${encodeURIComponent(named.get("article"))}`;
    document.dispatchEvent(new CustomEvent("isnad-look", { detail }));
    return;
  }
  const pressed = event.target.closest("button");
  if (!pressed) return;
  const row = pressed.closest("li.note");
  if (pressed.matches(".fresh")) write(null);
  else if (pressed.dataset.ending) take(pressed.dataset.ending);
  else if (pressed.dataset.more) {
    limit = Number(pressed.dataset.more);
    show();
  } else if (pressed.dataset.starred !== undefined) choose(tag, !star);
  else if (pressed.dataset.tag !== undefined) choose(pressed.dataset.tag === tag ? "" : pressed.dataset.tag, pressed.dataset.tag ? star : false);
  else if (row && pressed.dataset.deed) deeds[pressed.dataset.deed](row);
}, true);

// -- keeping a quote -------------------------------------------------------------------------------

async function keep(href, link) {
  const [source, from, to, is] = href.slice("#keep=".length).split(/&(?:from|to|is)=/);
  const body = { source: decodeURIComponent(source), start: Number(from), end: Number(to), is };
  const answer = await send("notebook/keep", body);
  let words = label("note_kept");
  if (answer.error !== undefined) {
    const sentence = made("span");
    sentence.innerHTML = answer.error;
    const spoken = sentence.querySelector(`.in-${root.dataset.language === "en" ? "en" : "ar"}`) || sentence;
    words = spoken.textContent;
  }
  one("#said").textContent = words;
  if (link && link.isConnected) {
    link.dataset.said = words;
    setTimeout(() => delete link.dataset.said, answer.error === undefined ? SAID : REFUSED);
  }
  if (root.dataset.mode === "notebook") show();
}

// -- from the start --------------------------------------------------------------------------------

let ready = false;
const style = made("link", { rel: "stylesheet", href: "/isnad/notebook.css" });
const styled = new Promise((resolve) => {
  style.addEventListener("load", resolve);
  style.addEventListener("error", resolve);
});
document.head.append(style);

document.addEventListener("isnad-notebook", async (event) => {
  if (event.detail.keep) {
    keep(event.detail.keep, event.detail.from);
    return;
  }
  await styled;
  if (!ready) {
    ready = true;
    build();
  }
  toggle();
});
new MutationObserver(name).observe(root, { attributeFilter: ["data-mode", "data-language"] });
new MutationObserver(name).observe(one("#bar"), { childList: true, subtree: true });
