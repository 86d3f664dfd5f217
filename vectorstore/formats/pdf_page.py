"""A page of a PDF, judged by its letters: which order of them makes the likeliest words, or why it is not read.

As it looks, as it is stored or as pdfium puts it (`vectorstore.text.letter_pairs`). A page whose letters make no words
(a font that maps them to others, no order at all), whose spaces are lost, whose fonts do not say which letters they
show, or that is a picture, has no lines: a wrong text is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.formats.pdf_glyphs import PageGlyphs
from vectorstore.formats.pdf_lines import GlyphLine, Line, group_lines, plain_lines, word_lengths
from vectorstore.text.letter_pairs import contrary_words, pair_cost

_SCANNED = 15
"""Letters of a page below which its pictures count as its text: a stamp or a page number is none."""

_HEADED_SCAN = 80
"""The same for a page that one picture fills: what is printed over it is a head or a stamp."""

_FILLED = 0.5
"""Share of a page from which its pictures fill it."""

_UNMAPPED = 0.1
"""Share of characters without Unicode from which a page is lost."""

_FEW_UNMAPPED = 8
"""Characters without Unicode that a page may always have: bullets and icons have none."""

_ACCENTS = 0.3
"""Share of accented Latin letters from which they are Arabic ones of an old font; French has 4 of 100."""

_ENOUGH_PAIRS = 60
"""Pairs of letters, some twelve words, that a page must have to be judged by itself; below, the whole file is."""

_NONSENSE_NATS = 3.5
"""Mean cost of a pair of letters from which they are no words. Measured on pieces of twelve words: Arabic, Persian,
Urdu, English and French prose, verse and foreign names 2.3 to 3.1; the same with the letters exchanged 3.7 to 6.7,
in Arabic 4.1 and more."""

_BETTER_NATS = 0.2
"""By how much pdfium's own order, or that in which letters are stored, must be likelier, a pair, than that of the
places. Reversed words cost 1 more; a page of a few figures tells nothing."""

_CONTRARY = 0.25
"""Share of the telling words that may be likelier the other way round; prose has 2 of 100."""

_TELLING_WORDS = 8
"""Words that must tell an order to be counted."""

_SPLIT = 0.35
"""Share of one-letter words from which letters are split: in prose it is 2 to 4 of 100 («و»)."""

_LOST = 14.0
"""Mean letters a word from which spaces are lost: in prose it is 4 to 6."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines in written order, how many letters it has, and why it is not read (empty where it is): `picture`,
    `damaged`, or what is wrong with its letters."""

    lines: tuple[Line, ...]
    letters: int
    fault: str = ""


def judge_page(glyphs: PageGlyphs) -> Page:
    """A page in the likeliest of its orders, or what is wrong with it."""
    shown = "".join(glyph.text for glyph in glyphs.glyphs)
    characters = sum(not one.isspace() for one in shown)
    letters = sum(map(str.isalpha, shown))
    if glyphs.is_drawn and letters < (_HEADED_SCAN if glyphs.picture_share >= _FILLED else _SCANNED):
        return Page((), 0, "picture")
    if glyphs.unmapped > max(_FEW_UNMAPPED, _UNMAPPED * (characters + glyphs.unmapped)):
        return Page((), letters, "fonts without Unicode")
    if sum("\xc0" <= one <= "\xff" for one in shown) > _ACCENTS * letters:
        return Page((), letters, "fonts without Unicode")
    for trust_spaces in (True, False):
        lines = tuple(_likeliest(group_lines(glyphs.glyphs, glyphs.rules, trust_spaces=trust_spaces), glyphs))
        single, mean = word_lengths(text_of(lines))
        if single <= _SPLIT:
            break
    if single > _SPLIT or mean > _LOST:
        return Page((), letters, "letters split" if single > _SPLIT else "spaces lost")
    return Page(lines, letters, fault_of(text_of(lines)))


def fault_of(text: str) -> str:
    """What is wrong with the letters of a text; empty where they make words, or are too few to tell."""
    cost, pairs = pair_cost(text)
    if pairs < _ENOUGH_PAIRS:
        return ""
    contrary, telling = contrary_words(text)
    if telling >= _TELLING_WORDS and contrary > _CONTRARY * telling:
        return "letters in no order"
    return "letters make no words" if cost > _NONSENSE_NATS * pairs else ""


def text_of(lines: Sequence[Line]) -> str:
    """The lines as one text."""
    return "\n".join(text for _, text in lines)


def _likeliest(lines: Sequence[GlyphLine], glyphs: PageGlyphs) -> list[Line]:
    """The lines as they look, as they are stored or as pdfium puts them, whichever makes the likeliest words."""
    looked: list[Line] = [(line, line.drawn) for line in lines]
    stored: list[Line] = [(line, line.raw) for line in lines]
    cost, pairs = pair_cost(text_of(looked))
    other, _ = pair_cost(text_of(stored))
    kept = stored if other < cost - _BETTER_NATS * pairs else looked
    plain = plain_lines(glyphs)
    its_cost, its_pairs = pair_cost(text_of(plain))
    if its_pairs > 0.9 * pairs and pairs and its_cost / its_pairs < min(cost, other) / pairs - _BETTER_NATS:
        return plain
    return kept
