"""A briefing: what a corpus, one happening or one name comes to, in sentences of the articles, each with its place.

Its sections are always the same, so that what is missing shows: what happened, who, numbers, where the sources differ,
when, and what stays open. A section chooses sentences and words none. What is open is what the articles ask or call
unknown themselves, and what of a happening (place, day) none of them states.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from assistant.answering.citations import cite, verified_source
from assistant.corpus_answers.folder import Folder, open_folder
from assistant.corpus_answers.summary import (
    article_vectors,
    choose_central,
    choose_representative,
    whole_sentences,
)
from assistant.lexicon.unknown import leaves_open
from assistant.names.register import Name, Register
from assistant.names.told import Told, tell
from assistant.retrieval.searcher import Search
from assistant.sources.cards import MAX_MEMBERS, EventCard, event_card
from assistant.sources.cells import Conflict, quote_json
from assistant.sources.chronology import Dated
from assistant.sources.counts import as_read
from assistant.sources.said import read_sentence
from assistant.sources.survey import Survey
from assistant.types import Citation, Quote
from assistant.verification.numbers import Figure, find_figures
from vectorstore.errors import VectorstoreError
from vectorstore.text.arabic import fold
from vectorstore.types import Passage, Span

HAPPENINGS = 8
"""Happenings, or articles that stand for others, of a corpus that a briefing goes into."""

HAPPENED, PEOPLE, FIGURES, DIFFERING, DATED, OPEN = 5, 8, 6, 8, 12, 6
"""Sentences of each section, at most; of a corpus one a happening says what happened."""

NAME_ARTICLES = 20
"""Articles in which the words beside one name are looked for."""

REPRESENTED = 300
"""Articles of which some are chosen to stand for the others."""

POOLED = 300
"""Sentences that are compared with each other."""

Subject = Literal["corpus", "event", "name"]
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence, or the two that differ; in each `answer` is the part that the section is about, if any.

    `label`: a name, or a day (ISO 8601), as the articles have it or as it was worked out; `code`: of the sentence that
    says what this is (`differ_number`, `when_resolved`).
    """

    citations: tuple[Citation, ...]
    label: str = ""
    code: str = ""

    def as_json(self) -> dict[str, object]:
        quotes = [
            {**quote_json(c), "part": {"start": c.answer[0], "end": c.answer[1]} if c.answer else None}
            for c in self.citations
        ]
        return {"label": self.label or None, "kind": self.code or None, "citations": quotes}


@dataclass(frozen=True, slots=True)
class Section:
    """`code` is its heading's, `code` with `_none` says that there is nothing; `silent`: codes of what none states.

    `total`: how many there are, of which `items` are some.
    """

    code: str
    items: tuple[Item, ...]
    silent: tuple[str, ...] = ()
    total: int = 0

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.items)


@dataclass(frozen=True, slots=True)
class Briefing:
    """`title`: of the happening or the name, empty for a corpus; `articles` are told of, `read` of them were read.

    The citations of all sections are numbered by their first mention.
    """

    subject: Subject
    title: str
    language: str
    sections: tuple[Section, ...]
    articles: int
    read: int

    def as_json(self) -> dict[str, object]:
        """The object of `brief --json` (see `docs/json.md`)."""
        sections = [
            {
                "section": one.code.removeprefix("brief_"), "items": [item.as_json() for item in one.items],
                "not_stated": list(one.silent), "total": max(one.total, len(one.items)),
            }
            for one in self.sections
        ]  # fmt: skip
        return {
            "subject": self.subject, "title": self.title or None, "articles": self.articles, "read": self.read,
            "sections": sections,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """Sentences of articles about one thing, the first of each before the second ones, with their vectors (n, d)."""

    sentences: tuple[tuple[Passage, Span], ...]
    vectors: np.ndarray
    title: np.ndarray | None

    def central(self, places: Sequence[int], count: int) -> list[int]:
        """Some of these sentences, those that say most of the matter, in the order of the pool."""
        chosen = choose_central(self.vectors[list(places)], count, self.title)
        return sorted(places[place] for place in chosen)


def brief_corpus(search: Search, found: Survey, known: Register | None, language: str) -> Briefing:
    """A briefing of all articles: happenings that several tell of, then articles that stand for the rest."""
    folder = open_folder(search, language)
    several = [members for members in found.events if len(members) > 1][:HAPPENINGS]
    cards = [card for members in several if (card := event_card(search, language, members, known))]
    chosen = [_reports(card) for card in cards]
    told = {source for members in found.events if len(members) > 1 for source in members}
    rest = [one.source for one in folder.articles if one.source not in told]
    rest = rest[:: max(1, len(rest) // REPRESENTED)][:REPRESENTED]
    if len(chosen) < HAPPENINGS and rest:
        vectors = article_vectors(folder, rest)
        chosen += [[rest[place]] for place, _ in choose_representative(vectors, HAPPENINGS - len(chosen))]
    pools = [_pool(folder, sources) for sources in chosen]
    sources = {article.source for article in folder.articles}
    sections = (
        _happened(search, pools, 1),
        Section("brief_who", _who(search, known, sources)),
        _numbers(search, pools, 1),
        _differing([one for card in cards for one in card.differences]),
        _timeline(found.dated, [source for members in several for source in members], found.dated_total),
        _open(search, pools),
    )
    return Briefing("corpus", "", language, _numbered(sections), found.total, found.read)


def brief_event(
    search: Search, found: Survey, members: Sequence[str], known: Register | None, language: str
) -> Briefing:
    """A briefing of the happening that these articles tell of; raises VectorstoreError("nothing_to_brief")."""
    card = event_card(search, language, members, known)
    if card is None:
        raise VectorstoreError("nothing_to_brief", name=members[0] if members else "")
    title = card.title.text if card.title else ""
    pools = [_pool(open_folder(search, language, set(members)), _reports(card))]
    dated = [one for one in found.dated if one.citation.source in members]
    cells = (("event_place", card.place), ("event_day", card.day), ("event_published", card.published))
    who = _who(search, known, set(members)) or tuple(
        Item((_setting_off(cell.citation, cell.text),), cell.text) for cell in card.named
    )
    sections = (
        _happened(search, pools, HAPPENED),
        Section("brief_who", who),
        _numbers(search, pools, FIGURES),
        _differing(card.differences),
        _timeline(dated, members, len(dated)),
        _open(search, pools, tuple(code for code, cell in cells if cell is None)),
    )
    return Briefing("event", title, language, _numbered(sections), len(members), min(len(members), MAX_MEMBERS))


def brief_name(search: Search, found: Survey, known: Register, name: Name, language: str) -> Briefing:
    """A briefing of a name of the register: sentences that have it alone."""
    told = tell(search.snapshot, known, name)
    sources = [one.source for one in told.articles][:MAX_MEMBERS]
    pools = [_pool(open_folder(search, language, set(sources)), sources, name)]
    dated = [one for one in found.dated if _has(name, one.citation)]
    events = [members for members in found.events if len(members) > 1 and name.places.keys() & set(members)]
    cards = [card for members in events[:HAPPENINGS] if (card := event_card(search, language, members, known))]
    conflicts = [one for card in cards for one in card.differences if _concerns(name, one)]
    happened = _happened(search, pools, HAPPENED)
    if not happened.items:  # it stands in titles and captions alone
        happened = Section("brief_happened", tuple(Item((one.first,)) for one in told.articles[:HAPPENED]))
    sections = (
        happened,
        Section("brief_who", _who_is(told), total=len(told.who)),
        Section("brief_said", tuple(Item((one,)) for one in told.said[:PEOPLE]), total=len(told.said)),
        _numbers(search, pools, FIGURES),
        _differing(conflicts),
        _timeline(dated, sources, len(dated)),
        _open(search, pools),
    )
    return Briefing("name", name.text, language, _numbered(sections), name.articles, len(sources))


def _reports(card: EventCard) -> list[str]:
    """The articles of a happening without the copies of others."""
    return [one.source for one in card.sources if not one.copy_of]


def _pool(folder: Folder, sources: Sequence[str], name: Name | None = None) -> _Pool:
    """The sentences of some articles, of all the first before the second; those with a name alone where one is given.

    A sentence that two of them have stands there once.
    """
    read = [whole_sentences(folder, source) for source in sources]
    order = sorted((place, number) for number, (sentences, _) in enumerate(read) for place in range(len(sentences)))
    kept: dict[str, tuple[int, int]] = {}
    for place, number in order:
        passage, span = read[number][0][place]
        if name is None or _stands(name, passage.source, span):
            kept.setdefault(" ".join(passage.sentence(span).split()), (place, number))
    places = list(kept.values())[:POOLED]
    sentences = tuple(read[number][0][place] for place, number in places)
    title = name.text if name else sentences[0][0].article_title if sentences else ""
    return _Pool(
        sentences,
        np.array([read[number][1][place] for place, number in places], np.float32),
        folder.search.embedder.embed_query(title) if title else None,
    )


def _stands(name: Name, source: str, span: Span) -> bool:
    return any(span[0] <= start and end <= span[1] for start, end in name.places.get(source, ()))


def _has(name: Name, *cited: Citation) -> bool:
    return any(_stands(name, one.source, (one.start, one.end)) for one in cited)


def _concerns(name: Name, one: Conflict) -> bool:
    """Does a difference concern a name? Ways of writing concern the name alone that is written so."""
    if one.kind != "name":
        return _has(name, one.one.citation, one.other.citation)
    return any(
        start < end_there and start_there < end
        for cell, (start_there, end_there) in zip((one.one, one.other), one.places, strict=True)
        for start, end in name.places.get(cell.citation.source, ())
    )


def _quoted(search: Search, sentence: tuple[Passage, Span], part: Span | None = None) -> tuple[Item, ...]:
    """A sentence as an item; none where it no longer stands there."""
    passage, span = sentence
    quote = Quote(passage.source, passage.article_title, *span, passage.sentence(span), answer=part)
    article = verified_source(quote, search.snapshot.document)
    return (Item((cite(0, quote, article),)),) if article else ()


def _happened(search: Search, pools: Sequence[_Pool], count: int) -> Section:
    chosen = [
        pool.sentences[place] for pool in pools for place in pool.central(range(len(pool.sentences)), count)
    ]  # fmt: skip
    return Section("brief_happened", tuple(item for one in chosen for item in _quoted(search, one)))


def _numbers(search: Search, pools: Sequence[_Pool], count: int) -> Section:
    """The central ones of the sentences that count or measure something; what only says when is left out."""
    items: list[Item] = []
    for pool in pools:
        counting = {
            place: figure
            for place, (passage, span) in enumerate(pool.sentences)
            if (figure := _counting(passage.sentence(span)))
        }
        for place in pool.central(list(counting), count) if counting else ():
            read = read_sentence(search, *pool.sentences[place], pool.vectors[place])
            items += _quoted(search, pool.sentences[place], as_read(read, counting[place]))
    return Section("brief_numbers", tuple(items))


def _counting(text: str) -> Figure | None:
    """The first share, or number written in digits, of a sentence that is no date; else None."""
    folded = fold(text)
    found = (one for one in find_figures(text) if one.kind in ("number", "percent") and not one.is_date_like)
    return next((o for o in found if o.kind == "percent" or any(map(str.isdigit, folded[o.start : o.end]))), None)


def _who(search: Search, known: Register | None, sources: Collection[str]) -> tuple[Item, ...]:
    """People and bodies of these articles, the most frequent first: the sentence that says who each is, else the first
    that has the name."""
    if known is None:
        return ()
    items: list[Item] = []
    for name, _ in known.counted(sources):
        if len(items) == PEOPLE:
            break
        if name.kind != "place":
            inside = [source for source in name.places if source in sources][:NAME_ARTICLES]
            here = replace(name, places={source: name.places[source] for source in inside})
            told = tell(search.snapshot, known, here)
            cited = [*told.who[:1], *(one.first for one in told.articles[:1])][:1]
            items += [Item((one,), name.text) for one in cited]
    return tuple(items)


def _who_is(told: Told) -> tuple[Item, ...]:
    """Who it is by the articles; where none says so, the first sentence that has the name."""
    cited = told.who[:PEOPLE] or [one.first for one in told.articles[:1]]
    return tuple(Item((one,)) for one in cited)


def _differing(conflicts: Sequence[Conflict]) -> Section:
    items = tuple(
        Item(
            (replace(one.one.citation, answer=one.places[0]), replace(one.other.citation, answer=one.places[1])),
            code=f"differ_{one.kind}",
        )
        for one in conflicts
    )
    return Section("brief_differ", items[:DIFFERING], total=len(items))


def _setting_off(citation: Citation, words: str) -> Citation:
    at = citation.quote.find(words)
    return replace(citation, answer=(citation.start + at, citation.start + at + len(words))) if at >= 0 else citation


def _timeline(dated: Sequence[Dated], first: Collection[str], total: int) -> Section:
    """The dated sentences, earliest first; of many those of `first`, and whole days before months and years."""
    rank = {source: number for number, source in enumerate(first)}
    best = sorted(dated, key=lambda one: (rank.get(one.citation.source, len(rank)), -len(one.iso)))[:DATED]
    items = tuple(
        Item((one.citation,), one.iso, f"when_{one.how}" if one.how in ("resolved", "hijri", "published") else "")
        for one in sorted(best, key=lambda one: (one.iso, one.citation.source, one.citation.start))
    )
    return Section("brief_timeline", items, total=total)


def _open(search: Search, pools: Sequence[_Pool], silent: tuple[str, ...] = ()) -> Section:
    """What the articles ask or call unknown, a sentence of each happening in turn."""
    found = [[one for one in pool.sentences if leaves_open(one[0].sentence(one[1]))] for pool in pools]
    turns: Iterator[tuple[Passage, Span]] = (
        one for turn in itertools.zip_longest(*found) for one in turn if one is not None
    )  # fmt: skip
    items = [item for one in itertools.islice(turns, OPEN) for item in _quoted(search, one)]
    return Section("brief_open", tuple(items), silent, sum(map(len, found)))


def _numbered(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with the markers of their citations given in the order of reading, one a place."""
    numbers: dict[Place, int] = {}

    def marked(one: Citation) -> Citation:
        return replace(one, marker=numbers.setdefault((one.source, one.start, one.end), len(numbers) + 1))

    def of(item: Item) -> Item:
        return replace(item, citations=tuple(map(marked, item.citations)))

    return tuple(replace(section, items=tuple(map(of, section.items))) for section in sections)


def cited_in(briefing: Briefing) -> Mapping[int, Citation]:
    """Every citation of a briefing once, by its marker, in order."""
    found: dict[int, Citation] = {}
    for section in briefing.sections:
        for item in section.items:
            for one in item.citations:
                found.setdefault(one.marker, one)
    return found
