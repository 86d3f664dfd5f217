// Whether the program is still there. While somebody is at the page it is asked every other second, with the question
// for news that is answered at once; an idle page asks nothing until it is touched again. What is said of it stands
// in a line of its own above the page, so that it lies over nothing, and goes by itself when the program is back.
"use strict";
(() => {
  const root = document.documentElement;
  const BETWEEN = 1000; // milliseconds from an answer to the next question
  const PATIENCE = 2000; // milliseconds without an answer that are called a hang
  const PRESENT = 60000; // milliseconds since the last key or pointer for which somebody is at the page
  const DRAFT = "isnad-draft";
  let touched = Date.now();
  let asking = false;
  let state = "";

  const one = (selector) => document.querySelector(selector);
  const box = () => one("#question textarea");
  function label(key) {
    const bar = one("[data-labels]");
    return bar ? JSON.parse(bar.dataset.labels)[key][root.dataset.language === "en" ? 1 : 0] : "";
  }

  // -- the draft: a reload keeps what was being written, as long as the tab is open ------------------

  function keepDraft() {
    const written = box() ? box().value : "";
    try {
      if (written.trim()) sessionStorage.setItem(DRAFT, written);
      else sessionStorage.removeItem(DRAFT);
    } catch { /* a browser that keeps nothing */ }
  }

  function bringDraft() {
    const area = box();
    if (!area || area.value) return Boolean(area);
    let kept = "";
    try {
      kept = sessionStorage.getItem(DRAFT) || "";
      sessionStorage.removeItem(DRAFT);
    } catch { /* as above */ }
    if (kept) {
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, kept);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return true;
  }

  // -- the program ---------------------------------------------------------------------------------

  function say(next) {
    if (next === state) return;
    state = next;
    show();
  }

  function show() {
    const notice = one("#notice");
    if (!notice) return;
    const toast = one(".toast-body"); // Gradio's own report, in English, of which only ours is shown
    const failed = toast && !/connection|network/i.test(toast.textContent);
    const key = state || (failed ? "failed" : "");
    const words = key ? label(key) : "";
    if (notice.dataset.key === key && notice.dataset.words === words) return;
    notice.dataset.key = key;
    notice.dataset.words = words;
    notice.replaceChildren(words);
    if (key === "restarted") {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = label("reload");
      again.addEventListener("click", () => location.reload());
      notice.append(" ", again);
    }
    root.style.setProperty("--notice", `${notice.offsetHeight}px`);
  }

  async function ask() {
    const token = (one('meta[name="isnad-token"]') || {}).content || "";
    try {
      const answer = await fetch("/isnad/do/news?seen=0", {
        headers: { "x-isnad-token": token }, signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status === 403) return "restarted"; // another run of the program, which knows nothing of this page
      return answer.ok ? "" : "lost";
    } catch (error) {
      return error.name === "TimeoutError" ? "slow" : "lost";
    }
  }

  const attended = () => !document.hidden
    && (state || Date.now() - touched < PRESENT || one("#chat .pending"));

  async function watch() {
    if (asking) return;
    asking = true;
    while (attended()) {
      const found = await ask();
      if (found === "restarted" && (!one("#chat .asked") || location.hash.length > 1)) {
        location.reload(); // nothing is lost by it: no talk yet, or its name stands in the address
        break;
      }
      say(found);
      if (found === "restarted") break;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN));
    }
    asking = false;
  }

  for (const event of ["pointerdown", "keydown", "focus", "visibilitychange"]) {
    addEventListener(event, () => {
      touched = Date.now();
      if (state !== "restarted") watch();
    }, true);
  }
  addEventListener("pagehide", keepDraft);
  addEventListener("resize", () => {
    const notice = one("#notice");
    if (notice) root.style.setProperty("--notice", `${notice.offsetHeight}px`);
  });
  document.addEventListener("DOMContentLoaded", () => {
    let brought = false;
    new MutationObserver(() => {
      if (!brought) brought = bringDraft();
      show();
    }).observe(document.body, { childList: true, subtree: true });
    watch();
  });
})();
