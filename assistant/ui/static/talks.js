// The kept conversations in the page: their list, which is drawn by the server, and the one that is open, whose key
// stands behind «#» in the address, so that a reload comes back to it. Titles are only ever put in as the server
// escaped them, or as text.
import { drawn, failure, inBoth, label, made, one, put, root, save, send } from "./page.js";
import { arrive, count, list as listOfTurns } from "./turns.js";

const YEAR = 31536000;
const OPEN = /^#talk-([0-9a-f]{24})$/;
const JUMPED = 3; // turns from which on their questions are listed
const narrow = matchMedia("(max-width: 900px)");
const arrival = OPEN.exec(location.hash);
let listed = 0; // the last list that was asked for: one that comes late is dropped
let opened = ""; // the key of the conversation that the page shows
let turns = "";
let typing = 0;

// -- the drawer ----------------------------------------------------------------------------------

const search = made("input", { type: "search", id: "talks-words", maxLength: 300, autocomplete: "off" });
const list = made("div", { className: "talks-list" });
const told = made("p", { className: "talks-told" });
told.setAttribute("role", "status");
const foot = made("p", { className: "talks-at" });
const drawer = made("aside", { id: "talks" });

function build() {
  drawer.append(
    made("header", {},
      made("h2", {}, ...inBoth("talks")),
      made("button", { type: "button", className: "quiet close do-talks" },
        made("span", { className: "sr" }, ...inBoth("close")))),
    made("div", { className: "talks-new" },
      made("button", { type: "button", className: "fresh" }, ...inBoth("clear")),
      made("button", { type: "button", className: "alone" }, ...inBoth("private")),
      made("button", { type: "button", className: "book do-notebook" }, ...inBoth("notebook"))),
    search, list, told,
    made("div", { className: "talks-foot" }, made("button", { type: "button", className: "quiet votes" }, ...inBoth("votes_save")), foot));
  asking.append(
    made("h2", { id: "word-title" }), word,
    made("div", {},
      made("button", { type: "button", className: "yes" }, ...inBoth("save")),
      made("button", { type: "button", className: "no" }, ...inBoth("cancel"))));
  asking.querySelector(".no").addEventListener("click", () => asking.close());
  asking.setAttribute("aria-labelledby", "word-title");
  word.setAttribute("aria-labelledby", "word-title");
  one("#desk").prepend(drawer);
  document.body.append(asking);
}

function face() {
  const open = root.dataset.talks === "open";
  drawer.hidden = !open;
  drawer.setAttribute("aria-label", label("talks"));
  search.placeholder = label("talks_search");
  search.setAttribute("aria-label", label("talks_search"));
  search.dir = search.value ? "auto" : root.dir;
  for (const button of document.querySelectorAll("#bar .do-talks")) {
    put(button, "aria-expanded", String(open));
  }
  const covered = open && narrow.matches; // the list is then all there is
  for (const part of ["#bar", "#talk", "#search"]) {
    const below = one(part);
    if (below && (covered || root.dataset.panel !== "open" || !narrow.matches)) below.inert = covered;
  }
}

function turned() {
  const open = root.dataset.talks === "open";
  const was = !drawer.hidden;
  document.cookie = `isnad_talks=${open ? "open" : "closed"}; path=/; max-age=${YEAR}; SameSite=Strict`;
  face();
  if (open && !was) {
    show();
    if (document.activeElement && document.activeElement.closest("#bar")) search.focus({ preventScroll: true });
  } else if (was && !open) {
    const back = one("#bar .do-talks");
    if (back) back.focus({ preventScroll: true });
  }
}

const close = () => { root.dataset.talks = "closed"; };

async function show(skip = 0) {
  const number = (listed += 1);
  const answer = await send("talks", { words: search.value, skip });
  if (number !== listed) return;
  if (answer.error !== undefined) {
    list.replaceChildren(failure(answer));
    return;
  }
  if (skip) {
    const held = made("div");
    held.innerHTML = answer.html;
    const first = held.querySelector(".open-talk");
    list.querySelector(".more").replaceWith(...held.childNodes);
    if (first) first.focus({ preventScroll: true });
  } else {
    list.innerHTML = answer.html;
    if (answer.note) {
      list.prepend(failure({ error: answer.note }));
    }
  }
  foot.innerHTML = answer.place;
  mark();
  name();
}

function name() {
  for (const element of list.querySelectorAll("[data-name]")) element.setAttribute("aria-label", label(element.dataset.name));
}

function mark() {
  for (const row of list.querySelectorAll("li[data-key]")) {
    const link = row.querySelector(".open-talk");
    for (const old of row.querySelectorAll(".turns")) old.remove();
    if (row.dataset.key === opened) {
      link.setAttribute("aria-current", "true");
      row.append(...turnsOf());
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

// Below the open conversation its questions, each of which leads to its place.
const turnsOf = () => (count() < JUMPED ? [] : [listOfTurns(label("talk_turns"))]);

// -- the conversation that is open -----------------------------------------------------------------

let wanted = null; // a key that was asked for, and the turn to go to in it

function open(key, place = null) {
  if (key === opened) {
    if (place !== null) arrive(place);
    return;
  }
  wanted = { key, place };
  document.dispatchEvent(new CustomEvent("isnad-leave", { detail: `open-${key}` }));
}

// The address keeps the conversation across a reload; the server says which one it is.
function follow() {
  const head = one("#current .current");
  const key = head ? head.dataset.talk : "";
  const count = head ? head.dataset.turns : "";
  if (key === opened && count === turns) return;
  const other = key !== opened;
  opened = key;
  turns = count;
  if (wanted && key === wanted.key && wanted.place !== null) arrive(wanted.place);
  if (head) wanted = null; // it is there, or another one, or said to be gone
  if (!wanted && other) history.replaceState(null, "", location.pathname + location.search + (key ? `#talk-${key}` : ""));
  if (!drawer.hidden) show();
  else mark();
}

// After a reload: as soon as the articles are there, for every quote is held against them.
async function comeBack(match) {
  if (!match || one("#current .current")) return;
  wanted = { key: match[1], place: null };
  for (let tries = 0; tries < 200 && wanted; tries += 1) {
    if (one("#isnad .count.do-list") && one("#act :is(textarea, input)")) {
      open(match[1]);
      await new Promise((resolve) => setTimeout(resolve, 2500)); // it was told before Gradio listened
    } else {
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }
}

// -- deeds -----------------------------------------------------------------------------------------

function say(key, error, undo) {
  told.replaceChildren();
  if (error) {
    told.append(failure({ error }, "span"));
  } else if (key) {
    told.append(...inBoth(key), " ");
  }
  if (undo) told.append(undo);
}

async function change(row, deed, body = "") {
  const answer = await send(`talk/${row.dataset.key}/${deed}`, body);
  if (answer.error !== undefined) say("", answer.error);
  return answer.error === undefined;
}

const deeds = {
  pin: async (row) => (await change(row, "pin")) && show(),
  unpin: async (row) => (await change(row, "unpin")) && show(),
  rename,
  delete: async (row) => {
    if (!(await change(row, "delete"))) return;
    const title = row.querySelector("strong").textContent;
    const back = made("button", { type: "button", className: "undo" }, ...inBoth("undo"));
    back.addEventListener("click", async () => {
      if (await change(row, "restore")) {
        say("");
        show();
        search.focus({ preventScroll: true });
      }
    });
    say("talk_deleted", "", made("span", {}, made("bdi", { textContent: title }), " ", back));
    if (row.dataset.key === opened) document.dispatchEvent(new CustomEvent("isnad-leave", { detail: "clear" }));
    await show();
    back.focus({ preventScroll: true });
  },
};

function rename(row) {
  const link = row.querySelector(".open-talk");
  const box = made("input", { type: "text", className: "rename", maxLength: 120, dir: "auto" });
  box.value = row.querySelector("strong").textContent;
  box.setAttribute("aria-label", label("talk_title"));
  const done = async (keep) => {
    if (!box.isConnected) return;
    if (keep && box.value.trim()) await change(row, "rename", box.value);
    await show();
    const again = list.querySelector(`[data-key="${row.dataset.key}"] .open-talk`);
    if (again) again.focus({ preventScroll: true });
  };
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") done(true);
    if (event.key === "Escape") done(false);
  });
  row.querySelector(".deeds").replaceChildren(box,
    Object.assign(made("button", { type: "button", className: "quiet" }, ...inBoth("save")), { onclick: () => done(true) }),
    Object.assign(made("button", { type: "button", className: "quiet" }, ...inBoth("cancel")), { onclick: () => done(false) }));
  link.after(row.querySelector(".deeds"));
  box.focus();
  box.select();
}

async function saveVotes() {
  const answer = await send("votes", "", "GET");
  if (answer.error !== undefined) {
    say("", answer.error);
    return;
  }
  const file = URL.createObjectURL(new Blob([answer.lines], { type: "application/jsonl" }));
  save(file, "questions.jsonl");
  setTimeout(() => URL.revokeObjectURL(file), 1000);
}

// In the capturing phase, as `window.js` listens, which lets no click on a link get further down.
document.addEventListener("click", (event) => {
  if (!drawer.contains(event.target)) return;
  const link = event.target.closest(".open-talk");
  const row = event.target.closest("li[data-key]");
  if (link) {
    event.preventDefault();
    open(row.dataset.key, search.value.trim() ? Number(link.dataset.place) : null);
    if (narrow.matches) close();
    return;
  }
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".more-of")) unfold(row, button);
  else if (button.dataset.talkDeed) deeds[button.dataset.talkDeed](row);
  else if (button.matches(".more")) show(Number(button.dataset.skip));
  else if (button.matches(".votes")) saveVotes();
  else if (button.matches(".jump")) {
    if (narrow.matches) close();
    arrive(Number(button.dataset.place));
  }
  else if (button.matches(".fresh, .alone")) {
    document.dispatchEvent(new CustomEvent("isnad-leave", { detail: button.matches(".fresh") ? "clear" : "private" }));
    if (narrow.matches) close();
    one("#question textarea").focus({ preventScroll: true });
  } else if (button.matches(".book") && narrow.matches) close();
}, true);

function unfold(row, button) {
  const deeds = row.querySelector(".deeds");
  const open = deeds.hidden;
  for (const other of list.querySelectorAll(".deeds")) other.hidden = true;
  for (const other of list.querySelectorAll(".more-of")) other.setAttribute("aria-expanded", "false");
  deeds.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  if (open) deeds.scrollIntoView({ block: "nearest" });
}

search.addEventListener("input", () => {
  face();
  clearTimeout(typing);
  typing = setTimeout(show, 150);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || drawer.hidden || one("dialog[open]")) return;
  if (event.target.matches(".rename") || (!event.target.closest("#talks") && !narrow.matches)) return;
  event.stopImmediatePropagation(); // it is not for the panel
  if (event.target !== search || !search.value) close(); // a search box is emptied first
}, true);

// -- a word beside a judgement -----------------------------------------------------------------------

const word = made("textarea", { rows: 3, maxLength: 500, dir: "auto" });
const asking = made("dialog", { id: "word" });

function askWord(link) {
  const turn = link.getAttribute("href").replace("#word-", "");
  const key = link.classList.contains("up") ? "vote_word_up" : "vote_word_down";
  asking.querySelector("h2").replaceChildren(...inBoth(key));
  const written = link.querySelector("bdi");
  word.value = written ? written.textContent : "";
  asking.querySelector(".yes").onclick = () => {
    asking.close();
    const detail = { bridge: "act", event: `word-${turn}-${encodeURIComponent(word.value.trim())}` };
    document.dispatchEvent(new CustomEvent("isnad-tell", { detail }));
  };
  asking.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('#chat a[href^="#word-"]');
  if (link) askWord(link);
}, true);

// -- from the start ----------------------------------------------------------------------------------

async function begin() {
  await drawn("#desk", "#talk", "[data-labels]");
  build();
  drawer.hidden = true;
  turned();
  follow();
  comeBack(arrival);
  new MutationObserver(turned).observe(root, { attributeFilter: ["data-talks"] });
  new MutationObserver(() => { face(); name(); }).observe(root, { attributeFilter: ["data-language", "dir", "data-panel"] });
  new MutationObserver(face).observe(one("#bar"), { childList: true, subtree: true });
  new MutationObserver(follow).observe(one("#talk"), { childList: true, subtree: true, attributes: true, attributeFilter: ["data-talk", "data-turns"] });
  narrow.addEventListener("change", face);
}

const style = made("link", { rel: "stylesheet", href: "/isnad/talks.css" });
style.addEventListener("load", begin);
style.addEventListener("error", begin);
document.head.append(style);
