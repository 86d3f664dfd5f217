"""Headings that are told by their bold letters alone, in the size of the text: short lines over text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vectorstore.formats.lines import TextLine
from vectorstore.text.arabic import fold, words
from vectorstore.text.boilerplate import is_boilerplate
from vectorstore.text.bylines import is_byline, is_name
from vectorstore.text.outline import MIN_HEADINGS, is_division, may_head
from vectorstore.text.paragraphs import ends_sentence

ASIDE = "aside"
BOLD = "bold"
"""The role of a line of bold letters, until it is known whether it heads anything."""

MOST_BOLD = 0.3
"""Share of a text's characters that may be bold where bold tells headings."""

_HEADS_TEXT = re.compile(r"(?:ال\w+.*|\w+|\d.*)")
"""What heads the first text below a title and is rather no author's name, as what asks is none: one word, or a definite
one or a number first."""


_NAME = re.compile(
    r"^(?:(?:ا )?د|م|(?:ال)?(?:دكتور|استاذ|مهندس|شيخ|محامي)ه?) |\b(?:عبد ال\w+|بن|بنت|ولد|ابو|ال) \w+|\w+ ال\w+ي$"
)
"""What names of persons have and headings seldom do, folded: a title, «عبد», «بن», or a family's name in «ي» at their
end."""
_PARTICLE_LETTERS = 3


def may_head_in_bold(text: str) -> bool:
    """Is a bold paragraph one that heads text, where it stands over any?"""
    named = may_head(text.rstrip("؟? ") if _asks(text) else text)
    return named and not is_boilerplate(text) and not is_byline(text)


def with_bold_headings(lines: Sequence[TextLine], role: str, author: str = "") -> list[TextLine]:
    """The lines with those of bold letters as headings of this role, or as text; `author`: as the file states it.

    Above the first text of all a short bold line may be a title, an author, a place or a day: it is a heading there
    where it reads as one, or stands right over the text of a document that has more of them.
    """
    bold = [at for at, line in enumerate(lines) if line.role == BOLD and may_head_in_bold(line.text)]
    first = next((at for at, line in enumerate(lines) if not line.role and ends_sentence(line.text)), len(lines))
    many = sum(at > first for at in bold) >= MIN_HEADINGS
    headings = {at for at in bold if at > first or is_division(lines[at].text)}
    headings |= {at for at in bold if 0 < at < first and (_heads_first(lines[at].text) or (many and at + 1 == first))}
    names = {first - 1} & headings if first and _is_author(lines, first - 1, author) else set()
    roles = {**dict.fromkeys(headings, role), **dict.fromkeys(names, ASIDE)}
    return [replace(line, role=roles.get(at, "")) if line.role == BOLD else line for at, line in enumerate(lines)]


def _is_author(lines: Sequence[TextLine], at: int, stated: str) -> bool:
    """Is a line right over the text the author's name: as the file states it, or made like one, and of words that the
    text does not have? A heading says what its text tells of."""
    name = words(fold(lines[at].text))
    if name and name == words(fold(stated)):
        return True
    made_so = is_name(lines[at].text, 2) and not is_division(lines[at].text) and _NAME.search(" ".join(name))
    told = " ".join(fold(line.text) for other, line in enumerate(lines) if line.text != lines[at].text)
    longer = [bare for word in name if len(bare := word.removeprefix("ال")) > _PARTICLE_LETTERS]
    return bool(made_so) and not any(word in told for word in longer)


def _heads_first(text: str) -> bool:
    return _asks(text) or _HEADS_TEXT.fullmatch(text.strip()) is not None


def _asks(text: str) -> bool:
    return text.rstrip()[-1:] in ("؟", "?")
