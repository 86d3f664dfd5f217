// The list of the questions of a conversation that stands in no list of kept ones: a visitor's, or a private one.
import { inBoth, label, made, one } from "./page.js";
import { arrive, count, list } from "./turns.js";

const JUMPED = 3; // turns from which on their questions are listed

const opener = made("button", { type: "button", id: "jumps", className: "quiet" }, made("span", {}, ...inBoth("talk_turns")), made("bdi", { className: "figure" }));
const held = made("div");
const box = made("dialog", { id: "turns" },
  made("h2", { id: "turns-title" }, ...inBoth("talk_turns")), held,
  made("button", { type: "button", className: "no" }, ...inBoth("close")));
box.setAttribute("aria-labelledby", "turns-title");

function draw() {
  const head = one("#current .current");
  opener.hidden = !head || head.dataset.talk !== "" || count() < JUMPED;
  opener.querySelector(".figure").textContent = count();
}

opener.addEventListener("click", () => {
  held.replaceChildren(list(label("talk_turns")));
  box.showModal();
});
box.addEventListener("click", (event) => {
  const jump = event.target.closest(".jump");
  if (jump || event.target.closest(".no")) box.close();
  if (jump) arrive(Number(jump.dataset.place));
});

document.body.append(box);
one("#current").after(opener); // above the question box, where it lies over nothing
new MutationObserver(draw).observe(one("#current"), {
  childList: true, subtree: true, attributeFilter: ["data-talk", "data-turns", "data-first"],
});
draw();
