"""Tables of a PDF's page, found from where its lines and letters stand: a PDF has no tables, only what they look like.

A ruled table is the grid of its rules. One without upright rules is known by gaps that go down through its rows, and
because columns of prose, verses and lists have such gaps too, only where rows of several short cells are drawn row by
row. What is not sure to be a table stays as it is: a list in cells would be a wrong text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from vectorstore.formats.pdf_glyphs import Glyph
from vectorstore.formats.pdf_objects import Rule
from vectorstore.formats.tables import Cell

_NEAR = 4.0
"""Points within which rules are one: the borders of two neighbouring cells."""

_MOST_RULES = 400
"""Rules of a page, once those of one line are one, beyond which they are a drawing."""

_MOST_CELLS = 5000
"""Of a table on one page."""

_PROSE_LETTERS, _PROSE_SHARE = 120, 0.5
"""Letters of a cell from which it holds prose, and the share of such cells from which a grid is a frame around prose:
a table has one column of descriptions, not two."""

_GAP = 0.9
"""Share of the size from which a gap may part two cells; a word's space is .25 to .35, in justified lines some .8."""

_ROWS = 3
"""Rows without upright rules below which no gap is consistent."""

_COLUMNS = 3
"""Columns below which rows without any rule are verses, a list or two columns of prose."""

_APART = 4.0
"""Sizes that two rows without rules between stand apart at most."""

_SHORT_WORDS = 3
"""Words of the middlemost cell of a column of figures and names; all columns but one are such."""

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


@dataclass(frozen=True, slots=True)
class _Grid:
    """`edges` from left to right, `levels` from below; `cells`: of (column, row) counted so, the first column and row
    of the cell that covers it, and the last ones."""

    edges: tuple[float, ...]
    levels: tuple[float, ...]
    cells: Mapping[tuple[int, int], tuple[int, int, int, int]]

    def covering(self, glyph: Glyph) -> tuple[int, int, int, int] | None:
        """The cell in which a glyph stands."""
        column = bisect_right(self.edges, glyph.middle) - 1
        row = bisect_right(self.levels, glyph.baseline + glyph.size / 4) - 1
        return self.cells.get((column, row))


Piece = tuple[list[Glyph], Place | None]


def cut_tables(lines: Sequence[list[Glyph]], rules: Sequence[Rule], *, arabic: bool) -> list[Piece]:
    """The lines of a page, each from left to right, those of tables cut into the pieces of their cells.

    `arabic`: whether the first column is that on the right.
    """
    merged = _merged(rules)
    pieces: list[Piece] = [(line, None) for line in lines]
    grids = [grid for group in _touching(merged) if (grid := _grid(group))]
    for number, grid in enumerate(grids):
        pieces = _cut_ruled(pieces, grid, number, arabic=arabic)
    return _cut_aligned(pieces, [rule for rule in merged if not rule.upright], len(grids), arabic=arabic)


def table_cells(pieces: Iterable[tuple[Place, str]]) -> list[list[Cell]]:
    """The rows of one table; pieces of one cell come in order."""
    texts: dict[tuple[int, int], str] = {}
    places: dict[tuple[int, int], Place] = {}
    for place, text in pieces:
        at = (place.row, place.column)
        texts[at] = f"{texts[at]} {text}" if at in texts else text
        places.setdefault(at, place)
    covered: set[tuple[int, int]] = set()
    rows = []
    for row in range(1 + max((row for row, _ in places), default=-1)):
        cells: list[Cell] = []
        column = 0
        while column < next(iter(places.values())).columns:
            place = places.get((row, column))
            across = place.across if place else 1
            if place and place.down > 1:
                covered |= {(row + i, column + j) for i in range(1, place.down) for j in range(across)}
            if (row, column) not in covered:
                cells.append(Cell(texts.get((row, column), ""), across, place.down if place else 1))
            column += across
        rows.append(cells)
    return rows


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """The rules with those of one line that touch put together; none where they are too many."""
    kept: list[Rule] = []
    for upright in (True, False):
        side = sorted((rule for rule in rules if rule.upright == upright), key=lambda rule: rule.at)
        lines: list[list[Rule]] = []
        for rule in side:
            if lines and rule.at - lines[-1][-1].at <= _NEAR and rule.at - lines[-1][0].at <= 2 * _NEAR:
                lines[-1].append(rule)
            else:
                lines.append([rule])
        for line in lines:
            at = sum(rule.at for rule in line) / len(line)
            first = last = 0.0
            for number, rule in enumerate(sorted(line, key=lambda rule: rule.first)):
                if number and rule.first <= last + _NEAR:
                    last = max(last, rule.last)
                    kept[-1] = Rule(upright, at, first, last)
                else:
                    first, last = rule.first, rule.last
                    kept.append(Rule(upright, at, first, last))
    return kept if len(kept) <= _MOST_RULES else []


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules in groups of those that meet."""
    rest = list(rules)
    groups = []
    while rest:
        group = [rest.pop()]
        for one in group:  # grows while it is gone through
            near = [other for other in rest if _meet(one, other)]
            group += near
            rest = [other for other in rest if other not in near]
        groups.append(group)
    return groups


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.upright != other.upright
        and other.first - _NEAR <= one.at <= other.last + _NEAR
        and one.first - _NEAR <= other.at <= one.last + _NEAR
    )


def _grid(rules: Sequence[Rule]) -> _Grid | None:
    """The cells between rules that meet; None for fewer than two columns or rows."""
    upright, level = ([rule for rule in rules if rule.upright == kind] for kind in (True, False))
    if not upright or not level:
        return None
    # a table may be open at its sides
    edges = _distinct([rule.at for rule in upright] + [end for rule in level for end in (rule.first, rule.last)])
    levels = _distinct([rule.at for rule in level] + [end for rule in upright for end in (rule.first, rule.last)])
    columns, rows = len(edges) - 1, len(levels) - 1
    if columns < 2 or rows < 2 or columns * rows > _MOST_CELLS:
        return None
    cells: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for row in reversed(range(rows)):
        for column in range(columns):
            if (column, row) in cells:
                continue
            height, width = (levels[row] + levels[row + 1]) / 2, (edges[column] + edges[column + 1]) / 2
            last, lowest = column, row
            while last + 1 < columns and (last + 1, row) not in cells and not _parted(upright, edges[last + 1], height):
                last += 1
            while lowest > 0 and not _parted(level, levels[lowest], width):
                lowest -= 1
            covered = (column, row, last, lowest)
            cells |= {(i, j): covered for i in range(column, last + 1) for j in range(lowest, row + 1)}
    return _Grid(edges, levels, cells)


def _distinct(places: Iterable[float]) -> tuple[float, ...]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > 1.5 * _NEAR:
            kept.append(place)
    return tuple(kept)


def _parted(rules: Sequence[Rule], at: float, across: float) -> bool:
    """Is there a rule at a place that covers another place along it?"""
    return any(abs(rule.at - at) <= 1.5 * _NEAR and rule.first - 1 <= across <= rule.last + 1 for rule in rules)


def _cut_ruled(pieces: Sequence[Piece], grid: _Grid, number: int, *, arabic: bool) -> list[Piece]:
    """The pieces with those inside a grid cut by its cells; as they are where it frames prose or holds no rows."""
    columns, rows = len(grid.edges) - 1, len(grid.levels) - 1
    cut: list[Piece] = []
    letters: dict[tuple[int, int, int, int], int] = {}
    for line, place in pieces:
        if place is not None:
            cut.append((line, place))
            continue
        covering = [None if glyph.is_space else grid.covering(glyph) for glyph in line]
        for at, glyph in enumerate(line):  # a space goes with what is before it
            covering[at] = covering[at - 1] if at and glyph.is_space else covering[at]
        for covered, run in groupby(zip(line, covering, strict=True), key=lambda one: one[1]):
            glyphs = [glyph for glyph, _ in run]
            if covered is None:
                cut.append((glyphs, None))
                continue
            first, top, last, lowest = covered
            shown = sum(len(glyph.text) for glyph in glyphs if not glyph.is_space)
            letters[covered] = letters.get(covered, 0) + shown
            column = columns - 1 - last if arabic else first
            spans = last - first + 1, top - lowest + 1
            cut.append((glyphs, Place(number, rows - 1 - top, column, columns, *spans)))
    filled = [covered for covered, count in letters.items() if count]
    several = {top for _, top, _, _ in filled if sum(top == other for _, other, _, _ in filled) > 1}
    prose = sum(letters[covered] > _PROSE_LETTERS for covered in filled)
    if len(several) < 2 or prose >= _PROSE_SHARE * len(filled):
        return list(pieces)
    return cut


def _cut_aligned(pieces: Sequence[Piece], level: Sequence[Rule], number: int, *, arabic: bool) -> list[Piece]:
    """The pieces with runs of rows whose gaps stand over one another cut by them."""
    split = [_split(line) if place is None else [line] for line, place in pieces]
    cut: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and len(split[end]) > 1 and (end == at or _follows(pieces[end - 1][0], pieces[end][0])):
            end += 1
        columns = _columns(split[at:end], level) if end - at >= _ROWS else []
        if not columns:
            cut += pieces[at : max(end, at + 1)]
            at = max(end, at + 1)
            continue
        for row, parts in enumerate(split[at:end]):
            for column, found in groupby(parts, key=lambda part: bisect_right(columns, part[0].left)):
                glyphs = [glyph for part in found for glyph in part]
                read = len(columns) - column if arabic else column
                cut.append((glyphs, Place(number, row, read, len(columns) + 1)))
        number += 1
        at = end
    return cut


def _split(line: Sequence[Glyph]) -> list[list[Glyph]]:
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


def _follows(before: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Does a row stand under another, no further off than rows do?"""
    size = max(before[0].size, line[0].size)
    return 0.5 * size < before[0].baseline - line[0].baseline < _APART * size


def _columns(rows: Sequence[Sequence[Sequence[Glyph]]], level: Sequence[Rule]) -> list[float]:
    """Where the columns of rows are parted, from left to right; empty where the rows are no table."""
    spans = sorted(_edges(part) for row in rows for part in row)
    size = median(part[0].size for row in rows for part in row)
    borders: list[float] = []
    reach = spans[0][1]
    for left, right in spans:
        if left - reach > _GAP * size:
            borders.append((left + reach) / 2)
        reach = max(reach, right)
    columns: list[list[str]] = [[] for _ in range(len(borders) + 1)]
    for row in rows:
        for part in row:
            columns[bisect_right(borders, part[0].left)].append("".join(glyph.text for glyph in part).strip())
    telling = [column for column in columns if not all(map(_MARKER.fullmatch, column))]
    top, bottom = rows[0][0][0].baseline + 2 * size, rows[-1][0][0].baseline - 2 * size
    width = reach - spans[0][0]
    ruled = sum(bottom < rule.at < top and rule.last - rule.first > 0.8 * width for rule in level) >= 2
    short = sum(median(_word_count(text) for text in column) <= _SHORT_WORDS for column in columns)
    filled = min(len(column) for column in columns) * 2 >= len(rows)
    enough = len(telling) >= (2 if ruled else _COLUMNS)
    return borders if enough and filled and short >= len(columns) - 1 else []


def _edges(part: Sequence[Glyph]) -> tuple[float, float]:
    shown = [glyph for glyph in part if not glyph.is_space]
    return min(glyph.left for glyph in shown), max(glyph.right for glyph in shown)


def _word_count(text: str) -> int:
    return len(text.split())
