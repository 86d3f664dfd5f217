"""Ranges of numbers at the start of a line that runs from the right.

Behind an Arabic letter «2019-2023» is drawn with its first number on the right, and before any letter of its paragraph
with its first number on the left (UAX 9, W2 and W4). A line alone does not say which of the two it is, and not every
program draws so; but ranges rise.
"""

from __future__ import annotations

import re

from vectorstore.formats.pdf_lines import GlyphLine

_RANGE = re.compile(
    r"(?P<before>[^\w+%‰-]*)(?P<one>(?P<first>[0-9۰-۹]{1,9})[%٪]?)(?P<mark>[-−])(?P<two>(?P<last>[0-9۰-۹]{1,9})[%٪]?)"
    r"(?![-−/.,:]?[0-9۰-۹]|[-−]?[A-Za-z])"
)
_YEAR_DIGITS = 4
_SINGLE = 10
"""Numbers below it may be a score, which rises or falls."""


def with_rising_range(line: GlyphLine, text: str, *, begins: bool) -> str:
    """The text of a line with the range that it begins with from the lower number to the higher.

    Only where it was read from the right: `begins` a paragraph with it, or its numbers are years.
    """
    if not line.right_to_left or text != line.drawn or text == line.raw:
        return text
    found = _RANGE.match(text)
    if found is None or int(found["first"]) <= int(found["last"]) or int(found["first"]) < _SINGLE:
        return text
    years = len(found["first"]) == len(found["last"]) == _YEAR_DIGITS
    if not begins and not years:
        return text
    return f"{found['before']}{found['two']}{found['mark']}{found['one']}{text[found.end() :]}"
