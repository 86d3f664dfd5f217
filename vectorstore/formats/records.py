"""A table whose rows are articles, as sites and newsrooms export them: each becomes a heading, its facts and its text.

As a row it would be one line of all its cells, in which the text stands between a number and an address, and whose
parts no longer say to which article they belong. Told by the cells alone: one column holds prose, another one names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from vectorstore.formats.lines import TextLine, split_lines
from vectorstore.formats.tables import Cell, table_lines
from vectorstore.text.paragraphs import ends_sentence

PROSE_CHARACTERS = 250
"""Of the cells of a column in the median, from which it holds articles; remarks in a table are shorter."""

MIN_RECORDS = 2
_TITLE_WORDS = range(3, 21)


def record_lines(rows: Sequence[Sequence[Cell]]) -> Iterator[TextLine] | None:
    """The articles of a table under a row of names; None where its rows are no articles."""
    if len(rows) <= MIN_RECORDS or any(cell.across > 1 or cell.down > 1 for row in rows for cell in row):
        return None
    width = len(rows[0])
    if any(len(row) > width for row in rows) or any(len(cell.text) > PROSE_CHARACTERS for cell in rows[0]):
        return None
    columns = [[row[at].text.strip() if at < len(row) else "" for row in rows[1:]] for at in range(width)]
    prose = [at for at, cells in enumerate(columns) if _is_prose(cells)]
    if len(prose) != 1:
        return None
    title = next((at for at, cells in enumerate(columns) if at != prose[0] and _are_titles(cells)), None)
    return None if title is None else _records(rows, title, prose[0])


def _records(rows: Sequence[Sequence[Cell]], title: int, prose: int) -> Iterator[TextLine]:
    facts = [at for at in range(len(rows[0])) if at not in (title, prose)]
    for row in rows[1:]:
        cells = [row[at] if at < len(row) else Cell("") for at in range(len(rows[0]))]
        yield from split_lines(" ".join(cells[title].text.split()), "h2")
        if any(cells[at].text.strip() for at in facts):
            yield from table_lines([[rows[0][at] for at in facts], [cells[at] for at in facts]], 1)
        yield from split_lines(cells[prose].text.replace("\r", "\n"))


def _is_prose(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return (
        2 * len(filled) > len(cells)
        and median(map(len, filled)) >= PROSE_CHARACTERS
        and 2 * sum(map(ends_sentence, filled)) > len(filled)
    )


def _are_titles(cells: Sequence[str]) -> bool:
    """Are nearly all cells some words that no other one has?"""
    count = sum(len(cell.split()) in _TITLE_WORDS and "\n" not in cell for cell in cells)
    return 10 * count >= 9 * len(cells) and 10 * len(set(cells)) >= 9 * len(cells)
