// What stands around the conversation: settings, keys, the first visit, what is folded. Nothing here asks the articles;
// what is chosen is kept in this browser's cookies, which the server reads before the first paint.
"use strict";
(() => {
  const root = document.documentElement;
  const YEAR = 31536000;
  const KEPT = ["language", "theme", "size", "seen"];

  const one = (selector) => document.querySelector(selector);
  function label(key) {
    const bar = one("[data-labels]");
    return bar ? JSON.parse(bar.dataset.labels)[key][root.dataset.language === "en" ? 1 : 0] : "";
  }
  function remember(name, value, age = YEAR) {
    document.cookie = `isnad_${name}=${value}; path=/; max-age=${age}; SameSite=Strict`;
  }
  function made(tag, words = "", more = {}) {
    const element = document.createElement(tag);
    element.textContent = words;
    return Object.assign(element, more);
  }
  function button(words, deed) {
    const element = made("button", words, { type: "button" });
    element.addEventListener("click", deed);
    return element;
  }

  // A dialog is built anew each time: it speaks the language that the page has by then.
  function dialog(id, title, ...parts) {
    const before = one(`#${id}`);
    if (before) before.remove();
    const element = made("dialog", "", { id });
    element.setAttribute("aria-labelledby", `${id}-title`);
    element.append(made("h2", title, { id: `${id}-title` }), ...parts, button(label("close"), () => element.close()));
    document.body.append(element);
    element.showModal();
    return element;
  }

  // -- settings ------------------------------------------------------------------------------------

  function choices(name, title, options, chosen, choose) {
    const field = made("fieldset");
    const row = made("div", "", { className: "choices" });
    for (const [value, words] of options) {
      const choice = made("label");
      const radio = made("input", "", { type: "radio", name: `setting-${name}`, value, checked: value === chosen });
      radio.addEventListener("change", () => choose(value));
      choice.append(radio, made("span", words));
      row.append(choice);
    }
    field.append(made("legend", title), row);
    return field;
  }

  function chooseLanguage() {
    one(".do-language").click(); // `window.js` switches, and the settings are said in the language that was chosen
    settings();
    one(`#settings [value="${root.dataset.language}"]`).focus();
  }
  function chooseTheme(theme) {
    root.dataset.theme = theme;
    remember("theme", theme);
  }
  function chooseSize(size) {
    if (size === "normal") delete root.dataset.size;
    else root.dataset.size = size;
    remember("size", size);
  }

  // -- the folders of the articles: for the owner, who alone may read what they are called ----------

  async function askFolders(path = "", body = null) {
    const token = (one('meta[name="isnad-token"]') || {}).content || "";
    const options = body ? { method: "POST", body: JSON.stringify(body) } : {};
    try {
      const answer = await fetch(`/isnad/do/folders${path}`, { ...options, headers: { "x-isnad-token": token } });
      return await answer.json();
    } catch {
      return { error: "" };
    }
  }

  function folderPart() {
    const part = made("section", "", { className: "folders" });
    if (root.dataset.owner !== "yes") return part;
    const list = made("ul");
    const told = made("p", "", { className: "told" });
    told.setAttribute("role", "status");
    part.append(made("h3", label("setting_folders")), list, told);

    function say(answer, ...words) {
      told.classList.toggle("failure", answer.error !== undefined);
      told.replaceChildren(...words);
      if (answer.error) told.innerHTML = answer.error; // a sentence of the server, escaped there
      else if (answer.error === "") told.textContent = label("lost");
    }

    async function leave(folder) {
      const answer = await askFolders("/leave", { path: folder.path });
      const undo = button(label("undo"), async () => {
        const back = await askFolders("/add", { path: folder.path });
        say(back);
        show(back);
      });
      say(answer, `${label("folder_left")} `, made("bdi", folder.shown), " ", undo);
      show(answer);
      undo.focus();
    }

    function show(found) {
      if (found.further === undefined) return;
      const first = made("li");
      first.append(made("bdi", found.corpus, { dir: "ltr" }));
      const rows = found.further.map((folder) => {
        const row = made("li");
        row.append(made("bdi", folder.shown, { dir: "ltr" }));
        if (!folder.there) row.append(made("small", label("folder_gone")));
        if (found.may_change) {
          const off = button(label("folder_leave"), () => leave(folder));
          off.setAttribute("aria-label", `${label("folder_leave")}: ${folder.shown}`);
          row.append(off);
        }
        return row;
      });
      list.replaceChildren(first, ...rows);
      if (found.may_change && !part.querySelector("form")) told.before(naming());
    }

    function naming() {
      const form = made("form");
      const words = made("label", label("folder_more"));
      const path = made("input", "", { type: "text", dir: "ltr", autocomplete: "off", spellcheck: false, maxLength: 4000 });
      words.append(path);
      form.append(words, made("button", label("folder_add"), { type: "submit" }), made("p", label("folder_how")));
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (!path.value.trim()) return;
        const answer = await askFolders("/add", { path: path.value });
        say(answer);
        show(answer);
        if (answer.error === undefined) path.value = "";
        path.focus();
      });
      return form;
    }

    askFolders().then((found) => (found.error === undefined ? show(found) : say(found)));
    return part;
  }

  function modelPart() {
    const part = made("section");
    const named = one(".models .word bdi") || one(`.models .word .in-${root.dataset.language}`);
    part.append(made("h3", label("setting_model")), made("p", named ? named.textContent : ""));
    if (root.dataset.owner === "yes") {
      part.append(button(label("models"), () => {
        one("#settings").close();
        one(".do-models").click();
      }));
    }
    return part;
  }

  function privacyPart() {
    const part = made("section");
    part.append(made("h3", label("setting_privacy")), made("p", label("privacy_how")));
    if (root.dataset.keeps === "yes") part.append(made("p", label("privacy_talks")));
    part.append(button(label("forget"), () => {
      for (const name of KEPT) remember(name, "", 0);
      location.reload();
    }));
    return part;
  }

  function aboutPart() {
    const part = made("section");
    const list = made("ul");
    part.append(made("h3", label("setting_about")), list);
    const token = (one('meta[name="isnad-token"]') || {}).content || "";
    fetch("/isnad/do/about", { headers: { "x-isnad-token": token } }).then((answer) => answer.json()).then((about) => {
      for (const one of about.parts) {
        const row = made("li");
        row.append(made("bdi", `${one.name} ${one.version}`), made("bdi", one.licence));
        list.append(row);
      }
    }).catch(() => {}); // the connection's own line says so
    return part;
  }

  function settings() {
    dialog(
      "settings", label("settings"),
      choices("language", label("setting_language"), [["ar", "العربية"], ["en", "English"]], root.dataset.language,
        chooseLanguage),
      choices("theme", label("setting_theme"), ["auto", "light", "dark"].map((name) => [name, label(`theme_${name}`)]),
        root.dataset.theme, chooseTheme),
      choices("size", label("setting_size"),
        ["small", "normal", "large", "larger"].map((name) => [name, label(`size_${name}`)]),
        root.dataset.size || "normal", chooseSize),
      folderPart(), modelPart(), privacyPart(), aboutPart(),
    );
  }

  // -- keys ----------------------------------------------------------------------------------------

  function shortcuts() {
    const list = made("dl");
    const rows = [["?", "key_help"], ["/", "key_search"], ["← →", "key_arrows"], ["Enter", "key_enter"], ["Ctrl+F", "key_find"],
      ["↑", "key_last"], ["Esc", "key_escape"]];
    for (const [key, words] of rows) {
      const shown = made("dt");
      shown.append(made("kbd", key));
      list.append(shown, made("dd", label(words)));
    }
    dialog("keys", label("shortcuts"), list);
  }

  const visible = (element) => element && element.offsetParent !== null;

  function toCitation(step) {
    const all = [...document.querySelectorAll("#chat .marker")].filter(visible);
    if (!all.length) return false;
    const now = all.indexOf(document.activeElement);
    const last = all.findIndex((marker) => marker.closest(".reply") === all[all.length - 1].closest(".reply"));
    const next = now < 0 ? last : Math.min(all.length - 1, Math.max(0, now + step));
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    const box = event.target.matches("#question textarea") ? event.target : null;
    const writing = event.target.closest("input, textarea, select, [contenteditable]");
    const typing = writing && !(box && !box.value);
    if ((event.key === "?" || event.key === "؟") && !typing) {
      event.preventDefault();
      shortcuts();
    } else if (event.key === "ArrowUp" && box && !box.value) {
      const edit = [...document.querySelectorAll("#chat .act.edit")].pop();
      if (edit) {
        event.preventDefault();
        edit.click();
      }
    } else if (event.key === "Escape" && visible(one('#editing a[href="#cancel"]'))) {
      event.preventDefault();
      event.stopImmediatePropagation(); // the panel stays as it is
      one('#editing a[href="#cancel"]').click();
    } else if (/^Arrow(Left|Right)$/.test(event.key) && !writing && !event.target.closest("#panel, #search, #bar")) {
      const onwards = (event.key === "ArrowLeft") === (root.dir === "rtl");
      if (toCitation(onwards ? 1 : -1)) event.preventDefault();
    }
  }, true);

  // -- after an answer: what else its articles answer ----------------------------------------------

  let followed = null; // the reply that was followed last

  async function follow() {
    const replies = document.querySelectorAll("#chat .reply");
    const reply = replies[replies.length - 1];
    const before = one("#next");
    const done = reply && reply.querySelector(".answer .cited") && reply.querySelector(".actions");
    const told = done ? `${replies.length} ${reply.textContent}` : null;
    if (told === followed) return;
    followed = told;
    if (before) before.remove();
    if (!done) return;
    const files = [...new Set([...reply.querySelectorAll(".cited .card .file")].map((file) => file.textContent))];
    const asked = [...document.querySelectorAll("#chat .asked h2")].map((question) => question.textContent).reverse();
    const token = (one('meta[name="isnad-token"]') || {}).content || "";
    const answer = await fetch("/isnad/do/next", {
      method: "POST", headers: { "x-isnad-token": token },
      body: JSON.stringify({ files, asked, language: root.dataset.language === "en" ? "en" : "ar" }),
    }).then((found) => (found.ok ? found.json() : { questions: [] })).catch(() => ({ questions: [] }));
    if (followed !== told || !answer.questions.length || !one("#composer")) return;
    const place = made("section", "", { id: "next" });
    place.append(made("h3", label("ask_next")));
    for (const question of answer.questions) place.append(asking(question));
    one("#composer").before(place);
  }

  function asking(question) {
    const link = button(question, () => {
      const box = one("#question textarea");
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
      box.dispatchEvent(new Event("input", { bubbles: true }));
      setTimeout(() => one("#send").click(), 60); // Gradio takes what was written in its next turn
    });
    link.dir = "auto";
    return link;
  }

  document.addEventListener("DOMContentLoaded", () => {
    let due = 0;
    new MutationObserver(() => {
      clearTimeout(due);
      due = setTimeout(follow, 300);
    }).observe(document.body, { childList: true, subtree: true });
  });

  // -- what is pressed -----------------------------------------------------------------------------

  const deeds = {
    "do-settings": settings,
    "do-keys": shortcuts,
    "do-to-question": () => one("#question textarea").focus(),
    "do-seen": () => {
      root.dataset.seen = "yes";
      remember("seen", "yes");
      one("#question textarea").focus();
    },
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("#isnad button");
    const deed = pressed && [...pressed.classList].find((name) => name in deeds);
    if (deed) deeds[deed](pressed);
    const whole = event.target.closest('#isnad a[href="#whole"]');
    if (whole) {
      const open = whole.closest(".long").classList.toggle("unfolded");
      whole.setAttribute("aria-expanded", String(open));
      event.preventDefault();
    }
  }, true);
})();
