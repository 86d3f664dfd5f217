"""English claims over Arabic passages without parallel text: words of the one put for those of the other.

Glosses are FreeDict's English-Arabic and Arabic-English dictionaries (Arabeyes.org, GPL-2 or later; Debian packages
dict-freedict-eng-ara and dict-freedict-ara-eng, their `.dict.dz` unpacked); territories, months and languages
those of Babel's CLDR (Unicode licence). Other names are spelled by letters.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from training.reader_data import Data
from vectorstore.text.arabic import fold, words

_TO_LATIN = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأإؤئپچڤگ",
        "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h u i a a - a a i o e p ch v g".replace("-", "_").split(),
        strict=True,
    )
)
_TO_ARABIC = (
    ("sh", "ش"), ("ch", "تش"), ("th", "ث"), ("kh", "خ"), ("gh", "غ"), ("ph", "ف"), ("ck", "ك"), ("oo", "و"), ("ee", "ي"),
    ("ou", "و"), ("qu", "كو"), ("x", "كس"), ("b", "ب"), ("c", "ك"), ("d", "د"), ("f", "ف"), ("g", "غ"), ("h", "ه"),
    ("j", "ج"), ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("p", "ب"), ("q", "ق"), ("r", "ر"), ("s", "س"),
    ("t", "ت"), ("v", "ف"), ("w", "و"), ("y", "ي"), ("z", "ز"), ("a", "ا"), ("i", "ي"), ("o", "و"), ("u", "و"), ("e", ""),
)  # fmt: skip
_FUNCTION = {
    "و": "and", "في": "in", "من": "from", "إلى": "to", "على": "on", "عن": "about", "مع": "with", "هو": "is", "هي": "is", "كان": "was",
    "كانت": "was", "لم": "did not", "لا": "not", "لن": "will not", "ليس": "is not", "ليست": "is not", "غير": "not",
    "أن": "that", "إن": "that", "التي": "which", "الذي": "who", "الذين": "who", "بعد": "after", "قبل": "before", "بين": "between",
    "خلال": "during", "منذ": "since", "عام": "in the year", "سنة": "year", "كل": "all", "جميع": "all", "بعض": "some",
    "أو": "or", "كما": "as well as", "حيث": "where", "هذا": "this", "هذه": "this", "قال": "said", "قالت": "said", "أكثر": "more",
    "أقل": "less", "حوالي": "about", "نحو": "about", "حتى": "until", "تم": "was", "أول": "first", "مثل": "such as", "فقط": "only",
    "دون": "without", "بسبب": "because of", "بالمئة": "percent", "بالمائة": "percent", "مليون": "million", "مليار": "billion",
    "ألف": "thousand", "أعلن": "announced", "يوم": "day", "شهر": "month", "عدد": "number of", "له": "his", "لها": "its",
    "وكان": "and was", "وكانت": "and was", "وهو": "and is", "وهي": "and is", "يقع": "is located", "تقع": "is located",
    "ولد": "was born", "توفي": "died", "أسس": "founded", "قتل": "killed", "فاز": "won", "يعتبر": "is considered", "تعتبر": "is considered",
}  # fmt: skip
_ENGLISH_FUNCTION = {
    "the": "", "a": "", "an": "", "of": "", "is": "هو", "are": "هم", "was": "كان", "were": "كانوا", "in": "في", "to": "إلى",
    "from": "من", "on": "على", "with": "مع", "and": "و", "or": "أو", "not": "لا", "that": "أن", "by": "من قبل", "for": "من أجل",
    "at": "في", "as": "كما", "who": "الذي", "which": "التي", "this": "هذا", "these": "هذه", "his": "له", "its": "لها", "their": "لهم",
    "he": "هو", "she": "هي", "it": "هو", "they": "هم", "has": "لديه", "had": "كان قد", "have": "لديهم", "be": "يكون", "been": "كان",
    "after": "بعد", "before": "قبل", "between": "بين", "during": "خلال", "since": "منذ", "all": "كل", "some": "بعض", "more": "أكثر",
    "less": "أقل", "about": "حوالي", "first": "أول", "million": "مليون", "billion": "مليار", "thousand": "ألف", "than": "من",
    "said": "قال", "into": "إلى", "but": "لكن", "also": "أيضا", "most": "معظم", "many": "العديد من", "year": "عام", "one": "واحد",
}  # fmt: skip
_ENTRY = re.compile(r"^(\S.*?) /[^/]*/$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_JOINED = (("وبال", "and in the "), ("وال", "and the "), ("بال", "in the "), ("كال", "like the "), ("لل", "for the "), ("ال", "the "),
           ("و", "and "), ("ب", "with "), ("ل", "for "), ("ف", "then "))  # fmt: skip
_OWNED = (("هم", " of them"), ("ها", " of it"), ("ه", " of him"), ("نا", " of us"))


@dataclass(frozen=True, slots=True)
class Glosses:
    """Folded Arabic words to English ones and lower-case English words to Arabic ones, likeliest first."""

    english: dict[str, list[str]]
    arabic: dict[str, list[str]]


def read_glosses(folder: Path, arabic: Counter[str], english: Counter[str]) -> Glosses:
    """Both dictionaries; of several glosses those are likelier that the texts (words and their counts) have oftener."""
    to_english: dict[str, Counter[str]] = defaultdict(Counter)
    to_arabic: dict[str, Counter[str]] = defaultdict(Counter)
    for name, turned in (("eng-ara.txt", True), ("ara-eng.txt", False)):
        head = ""
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if match := _ENTRY.match(line):
                head = match[1]
                continue
            gloss = re.sub(r"^\d+\. ", "", line).strip()
            one, other = (gloss, head.lower()) if turned else (head, gloss.lower())
            for word in re.split("[،,;] ?", one):
                key = fold(re.sub("[\u064b-\u0652]", "", word))
                if key and " " not in key and re.fullmatch("[a-z][a-z -]+", other) and len(other.split()) < 3:
                    to_english[key][other] = english[other] + 1
                    to_arabic[other][re.sub("[\u064b-\u0652]", "", word)] = arabic[key] + 1
    for code in ("territories", "months", "languages"):
        for one, other in _cldr(code):
            to_english[fold(one)][other] = to_arabic[other.lower()][one] = 10**6
    ranked = ({k: [w for w, _ in c.most_common(2)] for k, c in table.items()} for table in (to_english, to_arabic))
    return Glosses(*ranked)


def glosses_of(folder: Path, data: Data) -> Glosses:
    """Both dictionaries, ranked by the paragraphs that are trained on."""
    used = {e.paragraph for examples in data.train.values() for e in examples}
    texts = {language: [data.paragraphs[p] for p in used if data.languages[p] == language] for language in ("ar", "en")}
    arabic = Counter(word for text in texts["ar"] for word in words(text))
    return read_glosses(folder, arabic, Counter(word for text in texts["en"] for word in text.lower().split()))


def _cldr(code: str) -> list[tuple[str, str]]:
    ar, en = Locale("ar"), Locale("en")
    if code == "months":
        return [(ar.months["format"]["wide"][i], en.months["format"]["wide"][i]) for i in range(1, 13)]
    ours, theirs = getattr(ar, code), getattr(en, code)
    return [(ours[key], theirs[key]) for key in ours if key in theirs and " " not in ours[key]]


def to_english(claim: str, glosses: Glosses, share: float, rng: random.Random) -> str:
    """An Arabic claim with a share of its words in English, in the Arabic order."""

    def turned(match: re.Match[str]) -> str:
        word = match[0]
        if word.isascii() or rng.random() > share:
            return word
        return _english_of(word, glosses, rng)

    return re.sub("،", ",", re.sub("؟", "?", _WORD.sub(turned, re.sub("[\u064b-\u0652\u0640]", "", claim))))


def _english_of(word: str, glosses: Glosses, rng: random.Random) -> str:
    if word in _FUNCTION:
        return _FUNCTION[word]
    key = fold(word)
    for cut, before in (("", ""), *_JOINED):
        rest = key.removeprefix(cut)
        if not key.startswith(cut) or (len(rest) < 3 and cut):
            continue
        for form in (rest, "ال" + rest):
            if form in glosses.english:
                return before + glosses.english[form][0]
        for end, after in _OWNED:
            stem = rest.removesuffix(end)
            if rest != stem and len(stem) > 2:
                for form in (stem, stem + "ه", re.sub("ت$", "ه", stem)):
                    if form in glosses.english:
                        return before + glosses.english[form][0] + after
    joined = next(((cut, before) for cut, before in _JOINED if len(cut) > 1 and word.startswith(cut) and len(word) > len(cut) + 2), ("", ""))
    return joined[1] + latin(word.removeprefix(joined[0]))


def latin(word: str) -> str:
    """An Arabic name by letters («ماركو» as «Marku»)."""
    spelled = "".join(_TO_LATIN.get(letter, letter) for letter in word).replace("_", "")
    return spelled[:1].upper() + spelled[1:]


def to_arabic(passage: str, glosses: Glosses, rng: random.Random) -> str:
    """An English passage with its words in Arabic, in the English order: what an English claim is read against."""

    def turned(match: re.Match[str]) -> str:
        word = match[0].lower()
        if word in _ENGLISH_FUNCTION:
            return _ENGLISH_FUNCTION[word]
        for form in (word, word.removesuffix("'s"), word.removesuffix("s")):
            if form in glosses.arabic:
                return glosses.arabic[form][0]
        return arabic_letters(word)

    return re.sub(" +", " ", _WORD.sub(turned, passage).replace(", ", "، ")).replace("و ", "و", 0).strip()


def arabic_letters(word: str) -> str:
    """A Latin name by letters («Marco» as «ماركو»)."""
    for one, other in _TO_ARABIC:
        word = word.replace(one, other)
    return word
