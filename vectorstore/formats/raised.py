"""Digits above the line: on the line they would join the number before them, and make a figure that nobody wrote.

«1956¹» is a year with a note, and not 19561; 10⁶ is a million, and not 106. Brackets say so to whoever reads the text
and to the search. A note's number at a word stands in brackets, too; «كم2» and «CO2» are written so.
"""

from __future__ import annotations

import re
from typing import Any

_DIGITS = re.compile(r"\s*([-−–+]?)\s*(\d{1,3}(?:\s*[,،]\s*\d{1,3})*)\s*")
_POWER_OF_TEN = re.compile(r"(?:^|\D)(?:10|١٠|۱۰)\s*$")
_WORD_AT_END = re.compile(r"[^\W\d_]+$")
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_POWERS = frozenset("23٢٣۲۳")
_LONG_UNITS = ("متر", "مترا", "قدم", "بوصة", "metre", "metres", "meter", "meters", "foot", "feet", "inch", "inches")
_LONGEST_UNIT = 3
"""Letters of a unit's short name: «كم2», «سم3», «km²»."""
_LOOKED_BACK = 40
_NOTED = frozenset(".،؛:!؟?…»”\")]")
"""Signs behind which a note's number may stand."""
_MOST_ELEMENTS_UP = 5
"""Elements around a raised one, each beginning with it, out of which the text before it is looked for."""


def raised(before: str, text: str) -> str:
    """What is above the line as it is written on it, behind `before`: a note's number in brackets, a power behind «^».

    >>> raised("في خريف 1956", "1"), raised("نحو 10", "6"), raised("350 م", "2"), raised("نص الاتفاق", "2")
    ('[1]', '^6', '2', '[2]')
    """
    found = _DIGITS.fullmatch(text)
    if found is None:
        return text
    sign, digits = found.groups()
    if not before[-1:].isdecimal():
        return text if sign or not _may_have_note(before, digits) else f"[{digits}]"
    if sign or _POWER_OF_TEN.search(before[-4:]):
        return f"^{sign}{digits}"
    return f"[{digits}]"


def _may_have_note(before: str, digits: str) -> bool:
    """Is a number behind a word or a sign that of a note, and no part of a unit, a formula or a variable?"""
    found = _WORD_AT_END.search(_MARKS.sub("", before[-_LOOKED_BACK:]))
    if found is None:
        return before[-1:] in _NOTED
    word = found[0].casefold()
    return len(word) > (_LONGEST_UNIT if digits in _POWERS else 1) and not word.endswith(_LONG_UNITS)


def lower_raised(element: Any) -> None:
    """The same within a tree of lxml: an element that stands above the line holds the text that is written on it."""
    text = "".join(element.itertext())
    shown = raised(_text_before(element), text)
    if shown != text:
        for child in list(element):
            element.remove(child)
        element.text = shown


def _text_before(element: Any) -> str:
    for _ in range(_MOST_ELEMENTS_UP):
        before, parent = element.getprevious(), element.getparent()
        if before is not None:
            return before.tail or "".join(before.itertext())
        if parent is None or parent.text:
            return "" if parent is None else parent.text
        element = parent
    return ""
