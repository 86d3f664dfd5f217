"""A PDF becomes its text with the offsets at which its pages begin.

`pypdfium2` says which character is drawn where (`vectorstore.formats.pdf_lines` makes lines of it). Arabic comes out
as it is written whether the file holds it as it looks or as it is written: the letters that only begin or end words
tell. Where neither order makes words, where letters are split or spaces lost, or where the fonts do not say which
letters they show, the file is refused: a wrong text is worse than none.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore.formats.bidi import mirror_brackets, order_score
from vectorstore.formats.pdf_lines import Glyph, GlyphLine, group_lines, group_paragraphs, word_lengths
from vectorstore.text.paragraphs import ends_sentence
from vectorstore.text.publication_date import parse_pdf_date
from vectorstore.types import MAX_TEXT_CHARACTERS, Extracted, Refusal

_END_WITHIN = 2048
"""Bytes at the end of a whole file in which its end mark stands; Adobe's readers look at 1024."""

_PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD."""

_LINE_HYPHEN = 2
"""What pdfium gives for a hyphen at the end of a line."""

_SCANNED = 15
"""Letters a page below which pages with pictures count as scanned: a stamp or a page number is no text."""

_UNMAPPED = 0.1
"""Share of characters without Unicode from which a text is lost."""

_ACCENTS = 0.3
"""Share of accented Latin letters from which they are Arabic ones of an old font; French has 4 of 100."""

_EVIDENCE = 8
"""Signs of order that a page must have to be judged by itself; below, the whole file is."""

_CLEAR = 0.75
"""Share of the signs that must agree. In prose 97 of 100 do: few words end in «لا» or begin so."""

_SPLIT = 0.35
"""Share of one-letter words from which letters are split: in prose it is 2 to 4 of 100 («و»)."""

_LOST = 14.0
"""Mean letters a word from which spaces are lost: in prose it is 4 to 6."""

_RUNNING = 3
"""Pages on which a first or last line must stand to be a running head, and more than half of all."""

_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|document\s?\d*|بدون عنوان.*|مستند\s?\d*"
    r"|.*\.(?:docx?|pdf|rtf|txt|html?|indd|qxd|odt|tmp)|about:blank|https?://.*"
    r"|[\W\d_]*|title|print(?:ing)?|slide \d+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines; how many of its characters are there, letters, accented, or without Unicode; any pictures."""

    lines: tuple[GlyphLine, ...]
    characters: int
    letters: int
    accents: int
    unmapped: int
    pictures: bool


def read_pdf(path: Path, source: str) -> Extracted | Refusal:
    """The text of a PDF, page by page; refusals: encrypted, damaged, no_text, scrambled, empty, too_large."""
    import pypdfium2

    if not _is_whole(path):
        return Refusal(source, "damaged", "no end of file")
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        reason = "encrypted" if getattr(error, "err_code", None) == _PASSWORD_ERROR else "damaged"
        return Refusal(source, reason, str(error))
    try:
        with document:
            texts = _texts(document, source)
            metadata = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        return Refusal(source, "damaged", str(error))
    if isinstance(texts, Refusal):
        return texts
    text, starts = _assembled(texts)
    title = " ".join(metadata.get("Title", "").split())
    return Extracted(
        text, "" if is_junk_title(title) else title, parse_pdf_date(metadata.get("CreationDate", "")), pages=starts
    )


def is_junk_title(title: str) -> bool:
    """Is it what a program calls a file that nobody gave a title?"""
    return bool(_JUNK_TITLE.fullmatch(title))


def _is_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _END_WITHIN))
        return b"%%EOF" in file.read()


def _pages(document: Any, *, trust_spaces: bool) -> Iterator[Page]:
    """The pages one at a time: their glyphs take a thousand times the memory of their text."""
    for number in range(len(document)):
        page = document[number]
        try:
            glyphs, unmapped = _glyphs(page)
            pictures = _has_pictures(page)
        finally:
            page.close()
        shown = [glyph.text for glyph in glyphs if glyph.text.strip()]
        yield Page(
            tuple(group_lines(glyphs, trust_spaces=trust_spaces)),
            characters=len(shown),
            letters=sum(character.isalpha() for character in shown),
            accents=sum("\xc0" <= character <= "\xff" for character in shown),
            unmapped=unmapped,
            pictures=pictures,
        )


def _glyphs(page: Any) -> tuple[list[Glyph], int]:
    """The characters of a page with their places, and how many have no Unicode."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    glyphs, unmapped = [], 0
    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    for at in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, at)
        if raw.FPDFText_IsGenerated(text, at) == 1 or code in (0x0D, 0x0A):
            continue
        if code == _LINE_HYPHEN:
            code = ord("-")
        if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF or code > 0x10FFFF:
            unmapped += 1
            continue
        raw.FPDFText_GetCharOrigin(text, at, origin_x, origin_y)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetMatrix(text, at, matrix)
        size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        # A loose box may be as narrow as the ink; a glyph begins at its origin all the same.
        glyphs.append(Glyph(chr(code), min(box.left, origin_x.value), box.right, origin_y.value, size))
    return glyphs, unmapped


def _has_pictures(page: Any) -> bool:
    import pypdfium2.raw as raw

    objects = (raw.FPDFPage_GetObject(page, at) for at in range(raw.FPDFPage_CountObjects(page)))
    return any(raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_IMAGE for one in objects)


def _unreadable(pages: Sequence[Page], source: str) -> Refusal | None:
    """The refusal of a file whose pages have no text, or none that is Unicode."""
    characters, unmapped = sum(page.characters for page in pages), sum(page.unmapped for page in pages)
    letters = sum(page.letters for page in pages)
    if unmapped > _UNMAPPED * (characters + unmapped) or sum(page.accents for page in pages) > _ACCENTS * letters:
        return Refusal(source, "scrambled", "fonts without Unicode")
    if letters < _SCANNED * len(pages) and sum(page.pictures for page in pages) * 2 >= len(pages) > 0:
        return Refusal(source, "no_text")
    if not letters:
        return Refusal(source, "empty" if pages else "damaged", "" if pages else "no pages")
    return None


def _texts(document: Any, source: str) -> list[list[str]] | Refusal:
    """The paragraphs of each page in written order, or what is wrong with them."""
    for trust_spaces in (True, False):
        pages, length = [], 0
        for page in _pages(document, trust_spaces=trust_spaces):
            pages.append(page)
            length += page.characters
            if length > MAX_TEXT_CHARACTERS:
                return Refusal(source, "too_large", f"> {MAX_TEXT_CHARACTERS // 1_000_000} M characters")
        if (refusal := _unreadable(pages, source)) is not None:
            return refusal
        ordered = _ordered([page.lines for page in pages])
        if ordered is None:
            return Refusal(source, "scrambled", "letters in no order")
        whole = "\n".join(text for page in ordered for _, text in page)
        single, mean = word_lengths(whole)
        if single <= _SPLIT:
            break
    if single > _SPLIT or mean > _LOST:
        return Refusal(source, "scrambled", "letters split" if single > _SPLIT else "spaces lost")
    texts = [group_paragraphs(page) for page in _without_running_lines(ordered)]
    return mirror_brackets(texts)


def _ordered(pages: Sequence[Sequence[GlyphLine]]) -> list[list[tuple[GlyphLine, str]]] | None:
    """The lines of each page with their texts in written order; None where neither order makes words."""
    drawn = [[(line, line.drawn) for line in page] for page in pages]
    scores = [order_score("\n".join(text for _, text in page)) for page in drawn]
    right, wrong = sum(one for one, _ in scores), sum(one for _, one in scores)
    found = []
    for page, (for_it, against) in zip(drawn, scores, strict=True):
        votes = (for_it, against) if for_it + against >= _EVIDENCE else (right, wrong)
        if sum(votes) >= _EVIDENCE and max(votes) < _CLEAR * sum(votes):
            return None
        as_drawn = votes[0] >= votes[1]
        found.append(page if as_drawn else [(line, line.raw) for line, _ in page])
    return found


def _without_running_lines(pages: Sequence[Sequence[tuple[GlyphLine, str]]]) -> list[list[tuple[GlyphLine, str]]]:
    """The pages without the heads, feet and page numbers that stand on most of them."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for page in edges for key in {_running_key(one) for one in page})
    running = {key for key, count in seen.items() if count >= _RUNNING and count > len(pages) / 2}
    kept = [
        [one for one in page if not (one in edge and _running_key(one) in running)]
        for page, edge in zip(pages, edges, strict=True)
    ]
    # what is all that a page says is no head of it
    return [some or list(page) for some, page in zip(kept, pages, strict=True)]


def _edges(page: Sequence[tuple[GlyphLine, str]]) -> list[tuple[GlyphLine, str]]:
    """The two highest and two lowest lines of a page."""
    by_height = sorted(page, key=lambda one: one[0].baseline)
    return by_height[:2] + by_height[-2:]


def _running_key(one: tuple[GlyphLine, str]) -> tuple[str, int]:
    return re.sub(r"\d+", "#", one[1]), round(one[0].baseline / 4)


def _assembled(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[int, ...]]:
    """One text with blank lines between paragraphs, and where each page begins in it.

    A paragraph that goes on over a page's end is one: its page ends in the middle of it.
    """
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for page in pages:
        open_end = bool(pieces) and bool(page) and not ends_sentence(pieces[-1]) and len(pieces[-1]) > 40
        between = (" " if open_end else "\n\n") if pieces and page else ""
        starts.append(length + len(between))
        body = "\n\n".join(page)
        if body:
            pieces.append(between + body)
            length += len(between) + len(body)
    return "".join(pieces), tuple(starts)
