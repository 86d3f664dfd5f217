// Taking away: the menu of formats at an answer and for the whole conversation, fetching the file that the server made
// of it, printing, and opening the passage that an address names. Loaded when one of these is first asked for.
"use strict";
(() => {
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const FORMATS = [["docx", "export_docx"], ["pdf", "export_pdf"], ["html", "export_html"], ["md", "export_md"], ["json", "export_json"]];
  let what = ""; // «all» or the turn that is taken away
  let opener = null;
  let waiting = false;

  function label(key) {
    const bar = one("[data-labels]");
    const words = (bar && JSON.parse(bar.dataset.labels)[key]) || ["", ""];
    return words[root.dataset.language === "en" ? 1 : 0];
  }

  function tell(bridge, event) {
    document.dispatchEvent(new CustomEvent("isnad-tell", { detail: { bridge, event } }));
  }

  // -- the menu ------------------------------------------------------------------------------------

  function button(key, deed) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label(key);
    made.addEventListener("click", deed);
    return made;
  }

  const compared = () => what.startsWith("compare");

  function menu() {
    const dialog = one("#exporting") || document.createElement("dialog");
    if (!dialog.id) {
      dialog.id = "exporting";
      dialog.setAttribute("aria-labelledby", "exporting-title");
      dialog.addEventListener("close", () => { if (opener && opener.isConnected) opener.focus({ preventScroll: true }); });
      document.body.append(dialog);
    }
    const title = document.createElement("h2");
    title.id = "exporting-title";
    title.textContent = label(what === "all" ? "export_all" : compared() ? "export_compare" : "export_answer");
    const state = document.createElement("p");
    state.className = "state";
    state.setAttribute("role", "status");
    const formats = document.createElement("div");
    formats.className = "formats";
    formats.append(...FORMATS.map(([ending, key]) => button(key, () => make(ending))), button("print", print));
    const closing = document.createElement("div");
    closing.append(button("close", () => dialog.close()));
    dialog.replaceChildren(title, formats, state, closing);
    dialog.showModal();
  }

  function make(ending) {
    waiting = true;
    one("#exporting .state").textContent = label("making");
    tell("export", `${what}-${ending} ${location.origin}`);
  }

  // What the server answers stands in a place of its own, drawn anew for each file.
  let seen = null;
  function arrived() {
    const answer = one("#exported :is(a.made, .failure)");
    if (!answer || answer === seen) return;
    seen = answer;
    if (!waiting) return;
    waiting = false;
    const state = one("#exporting .state");
    if (answer.matches(".failure")) {
      if (state) state.innerHTML = answer.innerHTML; // a sentence of the server, escaped there
      return;
    }
    const link = document.createElement("a");
    link.href = answer.getAttribute("href");
    link.download = answer.getAttribute("download");
    document.body.append(link);
    link.click();
    link.remove();
    if (state) state.textContent = label("export_made");
  }
  new MutationObserver(arrived).observe(root, { childList: true, subtree: true, attributeFilter: ["href"] });

  // -- printing ------------------------------------------------------------------------------------

  async function print() {
    if (what === "all") await (await import("./turns.js")).reach(0); // all of a long conversation, not its last part
    one("#exporting").close();
    const row = what === "all" || !opener ? null : opener.closest(".message-row");
    const shown = row ? [row, row.previousElementSibling] : [];
    for (const element of shown) if (element) element.classList.add("printed");
    root.dataset.print = compared() ? "compare" : row ? "answer" : "all";
    window.print();
    delete root.dataset.print;
    for (const element of shown) if (element) element.classList.remove("printed");
  }

  // -- a passage that the address names ------------------------------------------------------------

  function passage() {
    const named = new URLSearchParams(location.hash.slice(1));
    const [article, from, to] = ["article", "from", "to"].map((key) => named.get(key) || "");
    history.replaceState(null, "", location.pathname);
    if (!article || !/^\d{1,9}$/.test(from) || !/^\d{1,9}$/.test(to)) return;
    document.dispatchEvent(new CustomEvent("isnad-look", { detail: `passage-${from}-${to}-${encodeURIComponent(article)}` }));
  }

  document.addEventListener("isnad-export", (event) => {
    if (event.detail.what === "passage") {
      passage();
      return;
    }
    opener = event.detail.from;
    what = event.detail.what;
    menu();
  });
})();
