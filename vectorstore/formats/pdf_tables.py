"""Tables of a PDF's page, found from where its lines and letters stand: a PDF has no tables, only what they look like.

A ruled table is the grid of its rules. One without upright rules is known by gaps that go down through its rows, and
because columns of prose, verses and lists have such gaps too, only where rows of several short cells are drawn row by
row. What is not sure to be a table stays as it is: a list in cells would be a wrong text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from vectorstore.formats.pdf_aligned import cut_aligned
from vectorstore.formats.pdf_columns import Piece, Place
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


def cut_tables(lines: Sequence[list[Glyph]], rules: Sequence[Rule], *, arabic: bool) -> list[Piece]:
    """The lines of a page, each from left to right, those of tables cut into the pieces of their cells.

    `arabic`: whether the first column is that on the right.
    """
    merged = _merged(rules)
    pieces: list[Piece] = [(line, None) for line in lines]
    grids = [grid for group in _touching(merged) if (grid := _grid(group))]
    for number, grid in enumerate(grids):
        pieces = _cut_ruled(pieces, grid, number, arabic=arabic)
    return cut_aligned(pieces, [rule for rule in merged if not rule.upright], len(grids), arabic=arabic)


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
