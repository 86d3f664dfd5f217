// A briefing in the place of the events or of a name: asked for, shown, printed, taken away as a file. Loaded with the
// page that has its button; all that it shows of documents was escaped by the server.
import { failure, label, one, root, save, send } from "./page.js";

const POLL = 1000; // milliseconds between two looks while the articles are read
let asked = 0; // the last wish: an answer that comes late is dropped
let about = "";

const fetched = (further) => send("brief", { about, language: root.dataset.language === "en" ? "en" : "ar", ...further });

async function open(button) {
  const number = (asked += 1);
  const place = button.closest("#events") ? one("#events .survey") : one("#search .found-list");
  about = button.dataset.brief;
  button.disabled = true;
  place.setAttribute("aria-busy", "true");
  let answer = await fetched({});
  while (number === asked && answer.working) {
    place.innerHTML = answer.html;
    await new Promise((done) => setTimeout(done, POLL));
    answer = await fetched({});
  }
  if (number !== asked) return;
  place.removeAttribute("aria-busy");
  button.disabled = false;
  if (answer.html === undefined) {
    place.prepend(failure(answer));
    return;
  }
  place.innerHTML = answer.html;
  place.closest("#events, #search").scrollTop = 0;
  place.querySelector(".named").focus({ preventScroll: true });
}

async function take(ending) {
  if (ending === "print") {
    root.dataset.print = "brief";
    window.print();
    delete root.dataset.print;
    return;
  }
  const state = one(".briefing .state");
  state.textContent = label("making");
  const answer = await fetched({ ending, window: location.origin });
  if (!state.isConnected) return;
  if (answer.href === undefined) {
    state.replaceChildren(failure(answer));
    return;
  }
  save(answer.href, answer.name);
  state.textContent = label("export_made");
}

document.addEventListener("click", (event) => {
  const wish = event.target.closest("[data-brief]");
  if (wish) open(wish);
  else if (event.target.closest("#events [data-view], #search [data-names], #search .to-names")) asked += 1; // it is left
  const way = event.target.closest(".briefing [data-taken]");
  if (way) take(way.dataset.taken);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("#search form")) asked += 1;
});
