"""Footnotes of a PDF: small lines that begin with their number, at the foot of a page or of a column of it.

They stand below the text of their page, and where its last paragraph goes on on the next page before that paragraph:
else they would stand in the middle of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from vectorstore.formats.lines import TextLine
from vectorstore.formats.pdf_lines import GlyphLine, Line
from vectorstore.text.paragraphs import ends_sentence

_SMALL = 0.93
"""Share of the text's size that a note has at most."""

_NOTE = re.compile(r"[\[(]?\d{1,3}[\])]?[\s.)–-]*(?=[^\W\d_]|[«\"(])|[*†]\s*(?=[^\W\d_])")
_NUMBER = re.compile(r"[\[(]?(\d{1,3})(?!\d)")
_GLUED = re.compile(r"(\d{1,3})(?=[^\W\d_])")
_ENOUGH_CHARACTERS = 40
"""Characters of a paragraph from which one without a full stop at the page's end goes on; a heading has fewer."""


def notes_apart(lines: Sequence[Line]) -> tuple[list[Line], list[list[Line]]]:
    """The lines of a page without its notes, and the lines of each of these."""
    prose = [one for one, _ in lines if one.place is None]
    if not prose:
        return list(lines), []
    size = median(one.size for one, text in lines if one.place is None for _ in text)
    text = [
        one for one, said in lines
        if one.place is None and one.size >= _SMALL * size and any(map(str.isalpha, said))
    ]  # fmt: skip
    found: set[int] = set()
    at = 0
    while at < len(lines):
        line, said = lines[at]
        if line.place is None and line.size < _SMALL * size and _NOTE.match(said) and not _over(line, text):
            while at < len(lines) and lines[at][0].place is None and _is_of_size(lines[at][0], line.size):
                if _over(lines[at][0], text):
                    break
                found.add(at)
                at += 1
        else:
            at += 1
    rest = [one for place, one in enumerate(lines) if place not in found]
    return rest, _one_by_one([one for place, one in enumerate(lines) if place in found])


def _one_by_one(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each note, the first of which begins with its number: one more than that of the note before."""
    notes: list[list[Line]] = []
    before = None
    for line, said in lines:
        number = _NUMBER.match(said)
        if not notes or (number and before is not None and int(number[1]) == before + 1):
            before = int(number[1]) if number else None
            notes.append([])
            said = _GLUED.sub(r"[\1] ", said, count=1) if _GLUED.match(said) else said
        notes[-1].append((line, said))
    return notes


def with_notes(paragraphs: Sequence[TextLine], notes: Sequence[TextLine], *, last: bool) -> list[TextLine]:
    """The paragraphs of a page with its notes; `last`: no page follows."""
    end = paragraphs[-1] if paragraphs else None
    if last or end is None or end.role or ends_sentence(end.text) or len(end.text) <= _ENOUGH_CHARACTERS:
        return [*paragraphs, *notes]
    return [*paragraphs[:-1], *notes, end]


def _is_of_size(line: GlyphLine, size: float) -> bool:
    return abs(line.size - size) <= 0.1 * size


def _over(line: GlyphLine, text: Sequence[GlyphLine]) -> bool:
    """Does text stand below a line?"""
    return any(one.baseline < line.baseline and min(one.right, line.right) > max(one.left, line.left) for one in text)
