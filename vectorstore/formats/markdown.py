"""Tables of a Markdown file: rows of cells between pipes, under a row of dashes (GitHub Flavored Markdown, 4.10).

Nothing else of Markdown is changed: headings and lists read well as they stand.
"""

from __future__ import annotations

import re

from vectorstore.formats.tables import Cell, table_lines
from vectorstore.types import Mark

_DASHES = re.compile(r"[ \t]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?")
_CELL_END = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)")


def with_rows(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The text with the rows of its tables as «heading: cell» lines, and a mark over each; as it is without a table."""
    lines = text.split("\n")
    out: list[tuple[str, bool]] = []
    at, fenced = 0, False
    while at < len(lines):
        fenced ^= bool(_FENCE.match(lines[at]))
        if not fenced and _begins_table(lines, at):
            end = at + 2
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                end += 1
            rows = [_cells(line) for line in (lines[at], *lines[at + 2 : end])]
            out += [(line.text, line.role == "row") for line in table_lines(rows, 1)]
            at = end
        else:
            out.append((lines[at], False))
            at += 1
    marks, place = [], 0
    for line, row in out:
        if row:
            marks.append((place, place + len(line), "row"))
        place += len(line) + 1
    return ("\n".join(line for line, _ in out), tuple(marks)) if marks else (text, ())


def _begins_table(lines: list[str], at: int) -> bool:
    """A row of headings, and under it as many dashes."""
    if at + 1 >= len(lines) or "|" not in lines[at] or "-" not in lines[at + 1] or len(lines[at + 1]) > 10_000:
        return False
    return bool(_DASHES.fullmatch(lines[at + 1])) and len(_cells(lines[at])) == len(_cells(lines[at + 1])) > 1


def _cells(line: str) -> list[Cell]:
    """The cells of a line; the pipes at its ends are no borders, and `\\|` is a pipe."""
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [Cell(" ".join(cell.replace("\\|", "/").split())) for cell in _CELL_END.split(line)]
