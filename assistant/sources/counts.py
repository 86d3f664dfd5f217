"""Figures of two sentences that count the same thing, and differ."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assistant.lexicon.names import PLACE_NOUNS
from assistant.lexicon.numbers import FRACTIONS, word_set
from assistant.lexicon.synonyms import one_for_all
from assistant.retrieval.lexical_scores import tokenize
from assistant.sources.said import Said, is_year, place_of
from assistant.sources.statements import says_the_same
from assistant.verification.numbers import Figure
from assistant.verification.word_match import SAME_ROOT_SIMILARITY, ClaimWord, base_forms, word_similarity
from vectorstore.text.arabic import fold
from vectorstore.types import Span

REACH_WORDS = 4
"""Content words on either side of a figure that may say what it is said of."""

BOUNDS = {"اكثر": 1, "اقل": -1}
"""Words before «من» and a figure, folded, and which side of it they leave open."""


ROUGHLY = word_set("نحو حوالي زهاء قرابه")
"""Words before a figure that say it is no exact one, folded."""


_DASH = re.compile(r"\s?[-–]?\s?")
_STOPS = re.compile(r"[.،,:؛;!؟?()\[\]\"“”«»]")
_OWNED = re.compile("(?<=.{3})(?:هم|ها|هن|ه)$")

PEOPLE = frozenset(map(one_for_all, ("شخص", "حاله", "مواطن", "مدني", "نازح")))
FATES = frozenset(map(one_for_all, ("مقتل", "اصيب", "اجلاء", "اعتقال", "مفقود")))
"""Words for people and cases that a figure counts, and for what happened to them, each the one for all its synonyms."""


def numbers(one: Said, other: Said) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of figures that count the same thing and differ; a range or two figures of one thing are left aside.

    That it is the same thing is told by the words beside the two figures, or by two sentences that say the same but for
    them.
    """
    fates = list(_fates(one, other))
    yield from fates
    same = says_the_same(one, other)
    if same:
        yield from _results(one, other)
    counted = [[(found, _counted(said, found)) for found in said.figures] for said in (one, other)]
    for left, mine in counted[0]:
        for right, theirs in counted[1]:
            if (left, right) in fates or not mine or not theirs or not _one_thing(mine, theirs):
                continue
            if not (_is_alone(mine, counted[0]) and _is_alone(theirs, counted[1])) or _agree(one, left, other, right):
                continue
            if "" not in (fate := {_fate(one, left), _fate(other, right)}) and len(fate) > 1:
                continue
            if _said_of_same(one, left, other, right) or (same and _told_alike(one, left, other, right, mine)):
                yield left, right


def _is_alone(counted: _Counted, figures: Sequence[tuple[Figure, _Counted | None]]) -> bool:
    return sum(other is not None and _one_thing(counted, other) for _, other in figures) == 1


def _one_thing(one: _Counted, other: _Counted) -> bool:
    """Is the same counted: one unit, or one noun in any of its forms («ستة ضباط», «11 ضابطا»)?"""
    if one.way != other.way:
        return False
    alike = one.way == "many" and word_similarity(one.noun, other.noun) >= SAME_ROOT_SIMILARITY
    return one.noun == other.noun or alike


def _agree(one: Said, left: Figure, other: Said, right: Figure) -> bool:
    """Do two figures say the same: one value, half and 50 %, or a rough one («نحو 27 ألفا») and what rounds to it?"""
    bounds = _bound(one, left), _bound(other, right)
    values = _in_hundred(left), _in_hundred(right)
    if bounds != (0, 0):
        return bounds[0] == bounds[1] and values[0] == values[1]
    if _is_fraction(left) != _is_fraction(right):
        return abs(values[0] - values[1]) < 1  # a third, and 33 %
    sides = (one, left, values[0]), (other, right, values[1])
    rough = [value for said, found, value in sides if _is_rough(said, found)]
    return values[0] == values[1] or any(abs(values[0] - values[1]) <= _last_place(value) / 2 for value in rough)


def _in_hundred(figure: Figure) -> Fraction:
    return figure.value * 100 if _is_fraction(figure) else figure.value


def _is_fraction(figure: Figure) -> bool:
    """Is it «نصف», «ثلث» or «ربع»?"""
    return figure.kind == "number" and not figure.unit and figure.value in FRACTIONS.values()


def _last_place(value: Fraction) -> int:
    """What the last figure of a round number stands for: 1,000 of 27,000."""
    place = 1
    while value and value.denominator == 1 and not value % (place * 10):
        place *= 10
    return place


def _results(one: Said, other: Said) -> Iterator[tuple[Figure, Figure]]:
    """The one result of a match in each sentence («2-0»), where they differ whoever is named first."""
    found = [_results_in(said) for said in (one, other)]
    if len(found[0]) == len(found[1]) == 1 and sorted(found[0][0][0]) != sorted(found[1][0][0]):
        yield found[0][0][1], found[1][0][1]


def _results_in(said: Said) -> list[tuple[tuple[Fraction, Fraction], Figure]]:
    """Two figures with a dash between them, and nothing behind that they would count."""
    folded, found = fold(said.text), []
    for left, right in itertools.pairwise(said.figures):
        both = left.kind == right.kind == "number" and not (left.unit or right.unit)
        if both and _DASH.fullmatch(folded, left.end, right.start) and _behind(said, right) is None:
            whole = Figure("number", left.value, left.start, right.end)
            found.append(((abs(left.value), abs(right.value)), whole))
    return found


def _fates(one: Said, other: Said) -> Iterator[tuple[Figure, Figure]]:
    """The one figure of each sentence that says how many people died, were hurt or brought away, in whatever words."""
    found = []
    for said in (one, other):
        told = [(fate, figure) for figure in said.figures if (fate := _fate(said, figure))]
        found.append({fate: [figure for other, figure in told if other == fate] for fate, _ in told})
    for fate in found[0].keys() & found[1].keys():
        left, right = found[0][fate], found[1][fate]
        alone = len(left) == len(right) == 1
        if alone and (left[0].value != right[0].value or _bound(one, left[0]) != _bound(other, right[0])):
            yield left[0], right[0]


def _fate(said: Said, figure: Figure) -> str:
    """What happened to the people whom a figure counts, as one word for all that say it; "" for another figure."""
    if figure.kind != "number" or is_year(figure) or figure.unit:
        return ""
    before, after = ([one_for_all(word.text) for word in side] for side in _words_beside(said, figure))
    behind = _behind(said, figure)
    noun = one_for_all(behind.text) if behind else ""
    if noun and noun not in PEOPLE | FATES:
        return ""
    if not noun and not {"عدد", "حصيله"} & set(before):
        return ""
    return next((word for word in (*after, *before[::-1]) if word in FATES), "")


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a figure counts: `way` it does, and the stem of a noun or the unit."""

    way: Literal["many", "share", "rank"]
    noun: str


def _counted(said: Said, figure: Figure) -> _Counted | None:
    """What is counted, or put in order («المركز الثاني», «المركز 3»); None for years, dates, and what is not told."""
    if figure.kind not in ("number", "percent", "ordinal") or is_year(figure):
        return None
    if figure.kind == "percent":
        return _Counted("share", "")
    before = next((word for word in reversed(said.words) if word.end <= figure.start), None)
    beside = before is not None and not fold(said.text)[before.end : figure.start].strip()
    ranked = before is not None and beside and before.content and before.text.startswith("ال")
    behind = _behind(said, figure)
    if figure.kind == "ordinal" or (ranked and behind is None and not figure.unit):
        return _Counted("rank", _stem(before.text)) if ranked and before else None
    if _is_fraction(figure):
        return _Counted("share", "") if behind and _is_definite(behind.text) else None
    if figure.unit:
        return _Counted("many", figure.unit)
    return _Counted("many", _stem(behind.text)) if behind else None


def _of_rank(said: Said, figure: Figure) -> bool:
    counted = _counted(said, figure)
    return counted is not None and counted.way == "rank"


def _is_definite(word: str) -> bool:
    return word.startswith(("ال", "لل")) or base_forms(word) != {word} or bool(_OWNED.search(word))


def _behind(said: Said, figure: Figure) -> ClaimWord | None:
    """The word right behind a figure, or behind a «من» («ستة من الضباط»), in the same clause; None for a particle."""
    behind = [word for word in said.words if word.start >= figure.end][:2]
    if [word.text for word in behind[:1]] == ["من"]:
        behind = behind[1:]
    word = behind[0] if behind else None
    if word is None or not word.content or word.text[0].isdigit():
        return None
    return None if _STOPS.search(fold(said.text), figure.end, word.start) else word


def _said_of_same(one: Said, left: Figure, other: Said, right: Figure) -> bool:
    """Is the same said of what two figures count? Of a share: any word near it; else the word right before the figure,
    or the one right behind what is counted («لقي 384 شخصا مصرعهم»). A rank is told by the whole sentence alone."""
    before, after = zip(_beside(one, left), _beside(other, right), strict=True)
    if left.kind == "percent" or _is_fraction(left):
        return bool({*before[0], *after[0]} & {*before[1], *after[1]})
    if "ordinal" in (left.kind, right.kind):
        return False
    return any(a and b and a == b for a, b in ((before[0][-1:], before[1][-1:]), (after[0][1:2], after[1][1:2])))


def _told_alike(one: Said, left: Figure, other: Said, right: Figure, counted: _Counted) -> bool:
    """In two sentences that say the same: has the word that governs a count a match in the other? Else two things may
    have happened to them («أصيب», «قتل»)."""
    if counted.way == "rank":
        return True
    governing = [(_words_beside(said, figure)[0] or [None])[-1] for said, figure in ((one, left), (other, right))]
    if not governing[0] or not governing[1]:
        return True
    here, there = governing[0].text, governing[1].text
    if one_for_all(here) == one_for_all(there) or word_similarity(here, there) > 0:
        return True
    return any(_has(said, word) for said, word in ((other, here), (one, there)))


def _has(said: Said, word: str) -> bool:
    return any(word_similarity(word, other.text) > 0 for other in said.words if other.content)


def _beside(said: Said, figure: Figure) -> tuple[list[str], list[str]]:
    """The stems of the words before a figure and behind it."""
    before, after = _words_beside(said, figure)
    return [_stem(word.text) for word in before], [_stem(word.text) for word in after]


def _words_beside(said: Said, figure: Figure) -> tuple[list[ClaimWord], list[ClaimWord]]:
    """The words before a figure and behind it, `REACH_WORDS` each; bounds, names and places left out."""
    placed = {i + 1 for i, word in enumerate(said.words) if base_forms(word.text) & PLACE_NOUNS}
    content = [
        word
        for i, word in enumerate(said.words)
        if word.content
        and i not in said.names | placed
        and not word.text[0].isdigit()
        and not base_forms(word.text) & (PLACE_NOUNS | BOUNDS.keys())
    ]
    before = [word for word in content if word.end <= figure.start][-REACH_WORDS:]
    return before, [word for word in content if word.start >= figure.end][: REACH_WORDS + 1]


def _stem(text: str) -> str:
    return "".join(word.stem for word in tokenize(text)).removesuffix("ا")


def _bound(said: Said, figure: Figure) -> int:
    """1 for «أكثر من», -1 for «أقل من», 0 for a figure as it is or about."""
    before = [word.text for word in said.words if word.end <= figure.start][-2:]
    bound = next(iter(base_forms(before[0]) & BOUNDS.keys()), "") if before[1:] == ["من"] else ""
    return BOUNDS.get(bound, 0)


def _is_rough(said: Said, figure: Figure) -> bool:
    """Is it said to be no exact one («نحو», «حوالي»)?"""
    before = [word for word in said.words if word.end <= figure.start][-1:]
    return bool(before and base_forms(before[0].text) & ROUGHLY)


def as_read(said: Said, figure: Figure) -> Span:
    """A figure with the words that belong to it: «أكثر من 80%», «384 شخصا»; its span in the article."""
    start, end = figure.start, figure.end
    before = [word for word in said.words if word.end <= figure.start][-2:]
    if _bound(said, figure):
        start = before[0].start
    elif before and (_is_rough(said, figure) or _of_rank(said, figure)):
        start = before[-1].start
    if figure.kind == "number" and (behind := _behind(said, figure)):
        end = behind.end
    return place_of(said, start, end)
