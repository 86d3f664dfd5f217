// A briefing in the place of the events or of a name: asked for, shown, printed, taken away as a file. Loaded with the
// page that has its button; all that it shows of documents was escaped by the server.
"use strict";
(() => {
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const token = () => (one('meta[name="isnad-token"]') || {}).content || "";
  const POLL = 1000; // milliseconds between two looks while the articles are read
  let asked = 0; // the last wish: an answer that comes late is dropped
  let about = "";

  function label(key) {
    const bar = one("[data-labels]");
    const words = (bar && JSON.parse(bar.dataset.labels)[key]) || ["", ""];
    return words[root.dataset.language === "en" ? 1 : 0];
  }

  async function fetched(further) {
    const headers = { "x-isnad-token": token(), "content-type": "application/json" };
    const language = root.dataset.language === "en" ? "en" : "ar";
    try {
      const body = JSON.stringify({ about, language, ...further });
      return await (await fetch("/isnad/do/brief", { method: "POST", headers, body })).json();
    } catch {
      return { error: "" };
    }
  }

  function failed(answer) {
    const told = document.createElement("p");
    told.className = "failure";
    if (answer.error) told.innerHTML = answer.error;
    else told.textContent = label("lost");
    return told;
  }

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
      place.prepend(failed(answer));
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
      state.replaceChildren(failed(answer));
      return;
    }
    const link = document.createElement("a");
    link.href = answer.href;
    link.download = answer.name;
    document.body.append(link);
    link.click();
    link.remove();
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
})();
