// The folder in the page: news of it, files added and removed. Everything goes to `/isnad/do/…` with the token
// that only this page holds. Names of files are only ever written as text.
"use strict";
(() => {
  const root = document.documentElement;
  const BETWEEN = 3000; // milliseconds before asking again after the server was not there
  const SHOWN = 20000; // milliseconds that what changed stays in the bar
  const MOST = 500; // files of one drop: an archive is copied into the folder itself
  let version = "";
  let corpus = null;
  let strip = "";
  let fading = 0;

  const one = (selector) => document.querySelector(selector);
  const token = () => (one('meta[name="isnad-token"]') || {}).content || "";
  const mayChange = () => root.dataset.owner === "yes" && Boolean(one("#corpus .do-upload"));
  function both(key) {
    const bar = one("[data-labels]");
    return (bar && JSON.parse(bar.dataset.labels)[key]) || ["", ""];
  }

  const label = (key) => both(key)[root.dataset.language === "en" ? 1 : 0];

  // What stays in the page while its language may be switched stands there in both.
  function inBoth(key) {
    return ["ar", "en"].map((language, place) => {
      const span = document.createElement("span");
      span.className = `in-${language}`;
      span.lang = language;
      span.textContent = both(key)[place];
      return span;
    });
  }

  function tell(bridge, event) {
    document.dispatchEvent(new CustomEvent("isnad-tell", { detail: { bridge, event } }));
  }

  async function send(path, options = {}) {
    const headers = { "x-isnad-token": token(), ...(options.headers || {}) };
    const answer = await fetch(`/isnad/do/${path}`, { method: "POST", ...options, headers });
    const body = await answer.json().catch(() => ({}));
    return answer.ok ? body : { error: body.error || `<span>${answer.status}</span>` };
  }

  // The terminal printed an address with the owner's token behind «#», which no server and no log is told. It is
  // taken out of the address at once, and a cookie that scripts cannot read stands for it from then on.
  async function own() {
    const given = /^#owner=([\w-]+)$/.exec(location.hash);
    if (!given) return;
    history.replaceState(null, "", location.pathname);
    const answer = await send("own", { body: given[1] }).catch(() => ({ error: "" }));
    if (answer.error === undefined) location.reload();
    else note("", "", answer.error);
  }

  // -- news --------------------------------------------------------------------------------------

  async function follow() {
    for (;;) {
      try {
        const answer = await fetch(`/isnad/do/news?seen=${version}`, { headers: { "x-isnad-token": token() } });
        if (answer.status === 403) return; // another run of the program answers: this page is of the one before
        const news = await answer.json();
        hear(news);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, BETWEEN));
      }
    }
  }

  function hear(news) {
    if (corpus !== null && news.corpus !== corpus) {
      // An empty folder has its first articles: the page begins anew, and nothing was asked yet.
      if (one("#welcome .none") && !one("#chat .asked")) location.reload();
      tell("pick", "refresh");
    }
    corpus = news.corpus;
    if (String(news.version) !== version && version !== "") show(news.strip);
    else if (/class="(failure|progress)/.test(news.strip)) show(news.strip);
    version = String(news.version);
  }

  function show(html) {
    clearTimeout(fading);
    strip = html;
    fill();
    if (html.includes("note")) fading = setTimeout(() => show(""), SHOWN);
  }

  // The bar is drawn anew when its count changes; the strip in it stays.
  function fill() {
    const place = one("#bar .live");
    if (place && place.dataset.strip !== strip) {
      place.dataset.strip = strip;
      place.innerHTML = strip;
    }
  }

  // -- the tray: what became of the files that were added or removed -------------------------------

  function note(key, name, error, undo) {
    const line = document.createElement("p");
    const text = document.createElement("span");
    text.append(...inBoth(key), " ");
    const file = document.createElement("bdi");
    file.textContent = name;
    line.append(text, file);
    if (error) {
      line.className = "wrong";
      const why = document.createElement("span");
      why.innerHTML = error; // a sentence of the server, escaped there
      line.append(why);
    }
    if (undo) {
      const back = button("", "undo", () => putBack(undo, line));
      back.append(...inBoth("undo"));
      line.append(back);
    }
    const tray = one("#tray");
    tray.querySelector("div").append(line);
    tray.hidden = false;
    return line;
  }

  function button(words, kind, deed) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.textContent = words;
    made.addEventListener("click", deed);
    return made;
  }

  function dialogOf(id, ...parts) {
    const made = document.createElement("dialog");
    const title = document.createElement("h2");
    title.id = `${id}-title`;
    made.id = id;
    made.setAttribute("aria-labelledby", title.id);
    made.append(title, ...parts);
    return made;
  }

  async function upload(files) {
    for (const file of [...files].slice(0, MOST)) {
      const line = note("uploading", file.name);
      const answer = await send("upload", { body: file, headers: { "x-isnad-name": encodeURIComponent(file.name) } })
        .catch(() => ({ error: "" }));
      line.remove();
      if (answer.name) note("uploaded", answer.name);
      else note("", file.name, answer.error || label("folders_not"));
    }
  }

  async function putBack(key, line) {
    const answer = await send(`undo/${key}`);
    line.remove();
    if (answer.error) note("", "", answer.error);
    else if (!one("#tray p")) one("#tray").hidden = true;
  }

  function askRemoval(link) {
    const row = link.closest("li");
    const name = row.querySelector(".file").textContent;
    const dialog = one("#removal");
    dialog.querySelector("h2").textContent = label("remove_title");
    dialog.querySelector("bdi").textContent = name;
    dialog.querySelector("p").textContent = label("remove_how");
    const [yes, no] = dialog.querySelectorAll("button");
    yes.textContent = label("remove_yes");
    no.textContent = label("cancel");
    yes.onclick = async () => {
      dialog.close();
      const answer = await send(link.getAttribute("href").replace("#remove-", "remove/"));
      if (answer.error) note("", name, answer.error);
      else note("removed", name, "", answer.undo);
    };
    no.onclick = () => dialog.close();
    dialog.showModal();
    no.focus();
  }

  // -- language models -----------------------------------------------------------------------------

  async function chooseModel() {
    const dialog = one("#models");
    dialog.querySelector("h2").textContent = label("models");
    dialog.querySelector("p").textContent = label("models_how");
    dialog.querySelector(".no").textContent = label("close");
    dialog.querySelector(".again").textContent = label("look_again");
    dialog.showModal();
    await listModels();
  }

  async function listModels() {
    const list = one("#models form");
    list.textContent = label("looking");
    const found = await send("models", { method: "GET" });
    list.textContent = "";
    if (found.error) {
      list.innerHTML = found.error; // a sentence of the server, escaped there
      return;
    }
    const offers = [{ key: "none", name: label("model_none"), where: "", chosen: found.none }, ...found.offers];
    for (const offer of offers) list.append(choice(offer));
    if (offers.length === 1) list.append(label("model_nothing"), " ", label("model_get"));
    const now = list.querySelector(":checked");
    if (now) now.focus();
  }

  function choice(offer) {
    const row = document.createElement("label");
    const radio = document.createElement("input");
    Object.assign(radio, { type: "radio", name: "model", value: offer.key, checked: offer.chosen });
    radio.addEventListener("change", async () => {
      const answer = await send(`choose/${offer.key}`);
      if (answer.error) note("", offer.name, answer.error);
      tell("pick", "refresh"); // the bar says where passages go
    });
    const name = document.createElement("bdi");
    name.textContent = offer.name;
    const where = document.createElement("small");
    where.textContent = [offer.where, offer.remote ? label("model_remote") : ""].filter(Boolean).join(" · ");
    row.append(radio, name, where);
    return row;
  }

  // -- events --------------------------------------------------------------------------------------

  const deeds = {
    "do-upload": () => one("#chooser").click(),
    "do-sync": () => send("sync"),
    "do-retry-refused": () => send("retry"),
    "do-stop-sync": () => send("stop"),
    "do-resume": () => send("sync"),
    "do-models": chooseModel,
  };

  document.addEventListener("click", (event) => {
    const remove = event.target.closest('#corpus a[href^="#remove-"]');
    if (remove) {
      event.preventDefault();
      event.stopImmediatePropagation();
      askRemoval(remove);
      return;
    }
    const pressed = event.target.closest("#isnad button");
    const deed = pressed && [...pressed.classList].find((name) => name in deeds);
    if (deed) {
      event.stopImmediatePropagation();
      deeds[deed](pressed);
    }
  }, true);

  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  let over = 0;
  function hover(change) {
    over = change === 0 ? 0 : Math.max(0, over + change);
    root.classList.toggle("dropping", over > 0 && mayChange());
  }
  document.addEventListener("dragenter", (event) => holdsFiles(event) && hover(1));
  document.addEventListener("dragleave", (event) => holdsFiles(event) && hover(-1));
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault(); // otherwise the browser would leave the window and open the file
    event.dataTransfer.dropEffect = mayChange() ? "copy" : "none";
  });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    hover(0);
    if (mayChange()) upload(event.dataTransfer.files);
  });

  new MutationObserver(fill).observe(root, { childList: true, subtree: true });

  document.addEventListener("DOMContentLoaded", () => {
    const chooser = document.createElement("input");
    Object.assign(chooser, { type: "file", id: "chooser", multiple: true, hidden: true });
    chooser.addEventListener("change", () => {
      upload(chooser.files).then(() => { chooser.value = ""; });
    });
    const tray = document.createElement("section");
    Object.assign(tray, { id: "tray", hidden: true });
    tray.setAttribute("role", "status");
    const lines = document.createElement("div");
    const close = button("×", "close", () => { tray.hidden = true; lines.replaceChildren(); });
    tray.append(lines, close);
    const removal = dialogOf("removal", document.createElement("bdi"), document.createElement("p"));
    const deciding = document.createElement("div");
    deciding.append(button("", "yes", () => {}), button("", "no", () => {}));
    removal.append(deciding);
    const models = dialogOf("models", document.createElement("p"), document.createElement("form"));
    const closing = document.createElement("div");
    closing.append(button("", "no", () => models.close()), button("", "again", listModels));
    models.append(closing);
    document.body.append(chooser, tray, removal, models);
    own();
    follow();
  });
})();
