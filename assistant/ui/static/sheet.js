// The page of the original file beside the text: a picture that the server draws, the cited page first. A module that
// `reader.js` brings when a page is first looked at.

// Builds the sheet for an article: `about` names the file and its pages, `word` gives a label in both languages.
export function sheet(about, word) {
  let number = about.page;
  const section = made("section", "sheet");
  section.tabIndex = -1;
  const told = made("span", "turned");
  told.setAttribute("role", "status");
  const before = step("before", "reader_page_before", -1);
  const after = step("after", "reader_page_after", 1);
  const turning = made("div", "turning");
  turning.append(before, told, after);
  const paper = made("div", "paper");
  paper.tabIndex = 0;
  section.append(turning, paper);

  function step(way, key, by) {
    const button = made("button", "quiet step");
    button.type = "button";
    const name = made("span", "sr");
    name.append(word(key));
    button.append(made("i", `arrow ${way}`), name);
    button.addEventListener("click", () => turn(number + by));
    return button;
  }

  function turn(to) {
    number = Math.min(about.pages, Math.max(1, to));
    // A button that is disabled loses the focus: it stays in the sheet.
    const focused = document.activeElement;
    before.disabled = number === 1;
    after.disabled = number === about.pages;
    if ((focused === before || focused === after) && focused.disabled) (focused === before ? after : before).focus();
    told.replaceChildren(word("reader_turned", { n: number, of: about.pages }));
    draw();
  }

  function draw() {
    const shown = number;
    const state = made("p", "aside");
    state.append(word("reader_drawing"));
    paper.replaceChildren(state);
    paper.setAttribute("aria-busy", "true");
    const picture = new Image();
    picture.decoding = "async";
    picture.addEventListener("load", () => put(shown, picture));
    picture.addEventListener("error", () => {
      const why = made("p", "failure");
      why.setAttribute("role", "alert");
      why.append(word("reader_not_drawn"));
      put(shown, why);
    });
    picture.src = `/isnad/page/${about.key}/${shown}`;
    name(picture);
  }

  function put(shown, what) {
    if (shown !== number) return; // another page was turned to meanwhile
    paper.setAttribute("aria-busy", "false");
    paper.replaceChildren(what);
    paper.scrollTop = 0;
  }

  function name(picture = paper.querySelector("img")) {
    const spoken = document.documentElement.dataset.language === "en" ? 1 : 0;
    section.setAttribute("aria-label", about.words.reader_sheet[spoken]);
    paper.setAttribute("role", "group");
    paper.setAttribute("aria-label", about.words.reader_sheet[spoken]);
    const turned = about.words.reader_turned[spoken].replace("{n}", number).replace("{of}", about.pages);
    if (picture) picture.alt = `${about.words.reader_sheet[spoken]}: ${turned}`;
  }

  turn(number);
  return { element: section, name };
}

function made(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}
