"""Columns of a table that has no upright rules, whichever way its rows are found: pieces of lines, and signs.

`pdf_aligned` finds rows of one line each, `pdf_wrapped` rows whose cells have several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from vectorstore.formats.pdf_glyphs import Glyph

MIN_ROWS = 3
"""Rows without upright rules below which no gap is consistent."""

MIN_COLUMNS = 3
"""Columns below which rows without any rule are verses, a list or two columns of prose."""

MAX_APART = 4.0
"""Sizes that two rows without rules between stand apart at most."""

LEVEL = 0.5
"""Share of the size by which what stands on one level differs at most."""

_MARKER = re.compile(r"[\W_]*(?:\d{1,3}|\w)?[\W_]*")
"""What stands before an item of a list: a bullet, a letter, a number."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of a line stands: table of the page, row from above, column from the first read, of how many
    columns; and the columns and rows that its cell covers."""

    table: int
    row: int
    column: int
    columns: int
    across: int = 1
    down: int = 1


Part = list[Glyph]
"""Of a line, between two wide gaps."""

Piece = tuple[list[Glyph], Place | None]
"""Of a line, with its place where it is one of a cell."""


def edges_of(part: Sequence[Glyph]) -> tuple[float, float]:
    """Where a part begins and ends, in points from the left, without the spaces at its sides."""
    shown = [glyph for glyph in part if not glyph.is_space]
    return min(glyph.left for glyph in shown), max(glyph.right for glyph in shown)


def count_telling(columns: Sequence[Sequence[str]]) -> int:
    """How many columns hold more than what stands before items of a list."""
    return sum(not all(map(_MARKER.fullmatch, column)) for column in columns)


def are_short(columns: Sequence[Sequence[str]], words: int) -> bool:
    """Have all columns but one mostly few words?"""
    return sum(median(len(text.split()) for text in column) <= words for column in columns) >= len(columns) - 1
