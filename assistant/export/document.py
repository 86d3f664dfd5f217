"""What is exported, whatever it was and whatever it becomes: a title, blocks, and footnotes that name sources."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.messages import say
from vectorstore.controls import LONE_SURROGATES, UNSEEN
from vectorstore.text.script import word_lean
from vectorstore.types import Remark, Span

Kind = Literal["heading", "paragraph", "quote", "further", "aside", "source"]

_NONCHARACTERS = re.compile("[\ufffe\uffff]")
"""What XML takes no more than control characters."""


RIGHT_MARK, LEFT_MARK = "\u200f", "\u200e"
"""Marks that show nothing and settle which way the signs beside them run."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph on one line, its marks of quotation included; `notes` are numbers of footnotes, in order.

    `found`, spans of `text` in order, are the parts that answer; formats that can set them off do. A `further`
    quote carries no answer, and is set smaller; an `aside` says something of the document itself; a `source` names one,
    its parts `joined`.
    """

    text: str
    kind: Kind = "paragraph"
    notes: tuple[int, ...] = ()
    found: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell is paragraphs. `head` names the columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Footnote:
    """Where something stands: `[start, end)` in characters of an article, of which the rest is known or empty.

    `quote` is what stands there, on one line, where the document itself does not show it. `page` counts from 1,
    `date` is ISO 8601. `ocr`: it was read from a picture; `remarks`: what of its file was not read.
    """

    file: str
    start: int
    end: int
    title: str = ""
    publisher: str = ""
    date: str = ""
    page: int | None = None
    quote: str = ""
    ocr: bool = False
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportDocument:
    """A whole document: footnote `n` is `footnotes[n - 1]`, and they are numbered by their first mention.

    `data` is what the JSON file holds. `window` is the address of a window that opens a footnote's passage, `""` for
    no links.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    window: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a footnote says of its source, in words; `kind` is the footnote's field."""

    kind: str
    text: str


def facts_of(note: Footnote, language: str) -> list[Fact]:
    """What a footnote says: title, publisher, date, file, page, characters, and what to know of its text."""
    page = say("page", language, page=note.page) if note.page is not None else ""
    told = [
        Fact("title", note.title), Fact("publisher", note.publisher), Fact("date", note.date), Fact("file", note.file),
        Fact("page", page), Fact("characters", say("characters", language, start=note.start, end=note.end)),
        Fact("ocr", say("ocr_quote", language) if note.ocr else ""),
        *(Fact("remark", say(one.code, language, detail=one.detail)) for one in note.remarks),
    ]  # fmt: skip
    return [fact for fact in told if fact.text]


def joined(parts: Sequence[str], language: str) -> str:
    """Facts on one line, a comma between two; one that runs the other way stands between two marks of direction.

    Without them the title of an English article, a file «001_a.txt» and a date would change places in an Arabic line.
    """
    return say("list_comma", language).join(_kept_together(part, language == "ar") for part in parts)


def _kept_together(text: str, right: bool) -> str:
    inner, outer = (LEFT_MARK, RIGHT_MARK) if right else (RIGHT_MARK, LEFT_MARK)
    lean = word_lean(text)
    if lean < 0 if right else lean > 0:
        return f"{inner}{text}{inner}{outer}"
    return text if last_way(text) in (("R", "AL") if right else ("L",)) else text + outer


def last_way(text: str) -> str:
    """The bidirectional class of the last character that has a direction; empty where none has."""
    ways = (unicodedata.bidirectional(character) for character in reversed(text))
    return next((way for way in ways if way in ("L", "R", "AL")), "")


def runs_left_to_right(paragraph: Paragraph, language: str) -> bool:
    """Which way a paragraph runs: as most of its words; names of sources as the document that they stand in."""
    return language != "ar" if paragraph.kind == "source" else is_left_to_right(paragraph.text, language)


def is_left_to_right(text: str, language: str) -> bool:
    """Which way a paragraph runs: as most of its words, or, where none has a direction, as the document."""
    lean = word_lean(text)
    return lean < 0 if lean else language != "ar"


def harmless(document: ExportDocument) -> ExportDocument:
    """The document without characters that steer what shows them or that a format forbids, each text on one line.

    Every writer may rely on it. `data` stays as it is: JSON can hold everything.
    """
    return replace(
        document,
        title=on_one_line(document.title),
        blocks=tuple(_harmless_block(block) for block in document.blocks),
        footnotes=tuple(_harmless_note(note) for note in document.footnotes),
    )


def on_one_line(text: str) -> str:
    """A text as every format can hold it: white space folded, controls and overrides dropped."""
    whole = _NONCHARACTERS.sub("\ufffd", LONE_SURROGATES.sub("\ufffd", text))
    return UNSEEN.sub("", " ".join(whole.split())).strip()


def _harmless_block(block: Block) -> Block:
    if isinstance(block, Table):
        rows = tuple(tuple(tuple(map(_harmless_paragraph, cell)) for cell in row) for row in block.rows)
        return Table(tuple(map(on_one_line, block.head)), rows)
    return _harmless_paragraph(block)


def _harmless_paragraph(paragraph: Paragraph) -> Paragraph:
    text = on_one_line(paragraph.text)
    found = paragraph.found if len(text) == len(paragraph.text) else ()  # spans of the text as it was
    return replace(paragraph, text=text, found=found)


def _harmless_note(note: Footnote) -> Footnote:
    texts = {name: on_one_line(getattr(note, name)) for name in ("file", "title", "publisher", "date", "quote")}
    remarks = tuple(replace(one, detail=on_one_line(one.detail)) for one in note.remarks)
    return replace(note, remarks=remarks, **texts)
