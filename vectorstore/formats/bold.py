"""Headings that are told by their bold letters alone, in the size of the text: short lines over text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vectorstore.formats.lines import TextLine, heading
from vectorstore.text.boilerplate import is_boilerplate, is_byline
from vectorstore.text.outline import MIN_HEADINGS, is_division, may_head
from vectorstore.text.paragraphs import ends_sentence

BOLD = "bold"
"""The role of a line of bold letters, until it is known whether it heads anything."""

MOST_BOLD = 0.3
"""Share of a text's characters that may be bold where bold tells headings."""

_LEVEL = 2


_HEADS_TEXT = re.compile(r"(?:ال\w+.*|\w+|\d.*)")
"""What heads the first text below a title and is rather no author's name, as what asks is none: one word, or a definite
one or a number first."""


def heads_in_bold(text: str, above: Sequence[TextLine]) -> bool:
    """Is a bold paragraph a heading?

    `above`: what stands above it. Without text there a short bold line may be a title, an author, a place or a day.
    """
    asks = text.rstrip()[-1:] in ("؟", "?")
    named = may_head(text.rstrip("؟? ") if asks else text) and not is_boilerplate(text) and not is_byline(text)
    if not named or is_division(text) or any(not line.role and ends_sentence(line.text) for line in above):
        return named
    return bool(above) and (asks or _HEADS_TEXT.fullmatch(text.strip()) is not None)


def with_bold_headings(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines with those of bold letters as headings or as text; where others are headings, they are text."""
    total = sum(len(line.text) for line in lines)
    bold = sum(len(line.text) for line in lines if line.role == BOLD)
    headed = sum(re.fullmatch("h[0-6]", line.role) is not None for line in lines)
    tells = bold <= MOST_BOLD * total and headed < MIN_HEADINGS
    found: list[TextLine] = []
    for line in lines:
        if line.role == BOLD:
            line = replace(line, role=heading(_LEVEL) if tells and heads_in_bold(line.text, found) else "")
        found.append(line)
    return found
