// The search page: what is typed and narrowed goes to `/isnad/do/search`, what comes back is shown as it is. Loaded when
// the page is first opened; everything that it shows of documents was escaped by the server.
import "./names.js";
import { failure, label, made, one, put, root, send } from "./page.js";

const wide = matchMedia("(min-width: 901px)");
const chosen = { files: [], formats: [], names: [] };
let asked = 0; // the last search that was sent: an answer that comes late is dropped
let unfolded = wide.matches; // whether the counts are shown

// -- coming and going ----------------------------------------------------------------------------

function toggle() {
  const open = root.dataset.mode !== "search";
  root.dataset.mode = open ? "search" : "talk";
  name();
  (open ? one("#seek-words") : one("#question textarea")).focus({ preventScroll: true });
  if (open) one("#seek-words").select();
}

// The bar is drawn anew now and then, and the language switched: names are set when something changed.
function name() {
  put(one("#bar .do-seek"), "aria-pressed", String(root.dataset.mode === "search"));
  put(one("#seek-words"), "placeholder", label("search_words"));
  const box = one("#seek-words");
  put(box, "dir", box.value ? "auto" : root.dir);
  for (const option of document.querySelectorAll("#seek-order option")) {
    const words = root.dataset.language === "en" ? option.dataset.en : option.dataset.ar;
    if (option.textContent !== words) option.textContent = words;
  }
}

// -- asking --------------------------------------------------------------------------------------

const fetched = (skip) => send("search", {
  words: one("#seek-words").value, exact: one("#seek-exact").checked, order: one("#seek-order").value,
  since: one("#seek-since").value, until: one("#seek-until").value, ...chosen, skip,
});

async function search() {
  const number = (asked += 1);
  const list = one("#search .found-list");
  list.setAttribute("aria-busy", "true");
  const answer = await fetched(0);
  if (number !== asked) return;
  list.removeAttribute("aria-busy");
  if (answer.html === undefined) list.replaceChildren(failure(answer));
  else list.innerHTML = answer.html;
  for (const mark of list.querySelectorAll(".facets")) mark.open = unfolded;
  one("#search").scrollTop = 0;
  const told = list.querySelector(".summary, .none strong, .failure, .why");
  one("#search .told").textContent = told ? told.innerText : "";
}

async function more(button) {
  const number = asked;
  button.disabled = true;
  const answer = await fetched(Number(button.dataset.skip));
  if (number !== asked) return;
  button.disabled = false;
  if (answer.html === undefined) return;
  const held = made("div", { innerHTML: answer.html });
  const first = held.querySelector(".hit a");
  one("#search .hits").append(...held.querySelectorAll(".hit"));
  button.replaceWith(...held.querySelectorAll("[data-seek='more']"));
  if (first) first.focus({ preventScroll: true });
}

function free() {
  chosen.files = [];
  chosen.formats = [];
  chosen.names = [];
  one("#seek-since").value = "";
  one("#seek-until").value = "";
}

// A count narrows the search to what it counts; pressed again it frees it.
async function narrow(chip) {
  const { facet, value } = chip.dataset;
  const off = chip.getAttribute("aria-pressed") === "true";
  if (facet === "dates") {
    const period = off ? value.slice(0, Math.max(0, value.lastIndexOf("-"))) : value; // pressed again: what it lies in
    one("#seek-since").value = period;
    one("#seek-until").value = period;
  } else {
    chosen[facet] = off ? chosen[facet].filter((kept) => kept !== value) : [...chosen[facet], value];
  }
  await search();
  const same = one(`#search [data-facet="${facet}"][data-value="${CSS.escape(value)}"]`);
  (same || one("#seek-words")).focus({ preventScroll: true });
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#search form")) return;
  event.preventDefault();
  search();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("#search form :is(select, input):not(#seek-words)") && one("#seek-words").value.trim()) search();
});

document.addEventListener("input", (event) => {
  if (event.target.matches("#seek-words")) name();
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches("#search .facets")) unfolded = event.target.open;
}, true);

document.addEventListener("click", (event) => {
  const chip = event.target.closest("#search [data-facet]");
  if (chip) narrow(chip);
  const button = event.target.closest("#search [data-seek]");
  if (!button) return;
  if (button.dataset.seek === "more") {
    more(button);
    return;
  }
  if (button.dataset.seek === "widen") one("#seek-exact").checked = false;
  else free();
  search();
  one("#seek-words").focus({ preventScroll: true });
});

// From the page of a name: its passages, in the articles that name it.
document.addEventListener("isnad-find", (event) => {
  free();
  chosen.names = [event.detail.find];
  if (!one("#seek-words").value.trim()) one("#seek-words").value = event.detail.text;
  search();
  one("#seek-words").focus({ preventScroll: true });
});

document.addEventListener("isnad-seek", toggle);
new MutationObserver(name).observe(root, { attributeFilter: ["data-language", "dir", "data-mode"] });
new MutationObserver(name).observe(one("#bar"), { childList: true, subtree: true });
// On a phone the limits of a search would fill the screen before the first hit: there they are folded at first.
const fold = () => { one("#search .limit-fold").open = wide.matches; };
wide.addEventListener("change", fold);
fold();
toggle();
