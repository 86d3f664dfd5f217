// The questions of the conversation, of which the page holds the last ones: their list, and the way to each of them. A
// module that the list of conversations, that of one which is not kept (`jumps.js`) and printing share.
import { made, one } from "./page.js";

const PATIENCE = 10000; // milliseconds that earlier turns are waited for

const head = () => one("#current .current");
const standing = () => [...document.querySelectorAll("#chat .asked")];

// The number of the first turn in the page, and of all turns.
export const first = () => Number(head() ? head().dataset.first : 0);
export const count = () => Number(head() ? head().dataset.turns : 0);

export function questions() {
  const before = first() ? JSON.parse(head().dataset.before) : [];
  const shown = [...document.querySelectorAll("#chat .asked h2")];
  return [...before.map((text) => ({ text, dir: "auto" })), ...shown.map((h2) => ({ text: h2.textContent, dir: h2.dir }))];
}

// As a list of buttons, each of which knows its place.
export function list(spoken) {
  const rows = questions().map(({ text, dir }, place) => {
    const jump = made("button", { type: "button", className: "jump", textContent: text, dir });
    jump.dataset.place = place;
    return made("li", {}, jump);
  });
  const turns = made("ol", { className: "turns" }, ...rows);
  turns.setAttribute("aria-label", spoken);
  return turns;
}

// Has the page the turns from this one on? They are asked for where it has not; false where they do not come, or another
// conversation does. While an answer grows the server gives no earlier ones: they are asked for when it is there.
export async function reach(place) {
  const there = () => first() <= place && standing().length >= count() - first();
  const talk = () => (head() ? head().dataset.talk : "");
  const asked = talk();
  let told = false;
  for (let end = Date.now() + PATIENCE; !there() && talk() === asked && Date.now() < end;) {
    if (one("#chat .pending")) {
      end = Date.now() + PATIENCE;
    } else if (!told) {
      told = true;
      const detail = { bridge: "act", event: `earlier-${place}` };
      document.dispatchEvent(new CustomEvent("isnad-tell", { detail }));
    }
    await new Promise(requestAnimationFrame);
  }
  return there();
}

export async function arrive(place) {
  if (!(await reach(place))) return;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const found = standing()[place - first()];
  if (found) found.scrollIntoView({ block: "start" });
}
