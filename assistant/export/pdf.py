"""A document as a PDF on A4: fpdf2 lays it out, HarfBuzz shapes it, and Amiri, a book face, is carried in it.

Amiri draws nearly every letter as a glyph of its own, so that readers of PDF find the letters in order again; with
faces whose ﻻ or ﻲﻓ is one glyph they do not (the one of the window is such). Footnotes stand at the end.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.export.document import (
    LEFT_MARK,
    RIGHT_MARK,
    ExportDocument,
    Footnote,
    Paragraph,
    Table,
    facts_of,
    is_left_to_right,
    joined,
    last_way,
)
from assistant.export.links import passage_link
from assistant.export.plain import marked
from assistant.messages import say

_SIZES = {
    "title": 20, "heading": 15, "named": 13, "paragraph": 13, "quote": 13, "further": 11, "aside": 11, "source": 11,
    "note": 10.5, "noted": 10.5, "foot": 9,
}  # fmt: skip
"""Points. `named` is a heading that names a source, `noted` the quote of a footnote."""

_LINE = 0.62
"""Height of a line in millimetres for each point: Amiri's letters reach far below theirs."""

_MARGIN, _INDENT = 22, 6
"""Millimetres: of the page, and of quotes."""

_KEPT_BELOW = 35
"""Millimetres that a heading needs below its top, or it goes to the next page with what follows it."""

MISSING = "◌"


def pdf(document: ExportDocument) -> bytes:
    """The bytes of a `.pdf`; a character that the font lacks is a ◌, which is then said at the end."""
    sheet = _sheet(document)
    _write(sheet, document.title, "title", document)
    for block in document.blocks:
        _block(sheet, block, document)
    if document.footnotes:
        sheet.ln(4)
        _write(sheet, say("sources", document.language).rstrip(": "), "heading", document)
    for number, note in enumerate(document.footnotes, 1):
        _note(sheet, number, note, document)
    if sheet.lacks:
        _write(sheet, say("not_in_font", document.language), "aside", document)
    _number_pages(sheet)
    return bytes(sheet.output())


def _sheet(document: ExportDocument) -> Any:
    """An empty file with its font, language and direction."""
    import fpdf

    logging.getLogger("fpdf").setLevel(logging.ERROR)  # it warns of what its subsetting leaves out
    logging.getLogger("fontTools").setLevel(logging.ERROR)

    class Sheet(fpdf.FPDF):
        lacks = False
        widths: dict[tuple[tuple[str, bool], str], float]

    sheet = Sheet(format="A4")
    sheet.widths = {}
    folder = files("fontpkg_amiri") / "files"
    sheet.add_font("Amiri", "", str(folder / "Amiri-Regular.ttf"))
    sheet.add_font("Amiri", "B", str(folder / "Amiri-Bold.ttf"))
    sheet.set_margin(_MARGIN)
    sheet.set_title(document.title)
    sheet.set_lang(document.language)
    sheet.set_creator("إسناد · Isnad")
    sheet.add_page()
    return sheet


@cache
def _known() -> frozenset[int]:
    """The characters that both weights of the font have."""
    from fontTools.ttLib import TTFont

    folder = files("fontpkg_amiri") / "files"
    kept = [TTFont(str(folder / f"Amiri-{weight}.ttf")).getBestCmap().keys() for weight in ("Regular", "Bold")]
    return frozenset(kept[0] & kept[1]) - {0x25CC} | {ord(" ")}


def _block(sheet: Any, block: Paragraph | Table, document: ExportDocument) -> None:
    if isinstance(block, Paragraph):
        _write(sheet, marked(block), block.kind, document)
        return
    for first, *others in block.rows:  # a table of sentences reads better one row below the other
        for paragraph in first[:1]:
            _write(sheet, marked(paragraph), "named" if paragraph.kind == "source" else "heading", document)
        for paragraph in [*first[1:], *(one for cell in others for one in cell)]:
            _write(sheet, marked(paragraph), paragraph.kind, document)


def _write(sheet: Any, text: str, kind: str, document: ExportDocument, link: str = "") -> None:
    """A paragraph in its own direction, from its own side; what names a source runs as the document."""
    names, heads = kind in ("note", "source", "named"), kind in ("heading", "named")
    right = document.language == "ar" if names else not is_left_to_right(text, document.language)
    size = _SIZES[kind]
    shown = "".join(character if ord(character) in _known() else MISSING for character in text)
    sheet.lacks = sheet.lacks or shown != text
    sheet.set_font("Amiri", "B" if heads or kind == "title" else "", size)
    sheet.set_text_color(90 if kind in ("aside", "source", "foot") else 0)
    sheet.set_text_shaping(True, direction="rtl" if right else "ltr")
    indent = _INDENT if kind in ("quote", "further") else 0
    if heads:
        if sheet.will_page_break(_KEPT_BELOW):
            sheet.add_page()
        sheet.ln(3)
    style = kind, right
    for line in _lines(shown, sheet.epw - indent, lambda word: _measured(sheet, style, word), right):
        sheet.set_x(sheet.l_margin + (0 if right else indent))
        width, height = sheet.epw - indent, size * _LINE
        sheet.cell(width, height, line, align="R" if right else "L", new_x="LMARGIN", new_y="NEXT", link=link)
    sheet.ln(1.5)


def _measured(sheet: Any, style: tuple[str, bool], word: str) -> float:
    """Width in millimetres of a word as the sheet is set now, which `style` names; each is measured once."""
    if (style, word) not in sheet.widths:
        sheet.widths[style, word] = sheet.get_string_width(word)
    return sheet.widths[style, word]


def _lines(text: str, width: float, width_of: Callable[[str], float], right: bool) -> list[str]:
    """A paragraph as lines that fit, measured by words: fpdf2's own way shapes a line again for each of its letters.

    A line is drawn without its neighbours, so that what runs the other way over its end gets a mark of direction there.
    """
    space, lines, length = width_of(" "), [""], 0.0
    for word in itertools.chain.from_iterable(_fitting(one, width, width_of) for one in text.split(" ")):
        if lines[-1] and length + space + width_of(word) > width:
            lines.append("")
        length = length + space + width_of(word) if lines[-1] else width_of(word)
        lines[-1] = f"{lines[-1]} {word}".strip()
    mark, against = (LEFT_MARK, ("L",)) if right else (RIGHT_MARK, ("R", "AL"))
    over = [last_way(one) in against and last_way(other[::-1]) in against for one, other in itertools.pairwise(lines)]
    ends = zip(lines, [False, *over], [*over, False], strict=True)
    return [f"{mark if before else ''}{line}{mark if after else ''}" for line, before, after in ends]


def _fitting(word: str, width: float, width_of: Callable[[str], float]) -> list[str]:
    """A word, or pieces of one that is longer than a line."""
    if width_of(word) <= width:
        return [word]
    end = next(end for end in range(1, len(word) + 1) if end == len(word) or width_of(word[: end + 1]) > width)
    return [word[:end], *_fitting(word[end:], width, width_of)] if word[end:] else [word[:end]]


def _note(sheet: Any, number: int, note: Footnote, document: ExportDocument) -> None:
    language = document.language
    said = joined([fact.text for fact in facts_of(note, language)], language)
    link = passage_link(document.window, note.file, note.start, note.end)
    _write(sheet, f"[{number}] {said}", "note", document, link)
    if note.quote:
        _write(sheet, f"«{note.quote}»", "noted", document)


def _number_pages(sheet: Any) -> None:
    """The number of each page at its foot, where there are several."""
    total = sheet.page
    sheet.set_auto_page_break(False)
    for page in range(1, total + 1 if total > 1 else 1):
        sheet.page = page
        for weight in ("B", ""):  # a font that it believes to be set it would not name in this page
            sheet.set_font("Amiri", weight, _SIZES["foot"])
        sheet.set_text_shaping(True, direction="ltr")
        sheet.set_xy(sheet.l_margin, -15)
        sheet.cell(sheet.epw, 5, str(page), align="C")
    sheet.page = total
