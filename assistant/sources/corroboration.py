"""In how many of an event's sources the statement of an answer stands: by figures, names and words, no vector alone.

The event is found from the vectors of the article that answers (`happenings.same_event_articles`); copies of one
report, told by the runs of words that they share (`likeness.copies`), count once. What is looked for is the clause that
holds the answer, or the whole sentence; whether another article says it, `verification.restating` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from assistant.answering.citations import cite, verified_source
from assistant.retrieval.searcher import Search
from assistant.sources.happenings import same_event_articles
from assistant.sources.likeness import copies
from assistant.sources.portraits import Portrait
from assistant.types import Answer, Citation, Line, Quote, Standing
from assistant.verification.claims import Claim, Source, embed_claim
from assistant.verification.numbers import find_figures
from assistant.verification.restating import MIN_COSINE, may_restate, read_statement
from assistant.verification.word_match import claim_words
from vectorstore.text.language import language_of
from vectorstore.types import Passage, Span

NEAR_SENTENCES, NEAR_COSINE = 2, 0.88
"""Sentences of another article in which a statement is looked for, and the cosine that they have at least."""

COMPARED_ARTICLES = 8
"""Articles nearest to one that answers among which the others on its event are looked for: it costs some 15 ms each."""

_BORDER = re.compile(r"[،؛:()\"«»“”‘’;]|\s[-–—]\s|,\s")


def corroborate(search: Search, answer: Answer) -> Answer:
    """The answer with the standing of each quoted line whose event several sources tell of."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    first = [by_marker[line.markers[0]] for line in answer.lines if line.quoted]
    first = [citation for citation in first if _still_there(search, citation)]
    if answer.about or not first:
        return answer
    asked = list(dict.fromkeys(citation.source for citation in first))
    beside = same_event_articles(search, asked, most=COMPARED_ARTICLES)
    if len({number for _, number in beside.values()}) == len(beside):
        return answer  # nobody else tells of it
    lines = tuple(
        _with_standing(search, line, citation, beside) if (citation := by_marker[line.markers[0]]) in first else line
        for line in answer.lines
    )
    return replace(answer, lines=lines)


def _still_there(search: Search, citation: Citation) -> bool:
    quote = Quote(citation.source, citation.title, citation.start, citation.end, citation.quote)
    return verified_source(quote, search.snapshot.document) is not None


def _with_standing(
    search: Search, line: Line, citation: Citation, beside: dict[str, tuple[Portrait, int]]
) -> Line:
    own, event = beside.get(citation.source, (None, 0))
    if own is None or not line.quoted:
        return line
    members = [one for one, number in beside.values() if number == event]
    repeated = copies(members)
    original = repeated.get(own.source, own.source)
    others = [one for one in members if one.source not in repeated and one.source != original]
    found = _statement(search, own, citation) if others else None
    if found is None:
        return line
    statement, claim = found
    said = [quote for one in others if (quote := said_in(search, claim, one))]
    cited = [cite(0, quote, article) for quote in said if (article := verified_source(quote, search.snapshot.document))]
    if not cited and len(line.markers) > 1:
        return line  # the line itself says that another file has it, too
    return replace(line, standing=Standing(statement, 1 + len(cited), 1 + len(others), tuple(cited)))


def _statement(search: Search, own: Portrait, citation: Citation) -> tuple[Span, Claim] | None:
    """What the line says: the clause of the part that answers, or its last sentence; None for too little."""
    inside = [
        (place, span) for place, (_, span) in enumerate(own.sentences)
        if citation.start <= span[0] and span[1] <= citation.end
    ]  # fmt: skip
    holding = [
        (place, span) for place, span in inside
        if citation.answer and span[0] <= citation.answer[0] and citation.answer[1] <= span[1]
    ]  # fmt: skip
    if not inside:
        return None
    place, span = (holding or inside)[-1]
    passage = own.sentences[place][0]
    vector = own.vectors[place]
    for start, end in [*_clauses(passage, span, citation.answer if holding else None), span]:
        text = passage.sentence((start, end))
        claim = read_statement(text, vector, search.spellings)
        if claim is not None:
            return (start, end), claim
    return None


def _clauses(passage: Passage, span: Span, answer: Span | None) -> Iterator[Span]:
    """The clause of a sentence that holds the answer, then with a neighbour more each time; none without an answer."""
    if answer is None:
        return
    text = passage.sentence(span)
    cuts = [0, *(match.end() for match in _BORDER.finditer(text)), len(text)]
    first = max(i for i, cut in enumerate(cuts) if cut <= answer[0] - span[0])
    last = min(i for i, cut in enumerate(cuts) if cut >= answer[1] - span[0])
    while first > 0 or last < len(cuts) - 1:
        piece = text[cuts[first] : cuts[last]]
        stripped = piece.strip(" \n\t\r،؛:;,.()«»\"“”‘’-–—")
        if stripped:
            start = span[0] + cuts[first] + piece.index(stripped)
            yield start, start + len(stripped)
        first, last = (first, last + 1) if last < len(cuts) - 1 else (first - 1, last)


def said_in(search: Search, claim: Claim, other: Portrait) -> Quote | None:
    """The sentence of another article that says it; the nearest first."""
    near = other.vectors @ claim.vector
    for place in np.argsort(-near, kind="stable")[:NEAR_SENTENCES]:
        if near[place] < NEAR_COSINE:
            return None
        passage, span = other.sentences[place]
        if may_restate(claim, _as_source(passage, span, other.vectors[place])):
            whole = embed_claim(claim.text, search.embedder)
            if float(whole @ other.vectors[place]) >= MIN_COSINE:
                return Quote(passage.source, passage.title, *span, passage.sentence(span))
    return None


def _as_source(passage: Passage, span: Span, vector: np.ndarray) -> Source:
    text = passage.sentence(span)
    return Source(passage, (span,), text, claim_words(text), find_figures(text), vector, 0, language_of(text) == "ar")
