"""In how many of an event's sources the statement of an answer stands: by figures, names and words, no vector alone.

The event is found from the vectors of the article that answers (`happenings.same_event_articles`); copies of one
report, told by the runs of words that they share (`likeness.copies`), count once. What is looked for is the clause that
holds the answer, or the whole sentence; whether another article says it, `verification.restating` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answering.citations import cite, verified_source
from assistant.retrieval.searcher import Search
from assistant.sources.differences import differing_from
from assistant.sources.happenings import same_event_articles
from assistant.sources.likeness import copies
from assistant.sources.portraits import Portrait, kept, portrait
from assistant.types import Answer, Citation, Line, Quote, Standing
from assistant.verification.claims import Claim, Source, embed_claim
from assistant.verification.entailment import Support
from assistant.verification.numbers import find_figures
from assistant.verification.restating import (
    MIN_COSINE,
    MIN_SAME,
    agree,
    coverage,
    is_left_to_reading,
    is_worded_alike,
    read_statement,
    same_probability,
)
from assistant.verification.word_match import claim_words, word_similarity
from vectorstore.text.arabic import normalise
from vectorstore.text.language import language_of
from vectorstore.types import Passage, Span

NEAR_SENTENCES, NEAR_COSINE = 4, 0.86
"""Sentences of another article in which a statement is looked for, and the cosine that they have at least."""

MAX_READ = 3
"""Sentences of another article that a network reads beside a statement, those with the most of its words first."""

COMPARED_ARTICLES = 8
"""Articles nearest to one that answers among which the others on its event are looked for: it costs some 15 ms each."""

_BORDER = re.compile(r"[،؛:()\"«»“”‘’;]|\s[-–—]\s|,\s")


@dataclass(frozen=True, slots=True, eq=False)
class _Statement:
    """What is looked for elsewhere for one line: `span` of the file of `citation`, and the same read as a claim."""

    citation: Citation
    span: Span
    claim: Claim


def corroborate(search: Search, answer: Answer, support: Support | None = None) -> Answer:
    """The answer with the standing of each line whose event several sources tell of.

    Of a line that a language model worded, it is the standing of what its first quote says of it.
    """
    by_marker = {citation.marker: citation for citation in answer.citations}
    cited = {
        number: by_marker[line.markers[0]]
        for number, line in enumerate(answer.lines)
        if line.markers and _still_there(search, by_marker[line.markers[0]])
    }
    if answer.about or not cited:
        return answer
    # what says too little is nowhere looked for, so the event is looked for last
    said = {number: _kept_statement(search, answer.lines[number], citation) for number, citation in cited.items()}
    if not any(said.values()):
        return answer
    asked = list(dict.fromkeys(citation.source for citation in cited.values()))
    beside = kept(search, f"event {asked}", lambda: same_event_articles(search, asked, most=COMPARED_ARTICLES))
    if len({number for _, number in beside.values()}) == len(beside):
        return answer  # nobody else tells of it
    lines = tuple(
        _with_standing(search, line, statement, beside, support) if (statement := said.get(number)) else line
        for number, line in enumerate(answer.lines)
    )
    return replace(answer, lines=lines)


def _still_there(search: Search, citation: Citation) -> bool:
    quote = Quote(citation.source, citation.title, citation.start, citation.end, citation.quote)
    return verified_source(quote, search.snapshot.document) is not None


def _with_standing(
    search: Search, line: Line, said: _Statement, beside: dict[str, tuple[Portrait, int]], support: Support | None
) -> Line:
    source = said.citation.source
    own, event = beside.get(source, (None, 0))
    if own is None:
        return line
    members = [one for one, number in beside.values() if number == event]
    repeated = copies(members)
    original = repeated.get(source, source)
    others = [one for one in members if one.source not in repeated and one.source != original]
    if not others:
        return line
    found = [quote for one in others if (quote := said_in(search, said.claim, one, support))]
    cited = [
        cite(0, quote, article) for quote in found if (article := verified_source(quote, search.snapshot.document))
    ]
    saying_so = {citation.source for citation in cited}
    against = _contrary(search, said, own, [one for one in others if one.source not in saying_so])
    if not (cited or against) and len(line.markers) > 1:
        return line  # the line itself says that another file has it, too
    return replace(line, standing=Standing(said.span, 1 + len(cited), 1 + len(others), tuple(cited), against))


def _contrary(search: Search, said: _Statement, own: Portrait, others: Sequence[Portrait]) -> tuple[Citation, ...]:
    """The first sentence of each other source that says it of another number or day, or denies it."""
    found: dict[str, Citation] = {}
    for one in differing_from(search, own, said.span, others):
        quote = replace(one.quotes[1], answer=None if one.kind == "denial" else one.places[1])
        if quote.source not in found and (article := verified_source(quote, search.snapshot.document)):
            found[quote.source] = cite(0, quote, article)
    return tuple(found.values())


def _kept_statement(search: Search, line: Line, citation: Citation) -> _Statement | None:
    worded = "" if line.quoted else line.text
    key = f"statement {citation.source} {citation.start} {citation.end} {citation.answer} {worded}"
    return kept(search, key, lambda: _statement(search, citation, worded))


def _statement(search: Search, citation: Citation, worded: str) -> _Statement | None:
    """What the line says: the clause of the part that answers, or its last sentence; None for too little.

    `worded`: the text of a line that is no quote; what answers is then what of the quote it tells.
    """
    own = portrait(search, citation.source)
    inside = [
        (place, span) for place, (_, span) in enumerate(own.sentences if own else ())
        if citation.start <= span[0] and span[1] <= citation.end
    ]  # fmt: skip
    if own is None or not inside:
        return None
    if worded:
        told = [
            (place, span, _told_part(own.sentences[place][0].sentence(span), span, worded)) for place, span in inside
        ]
        place, span, answer = max(told, key=lambda one: one[2][1] - one[2][0] if one[2] else 0)
    else:
        answer = citation.answer
        holding = [(p, s) for p, s in inside if answer and s[0] <= answer[0] and answer[1] <= s[1]]
        place, span = (holding or inside)[-1]
        answer = answer if holding else None
    passage = own.sentences[place][0]
    for start, end in [*_clauses(passage, span, answer), span]:
        claim = read_statement(passage.sentence((start, end)), own.vectors[place], search.spellings)
        if claim is not None:
            return _Statement(citation, (start, end), claim)
    return None


def _told_part(text: str, span: Span, worded: str) -> Span | None:
    """From the first to the last word of a quoted sentence that a worded line has, too; a span of the file."""
    words = [word.text for word in claim_words(worded) if word.content]
    shared = [
        word for word in claim_words(text)
        if word.content and any(word_similarity(word.text, other) == 1.0 for other in words)
    ]  # fmt: skip
    if not shared:
        return None
    offsets = normalise(text).offsets
    return span[0] + offsets[shared[0].start], span[0] + offsets[shared[-1].end - 1] + 1


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
        stripped = piece.strip(' \n\t\r،؛:;,.()«»"“”‘’-–—')
        if stripped:
            start = span[0] + cuts[first] + piece.index(stripped)
            yield start, start + len(stripped)
        first, last = (first, last + 1) if last < len(cuts) - 1 else (first - 1, last)


def said_in(search: Search, claim: Claim, other: Portrait, support: Support | None = None) -> Quote | None:
    """The sentence of another article that says it, where figures, names and denials agree: by its words and by what
    `support` says, which reads the two together, or by its words alone where nothing reads."""
    near = other.vectors @ claim.vector
    agreeing: list[tuple[float, Source]] = []
    for place in np.argsort(-near, kind="stable")[:NEAR_SENTENCES]:
        if near[place] < NEAR_COSINE:
            break
        passage, span = other.sentences[place]
        source = _as_source(passage, span, other.vectors[place])
        found = agree(claim, source)
        if found is None:
            continue
        if support is None:
            if is_worded_alike(claim, source, found) and _is_near(search, claim, source):
                return _quote(source)
        elif is_left_to_reading(claim, source, found):
            agreeing.append((coverage(claim, source, found)[0], source))
    if support is None or not agreeing:
        return None
    agreeing = sorted(agreeing, key=lambda one: -one[0])[:MAX_READ]
    logits = support([(claim.text, source.text) for _, source in agreeing])
    likely = [same_probability(share, logit) for (share, _), logit in zip(agreeing, logits, strict=True)]
    best = int(np.argmax(likely))
    return _quote(agreeing[best][1]) if likely[best] >= MIN_SAME else None


def _is_near(search: Search, claim: Claim, source: Source) -> bool:
    whole = kept(search, f"claim {claim.text}", lambda: embed_claim(claim.text, search.embedder))
    return float(whole @ source.vector) >= MIN_COSINE


def _quote(source: Source) -> Quote:
    return Quote(source.passage.source, source.passage.title, *source.spans[0], source.text)


def _as_source(passage: Passage, span: Span, vector: np.ndarray) -> Source:
    text = passage.sentence(span)
    return Source(passage, (span,), text, claim_words(text), find_figures(text), vector, 0, language_of(text) == "ar")
