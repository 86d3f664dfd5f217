"""Which word of a source each word of a claim comes from, and what the claim exchanged on the way.

Words and figures are first matched in order (the heaviest common subsequence, each pair weighing as much as it is
kin), then what is left in blocks or where it stands near by; nothing of the source is used twice. A claim that keeps
its source's words but not their order may have exchanged who did what to whom; one that has a new word exactly where
the source has another has replaced it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.verification.names import is_same_name
from assistant.verification.numbers import Figure, agrees
from assistant.verification.word_match import ClaimWord, word_similarity

MAX_WORD_DISTANCE = 6
"""Content words between a figure and a word up to which the one may belong to the other."""

NEAR_WORDS = 3
"""Content words by which a word may stand elsewhere than in the source: subject and verb often change places."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A content word or a figure of a text; `place` is the word's place in the text, -1 for a figure."""

    start: int
    end: int
    place: int
    word: str = ""
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """`places`: of the claim's content words → in the source; `ordered`: those of them that kept their order.

    `strength`: by the claim's place, how far the two words are kin. `claim`, `source`: the units that were matched,
    and `find_units` which of them belong together, all by their index.
    """

    places: Mapping[int, int]
    strength: Mapping[int, float]
    ordered: frozenset[int]
    claim: tuple[Unit, ...]
    source: tuple[Unit, ...]
    units: Mapping[int, int]

    @property
    def content(self) -> tuple[int, ...]:
        """The places of the claim's content words."""
        return tuple(unit.place for unit in self.claim if unit.place >= 0)

    @property
    def novel(self) -> tuple[int, ...]:
        """The claim's content words that the source does not have."""
        return tuple(place for place in self.content if place not in self.places)


def find_units(words: Sequence[ClaimWord], figures: Sequence[Figure], names: Collection[int] = ()) -> tuple[Unit, ...]:
    """The content words and figures of a text in order; words that are part of a figure only as that figure."""
    found = [Unit(figure.start, figure.end, -1, figure=figure) for figure in figures]
    for place, word in enumerate(words):
        inside = any(figure.start < word.end and word.start < figure.end for figure in figures)
        if place in names or (word.content and not inside):
            found.append(Unit(word.start, word.end, place, word.text))
    return tuple(sorted(found, key=lambda unit: unit.start))


def align(claim: Sequence[Unit], source: Sequence[Unit]) -> Alignment:
    """Match the units of a claim with those of a source."""
    likeness = np.array([[_like(one, other) for other in source] for one in claim], float)
    likeness = likeness.reshape(len(claim), len(source))
    pairs = dict(_in_order(likeness))
    ordered = frozenset(claim[i].place for i in pairs)
    pairs |= _blocks(likeness, pairs)
    used = set(pairs.values())
    for i in range(len(claim)):
        if i not in pairs:
            beside = [pairs[k] for k in (i - 1, i + 1) if k in pairs]
            free = [j for j in range(len(source)) if j not in used and likeness[i, j] > 0]
            if not claim[
                i
            ].figure:  # dates stand anywhere in a sentence; `number_stays_with_word` looks at what they belong to
                free = [j for j in free if any(abs(j - k) <= NEAR_WORDS for k in beside)]
            if free:
                pairs[i] = max(free, key=lambda j: likeness[i, j])
                used.add(pairs[i])
    places = {claim[i].place: source[j].place for i, j in pairs.items() if claim[i].place >= 0}
    strength = {claim[i].place: float(likeness[i, j]) for i, j in pairs.items() if claim[i].place >= 0}
    return Alignment(places, strength, ordered - {-1}, tuple(claim), tuple(source), pairs)


def _like(one: Unit, other: Unit) -> float:
    if one.figure or other.figure:
        return float(bool(one.figure and other.figure and agrees(one.figure, other.figure)))
    return word_similarity(one.word, other.word) or float(is_same_name(one.word, other.word))


def _in_order(likeness: np.ndarray) -> list[tuple[int, int]]:
    """The heaviest common subsequence (Needleman & Wunsch 1970, without a cost for gaps)."""
    rows, columns = likeness.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows):
        paired = np.where(likeness[i] > 0, best[i, :-1] + likeness[i], 0)
        best[i + 1, 1:] = np.maximum.accumulate(np.maximum(best[i, 1:], paired))
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


def _blocks(likeness: np.ndarray, pairs: Mapping[int, int]) -> dict[int, int]:
    """Two or more words in a row that stand elsewhere in a row: «في نهاية الحرب» may end a sentence or begin it."""
    left = likeness.copy()
    left[list(pairs), :] = 0
    left[:, list(pairs.values())] = 0
    found = dict(_in_order(left))
    return {
        i: j
        for i, j in found.items()
        if any(k in found and abs(found[k] - j) <= 2 and abs(k - i) == 1 for k in (i - 1, i + 1))
    }


def number_stays_with_word(index: int, found: Alignment) -> bool:
    """Does the figure at this index of the claim's units belong in the source to what it belongs to in the claim?

    It does where it stands between the same neighbours with no other figure between them. Else the word after a
    count («20 وزيرا») and the word before a date («ولد عام 1950») must have it for their nearest figure.
    """
    if index not in found.units:
        return False
    there = found.units[index]
    before, after = index - 1, index + 1
    if before in found.units or after in found.units:
        low = found.units.get(before, -1) if before >= 0 else there - 1
        high = found.units.get(after, -1) if after < len(found.claim) else there + 1
        between = [unit for unit in found.source[low + 1 : high] if unit.figure]
        if -1 < low + 1 <= there < high and low != -1 and len(between) == 1 and high - low <= 2 * MAX_WORD_DISTANCE:
            return True
    figure = found.claim[index].figure
    if figure and figure.is_date_like and sum(_same_sort(figure, unit.figure) for unit in found.source) == 1:
        return (before in found.units or after in found.units) and not _instead(index, found)
    order = (before, after) if figure and figure.is_date_like else (after, before)
    for near in order:
        if near in found.units and found.claim[near].figure is None:
            return _nearest(found.units[near], there, found.source)
    return False


def _instead(index: int, found: Alignment) -> bool:
    """Does the claim's figure stand where the source has a word that the claim leaves out?"""
    low, high = found.units.get(index - 1, -1), found.units.get(index + 1, -1)
    used = set(found.units.values())
    return 0 <= low < high and not low < found.units[index] < high and any(j not in used for j in range(low + 1, high))


def _same_sort(one: Figure, other: Figure | None) -> bool:
    """May two figures be mistaken for each other: both years or days, or both weekdays?"""
    if other is None or not other.is_date_like:
        return False
    return one.kind == other.kind or {one.kind, other.kind} == {"date", "number"}


def _nearest(word: int, figure: int, source: Sequence[Unit]) -> bool:
    """Is this figure of the source the nearest to the word, among those of its sort?"""
    timely = bool(source[figure].figure and source[figure].figure.is_date_like)
    rivals = [j for j, unit in enumerate(source) if unit.figure and (unit.figure.is_date_like == timely or j == figure)]
    # of two as near, a count stands before its word and a date after it
    far = {j: abs(j - word) + 0.5 * ((j > word) != timely) for j in rivals}
    return far[figure] <= MAX_WORD_DISTANCE and far[figure] == min(far.values())


def roles_swapped(
    claim: Sequence[ClaimWord], source: Sequence[ClaimWord], found: Alignment, names: Collection[int]
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
            if one + 1 < other and _same_governor(claim, one, other) and not _in_a_list(source, second, first):
                return True
            if other == one + 1 and first == second + 1 and before[0] and _alike(before[0], there[1]):
                return True
            listed = all(not word.content or word.text == "و" for word in source[second + 1 : first])
            kept = _alike(before[0], there[0]) and _alike(before[1], there[1])
            if one in names and other in names and not listed and not kept:
                return True
    return False


def _same_governor(words: Sequence[ClaimWord], one: int, other: int) -> bool:
    """Does the same noun stand before both («فريق الهلال فريق النصر»), so that only their order tells them apart?"""
    first, second = _before(words, one), _before(words, other)
    return bool(one and words[one - 1].content and _alike(first, second))


def _in_a_list(words: Sequence[ClaimWord], start: int, end: int) -> bool:
    return any(word.text.startswith("و") for word in words[start + 1 : end + 1])


def _before(words: Sequence[ClaimWord], place: int) -> str:
    return words[place - 1].text if 0 < place <= len(words) else ""


def _alike(one: str, other: str) -> bool:
    return one == other or bool(one and other and word_similarity(one, other) == 1.0)


@dataclass(frozen=True, slots=True)
class Substitution:
    """A new word of the claim at `place`, where the source has the words at `source`; `sure`: nothing else fits."""

    place: int
    source: tuple[int, ...]
    sure: bool


def substitutions(source: Sequence[ClaimWord], found: Alignment) -> tuple[Substitution, ...]:
    """New words of the claim that stand where the source has others.

    «أكد خالد أن» for «أكد سعيد أن»: both neighbours are the source's, and between them it has another word. At the
    start and the end of a claim the words of the source before and after the neighbour are looked at.
    """
    used = {found.places[place] for place in found.ordered}
    made = []
    for place in found.novel:
        before = max((p for p in found.ordered if p < place), default=-1)
        after = min((p for p in found.ordered if p > place), default=-1)
        gap = [p for p in found.novel if before < p and (after < 0 or p < after)]
        low = found.places[before] if before >= 0 else -1
        high = found.places[after] if after >= 0 else len(source)
        between = [j for j in range(low + 1, high) if source[j].content]
        if before < 0:
            between = between[-len(gap) :]
        elif after < 0:
            between = between[: len(gap)]
        between = [j for j in between if j not in used]
        enclosed = before >= 0 and after >= 0
        if between and (enclosed or (len(between) <= len(gap) + 1 and (before >= 0 or after >= 0))):
            made.append(Substitution(place, tuple(between), enclosed or len(between) == len(gap)))
    return tuple(made)
