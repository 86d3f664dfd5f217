"""Arabic for matching: normalised text with its way back to the original, words, light stems.

What is shown, stored and cited is always the original; what this module returns only decides whether two
texts match, and one function (`normalise`) does it for articles and questions alike. It folds character by
character, so that every normalised character knows where it came from (`ﷺ` becomes 18 characters, a
vocalised word becomes shorter), and folding twice changes nothing. It does not split
sentences (`vectorstore.text.sentences`), knows no spelling variants of names (`vectorstore.text.name_keys`) and has no
dictionary.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyarabic import araby

from vectorstore.text.lexicon import CLITICS
from vectorstore.text.script import LETTERS, in_arabic_block
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

NORMALISER_VERSION = 2
"""Raised whenever the same text would fold, split or stem differently: an index made before is then stale."""

_ALEFS = (araby.ALEF_MADDA, araby.ALEF_HAMZA_ABOVE, araby.ALEF_HAMZA_BELOW, araby.ALEF_WASLA)
_MARKS = frozenset((*araby.TASHKEEL, araby.MINI_ALEF, araby.TATWEEL, araby.HAMZA_ABOVE, araby.HAMZA_BELOW))
_LETTERS = {
    **dict.fromkeys(_ALEFS, araby.ALEF),
    araby.ALEF_MAKSURA: araby.YEH,
    araby.TEH_MARBUTA: araby.HEH,
    # Persian keyboards write these two for the Arabic letters that look the same
    "\u06cc": araby.YEH,
    "\u06a9": araby.KAF,
    "\u066b": ".",  # Arabic decimal separator
    "\u066c": ",",  # Arabic thousands separator
}
_LATIN_ACCENTS = ("\u0300", "\u036f")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_PRESENTATION_FORMS = ("\ufb50", "\ufeff")

_LETTER, _LATIN = r"[^\W\d_a-z\u00df-\u024f]", r"[0-9a-z\u00df-\u024f]"
_TOKEN = re.compile(
    rf"[{LETTERS}]+{_LETTER}*"  # most words: letters of Arabic are tried before any others
    rf"|{_LATIN}(?:"
    r"(?<=\d)\d*(?:[.,:]\d+)+"  # 80.5, 1,3 and 13:1,3 are one word each
    rf"|{_LATIN}*)"
    rf"|{_LETTER}+"  # a letter written onto a number (و90) is a word of its own
)
"""Of a folded text, whose digits are ASCII's."""

_PREFIXES = (*(clitic for clitic in CLITICS if clitic in ("ال", *(one + "ال" for one in "وبكف"))), "لل")  # light10's
_PREFIX = re.compile(f"(?:{'|'.join(_PREFIXES)})(?=..)|{araby.WAW}(?=...)", re.DOTALL)
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_NAME_LETTERS = 3

MAX_LINE_CHARACTERS = 1_000
"""Characters of a text up to which its words are kept for a moment."""

REMEMBERED_LINES = 1_024
"""Texts whose words are kept, some 6 MB: a paragraph that is a passage by itself is indexed when the group of 512
passages that it was read with is written, and its words are then not looked for again."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """Folded text; `offsets[i]` is the index in the original of its character `i`.

    One more entry than characters: the last is the length of the original, so that `offsets[end]` holds.
    """

    text: str
    offsets: Sequence[int]


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number: `text` is normalised, `start` and `end` are offsets in the original."""

    text: str
    start: int
    end: int


class _Folding(dict[int, str]):
    """Code point → what it folds to, computed when a character is met for the first time."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    """What one character folds to: a fixed point, so that folding twice changes nothing."""
    if character in _RAISED:
        return f" {unicodedata.digit(character)}"  # a note's number or a power: «1956¹» is the year, not 19561
    before, folded = "", character
    while folded != before:
        before = folded
        folded = "".join(map(_fold_once, unicodedata.normalize("NFKC", folded).casefold()))
        if folded.isspace() and _PRESENTATION_FORMS[0] <= character <= _PRESENTATION_FORMS[1]:
            return ""  # an isolated mark such as ﹷ is compatible with «space + mark»; nobody wrote a space
    return folded


def _fold_once(character: str) -> str:
    category = unicodedata.category(character)
    if character in _MARKS or category == "Cf" or _is_arabic_mark(character, category):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Zs":
        return " "
    if character in _LETTERS:
        return _LETTERS[character]
    if in_arabic_block(character):
        return character  # ؤ and ئ keep their hamza: taking it off would make other words of them
    bare = "".join(
        part
        for part in unicodedata.normalize("NFKD", character)
        if not _LATIN_ACCENTS[0] <= part <= _LATIN_ACCENTS[1]
    )
    return unicodedata.normalize("NFC", bare)


def _is_arabic_mark(character: str, category: str) -> bool:
    """Is it a mark of the Koran (ۖ ۥ …), which pyarabic's list leaves out, or a variation selector?"""
    arabic = "\u0610" <= character <= "\u06ed" or "\u0890" <= character <= "\u08ff"
    return (arabic and category in ("Mn", "Lm")) or "\ufe00" <= character <= "\ufe0f"


_FOLDING = _Folding()
_SINGLE: set[str] = set()
"""Characters that were met and fold to one character."""

MAX_REPLACED_CHARACTERS = 10_000
"""Characters of a text up to which it is folded by replacing what changes: of a longer one the list of that would take
more memory than the text."""

_PLAIN = "".join(filter(lambda one: _fold_character(one) == one, map(chr, (*range(0x80), *range(0x600, 0x700)))))
_NOT_PLAIN = re.compile(f"[^{re.escape(_PLAIN)}]")
"""What may change of a text: not most letters of Arabic, nor most of ASCII."""


def fold(text: str) -> str:
    """The normalised text alone.

    >>> fold("الإِرهابِيُّونَ على الإنترنت ٨٠٫٥")
    'الارهابيون علي الانترنت 80.5'
    """
    return _folded_line(text) if len(text) <= MAX_LINE_CHARACTERS else _fold(text)


@lru_cache(maxsize=256)
def _folded_line(line: str) -> str:
    """Whoever lays out a text folds a line up to ten times, once for each thing that it may be."""
    return _fold(line)


def _fold(text: str) -> str:
    """Replace each character that changes: of most texts one of sixteen, which takes a third of a translation's time.

    In any order, because what a character folds to does not change again.
    """
    if len(text) > MAX_REPLACED_CHARACTERS:
        return text.translate(_FOLDING)
    for character in set(_NOT_PLAIN.findall(text)):
        text = text.replace(character, _FOLDING[ord(character)])
    return text


def normalise(text: str) -> Normalised:
    """Fold a text and keep where each character came from."""
    changing = set(text) - _SINGLE
    if changing:
        single = {character for character in changing if len(_FOLDING[ord(character)]) == 1}
        _SINGLE.update(single)
        changing -= single
    if not changing:
        return Normalised(text.translate(_FOLDING), range(len(text) + 1))
    offsets = array("L")
    position = 0
    for match in re.finditer("[" + re.escape("".join(changing)) + "]", text):
        offsets.extend(range(position, match.start()))
        offsets.extend([match.start()] * len(_FOLDING[ord(match.group())]))
        position = match.end()
    offsets.extend(range(position, len(text) + 1))
    return Normalised(text.translate(_FOLDING), offsets)


def tokens(text: str) -> list[Token]:
    """The words and numbers of a text, never its punctuation; numbers such as 80.5 and 13:1,3 stay whole."""
    return [token for token, _ in placed_tokens(text)]


def placed_tokens(text: str) -> list[tuple[Token, Span]]:
    """The tokens of a text, each with where it stands in `fold(text)`."""
    normalised = normalise(text)
    offsets = normalised.offsets
    found = []
    for match in _TOKEN.finditer(normalised.text):
        start, end = offsets[match.start()], offsets[match.end()]
        last = offsets[match.end() - 1]
        end = max(end, last + 1)  # a word that ends within ﷺ ends after it
        while end > last + 1 and unicodedata.category(text[end - 1]) == "Cf":
            end -= 1  # marks belong to the word before them, invisible controls do not
        found.append((Token(match.group(), start, end), match.span()))
    return found


def words(text: str) -> list[str]:
    """The normalised words and numbers of a text in order, without offsets (faster than `tokens`)."""
    return list(_words_of_line(text) if len(text) <= MAX_LINE_CHARACTERS else _words(text))


def _words(text: str) -> list[str]:
    return _TOKEN.findall(fold(text))


@lru_cache(maxsize=REMEMBERED_LINES)
def _words_of_line(line: str) -> tuple[str, ...]:
    return tuple(_words(line))


def stem(word: str) -> str:
    """The light stem of a normalised word: light10 (Larkey, Ballesteros & Connell 2007) as Lucene applies it.

    >>> stem("والاتفاقات"), stem("للانترنت"), stem("google")
    ('اتفاق', 'انترنت', 'google')
    """
    if word.isascii():
        return word
    if (prefix := _PREFIX.match(word)) is not None:
        word = word[prefix.end() :]
    if word.endswith(_SUFFIXES):
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) >= len(suffix) + 2:
                word = word[: -len(suffix)]
    return word


def strip_clitics(word: str) -> str:
    """A normalised word without the conjunction, preposition and article written onto it, for names.

    At least three letters remain; without a dictionary it cannot know that the ب of بريطانيا is its own.

    >>> strip_clitics("وفيسبوك"), strip_clitics("لغوغل"), strip_clitics("وبالانترنت")
    ('فيسبوك', 'غوغل', 'انترنت')
    """
    for clitic in CLITICS:
        if word.startswith(clitic) and len(word) >= len(clitic) + _NAME_LETTERS:
            return word[len(clitic) :]
    return word


def stems(text: str) -> list[str]:
    """The stems of a text's content words in order: what the lexical index holds and a question asks for."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]
