"""A table becomes lines, a row each: «heading: cell | heading: cell», an empty cell as «heading: —».

A row is written with its headings and not as it stands in the grid, because then the line is at once what search
and reader need, and what a person can check in a quote: which figure belongs to which heading. It stays an exact slice
of the text that was extracted. An empty cell is written down, so that no figure moves under another heading, and so
that it can be seen that nothing stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vectorstore.formats.lines import TextLine
from vectorstore.text.arabic import fold, words
from vectorstore.text.paragraphs import ends_sentence, has_visible_text
from vectorstore.text.tables import CELL_MARK, EMPTY_CELL, HEADING_MARK

MAX_HEADING_CHARACTERS = 80
"""Of the heading that stands before a cell, and of a cell that is repeated because it spans rows or begins a line."""

MAX_ROW_CHARACTERS = 600
"""A longer row goes on in a further line, which begins with the row's first cell again: a passage can hold a line."""

MAX_HEADER_ROWS = 3
MAX_COLUMNS_FILLED = 100
"""Columns up to which a row that ends early is filled with empty cells: no file grows a hundredfold by it."""

_HEADER_WORDS = 8
_PROBED_ROWS = 50
_GRID_SHARE = 4
"""Cells of the grid for each that stands in the file, beyond which spans over rows are not followed: a bomb, not a
table."""

_BETWEEN_LEVELS = " / "
_YEAR = re.compile(r"(?:1[0-9]|2[01])\d\d\s?(?:م|ه)?")
_FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*")
_NOTHING = re.compile(r"[\s\-–—―ـ.…·]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as its format has it: how many columns and rows it spans, and whether it is said to be a heading."""

    text: str
    across: int = 1
    down: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """What covers one place of the grid; `first` where a cell begins, in its columns and its rows."""

    text: str
    head: bool
    across: int
    first: bool


def table_lines(rows: Sequence[Sequence[Cell]], header_rows: int | None = None) -> Iterator[TextLine]:
    """The rows of a table in order. `header_rows`: how many of the first ones are headings where the format says so.

    A row of one cell over all columns is a line of plain text; so is every row of a table of one column.
    """
    grid = [row for row in _grid(rows) if any(has_visible_text(place.text) for place in row)]
    while grid and len(grid) > 1 and _is_whole(grid[0]):
        yield TextLine(_shown(grid[0][0].text))
        grid = grid[1:]
    if not grid:
        return
    width = max(map(len, grid))
    if width < 2:
        yield from (TextLine(_shown(row[0].text)) for row in grid)
        return
    if header_rows is None and _is_pairs(grid, width):
        yield from (TextLine(_cell(row[1], _cut(_shown(row[0].text)).rstrip(" :：")), "row") for row in grid)
        return
    count = _header_rows(grid, width) if header_rows is None else min(header_rows, len(grid) - 1)
    if all(map(_is_whole, grid[count:])):  # nothing stands under these headings: they are rows like the others
        count = 0
    headings = _headings(grid[:count], width)
    for row in grid[count:]:
        yield from _row_lines(row, headings)


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[_Place]]:
    """The rows with every place covered by the cell that spans it, none of them wider than the widest row of cells."""
    widest = max(map(len, rows), default=0)
    budget = _GRID_SHARE * sum(map(len, rows)) + 1000
    carried: dict[int, tuple[int, _Place]] = {}
    grid = []
    for row in rows:
        places: list[_Place] = []
        left = list(row)[::-1]
        while left or (carried and max(carried) >= len(places)):
            column = len(places)
            if column in carried:
                rest, place = carried.pop(column)
                if not place.first and (not places or places[-1].text != place.text):
                    place = replace(place, first=True)  # a cell of this row covers where it began
                places.append(place)
                if rest > 1:
                    carried[column] = (rest - 1, place)
                continue
            if not left:
                places.append(_Place("", False, 1, True))
                continue
            cell = left.pop()
            across = max(1, min(cell.across, widest - column - len(left)))
            for step in range(across):
                place = _Place(cell.text, cell.head, across, step == 0)
                places.append(place)
                if cell.down > 1 and budget > 0:
                    again = _Place(_cut(cell.text), cell.head, across, step == 0)
                    carried[column + step] = (cell.down - 1, again)
        budget -= len(places)
        if budget <= 0:
            carried.clear()
        grid.append(places)
    return grid


def _is_whole(row: Sequence[_Place]) -> bool:
    """Does one cell span the whole row?"""
    return len(row) > 1 and sum(place.first for place in row) == 1


def _header_rows(grid: Sequence[Sequence[_Place]], width: int) -> int:
    """How many of the first rows are headings: those said to be, or one of names that look unlike what is below."""
    said = 0
    while said < len(grid) and all(place.head for place in grid[said] if has_visible_text(place.text)):
        said += 1
    if 0 < said <= min(MAX_HEADER_ROWS, len(grid) - 1):  # where every row is in bold, bold says nothing
        return said
    first = [place.text for place in grid[0]]
    below = [[row[column].text for row in grid[1:_PROBED_ROWS] if column < len(row)] for column in range(width)]
    if len(grid) < 2 or len(first) < width or not all(map(_is_name, first, range(width), below)):
        return 0
    if any(place.across > 1 for place in grid[0]):
        second, under = [place.text for place in grid[1]], [column[1:] for column in below]
        return 2 if len(grid) > 2 and len(second) == width and all(map(_is_name, second, range(width), under)) else 0
    distinct = len(set(first)) == len(first)
    return 1 if distinct and (width > 2 or _names_columns(first, below)) else 0


def _names_columns(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """In a table of two columns: headings over them, and not a name with what it is, as «العاصمة | بغداد»?

    Headings are both definite, or stand over figures and have none themselves.
    """
    if all(fold(name).startswith("ال") for name in first):
        return True
    figures = [all(map(_has_figure, filter(has_visible_text, column))) and any(column) for column in below]
    return any(full and not _has_figure(name) for name, full in zip(first, figures, strict=True))


def _is_name(text: str, column: int, below: Sequence[str]) -> bool:
    """May it stand over a column: short, and of another shape than what is below? The corner may be empty."""
    if not has_visible_text(text):
        return column == 0
    if len(words(text)) > _HEADER_WORDS or ends_sentence(text):
        return False
    if _YEAR.fullmatch(fold(text).strip()):
        return column > 0
    return any(map(str.isalpha, text)) and not (_has_figure(text) and _shape(text) in map(_shape, below))


def _has_figure(text: str) -> bool:
    return any(map(str.isdigit, text))


def _shape(text: str) -> str:
    return _FIGURE.sub("#", " ".join(fold(text).split()))


def _is_pairs(grid: Sequence[Sequence[_Place]], width: int) -> bool:
    """Are there two columns, and the first one nothing but headings of the second?"""
    return width == 2 and all(len(row) == 2 and row[0].head and not row[1].head for row in grid)


def _headings(rows: Sequence[Sequence[_Place]], width: int) -> list[str]:
    """What stands over each column; in headings of several rows, the upper one first."""
    headings = []
    for column in range(width):
        parts: list[str] = []
        for row in rows:
            part = _cut(_shown(row[column].text)) if column < len(row) else ""
            parts += [part] if has_visible_text(part) and part not in parts else []
        headings.append(_cut(_BETWEEN_LEVELS.join(parts)).rstrip(" :："))
    return headings


def _row_lines(row: Sequence[_Place], headings: Sequence[str]) -> Iterator[TextLine]:
    if _is_whole(row):
        yield TextLine(_shown(row[0].text))
        return
    cells = [_cell(place, _heading_over(i, place, headings)) for i, place in enumerate(row) if place.first]
    # a row that ends early: formats leave out empty cells at the end
    cells += [f"{name}{HEADING_MARK}{EMPTY_CELL}" for name in headings[len(row) : MAX_COLUMNS_FILLED] if name]
    head = f"{headings[0]}{HEADING_MARK}{_cut(_shown(row[0].text))}" if headings[0] else _cut(_shown(row[0].text))
    line: list[str] = []
    size = 0
    for cell in cells:
        if line and size + len(CELL_MARK) + len(cell) > MAX_ROW_CHARACTERS:
            yield TextLine(CELL_MARK.join(line), "row")
            line, size = [head], len(head)
        line.append(cell)
        size += len(cell) + len(CELL_MARK)
    yield TextLine(CELL_MARK.join(line), "row")


def _cell(place: _Place, heading: str) -> str:
    text = EMPTY_CELL if _NOTHING.fullmatch(place.text) else _shown(place.text)
    return f"{heading}{HEADING_MARK}{text}" if heading else text


def _heading_over(column: int, place: _Place, headings: Sequence[str]) -> str:
    """Of a cell that spans several columns all that stand over it: it belongs to none of them alone."""
    over = dict.fromkeys(filter(None, headings[column : column + place.across]))
    return _cut(_BETWEEN_LEVELS.join(over))


def _shown(text: str) -> str:
    """On one line, without what stands between cells."""
    return " ".join(text.split()).replace(CELL_MARK, _BETWEEN_LEVELS)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_HEADING_CHARACTERS else text[: MAX_HEADING_CHARACTERS - 1].rstrip() + "…"
