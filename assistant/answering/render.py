"""An answer as plain text: quotes as running text, lines with their markers and sources."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from assistant.messages import say
from assistant.types import Answer, EventGroup, Line
from vectorstore.controls import UNQUOTED
from vectorstore.text.language import language_of
from vectorstore.types import Span

_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\((?:https?://|mailto:|[./#])[^()\s]{0,500}\)")
_EMPHASIS = tuple(
    re.compile(rf"(?<![\w*_`]){mark}(?=[^\s*_`])([^*_`]{{1,400}}?)(?<=[^\s*_`]){mark}(?![\w*_`])")
    for mark in (r"\*\*\*", r"\*\*", r"\*", "__", "_", "`")
)
"""Markdown's marks around words within a sentence; two numbers are multiplied by one without a partner."""

_MARKER = re.compile(r"\[(\s*[\d٠-٩۰-۹]+\s*)\]")


def clean_quote(quote: str) -> str:
    """A quote as running text: line wraps folded, invisible controls and Markdown's marks dropped, look-alike markers
    defused."""
    plain = _LINK.sub(r"\1", UNQUOTED.sub("", _SPACE.sub(" ", quote)))
    for marks in _EMPHASIS:
        plain = marks.sub(r"\1", plain)
    return _MARKER.sub(r"(\1)", plain).strip()


def in_pieces(text: str, parts: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """The text cut at the parts of it that are set off, each piece with whether it is one; `parts` in order."""
    place = 0
    for start, end in parts:
        if place <= start < end:
            yield text[place:start], False
            yield text[start:end], True
            place = end
    yield text[place:], False


def render_text(lines: Sequence[Line], lead: str = "", language: str = "") -> str:
    """The answer as plain text: «quote» [1][2] — file, a line each; what is no quote stands without its marks.

    `lead` is a line of its own before them; `language`: of the line of its own before those that stand beside what
    answers, where there may be such.
    """
    written = [
        f"{f'«{line.text}»' if line.quoted else line.text} "
        f"{''.join(f'[{marker}]' for marker in line.markers)} — {line.note}"
        for line in lines
    ]
    first = first_beside(lines)
    if language and first < len(lines):
        written.insert(first, say("may_help", language))
    return "\n".join([lead, *written] if lead else written)


def first_beside(lines: Sequence[Line]) -> int:
    """The place of the first line that stands beside what answers; their number where none does."""
    return next((place for place, line in enumerate(lines) if line.beside), len(lines))


def render_groups(groups: Sequence[EventGroup], lines: Sequence[Line], lead: str, language: str) -> str:
    """The same with each event's lines under what it is; an event none of whose lines is there is left out."""
    parts = [lead] if lead else []
    for group in groups:
        own = [line for line in lines if line.markers[0] in group.markers]
        if own:
            parts.append(f"● {heading(group, language)}\n{render_text(own)}")
    return "\n\n".join(parts)


def heading(group: EventGroup, language: str) -> str:
    """An event in a line: title, then place and day as far as they are stated."""
    title = clean_quote(group.title) or say("not_stated", language)
    told = say("list_comma", language).join(clean_quote(one) for one in (group.place, group.day) if one)
    return f"{title} ({told})" if told else title


def frame_of(lines: Sequence[Line], language: str) -> str:
    """What introduces quotes in a language that is not Arabic; nothing in Arabic, and where nothing is quoted.

    It says that they are Arabic only where all of them are.
    """
    quoted = [line.text for line in lines if line.quoted]
    if language == "ar" or not quoted:
        return ""
    arabic = all(language_of(text) == "ar" for text in quoted)
    return say("answer_frame" if arabic else "answer_frame_mixed", language)


def line_by_line(answer: Answer) -> Generator[Answer, None, None]:
    """An answer that is whole already, growing as one that is written does."""
    for count in range(1, len(answer.lines)):
        lines = answer.lines[:count]
        markers = {marker for line in lines for marker in line.markers}
        citations = tuple(c for c in answer.citations if c.marker in markers)
        yield replace(answer, lines=lines, citations=citations, text=_text(answer, lines))
    yield answer


def _text(answer: Answer, lines: Sequence[Line]) -> str:
    if answer.groups:
        return render_groups(answer.groups, lines, answer.lead, answer.language)
    return render_text(lines, answer.lead, answer.language)
