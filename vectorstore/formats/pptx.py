"""A presentation (PowerPoint) becomes the text of its slides in their order; a slide is a page.

Read by `package` and not with python-pptx: that brings a library for pictures and one for spreadsheets, and refuses
Strict files. Titles of slides are headings, tables rows with their headings, speaker's notes stand after their
slide. Charts and pictures show no text that is kept here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vectorstore.formats.lines import TextLine, extracted, split_lines
from vectorstore.formats.package import Package, local, read_package, stated_properties
from vectorstore.formats.tables import Cell, table_lines
from vectorstore.types import Extracted, Refusal

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TITLES = frozenset({"title", "ctrTitle"})
_AROUND = frozenset({"sldNum", "ftr", "dt", "hdr", "sldImg"})
"""Places of a slide for its number, its foot, the day."""

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
    title, created = stated_properties(package)
    first = next((line.text for page in pages[:1] for line in page if line.role), "")
    return extracted([line for page in pages for line in page], source, title or first, pages=pages, made=created)


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
    for paragraph in shape.iter(f"{_A}p"):
        yield from split_lines(_text(paragraph), "h2" if place in _TITLES else "")


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
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 5 else 1
