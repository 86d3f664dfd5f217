// Words looked up in the text of the article that is shown: folded as the search folds them (`vectorstore.text.arabic`),
// found as exact stretches of what stands on the page. A module that `reader.js` brings when they are first looked for.

const MOST = 2000; // places that are kept; whoever has more writes another word

const ALEFS = "\u0622\u0623\u0625\u0671";
const LETTERS = new Map([
  ...[...ALEFS].map((alef) => [alef, "\u0627"]), ["\u0649", "\u064a"], ["\u0629", "\u0647"],
  ["\u06cc", "\u064a"], ["\u06a9", "\u0643"], ["\u066b", "."], ["\u066c", ","],
]);
const DROPPED = /[\u064b-\u0652\u0670\u0640\u0654\u0655\u{fe00}-\u{fe0f}]|\p{Cf}/u;
const ARABIC_MARK = /[\u0610-\u06ed\u0890-\u08ff]/u;
const MARK = /[\p{Mn}\p{Lm}]/u;
const IN_ARABIC = /[\u0600-\u06ff]/u;
const DIGIT = /\p{Nd}/u;
const RAISED = /[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]/u;
const SPACE = /\p{Zs}/u;
const WHITE = /\s/u;

const folded = new Map();

// What one character becomes: the same whether it stands in the article or in what was typed.
export function fold(character) {
  let found = folded.get(character);
  if (found === undefined) folded.set(character, found = foldWhole(character));
  return found;
}

function foldWhole(character) {
  if (RAISED.test(character)) return ` ${character.normalize("NFKC")}`; // «1956¹» is the year and its note
  let before = "";
  let now = character;
  while (now !== before) {
    before = now;
    now = [...cased(now.normalize("NFKC"))].map(foldOnce).join("");
    if (now && !now.trim() && character >= "\ufb50" && character <= "\ufeff") return "";
  }
  return now;
}

// Unicode's folding of case, which the language has none of: lower, upper and lower again is the same but for «ı».
function cased(text) {
  return [...text].map((one) => (one === "\u0131" ? one : one.toLowerCase().toUpperCase().toLowerCase())).join("");
}

function foldOnce(character) {
  if (DROPPED.test(character) || (MARK.test(character) && ARABIC_MARK.test(character))) return "";
  if (DIGIT.test(character)) return digit(character);
  if (SPACE.test(character)) return " ";
  if (LETTERS.has(character)) return LETTERS.get(character);
  if (IN_ARABIC.test(character)) return character;
  return character.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
}

// The digits of a script stand in a row, from its zero on.
function digit(character) {
  const code = character.codePointAt(0);
  let zero = code;
  while (code - zero < 9 && DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

// The text below an element, folded, and of each of its characters where it stands: node, start, end. Names of unseen
// controls are no text, a line's end is a space, and so is every run of them.
export function read(element) {
  const text = { folded: "", nodes: [], starts: [], ends: [] };
  const letters = [];
  const put = (letter, node, start, end) => {
    if (WHITE.test(letter)) {
      if (!letters.length || letters[letters.length - 1] === " ") return;
      letter = " ";
    }
    for (const unit of letter.split("")) {
      letters.push(unit);
      text.nodes.push(node);
      text.starts.push(start);
      text.ends.push(end);
    }
  };
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, {
    acceptNode: (node) => (node.nodeType === 1 && node.matches(".unseen") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
  });
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === 3) readNode(node, text, put);
    else if (node.matches("br, div")) put(" ", node, 0, 0);
  }
  text.folded = letters.join("");
  return text;
}

function readNode(node, text, put) {
  let at = 0;
  for (const character of node.data) {
    const end = at + character.length;
    const letters = fold(character);
    // Vowel signs and what lengthens a letter belong to the letter before them, unseen controls to none.
    const last = text.ends.length - 1;
    if (!letters && /[\p{M}\u0640]/u.test(character) && text.nodes[last] === node) text.ends[last] = end;
    for (const letter of letters) put(letter, node, at, end);
    at = end;
  }
}

export const typed = (words) => [...words].map(fold).join("").replace(/\s+/g, " ").trim();

// The places of words in a text that was read, in order, as ranges of the page; at most MOST of them, and then `more`.
export function find(text, words) {
  const sought = typed(words);
  const ranges = [];
  let place = sought ? text.folded.indexOf(sought) : -1;
  while (place >= 0 && ranges.length < MOST) {
    const last = place + sought.length - 1;
    const range = document.createRange();
    range.setStart(text.nodes[place], text.starts[place]);
    range.setEnd(text.nodes[last], text.ends[last]);
    ranges.push(range);
    place = text.folded.indexOf(sought, last + 1);
  }
  return { ranges, more: place >= 0 };
}
