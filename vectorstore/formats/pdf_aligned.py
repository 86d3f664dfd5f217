"""Tables without upright rules, found by gaps that go down through rows of short cells.

Columns of prose, verses, lists and cards have such gaps too. Rows of one line each are known here, because they are
drawn row by row, others only under a row of headings, by `pdf_wrapped`. Where the signs do not agree, the lines stay as
they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

from vectorstore.formats.pdf_columns import (
    LEVEL,
    MAX_APART,
    MIN_COLUMNS,
    MIN_ROWS,
    Part,
    Piece,
    Place,
    are_short,
    count_telling,
    edges_of,
)
from vectorstore.formats.pdf_glyphs import Glyph
from vectorstore.formats.pdf_objects import Rule
from vectorstore.formats.pdf_wrapped import wrapped_table

_GAP = 0.9
"""Share of the size from which a gap may part two cells; a word's space is .25 to .35, in justified lines some .8."""

_CLOSE = 1.8
"""Sizes that two lines of one cell stand apart at most."""

_SHORT_WORDS = 3
"""Words of the middlemost cell of a column of figures and names; all columns but one are such."""

_LOOKED = 8
"""Lines after the last row of a table among which one that stands beside it shows that its cells have more."""


def cut_aligned(pieces: Sequence[Piece], level: Sequence[Rule], number: int, *, arabic: bool) -> list[Piece]:
    """The pieces with those of tables without upright rules cut into the pieces of their cells.

    `level`: the rules that lie; `number`: of the first table; `arabic`: whether the first column is that on the right.
    """
    split = [_split(line) if place is None else [line] for line, place in pieces]
    free = [place is None for _, place in pieces]
    cut: list[Piece] = []
    at = 0
    while at < len(pieces):
        end, placed = wrapped_table(split, free, at, number, arabic=arabic)
        if not placed:
            end, placed = _level_rows(split, free, at, level, number, arabic=arabic)
        number += bool(placed)
        cut += placed or pieces[at:end]
        at = end
    return cut


def _split(line: Sequence[Glyph]) -> list[Part]:
    """A line cut at its wide gaps, without the spaces in them."""
    parts: list[list[Glyph]] = []
    reach = 0.0
    for glyph in line:
        if glyph.is_space:
            if parts:
                parts[-1].append(glyph)
            continue
        if not parts or glyph.left - reach > _GAP * glyph.size:
            parts.append([])
            reach = glyph.right
        parts[-1].append(glyph)
        reach = max(reach, glyph.right)
    return parts


def _level_rows(
    split: Sequence[Sequence[Part]], free: Sequence[bool], at: int, level: Sequence[Rule], number: int, *, arabic: bool
) -> tuple[int, list[Piece]]:
    """The end of the run of lines of several parts that begins at a line, and its pieces where it is a table."""
    end = at
    while end < len(split) and len(split[end]) > 1 and free[end] and (end == at or _follows(split, end)):
        end += 1
    rows = split[at:end]
    columns = _columns(rows, level) if end - at >= MIN_ROWS and not _comes_back(split, free, at, end) else []
    first = len(columns) if arabic else 0
    if not columns or _goes_on(split, free, end, columns, first):
        return max(end, at + 1), []
    placed: list[Piece] = []
    for row, parts in enumerate(rows):
        for column, found in groupby(parts, key=lambda part: bisect_right(columns, part[0].left)):
            glyphs = [glyph for part in found for glyph in part]
            read = len(columns) - column if arabic else column
            placed.append((glyphs, Place(number, row, read, len(columns) + 1)))
    return end, placed


def _follows(split: Sequence[Sequence[Part]], at: int) -> bool:
    """Does a row stand under the one before, no further off than rows do?"""
    before, line = split[at - 1][0][0], split[at][0][0]
    size = max(before.size, line.size)
    return 0.5 * size < before.baseline - line.baseline < MAX_APART * size


def _comes_back(split: Sequence[Sequence[Part]], free: Sequence[bool], at: int, end: int) -> bool:
    """Is more drawn beside the rows afterwards, so that a cell which looks empty is not?"""
    first, last = split[at][0][0], split[end - 1][0][0]
    spans = [edges_of(part) for row in split[at:end] for part in row]
    left, right = min(span[0] for span in spans), max(span[1] for span in spans)
    after = [part for line in range(end, min(end + _LOOKED, len(split))) if free[line] for part in split[line]]
    return any(
        last.baseline - LEVEL * last.size < part[0].baseline < first.baseline + first.size
        and left - last.size < part[0].left < right + last.size
        for part in after
    )


def _goes_on(
    split: Sequence[Sequence[Part]], free: Sequence[bool], end: int, columns: Sequence[float], first: int
) -> bool:
    """Does a line close below the last row stand under others than its first column, as the rest of a cell does?

    One over the border of two columns is text below the table.
    """
    if end >= len(split) or not free[end]:
        return False
    last, line = split[end - 1][0][0], split[end]
    close = 0 < last.baseline - line[0][0].baseline < _CLOSE * last.size
    places = [{bisect_right(columns, edge) for edge in edges_of(part)} for part in line]
    return close and all(len(place) == 1 and first not in place for place in places)


def _columns(rows: Sequence[Sequence[Part]], level: Sequence[Rule]) -> list[float]:
    """Where the columns of rows are parted, from left to right; empty where the rows are no table."""
    spans = sorted(edges_of(part) for row in rows for part in row)
    size = median(part[0].size for row in rows for part in row)
    borders = _gaps(_by_order(rows) or spans, _GAP * size)
    reach = max(right for _, right in spans)
    columns: list[list[str]] = [[] for _ in range(len(borders) + 1)]
    for row in rows:
        for part in row:
            columns[bisect_right(borders, part[0].left)].append("".join(glyph.text for glyph in part).strip())
    top, bottom = rows[0][0][0].baseline + 2 * size, rows[-1][0][0].baseline - 2 * size
    width = reach - spans[0][0]
    ruled = sum(bottom < rule.at < top and rule.last - rule.first > 0.8 * width for rule in level) >= 2
    enough = count_telling(columns) >= (2 if ruled else MIN_COLUMNS)
    filled = min(len(column) for column in columns) * 2 >= len(rows)
    return borders if enough and filled and are_short(columns, _SHORT_WORDS) else []


def _by_order(rows: Sequence[Sequence[Part]]) -> list[tuple[float, float]]:
    """How wide each column is where every row has a part in each: headings in the middle of their columns need not
    stand over figures at their sides. Empty where the rows are not so, or two columns would overlap."""
    if len({len(row) for row in rows}) > 1:
        return []
    edges = [[edges_of(part) for part in column] for column in zip(*rows, strict=True)]
    wide = [(min(left for left, _ in column), max(right for _, right in column)) for column in edges]
    return wide if all(before[1] < after[0] for before, after in pairwise(wide)) else []


def _gaps(spans: Sequence[tuple[float, float]], gap: float) -> list[float]:
    """The middles of the gaps between spans, which are given from left to right."""
    borders: list[float] = []
    reach = spans[0][1]
    for left, right in spans:
        if left - reach > gap:
            borders.append((left + reach) / 2)
        reach = max(reach, right)
    return borders
