"""A question that fits several events is answered for each of them.

It fits an event where no figure, name or place of it singles out another one, where all but a word or two of its
content stand in the event's articles, and where these, asked by themselves, answer nearly as surely as the best event's
do. What asks where or when the best event was is answered by the place or day of the others' cards. A corpus in which
no event has two articles has no events to tell apart: its answers stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from assistant.answering.citations import also_in, verify_and_number
from assistant.answering.compose import choose_sentences, to_drafts, without_unfit
from assistant.answering.found import Found
from assistant.answering.lacking import ALIKE
from assistant.answering.render import render_groups
from assistant.answering.sentence_ranking import Sentence
from assistant.lexicon.pronouns import HAPPENING
from assistant.lexicon.synonyms import one_for_all
from assistant.messages import say
from assistant.names.register import Register
from assistant.question.answer_fit import asked_kind
from assistant.question.followup import Standalone
from assistant.question.parts import split_question
from assistant.question.query import Query
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search
from assistant.sources.cards import EventCard, event_card
from assistant.sources.cells import Cell
from assistant.sources.fitting import (
    LOOKED_AT_HITS,
    MAX_EVENTS,
    SCORE_MARGIN,
    SURE_MARGIN,
    AskedEvent,
    ask_event,
    fitting_events,
    is_answered,
)
from assistant.sources.portraits import kept, name_key
from assistant.types import Answer, Draft, EventGroup, Quote
from assistant.verification.numbers import find_figures
from assistant.verification.word_match import claim_words, word_similarity
from vectorstore.text.arabic import stem, words
from vectorstore.text.similarity import gram_similarity

MAX_QUOTES = 2
MAX_GROUP_CHARACTERS = 600
"""Sentences and characters of the answer for one event."""


KIN = 0.8
"""Similarity of two words of one root («قرر», «قرار»)."""

MUCH_ALIKE = 0.945
"""Cosine of what was found about two events from which a question may mean either, though it lacks a word of one.

A judgement: the meetings of the seeds are .936 to .968 like each other, the four pairs of which a question fitted one
alone (a flood and a festival, a burial and a festival) .906 to .939, different matches and crimes of the news, whose
quotes have all of the words, .885 to .934.
"""


def answer_by_event(
    search: Search, reader: Reader | None, answer: Answer, standalone: Standalone, found: Found,
    sources: Collection[str] | None, known: Register | None = None,
) -> Answer:  # fmt: skip
    """The answer with its lines by event where the question fits several; else as it is.

    `found`: what the answer was made of; `known`: the register of names, where it is at hand.
    """
    query = found.query
    if reader is None or answer.abstained or standalone.context or standalone.text != answer.standalone:
        return answer
    if query.about_article or find_figures(query.asked) or len(split_question(standalone.question)) > 1:
        return answer
    fitting = fitting_events(search, query, found, sources, known)
    if len(fitting) < 2:
        return answer
    asked = [ask_event(search, reader, standalone, members) for members in fitting[:MAX_EVENTS]]
    events = sorted((event for event in asked if event), key=lambda event: -event.best.score)
    if not events:
        return answer
    language = answer.language
    cards = {event.sources: _card(search, language, event.sources, known) for event in events}
    drafts = _drafts(search, query, events, cards)
    return _grouped(search, answer, drafts, cards) if len(drafts) > 1 else answer


def _card(search: Search, language: str, sources: tuple[str, ...], known: Register | None) -> EventCard | None:
    key = f"heading {language} {known is None} {sources}"
    return kept(search, key, lambda: event_card(search, language, sources, known, briefly=True))


# -- what it says of each --------------------------------------------------------------------------


def _drafts(
    search: Search, query: Query, events: Sequence[AskedEvent], cards: Mapping[tuple[str, ...], EventCard | None]
) -> list[tuple[tuple[str, ...], list[Draft]]]:
    """What is quoted for each event that answers.

    Where or when the event itself was is told by the sentence that says what its card does, or by that of the card.
    """
    first, kind = events[0], asked_kind(query.asked)
    cells = {event.sources: cell for event in events if (cell := _cell(cards[event.sources], kind)) is not None}
    told = [event for event in events if event.sources in cells and _is_told(search, cells[event.sources], event.best)]
    answering = [event for event in events if event in told or is_answered(event, first)]
    of_event = bool(told) and 2 * len(told) >= len(answering)
    made = []
    for event in events:
        cell = cells.get(event.sources) if of_event else None
        if cell is not None:
            made.append((event.sources, _telling(search, event, cell) or [_as_draft(cell)]))
        elif is_answered(event, first):
            made.append((event.sources, _sentences(search, event, cards[event.sources])))
    return _saying_as_much(query, made, {event.sources: event for event in events})


def _saying_as_much(
    query: Query, made: Sequence[tuple[tuple[str, ...], list[Draft]]], events: Mapping[tuple[str, ...], AskedEvent]
) -> list[tuple[tuple[str, ...], list[Draft]]]:
    """Those events that are much like the one whose quotes have most of the question's words, or have the same of them.

    Of a festival it is not told where she was buried, nor of another country's floods how many died of measles here.
    Words of one root count; of a question in another language nothing is known.
    """
    asked = [term.text for term in query.terms if term.asked and not _is_said(term.text, HAPPENING)]
    if query.language != "ar" or len(made) < 2:
        return list(made)
    had = [_words_had(asked, drafts) for _, drafts in made]
    most = max(range(len(made)), key=lambda place: len(had[place]))
    meant = events[made[most][0]]
    return [
        one
        for one, words_had in zip(made, had, strict=True)
        if had[most] <= words_had or _likeness(meant, events[one[0]]) >= MUCH_ALIKE
    ]


def _likeness(one: AskedEvent, other: AskedEvent) -> float:
    """The cosine of what was found about two events."""
    first, second = (
        np.mean([sentence.vector.astype(np.float32) for sentence in event.found.ranked], axis=0)
        for event in (one, other)
    )
    return float(first @ second / (np.linalg.norm(first) * np.linalg.norm(second)))


def _words_had(asked: Sequence[str], drafts: Sequence[Draft]) -> set[str]:
    """Which of the asked words some quotes have, or the titles of their articles, in any form."""
    quotes = [draft.quotes[0] for draft in drafts]
    said = [word.text for quote in quotes for word in claim_words(f"{quote.title}\n{quote.text}")]
    return {word for word in asked if _is_said(word, said)}


def _telling(search: Search, event: AskedEvent, cell: Cell) -> list[Draft]:
    """The best sentence of the event in which what answers is what the cell says, if one is nearly as good as any."""
    near = (one for one in event.found.ranked[:LOOKED_AT_HITS] if one.score >= event.best.score - SCORE_MARGIN)
    telling = next((one for one in near if one.part_logit >= 0 and _is_told(search, cell, one)), None)
    return to_drafts([telling], event.found.ranked) if telling else []


def _cell(card: EventCard | None, kind: str) -> Cell | None:
    """The cell of a card that is asked for, if one is."""
    return {"place": card.place, "time": card.day}.get(kind) if card else None


def _is_told(search: Search, cell: Cell, sentence: Sentence) -> bool:
    """Is the part of the sentence that answers what the card's cell says, in whatever spelling?"""
    if sentence.answer is None:
        return False
    told, wanted = words(sentence.hit.passage.sentence(sentence.answer)), words(cell.text)
    keys = {key for word in wanted if (key := name_key(word, search))}
    return bool(set(told) & set(wanted)) or any(name_key(word, search) in keys for word in told)


def _as_draft(cell: Cell) -> Draft:
    cited = cell.citation
    at = cited.quote.find(cell.text)
    part = (cited.start + at, cited.start + at + len(cell.text)) if at >= 0 else None
    return Draft(cited.quote, (Quote(cited.source, cited.title, cited.start, cited.end, cited.quote, answer=part),))


def _sentences(search: Search, event: AskedEvent, card: EventCard | None) -> list[Draft]:
    query = event.found.query
    ranked = _with_all_words(query, event.found.ranked)
    weight = sum(term.weight for term in query.terms) or 1.0
    shares = {term.stem: term.weight / weight for term in query.terms}
    chosen = without_unfit(choose_sentences(ranked, shares)[:MAX_QUOTES], [query])
    return to_drafts([_without_other(search, query, one, card) for one in chosen], ranked)


def _with_all_words(query: Query, ranked: Sequence[Sentence]) -> list[Sentence]:
    """Those of the sentences that have every word of the question, or one of its root, where some nearly as good do.

    Within one event the reader is sure of much that the ministers did; what they decided has «قرار» in it.
    """
    asked = [term.text for term in query.terms if term.asked]
    if query.language != "ar" or len(asked) < 2:
        return list(ranked)
    answering = asked_kind(query.asked) != "other"
    telling = [
        one for one in ranked[:LOOKED_AT_HITS]
        if one.score >= ranked[0].score - SURE_MARGIN and (one.answer or not answering) and _has_all(asked, one)
    ]  # fmt: skip
    return telling or list(ranked)


def _has_all(asked: Sequence[str], sentence: Sentence) -> bool:
    said = [word.text for word in claim_words(sentence.text)]
    return all(
        any(word_similarity(word, other) >= KIN or one_for_all(word) == one_for_all(other) for other in said)
        for word in asked
    )


def _is_said(word: str, said: Sequence[str]) -> bool:
    """Is the word among some others, in any form, or one of its root, or one that says the same?"""
    return any(
        word_similarity(word, other) >= KIN
        or one_for_all(word) == one_for_all(other)
        or gram_similarity(stem(word), stem(other)) >= ALIKE
        for other in said
    )


def _without_other(search: Search, query: Query, sentence: Sentence, card: EventCard | None) -> Sentence:
    """The sentence, in which the event's place is not set off where somebody or a day is asked for, nor its day."""
    kind = asked_kind(query.asked)
    others = [cell for cell, own in ((card.place, "place"), (card.day, "time")) if cell and own != kind] if card else []
    wrong = kind in ("person", "place", "time") and any(_is_told(search, cell, sentence) for cell in others)
    return replace(sentence, answer=None) if wrong else sentence


def _grouped(
    search: Search, answer: Answer, drafts: Sequence[tuple[tuple[str, ...], list[Draft]]],
    cards: Mapping[tuple[str, ...], EventCard | None],
) -> Answer:  # fmt: skip
    """The answer with the drafts verified together, so that no marker stands for two quotes."""
    language = answer.language
    note = partial(also_in, language=language)
    every = [draft for _, of_one in drafts for draft in of_one]
    limit = MAX_GROUP_CHARACTERS * len(drafts)
    lines, citations, _ = verify_and_number(every, search.snapshot.document, note, limit)
    source_of = {citation.marker: citation.source for citation in citations}
    groups = []
    for sources, _ in drafts:
        markers = tuple(line.markers[0] for line in lines if source_of[line.markers[0]] in sources)
        card = cards[sources]
        cells = (card.title, card.place, card.day) if card else ()
        title, place, day = (cell.text if cell else "" for cell in cells or (None, None, None))
        if markers:
            groups.append(EventGroup(title, place, day, sources, markers))
    if len(groups) < 2:
        return answer
    lead = say("several_events", language)
    text = render_groups(groups, lines, lead, language)
    return replace(answer, lines=lines, citations=citations, text=text, lead=lead, groups=tuple(groups))
