"""Digits above the line: on the line they would join the number before them, and make a figure that nobody wrote.

«1956¹» is a year with a note, and not 19561; 10⁶ is a million, and not 106. Brackets say so to whoever reads the text
and to the search. Behind letters nothing is changed: «م2» and «CO2» are written so.
"""

from __future__ import annotations

import re
from typing import Any

_DIGITS = re.compile(r"\s*([-−–+]?)\s*(\d{1,3}(?:\s*[,،]\s*\d{1,3})*)\s*")
_POWER_OF_TEN = re.compile(r"(?:^|\D)(?:10|١٠|۱۰)\s*$")
_MOST_ELEMENTS_UP = 5
"""Elements around a raised one, each beginning with it, out of which the text before it is looked for."""


def raised(before: str, text: str) -> str:
    """What is above the line as it is written on it, behind `before`: a note's number in brackets, a power behind «^».

    >>> raised("في خريف 1956", "1"), raised("نحو 10", "6"), raised("350 م", "2")
    ('[1]', '^6', '2')
    """
    found = _DIGITS.fullmatch(text)
    if found is None or not before[-1:].isdecimal():
        return text
    sign, digits = found.groups()
    if sign or _POWER_OF_TEN.search(before[-4:]):
        return f"^{sign}{digits}"
    return f"[{digits}]"


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
