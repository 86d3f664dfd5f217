"""Which word of a source each word of a claim comes from, and what the claim exchanged on the way.

Words are first matched in order (the best common subsequence, each pair weighing as much as it is kin), then what is
left wherever it still stands. A claim that keeps its source's words but not their order may have exchanged who did
what to whom; one that has a new word exactly where the source has another has replaced it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.kinship import Word, kin
from assistant.names import same


@dataclass(frozen=True, slots=True)
class Alignment:
    """`places`: of the claim's content words → in the source; `ordered`: those of them that kept their order.

    `strength`: by the claim's place, how far the two words are kin; `content`: the places of the claim's words that
    were looked for.
    """

    places: Mapping[int, int]
    strength: Mapping[int, float]
    ordered: frozenset[int]
    content: tuple[int, ...]

    @property
    def coverage(self) -> float:
        """Share of the claim's content words that the source has, each as far as it is kin."""
        return sum(self.strength.values()) / len(self.content) if self.content else 0.0

    @property
    def novel(self) -> tuple[int, ...]:
        """The claim's content words that the source does not have."""
        return tuple(place for place in self.content if place not in self.places)


def align(claim: Sequence[Word], source: Sequence[Word], content: Sequence[int]) -> Alignment:
    """Match the claim's words at the places `content` with the source's content words."""
    there = [place for place, word in enumerate(source) if word.content]
    likeness = np.array([[_like(claim[i].text, source[j].text) for j in there] for i in content])
    likeness = likeness.reshape(len(content), len(there))
    pairs = _in_order(likeness)
    ordered = frozenset(content[i] for i, _ in pairs)
    used = {j for _, j in pairs}
    for i in range(len(content)):
        if content[i] not in ordered:
            free = [j for j in range(len(there)) if j not in used and likeness[i, j] > 0]
            if free:
                best = max(free, key=lambda j: likeness[i, j])
                used.add(best)
                pairs.append((i, best))
    places = {content[i]: there[j] for i, j in pairs}
    return Alignment(places, {content[i]: float(likeness[i, j]) for i, j in pairs}, ordered, tuple(content))


def _like(one: str, other: str) -> float:
    return kin(one, other) or float(same(one, other))


def _in_order(likeness: np.ndarray) -> list[tuple[int, int]]:
    """The heaviest common subsequence (Needleman & Wunsch 1970, without a cost for gaps)."""
    rows, columns = likeness.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows):
        paired = best[i, :-1] + likeness[i]
        # a hair more for pairs that follow each other directly keeps a repeated word with its neighbours
        best[i + 1, 1:] = np.maximum.accumulate(np.maximum(best[i, 1:], np.where(likeness[i] > 0, paired, 0)))
    pairs, i, j = [], rows, columns
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
    return pairs[::-1]


def exchanged(
    claim: Sequence[Word], source: Sequence[Word], found: Alignment, names: Collection[int]
) -> bool:
    """Do two words stand in each other's place, or two names in another order without what governs them?"""
    places = [place for place in found.content if place in found.places]
    for i, one in enumerate(places):
        for other in places[i + 1 :]:
            first, second = found.places[one], found.places[other]
            if first < second or claim[one].text == claim[other].text:
                continue
            before = _before(claim, one), _before(claim, other)
            there = _before(source, first), _before(source, second)
            if _alike(before[0], there[1]) and _alike(before[1], there[0]) and not _alike(*before):
                return True
            named = one in names and other in names
            listed = all(not w.content or w.text == "و" for w in source[second + 1 : first])
            kept = _alike(before[0], there[0]) and _alike(before[1], there[1])
            if named and not listed and not kept:
                return True
    return False


def _before(words: Sequence[Word], place: int) -> str:
    return words[place - 1].text if place else ""


def _alike(one: str, other: str) -> bool:
    return one == other or bool(one and other and kin(one, other) == 1.0)


def replaced(claim: Sequence[Word], source: Sequence[Word], found: Alignment) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """New words of the claim that stand where the source has others: the claim's place, the source's places.

    «أكد خالد أن» for «أكد سعيد أن»: both neighbours are the source's, and between them it has one or two other words.
    """
    used = set(found.places.values())
    pairs = []
    for place in found.novel:
        before = [p for p in found.ordered if p < place]
        after = [p for p in found.ordered if p > place]
        low = found.places[max(before)] if before else -1
        high = found.places[min(after)] if after else len(source)
        between = tuple(j for j in range(low + 1, high) if source[j].content and j not in used)
        gap = [p for p in found.novel if (not before or p > max(before)) and (not after or p < min(after))]
        if 1 <= len(between) <= len(gap) + 1 and (before or after):
            pairs.append((place, between))
    return tuple(pairs)
