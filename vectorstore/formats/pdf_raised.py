"""Small digits above the line of a PDF, written on it as every format has them (`vectorstore.formats.raised`).

What draws a page knows no notes: «1956» and its raised «1» are digits beside each other, on whichever side of the
number the program puts the note, and would be read as one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from statistics import median

from vectorstore.formats.pdf_glyphs import Glyph
from vectorstore.formats.raised import raised
from vectorstore.text.script import runs_right_to_left

_SMALL = 0.9
"""Share of its line's size that a raised digit has at most."""

_ABOVE = 0.15
"""Share of the line's size by which it stands above at least."""

_BESIDE = 0.25
"""Share of the size by which it stands off its number at most."""

_SIGNS = frozenset(",،-−–+")
_INSIDE_NUMBERS = frozenset(".,:/٫٬-")
_FRACTION = frozenset("/⁄")


def lowered(line: Sequence[Glyph]) -> list[Glyph]:
    """A line, from left to right, with its raised digits put behind the number that they belong to; alone or at a word
    they are a note's number in brackets (`raised`)."""
    shown = [glyph for glyph in line if not glyph.is_space]
    if not shown:
        return list(line)
    size, baseline = median(glyph.size for glyph in shown), median(glyph.baseline for glyph in shown)
    up = [
        glyph.size < _SMALL * size and glyph.baseline > baseline + _ABOVE * size and _is_number(glyph.text)
        for glyph in line
    ]
    if not any(up):
        return list(line)
    found = list(line)
    right_to_left = runs_right_to_left("".join(glyph.text for glyph in line))
    gone: set[int] = set()
    at = 0
    while at < len(line):
        end = at
        while end < len(line) and up[end]:
            end += 1
        if end > at and any(one.isdecimal() for glyph in line[at:end] for one in glyph.text):
            gone |= _lower(found, line, at, end, size, right_to_left=right_to_left)
        at = max(end, at + 1)
    return [glyph for place, glyph in enumerate(found) if place not in gone]


def _is_number(text: str) -> bool:
    return text.isdecimal() or text in _SIGNS


def _lower(
    found: list[Glyph], line: Sequence[Glyph], at: int, end: int, size: float, *, right_to_left: bool
) -> set[int]:
    """Write in `found` what stands above at some places of a line; gives the places that are empty then."""
    digits = "".join(glyph.text for glyph in line[at:end])
    left = line[at - 1] if at and _touch(line[at - 1], line[at], size) else None
    right = line[end] if end < len(line) and _touch(line[end - 1], line[end], size) else None
    if any(one is not None and one.text in _FRACTION for one in (left, right)):
        return set()
    places = set(range(at, end))
    if left is not None and left.text[-1].isdecimal():
        number = "".join(glyph.text for glyph in line[:at])
        found[at - 1] = replace(left, text=left.text + raised(number, digits))
        return places
    if right is not None and right.text[0].isdecimal():
        last = end
        while last + 1 < len(line) and _goes_on(line, last):
            last += 1
        number = "".join(glyph.text for glyph in line[end : last + 1])
        found[last] = replace(line[last], text=line[last].text + raised(number, digits))
        return places
    before = right if right_to_left else left
    begins = not any(not glyph.is_space for glyph in (line[end:] if right_to_left else line[:at]))
    word = "" if begins or before is None else _word_before(line, at, end, right_to_left=right_to_left)
    if begins or (before is not None and raised("1", digits)[0] == "[" == raised(word, digits)[0]):
        text = f"[{digits.strip()}]"
        found[at] = replace(line[at], text=text, right=line[end - 1].right)
        if begins and before is None:
            after = left if right_to_left else right
            if after is not None:
                found[at] = _apart(found[at], size, right_to_left=right_to_left)
        return places - {at}
    return set()


def _word_before(line: Sequence[Glyph], at: int, end: int, *, right_to_left: bool) -> str:
    """What stands right before some places of a line up to the next space."""
    nearest = line[end:] if right_to_left else line[:at][::-1]
    glyphs = list(takewhile(lambda glyph: not glyph.is_space, nearest))
    return "".join(glyph.text for glyph in reversed(glyphs))


def _apart(glyph: Glyph, size: float, *, right_to_left: bool) -> Glyph:
    """A note's number set off from the note, which begins right beside it."""
    return replace(glyph, left=glyph.left + size) if right_to_left else replace(glyph, right=glyph.right - size)


def _goes_on(line: Sequence[Glyph], at: int) -> bool:
    """Does a number go on to the right?"""
    one, after = line[at].text, line[at + 1].text
    if line[at + 1].is_space:
        return False
    inside = after in _INSIDE_NUMBERS and at + 2 < len(line) and line[at + 2].text[0].isdecimal()
    return after[0].isdecimal() or (inside and one[-1].isdecimal())


def _touch(one: Glyph, other: Glyph, size: float) -> bool:
    return not one.is_space and not other.is_space and other.left - one.right < _BESIDE * size
