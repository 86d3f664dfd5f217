// The pages of names, inside the search page: all of them, or what the articles tell of one. Loaded with the search
// page; everything that it shows of documents was escaped by the server.
import "./brief.js";
import { one, send } from "./page.js";

const AGAIN = 1500; // milliseconds until names that are still being found are asked for again
let asked = 0; // the last page that was asked for: one that comes late is dropped

async function open(name) {
  const number = (asked += 1);
  const list = one("#search .found-list");
  list.setAttribute("aria-busy", "true");
  const answer = await send("names", { name });
  if (number !== asked) return;
  list.removeAttribute("aria-busy");
  list.innerHTML = answer.html || answer.error || "";
  if (answer.wait) {
    setTimeout(() => number === asked && open(name), AGAIN);
    return;
  }
  one("#search").scrollTop = 0;
  const heading = list.querySelector(".named");
  if (heading) heading.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#search [data-names]");
  if (button) open(button.dataset.names);
  const find = event.target.closest("#search [data-find]");
  if (find) document.dispatchEvent(new CustomEvent("isnad-find", { detail: find.dataset }));
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("#search form")) asked += 1; // what was searched for takes the place
});
