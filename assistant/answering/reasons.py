"""«ليه؟», «وما السبب؟» behind an answer: the sentence that tells the reason, or that none does.

The question before is asked again with «لماذا» in the place of what it asked, of the passages around what was quoted
and of those found for it. A reason is told where the part that the reader would answer with stands behind a word that
begins one («بسبب», «لأن», «من أجل»), or begins with a «لـ» of purpose: why something happened is what a reader is
sure of too soon.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant.answering.causes import begins_reason, cause_behind, tells_reason
from assistant.answering.citations import also_in, verify_and_number
from assistant.answering.compose import with_speaker
from assistant.answering.found import Found
from assistant.answering.quoting import nearest
from assistant.answering.render import clean_quote, frame_of, render_text
from assistant.lexicon.interrogatives import INTERROGATIVES
from assistant.messages import say
from assistant.question.followup import Standalone
from assistant.question.leaning import content_words
from assistant.question.nouns import unjoined
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search
from assistant.types import Answer, Draft, Quote
from vectorstore.text.arabic import stem, stems, tokens
from vectorstore.types import Passage, Span

READ_FOUND = 4
"""Passages that are read beside those around the quotes: the best of what was found."""

BESIDE_QUOTE = 1
"""Passages before and behind that of a quote that are read."""

MIN_PART_LOGIT = 0.0
"""How sure the reader must be of the reason."""

LEAST_SHARED = 0.6
"""Share of the question's words from which a sentence that was not quoted is about the same."""


def why_asked(standalone: Standalone) -> str:
    """What a bare «لماذا؟» asks, in full: the question before with «لماذا» in the place of its word that asks."""
    if not standalone.after:
        return standalone.shown or standalone.question
    former = standalone.after[-1]
    found = tokens(former)
    place = 0
    while place < len(found) and (unjoined(found[place].text) in INTERROGATIVES or found[place].text in ("هو", "هي")):
        place += 1
    return f"لماذا {former[found[place].start :]}" if place < len(found) else f"لماذا؟ {former}"


def answer_why(
    search: Search, reader: Reader, answer: Answer, standalone: Standalone, found: Found, said: str
) -> Answer:
    """The sentence that tells why; else a refusal that says so, with what is nearest.

    `found`: for the question as it goes on; `said`: the text of the answer that it goes on from, which has quotes.
    """
    language = answer.language
    drafts = _explained(search, found, why_asked(standalone), said)
    if not drafts:
        drafts = _reasons(reader, why_asked(standalone), list(dict.fromkeys(_read_for(search, found, said))), said)[:1]
    lines, citations, _ = verify_and_number(drafts, search.snapshot.document, partial(also_in, language=language))
    if lines:
        text = render_text(lines, frame_of(lines, language), language)
        return replace(answer, lines=lines, citations=citations, text=text, abstained=False)
    near = nearest(found.ranked, search.snapshot.document)
    return replace(answer, text=say("no_reason" if near else "abstention", language), nearest=near)


def _explained(search: Search, found: Found, question: str, said: str) -> list[Draft]:
    """The sentence behind the first quote that gives the cause of what it tells; nothing where none does."""
    quoted = [s for s in found.ranked if s.hit.passage.kind == "body" and clean_quote(s.text) in said]
    if not quoted:
        return []
    first = min(quoted, key=lambda s: said.index(clean_quote(s.text)))
    passages = [p for p in search.snapshot.passages_of(first.source).values() if p.kind == "body"]
    behind = cause_behind(passages, first.hit.passage, first.span, question)
    return [_draft(*behind)] if behind else []


def _reasons(reader: Reader, question: str, passages: Sequence[Passage], said: str) -> list[Draft]:
    """The sentences that tell why, the surest first; then those of the answer before that say so of anything."""
    read, again = [], []
    for passage, reading in zip(passages, reader.read(question, passages), strict=True):
        for span, part, score in zip(passage.sentences, reading.spans, reading.scores, strict=True):
            sentence = passage.sentence(span)
            quoted = clean_quote(sentence) in said
            same = quoted or _shared(question, sentence) >= LEAST_SHARED
            if score >= MIN_PART_LOGIT and tells_reason(passage, span, part, same):
                read.append((score, _draft(passage, span, part)))
            elif quoted and begins_reason(sentence):
                again.append((score, _draft(passage, span, None)))
    return [draft for told in (read, again) for _, draft in sorted(told, key=lambda one: -one[0])]


def _draft(passage: Passage, sentence: Span, part: Span | None) -> Draft:
    start, end = with_speaker(passage, sentence)
    text = passage.text[start - passage.start : end - passage.start]
    return Draft(text, (Quote(passage.source, passage.title, start, end, text, answer=part),))


def _shared(question: str, sentence: str) -> float:
    """The share of a question's words that stand in a sentence."""
    asked = {stem(token.text) for token in content_words(question)}
    return len(asked & set(stems(sentence))) / max(len(asked), 1)


def _read_for(search: Search, found: Found, said: str) -> Iterator[Passage]:
    """The passages around what was quoted, then the best that were found."""
    for source in dict.fromkeys(s.source for s in found.ranked if clean_quote(s.text) in said):
        passages: Sequence[Passage] = [p for p in search.snapshot.passages_of(source).values() if p.kind == "body"]
        quoted = [at for at, p in enumerate(passages) if any(clean_quote(p.sentence(s)) in said for s in p.sentences)]
        for at in quoted:
            yield from passages[max(0, at - BESIDE_QUOTE) : at + BESIDE_QUOTE + 1]
    yield from (hit.passage for hit in found.hits[:READ_FOUND] if hit.passage.kind == "body")
