"""The invariants of every answer, in one place: number, verify, and drop what does not verify.

Whoever wrote the lines (the extractive composer, a language model), they pass through `verify_and_number`: each quote
is compared with its slice of the article, a line without a quote that holds is dropped, markers are given
in order of use, the answer's length is bounded, and an answer with no line left is an abstention.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.render import clean_quote, render_text
from assistant.messages import say
from assistant.types import Citation, Draft, EventGroup, Line, Quote
from vectorstore.errors import VectorstoreError
from vectorstore.types import Document, Span

MAX_ANSWER_CHARACTERS = 700
"""Characters of an answer: what is read at a glance, and what a person can check."""

_CUT_MARKS = 6
"""Characters of marks whose partner a slice lacks, at most."""

_WORD = re.compile(r"[^\W_]")


def verified_source(quote: Quote, document: Callable[[str], Document]) -> Document | None:
    """The article that the quote stands in, exactly where it says; None where it does not, or says nothing at all."""
    try:
        found = document(quote.source)
    except VectorstoreError:
        return None
    if not 0 <= quote.start < quote.end <= len(found.text):
        return None
    return found if found.text[quote.start : quote.end] == quote.text and _WORD.search(quote.text) else None


def cite(marker: int, quote: Quote, article: Document) -> Citation:
    """A verified quote with its number, and with the day and the page that its article states.

    It also says whether it was read optically.
    """
    first, further = _first_and_further(_inside(quote))
    return Citation(
        marker, quote.source, quote.title, quote.start, quote.end, quote.text, quote.also, first,
        article.date, article.page(quote.start), tuple(one for one in article.remarks if one.is_loss),
        article.is_scanned(quote.start, quote.end), further,
    )  # fmt: skip


def verify_and_number(
    drafts: Sequence[Draft],
    document: Callable[[str], Document],
    note: Callable[[Sequence[Citation]], str],
    limit: int = MAX_ANSWER_CHARACTERS,
) -> tuple[tuple[Line, ...], tuple[Citation, ...], str]:
    """Lines, citations and text of an answer from drafts, best first; all empty where nothing verifies.

    `note` words the sources of one line (file names, «ورد أيضًا في …»). Lines that would take the text past
    `limit` are left out; the first is kept whatever its length.
    """
    lines: list[Line] = []
    citations: list[Citation] = []
    numbers: dict[tuple[str, int, int], int] = {}
    size = 0
    for draft in drafts:
        kept = [(quote, article) for quote in draft.quotes if (article := verified_source(quote, document))]
        if not kept or not draft.text.strip() or all(quote.also for quote, _ in kept):
            continue
        fresh = [q for q, _ in kept if (q.source, q.start, q.end) not in numbers]
        given = numbers | {(q.source, q.start, q.end): len(numbers) + i for i, q in enumerate(fresh, 1)}
        cited = [cite(given[q.source, q.start, q.end], q, article) for q, article in kept]
        markers = tuple(c.marker for c in cited)
        first, further = _first_and_further(_shown_answers(draft.text, cited[0]))
        line = Line(
            clean_quote(draft.text), markers, note(cited), first, draft.quoted,
            beside=draft.beside and bool(lines), further_answers=further,
        )  # fmt: skip
        length = len(render_text((line,))) + bool(lines)
        if lines and size + length > limit:
            continue
        size += length
        numbers = given
        lines.append(line)
        citations += [c for c in cited if c.marker > len(citations)]
    return tuple(lines), tuple(citations), render_text(lines)


def reply_groups(
    drafts: Sequence[Draft], lines: Sequence[Line], citations: Sequence[Citation]
) -> tuple[EventGroup, ...]:
    """The lines of a reply below the headings of their drafts; empty where none has one."""
    heading_of = {(q.source, q.start, q.end): draft.group for draft in drafts for q in draft.quotes[:1] if draft.group}
    cited = {citation.marker: citation for citation in citations}
    below: dict[str, list[int]] = {}
    for line in lines:
        first = cited[line.markers[0]]
        if heading := heading_of.get((first.source, first.start, first.end)):
            below.setdefault(heading, []).append(first.marker)
    return tuple(
        EventGroup(heading, "", "", tuple(dict.fromkeys(cited[one].source for one in markers)), tuple(markers))
        for heading, markers in below.items()
    )


def _inside(quote: Quote) -> list[Span]:
    """The parts that answer, as far as they lie inside the quote."""
    parts = (quote.answer, *quote.further_answers)
    return [part for part in parts if part and quote.start <= part[0] < part[1] <= quote.end]


def _first_and_further(parts: Sequence[Span]) -> tuple[Span | None, tuple[Span, ...]]:
    return (parts[0] if parts else None), tuple(parts[1:])


def _shown_answers(text: str, citation: Citation) -> list[Span]:
    """Where the parts that answer stand in the line, whose text is the quote as `clean_quote` writes it."""
    if citation.answer is None or text != citation.quote:
        return []
    parts = (citation.answer, *citation.further_answers)
    return [shown for part in parts if (shown := _shown(text, part[0] - citation.start, part[1] - citation.start))]


def _shown(text: str, start: int, end: int) -> Span | None:
    """Where a part of a text stands in it as `clean_quote` writes it."""
    begin = len(clean_quote(text[:start] + ".")) - 1  # the full stop keeps a space before the part
    found = clean_quote(text[start:end])
    # marks of emphasis are dropped in pairs, so that a slice may have kept one which the whole has not
    begin = clean_quote(text).rfind(found, max(0, begin - _CUT_MARKS), begin + len(found)) if found else -1
    return (begin, begin + len(found)) if begin >= 0 else None


def also_in(citations: Sequence[Citation], language: str) -> str:
    """The file of a quote, whether it was read from a picture there, and the files that say the same."""
    first, *others = citations
    text = f"{first.source} ({say('ocr_quote', language)})" if first.ocr else first.source
    if others:
        text += say("also_in", language, sources=say("list_comma", language).join(c.source for c in others))
    return text
