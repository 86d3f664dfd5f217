"""A PDF becomes its text with the offsets at which its pages begin.

`pypdfium2` says which character is drawn where (`pdf_glyphs`, and `pdf_lines` makes lines of it). Each page is judged
by itself (`pdf_page`). One that cannot be read is named; where no page is left, the file is refused: a wrong text is
worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from vectorstore.formats.authors import author_told
from vectorstore.formats.bidi import mirror_brackets
from vectorstore.formats.junk_title import is_junk_title
from vectorstore.formats.lines import BETWEEN, TextLine
from vectorstore.formats.pdf_glyphs import read_page
from vectorstore.formats.pdf_headings import TITLE, title_shown
from vectorstore.formats.pdf_page import Page, fault_of, judge_page, text_of
from vectorstore.formats.pdf_paragraphs import page_paragraphs
from vectorstore.formats.pdf_running import without_print_lines, without_running_lines
from vectorstore.formats.remarks import numbered
from vectorstore.text.boilerplate import is_date_line
from vectorstore.text.paragraphs import ends_sentence
from vectorstore.text.publication_date import find_published, only_date, parse_pdf_date
from vectorstore.types import FILE_DATE, MAX_TEXT_CHARACTERS, PAGES_OCR, PAGES_UNREAD, Extracted, Mark, Refusal, Remark

_PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD."""

_CATALOG = re.compile(rb"(\d{1,10}) (\d{1,5}) obj\s*<<[^>]{0,200}/Type\s*/Catalog\b")
"""The object that a document begins with (ISO 32000-1, 7.7.2)."""

_DATE_LINES = 6
"""Paragraphs at either end of a text in which the article's own day may stand."""


def read_pdf(path: Path, source: str, scans: Mapping[int, Sequence[str]] | None = None) -> Extracted | Refusal:
    """The text of a PDF, page by page; refusals: encrypted, damaged, no_text, scrambled, empty, too_large.

    Pages that are not read are empty, and a remark names them. `scans`: by page, from 1, the paragraphs that optical
    reading made of pages; of those that are not read here they are the text, and another remark names them.
    """
    import pypdfium2

    try:
        document = _opened(path)
    except pypdfium2.PdfiumError as error:
        reason = "encrypted" if getattr(error, "err_code", None) == _PASSWORD_ERROR else "damaged"
        return Refusal(source, reason, str(error))
    try:
        with document:
            pages = _pages(document, source)
            metadata = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        return Refusal(source, "damaged", str(error))
    if isinstance(pages, Refusal):
        return pages
    pages, scanned = _scanned(pages, scans or {})
    if not scanned and isinstance(pages := _refused(pages, source), Refusal):
        return pages
    kept = [[] if page.fault else without_print_lines(page.lines) for page in pages]
    texts = _mirrored(page_paragraphs(without_running_lines(kept), metadata.get("Author", "")))
    texts = [
        [TextLine(line) for line in scanned[number]] if number in scanned else lines
        for number, lines in enumerate(texts, 1)
    ]
    text, starts, marks = _assembled(texts)
    date = only_date(find_published(line) for line in _near_ends(texts) if is_date_line(line))
    title = title_shown(" ".join(metadata.get("Title", "").split()), texts)
    unread = [number for number, page in enumerate(pages, 1) if page.fault and number not in scanned]
    remarks = [Remark(PAGES_UNREAD, numbered(unread)), Remark(PAGES_OCR, numbered(sorted(scanned)))]
    remarks.append(Remark(FILE_DATE, parse_pdf_date(metadata.get("CreationDate", ""))))
    remarks += author_told(metadata.get("Author", ""))
    told = tuple(one for one in remarks if one.detail)
    return Extracted(text, "" if is_junk_title(title) else title, date, pages=starts, marks=marks, remarks=told)


def _near_ends(pages: Sequence[Sequence[TextLine]]) -> list[str]:
    """The paragraphs at both ends of a text, and those below its headline, over which a printed page has its menu."""
    lines = [line for page in pages for line in page]
    headline = next((at for at, line in enumerate(lines) if line.role == TITLE), 0)
    near = [*lines[:_DATE_LINES], *lines[headline : headline + _DATE_LINES + 1], *lines[-_DATE_LINES:]]
    return [line.text for line in near]


def _opened(path: Path) -> Any:
    """The document; one that lost its table of objects, and nothing before it, is given a new end.

    pdfium finds the objects by itself, but not which of them is the first. A file that ends inside an object is cut.
    """
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR:
            raise
        data = path.read_bytes()
        catalog = _CATALOG.findall(data)
        begun = max(data.rfind(mark) for mark in (b" obj\n", b" obj\r", b" obj<"))
        if not catalog or data.rfind(b"endobj") < begun:
            raise
        number, generation = catalog[-1]
        return pypdfium2.PdfDocument(data + b"\ntrailer\n<</Root %s %s R>>\n" % (number, generation))


def _pages(document: Any, source: str) -> list[Page] | Refusal:
    """The pages, one at a time: their glyphs take a thousand times the memory of their text."""
    import pypdfium2

    found: list[Page] = []
    length = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            found.append(Page((), 0, "damaged"))
            continue
        try:
            glyphs = read_page(page)
        finally:
            page.close()
        found.append(judge_page(glyphs))
        length += sum(len(text) for _, text in found[-1].lines)
        if length > MAX_TEXT_CHARACTERS:
            return Refusal(source, "too_large", f"> {MAX_TEXT_CHARACTERS // 1_000_000} M characters")
    return found


def _refused(pages: Sequence[Page], source: str) -> Sequence[Page] | Refusal:
    """The pages, or the refusal of a file none of whose pages can be read."""
    if not pages:
        return Refusal(source, "damaged", "no pages")
    readable = [page for page in pages if page.letters and not page.fault]
    faults = Counter(page.fault for page in pages if page.fault)
    if readable and not (fault := fault_of("\n".join(text_of(page.lines) for page in readable))):
        return pages
    if readable:
        return Refusal(source, "scrambled", fault)
    if not faults:
        return Refusal(source, "empty")
    (fault, _), *_ = faults.most_common(1)
    if fault == "damaged":
        return Refusal(source, "damaged", "no page")
    return Refusal(source, "no_text") if fault == "picture" else Refusal(source, "scrambled", fault)


def _scanned(
    pages: Sequence[Page], scans: Mapping[int, Sequence[str]]
) -> tuple[Sequence[Page], dict[int, Sequence[str]]]:
    """The pages, and by number the paragraphs of those that only optical reading made sense of.

    Where the pages together make no words, none of them is read otherwise.
    """
    if scans and (fault := fault_of("\n".join(text_of(page.lines) for page in pages if not page.fault))):
        pages = [replace(page, fault=page.fault or (fault if page.letters else "")) for page in pages]
    faulty = {number for number, page in enumerate(pages, 1) if page.fault}
    return pages, {number: texts for number, texts in scans.items() if number in faulty and texts}


def _mirrored(pages: Sequence[Sequence[TextLine]]) -> list[list[TextLine]]:
    texts = mirror_brackets([[line.text for line in page] for page in pages])
    return [
        [TextLine(text, line.role) for text, line in zip(found, page, strict=True)]
        for found, page in zip(texts, pages, strict=True)
    ]


def _assembled(pages: Sequence[Sequence[TextLine]]) -> tuple[str, tuple[int, ...], tuple[Mark, ...]]:
    """One text with blank lines between paragraphs, where each page begins in it, and marks over rows of tables.

    A paragraph that goes on over a page's end is one: its page ends in the middle of it.
    """
    pieces: list[str] = []
    starts: list[int] = []
    marks: list[Mark] = []
    length = 0
    before = TextLine("")
    for page in pages:
        prose = bool(pieces) and bool(page) and not before.role and not page[0].role
        open_end = prose and not ends_sentence(before.text) and len(before.text) > 40
        between = (" " if open_end else BETWEEN) if pieces and page else ""
        starts.append(length + len(between))
        for number, line in enumerate(page):
            pieces += [BETWEEN if number else between, line.text]
            length += len(pieces[-2])
            marks += [(length, length + len(line.text), line.role)] if line.role else []
            length += len(line.text)
            before = line
    return "".join(pieces), tuple(starts), tuple(marks)
