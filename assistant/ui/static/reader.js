// The panel of an article: search in its text, its outline, the page of the original beside it, printing, keys. Loaded
// with the first article that is opened. The markup comes with the article (`reader_bar.py`); whoever leads to another
// quote has it opened by the server, so that what is copied and kept is always the quote that is marked.
"use strict";
(() => {
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const SIGHT = 24; // pixels of room around what is led to
  let about = null; // of the article that is shown, see `reader_bar.py`
  let text = null; // its text as `find.js` read it
  let hits = []; // ranges of what was found, of which `now` is the one led to
  let now = -1;
  let words = null; // what is looked for; null while nothing is
  let beside = null; // the sheet with the original page, or null
  let besideOpen = false;
  let wish = null; // what gets the focus when the next article is there
  let opener = null; // what opened the search, and gets the focus back
  let finder = null;
  let sheets = null;
  let lookedAt = ""; // the quote that was led to
  const roomy = matchMedia("(min-width: 1200px)"); // where the text and a page have room side by side (`reader.css`)

  function bring(name) {
    return import(`/isnad/${name}.js`);
  }

  const spoken = () => (root.dataset.language === "en" ? 1 : 0);

  // A sentence in both languages, of which the style sheet shows the page's.
  function word(key, values = {}) {
    const both = document.createDocumentFragment();
    for (const [place, language] of [[0, "ar"], [1, "en"]]) {
      const span = document.createElement("span");
      span.className = `in-${language}`;
      span.lang = language;
      span.dir = language === "ar" ? "rtl" : "ltr";
      span.textContent = about.words[key][place].replace(/\{(\w+)\}/g, (_, name) => values[name]);
      both.append(span);
    }
    return both;
  }

  const styled = new Promise((resolve) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = "/isnad/reader.css";
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", resolve);
    document.head.append(sheet);
  });

  // -- an article has come -------------------------------------------------------------------------

  async function dress() {
    const bar = one("#opened .reading");
    if (!bar) return;
    await styled;
    if (!bar.isConnected || bar.classList.contains("ready")) return;
    about = JSON.parse(bar.querySelector(".about").textContent);
    text = null;
    beside = null;
    hits = [];
    now = -1;
    box(bar);
    bar.classList.add("ready");
    for (const button of bar.querySelectorAll(".do-find, .do-sheet")) {
      button.setAttribute("aria-pressed", "false");
    }
    one("#opened .text").setAttribute("role", "region");
    const items = [...document.querySelectorAll("#opened .outline li")];
    for (const [place, heading] of [...document.querySelectorAll("#opened .heading")].entries()) {
      const depth = items[place] ? Number(items[place].className.replace("deep-", "")) : 0;
      heading.setAttribute("role", "heading");
      heading.setAttribute("aria-level", String(Math.min(6, 3 + depth)));
    }
    name();
    if (words !== null) openFind(words, false);
    if (besideOpen && about.key && roomy.matches) openSheet(); // elsewhere it would cover what was opened
    settle();
  }

  function name() {
    if (!about) return;
    const put = (selector, attribute, key) => {
      const element = one(selector);
      if (element) element.setAttribute(attribute, about.words[key][spoken()]);
    };
    put("#opened .text", "aria-label", "reader_text");
    if (beside) beside.name();
  }
  new MutationObserver(name).observe(root, { attributeFilter: ["data-language"] });

  // Where the keyboard goes on: the way that was taken to get here, else what was opened, in sight.
  function settle() {
    const wanted = wish;
    wish = null;
    const quote = one("#quote");
    if (wanted && wanted.startsWith("heading-")) {
      lead(document.getElementById(wanted));
    } else if (quote) {
      sight(quote.getBoundingClientRect());
    }
    if (wanted === "before" || wanted === "after") {
      const steps = document.querySelectorAll("#opened .quotes .step");
      const same = wanted === "before" ? steps[0] : steps[1];
      const step = same && same.href ? same : [...steps].find((each) => each.href);
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

  // Brings a box of the page into sight, in the middle if it was out of it.
  function sight(box) {
    const around = scroller();
    const frame = around.getBoundingClientRect();
    const covered = around.matches(".text") ? 0 : one("#opened .reading").offsetHeight + one("#opened header").offsetHeight;
    const top = frame.top + covered + SIGHT;
    if (box.top >= top && box.bottom <= frame.bottom - SIGHT) return;
    around.scrollTop += box.top - top - Math.max(0, (frame.bottom - top - box.height) / 3);
  }

  // -- search in the text --------------------------------------------------------------------------

  function box(bar) {
    const input = document.createElement("input");
    input.type = "text";
    input.id = "find-words";
    input.autocomplete = "off";
    input.spellcheck = false;
    input.dir = "auto";
    input.enterKeyHint = "search";
    let due = 0;
    input.addEventListener("input", () => {
      clearTimeout(due);
      due = setTimeout(() => look(input.value), 80);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      clearTimeout(due);
      if (input.value === words) step(event.shiftKey ? -1 : 1);
      else look(input.value);
    });
    bar.querySelector(".finding label").append(input);
    const tally = bar.querySelector(".tally");
    tally.setAttribute("role", "status");
  }

  const finding = () => one("#opened .finding");
  const isFinding = () => Boolean(finding() && finding().classList.contains("open"));

  function openFind(sought = "", focus = true) {
    if (one("#opened .beside").classList.contains("alone")) closeSheet();
    finding().classList.add("open");
    one("#opened .do-find").setAttribute("aria-pressed", "true");
    const input = one("#find-words");
    input.value = sought;
    if (focus) {
      input.focus();
      input.select();
    }
    look(sought, focus);
  }

  function closeFind() {
    const within = finding().contains(document.activeElement);
    const led = hits[now];
    finding().classList.remove("open");
    one("#opened .do-find").setAttribute("aria-pressed", "false");
    words = null;
    hits = [];
    now = -1;
    light();
    if (!within) return;
    const back = opener && opener.isConnected ? opener : led ? one("#opened .text") : one("#opened .do-find");
    back.focus({ preventScroll: true });
  }

  // Finds what is typed, and leads to the first place from where the reader is.
  async function look(sought, leads = true) {
    words = sought;
    finder = finder || await bring("find");
    const body = one("#opened .text");
    if (!body || words !== sought) return;
    text = text || finder.read(body);
    const found = finder.find(text, sought);
    hits = found.ranges;
    const top = scroller().getBoundingClientRect().top;
    now = hits.findIndex((range) => range.getBoundingClientRect().bottom > top);
    if (now < 0 && hits.length) now = 0;
    tally(found.more);
    light();
    if (leads && now >= 0) sight(hits[now].getBoundingClientRect());
  }

  let many = false;
  function tally(more = many) {
    many = more;
    const place = one("#opened .tally");
    const asked = finder && finder.typed(words || "");
    const values = { n: now + 1, of: hits.length };
    const told = !asked ? [] : hits.length ? [word(more ? "reader_many" : "reader_tally", values)] : [word("reader_none")];
    if (asked && about.cut) {
      const part = document.createElement("small");
      part.append(word("reader_part"));
      told.push(part);
    }
    place.replaceChildren(...told);
    place.classList.toggle("missing", Boolean(asked) && !hits.length);
    for (const button of document.querySelectorAll("#opened .finding .step")) button.disabled = !hits.length;
  }

  function step(by) {
    if (!hits.length) return;
    now = (now + by + hits.length) % hits.length;
    tally();
    light();
    sight(hits[now].getBoundingClientRect());
  }

  // The browser paints the places without a change to the page; one that cannot selects the place led to.
  function light() {
    if (!window.Highlight) {
      const chosen = getSelection();
      if (hits[now]) chosen.setBaseAndExtent(hits[now].startContainer, hits[now].startOffset, hits[now].endContainer, hits[now].endOffset);
      else chosen.removeAllRanges();
      return;
    }
    const led = hits[now] ? [hits[now]] : [];
    CSS.highlights.set("isnad-hits", new Highlight(...hits.filter((range) => range !== hits[now])));
    CSS.highlights.set("isnad-hit", new Highlight(...led));
    CSS.highlights.get("isnad-hit").priority = 1;
  }

  // -- the original page ---------------------------------------------------------------------------

  async function openSheet() {
    sheets = sheets || await bring("sheet");
    const place = one("#opened .beside");
    if (!place || beside) return;
    beside = sheets.sheet(about, word);
    besideOpen = true;
    place.append(beside.element);
    one("#opened .do-sheet").setAttribute("aria-pressed", "true");
    fit();
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
    if (place) place.classList.toggle("alone", Boolean(beside) && place.clientWidth < 700);
  }
  addEventListener("resize", fit);

  function print() {
    root.dataset.print = "article";
    window.print();
    delete root.dataset.print;
  }

  // -- what is pressed -----------------------------------------------------------------------------

  const deeds = {
    "do-find": (button) => {
      if (isFinding()) {
        closeFind();
      } else {
        opener = button;
        openFind();
      }
    },
    "do-unfind": closeFind,
    "do-hit-before": () => step(-1),
    "do-hit-after": () => step(1),
    "do-sheet": () => (beside ? closeSheet() : openSheet()),
    "do-print": print,
  };

  function follow(link) {
    const href = link.getAttribute("href");
    const outside = /^#at-(\d+)-(\d+)$/.exec(href);
    if (outside) {
      wish = `heading-${outside[2]}`;
      document.dispatchEvent(new CustomEvent("isnad-look", { detail: `passage-${outside[1]}-${outside[1]}-${about.source}` }));
    } else if (href.startsWith("#heading-")) {
      link.closest("details").open = false;
      if (one("#opened .beside").classList.contains("alone")) closeSheet();
      lead(document.getElementById(href.slice(1)));
    } else if (link.closest(".quotes")) {
      wish = link.querySelector(".before") ? "before" : "after";
      lookedAt = href;
      if (one("#opened .beside").classList.contains("alone")) closeSheet();
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
    const panel = one("#panel");
    if (!panel || !one("#opened .reading.ready") || one("dialog[open]")) return;
    const outline = one("#opened .outline[open]");
    if (event.key === "Escape" && (isFinding() || outline)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isFinding()) {
        closeFind();
      } else {
        outline.open = false;
        outline.querySelector("summary").focus();
      }
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "f"
      && panel.contains(document.activeElement) && document.activeElement.id !== "find-words") {
      event.preventDefault(); // pressed again in the box, it is the browser's own
      opener = document.activeElement;
      openFind(words || "");
    }
  }, true);

  document.addEventListener("isnad-article", dress);
  dress();
})();
