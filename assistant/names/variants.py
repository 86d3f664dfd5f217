"""Two ways of writing one name that the writing alone does not show: «إسكيا», «إيشيا»; «أمبر رود», «أمبر راد».

Such a pair is of one kind and differs in one word, whose consonants are the same or, beside a word that both have, one
apart. What joins them is where
they stand: never in one article, for a writer keeps to a spelling, but in sentences that say much the same in articles
that do, told by the vectors that the index has of them.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from assistant.lexicon.names import GIVEN_NAMES
from assistant.names.register import Name, Register
from vectorstore.errors import VectorstoreError
from vectorstore.search import Snapshot
from vectorstore.text.arabic import words
from vectorstore.text.name_keys import phonetic_key
from vectorstore.types import Span

MIN_KEY, MIN_KEY_APART, MIN_KEY_ALONE = 2, 3, 3
"""Letters of the spelling key of the word in which two names differ: where the keys are one, where they are one letter
apart, and where the word is the whole name, whose keys must be one: six such pairs one letter apart stood in near
sentences of the news, and all were two names («بوسطن», «أوستن»)."""

NEAR_ARTICLES, NEAR_CONTEXTS = 0.87, 0.86
"""Cosine of the three nearest sentences of two articles (their mean), and of two sentences with the names
(`python -m benchmarks.side_by_side variants`; figures in `docs/figures.md`)."""

NEAREST_SENTENCES = 3
LOOKED_AT_ARTICLES = 4
"""Articles of a name that are looked at, those with most mentions first."""

KEPT_ARTICLES = 500
"""Articles whose vectors are kept while pairs are looked at, some 50 KB each."""

MAX_ALIKE = 30
"""Names with one key among which pairs are looked for; of more none tells anything."""

Rows = tuple[tuple[Span, ...], np.ndarray]


def join_variants(known: Register, snapshot: Snapshot) -> Register:
    """The register with such names joined; reads the vectors of the few articles that have a pair."""
    rows = rows_of(snapshot)
    stands: dict[str, str] = {}
    for one, other in candidates(known.names):
        if is_one_name(one, other, rows):
            first, second = sorted((_root(stands, one.key), _root(stands, other.key)))
            if first != second and not known.by_key[first].places.keys() & known.by_key[second].places.keys():
                stands[second] = first
    return _merged(known, stands) if stands else known


def candidates(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """The pairs that may be one name by kind and consonants and that never stand in one article; each once."""
    alike: dict[tuple[object, ...], list[Name]] = defaultdict(list)
    for name in names:
        for key in _keys(name):
            alike[key].append(name)
    told: set[tuple[str, str]] = set()
    for found in alike.values():
        if not 1 < len(found) <= MAX_ALIKE:
            continue
        for one, other in itertools.combinations(found, 2):
            pair = min(one.key, other.key), max(one.key, other.key)
            if pair not in told and not one.places.keys() & other.places.keys() and _may_be_one(one, other):
                told.add(pair)
                yield one, other


def _keys(name: Name) -> Iterator[tuple[object, ...]]:
    """What two names share that may be one: all words but one, and that one's consonants, or all but one of them."""
    written = tuple(words(name.text))
    if not written or name.text.isascii():
        return
    for place, word in enumerate(written):
        key = phonetic_key(word)
        rest = (name.kind, len(written), place, *written[:place], *written[place + 1 :])
        shorter = {key[:cut] + key[cut + 1 :] for cut in range(len(key))}
        yield from ((*rest, one) for one in {key, *shorter})


def _may_be_one(one: Name, other: Name) -> bool:
    left, right = tuple(words(one.text)), tuple(words(other.text))
    apart = [place for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    if len(apart) != 1 or {left[apart[0]], right[apart[0]]} & GIVEN_NAMES:
        return False
    keys = phonetic_key(left[apart[0]]), phonetic_key(right[apart[0]])
    if len(left) == 1:
        return keys[0] == keys[1] and len(keys[0]) >= MIN_KEY_ALONE
    return min(map(len, keys)) >= (MIN_KEY if keys[0] == keys[1] else MIN_KEY_APART) and _one_apart(*keys)


def _one_apart(one: str, other: str) -> bool:
    """Is at most one letter other, more, fewer, or changed with its neighbour (Damerau 1964)?"""
    if len(one) == len(other):
        differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        first, last = (differing[0], differing[-1]) if differing else (0, 0)
        turned = len(differing) == 2 and last == first + 1 and one[first : last + 1] == other[first : last + 1][::-1]
        return len(differing) < 2 or turned
    shorter, longer = sorted((one, other), key=len)
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def is_one_name(one: Name, other: Name, rows: Callable[[str], Rows]) -> bool:
    """Do the articles of both say much the same, and the sentences with the names, too?"""
    for source, beside in itertools.product(_most(one), _most(other)):
        spans, vectors = rows(source)
        others, there = rows(beside)
        if not len(vectors) or not len(there):
            continue
        cosines = vectors @ there.T
        sides = (np.sort(cosines.max(axis=axis))[-NEAREST_SENTENCES:].mean() for axis in (0, 1))
        if sum(map(float, sides)) / 2 < NEAR_ARTICLES:
            continue
        here = _having(spans, one.places[source])
        near = _having(others, other.places[beside])
        if here and near and float(cosines[np.ix_(here, near)].max()) >= NEAR_CONTEXTS:
            return True
    return False


def _most(name: Name) -> list[str]:
    """The articles that have a name most often."""
    return sorted(name.places, key=lambda source: (-len(name.places[source]), source))[:LOOKED_AT_ARTICLES]


def _having(sentences: Sequence[Span], places: Sequence[Span]) -> list[int]:
    """Which of the sentences hold one of the places."""
    return [
        number
        for number, (start, end) in enumerate(sentences)
        if any(start <= place[0] and place[1] <= end for place in places)
    ]


def rows_of(snapshot: Snapshot) -> Callable[[str], Rows]:
    """The sentences of an article and their vectors (n, d), looked up once; none of one that is gone."""
    kept: dict[str, Rows] = {}

    def rows(source: str) -> Rows:
        if source not in kept:
            if len(kept) >= KEPT_ARTICLES:
                kept.clear()
            try:
                bodies = {id: p for id, p in snapshot.passages_of(source).items() if p.kind == "body" and p.sentences}
                embedded = snapshot.vectors(list(bodies))
                spans = tuple(span for p in bodies.values() for span in p.sentences)
                vectors = [embedded[id].sentences.astype(np.float32) for id in bodies]
            except VectorstoreError:
                spans, vectors = (), []
            kept[source] = spans, np.concatenate(vectors) if vectors else np.empty((0, 0), np.float32)
        return kept[source]

    return rows


def _root(stands: dict[str, str], key: str) -> str:
    while key in stands:
        key = stands[key]
    return key


def _merged(known: Register, stands: dict[str, str]) -> Register:
    """The register with every name that another stands for taken into that one."""
    groups: dict[str, list[Name]] = defaultdict(list)
    for name in known.names:
        groups[_root(stands, name.key)].append(name)
    names = sorted(map(_one_of, groups.values()), key=lambda one: (-one.articles, -one.mentions, one.text))
    by_article: dict[str, list[str]] = defaultdict(list)
    for one in names:
        for source in one.places:
            by_article[source].append(one.key)
    return Register(tuple(names), {one.key: one for one in names}, {k: tuple(v) for k, v in by_article.items()})


def _one_of(group: Sequence[Name]) -> Name:
    """One name of several: called as the one that stands in most articles, with the spellings and places of all."""
    if len(group) == 1:
        return group[0]
    first = max(group, key=lambda name: (name.articles, name.mentions, name.text))
    spellings: Counter[str] = Counter()
    places: dict[str, tuple[Span, ...]] = {}
    for name in group:
        spellings.update(dict(name.spellings))
        for source, spans in name.places.items():
            places[source] = tuple(sorted((*places.get(source, ()), *spans)))
    counted = tuple(sorted(spellings.items(), key=lambda one: (-one[1], one[0])))
    return Name(first.key, first.text, first.kind, counted, places)
