// The panel of an article: its outline, the quotes in it, the page of the original beside it, printing, keys; a search
// in it and its pages bring modules of their own. Loaded with the first article that is opened. The markup comes with
// the article (`reader_bar.py`); whoever leads to another quote has it opened by the server, so that what is copied and
// kept is always the quote that is marked.
"use strict";
(() => {
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const SIGHT = 24; // pixels of room around what is led to
  const BESIDE = 700; // pixels of width from which the text and a page stand side by side
  const roomy = matchMedia("(min-width: 1200px)"); // where the panel grows so wide (`reader.css`)
  let about = null; // of the article that is shown, see `reader_bar.py`
  let beside = null; // the sheet with the original page, or null
  let besideOpen = false;
  let wish = ""; // what gets the focus when the next article is there
  let lookedAt = ""; // the quote that was led to
  let opener = null; // what opened the search, and gets the focus back
  let search = null; // the module of the search, once it was opened
  let sheets = null;

  // A sentence in both languages, of which the style sheet shows the page's.
  function word(key, values = {}) {
    const both = document.createDocumentFragment();
    for (const [place, language, dir] of [[0, "ar", "rtl"], [1, "en", "ltr"]]) {
      const span = document.createElement("span");
      Object.assign(span, { className: `in-${language}`, lang: language, dir });
      span.textContent = about.words[key][place].replace(/\{(\w+)\}/g, (_, name) => values[name]);
      both.append(span);
    }
    return both;
  }

  const styled = new Promise((resolve) => {
    const sheet = document.createElement("link");
    Object.assign(sheet, { rel: "stylesheet", href: "/isnad/reader.css", onload: resolve, onerror: resolve });
    document.head.append(sheet);
  });

  // -- an article has come -------------------------------------------------------------------------

  async function dress() {
    const bar = one("#opened .reading");
    if (!bar) return;
    await styled;
    if (!bar.isConnected || bar.classList.contains("ready")) return;
    about = JSON.parse(bar.querySelector(".about").textContent);
    beside = null;
    bar.classList.add("ready");
    for (const button of bar.querySelectorAll(".do-find, .do-sheet")) button.setAttribute("aria-pressed", "false");
    one("#opened .text").setAttribute("role", "region");
    const items = [...document.querySelectorAll("#opened .outline li")];
    for (const heading of document.querySelectorAll("#opened .heading[id]")) {
      const item = items[Number(heading.id.replace("heading-", ""))];
      const depth = item ? Number(item.className.replace("deep-", "")) : 0;
      heading.setAttribute("role", "heading");
      heading.setAttribute("aria-level", String(3 + depth));
    }
    name();
    if (search) search.begin({ about, word, scroller, sight, part });
    if (search && search.sought() !== null) search.open(search.sought(), false);
    if (besideOpen && about.key && roomy.matches) openSheet(); // elsewhere it would cover what was opened
    settle();
  }

  function name() {
    const text = one("#opened .text");
    if (about && text) text.setAttribute("aria-label", about.words.reader_text[root.dataset.language === "en" ? 1 : 0]);
    if (beside) beside.name();
  }
  new MutationObserver(name).observe(root, { attributeFilter: ["data-language"] });

  // Where the keyboard goes on: the way that was taken to get here, else what was opened, in sight.
  function settle() {
    const focus = wish;
    wish = "";
    const quote = one("#quote");
    if (focus.startsWith("heading-")) lead(document.getElementById(focus));
    else if (quote) sight(quote.getBoundingClientRect());
    if (focus.startsWith("#")) one(focus).focus({ preventScroll: true });
    if (focus === "before" || focus === "after") {
      const steps = [...document.querySelectorAll("#opened .quotes .step")];
      const step = [focus === "before" ? steps[0] : steps[1], ...steps].find((each) => each && each.href);
      if (step) step.focus({ preventScroll: true });
    }
    const marker = lookedAt && one(`#talk a.marker[href="${lookedAt}"]`);
    if (marker) marker.classList.add("looked");
    lookedAt = "";
  }

  function lead(element) {
    if (!element) return;
    sight(element.getBoundingClientRect());
    element.focus({ preventScroll: true });
  }

  // What scrolls around the text: on a narrow screen the whole article does.
  function scroller() {
    const inner = one("#opened .text");
    return /auto|scroll/.test(getComputedStyle(inner).overflowY) ? inner : one("#opened .opened");
  }

  // Brings a box of the page into sight, in the upper part of the text if it was out of it.
  function sight(box) {
    const around = scroller();
    const frame = around.getBoundingClientRect();
    const covered = around.matches(".text") ? 0 : one("#opened .reading").offsetHeight + one("#opened header").offsetHeight;
    const top = frame.top + covered + SIGHT;
    if (box.top >= top && box.bottom <= frame.bottom - SIGHT) return;
    around.scrollTop += box.top - top - Math.max(0, (frame.bottom - top - box.height) / 3);
  }

  // Has the part of a very long article shown that is around a character; then the focus is as it was wished.
  function part(place, focus = "") {
    const active = document.activeElement;
    if (!focus && active.closest("#opened .finding")) focus = active.id ? `#${active.id}` : "#opened .do-hit-after";
    wish = focus;
    const detail = `passage-${place}-${place}-${about.source}`;
    document.dispatchEvent(new CustomEvent("isnad-look", { detail }));
  }

  // -- search --------------------------------------------------------------------------------------

  const isFinding = () => Boolean(search) && search.isOpen();

  async function openFind(from) {
    opener = from;
    if (one("#opened .beside.alone")) closeSheet();
    search = search || await import("/isnad/finding.js");
    search.begin({ about, word, scroller, sight, part });
    search.open(search.sought() || "");
  }

  function closeFind() {
    if (!search.close()) return;
    const back = opener && opener.isConnected ? opener : one("#opened .text");
    back.focus({ preventScroll: true });
  }

  // -- the original page ---------------------------------------------------------------------------

  async function openSheet() {
    sheets = sheets || await import("/isnad/sheet.js");
    const place = one("#opened .beside");
    if (!place || beside) return;
    beside = sheets.sheet(about, word);
    besideOpen = true;
    place.append(beside.element);
    one("#opened .do-sheet").setAttribute("aria-pressed", "true");
    fit();
    const quote = one("#quote");
    if (quote && !one("#opened .beside.alone")) sight(quote.getBoundingClientRect());
  }

  function closeSheet() {
    if (!beside) return;
    const within = beside.element.contains(document.activeElement);
    beside.element.remove();
    beside = null;
    besideOpen = false;
    one("#opened .do-sheet").setAttribute("aria-pressed", "false");
    fit();
    if (within) one("#opened .do-sheet").focus();
    const quote = one("#quote");
    if (quote) sight(quote.getBoundingClientRect());
  }

  // Side by side where there is room for both, else the page in the place of the text.
  function fit() {
    const place = one("#opened .beside");
    if (place) place.classList.toggle("alone", Boolean(beside) && place.clientWidth < BESIDE);
  }
  addEventListener("resize", fit);

  function print() {
    root.dataset.print = "article";
    window.print();
    delete root.dataset.print;
  }

  // -- what is pressed -----------------------------------------------------------------------------

  const deeds = {
    "do-find": (button) => (isFinding() ? closeFind() : openFind(button)),
    "do-unfind": () => closeFind(),
    "do-hit-before": () => search.step(-1),
    "do-hit-after": () => search.step(1),
    "do-sheet": () => (beside ? closeSheet() : openSheet()),
    "do-print": print,
  };

  function follow(link) {
    const href = link.getAttribute("href");
    const outside = /^#at-(\d+)-(\d+)$/.exec(href);
    if (one("#opened .beside.alone")) closeSheet();
    if (outside) {
      part(outside[1], `heading-${outside[2]}`);
    } else if (href.startsWith("#heading-")) {
      link.closest("details").open = false;
      lead(document.getElementById(href.slice(1)));
    } else {
      wish = link.querySelector(".before") ? "before" : "after";
      lookedAt = href;
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#opened .reading button");
    const deed = button && [...button.classList].find((each) => each in deeds);
    if (deed) deeds[deed](button);
    const link = event.target.closest("#opened .reading a[href]");
    if (link) follow(link);
    const outline = one("#opened .outline[open]");
    if (outline && !outline.contains(event.target)) outline.open = false;
  }, true);

  // Escape closes the search, then the outline, and only then the panel (`window.js`).
  document.addEventListener("keydown", (event) => {
    if (!one("#opened .reading.ready") || one("dialog[open]")) return;
    const outline = one("#opened .outline[open]");
    const inside = document.activeElement.closest("#panel");
    if (event.key === "Escape" && (isFinding() || outline)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isFinding()) {
        closeFind();
      } else {
        outline.open = false;
        outline.querySelector("summary").focus();
      }
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "f" && inside
      && document.activeElement.id !== "find-words") {
      event.preventDefault(); // pressed again in the box, it is the browser's own
      openFind(document.activeElement);
    }
  }, true);

  document.addEventListener("isnad-article", dress);
  dress();
})();
