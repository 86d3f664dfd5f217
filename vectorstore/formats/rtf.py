"""Rich Text Format becomes its paragraphs, tables and notes (through striprtf, which knows code pages and groups).

striprtf leaves out footnotes and endnotes: they are marked before, and stand after the paragraph or table that refers
to them, behind their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from vectorstore.formats.docx_numbering import note_number
from vectorstore.formats.lines import TextLine, extracted, split_lines
from vectorstore.formats.raised import raised
from vectorstore.formats.rtf_styles import role_of, with_roles, without_signs
from vectorstore.formats.tables import Cell, table_lines
from vectorstore.types import Extracted, Refusal

_START = b"{\\rtf"
_TITLE_LINES = 10
"""First lines in which the paragraph in the style of a title stands."""
_STATED = re.compile(r"\{\\(title|author) ([^{}]{1,400})\}")


def read_rtf(path: Path, source: str) -> Extracted | Refusal:
    """The text of a document; refusals: damaged, empty, too_large."""
    from striprtf.striprtf import rtf_to_text

    data = path.read_bytes()
    if not data.lstrip().startswith(_START):
        return Refusal(source, "damaged", "not RTF")
    raw = data.decode("latin-1")
    try:
        text = rtf_to_text(_marked(_noted(_without_deleted(with_roles(_RAISED.sub(_lowered, raw))))), errors="replace")
    except (ValueError, LookupError, IndexError) as error:
        return Refusal(source, "damaged", type(error).__name__)
    stated = {name: _words(raw, said) for name, said in _STATED.findall(raw[:20_000])}
    text = _NOTE.sub(lambda note: note[0].replace("\n", " "), text)
    lines = list(_lines(text.split("\n")))
    title = next((line.text for line in lines[:_TITLE_LINES] if line.role == "h0"), "") or stated.get("title", "")
    lines = [replace(line, role="h1") if line.role == "h0" else line for line in lines]
    return extracted(lines, source, title, author=stated.get("author", ""))


def _words(raw: str, said: str) -> str:
    """What a document states of itself, in its code page."""
    from striprtf.striprtf import rtf_to_text

    return " ".join(rtf_to_text("{\\rtf1" + _page(raw) + said + "}", errors="replace").split())


_CELL, _ROW = "\x1f", "\x1e"
"""Between cells and after rows, for the time between striprtf and here: what it writes itself may be text, too."""

_NOTE = re.compile("([\x1c\x1d])([^\x1b-\x1d]*)\x1b")
"""A footnote or an endnote, for the same time."""

_NOTE_GROUP = re.compile(r"\{\s*(?:\\\*\s*)?\\footnote(?![a-z])(\s*(?:\{\\\*)?\\ftnalt)?")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def _noted(raw: str) -> str:
    """The same with marks at both ends of what stands in groups of notes."""
    if "\\footnote" not in raw:
        return raw
    pieces: list[str] = []
    open_groups: list[bool] = []  # is it a note's?
    at = 0
    starts = {found.start(): found for found in _NOTE_GROUP.finditer(raw)}
    for found in _BRACE.finditer(raw):
        if found[0] == "{":
            note = starts.get(found.start())
            open_groups.append(note is not None)
            if note is not None:
                pieces += [raw[at : found.start()], "{\\'1d " if note[1] else "{\\'1c "]
                at = found.start() + note[0].index("\\footnote") + len("\\footnote")
        elif found[0] == "}" and open_groups and open_groups.pop():
            pieces += [raw[at : found.start()], "\\'1b}"]
            at = found.end()
    return "".join([*pieces, raw[at:]])


_DELETED_GROUP = re.compile(r"\{(?:\\[a-z]+-?\d*\s?){0,20}?\\deleted(?![a-z0-9])")
_RAISED = re.compile(
    r"(?P<before>[^\\a-z\d-]\d{1,10}[}\s]*)"
    r"(?P<open>\{(?:\\[a-z]+-?\d*\s?){0,20}?)\\super(?![a-z0-9])(?P<words>(?:\\[a-z]+-?\d*\s?){0,20})(?P<digits>\d{1,3})\}"
)


def _lowered(found: re.Match[str]) -> str:
    """A raised number as it is written on the line, behind the number before it."""
    shown = raised(found["before"].rstrip("}\r\n"), found["digits"])
    words = f"{found['open']}{found['words']}".rstrip()
    return f"{found['before']}{words}{'' if words == '{' else ' '}{shown}}}"


def _without_deleted(raw: str) -> str:
    """The same without the groups of text whose deletion is tracked."""
    if "\\deleted" not in raw:
        return raw
    pieces, at = [], 0
    for found in _DELETED_GROUP.finditer(raw):
        if found.start() < at:
            continue
        depth, end = 0, len(raw)
        for brace in _BRACE.finditer(raw, found.start()):
            depth += (brace[0] == "{") - (brace[0] == "}")
            if not depth:
                end = brace.end()
                break
        pieces.append(raw[at : found.start()])
        at = end
    return "".join([*pieces, raw[at:]])


_DROP_CAPITAL = re.compile(r"(\\dropcapli\d(?:(?!\\par(?![a-z])).){0,2000})\\par(?![a-z])", re.DOTALL)
"""A paragraph that is the letter or word which the next one begins with, in a frame of its own."""

_LIST_TEXT = re.compile(r"\{\\listtext(?![a-z])[^{}]*\}")
_LIST_CHARACTER = re.compile(
    r"\\u(-?\d{1,5}) ?(?:\\'..|\?)?|\\'([0-9a-f]{2})|\\[a-z]+-?\d* ?|([^\\{}\s])", re.IGNORECASE
)
_BULLETS = frozenset("oN\xa7\xb7\xd8\x95")
"""What stands for a bullet in fonts of signs; the letters are those of Courier and of Wingdings."""


def _without_bullet(found: re.Match[str]) -> str:
    """What stands before an item of a list: its number, and nothing where it is a bullet."""
    shown = [
        chr(int(code) % 0x10000) if code else chr(int(byte, 16)) if byte else plain
        for code, byte, plain in _LIST_CHARACTER.findall(found[0])
        if code or byte or plain
    ]
    if all(one in _BULLETS or not one.isalnum() for one in shown[:2]) and len(shown) <= 2:
        return ""
    return found[0]


def _marked(raw: str) -> str:
    """The ends of cells and rows as characters that no text has; without bullets."""
    raw = _LIST_TEXT.sub(_without_bullet, _DROP_CAPITAL.sub(r"\1", raw))
    raw = re.sub(r"\\(?:nest)?cell(?![a-z])", r"\\'1f", raw)
    return re.sub(r"\\(?:nest)?row(?![a-z])", r"\\'1e\\par ", raw)


def _page(raw: str) -> str:
    """The code page that the document names."""
    found = re.search(r"\\ansicpg\d{1,5}", raw[:2_000])
    return found[0] + " " if found else ""


def _lines(paragraphs: Iterable[str]) -> Iterator[TextLine]:
    """The paragraphs in order, rows of a table put together."""
    rows: list[list[Cell]] = []
    begun = ""  # a row whose cells hold several paragraphs
    counts = {"\x1c": 0, "\x1d": 0}
    notes: list[TextLine] = []
    for noted in paragraphs:
        role, noted = role_of(noted), without_signs(noted)
        before, notes = notes, []
        for kind, text in _NOTE.findall(noted):
            counts[kind] += 1
            number = note_number("decimal" if kind == "\x1c" else "lowerRoman", counts[kind])
            notes += split_lines(f"[{number}] {text}")
        paragraph = _NOTE.sub("", noted)
        if not paragraph.strip() or begun or _CELL in paragraph or _ROW in paragraph:
            before, notes = [], [*before, *notes]  # they wait for the end of the table
        if _ROW in paragraph:
            cells = (begun + paragraph).replace(_ROW, "").split(_CELL)
            rows.append([Cell(" ".join(cell.split())) for cell in cells[:-1]])
            begun = ""
        elif _CELL in paragraph:
            begun += paragraph + " "
        else:
            if paragraph.strip() and not begun:
                yield from table_lines(rows)
                yield from before
                rows = []
            if begun:
                begun += paragraph + " "
            else:
                yield from split_lines(paragraph, role)
                if not rows:
                    yield from notes
                    notes = []
    yield from table_lines(rows)
    yield from notes
    yield from split_lines(begun.replace(_CELL, " "))
