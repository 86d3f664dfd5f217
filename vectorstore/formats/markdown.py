"""What a Markdown file says beside its text: tables, underlined headings, and the front matter above it.

Rows of tables are cells between pipes, under a row of dashes (GitHub Flavored Markdown, 4.10); headings may be
underlined with `=` or `-` (CommonMark, 4.3); front matter is YAML between lines of dashes, as site makers and note
takers write it, of which title and date are read. Nothing else is changed: other headings and lists read well as they
stand.
"""

from __future__ import annotations

import re

from vectorstore.formats.tables import Cell, table_lines
from vectorstore.types import Mark

_DASHES = re.compile(r"[ \t]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?")
_CELL_END = re.compile(r"(?<!\\)\|")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-{2,})[ \t]*\r?")
_ATX = re.compile(r"[ ]{0,3}(#{1,6})\s+\S")
_NO_HEADING = re.compile(r"\s*(?:[-*+>|#]|\d{1,3}[.)])|\s*\r?$")
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,5000}?)\r?\n(?:---|\.\.\.)[ \t]*\r?(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"([\w-][\w -]{0,40}):(?:\s+(.*))?")
_FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)")


def front_matter(text: str) -> tuple[dict[str, str], tuple[Mark, ...]]:
    """The fields above a text by their names in lower case, and a mark over each of their lines; empty without any."""
    found = _FRONT.match(text)
    if found is None or any(
        line.strip() and line[0] not in " \t-#" and not _FIELD.match(line) for line in found[1].split("\n")
    ):
        return {}, ()
    fields = (_FIELD.match(line.rstrip("\r")) for line in found[1].split("\n"))
    values = {one[1].strip().lower(): (one[2] or "").strip().strip("\"'") for one in fields if one}
    lines = re.finditer(r"[^\r\n\ufeff]+", found[0])
    return values, tuple((line.start(), line.end(), "aside") for line in lines if line[0].strip())


def underlined(text: str) -> tuple[Mark, ...]:
    """A mark over each heading, where one is underlined, and over its underline; none where none is."""
    marks: list[Mark] = []
    at, fenced, before, any_underlined = 0, False, "", False
    lines = text.split("\n")
    for number, line in enumerate(lines):
        fenced ^= bool(_FENCE.match(line))
        under = _UNDERLINE.fullmatch(lines[number + 1]) if number + 1 < len(lines) else None
        end = at + len(line.rstrip())
        if fenced or line.startswith(("    ", "\t")):
            pass
        elif atx := _ATX.match(line):
            marks.append((at, end, f"h{len(atx[1])}"))
        elif under and not before.strip() and not _NO_HEADING.match(line):
            rule = at + len(line) + 1
            marks += [(at, end, "h1" if "=" in under[1] else "h2"), (rule, rule + len(under[0].rstrip()), "aside")]
            any_underlined = True
        before = line
        at += len(line) + 1
    return tuple(marks) if any_underlined else ()


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
