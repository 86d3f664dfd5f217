"""Tables without upright rules, found by gaps that go down through rows of short cells.

Columns of prose, verses, lists and cards have such gaps too. Rows of one line each are known because they are drawn
row by row; others only under a row of headings, with gutters that nothing crosses: rows whose cells have several lines
because the pen comes back up to the row from each of its cells, and rows that are drawn in several passes (LibreOffice
prints the cells of a sheet so) because each of their cells stands level with a first one. Where these signs do not
agree, the lines stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from vectorstore.formats.pdf_glyphs import Glyph
from vectorstore.formats.pdf_objects import Rule
from vectorstore.text.paragraphs import ends_sentence

_GAP = 0.9
"""Share of the size from which a gap may part two cells; a word's space is .25 to .35, in justified lines some .8."""

_GUTTER = 0.15
"""The same between two columns, once they are known: what stands at the left of one comes near to what stands at the
right of the next."""

_ROWS = 3
"""Rows without upright rules below which no gap is consistent."""

_COLUMNS = 3
"""Columns below which rows without any rule are verses, a list or two columns of prose."""

_APART = 4.0
"""Sizes that two rows without rules between stand apart at most."""

_CLOSE = 1.8
"""The same for two lines of one cell."""

_LEVEL = 0.5
"""Share of the size by which what stands on one level differs at most."""

_SHORT_WORDS, _SHORT_CELL_WORDS = 3, 5
"""Words of the middlemost cell of a column of figures and names, of one line and of several; all columns but one are
such."""

_HEADING_WORDS = 6

_PROSE_LETTERS, _PROSE_SHARE = 160, 0.34
"""Letters of a cell of several lines from which it is a paragraph, and the share of rows from which those that have
one are cards or columns."""

_LOOKED = 8
"""Lines after the last row of a table among which one that stands beside it shows that its cells have more."""

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


Piece = tuple[list[Glyph], Place | None]
Part = list[Glyph]


@dataclass(slots=True)
class _Cell:
    """What is drawn of one cell, from above: in which column as they are read, and parts with the lines they are of."""

    column: int
    parts: list[tuple[int, Part]]

    @property
    def top(self) -> float:
        return self.parts[0][1][0].baseline

    @property
    def bottom(self) -> float:
        return self.parts[-1][1][0].baseline

    @property
    def text(self) -> str:
        return " ".join("".join(glyph.text for glyph in part).strip() for _, part in self.parts)


def cut_aligned(pieces: Sequence[Piece], level: Sequence[Rule], number: int, *, arabic: bool) -> list[Piece]:
    """The pieces with those of tables without upright rules cut into the pieces of their cells.

    `level`: the rules that lie; `number`: of the first table; `arabic`: whether the first column is that on the right.
    """
    split = [_split(line) if place is None else [line] for line, place in pieces]
    free = [place is None for _, place in pieces]
    cut: list[Piece] = []
    at = 0
    while at < len(pieces):
        end, placed = _wrapped(split, free, at, number, arabic=arabic)
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


def _edges(part: Sequence[Glyph]) -> tuple[float, float]:
    shown = [glyph for glyph in part if not glyph.is_space]
    return min(glyph.left for glyph in shown), max(glyph.right for glyph in shown)


# -- rows of one line ------------------------------------------------------------------------------


def _level_rows(
    split: Sequence[Sequence[Part]], free: Sequence[bool], at: int, level: Sequence[Rule], number: int, *, arabic: bool
) -> tuple[int, list[Piece]]:
    """The end of the run of lines of several parts that begins at a line, and its pieces where it is a table."""
    end = at
    while end < len(split) and len(split[end]) > 1 and free[end] and (end == at or _follows(split, end)):
        end += 1
    rows = split[at:end]
    columns = _columns(rows, level) if end - at >= _ROWS and not _comes_back(split, free, at, end) else []
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
    return 0.5 * size < before.baseline - line.baseline < _APART * size


def _comes_back(split: Sequence[Sequence[Part]], free: Sequence[bool], at: int, end: int) -> bool:
    """Is more drawn beside the rows afterwards, so that a cell which looks empty is not?"""
    first, last = split[at][0][0], split[end - 1][0][0]
    spans = [_edges(part) for row in split[at:end] for part in row]
    left, right = min(span[0] for span in spans), max(span[1] for span in spans)
    after = [part for line in range(end, min(end + _LOOKED, len(split))) if free[line] for part in split[line]]
    return any(
        last.baseline - _LEVEL * last.size < part[0].baseline < first.baseline + first.size
        and left - last.size < part[0].left < right + last.size
        for part in after
    )


def _goes_on(
    split: Sequence[Sequence[Part]], free: Sequence[bool], end: int, columns: Sequence[float], first: int
) -> bool:
    """Does a line close below the last row stand under others than its first column, as the rest of a cell does?"""
    if end >= len(split) or not free[end]:
        return False
    last, line = split[end - 1][0][0], split[end]
    close = 0 < last.baseline - line[0][0].baseline < _CLOSE * last.size
    return close and all(bisect_right(columns, part[0].left) != first for part in line)


def _columns(rows: Sequence[Sequence[Part]], level: Sequence[Rule]) -> list[float]:
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
    top, bottom = rows[0][0][0].baseline + 2 * size, rows[-1][0][0].baseline - 2 * size
    width = reach - spans[0][0]
    ruled = sum(bottom < rule.at < top and rule.last - rule.first > 0.8 * width for rule in level) >= 2
    enough = _telling(columns) >= (2 if ruled else _COLUMNS)
    filled = min(len(column) for column in columns) * 2 >= len(rows)
    return borders if enough and filled and _are_short(columns, _SHORT_WORDS) else []


def _telling(columns: Sequence[Sequence[str]]) -> int:
    """How many columns hold more than what stands before items of a list."""
    return sum(not all(map(_MARKER.fullmatch, column)) for column in columns)


def _are_short(columns: Sequence[Sequence[str]], words: int) -> bool:
    """Have all columns but one mostly few words?"""
    return sum(median(len(text.split()) for text in column) <= words for column in columns) >= len(columns) - 1


# -- rows with cells of several lines --------------------------------------------------------------


def _wrapped(
    split: Sequence[Sequence[Part]], free: Sequence[bool], at: int, number: int, *, arabic: bool
) -> tuple[int, list[Piece]]:
    """The end of the table whose headings a line is, and its pieces; none where it heads no table.

    Rows of one line each, in order, are those of `_level_rows`.
    """
    headings = split[at]
    if not free[at] or len(headings) < _COLUMNS or not all(map(_may_head, headings)):
        return at + 1, []
    cells = _cells(split, free, at, arabic=arabic)
    if all(len(cell.parts) == 1 for cell in cells):
        return at + 1, []
    found = (_without_last(rows) for rows in (_rows(cells), _level_cells(cells)))
    rows = next((rows for rows in found if len(rows) >= _ROWS and _is_table(rows, len(headings))), [])
    lines = sorted({line for row in rows for cell in row for line, _ in cell.parts})
    if not lines or lines != list(range(at, at + len(lines))):
        return at + 1, []
    placed = [
        (line, part, Place(number, place, cell.column, len(headings)))
        for place, row in enumerate(rows)
        for cell in row
        for line, part in cell.parts
    ]
    placed.sort(key=lambda one: one[0])
    return at + len(lines), [(part, place) for _, part, place in placed]


def _may_head(part: Part) -> bool:
    text = "".join(glyph.text for glyph in part).strip()
    return len(text.split()) <= _HEADING_WORDS and any(map(str.isalpha, text)) and not ends_sentence(text)


def _cells(split: Sequence[Sequence[Part]], free: Sequence[bool], at: int, *, arabic: bool) -> list[_Cell]:
    """What is drawn from a row of headings on, as far as it stays in their columns, cell by cell in that order."""
    spans = [_edges(part) for part in split[at]]
    head = split[at][0][0]
    lowest = head.baseline
    cells: list[_Cell] = []
    for line in range(at, len(split)):
        baseline = split[line][0][0].baseline
        fitted = _fitted(split[line], spans, _GUTTER * head.size) if free[line] else None
        if fitted is None or not lowest - _APART * head.size < baseline < head.baseline + _LEVEL * head.size:
            break
        columns, spans = fitted
        lowest = min(lowest, baseline)
        found = list(zip(columns, split[line], strict=True))
        for place, part in reversed(found) if arabic else found:
            column = len(spans) - 1 - place if arabic else place
            below = cells and part[0].baseline < cells[-1].bottom + _LEVEL * head.size
            if cells and cells[-1].column == column and below:
                cells[-1].parts.append((line, part))
            else:
                cells.append(_Cell(column, [(line, part)]))
    return cells


def _fitted(
    parts: Sequence[Part], spans: Sequence[tuple[float, float]], gutter: float
) -> tuple[list[int], list[tuple[float, float]]] | None:
    """The columns that the parts of a line stand in, and how wide these are then.

    None where one crosses a gutter, two are in one column, or one is between two columns and under neither; at either
    side of all it is in the outermost.
    """
    wide = list(spans)
    columns: list[int] = []
    for part in parts:
        left, right = _edges(part)
        under = [column for column, (first, last) in enumerate(wide) if left < last and right > first]
        under = under or ([0] if right <= wide[0][0] else [len(wide) - 1] if left >= wide[-1][1] else [])
        if len(under) != 1 or under[0] in columns:
            return None
        columns += under
        wide[under[0]] = min(wide[under[0]][0], left), max(wide[under[0]][1], right)
    clear = all(after[0] - before[1] > gutter for before, after in pairwise(wide))
    return (columns, wide) if clear else None


def _rows(cells: Sequence[_Cell]) -> list[list[_Cell]]:
    """The cells by row: a row ends where the pen goes back to an earlier column."""
    rows: list[list[_Cell]] = []
    for cell in cells:
        if rows and cell.column > rows[-1][-1].column:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return rows


def _level_cells(cells: Sequence[_Cell]) -> list[list[_Cell]]:
    """The cells by row where each has one line, level with one in the first column; none where they are not so."""
    alone = [_Cell(cell.column, [part]) for cell in cells for part in cell.parts]
    keys = sorted((cell.top for cell in alone if cell.column == 0), reverse=True)
    rows: list[dict[int, _Cell]] = [{} for _ in keys]
    for cell in alone:
        near = _LEVEL * cell.parts[0][1][0].size
        row = next((row for key, row in zip(keys, rows, strict=True) if abs(key - cell.top) < near), None)
        if row is None or cell.column in row:
            return []
        row[cell.column] = cell
    return [[row[column] for column in sorted(row)] for row in rows]


def _without_last(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """The rows without what stands alone below them, which may be anything; none where it does not stand below."""
    while len(rows) > 1 and len(rows[-1]) == 1:
        if rows[-1][0].top > min(cell.bottom for cell in rows[-2]) - _LEVEL * rows[-1][0].parts[0][1][0].size:
            return []
        rows = rows[:-1]
    return rows


def _on_one_level(row: Sequence[_Cell], near: float, share: float) -> bool:
    """Do cells stand on one level, taken at a share of their height?"""
    levels = [cell.bottom + share * (cell.top - cell.bottom) for cell in row]
    return max(levels) - min(levels) < near


def _is_table(rows: Sequence[Sequence[_Cell]], width: int) -> bool:
    """Do the signs agree: headings over all columns, a first cell in each row, all cells of a row on one level by
    their tops, their middles or their feet, each row below the one before, short cells in all columns but one, and no
    paragraphs?"""
    near = _LEVEL * rows[0][0].parts[0][1][0].size
    if len(rows[0]) != width or any(row[0].column for row in rows):
        return False
    if not any(all(_on_one_level(row, near, share) for row in rows[1:]) for share in (1.0, 0.5, 0.0)):
        return False
    for before, row in pairwise(rows):
        if min(cell.bottom for cell in before) - max(cell.top for cell in row) < near:
            return False
    columns = [[cell.text for row in rows[1:] for cell in row if cell.column == column] for column in range(width)]
    if not all(len(column) * 2 >= len(rows) - 1 and column for column in columns):
        return False
    prose = sum(any(len(cell.text) > _PROSE_LETTERS for cell in row) for row in rows[1:])
    few = prose < _PROSE_SHARE * (len(rows) - 1)
    return few and _telling(columns) >= _COLUMNS and _are_short(columns, _SHORT_CELL_WORDS)
