"""The sections of a briefing (`sources.briefing`): each chooses sentences of the articles, and words none."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answering.citations import cite, verified_source
from assistant.corpus_answers.folder import Folder
from assistant.corpus_answers.summary import choose_central, whole_sentences
from assistant.lexicon.unknown import leaves_open
from assistant.names.register import Name, Register
from assistant.names.told import Told, tell
from assistant.retrieval.searcher import Search
from assistant.sources.briefing import Item, Section
from assistant.sources.cells import Conflict
from assistant.sources.chronology import Dated
from assistant.sources.counts import as_read
from assistant.sources.said import read_sentence
from assistant.types import Citation, Quote
from assistant.verification.numbers import Figure, find_figures
from vectorstore.text.arabic import fold
from vectorstore.types import Passage, Span

HAPPENED, PEOPLE, FIGURES, DIFFERING, DATED, OPEN = 5, 8, 6, 8, 12, 6
"""Sentences of each section, at most; of a corpus one a happening says what happened."""

NAME_ARTICLES = 20
"""Articles in which the words beside one name are looked for."""

POOLED = 300
"""Sentences that are compared with each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Sentences of articles about one thing, the first of each before the second ones, with their vectors (n, d)."""

    sentences: tuple[tuple[Passage, Span], ...]
    vectors: np.ndarray
    title: np.ndarray | None

    def central(self, places: Sequence[int], count: int) -> list[int]:
        """Some of these sentences, those that say most of the matter, in the order of the pool."""
        chosen = choose_central(self.vectors[list(places)], count, self.title)
        return sorted(places[place] for place in chosen)


def pool_of(folder: Folder, sources: Sequence[str], name: Name | None = None) -> Pool:
    """The sentences of some articles, of all the first before the second; those with a name alone where one is given.

    A sentence that two of them have stands there once.
    """
    read = [whole_sentences(folder, source) for source in sources]
    order = sorted((place, number) for number, (sentences, _) in enumerate(read) for place in range(len(sentences)))
    kept: dict[str, tuple[int, int]] = {}
    for place, number in order:
        passage, span = read[number][0][place]
        if name is None or stands(name, passage.source, span):
            kept.setdefault(" ".join(passage.sentence(span).split()), (place, number))
    places = list(kept.values())[:POOLED]
    sentences = tuple(read[number][0][place] for place, number in places)
    title = name.text if name else sentences[0][0].article_title if sentences else ""
    return Pool(
        sentences,
        np.array([read[number][1][place] for place, number in places], np.float32),
        folder.search.embedder.embed_query(title) if title else None,
    )


def stands(name: Name, source: str, span: Span) -> bool:
    """Is a name in this place of an article?"""
    return any(span[0] <= start and end <= span[1] for start, end in name.places.get(source, ()))


def _quoted(search: Search, sentence: tuple[Passage, Span], part: Span | None = None) -> tuple[Item, ...]:
    """A sentence as an item; none where it no longer stands there."""
    passage, span = sentence
    quote = Quote(passage.source, passage.article_title, *span, passage.sentence(span), answer=part)
    article = verified_source(quote, search.snapshot.document)
    return (Item((cite(0, quote, article),)),) if article else ()


def happened(search: Search, pools: Sequence[Pool], count: int) -> Section:
    """The sentences that say most of what each pool is about."""
    chosen = [
        pool.sentences[place] for pool in pools for place in pool.central(range(len(pool.sentences)), count)
    ]  # fmt: skip
    return Section("brief_happened", tuple(item for one in chosen for item in _quoted(search, one)))


def numbers(search: Search, pools: Sequence[Pool], count: int) -> Section:
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


def who(search: Search, known: Register | None, sources: Collection[str]) -> tuple[Item, ...]:
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


def who_is(told: Told) -> tuple[Item, ...]:
    """Who it is by the articles; where none says so, the first sentence that has the name."""
    cited = told.who[:PEOPLE] or [one.first for one in told.articles[:1]]
    return tuple(Item((one,)) for one in cited)


def differing(conflicts: Sequence[Conflict]) -> Section:
    """Where two articles differ, side by side."""
    items = tuple(
        Item(
            (replace(one.one.citation, answer=one.places[0]), replace(one.other.citation, answer=one.places[1])),
            code=f"differ_{one.kind}",
        )
        for one in conflicts
    )
    return Section("brief_differ", items[:DIFFERING], total=len(items))


def setting_off(citation: Citation, words: str) -> Citation:
    """The citation with these words of its quote set off, where it has them."""
    at = citation.quote.find(words)
    return replace(citation, answer=(citation.start + at, citation.start + at + len(words))) if at >= 0 else citation


def timeline(dated: Sequence[Dated], first: Collection[str], total: int) -> Section:
    """The dated sentences, earliest first; of many those of `first`, and whole days before months and years."""
    rank = {source: number for number, source in enumerate(first)}
    best = sorted(dated, key=lambda one: (rank.get(one.citation.source, len(rank)), -len(one.iso)))[:DATED]
    items = tuple(
        Item((one.citation,), one.iso, f"when_{one.how}" if one.how in ("resolved", "hijri", "published") else "")
        for one in sorted(best, key=lambda one: (one.iso, one.citation.source, one.citation.start))
    )
    return Section("brief_timeline", items, total=total)


def left_open(search: Search, pools: Sequence[Pool], silent: tuple[str, ...] = ()) -> Section:
    """What the articles ask or call unknown, a sentence of each happening in turn."""
    found = [[one for one in pool.sentences if leaves_open(one[0].sentence(one[1]))] for pool in pools]
    turns: Iterator[tuple[Passage, Span]] = (
        one for turn in itertools.zip_longest(*found) for one in turn if one is not None
    )  # fmt: skip
    items = [item for one in itertools.islice(turns, OPEN) for item in _quoted(search, one)]
    return Section("brief_open", tuple(items), silent, sum(map(len, found)))
