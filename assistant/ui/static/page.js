// What the pages that are brought later share: elements, the words of the window, and what the program is asked. A module
// that they import; the scripts of the first paint have none, so that it is one request less.
export const root = document.documentElement;
export const one = (selector) => document.querySelector(selector);
const token = () => (one('meta[name="isnad-token"]') || {}).content || "";

// The five formats that anything is taken away in, each with its label.
export const FORMATS = [["docx", "export_docx"], ["pdf", "export_pdf"], ["html", "export_html"], ["md", "export_md"], ["json", "export_json"]];

let labels = {};
let labelled = "{}"; // what they were read from: some 40 kB, once
export function both(key) {
  const bar = one("[data-labels]");
  if (bar && bar.dataset.labels !== labelled) {
    labelled = bar.dataset.labels;
    labels = JSON.parse(labelled);
  }
  return labels[key] || ["", ""];
}
export const label = (key) => both(key)[root.dataset.language === "en" ? 1 : 0];

export function put(element, attribute, value) {
  if (element && element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}

export function made(kind, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(kind), properties);
  element.append(...inside);
  return element;
}

// Gradio draws what it holds after the page has come, on a busy machine long after.
export async function drawn(...selectors) {
  while (!selectors.every(one)) await new Promise(requestAnimationFrame);
}

// What stays in the page while its language may be switched stands there in both.
export const inBoth = (key) => ["ar", "en"].map((language, place) =>
  made("span", { className: `in-${language}`, lang: language, textContent: both(key)[place] }));

// What the program answers; where it refuses or is not there, `error` holds one sentence as HTML, escaped by it or here.
export async function send(path, body = "", method = "POST") {
  const headers = { "x-isnad-token": token() };
  if (typeof body !== "string") headers["content-type"] = "application/json";
  const sent = method === "GET" ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  try {
    const answer = await fetch(`/isnad/do/${path}`, { method, headers, ...sent });
    const given = await answer.json().catch(() => ({}));
    return answer.ok ? given : { error: given.error || `${answer.status}` };
  } catch {
    return { error: made("span", { textContent: label("lost") }).outerHTML };
  }
}

// When a guest looked before this visit, and last. The owner's last look stands beside the index; of a guest the program
// keeps nothing, so this browser does, and says it with what it asks.
const SEEN = "isnad-seen";
export function seen() {
  try {
    const kept = JSON.parse(localStorage.getItem(SEEN));
    if (Array.isArray(kept) && kept.length === 2 && kept.every(Number.isFinite)) return kept;
  } catch {
    // the browser keeps nothing, or something else
  }
  return [0, 0];
}

export function keepSeen(moments) {
  try {
    localStorage.setItem(SEEN, JSON.stringify(moments));
  } catch {
    // the next visit is a first one again
  }
}

export function failure(answer, kind = "p") {
  const failed = made(kind, { className: "failure" });
  failed.innerHTML = answer.error; // see `send`
  return failed;
}

export function save(href, name) {
  const link = made("a", { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}
