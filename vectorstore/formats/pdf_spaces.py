"""Where the words of a drawn line end: spaces are those that the page has; on a page that has none, gaps are."""

from __future__ import annotations

from collections.abc import Sequence

from vectorstore.formats.pdf_glyphs import Glyph, is_mark
from vectorstore.text.script import side

_GAP = 0.165
"""Share of the size from which a gap is a space: spaces are .22 to .35 wide, the bearings of two letters up to .16."""

_GAP_AFTER_JOINED = 0.1
"""The same after a letter that is written onto the next one in its word, or that only ends words."""

_GAP_BESIDE_SPACES, _GAP_WITHIN_WORDS = 0.22, 0.4
"""The same on a page that has its spaces, where a gap is one between cells and columns; the second one between two
letters of Arabic, which some fonts set so far apart within a word."""

_LETTERS_A_SPACE = 12
"""Arabic letters to a space below which a page has its spaces; prose has 5."""

_UNJOINED = frozenset("اأإآٱدذرزوؤءژ")
"""Letters after which a word goes on without being joined."""

_CLOSING = frozenset(".،؛؟!")

_GAP_AT_MARKS = 0.3
"""The same beside a letter with its marks, which may be wider than it."""

_SPACE = 0.1
"""Share of the size from which a space has a width; others are placed somewhere near by what made the file."""


def has_spaces(lines: Sequence[Sequence[Glyph]]) -> bool:
    """Has a page its spaces among its glyphs?"""
    spaces = sum(glyph.is_space and not _is_thin(glyph) for line in lines for glyph in line)
    known = sum(len(glyph.text) for line in lines for glyph in line if side(glyph.text) == "rtl")
    return spaces * _LETTERS_A_SPACE >= known


def with_spaces(line: Sequence[Glyph], *, trust_spaces: bool, spaced: bool) -> list[str]:
    """The texts of a line from left to right, with its spaces."""
    placed: list[str] = []
    before: Glyph | None = None
    space = thin = False
    reach = 0.0
    for glyph in line:
        if glyph.is_space:
            thin = _is_thin(glyph)
            space = space or (trust_spaces and not thin)
            continue
        if before is not None:
            gap = glyph.left - reach
            if space or (thin and gap > _GAP * glyph.size) or _is_gap(before, glyph, gap, spaced=spaced):
                placed.append(" ")
        placed.append(glyph.text)
        reach = glyph.right if before is None else max(reach, glyph.right)
        before, space, thin = glyph, False, False
    return placed


def _is_thin(space: Glyph) -> bool:
    """Is a space without width, and so only a sign of a gap?"""
    return space.right - space.left <= _SPACE * space.size


def _is_gap(before: Glyph, glyph: Glyph, gap: float, *, spaced: bool) -> bool:
    """Is a gap between two neighbours wide enough for a space?"""
    if spaced:
        within = side(glyph.text) == side(before.text) == "rtl"
        return gap > (_GAP_WITHIN_WORDS if within else _GAP_BESIDE_SPACES) * glyph.size
    widest = _GAP
    last = next((one for one in reversed(glyph.text) if one.isalpha()), "")
    if before.text[0].isalpha() and last:
        if is_mark(glyph.text[-1]) or is_mark(before.text[-1]):
            widest = _GAP_AT_MARKS
        elif side(last) == side(before.text) == "rtl" and last not in _UNJOINED:
            widest = _GAP_AFTER_JOINED
    ends_word = before.text in _CLOSING and side(glyph.text) == "rtl"  # «أولًا .» has its gap from its mark
    return gap > widest * glyph.size and not ends_word
