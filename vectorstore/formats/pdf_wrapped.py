"""Tables without upright rules whose cells have several lines, found under a row of headings.

Nothing crosses their gutters. Rows whose cells have several lines are known because the pen comes back up to the row
from each of its cells, and rows that are drawn in several passes (LibreOffice prints the cells of a sheet so) because
each of their cells stands level with a first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
from vectorstore.text.paragraphs import ends_sentence

_GUTTER = 0.15
"""Share of the size from which a gap parts two columns, once they are known: what stands at the left of one comes near
to what stands at the right of the next."""

_SHORT_WORDS = 5
"""Words of the middlemost cell of a column of figures and names; all columns but one are such."""

_HEADING_WORDS = 6

_PROSE_LETTERS, _PROSE_SHARE = 160, 0.34
"""Letters of a cell of several lines from which it is a paragraph, and the share of rows from which those that have
one are cards or columns."""


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


def wrapped_table(
    split: Sequence[Sequence[Part]], free: Sequence[bool], at: int, number: int, *, arabic: bool
) -> tuple[int, list[Piece]]:
    """The end of the table whose headings a line is, and its pieces; none where it heads no table.

    Rows of one line each, in order, are those of `pdf_aligned`.
    """
    headings = split[at]
    if not free[at] or len(headings) < MIN_COLUMNS or not all(map(_may_head, headings)):
        return at + 1, []
    cells = _cells(split, free, at, arabic=arabic)
    if all(len(cell.parts) == 1 for cell in cells):
        return at + 1, []
    found = (_without_last(rows) for rows in (_rows(cells), _level_cells(cells)))
    rows = next((rows for rows in found if len(rows) >= MIN_ROWS and _is_table(rows, len(headings))), [])
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
    spans = [edges_of(part) for part in split[at]]
    head = split[at][0][0]
    lowest = head.baseline
    cells: list[_Cell] = []
    for line in range(at, len(split)):
        baseline = split[line][0][0].baseline
        fitted = _fitted(split[line], spans, _GUTTER * head.size) if free[line] else None
        if fitted is None or not lowest - MAX_APART * head.size < baseline < head.baseline + LEVEL * head.size:
            break
        columns, spans = fitted
        lowest = min(lowest, baseline)
        found = list(zip(columns, split[line], strict=True))
        for place, part in reversed(found) if arabic else found:
            column = len(spans) - 1 - place if arabic else place
            below = cells and part[0].baseline < cells[-1].bottom + LEVEL * head.size
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
        left, right = edges_of(part)
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
        near = LEVEL * cell.parts[0][1][0].size
        row = next((row for key, row in zip(keys, rows, strict=True) if abs(key - cell.top) < near), None)
        if row is None or cell.column in row:
            return []
        row[cell.column] = cell
    return [[row[column] for column in sorted(row)] for row in rows]


def _without_last(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """The rows without what stands alone below them, which may be anything; none where it does not stand below."""
    while len(rows) > 1 and len(rows[-1]) == 1:
        if rows[-1][0].top > min(cell.bottom for cell in rows[-2]) - LEVEL * rows[-1][0].parts[0][1][0].size:
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
    near = LEVEL * rows[0][0].parts[0][1][0].size
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
    return few and count_telling(columns) >= MIN_COLUMNS and are_short(columns, _SHORT_WORDS)
