"""Which events a question fits, by its words and by what their articles answer when they are asked by themselves."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from assistant.answering.abstention import decide_answerable
from assistant.answering.false_premise import files_with
from assistant.answering.found import Found, find
from assistant.answering.sentence_ranking import Sentence
from assistant.answering.table_cells import asks_empty_cell
from assistant.names.register import Register
from assistant.question.followup import Standalone
from assistant.question.query import Query
from assistant.question.territories import is_place_name
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search
from assistant.sources.happenings import same_event_articles
from assistant.sources.portraits import kept, names_of
from assistant.verification.word_match import claim_words
from vectorstore.text.arabic import fold, words

ARTICLE = "ال"

LOOKED_AT_HITS = 12
MAX_ARTICLES = 8
MAX_EVENTS = 4
"""Best passages, the articles that have them, and the events that are asked: each costs as much as a question."""

NEAR_ARTICLES = 8
"""Articles nearest to one that answers among which the others on its event are looked for."""

MAX_MISSING = 2
"""Content words of the question that an event's articles may lack: whoever asks says it in words of his own.

Of 264 questions on one of three events (dev, and both sets of `benchmarks/questions` about the seeds) 2 pass with what
stands here, both follow-ups, which are never asked of several; with 3 words 3 others do. Counted before
`may_be_asked` asked for the question's nouns, which lets through no more.
"""

MAX_SHORTFALL = 0.2
"""Logits by which an event's articles may fall short of what is answered alone (`abstention.THRESHOLD`), because an
event is asked by itself here and the first one answers surely. 0 and .2 let the same of those 264 pass.
"""

SCORE_MARGIN, SURE_MARGIN, SURE_PART_LOGIT = 3.5, 5.0, 4.5
"""Logits that the event's best sentence may score below the best of all; more where the reader is sure of a part."""


@dataclass(frozen=True, slots=True, eq=False)
class AskedEvent:
    """An event that the question may fit: its articles, what they say, and how near that is to an answer.

    `surplus`: the logit of its being answered over what is answered alone.
    """

    sources: tuple[str, ...]
    found: Found
    surplus: float

    @property
    def best(self) -> Sentence:
        return self.found.ranked[0]


def fitting_events(
    search: Search, query: Query, found: Found, sources: Collection[str] | None, known: Register | None
) -> list[tuple[str, ...]]:
    """The articles of each event that the question's words allow, the best found first; none where the corpus has no
    event that several articles tell of."""
    holding = {term.text: files_with(term, search, None) for term in query.terms}  # None: in too many to tell
    if any(not holding[text] for text in _names(search, query) if holding.get(text) is not None):
        return []  # it names what no article has
    hits = found.hits[:LOOKED_AT_HITS]
    best = list(dict.fromkeys(hit.passage.source for hit in hits if hit.passage.kind == "body"))[:MAX_ARTICLES]
    near = [source for source in best if _missing(holding, {source}) <= MAX_MISSING]
    if len(near) < 2:
        return []
    beside = kept(
        search, f"events {near} {sorted(sources or ())}",
        lambda: same_event_articles(search, near, sources, NEAR_ARTICLES),
    )  # fmt: skip
    events: dict[int, list[str]] = {}
    for source in [*near, *(one for one in beside if one not in near)]:
        if source in beside:
            events.setdefault(beside[source][1], []).append(source)
    if all(len(members) < 2 for members in events.values()):
        return []
    named = [where for text in _names(search, query) if (where := holding.get(text)) is not None]
    named += _register_names(query, known, beside)
    return [
        tuple(members)
        for members in events.values()
        if all(where & set(members) for where in named) and may_be_asked(holding, set(members))
    ]


def may_be_asked(holding: Mapping[str, Collection[str] | None], members: set[str]) -> bool:
    """Do these articles lack few of the question's words, and have one of those that tell articles apart, if any do?

    A question of two words («هل خسر الرمثا؟») lacks no more than `MAX_MISSING` anywhere: an event of which it says
    nothing answered it beside the one that it names. What is asked of is a noun with the article more often than not:
    «متى وقعت السيول؟» is not asked of the signing of a contract («وقعت»), nor «كم دام المهرجان؟» of what only lasted.
    So an event may lack one such noun of several, and none that stands alone.
    """
    telling = {text: set(where) for text, where in holding.items() if where}
    if telling and not any(where & members for where in telling.values()):
        return False
    nouns = [where for text, where in telling.items() if text.startswith(ARTICLE)]
    lacking = sum(not where & members for where in nouns)
    return lacking <= int(len(nouns) > 1) and _missing(holding, members) <= MAX_MISSING


def _missing(holding: Mapping[str, Collection[str] | None], members: Collection[str]) -> int:
    """How many of the question's content words none of these articles has."""
    return sum(where is not None and not set(where) & set(members) for where in holding.values())


def _names(search: Search, query: Query) -> set[str]:
    """The question's words that are names, as its terms have them."""
    written = claim_words(query.text)
    found = {fold(written[place].text) for place, _ in names_of(query.text, search)}
    return {term.text for term in query.terms if term.name or is_place_name(term.text) or term.text in found}


def _register_names(query: Query, known: Register | None, members: Collection[str]) -> list[set[str]]:
    """For each name of the register that some of these articles have and the question writes: the articles with it."""
    if known is None:
        return []
    asked = f" {' '.join(words(query.text))} "
    keys = {key for source in members for key in known.by_article.get(source, ())}
    names = [known.by_key[key] for key in keys]
    return [
        set(name.places)
        for name in names
        if any(f" {' '.join(words(text))} " in asked for text, _ in name.spellings if words(text))
    ]


def ask_event(search: Search, reader: Reader, standalone: Standalone, members: tuple[str, ...]) -> AskedEvent | None:
    """The event of some articles, asked by itself; None where they have no sentence to rank."""
    found = find(search, reader, standalone, members)
    if not found.ranked:
        return None
    evidence = decide_answerable(found.query, found.hits, found.ranked, search.passage_count)
    empty = asks_empty_cell(found.query, found.ranked)
    text = [one for one in found.ranked if one.hit.passage.kind == "body"]  # a caption tells of another moment
    found = replace(found, ranked=text or found.ranked)
    return AskedEvent(members, found, -math.inf if empty else evidence.surplus)


def is_answered(event: AskedEvent, best: AskedEvent) -> bool:
    """Does the event answer, and nearly as surely as the best of them?"""
    part = event.best.part_logit
    margin = SURE_MARGIN if part > SURE_PART_LOGIT else SCORE_MARGIN
    return event.surplus >= -MAX_SHORTFALL and part >= 0 and event.best.score >= best.best.score - margin
