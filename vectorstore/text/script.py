"""Is it Arabic? Which script a text is written in, and which way a character runs; by code points alone."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Side = Literal["rtl", "ltr", "number", "neutral"]

LETTERS = "\u0620-\u064a"
"""Letters of Arabic, for a class of a pattern; ـ, which lengthens one, is among them."""

PRESENTATION_FORMS = "\ufb50-\ufdff\ufe70-\ufefc"
"""Letters in the shapes that they take in a word, as some PDF files hold them; for a class of a pattern."""

BLOCK = "\u0600-\u06ff"
"""Everything of Unicode's block «Arabic»: letters, marks, digits, punctuation; for a class of a pattern."""

_LETTER = re.compile(f"[{LETTERS}\u0671-\u06d3{PRESENTATION_FORMS}]")
_WORD = re.compile(f"{_LETTER.pattern}+")
_IN_BLOCK = re.compile(f"[{BLOCK}]")
_RIGHT_TO_LEFT = re.compile(f"[\u0590-\u05ff{LETTERS}\u066e-\u06d3\u06fa-\u08ff\ufb1d-\ufdfb\ufe70-\ufefc]")
"""Letters of Arabic and Hebrew; what else runs from the right Unicode says by itself."""


def count_arabic_letters(text: str) -> int:
    """How many letters of Arabic, Persian and their like a text has, in whatever shape."""
    return sum(map(len, _WORD.findall(text)))


def count_arabic_words(text: str) -> int:
    """How many runs of such letters a text has."""
    return len(_WORD.findall(text))


def arabic_letter_places(text: str) -> list[int]:
    """Where such letters stand in a text."""
    return [match.start() for match in _LETTER.finditer(text)]


def has_arabic_letters(text: str) -> bool:
    """Does a text have any such letter?"""
    return bool(_LETTER.search(text))


def begins_in_arabic(text: str) -> bool:
    """Is the first character of a text such a letter?"""
    return bool(_LETTER.match(text))


def in_arabic_block(character: str) -> bool:
    """Is it a character of Unicode's block «Arabic»?"""
    return bool(_IN_BLOCK.match(character))


def side(glyph: str) -> Side:
    """Which way a glyph (a character, or several that are drawn as one) runs."""
    if _RIGHT_TO_LEFT.search(glyph):
        return "rtl"
    first = glyph[:1]
    kind = unicodedata.bidirectional(first) if first else ""
    if kind in ("EN", "AN"):
        return "number"
    return "ltr" if kind == "L" else "rtl" if kind in ("R", "AL") else "neutral"


def runs_right_to_left(text: str) -> bool:
    """Do more of the characters run from the right than from the left?"""
    sides = [side(character) for character in text]
    return sides.count("rtl") > sides.count("ltr")


def word_sides(text: str) -> list[int]:
    """Of each word that has a direction, which: 1 from right to left, -1 from left to right, as most of its letters."""
    return [side for word in text.split() if (side := _word_side(word))]


def word_lean(text: str) -> int:
    """How many more of the words run from right to left than from left to right.

    Words and not letters: «من وقّع مع Google و Facebook؟» has more Latin letters than Arabic ones, and is Arabic.
    """
    return sum(word_sides(text))


def _word_side(word: str) -> int:
    kinds = [unicodedata.bidirectional(character) for character in word]
    surplus = kinds.count("AL") + kinds.count("R") - kinds.count("L")
    return (surplus > 0) - (surplus < 0)
