"""Does the claim leave everybody what the source gives them: their deed, their words, their place in a list?

A claim may take words out of a sentence and turn a phrase round; it may not give the deed of one clause to the name of
another. Three things betray that. A part of the sentence names somebody whom the claim leaves out, and the claim takes
from that part and from another one. A phrase stands before another that it followed, and nothing (a preposition, the
verb whose subject it is) says that it is still the same member of the sentence. A name stands beside a word that in the
source has another name beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.verification.alignment import Alignment
from assistant.verification.claims import Claim, Source
from assistant.verification.names import is_same_name, nation_key
from assistant.verification.word_match import ClaimWord
from vectorstore.text.arabic import fold
from vectorstore.text.lexicon import ARTICLE_CLITICS, CLAUSE_OPENERS, PREPOSITIONS

_BORDER = re.compile(r"[،,؛;:.؟!()\[\]\n–—](?!\d)|\s-\s")
_ACCORDING = frozenset(("وفق", "وفقا", "حسب", "بحسب"))
_JOINTS = frozenset((*CLAUSE_OPENERS, "ان", "انه", "انها", "بان", "بانه", "كما", "ثم", "الذي", "التي"))
_COPULA = frozenset(("هو", "هي", "هم", "وهو", "وهي"))
_TIMES = frozenset(("يوم", "عام", "سنه", "شهر", "صباح", "مساء", "امس", "اليوم", "ليله", "العام", "الشهر", "الاسبوع"))
_EQUALS = frozenset(("هو", "هي", "هم"))
_STOP = re.compile(r"[.؟!][\"”»)]?\s")
_ADJECTIVE = re.compile("(?:ي|يه|يين|يون|يتين|يان|يات)$")
_IMPERFECT = re.compile("^[وف]?س?[يتن].{2,}")
_WRITTEN_ON = re.compile("^[وف]?(?:[بلك](?=.{3})|لل)")

MAX_SUBJECT_WORDS = 5
"""Words between a verb and the word that a claim puts before it, up to which that may be the verb's subject."""


MAX_NAME_DISTANCE = 4
"""Words before what a part says within which its subject is named."""

_GOVERNING = frozenset(("مع", "ضد", "الي", "من", "علي", "عن"))
"""Prepositions behind which nobody is who acts."""


@dataclass(frozen=True, slots=True)
class Read:
    """A claim aligned with a source: `names` of the source, `parts`: for each of its words the part it stands in."""

    claim: Claim
    source: Source
    found: Alignment
    names: Collection[int]
    parts: Sequence[int]


def read(claim: Claim, source: Source, found: Alignment, names: Collection[int]) -> Read:
    """Cut the source into its parts: at pauses and brackets, and before words that open a clause."""
    folded, words = fold(source.text), source.words
    parts, part = [], 0
    for place, word in enumerate(words):
        if place:
            between = folded[words[place - 1].end : word.start]
            part += bool(_BORDER.search(between)) or word.text.removeprefix("و") in CLAUSE_OPENERS
        parts.append(part)
    return Read(claim, source, found, names, parts)


def takes_from_another(seen: Read) -> bool:
    """Does the claim put together parts of which one begins with a name that it leaves out?"""
    used = sorted(set(seen.found.places.values()))
    taken = {seen.parts[there] for there in used}
    if len(taken) < 2:
        return False
    for part in taken:
        inside = [there for there in used if seen.parts[there] == part]
        near = range(inside[0] - MAX_NAME_DISTANCE, inside[0])
        own = [there for there in _left_out(seen) if seen.parts[there] == part and there in near]
        if any(not _goes_with(seen, there, inside[0]) for there in own):
            return True
    return False


def gives_to_another(seen: Read) -> bool:
    """Does anything here betray that somebody was given what another did, said or is?"""
    checks = (
        takes_from_another, phrase_moved, name_beside_another, preposition_lost, equated_apart, crosses_a_stop,
        halves_of_parts,
    )  # fmt: skip
    return any(check(seen) for check in checks)


def _left_out(seen: Read) -> list[int]:
    """Names of the source that the claim does not have; no adjectives of countries."""
    used = set(seen.found.places.values())
    words = seen.source.words
    return [
        there
        for there in sorted(seen.names)
        if there not in used and not (nation_key(words[there].text) and _ADJECTIVE.search(words[there].text))
    ]


def _goes_with(seen: Read, there: int, used: int) -> bool:
    """Is a name that was left out part of the same name as the word used, of one list with it, or only a place?"""
    words = seen.source.words
    low, high = min(there, used), max(there, used)
    if all(place in seen.names for place in range(low, high + 1)):
        return True
    listed = all(place in seen.names or not words[place].content for place in range(low, high + 1))
    if listed and any(word.text.startswith("و") or word.text in ("and", "او") for word in words[low : high + 1]):
        return True
    return bool(_marker(words, there))


def _marker(words: Sequence[ClaimWord], place: int) -> str:
    """The preposition that governs a word, its own or written onto it; empty for none."""
    if match := _WRITTEN_ON.match(words[place].text):
        rest = words[place].text[match.end() :]
        if not words[place].text.startswith(("ال", "وال")) and len(rest) > 2 and rest.startswith(("ال", "م", "ا")):
            return match.group().removeprefix("و").removeprefix("ف")[:1]
    before = words[place - 1].text.removeprefix("و") if place else ""
    return (
        before if before in PREPOSITIONS or before in _ACCORDING or before in ("ضد", "بين", "عبر", "بعد", "قبل") else ""
    )


def phrase_moved(seen: Read) -> bool:
    """Does a phrase stand before another that it follows in the source, with nothing that keeps the roles apart?"""
    order = [(here, seen.found.places[here]) for here in sorted(seen.found.places)]
    for index in range(len(order) - 1):
        there, back = order[index][1], order[index + 1][1]
        if back > there:
            continue
        first = index
        while first and order[first - 1][1] > back:
            first -= 1
        last = index + 1
        while last + 1 < len(order) and order[last][1] < order[last + 1][1] < order[first][1]:
            last += 1
        if not _same_member(seen, order[first : index + 1], order[index + 1 : last + 1]):
            return True
    return False


def _same_member(seen: Read, one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    """May these two phrases of the claim, in the other order in the source, still be the members that they were?"""
    claim, source = seen.claim.words, seen.source.words
    for phrase in (one, other):
        here, there = phrase[0]
        if all(claim[place].text in _TIMES for place, _ in phrase):
            return True
        marker = _marker(claim, here)
        if marker and (marker in _ACCORDING or marker == _marker(source, there)):
            return True
        if len(phrase) == 1 and _is_verb(seen, here, there):
            beside = other if phrase is one else one
            return abs(beside[0][1] - there) <= MAX_SUBJECT_WORDS and not _between(seen, there, beside[0][1])
    equals = any(word.text in _COPULA for word in claim[one[-1][0] + 1 : other[0][0]])
    if equals or ":" in fold(seen.claim.text)[claim[one[-1][0]].end : claim[other[0][0]].start]:
        return not _between(seen, other[-1][1], one[0][1])
    words = [word.text for word in source[other[0][1] : one[-1][1] + 1]]
    joined = any(word.startswith("و") for word in words[1:])
    return joined and len(words) == len(one) + len(other)  # «X و Y» for «Y و X»


def _is_verb(seen: Read, here: int, there: int) -> bool:
    said, stands = seen.claim.words[here].text, seen.source.words[there].text
    if here in seen.claim.names or any(word.startswith(ARTICLE_CLITICS) for word in (said, stands)):
        return False
    opens = here == 0 or there == 0 or seen.parts[there - 1] != seen.parts[there]
    return opens or bool(_IMPERFECT.match(said) and _IMPERFECT.match(stands)) or stands in SAYING_FORMS


def _between(seen: Read, one: int, other: int) -> list[int]:
    """Names that the claim leaves out between two places of the source and that belong to neither of them."""
    low, high = min(one, other), max(one, other)
    inside = [there for there in _left_out(seen) if low < there < high]
    return [p for p in inside if not _goes_with(seen, p, low) and not _goes_with(seen, p, high)]


def preposition_lost(seen: Read) -> bool:
    """Does a word that a preposition governs stand free in the claim, behind a word that it does not follow there?

    «توقيع شركات التواصل اتفاقا» for «توقيع … اتفاقا مع كبرى شركات التواصل».
    """
    claim, source, places = seen.claim.words, seen.source.words, seen.found.places
    for here in sorted(places):
        there = places[here]
        if here - 1 not in places or _marker(claim, here) or claim[here].text.startswith("و"):
            continue
        free = there - 1 not in places.values() and source[there - 1].content
        marker = _marker(source, there) or (_marker(source, there - 1) if free and there else "")
        governs = marker in _GOVERNING or (here in seen.claim.names and marker in ("في", "ب"))
        if governs and there - places[here - 1] > 3 + free:
            return True
    return False


def equated_apart(seen: Read) -> bool:
    """Does the claim say «is» of two things that do not stand side by side in the source, or as members of a list?"""
    order = sorted(seen.found.places)
    for here, after in zip(order, order[1:], strict=False):
        if not any(word.text in _EQUALS for word in seen.claim.words[here + 1 : after]):
            continue
        low, high = sorted((seen.found.places[here], seen.found.places[after]))
        said = any(word.text in _EQUALS for word in seen.source.words[low:high])
        first = next((p for p in range(low, high + 1) if seen.parts[p] == seen.parts[high]), high)
        steps = seen.parts[high] - seen.parts[low]
        if steps and not said and (steps > 1 or seen.source.words[first].text.startswith("و")):
            return True
    return False


def crosses_a_stop(seen: Read) -> bool:
    """Does the claim go from one sentence of a long quotation into another without a pause?"""
    order = sorted(seen.found.places)
    claim, source = seen.claim, seen.source
    if source.second:
        return False  # two sentences on purpose; `judge.is_spliced_well` looks at them
    here_text, there_text = fold(claim.text), fold(source.text)
    for here, after in zip(order, order[1:], strict=False):
        low, high = sorted((seen.found.places[here], seen.found.places[after]))
        if not _STOP.search(there_text[source.words[low].end : source.words[high].start]):
            continue
        told = [p for p in order if p <= here and p not in claim.names and claim.words[p].text not in SAYING_FORMS]
        if told and not _BORDER.search(here_text[claim.words[here].end : claim.words[after].start]):
            return True
    return False


def halves_of_parts(seen: Read) -> bool:
    """Does the claim leave one part of the sentence midway and go on midway in another, with no joint between them?"""
    order = sorted(seen.found.places)
    words, folded = seen.source.words, fold(seen.claim.text)
    used = set(seen.found.places.values())
    figures = [seen.found.source[j] for j in seen.found.units.values() if seen.found.source[j].figure]
    for here, after in zip(order, order[1:], strict=False):
        low, high = seen.found.places[here], seen.found.places[after]
        if high < low or seen.parts[low] == seen.parts[high] or low < seen.source.second <= high:
            continue  # two sentences are looked at by `judge.is_spliced_well`
        between = seen.claim.words[here + 1 : after]
        if any(word.text in _JOINTS for word in between) or _BORDER.search(
            folded[seen.claim.words[here].end : seen.claim.words[after].start]
        ):
            continue
        left = [p for p in range(low + 1, high) if words[p].content and p not in used]
        left = [p for p in left if not any(f.start <= words[p].start < f.end for f in figures)]
        midway = (
            any(seen.parts[p] == seen.parts[low] for p in left),
            any(seen.parts[p] == seen.parts[high] for p in left),
        )
        if all(midway) and not seen.claim.words[after].text.startswith("و"):
            return True
    return False


def is_credited(claim: Claim, source: Source, place: int) -> bool:
    """Is this word of the claim the speaker behind «بحسب», and in the source the one who is said to speak?"""
    before = [word.text for word in claim.words[max(0, place - 4) : place]]
    if not _ACCORDING & set(before):
        return False
    for there, word in enumerate(source.words):
        if is_same_name(claim.words[place].text, word.text):
            return any(w.text in SAYING_FORMS for w in source.words[max(0, there - 6) : there])
    return False


def name_beside_another(seen: Read) -> bool:
    """Does a name of the claim stand beside a word that has another name beside it in the source?"""
    claim, source, places = seen.claim, seen.source, seen.found.places
    order = sorted(places)
    folded = fold(claim.text)
    for here, after in zip(order, order[1:], strict=False):
        if not {here, after} & claim.names or after - here > 3:
            continue
        joint = any(word.text in _JOINTS for word in claim.words[here + 1 : after])
        if joint and places[here] < source.second <= places[after]:
            continue  # a speaker from the sentence before, which `judge.is_spliced_well` looks at
        if _BORDER.search(folded[claim.words[here].end : claim.words[after].start]):
            continue
        low, high = sorted((places[here], places[after]))
        for there in _between(seen, low, high):
            split = any(seen.parts[p] != seen.parts[there] for p in (low, high))
            if split and not _marker(source.words, there):
                return True
        nearest = high if high == places[after] else low
        if after in claim.names and not _marker(claim.words, after) and abs(high - low) > 1:
            beside = [p for p in range(low + 1, min(low + 4, high)) if p in _left_out(seen)]
            if nearest == high and beside and not any(_goes_with(seen, p, high) for p in beside):
                return True
    return False
