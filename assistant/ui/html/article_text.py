"""The text of an article as HTML: each stretch of it in its own direction, and what is marked in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.ui.html.escape import NOTHING, escape_text, stretches
from vectorstore.types import Span

Wrap = Callable[[Span, Markup], Markup]
"""Puts a piece of text that lies in a span into its element."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a text, as spans of it in order: `quote`, which was opened, with the parts that answer;
    further quotes of the conversation; headings."""

    quote: Span = (0, 0)
    answers: Sequence[Span] = ()
    others: Sequence[Span] = ()
    headings: Sequence[Span] = ()


def article_text(text: str, visible: Span, marks: Marks) -> Markup:
    """The visible part of a text; a mark that reaches over several stretches is set in each.

    The quote has the id `quote` where it begins, a heading `heading-N` by its place among the headings.
    """
    pieces, layers = [], _layers(marks)
    for stretch in stretches(text[slice(*visible)]):
        own = (visible[0] + stretch.start, visible[0] + stretch.end)
        here = [([one for one in spans if one[0] < own[1] and one[1] > own[0]], wrap) for spans, wrap in layers]
        pieces.append(Markup("<div {}>{}</div>").format(stretch.tongue, _laid(text, own, here)))
    return Markup().join(pieces)


def within(span: Span, bounds: Span) -> Span:
    """The part of a span inside the bounds; where there is none, an empty span at one of them."""
    low, high = bounds
    first = min(max(span[0], low), high)
    return first, max(first, min(span[1], high))


def _layers(marks: Marks) -> list[tuple[Sequence[Span], Wrap]]:
    """Spans and their elements, from the outermost on; those of one layer do not overlap."""
    numbers = {span: number for number, span in enumerate(marks.headings)}
    begun: set[Span] = set()

    def first(span: Span, name: str, number: int | str = "") -> Markup:
        """The name by which a mark is led to, on the first of its pieces."""
        if span in begun:
            return NOTHING
        begun.add(span)
        return Markup(' id="{}{}" tabindex="-1"').format(name, number)

    def heading(span: Span, piece: Markup) -> Markup:
        return Markup('<b class="heading"{}>{}</b>').format(first(span, "heading-", numbers[span]), piece)

    def mark(span: Span, piece: Markup) -> Markup:
        if span == marks.quote:
            return Markup("<mark{}>{}</mark>").format(first(span, "quote"), piece)
        return Markup('<mark class="cited">{}</mark>').format(piece)

    def found(span: Span, piece: Markup) -> Markup:
        return Markup('<strong class="found">{}</strong>').format(piece)

    answers = [within(part, marks.quote) for part in marks.answers]
    return [(marks.headings, heading), (_apart(marks.quote, marks.others), mark), (answers, found)]


def _apart(quote: Span, others: Sequence[Span]) -> list[Span]:
    """The quote, and what of the others lies outside of it, so that no two of them overlap."""
    found = [quote] if quote[0] < quote[1] else []
    end = 0
    for start, last in sorted(others):
        for piece in (
            ((max(start, end), min(last, quote[0])), (max(start, end, quote[1]), last))
            if found
            else ((max(start, end), last),)
        ):
            if piece[0] < piece[1]:
                found.append(piece)
        end = max(end, last)
    return sorted(found)


def _laid(text: str, span: Span, layers: Sequence[tuple[Sequence[Span], Wrap]]) -> Markup:
    """A span of a text with the spans of the layers around their parts of it."""
    if not layers:
        return escape_text(text[slice(*span)])
    (spans, wrap), *inner = layers
    pieces, place = [], span[0]
    for one in spans:
        start, end = within(one, span)
        if start < end:
            pieces += [_laid(text, (place, start), inner), wrap(one, _laid(text, (start, end), inner))]
            place = end
    return Markup().join([*pieces, _laid(text, (place, span[1]), inner)])
