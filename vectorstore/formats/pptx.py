"""A presentation (PowerPoint) becomes the text of its slides in their order; a slide is a page.

Read by `package` and not with python-pptx: that brings a library for pictures and one for spreadsheets, and refuses
Strict files. Titles of slides are headings, tables rows with their headings, speaker's notes stand after their
slide, and numbers that are counted automatically before what they number. Charts and pictures show no text that is
kept here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vectorstore.formats.docx_numbering import note_number
from vectorstore.formats.lines import TextLine, extracted, split_lines
from vectorstore.formats.package import Package, local, read_package, stated_properties
from vectorstore.formats.tables import Cell, table_lines
from vectorstore.types import Extracted, Refusal

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TITLES = frozenset({"title", "ctrTitle"})
_AROUND = frozenset({"sldNum", "ftr", "dt", "hdr", "sldImg"})
"""Places of a slide for its number, its foot, the day."""

_NUMBERS = {
    "arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman",
    "romanUc": "upperRoman", "arabic1": "arabicAlpha", "arabic2": "arabicAbjad",
}  # fmt: skip
"""What PowerPoint calls a format of numbers, and Word."""

_AROUND_NUMBER = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Minus": "{}-", "Plain": "{}"}
_NUMBER = re.compile(rf"({'|'.join(sorted(_NUMBERS, reverse=True))})({'|'.join(_AROUND_NUMBER)})")

_HIDDEN = frozenset({"Fallback", "extLst", "nvSpPr", "nvGraphicFramePr"})


def read_pptx(path: Path, source: str) -> Extracted | Refusal:
    """The text of a presentation; refusals: encrypted, damaged, bomb, empty, too_large."""
    return read_package(path, source, lambda package: _slides(package, source))


def _slides(package: Package, source: str) -> Extracted | Refusal:
    main = next((one.target for one in package.relations("") if one.kind == "officeDocument"), "ppt/presentation.xml")
    root = package.xml(main)
    if root is None:
        return Refusal(source, "damaged", "no slides")
    targets = {one.id: one.target for one in package.relations(main)}
    order = [
        next((value for key, value in one.attrib.items() if key.endswith("relationships}id")), "")
        for one in root.iter()
        if local(one) == "sldId"
    ]
    pages = [list(_slide(package, targets[name])) for name in order if name in targets]
    title, created, author = stated_properties(package)
    first = next((line.text for page in pages[:1] for line in page if line.role), "")
    lines = [line for page in pages for line in page]
    return extracted(lines, source, title or first, pages=pages, made=created, author=author)


def _slide(package: Package, part: str) -> Iterator[TextLine]:
    root = package.xml(part)
    if root is None or root.get("show") == "0":
        return
    yield from _shapes(root)
    for one in package.relations(part):
        notes = package.xml(one.target) if one.kind == "notesSlide" else None
        if notes is not None:
            yield from _shapes(notes)


def _shapes(parent: Any) -> Iterator[TextLine]:
    """The texts of shapes, groups of shapes and tables in their order."""
    for child in parent:
        name = local(child)
        if name == "sp":
            yield from _shape(child)
        elif name == "tbl":
            yield from table_lines(_rows(child))
        elif name not in _HIDDEN and name and len(child):
            yield from _shapes(child)


def _shape(shape: Any) -> Iterator[TextLine]:
    place = next((one.get("type") or "body" for one in shape.iter() if local(one) == "ph"), "")
    if place in _AROUND:
        return
    counts: dict[int, tuple[str, int]] = {}
    for paragraph in shape.iter(f"{_A}p"):
        lines = list(split_lines(_text(paragraph), "h2" if place in _TITLES else ""))
        if lines and (label := _label(paragraph.find(f"{_A}pPr"), counts)):
            lines[0] = TextLine(f"{label} {lines[0].text}", lines[0].role)
        yield from lines


def _label(properties: Any | None, counts: dict[int, tuple[str, int]]) -> str:
    """The number that PowerPoint counts before a paragraph; `counts`: by level its kind and the last one."""
    if properties is None:
        counts.clear()
        return ""
    level = _count(properties.get("lvl"), 0)
    for deeper in [one for one in counts if one > level]:
        del counts[deeper]
    chosen = properties.find(f"{_A}buAutoNum")
    kind = "" if chosen is None else chosen.get("type") or ""
    found = _NUMBER.fullmatch(kind)
    if chosen is None or found is None:
        counts.pop(level, None)
        return ""
    before, number = counts.get(level, ("", 0))
    number = number + 1 if before == kind else _count(chosen.get("startAt"), 1)
    counts[level] = kind, number
    return _AROUND_NUMBER[found[2]].format(note_number(_NUMBERS[found[1]], number))


def _count(value: str | None, default: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else default


def _text(paragraph: Any) -> str:
    pieces = []
    for one in paragraph.iter():
        name = local(one)
        pieces.append(one.text or "" if name == "t" else "\n" if name == "br" else " " if name == "tab" else "")
    return "".join(pieces)


def _rows(table: Any) -> list[list[Cell]]:
    rows = []
    for row in table.iter(f"{_A}tr"):
        cells = []
        for cell in row.iter(f"{_A}tc"):
            if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                continue
            text = " ".join(" ".join(_text(one).split()) for one in cell.iter(f"{_A}p"))
            cells.append(Cell(text, _span(cell.get("gridSpan")), _span(cell.get("rowSpan"))))
        rows.append(cells)
    return rows


def _span(value: str | None) -> int:
    return _count(value, 1)
