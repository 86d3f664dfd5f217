"""How likely two articles tell of the same happening, and which of them is a copy of the other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.sources.portraits import Portrait

WEIGHTS = (80.68, 17.62, 5.40)
BIAS = -76.99
"""Of the nearest sentences' cosine, the words and the names shared: logistic regression over a made corpus, 108 news
articles each cut into two that share no sentence (`benchmarks/calibrate_events.py`)."""

NEAREST_SENTENCES = 3
"""Sentences of each article whose nearest ones in the other are averaged."""

ASSUMED_ARTICLES = 30
"""Articles without the word that are assumed beside those there are, when it is told how rare a word is: of five
articles on one subject three that share a name are many, and of a hundred few. A judgement."""

MAX_DAYS_APART = 14
"""Articles published further apart tell of different happenings, or the later one looks back. A judgement."""

COPY_SHARE = 0.6
"""Share of the shorter article's runs of words that stand in the longer one, from which it is a copy of it."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """What each word and each name tells, among the articles that were compared."""

    words: Mapping[str, float]
    names: Mapping[str, float]


def rarity_of(portraits: Sequence[Portrait]) -> Rarity:
    """The rarity of the words and names of these articles."""
    return Rarity(_rarity([one.words for one in portraits]), _rarity([one.names for one in portraits]))


def _rarity(counts: Sequence[Mapping[str, int]]) -> Mapping[str, float]:
    having = Counter(key for one in counts for key in one)
    total = len(counts) + ASSUMED_ARTICLES + 1
    return {key: math.log(total / (number + 0.5)) for key, number in having.items()}


@dataclass(frozen=True, slots=True)
class Weighed:
    """Counts damped by the logarithm and weighed by rarity; `square`: the sum of the weights' squares."""

    weights: Mapping[str, float]
    square: float


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A portrait with its words and names weighed: once for all pairs that it is in. `day`: its ordinal, 0 where it is
    not known to the day."""

    portrait: Portrait
    day: int
    words: Weighed
    names: Weighed


def made_ready(portrait: Portrait, rarity: Rarity) -> Compared:
    """A portrait as it is compared with others of which `rarity` tells."""
    day = date.fromisoformat(portrait.date).toordinal() if len(portrait.date) == 10 else 0
    return Compared(portrait, day, weigh(portrait.words, rarity.words), weigh(portrait.names, rarity.names))


def same_happening(one: Compared, other: Compared) -> float:
    """The probability that both tell of the same happening, from 0 to 1."""
    if one.day and other.day and abs(one.day - other.day) > MAX_DAYS_APART:
        return 0.0
    nearest = _nearest_sentences(one.portrait, other.portrait)
    features = (nearest, shared(one.words, other.words), shared(one.names, other.names))
    return 1 / (1 + math.exp(-(float(np.dot(WEIGHTS, features)) + BIAS)))


def _nearest_sentences(one: Portrait, other: Portrait) -> float:
    """The mean cosine of the sentences of each that are nearest to one of the other's."""
    cosines = one.vectors @ other.vectors.T
    sides = (np.sort(cosines.max(axis=axis))[-NEAREST_SENTENCES:].mean() for axis in (0, 1))
    return float(sum(sides)) / 2


def weigh(counts: Mapping[str, int], rarity: Mapping[str, float]) -> Weighed:
    """The counts of an article, damped and weighed."""
    weights = {key: (1 + math.log(count)) * rarity.get(key, 0.0) for key, count in counts.items()}
    return Weighed(weights, sum(weight * weight for weight in weights.values()))


def shared(one: Weighed, other: Weighed) -> float:
    """The cosine of what two articles count."""
    right = other.weights
    product = sum(weight * right[key] for key, weight in one.weights.items() if key in right)
    lengths = math.sqrt(one.square * other.square)
    return product / lengths if lengths else 0.0


def copies(portraits: Iterable[Portrait]) -> dict[str, str]:
    """Which of these articles are copies, by source, with the source of what each is a copy of: the longest there is.

    A copy of an agency's report keeps its runs of words (Broder 1997, «On the resemblance and containment of
    documents»), however it is cut or headed.
    """
    found: dict[str, str] = {}
    kept: list[tuple[str, frozenset[tuple[str, ...]]]] = []
    for one in sorted(portraits, key=lambda one: (-len(one.runs), one.source)):
        original = next((source for source, runs in kept if _contains(runs, one.runs)), "")
        if original:
            found[one.source] = original
        else:
            kept.append((one.source, one.runs))
    return found


def _contains(longer: frozenset[tuple[str, ...]], shorter: frozenset[tuple[str, ...]]) -> bool:
    return bool(shorter) and len(longer & shorter) >= COPY_SHARE * len(shorter)
