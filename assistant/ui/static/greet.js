// The quiet notice of articles that came since the last visit; asked for once, when the page has been opened.
import { drawn, keepSeen, made, one, root, seen, send } from "./page.js";

const POLL = 2000; // milliseconds between two looks while the articles are brought in step

async function greet() {
  const looked = { view: "greet", seen: seen() };
  let answer = await send("events", looked);
  while (answer.working) {
    await new Promise((done) => setTimeout(done, POLL));
    answer = await send("events", looked);
  }
  if (answer.seen) keepSeen(answer.seen);
  if (!answer.html) return;
  const held = made("div", { innerHTML: answer.html }); // escaped by the server
  await drawn("#talk");
  one("#talk").prepend(...held.children);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-newly]");
  if (!button || button === root) return;
  const look = button.dataset.newly === "look";
  button.closest(".newly").remove();
  if (!look) {
    one("#question textarea").focus({ preventScroll: true });
    return;
  }
  if (one('script[src="/isnad/events.js"]')) document.dispatchEvent(new Event("isnad-newly"));
  else {
    root.dataset.newly = "news";
    one("#bar .do-events").click();
  }
});

greet();
