"""An OpenDocument text, spreadsheet or presentation (LibreOffice) becomes its lines in order.

No library beyond lxml: odfpy, the one with a wheel for everybody, only gives the same tree in other classes, and
expands repeated cells by the million. Notes stand after the paragraph that refers to them, deleted text is left out,
and comments where nobody asks for them (`comments`), heads and feet of pages stand once behind the text. A slide is a
page, its title a heading, its speaker's notes stand below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from vectorstore.formats.comments import COMMENT, comment_lines, with_or_without
from vectorstore.formats.headline import title_by_style
from vectorstore.formats.lines import TextLine, extracted, heading, split_lines
from vectorstore.formats.odf_numbering import write_numbers
from vectorstore.formats.package import Package, local, parse_xml, read_package
from vectorstore.formats.raised import lower_raised
from vectorstore.formats.tables import Cell, table_lines
from vectorstore.text.publication_date import parse_date
from vectorstore.types import Extracted, Refusal

_LEFT_OUT = frozenset(
    {"tracked-changes", "sequence-decls", "forms", "scripts", "settings", "dde-source", "binary-data"}
)
_FLAT = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,200}>\s*|<!--.{0,500}?-->\s*|<!DOCTYPE\s[^\[>]{0,500}>\s*){0,8}"
    rb"<office:document\s",
    re.DOTALL,
)
"""A document of one file: behind what XML may begin with, a document type among it, but none that declares anything."""

_FLAT_HEAD = 4096
_ANNOTATION = "annotation"
_CONTENTS = frozenset({"table-of-content", "illustration-index", "table-index", "alphabetical-index"})
_SHAPES = frozenset({"frame", "custom-shape"})
_AROUND_SLIDES = frozenset({"page-number", "footer", "header", "date-time"})
"""Places of a slide that say the same on all of them."""

_TITLE_STYLE = "Title"
"""What the style is called in a file, in whatever language the program is."""

_DEEPEST_STYLE = 20
"""Styles that one may be based on, each on the next."""

_MOST_REPEATED = 1_000
"""Times that a cell or row with text in it may be repeated: a spreadsheet writes its empty million so, too."""


def read_odf(path: Path, source: str, *, comments: bool = False) -> Extracted | Refusal:
    """The text of a document; refusals: encrypted, damaged, bomb, empty, too_large. `comments`: with them."""
    with path.open("rb") as file:
        flat = _FLAT.search(file.read(_FLAT_HEAD)) is not None
    if flat:
        root = parse_xml(path.read_bytes())
        return Refusal(source, "damaged", "XML") if root is None else _document(_FlatFile(root), source, comments)
    return read_package(path, source, lambda package: _document(package, source, comments))


class _FlatFile:
    """A document in one file of XML, as its package would give it: the parts stand beside each other."""

    def __init__(self, root: Any) -> None:
        self._root = root

    def read(self, name: str) -> bytes:
        """No part has bytes of its own; what is flat is not encrypted."""
        return b""

    def xml(self, name: str) -> Any | None:
        """What holds the part of that name."""
        return next((one for one in self._root if local(one) == "meta"), None) if name == "meta.xml" else self._root


def _document(package: Package | _FlatFile, source: str, comments: bool) -> Extracted | Refusal:
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        return Refusal(source, "encrypted")
    root = package.xml("content.xml")
    body = None if root is None else next((one for one in root if local(one) == "body"), None)
    if body is None:
        return Refusal(source, "damaged", "no content.xml")
    write_numbers(body, (package.xml("styles.xml"), root))
    _lower_spans(body, (package.xml("styles.xml"), root))
    titled = _head_titles(body, (package.xml("styles.xml"), root))
    count = sum(local(one) == _ANNOTATION for one in body.iter())
    slides = [list(_blocks([one])) for one in body.iter("{*}page")]
    pages = [with_or_without(slide, count, wanted=comments)[0] for slide in slides]
    lines, remarks = with_or_without([*chain(*slides)] or list(_blocks(body)), count, wanted=comments)
    if not lines:
        return Refusal(source, "empty")
    meta = package.xml("meta.xml")
    stated = {local(one): one.text or "" for one in (() if meta is None else meta.iter())}
    title = titled or " ".join(stated.get("title", "").split())
    if not title and pages:
        title = next((line.text for line in lines[:10] if line.role == "h2"), "")
    elif not title:
        title = title_by_style(lines) or ""
    made = parse_date(stated.get("creation-date", ""))
    author = stated.get("initial-creator") or stated.get("creator", "")
    around = _around(package)
    return extracted([*lines, *around], source, title, pages=pages, made=made, author=author, remarks=remarks)


def _lower_spans(body: Any, roots: Sequence[Any | None]) -> None:
    """Write on the line what spans show above it, by the styles that say so."""
    above = {
        _attribute(style, "name")
        for root in roots if root is not None
        for style in root.iter("{*}style")
        if any((_attribute(one, "text-position") or "").startswith("super") for one in style)
    }  # fmt: skip
    for span in body.iter("{*}span") if above else ():
        if _attribute(span, "style-name") in above:
            lower_raised(span)


def _head_titles(body: Any, roots: Sequence[Any | None]) -> str:
    """Make headings of the paragraphs whose style is that of a document's title; gives what the first one says."""
    based = {
        _attribute(style, "name"): _attribute(style, "parent-style-name")
        for root in roots if root is not None
        for style in root.iter("{*}style")
        if _attribute(style, "family") == "paragraph"
    }  # fmt: skip
    said = ""
    for paragraph in body.iter("{*}p"):
        name = _attribute(paragraph, "style-name")
        for _ in range(_DEEPEST_STYLE):
            if name is None or name == _TITLE_STYLE:
                break
            name = based.get(name)
        if name == _TITLE_STYLE:
            paragraph.tag = paragraph.tag.removesuffix("p") + "h"
            pieces: list[str] = []
            _collect(paragraph, pieces, [])
            said = said or " ".join("".join(pieces).split())
    return said


def _blocks(parent: Any, contents: bool = False) -> Iterator[TextLine]:
    for block in parent:
        name = local(block)
        place = _attribute(block, "class") if name in _SHAPES else None
        if place in _AROUND_SLIDES:
            continue
        if name in ("p", "h"):
            yield from _paragraph(block, contents)
        elif place == "title":
            yield from (TextLine(line.text, "h2") for line in _blocks(block))
        elif name == "table":
            if (_attribute(block, "name") or "").strip() and local(parent) == "spreadsheet":
                yield TextLine(" ".join((_attribute(block, "name") or "").split()), "h2")
            comments: list[TextLine] = []
            yield from table_lines(*_rows(block, comments))
            yield from comments
        elif name == _ANNOTATION:
            creator = next((one for one in block if local(one) == "creator"), None)
            yield from comment_lines("" if creator is None else "".join(creator.itertext()), _blocks(block))
        elif name not in _LEFT_OUT and len(block):
            yield from _blocks(block, contents or name in _CONTENTS)


def _paragraph(element: Any, contents: bool) -> Iterator[TextLine]:
    """The lines of a paragraph, then those of its frames, then its notes and comments."""
    pieces: list[str] = []
    inside: list[Any] = []
    _collect(element, pieces, inside)
    role = "contents" if contents else ""
    if local(element) == "h":
        role = role or heading(_number(_attribute(element, "outline-level"), 1))
    yield from split_lines("".join(pieces), role)
    for one in inside:
        if local(one) == "text-box":
            yield from _blocks(one)
    for one in inside:
        if local(one) == "note":
            yield from _note(one)
    yield from _blocks([one for one in inside if local(one) == _ANNOTATION])


def _collect(element: Any, pieces: list[str], inside: list[Any]) -> None:
    pieces.append(_flat(element.text))
    for child in element:
        name = local(child)
        if name in ("note", "text-box", _ANNOTATION):
            inside.append(child)
        elif name == "s":
            pieces.append(" " * min(_number(_attribute(child, "c"), 1), 100))
        elif name in ("tab", "line-break"):
            pieces.append(" " if name == "tab" else "\n")
        elif name and name not in _LEFT_OUT:
            _collect(child, pieces, inside)
        pieces.append(_flat(child.tail))


def _note(note: Any) -> Iterator[TextLine]:
    """A note behind its number in brackets, as it stands at its reference."""
    citation = next((one for one in note if local(one) == "note-citation"), None)
    number = "" if citation is None else " ".join("".join(citation.itertext()).split())
    lines = [line for one in note if local(one) == "note-body" for line in _blocks(one)]
    for index, line in enumerate(lines):
        yield TextLine(f"[{number}] {line.text}" if number and not index else line.text, line.role)


def _rows(table: Any, comments: list[TextLine]) -> tuple[list[list[Cell]], int | None]:
    """The rows of a table, and how many of the first ones are headings; None where it does not say.

    What people wrote beside its cells is put among `comments`, to stand below it.
    """
    rows: list[list[Cell]] = []
    head = 0
    for row, is_head in _row_elements(table, False):
        cells = _cells(row, comments)
        if not any(cell.text for cell in cells):
            continue
        for _ in range(min(_number(_attribute(row, "number-rows-repeated"), 1), _MOST_REPEATED)):
            rows.append(cells)
            head += is_head
    return rows, head or None


def _row_elements(parent: Any, is_head: bool) -> Iterator[tuple[Any, bool]]:
    for child in parent:
        name = local(child)
        if name == "table-row":
            yield child, is_head
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _row_elements(child, is_head or name == "table-header-rows")


def _cells(row: Any, comments: list[TextLine]) -> list[Cell]:
    """The cells of a row, without the empty ones at its end; covered ones belong to the cell that spans them."""
    cells: list[Cell] = []
    waiting = 0  # empty cells that count only where another follows
    for cell in row:
        name = local(cell)
        times = _number(_attribute(cell, "number-columns-repeated"), 1)
        if name != "table-cell":
            continue
        lines = list(_blocks(cell))
        text = " ".join(line.text for line in lines if line.role != COMMENT)
        comments += [line for line in lines if line.role == COMMENT]
        if not text:
            waiting += min(times, _MOST_REPEATED)
            continue
        cells += [Cell("")] * waiting
        waiting = 0
        made = Cell(
            text,
            _number(_attribute(cell, "number-columns-spanned"), 1),
            _number(_attribute(cell, "number-rows-spanned"), 1),
        )
        cells += [made] * min(times, _MOST_REPEATED)
    return cells


def _around(package: Package | _FlatFile) -> Iterator[TextLine]:
    """Heads and feet of pages, each text once."""
    root = package.xml("styles.xml")
    seen = set()
    for part in () if root is None else root.iter():
        if local(part) in ("header", "footer", "header-left", "footer-left", "header-first", "footer-first"):
            for line in _blocks(part):
                if line.text not in seen and line.role != COMMENT:
                    seen.add(line.text)
                    yield TextLine(line.text, "aside")


def _attribute(element: Any, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 9 else default


def _flat(text: str | None) -> str:
    """Line ends of the file's own layout are spaces."""
    return " ".join((text or "").split("\n"))
