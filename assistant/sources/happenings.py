"""Which articles tell of the same happening: agglomerative clustering by average linkage.

Two groups are joined while the mean probability between their articles (`likeness.same_happening`) is high enough.
Only pairs whose vectors are near are looked at; any other counts as 0. An article that is like no other is a happening
of its own.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from assistant.retrieval.searcher import Search
from assistant.sources.likeness import Rarity, made_ready, rarity_of, same_happening
from assistant.sources.portraits import Portrait, draw_article, portrait

THRESHOLD = 0.6
"""Mean probability from which two groups tell of one happening (`benchmarks/calibrate_events.py`)."""

NEAREST_ARTICLES = 40
"""Articles nearest to each by vector that it is compared with."""

MAX_ARTICLES = 100_000

LOOKED_AT_PASSAGES = 80
LOOKED_AT_ARTICLES = 20
"""Nearest passages and articles among which the other reports of one article's happening are looked for."""

LOOKED_UP = 2
"""Articles whose happening is looked for, of those that answer a question."""


def portraits_of(search: Search) -> list[Portrait]:
    """Every article's portrait in the order of the list; those without text are left out. Some 25 ms an article."""
    drawn = (draw_article(search, article.source) for article in search.snapshot.articles(MAX_ARTICLES))
    return [one for one in drawn if one is not None]


def group(portraits: Sequence[Portrait]) -> list[list[int]]:
    """The places of the portraits, happening by happening: those of most articles first, then by their order."""
    likeness = likely_pairs(portraits, rarity_of(portraits))
    groups = join(len(portraits), likeness)
    return sorted(groups, key=lambda members: (-len(members), members))


def likely_pairs(portraits: Sequence[Portrait], rarity: Rarity) -> dict[tuple[int, int], float]:
    """The probability of one happening for every pair of near articles, by their places, the lower first."""
    if not portraits:
        return {}
    vectors = np.array([one.vector for one in portraits])
    pairs: set[tuple[int, int]] = set()
    for place, vector in enumerate(vectors):
        near = np.argsort(-(vectors @ vector), kind="stable")[: NEAREST_ARTICLES + 1]
        pairs |= {(min(place, other), max(place, other)) for other in map(int, near) if other != place}
    ready = [made_ready(one, rarity) for one in portraits]
    return {pair: same_happening(ready[pair[0]], ready[pair[1]]) for pair in sorted(pairs)}


def join(count: int, likeness: Mapping[tuple[int, int], float], threshold: float = THRESHOLD) -> list[list[int]]:
    """Groups of `count` things by average linkage; `likeness` of pairs (lower first), 0 where it is missing."""
    members = {place: [place] for place in range(count)}
    sums: dict[int, dict[int, float]] = {place: {} for place in range(count)}
    for (one, other), value in likeness.items():
        sums[one][other] = sums[other][one] = value
    queue = [(-value, one, other) for (one, other), value in likeness.items() if value >= threshold]
    heapq.heapify(queue)
    made = count
    while queue:
        _, one, other = heapq.heappop(queue)
        if one not in members or other not in members:
            continue  # one of them was joined meanwhile
        members[made] = sorted(members.pop(one) + members.pop(other))
        left, right = sums.pop(one), sums.pop(other)
        sums[made] = {}
        for third in (left.keys() | right.keys()) & members.keys():
            total = left.get(third, 0.0) + right.get(third, 0.0)
            sums[made][third] = sums[third][made] = total
            mean = total / (len(members[made]) * len(members[third]))
            if mean >= threshold:
                heapq.heappush(queue, (-mean, third, made))
        made += 1
    return list(members.values())


def same_event_articles(
    search: Search, answering: Sequence[str], sources: Collection[str] | None = None, most: int = LOOKED_AT_ARTICLES
) -> dict[str, tuple[Portrait, int]]:
    """The articles of the happenings that the first of these articles tell of: portrait and number of the happening.

    Found among the articles nearest to them by vector, so that the cost does not grow with the corpus; how rare a word
    is is told by these few alone. The articles given are among them wherever they have a text. `most`: how many of the
    nearest are looked at for each.
    """
    drawn: dict[str, Portrait] = {}
    for source in answering:
        found = portrait(search, source)
        if found is not None:
            drawn[source] = found
    for source in list(drawn)[:LOOKED_UP]:
        hits = search.snapshot.search_vectors(drawn[source].vector, LOOKED_AT_PASSAGES, sources)
        passages = search.snapshot.passages(id for id, _ in hits)
        near = dict.fromkeys(passages[id].source for id, _ in hits if id in passages)
        for other in list(near)[:most]:
            found = drawn.get(other) or portrait(search, other)
            if found is not None:
                drawn[other] = found
    portraits = list(drawn.values())
    numbers: dict[str, tuple[Portrait, int]] = {}
    for number, members in enumerate(group(portraits), 1):
        if any(portraits[place].source in answering for place in members):
            numbers |= {portraits[place].source: (portraits[place], number) for place in members}
    return numbers
