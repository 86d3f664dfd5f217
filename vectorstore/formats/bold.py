"""Headings that are told by their bold letters alone, in the size of the text: short lines over text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vectorstore.formats.lines import TextLine
from vectorstore.text.boilerplate import is_boilerplate
from vectorstore.text.bylines import is_byline
from vectorstore.text.outline import MIN_HEADINGS, is_division, may_head
from vectorstore.text.paragraphs import ends_sentence

BOLD = "bold"
"""The role of a line of bold letters, until it is known whether it heads anything."""

MOST_BOLD = 0.3
"""Share of a text's characters that may be bold where bold tells headings."""

_HEADS_TEXT = re.compile(r"(?:ال\w+.*|\w+|\d.*)")
"""What heads the first text below a title and is rather no author's name, as what asks is none: one word, or a definite
one or a number first."""


def may_head_in_bold(text: str) -> bool:
    """Is a bold paragraph one that heads text, where it stands over any?"""
    named = may_head(text.rstrip("؟? ") if _asks(text) else text)
    return named and not is_boilerplate(text) and not is_byline(text)


def with_bold_headings(lines: Sequence[TextLine], role: str) -> list[TextLine]:
    """The lines with those of bold letters as headings of this role, or as text.

    Above the first text of all a short bold line may be a title, an author, a place or a day: it is a heading there
    where it reads as one, or stands right over the text of a document that has more of them.
    """
    bold = [at for at, line in enumerate(lines) if line.role == BOLD and may_head_in_bold(line.text)]
    first = next((at for at, line in enumerate(lines) if not line.role and ends_sentence(line.text)), len(lines))
    many = sum(at > first for at in bold) >= MIN_HEADINGS
    headings = {at for at in bold if at > first or is_division(lines[at].text)}
    headings |= {at for at in bold if 0 < at < first and (_heads_first(lines[at].text) or (many and at + 1 == first))}
    return [
        replace(line, role=role if at in headings else "") if line.role == BOLD else line
        for at, line in enumerate(lines)
    ]


def _heads_first(text: str) -> bool:
    return _asks(text) or _HEADS_TEXT.fullmatch(text.strip()) is not None


def _asks(text: str) -> bool:
    return text.rstrip()[-1:] in ("؟", "?")
