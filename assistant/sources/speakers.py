"""«من قال ذلك؟» behind an answer by event: who speaks in the first quote of each event that somebody says.

Nothing is searched for: the quote is known. The reader looks for the speaker in it, and in what it goes on from
(«وأضافت …»).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.answering.citations import also_in, verify_and_number
from assistant.answering.compose import goes_on_speaking
from assistant.answering.render import render_groups, render_text
from assistant.conversation.set_off import MIN_PART_LOGIT
from assistant.conversation.speaker import asked_of, is_said
from assistant.messages import say
from assistant.question.answer_fit import fits
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search
from assistant.types import Answer, Citation, Draft, EventGroup, Quote
from vectorstore.types import Passage, Span

MAX_GROUP_CHARACTERS = 700
"""Characters of what is told of one event."""

BEFORE_QUOTE = 3
"""Sentences before a quote in which its speaker may be named."""


def answer_speakers(search: Search, reader: Reader | None, answer: Answer, former: Answer) -> Answer | None:
    """The quotes of `former`, an answer by event, with their speakers set off; None where nobody speaks in them.

    `answer`: a refusal so far.
    """
    cited = {citation.marker: citation for citation in former.citations}
    found: list[tuple[EventGroup, Citation]] = []
    for group in former.groups:
        quotes = (cited[marker] for marker in group.markers if marker in cited)
        found += [(group, quote) for quote in quotes if is_said(quote.quote)][:1]
    if not found:
        return None
    language = answer.language
    drafts = [_with_speaker(search, reader, quote) for _, quote in found]
    note = partial(also_in, language=language)
    limit = MAX_GROUP_CHARACTERS * len(drafts)
    lines, citations, _ = verify_and_number(drafts, search.snapshot.document, note, limit)
    sources = {citation.marker: citation.source for citation in citations}
    groups = []
    for group, quote in found:
        markers = tuple(line.markers[0] for line in lines if sources[line.markers[0]] == quote.source)
        groups += [replace(group, markers=markers)] if markers else []
    told = replace(
        answer, standalone=" ".join(asked_of(quote.quote) for _, quote in found), lines=lines, citations=citations,
        abstained=not lines,
    )  # fmt: skip
    if len(groups) < 2:
        return replace(told, text=render_text(lines, "", language))
    lead = say("several_events", language)
    return replace(told, text=render_groups(groups, lines, lead, language), lead=lead, groups=tuple(groups))


def _with_speaker(search: Search, reader: Reader | None, quote: Citation) -> Draft:
    """A quote, begun where its speaker is named, with the speaker set off where the reader is sure of one."""
    passages = [p for p in search.snapshot.passages_of(quote.source).values() if p.kind == "body"]
    spans = [span for passage in passages for span in passage.sentences]
    text = search.snapshot.document(quote.source).text
    inside = [place for place, (start, end) in enumerate(spans) if start < quote.end and quote.start < end]
    if not inside:
        return _draft(quote, (quote.start, quote.end), text, None)
    first = inside[0]
    while first and inside[0] - first < BEFORE_QUOTE and goes_on_speaking(text[slice(*spans[first])]):
        first -= 1
    read = spans[first : inside[-1] + 1]
    shown = (min(read[0][0], quote.start), quote.end)
    return _draft(quote, shown, text, _speaker(reader, quote, read, text) if reader else None)


def _speaker(reader: Reader, quote: Citation, read: Sequence[Span], text: str) -> Span | None:
    start, end = read[0][0], read[-1][1]
    question = asked_of(quote.quote)
    passage = Passage(f"{quote.source} {start}", start, end, text[start:end], quote.source, "body", tuple(read))
    reading = reader.read(question, [passage])[0]
    score, part = max(zip(reading.scores, reading.spans, strict=True))
    return part if score >= MIN_PART_LOGIT and fits(question, text[slice(*part)]) else None


def _draft(quote: Citation, shown: Span, text: str, part: Span | None) -> Draft:
    words = text[slice(*shown)]
    return Draft(words, (Quote(quote.source, quote.title, *shown, words, answer=part),))
