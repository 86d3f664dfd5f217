// The list of the questions above a conversation that stands in no list of kept ones: a visitor's, or a private one.
import { inBoth, label, made, one, root } from "./page.js";
import { arrive, count, list } from "./turns.js";

const JUMPED = 3; // turns from which on their questions are listed

const box = made("details", { id: "jumps" });
const summary = made("summary", {}, made("span", {}, ...inBoth("talk_turns")), made("bdi", { className: "figure" }));
box.append(summary, made("div"));

function draw() {
  const head = one("#current .current");
  box.hidden = !head || head.dataset.talk !== "" || count() < JUMPED;
  if (box.hidden) box.open = false;
  summary.querySelector(".figure").textContent = count();
  if (box.open) box.lastElementChild.replaceChildren(list(label("talk_turns")));
}

function close(back) {
  if (!box.open) return;
  box.open = false;
  if (back) summary.focus({ preventScroll: true });
}

box.addEventListener("toggle", draw);
box.addEventListener("click", (event) => {
  const jump = event.target.closest(".jump");
  if (!jump) return;
  close(true);
  arrive(Number(jump.dataset.place));
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !box.open) return;
  event.stopPropagation(); // it is not for the panel
  close(true);
});
document.addEventListener("click", (event) => {
  if (!box.contains(event.target)) close(false);
});

one("#talk").prepend(box);
new MutationObserver(draw).observe(one("#current"), {
  childList: true, subtree: true, attributeFilter: ["data-talk", "data-turns", "data-first"],
});
new MutationObserver(draw).observe(root, { attributeFilter: ["data-language"] });
draw();
