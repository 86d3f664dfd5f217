"""Figures of two sentences that count the same thing, and differ."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.lexicon.names import PLACE_NOUNS
from assistant.lexicon.numbers import word_set
from assistant.lexicon.synonyms import one_for_all
from assistant.retrieval.lexical_scores import tokenize
from assistant.sources.said import Said, is_year, place_of
from assistant.verification.numbers import Figure
from assistant.verification.word_match import ClaimWord, base_forms
from vectorstore.text.arabic import fold
from vectorstore.types import Span

REACH_WORDS = 4
"""Content words on either side of a figure that may say what it is said of."""

BOUNDS = {"اكثر": 1, "اقل": -1}
"""Words before «من» and a figure, folded, and which side of it they leave open."""


ROUGHLY = word_set("نحو حوالي زهاء قرابه")
"""Words before a figure that say it is no exact one, folded."""


PEOPLE = frozenset(map(one_for_all, ("شخص", "حاله", "مواطن", "مدني", "نازح")))
FATES = frozenset(map(one_for_all, ("مقتل", "اصيب", "اجلاء", "اعتقال", "مفقود")))
"""Words for people and cases that a figure counts, and for what happened to them, each the one for all its synonyms."""


def numbers(one: Said, other: Said) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of figures that count the same thing and differ; a range or two figures of one thing are left aside."""
    fates = list(_fates(one, other))
    yield from fates
    for left in one.figures:
        for right in other.figures:
            if (left, right) in fates:
                continue
            if left.kind != right.kind or left.kind not in ("number", "percent") or is_year(left) or is_year(right):
                continue
            counted = _counted(one, left), _counted(other, right)
            alone = all(
                sum(f.kind == figure.kind and _counted(said, f) == noun for f in said.figures) == 1
                for said, figure, noun in ((one, left, counted[0]), (other, right, counted[1]))
            )
            if counted[0] != counted[1] or not alone or (left.kind == "number" and not counted[0]):
                continue
            if _said_of_same(one, left, other, right) and (
                left.value != right.value or _bound(one, left) != _bound(other, right)
            ):
                yield left, right


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


def _counted(said: Said, figure: Figure) -> str:
    """What a number counts: the word behind it without its ending, "" for a share, a range, and the end of a clause."""
    if figure.kind == "percent" or figure.unit:
        return figure.unit
    behind = _behind(said, figure)
    return _stem(behind.text) if behind else ""


def _behind(said: Said, figure: Figure) -> ClaimWord | None:
    """The word right behind a figure, where it is no particle and in the same clause."""
    behind = next((word for word in said.words if word.start >= figure.end), None)
    if behind is None or not behind.content or fold(said.text)[figure.end : behind.start].strip():
        return None
    return behind


def _said_of_same(one: Said, left: Figure, other: Said, right: Figure) -> bool:
    """Is the same said of what two figures count? Of a share: any word near it; else the word right before the figure,
    or the one right behind what is counted («لقي 384 شخصا مصرعهم»)."""
    before, after = zip(_beside(one, left), _beside(other, right), strict=True)
    if left.kind == "percent":
        return bool({*before[0], *after[0]} & {*before[1], *after[1]})
    return any(a and b and a == b for a, b in ((before[0][-1:], before[1][-1:]), (after[0][1:2], after[1][1:2])))


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


def as_read(said: Said, figure: Figure) -> Span:
    """A figure with the words that belong to it: «أكثر من 80%», «384 شخصا»; its span in the article."""
    start, end = figure.start, figure.end
    before = [word for word in said.words if word.end <= figure.start][-2:]
    if _bound(said, figure):
        start = before[0].start
    elif before and base_forms(before[-1].text) & ROUGHLY:
        start = before[-1].start
    if figure.kind == "number" and (behind := _behind(said, figure)):
        end = behind.end
    return place_of(said, start, end)
