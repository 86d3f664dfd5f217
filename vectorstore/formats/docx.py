"""A Word document becomes its paragraphs, tables and notes in order, as a person sees them with all changes accepted.

Read part by part and not with python-docx, which refuses what Word opens (Strict Office Open XML, macro and template
types, a relation that leads nowhere) and knows neither notes nor automatic numbers. Footnotes and endnotes stand after
the paragraph that refers to them, behind their numbers; heads and feet of pages once, after the text, as what surrounds
it. Comments are talk about the text, and not the text: they are left out, or read on request (`comments`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vectorstore.formats.bold import BOLD, MOST_BOLD, with_bold_headings
from vectorstore.formats.comments import COMMENT, comment_lines, with_or_without
from vectorstore.formats.docx_numbering import Numbering, W, note_number
from vectorstore.formats.docx_styles import Styles, value
from vectorstore.formats.docx_symbols import symbol
from vectorstore.formats.docx_tables import across, children, head_rows, spanned
from vectorstore.formats.headline import title_by_style
from vectorstore.formats.html import decode_page, visible_lines
from vectorstore.formats.junk_title import is_junk_title
from vectorstore.formats.lines import TextLine, extracted, heading, split_lines
from vectorstore.formats.package import Package, local, read_package, stated_properties
from vectorstore.formats.raised import raised
from vectorstore.formats.tables import Cell, table_lines
from vectorstore.text.boilerplate import is_date_line
from vectorstore.text.outline import MIN_HEADINGS
from vectorstore.text.publication_date import find_published, only_date
from vectorstore.types import Extracted, Refusal

_DATE_LINES = 6
_HIDDEN = frozenset({"del", "moveFrom", "Fallback", "rPr", "pPr", "instrText", "delText", "rt"})
"""What is not shown: deleted and moved away text, the second copy of a text box for old programs, field codes, and how
a word is pronounced, above it."""

_REFERENCES = frozenset({"footnoteReference", "endnoteReference", "commentReference"})

_STYLED = frozenset({"h0", *map(heading, range(1, 7))})
_BOLD_LEVEL = 2
_DEEPEST_TABLE = 8
"""Tables within tables that are followed; their text is kept beyond, as that of one cell."""


@dataclass(slots=True)
class _Reading:
    """A document while it is read: its parts, and what is counted from paragraph to paragraph."""

    package: Package
    main: str
    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Any]
    relations: dict[str, str]
    formats: dict[str, str]
    counts: dict[str, int] = field(default_factory=dict)


def read_docx(path: Path, source: str, *, comments: bool = False) -> Extracted | Refusal:
    """The text of a document; refusals: encrypted, damaged, bomb, empty, too_large. `comments`: with them."""
    return read_package(path, source, lambda package: _document(package, source, comments))


def _document(package: Package, source: str, comments: bool) -> Extracted | Refusal:
    main = next((one.target for one in package.relations("") if one.kind == "officeDocument"), "word/document.xml")
    root = package.xml(main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        return Refusal(source, "damaged", "no text part")
    reading = _opened(package, main)
    count = sum(kind == COMMENT for kind, _ in reading.notes)
    found = [*_blocks(body, reading), *_left(reading)]
    stated, created, author = stated_properties(package)
    lines, remarks = with_or_without(_headed(found, author), count, wanted=comments)
    if not lines:
        return Refusal(source, "empty")
    around = list(_around(reading))
    title = title_by_style(lines)
    lines = [TextLine(line.text, "h1" if line.role == "h0" else line.role) for line in lines]
    own = [line.text for line in lines if line.role != COMMENT]
    near = [text for text in [*own[:_DATE_LINES], *own[-_DATE_LINES:]] if is_date_line(text)]
    date = only_date(map(find_published, near))
    shown = title or ("" if title is None or is_junk_title(stated) else stated)
    return extracted([*lines, *around], source, shown, date, made=created, author=author, remarks=remarks)


def _headed(lines: Sequence[TextLine], author: str) -> list[TextLine]:
    """The lines with bold ones as headings, unless much is bold or the document's styles tell its headings.

    `author`: as the document states it.
    """
    bold = sum(len(line.text) for line in lines if line.role == BOLD)
    styled = sum(line.role in _STYLED for line in lines)
    if bold > MOST_BOLD * sum(len(line.text) for line in lines) or styled >= MIN_HEADINGS:
        return [TextLine(line.text) if line.role == BOLD else line for line in lines]
    return with_bold_headings(lines, heading(_BOLD_LEVEL), author)


def _opened(package: Package, main: str) -> _Reading:
    relations = package.relations(main)
    by_kind = {one.kind: one.target for one in relations}

    def part(kind: str) -> Any | None:
        return package.xml(by_kind[kind]) if kind in by_kind else None

    notes, formats = {}, {"footnote": "decimal", "endnote": "lowerRoman"}
    for kind in ("footnote", "endnote", COMMENT):
        root = part(f"{kind}s")
        for note in [] if root is None else root.iter(f"{W}{kind}"):
            if note.get(f"{W}type") in (None, "normal"):
                notes[kind, note.get(f"{W}id") or ""] = note
    settings = part("settings")
    for kind in formats if settings is not None else ():
        for chosen in settings.iter(f"{W}{kind}Pr"):
            formats[kind] = value(chosen.find(f"{W}numFmt")) or formats[kind]
    targets = {one.id: one.target for one in relations}
    return _Reading(
        package, main, Styles(part("styles")), Numbering(part("numbering")), notes, targets, formats
    )  # fmt: skip


def _blocks(parent: Any, reading: _Reading, depth: int = 0) -> Iterator[TextLine]:
    """The lines of a body, cell, note or text box: paragraphs and tables, those in content controls among them."""
    before: list[str] = []  # what a paragraph shows whose end was deleted, so that the next one goes on with it
    for block in parent:
        name = local(block)
        if name == "p" and block.find(f"{W}pPr/{W}rPr/{W}del") is not None and block.getnext() is not None:
            _collect(block, before, [], [])
        elif name == "p" and _is_drop_capital(block) and block.getnext() is not None:
            _collect(block, before, [], [])
            if sum(map(str.isalpha, "".join(before))) > 1:
                before.append(" ")  # a word; a letter goes on in its own
        elif name == "p":
            yield from _paragraph(block, reading, depth, before)
            before = []
        elif name == "tbl":
            yield from _table(block, reading, depth)
        elif name == "altChunk":
            yield from _embedded(block, reading)
        elif name not in _HIDDEN and len(block):
            yield from _blocks(block, reading, depth)


def _is_drop_capital(paragraph: Any) -> bool:
    """Is a paragraph in a frame of its own the letter that the next one begins with?"""
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    return frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin")


def _paragraph(element: Any, reading: _Reading, depth: int, before: Sequence[str] = ()) -> Iterator[TextLine]:
    """The lines of a paragraph with its number, then those of its text boxes, then its notes; it begins by `before`."""
    runs = list(before)
    boxes: list[Any] = []
    references: list[tuple[str, str]] = []
    _collect(element, runs, boxes, references)
    style = reading.styles.of(element)
    lines = list(split_lines("".join(runs), style.role))
    if len(lines) == 1 and not style.role and not depth and _is_bold(element):
        lines = [TextLine(lines[0].text, BOLD)]
    if lines and style.place is not None and (label := reading.numbering.label(style.place)):
        lines[0] = TextLine(f"{label} {lines[0].text}", lines[0].role)
    yield from lines
    for box in boxes:
        yield from _blocks(box, reading, depth)
    for kind, name in references:
        yield from _note(kind, name, reading)


def _collect(element: Any, runs: list[str], boxes: list[Any], references: list[tuple[str, str]]) -> None:
    """What a paragraph shows: its text, the text boxes that hang on it, the notes that it refers to."""
    for child in element:
        name = local(child)
        if name in _HIDDEN or (name == "r" and child.find(f"{W}rPr/{W}vanish") is not None):
            continue
        if name in _REFERENCES:
            references.append((name.removesuffix("Reference"), child.get(f"{W}id") or ""))
        elif name == "txbxContent":
            boxes.append(child)
        elif name == "t":
            runs.append(child.text or "")
        elif name in ("br", "cr"):
            runs.append("\n")
        elif name in ("tab", "ptab"):
            runs.append(" ")
        elif name == "sym":
            runs.append(symbol(child.get(f"{W}font") or "", child.get(f"{W}char") or ""))
        elif name == "noBreakHyphen":
            runs.append("-")
        elif name == "r" and value(child.find(f"{W}rPr/{W}vertAlign")) == "superscript":
            above: list[str] = []
            _collect(child, above, boxes, references)
            runs.append(raised("".join(runs[-2:]), "".join(above)))
        elif len(child):
            _collect(child, runs, boxes, references)


def _note(kind: str, name: str, reading: _Reading) -> Iterator[TextLine]:
    """A note at the place of its reference: its number in brackets, as it stands there, then its text; or a comment."""
    note = reading.notes.pop((kind, name), None)
    if note is None:
        return
    if kind == COMMENT:
        yield from comment_lines(note.get(f"{W}author") or "", _blocks(note, reading))
        return
    count = reading.counts[kind] = reading.counts.get(kind, 0) + 1
    lines = list(_blocks(note, reading))
    if lines:
        yield TextLine(f"[{note_number(reading.formats[kind], count)}] {lines[0].text}", lines[0].role)
        yield from lines[1:]


def _left(reading: _Reading) -> Iterator[TextLine]:
    """Comments on what was deleted, or that nothing refers to: they stand behind the text."""
    for kind, name in list(reading.notes):
        if kind == COMMENT:
            yield from _note(kind, name, reading)


def _table(element: Any, reading: _Reading, depth: int) -> Iterator[TextLine]:
    """A table as rows with their headings; one that holds others only lays out the page, and is read cell by cell."""
    rows = list(children(element, "tr"))
    cells = [list(children(row, "tc")) for row in rows]
    if depth < _DEEPEST_TABLE and any(one.find(f".//{W}tbl") is not None for row in cells for one in row):
        for row in cells:
            for cell in row:
                yield from _blocks(cell, reading, depth + 1)
        return
    notes: list[TextLine] = []
    grid = [[_cell(cell, reading, notes) for cell in row] for row in cells]
    yield from table_lines(spanned(cells, grid), head_rows(rows))
    yield from notes


def _cell(cell: Any, reading: _Reading, notes: list[TextLine]) -> Cell:
    """A cell's text on one line; the notes that it refers to are put aside, to stand below the table."""
    texts = []
    for line in _blocks(cell, reading, _DEEPEST_TABLE):
        noted = line.text.startswith("[") and line.text.partition("]")[0][1:].isalnum() and not line.role and texts
        if noted or line.role == COMMENT:
            notes.append(line)
        else:
            texts.append(line.text)
    return Cell(" ".join(texts), across(cell), head=bool(texts) and _is_bold(cell))


def _is_bold(element: Any) -> bool:
    """Is all that stands in a cell or a paragraph in bold, as headings are?"""
    for run in element.iter(f"{W}r"):
        shown = any((text.text or "").strip() for text in run.iter(f"{W}t"))
        bold = next((one for name in ("b", "bCs") if (one := run.find(f"{W}rPr/{W}{name}")) is not None), None)
        if shown and (bold is None or value(bold) in ("0", "false")):
            return False
    return True


def _embedded(element: Any, reading: _Reading) -> Iterator[TextLine]:
    """A part of another format that stands in the text: an HTML page, or plain text."""
    name = reading.relations.get(next((v for k, v in element.attrib.items() if k.endswith("}id")), ""), "")
    data = reading.package.read(name)
    if not data or data.startswith((b"PK", b"{\\rtf")):
        return
    found = decode_page(data)
    if isinstance(found, tuple):
        plain = name.lower().endswith(".txt")
        yield from split_lines(found[0]) if plain else visible_lines(found[0])


def _around(reading: _Reading) -> Iterator[TextLine]:
    """Heads and feet of pages, each text once."""
    seen = set()
    for one in reading.package.relations(reading.main):
        root = reading.package.xml(one.target) if one.kind in ("header", "footer") else None
        for line in [] if root is None else _blocks(root, reading):
            if line.text not in seen:
                seen.add(line.text)
                yield TextLine(line.text, "aside")
