"""Paragraphs from the lines of a page, and rows from those of its tables.

A line goes on with the one before by its size, its place and its fullness; a table does over a page's end.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf
from statistics import median

from vectorstore.formats.lines import TextLine
from vectorstore.formats.pdf_columns import LEVEL
from vectorstore.formats.pdf_headings import (
    Look,
    heading_looks,
    is_one_heading,
    look_of,
    role_of,
    with_headings_in_bold,
    with_one_title,
)
from vectorstore.formats.pdf_lines import GlyphLine, Line
from vectorstore.formats.pdf_notes import notes_apart, with_notes
from vectorstore.formats.pdf_ranges import with_rising_range
from vectorstore.formats.pdf_tables import Place, table_cells
from vectorstore.formats.tables import Cell, table_lines
from vectorstore.text.paragraphs import ends_sentence

_RAGGED = 0.3
"""Share of a column that a line leaves free at most where its paragraph goes on, since it ends no sentence."""

_COLUMN_LINES = 80
"""Lines before and after one by which the width of its column is told; a page has some 50."""

_COLUMN_BESIDE = 3
"""Lines beside a column's from which they are another column, and a headline over both tells the width of neither."""

_ROWS_KEPT = 50
"""First rows of a table by which its headings are known again on the next page."""

_BULLETS = frozenset("•▪●○■□◦‣➢➤✓✔❖◆")
"""What stands before an item of a list, and within no sentence."""

_BROKEN_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[?&=#%_-]$")
"""An address that goes on: none ends so."""

_OPEN_AT_END, _CLOSED_AT_START = re.compile(r"(?:^|\s)[()\[\]]$"), re.compile(r"[()\[\]](?:\s|[.,،؛:]|$)")
"""A bracket that is alone at the border of two lines: LibreOffice breaks «(NEPCO)» behind it. It may be turned yet."""

_LETTER_AT_END = re.compile(r"(?:^|\s)[وفبلك]$")
"""A letter that is written onto the next word: LibreOffice breaks a line between it and a number or a Latin word."""

Rows = list[list[Cell]]


def page_paragraphs(pages: Sequence[Sequence[Line]], author: str = "") -> list[list[TextLine]]:
    """The paragraphs and rows of each page; a table that goes on has its headings on the next page too.

    `author`: as the file states it.
    """
    found = []
    above: Rows = []
    looks = heading_looks(pages)
    for number, every in enumerate(pages, 1):
        lines, notes = notes_apart(every)
        tables = _tables(lines)
        paragraphs = group_paragraphs(lines, tables, above, looks)
        said = [paragraph for note in notes for paragraph in group_paragraphs(note, {}, [], {})]
        found.append(with_notes(paragraphs, said, last=number == len(pages)))
        last = tables[lines[-1][0].place.table] if lines and lines[-1][0].place else []
        goes_on = above and last and lines[0][0].place and lines[0][0].place.table == lines[-1][0].place.table
        above = above if goes_on and _continues(above, last) else last
    return with_headings_in_bold(with_one_title(found), looks, author)


def _tables(lines: Sequence[Line]) -> dict[int, Rows]:
    pieces: dict[int, list[tuple[Place, str]]] = {}
    for line, text in lines:
        if line.place:
            text = with_rising_range(line, text, begins=False)  # cells have scores, too
            pieces.setdefault(line.place.table, []).append((line.place, text))
    return {number: table_cells(found) for number, found in pieces.items()}


def _continues(above: Rows, rows: Rows) -> bool:
    """Has a table as many columns as the one before, and no headings of its own that are the same?"""
    wide = [max(sum(cell.across for cell in row) for row in some) for some in (above, rows)]
    return wide[0] == wide[1] and [cell.text for cell in above[0]] != [cell.text for cell in rows[0]]


def _rows(rows: Rows, above: Rows) -> list[TextLine]:
    """The rows of a table, under the headings of the one `above` where it goes on."""
    if above and _continues(above, rows):
        kept = [
            [replace(cell, down=min(cell.down, len(above[:_ROWS_KEPT]) - at)) for cell in row]
            for at, row in enumerate(above[:_ROWS_KEPT])
        ]
        before, whole = list(table_lines(kept)), list(table_lines([*kept, *rows]))
        if whole[: len(before)] == before:
            return whole[len(before) :]
    return list(table_lines(rows))


def group_paragraphs(
    lines: Sequence[Line], tables: Mapping[int, Rows], above: Rows, looks: Mapping[Look, str]
) -> list[TextLine]:
    """The paragraphs and rows of tables of lines with their texts, which follow each other on a page.

    `above`: the table with which the page before ends; `looks`: of headings, with their roles (`heading_looks`).

    A line goes on with the one before where they are of one size, stand close, and the one before is so full
    that the first word would not have fitted into it. A table stands where its first line does.
    """
    shown: set[int] = set()
    prose = [one for one in lines if one[0].place is None]
    steps = [one[0].baseline - two[0].baseline for one, two in zip(prose, prose[1:], strict=False)]
    step = median(one for one in steps if one > 0) if any(one > 0 for one in steps) else 0.0
    spacing = step / median(one.size for one, _ in prose) if prose else 0.0
    found: list[TextLine] = []
    at, begins, bold = 0, True, False
    for line, text in lines:
        if line.place:
            if line.place.table not in shown:
                found += _rows(tables[line.place.table], [] if found else above)
            shown.add(line.place.table)
            begins = True
            continue
        on = not begins and (
            _goes_on(prose, at, max(step, spacing * line.size)) or is_one_heading(prose[at - 1][0], line, looks)
        )
        look = look_of(line)
        text = with_rising_range(line, text, begins=not on)
        if on:
            text = join_lines(found.pop().text, text)
            look = look[0], look[1] and bold
        found.append(TextLine(text, role_of(look, text, looks)))
        at, begins, bold = at + 1, False, look[1]
    return found


def join_lines(before: str, after: str) -> str:
    """Two pieces of a paragraph; a Latin word or an address that was broken at the line's end is whole again."""
    if re.search(r"[a-z]-$", before) and re.match(r"[a-z]", after):
        return before[:-1] + after
    if _BROKEN_ADDRESS.search(before) and re.match(r"[\w%]", after, re.ASCII):
        return before + after
    if re.search(r"\d-$", before) and re.match(r"\d", after):
        return before + after
    if _OPEN_AT_END.search(before) or _CLOSED_AT_START.match(after):
        return before + after
    if _LETTER_AT_END.search(before) and re.match(r"[\dA-Za-z]", after):
        return before + after
    return f"{before} {after}"


def _goes_on(lines: Sequence[Line], at: int, step: float) -> bool:
    (before, so_far), (line, text) = lines[at - 1], lines[at]
    if {before.bold, line.bold} == {True, False}:
        return False  # a heading and its text; a word set in bold begins and ends within a line
    if abs(before.size - line.size) > 0.1 * line.size or text[0] in _BULLETS:
        return False
    near = [one for one, _ in lines[max(0, at - _COLUMN_LINES) : at + _COLUMN_LINES]]
    distance = before.baseline - line.baseline
    next_column = distance < 0 and not _overlap(before, line) and not ends_sentence(so_far)
    if not next_column and (distance <= 0 or distance > 1.3 * step or distance > 2.5 * line.size):
        return False
    column = _column(near, before if next_column else line)
    left, right = min(one.left for one in column), max(one.right for one in column)
    if next_column and any(one.baseline < before.baseline - LEVEL * line.size for one in column):
        return False
    free = before.left - left if before.right_to_left else right - before.right
    per_letter = (line.right - line.left) / max(len(text), 1)
    first_word = (len(text.split(maxsplit=1)[0]) + 1) * per_letter
    room = first_word if ends_sentence(so_far) or next_column else max(first_word, _RAGGED * (right - left))
    return free < room + per_letter


def _column(near: Sequence[GlyphLine], line: GlyphLine) -> list[GlyphLine]:
    """The lines above and below one; where columns stand side by side, without those that lie over several."""
    column = [one for one in near if _overlap(one, line)]
    levels = sorted(one.baseline for one in column)
    beside = [
        one
        for one in near
        if not _overlap(one, line)
        and bisect_left(levels, one.baseline - one.size) < bisect_right(levels, one.baseline + one.size)
    ]
    if len(beside) < _COLUMN_BESIDE:
        return column
    first = max((one.right for one in beside if one.right <= line.left), default=-inf)
    last = min((one.left for one in beside if one.left >= line.right), default=inf)
    return [one for one in column if one.left >= first and one.right <= last]


def _overlap(one: GlyphLine, other: GlyphLine) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)
