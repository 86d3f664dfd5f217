"""Whether the first heading of a document is its title, or that of its first section under a title without a style."""

from __future__ import annotations

from collections.abc import Sequence

from vectorstore.formats.lines import TextLine
from vectorstore.text.boilerplate import is_boilerplate
from vectorstore.text.bylines import is_byline
from vectorstore.text.layout import MAX_TITLE_CHARACTERS
from vectorstore.text.paragraphs import ends_sentence

_TITLE_LINES = 10
_TITLE_WORDS = 3


def title_by_style(lines: Sequence[TextLine]) -> str | None:
    """What stands in the style of a title (`h0`), or of the highest headings, near the start; empty where nothing does.

    None where that heading is a section's: text stands right under it, more of its kind follow, and above it a line
    that may be the title.
    """
    for at, line in enumerate(lines[:_TITLE_LINES]):
        if line.role in ("h0", "h1"):
            return None if line.role == "h1" and _heads_section(lines, at) else line.text
    return ""


def _heads_section(lines: Sequence[TextLine], at: int) -> bool:
    below = lines[at + 1] if at + 1 < len(lines) else lines[at]
    more = any(line.role == lines[at].role for line in lines[at + 1 :])
    return more and not below.role and ends_sentence(below.text) and any(map(_may_be_title, lines[:at]))


def _may_be_title(line: TextLine) -> bool:
    text = line.text
    if line.role or len(text) > MAX_TITLE_CHARACTERS or len(text.split()) < _TITLE_WORDS:
        return False
    return not (ends_sentence(text) or text[-1] in ":،," or is_boilerplate(text) or is_byline(text))
