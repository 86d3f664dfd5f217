// What happens in the page itself: language and theme, the panel's coming and going, copying, keys.
// Everything that needs the articles goes to the server through the two bridge boxes, #look and #act; but the search
// page, whose form Gradio would draw anew, asks by itself (`search.js`).
"use strict";
(() => {
  const root = document.documentElement;
  const YEAR = 31536000;
  const PICKED = 40; // events of the list that are told again with each further one
  const UNDER_WAY = 120000; // milliseconds that an event may take
  const STOPPING = 30000; // milliseconds that an answer may take to end
  const GREET = 500; // milliseconds after the page has come: nothing waits for the notice
  const LOOK = /^#(?:cite|near)-\d+-\d+$|^#said(?:-\d+){3}$|^#file-[0-9a-f]+$|^#article-[0-9a-f]+-[0-9a-f]+$|^#found(?:-[0-9a-f]+){6}(?:-compare-\d+)?$|^#compare-\d+$/;
  const BROWSE = /^#(?:page-\d+|only-[a-z]+|order-[a-z]+|unfold-[0-9a-f]+|fold|inside-[0-9a-f]+-\d+)$/;
  const PICK = /^#choose-(?:[0-9a-f]+|found|none)$/;
  const ACT = /^#(?:retry|edit|earlier)-\d+$|^#try-(?:ar|en)-\d+$|^#cancel$|^#version-\d+-\d+$|^#vote-\d+-(?:up|down|none)$|^#narrow-\d+-\d+$/;
  const narrow = matchMedia("(max-width: 900px)");
  let labels = {};
  let labelled = "{}"; // what they were read from
  let sent = 0;
  let opener = null; // the link that opened the panel; closing gives the focus back to it
  let looked = "";

  const one = (selector) => document.querySelector(selector);
  const label = (key) => (labels[key] || ["", ""])[root.dataset.language === "en" ? 1 : 0];
  const remember = (name, value) => {
    document.cookie = `isnad_${name}=${value}; path=/; max-age=${YEAR}; SameSite=Strict`;
  };

  function write(selector, value) {
    const box = one(selector);
    if (!box) return;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set.call(box, value);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function tell(bridge, event) {
    sent += 1; // the same event twice must still be a change
    const told = `${event} ${sent}`;
    write(`#${bridge} :is(textarea, input)`, bridge === "pick" ? withPicked(told) : told);
  }

  // While one event is under way Gradio passes over all that come but the last. Of the others that is what is wanted last;
  // of files each that was ticked counts, so that the last ones are told again, and the server knows them by their numbers.
  const picked = [];
  function withPicked(told) {
    picked.push({ told, at: Date.now() });
    while (picked.length > PICKED || Date.now() - picked[0].at > UNDER_WAY) picked.shift();
    return picked.map((one) => one.told).join(",");
  }

  // `corpus.js` and `export.js` have events for the bridges, too, and the latter passages to be looked at.
  document.addEventListener("isnad-tell", (event) => tell(event.detail.bridge, event.detail.event));
  document.addEventListener("isnad-look", (event) => look(event.detail, null));

  // Taking away, and passages that the address names, bring their own script (`export.js`) when they are first needed.
  let brought = null;
  function takeAway(what, from = null) {
    brought = brought || arrived("export");
    brought.then(() => document.dispatchEvent(new CustomEvent("isnad-export", { detail: { what, from } })));
  }

  function arrived(name) {
    const script = document.createElement("script");
    script.type = "module";
    script.src = `/isnad/${name}.js`;
    const loaded = new Promise((resolve) => script.addEventListener("load", resolve));
    document.head.append(script);
    return loaded;
  }

  // So does the notebook: its page, and keeping a quote in it.
  let book = null;
  function notebook(keep = "", from = null) {
    book = book || arrived("notebook");
    book.then(() => document.dispatchEvent(new CustomEvent("isnad-notebook", { detail: { keep, from } })));
  }

  function name() {
    const bar = one("[data-labels]");
    if (bar && bar.dataset.labels !== labelled) { // some 40 kB, and this runs at each change of the page
      labelled = bar.dataset.labels;
      labels = JSON.parse(labelled);
    }
    for (const element of document.querySelectorAll("[data-name]")) {
      put(element, "aria-label", label(element.dataset.name));
      put(element, "title", label(element.dataset.name));
    }
    const box = one("#question textarea");
    if (box) {
      put(box, "placeholder", label("placeholder"));
      put(box, "aria-label", label("question_box"));
      put(box, "dir", box.value ? "auto" : root.dir);
    }
    const filter = one("#filter textarea, #filter input");
    if (filter) {
      put(filter, "placeholder", label("filter"));
      put(filter, "aria-label", label("filter"));
      put(filter, "dir", filter.value ? "auto" : root.dir);
    }
    const tray = one("#tray .close");
    if (tray) put(tray, "aria-label", label("close"));
    put(root, "data-drop", label("drop"));
    for (const [selector, key] of [["#send", "send"], ["#stop", "stop"]]) {
      const button = one(selector);
      if (button) {
        put(button, "aria-label", label(key));
        put(button, "title", label(key));
      }
    }
    const talk = one("#talk");
    if (talk) {
      put(talk, "role", "region");
      put(talk, "aria-label", label("conversation"));
    }
    const log = one('#chat [role="log"]');
    if (log) put(log, "aria-label", label("conversation"));
    const panel = one("#panel");
    if (panel) {
      put(panel, "role", "complementary");
      put(panel, "aria-label", label("panel"));
    }
    for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) {
      message.removeAttribute("aria-label"); // Gradio puts the message's markup there
    }
    for (const box of document.querySelectorAll(".bridge textarea, .bridge input")) {
      put(box, "tabindex", "-1");
      put(box, "aria-hidden", "true");
    }
  }

  function put(element, attribute, value) {
    if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
  }

  function switchLanguage() {
    root.dataset.language = root.dataset.language === "en" ? "ar" : "en";
    remember("language", root.dataset.language);
    face();
    name();
  }

  // Gradio writes the browser's own language into the page; the person's choice is `data-language`.
  function face() {
    put(root, "lang", root.dataset.language);
    put(root, "dir", root.dataset.language === "en" ? "ltr" : "rtl");
  }

  function switchTheme() {
    const dark = root.dataset.theme === "dark"
      || (root.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = dark ? "light" : "dark";
    remember("theme", root.dataset.theme);
  }

  function openPanel() {
    root.dataset.panel = "open";
    veil();
  }

  // Over a narrow screen the panel is all there is: what lies below must not take the focus.
  function veil() {
    const covered = narrow.matches && root.dataset.panel === "open";
    for (const selector of ["#bar", "#talk", "#search", "#events", "#notebook"]) {
      const part = one(selector);
      if (part) part.inert = covered;
    }
  }
  narrow.addEventListener("change", veil);

  function closePanel() {
    if (root.dataset.panel === "closed" || (narrow.matches && root.dataset.panel !== "open")) return;
    root.dataset.panel = "closed";
    veil();
    const box = { search: "#seek-words", events: "#events h2", notebook: "#notebook h2" }[root.dataset.mode] || "#question textarea";
    const back = (opener && one(`:is(#talk, #search, #events) a[href="${opener}"]`)) || one(box);
    if (back) back.focus({ preventScroll: true });
  }

  function look(event, from) {
    opener = from;
    looked = event;
    for (const lit of document.querySelectorAll(".looked")) lit.classList.remove("looked");
    tell("look", event);
    put(one("#panel"), "aria-busy", String(event.startsWith("compare"))); // each source is asked: a second or two
    openPanel();
  }

  function browse(event, seek = true) {
    if (seek) {
      opener = null;
      looked = event;
    }
    tell("browse", event);
    openPanel();
  }

  function shownInPanel() {
    const panel = one("#panel");
    if (!panel || !looked) return;
    looked = "";
    const quote = one("#quote");
    if (quote) {
      toQuote();
    } else {
      const shelf = one("#corpus");
      if (shelf) shelf.scrollTop = 0;
      const text = one("#panel .text");
      if (text) text.scrollTop = 0;
      const heading = one("#opened h2[tabindex]") || one("#opened button") || one("#corpus h2[tabindex]");
      if (heading) heading.focus({ preventScroll: true });
    }
  }

  function toQuote() {
    const quote = one("#quote");
    quote.scrollIntoView({ block: quote.offsetHeight > innerHeight / 2 ? "start" : "center" });
    quote.focus({ preventScroll: true });
  }

  async function copy(text, button) {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = copyOldWay(text); // a page that is not served from loopback or over TLS has no clipboard
    }
    button.dataset.said = label(done ? "copied" : "copy_failed");
    one("#said").textContent = button.dataset.said;
    setTimeout(() => delete button.dataset.said, 1800);
  }

  function copyOldWay(text) {
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "unseen-copy";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }

  // The search page and the list of conversations bring their own scripts, when they are first asked for: who only
  // talks need not load them. Is it there already?
  function bring(name) {
    const source = `/isnad/${name}.js`;
    if (one(`script[src="${source}"]`)) return true;
    const script = document.createElement("script");
    script.type = "module";
    script.src = source;
    document.head.append(script);
    return false;
  }

  function page(name, event) {
    if (bring(name)) document.dispatchEvent(new Event(event));
  }
  const seek = () => page("search", "isnad-seek");
  const events = () => page("events", "isnad-events");

  function talks() {
    root.dataset.talks = root.dataset.talks === "open" ? "closed" : "open"; // which `talks.js` watches
    bring("talks");
  }

  // An answer that is still growing would write itself over whatever takes its place: it is stopped first.
  async function leave(event) {
    if (one("#chat .pending")) {
      one("#stop").click();
      for (const end = Date.now() + STOPPING; one("#chat .pending") && Date.now() < end;) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    tell("act", event);
  }
  document.addEventListener("isnad-leave", (event) => leave(event.detail));

  addEventListener("load", () => setTimeout(() => bring("greet"), GREET), { once: true });

  const deeds = {
    seek,
    events,
    language: switchLanguage,
    theme: switchTheme,
    close: closePanel,
    talks,
    notebook: () => notebook(),
    clear: () => {
      leave("clear");
      if (root.dataset.mode === "search") seek();
      if (root.dataset.mode === "events") events();
      if (root.dataset.mode === "notebook") notebook();
    },
    list: () => browse("list"),
    copy: (button) => copy(one("#panel .payload").textContent, button),
    "copy-link": (button) => copy(`${location.origin}/${one("#panel .place").textContent}`, button),
    "copy-url": (button) => copy(one("#opened .url").textContent, button),
    "to-quote": toQuote,
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest('#isnad button[class*="do-"]');
    if (button) {
      const deed = deeds[/\bdo-([a-z-]+)/.exec(button.className)[1]];
      if (deed) deed(button);
      return;
    }
    const link = event.target.closest('#isnad a[href^="#"]');
    if (!link) return;
    const href = link.getAttribute("href");
    event.preventDefault();
    event.stopPropagation();
    if (LOOK.test(href)) {
      look(href.slice(1), href);
      (link.closest(".card") || link).classList.add("looked");
    } else if (BROWSE.test(href)) {
      browse(href.slice(1), /^#(?:only|order)/.test(href));
    } else if (PICK.test(href)) {
      tell("pick", href.slice(1));
    } else if (ACT.test(href)) {
      if (href.startsWith("#earlier")) held = { place: shown().first, top: link.closest(".message-row").getBoundingClientRect().bottom };
      tell("act", href.slice(1));
      if (href.startsWith("#edit") || href === "#cancel") one("#question textarea").focus();
    } else if (href.startsWith("#copy")) {
      copy(link.closest(".reply").querySelector(".payload").textContent, link);
    } else if (href.startsWith("#keep=")) {
      notebook(href, link);
    } else if (href.startsWith("#export")) {
      takeAway(href.slice("#export-".length), link);
    }
  }, true);

  document.addEventListener("keydown", (event) => {
    const emptied = event.target.matches("#seek-words") && event.target.value; // a search box is, by Escape
    if (event.key === "Escape" && !one("dialog[open]") && !emptied) closePanel();
    // The question box has the focus from the start, and no question begins with a stroke.
    const writing = event.target.closest("input, textarea, select, [contenteditable]");
    const typing = writing && !(writing.matches("#question textarea") && !writing.value);
    if (event.key === "/" && !typing && !one("dialog[open]") && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (root.dataset.mode !== "search") seek();
      else if (!one("#search").inert) one("#seek-words").focus();
    }
    // A link that acts as a button or a box is worked like one.
    if (event.key === " " && event.target.matches("#isnad a:is([role='button'], [role='checkbox'])")) {
      event.preventDefault();
      event.target.click();
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches("#question textarea, #filter :is(textarea, input)")) name();
  });

  // Gradio draws late and redraws often: names are set, and what is new scrolled to, when something changed.

  // The rows are drawn anew when one of them is ticked or unfolded: the keyboard stays where it was.
  let focused = "";
  document.addEventListener("focusin", (event) => {
    focused = event.target.closest("#corpus a[href^='#']") ? event.target.getAttribute("href") : "";
  });
  function keepFocus() {
    if (!focused || document.activeElement !== document.body) return;
    const same = one(`#corpus a[href="${focused}"]`)
      || one(`#corpus a[href="${focused.replace(/^#unfold-.*|^#fold$/, "#fold")}"]`);
    if (same) same.focus({ preventScroll: true });
  }

  // Of a long conversation the page has the last turns: how many there are, the first of them here, and are they drawn?
  function shown() {
    const questions = document.querySelectorAll("#chat .asked");
    const head = one("#current .current");
    const first = head ? Number(head.dataset.first) : 0;
    const all = head ? Number(head.dataset.turns) : questions.length;
    return { questions, first, all, drawn: questions.length === all - first };
  }

  let held = null; // the first turn and its place, when earlier ones were asked for: it stays where it was
  let asked = 0;
  let growing = null;
  let panelSeen = null;
  function changed() {
    name();
    const { questions, first, all, drawn } = shown();
    if (drawn && held && first < held.place) {
      one("#talk").scrollTop += questions[held.place - first].closest(".message-row").getBoundingClientRect().bottom - held.top;
      const before = questions[held.place - first - 1].querySelector("h2");
      put(before, "tabindex", "-1");
      before.focus({ preventScroll: true });
      held = null;
    }
    const further = drawn && all > asked;
    if (further) questions[questions.length - 1].scrollIntoView({ block: "start" });
    const pending = one("#chat .pending"); // of a question asked anew, which stands further up
    if (pending && !growing && drawn && !further) {
      pending.closest(".message-row").previousElementSibling.scrollIntoView({ block: "start" });
    }
    if (drawn) asked = all;
    growing = pending;
    if (root.dataset.keeps && (root.dataset.talks || location.hash.startsWith("#talk-") || one("#current .current"))) {
      bring("talks");
    }
    if (all > 2 && !one("#current [data-talk]:not([data-talk=''])")) bring("jumps");
    keepFocus();
    if (location.hash.startsWith("#article=") && !brought && one("#isnad .count.do-list")) takeAway("passage");
    const content = one("#opened .opened") || one("#corpus .listed");
    if (content && content !== panelSeen) {
      panelSeen = content;
      put(one("#panel"), "aria-busy", "false");
      shownInPanel();
      if (one("#opened .reading")) page("reader", "isnad-article");
    }
  }
  if (/(?:^|; )isnad_talks=open/.test(document.cookie) && !narrow.matches) root.dataset.talks = "open";
  new MutationObserver(face).observe(root, { attributeFilter: ["lang", "dir"] });
  face(); // Gradio's own script may have come first
  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      changed();
    });
  }).observe(root, { childList: true, subtree: true });

  document.addEventListener("DOMContentLoaded", () => {
    for (const [id, role] of [["said", "status"], ["notice", "alert"]]) {
      const element = document.createElement("div");
      element.id = id;
      element.setAttribute("role", role);
      document.body.append(element);
    }
  });
})();
