"""Where articles about one happening differ: in a number, a day, how a name is written, or in yes and no.

Only sentences that say the same of the same thing are held against each other: near by vector, with most of their words
shared and with no speaker that the other does not know. Two speakers with two figures disagree about nothing. It errs
towards finding no difference.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from assistant.lexicon.numbers import word_set
from assistant.lexicon.quantifiers import ONLY
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.lexicon.synonyms import one_for_all
from assistant.names.register import Register
from assistant.retrieval.searcher import Search
from assistant.sources.counts import as_read, numbers
from assistant.sources.likeness import copies
from assistant.sources.names_written import named_beside, spellings_differ, written_otherwise
from assistant.sources.offices import people_differ, people_of
from assistant.sources.portraits import Portrait
from assistant.sources.said import Difference, DifferenceKind, Said, quote_of, read_sentence, sentences_of
from assistant.sources.statements import other_speakers
from assistant.verification.alignment import align, find_units
from assistant.verification.names import is_same_name
from assistant.verification.negation import contradicts, negated_words
from assistant.verification.numbers import Figure
from assistant.verification.word_match import base_forms, word_similarity
from vectorstore.text.arabic import fold, words
from vectorstore.types import Span

NEAR_COSINE, NEAR_SHARE = 0.92, 0.25
"""Cosine of two sentences that may say the same, and the share of the shorter one's words that both have."""

SAME_COSINE, SAME_SHARE = 0.94, 0.5
"""The same for a day and for yes and no, which no word beside them ties to what they are said of."""

SAYING_REACH = 5
"""Words before a day among which a verb of saying makes it the day on which something was told."""

OPPOSITE_DEEDS = tuple(
    (word_set(one), word_set(other))
    for one, other in (
        ("وافق وافقت وافقوا يوافق توافق قبلت قبلوا يقبل تقبل", "رفض رفضت رفضوا يرفض ترفض"),
        ("ايد ايدت ايدوا يؤيد تؤيد دعم دعمت يدعم تدعم", "عارض عارضت عارضوا يعارض تعارض"),
        ("ارتفع ارتفعت يرتفع ترتفع زاد زادت ازداد ازدادت", "انخفض انخفضت ينخفض تنخفض تراجع تراجعت هبط هبطت"),
        ("فاز فازت فازوا انتصر انتصرت", "خسر خسرت خسروا انهزم انهزمت"),
        ("سمح سمحت يسمح تسمح", "منع منعت يمنع تمنع حظر حظرت يحظر تحظر"),
        ("فتح فتحت افتتح افتتحت", "اغلق اغلقت اقفل اقفلت"),
        ("اعتقل اعتقلت اوقف اوقفت", "اطلقت افرج افرجت"),
        ("نجح نجحت نجحوا", "فشل فشلت فشلوا اخفق اخفقت"),
        ("اثبت اثبتت اكد اكدت اقر اقرت", "نفي نفت نفوا انكر انكرت"),
    )
)
"""Verbs that say the opposite of each other, folded."""

_VERB_ENDS = re.compile("(?:ت|وا|ون|تا|ان|ا)$")
_LIGHT = word_set("يتم تتم يجر تجر")
_NO_LONGER, _STILL = re.compile(r"\bلم [يت]عد\b"), re.compile(r"\b(?:لا [يت]زال|ما ?زال|ما ?زالت)\b")
_NOT_TO = re.compile(r"(?<!\w)الا [يتن]")

RESTRICTING = ONLY | word_set("نادرا قلما")
"""Words with which a negation denies a part only («ليس المحرك وحده»)."""

ENDS = tuple(
    (word_set(one), word_set(other))
    for one, other in (
        ("بدا بدات بدء بدايه انطلق انطلقت انطلاق افتتح افتتحت", "انتهي انتهت انتهاء نهايه اختتم اختتمت ختام"),
        ("ولد ولدت", "توفي توفيت مات ماتت"),
        ("وصل وصلت وصول", "غادر غادرت مغادره"),
    )
)
"""The two ends of one thing, which have days of their own."""


def find_differences(
    search: Search,
    members: Sequence[Portrait],
    within: Mapping[str, Sequence[Span]] | None = None,
    known: Register | None = None,
) -> list[Difference]:
    """The differences between the articles of one happening, copies left out, each pair of words once.

    `within`: the stretches of each article, by source, whose sentences alone are compared; None for all. `known`: the
    register of names, without which nothing is told of offices and of who was there.
    """
    repeated = copies(members)
    read = [
        sentences_of(search, one, None if within is None else within.get(one.source, ()))
        for one in members
        if one.source not in repeated
    ]
    people = [people_of(one, known) if known is not None else None for one in read]
    found: dict[tuple[str, ...], Difference] = {}
    named = [[(said, *near) for said in one for near in named_beside(said, search)] for one in read]
    articles = zip(read, people, named, strict=True)
    for (one, here, mine), (other, there, theirs) in itertools.combinations(articles, 2):
        told = list(people_differ(here, there)) if here and there else []
        written = written_otherwise(one, other, known) if known is not None else ()
        attended = {difference.quotes for difference in told if difference.kind == "attended"}
        contrary = (d for d in _contrary(one, other) if d.kind != "denial" or d.quotes not in attended)
        for difference in itertools.chain(written, spellings_differ(mine, theirs), contrary, told):
            key = (difference.kind, *sorted((fold(difference.one), fold(difference.other))))
            if not any(_is_part(difference, other) for other in found.values()):
                found.setdefault(key, difference)
    return list(found.values())


def differing_from(search: Search, article: Portrait, statement: Span, others: Sequence[Portrait]) -> list[Difference]:
    """The differences of number, day, and yes or no between a statement of an article and sentences of others.

    The first quote of each is of the article. One whose words lie outside the `statement` is none of it.
    """
    spans = [span for _, span in article.sentences]
    at = next((i for i, (start, end) in enumerate(spans) if start < statement[1] and statement[0] < end), None)
    if at is None:
        return []
    here, found = _read(search, article, at), []
    for other in others:
        cosines = other.vectors @ article.vectors[at] if len(other.vectors) else np.empty(0)
        for place in np.flatnonzero(cosines >= NEAR_COSINE):
            found += held_against(here, _read(search, other, int(place)), float(cosines[place]))
    return [one for one in found if one.places[0][0] < statement[1] and statement[0] < one.places[0][1]]


def _read(search: Search, article: Portrait, at: int) -> Said:
    passage, span = article.sentences[at]
    before = article.sentences[at - 1][0].sentence(article.sentences[at - 1][1]) if at else ""
    return read_sentence(search, passage, span, article.vectors[at], before)


def _is_part(one: Difference, other: Difference) -> bool:
    """Is it a difference of a name that the other has in full («جورج», «جورج إيفانوف»)?"""
    if one.kind != "name" or other.kind != "name":
        return False
    whole = set(words(other.one)), set(words(other.other))
    parts = set(words(one.one)), set(words(one.other))
    return any(parts[0] <= a and parts[1] <= b for a, b in (whole, whole[::-1]))


def _contrary(one: Sequence[Said], other: Sequence[Said]) -> Iterator[Difference]:
    if not one or not other:
        return
    cosines = np.array([s.vector for s in one]) @ np.array([s.vector for s in other]).T
    for i, j in zip(*np.nonzero(cosines >= NEAR_COSINE), strict=True):
        yield from held_against(one[i], other[j], float(cosines[i, j]))


def held_against(one: Said, other: Said, cosine: float) -> Iterator[Difference]:
    """The differences of number, day, and yes or no between two sentences; none where they are of different things."""
    shared = len(one.stems & other.stems) / max(1, min(len(one.stems), len(other.stems)))
    if cosine < NEAR_COSINE or shared < NEAR_SHARE or one.years != other.years:
        return
    if one.speakers and other.speakers and not _share_a_name(one.speakers, other.speakers):
        return
    if other_speakers(one, other):
        return
    for left, right in numbers(one, other):
        yield _difference("number", one, other, left, right)
    if cosine < SAME_COSINE or shared < SAME_SHARE:
        return
    for left, right in () if _opposed(one, other, ENDS) else _days(one, other):
        yield _difference("day", one, other, left, right)
    if _denies(one, other):
        yield Difference("denial", (one.span, other.span), (quote_of(one), quote_of(other)))


def _share_a_name(one: frozenset[str], other: frozenset[str]) -> bool:
    words = [[word for name in names for word in name.split()] for names in (one, other)]
    return any(is_same_name(a, b) for a in words[0] for b in words[1])


def _days(one: Said, other: Said) -> Iterator[tuple[Figure, Figure]]:
    """The one weekday or date of each sentence where they differ; a day on which something was only said is none."""
    for kind in ("weekday", "date"):
        left, right = ([f for f in said.figures if f.kind == kind] for said in (one, other))
        if len(left) != 1 or len(right) != 1 or _of_saying(one, left[0]) or _of_saying(other, right[0]):
            continue
        parts = [(getattr(left[0], part), getattr(right[0], part)) for part in ("value", "day", "month", "year")]
        if any(a and b and a != b for a, b in parts):
            yield left[0], right[0]


def _of_saying(said: Said, figure: Figure) -> bool:
    before = [word for word in said.words if word.end <= figure.start][-SAYING_REACH:]
    return any(base_forms(word.text) & SAYING_FORMS for word in before)


def _denies(one: Said, other: Said) -> bool:
    """Does one of them deny what the other affirms, or say the opposite? Only where nearly all words of the shorter one
    have a match."""
    shorter, longer = sorted((one, other), key=lambda said: len(said.words))
    units = [find_units(said.words, said.figures, said.names) for said in (shorter, longer)]
    found = align(*units)
    if len(found.places) < 3 or (found.novel and len(found.novel) > len(found.content) // 4):
        return False
    if {word.text for word in (*one.words, *other.words)} & RESTRICTING:
        return False
    texts = fold(shorter.text), fold(longer.text)
    if any(_NO_LONGER.search(a) and _STILL.search(b) for a, b in (texts, texts[::-1])):
        return True
    negated = negated_words(shorter.words) or negated_words(longer.words)
    if negated and not (_negates_of(shorter, longer) or _negates_of(longer, shorter)):
        return False  # what is negated is nothing that both speak of («لم ينسحب», «واصل»)
    if negated and any(_NOT_TO.search(fold(said.text)) for said in (one, other)):
        return False  # «ليس من المتوقع أن», «من المتوقع ألا»
    opposed = _opposed(shorter, longer, OPPOSITE_DEEDS)
    if opposed and bool(negated_words(one.words)) != bool(negated_words(other.words)):
        return False  # «لم يدعم» and «عارض»
    return opposed or contradicts(shorter.words, longer.words, found.places)


def _negates_of(one: Said, other: Said) -> bool:
    """Is a word that one sentence negates in the other in some form? A verb that only says that something is done
    («لم يتم اتخاذ») stands for the words behind it."""
    for scope in negated_words(one.words):
        last = max(scope, default=0)
        more = {last + 1, last + 2} if one.words[last].text in _LIGHT else set()
        for word in (one.words[place] for place in {*scope, *more} if place < len(one.words)):
            if word.content and any(w.content and _is_one_word(word.text, w.text) for w in other.words):
                return True
    return False


def _is_one_word(one: str, other: str) -> bool:
    """Two forms of a word or of a verb («تقبل», «قبلت»), or synonyms."""
    if word_similarity(one, other) > 0 or one_for_all(one) == one_for_all(other):
        return True
    return bool(_verb_cores(one) & _verb_cores(other))


def _verb_cores(word: str) -> frozenset[str]:
    """A verb without the signs of its person."""
    bare = {_VERB_ENDS.sub("", word), word}
    return frozenset(core for one in bare for core in (one, one[1:] if one[0] in "يتنا" else one) if len(core) > 2)


def _opposed(one: Said, other: Said, opposites: Sequence[tuple[frozenset[str], frozenset[str]]]) -> bool:
    """Does one of them have a deed where the other has its opposite?"""
    here, there = ({base for word in said.words for base in base_forms(word.text)} for said in (one, other))
    return any(
        left & here and right & there and not (left & there or right & here)
        for pair in opposites
        for left, right in (pair, pair[::-1])
    )


def _difference(kind: DifferenceKind, one: Said, other: Said, left: Figure, right: Figure) -> Difference:
    return Difference(kind, (as_read(one, left), as_read(other, right)), (quote_of(one), quote_of(other)))
