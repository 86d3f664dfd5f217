"""The quotes of a kept answer held against the articles of today: what still stands there, and what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from assistant.types import Answer, Citation, Line

TextOf = Callable[[str], str | None]
"""The text of a source, None where it is gone."""


def requote(answer: Answer, text_of: TextOf) -> tuple[Answer, frozenset[int], frozenset[int]]:
    """The answer with its quotes where they stand now, and the markers of those that stand nowhere any more: of the
    citations, and of the nearest passages. In how many sources a line stands is left out where one of their sentences
    is gone, for it was counted."""
    citations, lost = _placed(answer.citations, text_of)
    nearest, nearest_lost = _placed(answer.nearest, text_of)
    pairs = zip(answer.citations, citations, strict=True)
    moved = {now.marker: now.start - before.start for before, now in pairs if now.marker not in lost}
    lines = tuple(_with_standing(line, moved, text_of) for line in answer.lines)
    return replace(answer, lines=lines, citations=citations, nearest=nearest), lost, nearest_lost


def _with_standing(line: Line, moved: Mapping[int, int], text_of: TextOf) -> Line:
    """The line with what other sources say to it where that stands now; `moved`: by marker, how far its quote is."""
    standing = line.standing
    if standing is None:
        return line
    citations, lost = _placed(standing.citations, text_of)
    contrary, contrary_lost = _placed(standing.contrary, text_of)
    further = moved.get(line.markers[0]) if line.markers else None
    if further is None or lost or contrary_lost:
        return replace(line, standing=None)
    start, end = (place + further for place in standing.statement)
    return replace(line, standing=replace(standing, statement=(start, end), citations=citations, contrary=contrary))


def _placed(citations: Iterable[Citation], text_of: TextOf) -> tuple[tuple[Citation, ...], frozenset[int]]:
    found = [(citation, place_now(citation, text_of(citation.source))) for citation in citations]
    lost = frozenset(before.marker for before, now in found if now is None)
    return tuple(now or before for before, now in found), lost


def place_now(citation: Citation, text: str | None) -> Citation | None:
    """The citation where its quote stands in the text, word for word; None where it does not.

    Of several places the one nearest to where it was.
    """
    quote, start = citation.quote, citation.start
    if text is None or not quote:
        return None
    if text[start : citation.end] == quote:
        return citation
    after, before = text.find(quote, max(0, start)), text.rfind(quote, 0, max(0, start) + len(quote))
    places = [place for place in (before, after) if place >= 0]
    if not places:
        return None
    moved = min(places, key=lambda place: abs(place - start)) - start
    part = citation.answer and (citation.answer[0] + moved, citation.answer[1] + moved)
    further = tuple((first + moved, last + moved) for first, last in citation.further_answers)
    return replace(
        citation, start=start + moved, end=start + moved + len(quote), answer=part, further_answers=further
    )
