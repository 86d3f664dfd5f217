"""What a sentence tells instead of the words that were found in it: these are denied, or were so before, or are the
value of another noun.

«الحصيلة ليست أربعة عشر، بل ستة عشر», «لن تفتح قبل سبتمبر 2026، بعد أن كان الافتتاح مقررا في يونيو 2025», «طوله 17 مترا
وقطره 900 مليمتر» for «وقطره؟».
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from assistant.lexicon.clauses import ABOUT, ASK_FORMER, BUT, DENYING, FORMER, NOT_ONLY, OPENERS, PLANNED, STILL, THAT
from assistant.lexicon.interrogatives import INTERROGATIVES
from assistant.lexicon.measures import MAYBE_MONEY, MEASURED, MEASURING
from assistant.lexicon.numbers import WHAT_IS_COUNTED
from assistant.lexicon.pronouns import ADVERBIAL
from assistant.question.answer_fit import AMOUNTS, asked_kind, fits
from assistant.question.answer_pieces import asked_words, cores, formers, verb_core
from assistant.question.counted import is_accusative
from assistant.question.number_phrases import number_phrases
from assistant.question.word_forms import holds_money, holds_share
from vectorstore.text.arabic import Token, fold, stem, tokens, words
from vectorstore.text.calendar_names import month_words, weekday_numbers
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

_ENDING = OPENERS | {*PREPOSITIONS, *ADVERBIAL}
_BEFORE_TIMES = ("قبل", "بعد", "منذ", "حتي")
_STOP = re.compile(r"[،,؛;.!؟?](?=\s|$)")
_COUNTING = MEASURING | ABOUT
_HAS_BUT = re.compile(rf"\b(?:{'|'.join(BUT)})\b")
_ONCE_IT_WAS = ("بعد", "بعدما")
_HAS_FORMER = re.compile("|".join(FORMER))
_IS_NOT = ("ليس", "ليست", "ليسوا", "يكن", "تكن", "يكونوا")
_YEAR = re.compile(r"(?:1\d|20)\d\d$")
_OWNED = re.compile(r"(?:ه|ها|هم|هما)$")
_LEAST_OWNED = 3
_MEASURES = frozenset(noun for nouns in MEASURED.values() for noun in nouns)
_HOW_MANY = re.compile(r"\bكم (\w+)")
_VERB = re.compile(r"ب?[يت]\w{3,}$")
_RATES = {
    unit: re.compile(rf"\b(?:{adverb}|(?:ب|في |كل )(?:ال)?{unit})\b")
    for adverb, unit in (
        ("يوميا", "يوم"), ("اسبوعيا", "اسبوع"), ("شهريا", "شهر"), ("سنويا", "(?:سنه|عام)"), ("ساعيا", "ساعه"),
    )
}
MAX_ELLIPTIC = 3
MAX_DENIED, MAX_APART, MAX_SAID = 4, 8, 6
"""Words between what denies and the denied, between that and «بل», and of what stands behind it."""


def told_instead(question: str, sentence: str, start: int, end: int) -> Span | None:
    """What a sentence says in the place of its part from `start` to `end`; None where it says nothing else."""
    behind, before = fold(sentence[end:]), fold(sentence[:start])
    asked = _noun_of_value(question) or _rates(fold(question)) or _verb_asked(question)
    if not (asked or _HAS_BUT.search(behind) or _HAS_FORMER.search(before)):
        return None
    found = tokens(sentence)
    within = [at for at, token in enumerate(found) if start <= token.start < end]
    if not within:
        return None
    return (
        _named_value(question, sentence, found, within)
        or _so_instead(question, sentence, found, within)
        or _now_instead(question, sentence, found, within)
        or _of_rate(question, sentence, found, within)
        or _of_verb(question, sentence, found, within)
    )


def _so_instead(question: str, sentence: str, found: Sequence[Token], within: Sequence[int]) -> Span | None:
    """What stands behind «بل» where the part is denied."""
    last = within[-1]
    first = next((at for at in within if _plain(found[at].text) not in DENYING), last)  # «ليسوا عشرين»
    before = [token.text for token in found[max(0, first - MAX_DENIED) : first]]
    denied = any(_plain(word) in DENYING for word in before) and STILL.isdisjoint(before)
    if not denied or not DENYING.isdisjoint(words(question)):
        return None
    but = next((at for at in range(last + 1, min(last + 2 + MAX_APART, len(found) - 1)) if found[at].text in BUT), None)
    if but is None or not NOT_ONLY.isdisjoint(token.text for token in found[max(0, first - MAX_DENIED) : but]):
        return None
    begin, kind = found[but + 1].start, asked_kind(question)
    if kind in AMOUNTS:
        numbers = (span for at, span in number_phrases(sentence, found) if at > but and _only_counts(found, but, at))
        span = next(numbers, None)
    else:
        stop = _STOP.search(sentence, begin)
        behind = [token for token in found[but + 1 :] if token.start < (stop.start() if stop else len(sentence))]
        ends = (at for at, token in enumerate(behind) if at and token.text in _ENDING)
        behind = behind[: min(next(ends, MAX_SAID), MAX_SAID)]
        opening = first - 1 if before and before[-1] in PREPOSITIONS else first  # «في [السقف]»
        alike = _are_alike(before, found[opening].text, found[but + 1].text) and THAT.isdisjoint(t.text for t in behind)
        span = (begin, behind[-1].end) if behind and alike else None
    return span if span and fits(question, sentence[slice(*span)]) else None


def _plain(word: str) -> str:
    """«وليست» as «ليست»."""
    return word.lstrip("وف")


def _only_counts(found: Sequence[Token], but: int, at: int) -> bool:
    """Say the words between «بل» and a number nothing but how many («بل بلغ نحو ستين»)?"""
    return all(token.text in _COUNTING for token in found[but + 1 : at])


def _are_alike(before: Sequence[str], denied: str, said: str) -> bool:
    """May what stands behind «بل» stand in the place of what is denied, and not say what somebody did instead?"""
    if any(_plain(word) in _IS_NOT for word in before):
        return True
    return said == denied if denied in PREPOSITIONS else is_accusative(denied)


def _now_instead(question: str, sentence: str, found: Sequence[Token], within: Sequence[int]) -> Span | None:
    """The only other time, or sum or share, where that of the part was so before."""
    kind = asked_kind(question)
    if kind not in ("time", "money", "share") or not ASK_FORMER.isdisjoint(words(question)):
        return None
    last = found[within[-1]].start
    begin = next((at for at, stop in formers(sentence, found) if at <= within[0] and last < stop), None)
    if begin is None or _asks_for_former(question, sentence, found, begin, kind):
        return None
    said = set(words(question))
    spans = _times(sentence, found) if kind == "time" else number_phrases(sentence, found)
    texts = ((sentence[slice(*span)], span) for at, span in spans if at < begin)
    told = [(text, span) for text, span in texts if not set(words(text)) <= said and _may_be(kind, fold(text))]
    return told[0][1] if len(told) == 1 and fits(question, told[0][0]) else None


def _may_be(kind: str, folded: str) -> bool:
    if kind == "share":
        return holds_share(folded)
    return kind == "time" or holds_money(folded) or not MAYBE_MONEY.isdisjoint(words(folded))


def _asks_for_former(question: str, sentence: str, found: Sequence[Token], begin: int, kind: str) -> bool:
    """May a question ask for what was so before, from the token `begin` on, and not for what has taken its place?

    It does not where that was only meant. «متى كان وزيرا؟» has the words of «بعد أن كان وزيرا حتى 2008», which besides
    tells of another office and is no other time of the same.
    """
    at = found[begin].start
    stop = _STOP.search(sentence, at)
    clause = sentence[at : stop.start() if stop else len(sentence)]
    if not PLANNED.isdisjoint(words(clause)):
        return False
    asked = asked_words(question)[1]
    more = len(asked & cores(clause)) > len(asked & cores(sentence[:at]))
    return more or (kind == "time" and found[begin].text in _ONCE_IT_WAS)


def _times(sentence: str, found: Sequence[Token]) -> list[tuple[int, Span]]:
    """The dates of a sentence: a month or a year with the numbers, the month and the weekday beside it."""
    dated = [
        at
        for at, token in enumerate(found)
        if token.text in month_words() or token.text in weekday_numbers() or _YEAR.match(token.text)
        or (token.text.isdigit() and at + 1 < len(found) and found[at + 1].text in month_words())
    ]  # fmt: skip
    made: list[tuple[int, Span]] = []
    for at in dated:
        if made and not sentence[made[-1][1][1] : found[at].start].strip(" /،"):
            made[-1] = (made[-1][0], (made[-1][1][0], found[at].end))
        else:
            first = at - 1 if at and found[at - 1].text in _BEFORE_TIMES else at
            made.append((at, (found[first].start, found[at].end)))
    return made


def _named_value(question: str, sentence: str, found: Sequence[Token], within: Sequence[int]) -> Span | None:
    """The number behind the noun that is asked for, where the part is that of another noun."""
    noun = _noun_of_value(question)
    if not noun:
        return None
    phrases = number_phrases(sentence, found)
    told = [
        (at, span) for at, span in phrases
        if any(_is_noun(token.text, noun) for token in found[max(0, at - 3) : at])
        and not _STOP.search(sentence, found[max(0, at - 3)].start, span[0])
    ]  # fmt: skip
    if len(told) != 1 or told[0][0] in within:
        return None
    own = next((at for at, _ in phrases if at in within), 0)
    return told[0][1] if any(_may_be_valued(token.text, noun) for token in found[max(0, own - 2) : own]) else None


def _may_be_valued(word: str, noun: str) -> bool:
    """Is it another noun than the one asked for, of a measure or of somebody's («طوله», «ثمن»)?"""
    alone = word.removeprefix("و")
    bare = _OWNED.sub("", alone)
    owned = bare != alone and len(bare) >= _LEAST_OWNED
    return not _is_noun(word, noun) and (owned or not _forms(word).isdisjoint(_MEASURES))


def _is_noun(word: str, noun: str) -> bool:
    return noun in {stem(form) for form in _forms(word)}


def _forms(word: str) -> set[str]:
    """A noun as it stands, without «و» and without whose it is."""
    return {_OWNED.sub("", form) for form in (word, word.removeprefix("و"))}


@functools.lru_cache(maxsize=64)
def _noun_of_value(question: str) -> str:
    """The noun whose value is asked for, its stem: the only one of «وقطره؟», or a measure behind the word that asks."""
    found = [word for word in words(question) if word not in STOPWORDS and word.lstrip("وفب") not in INTERROGATIVES]
    if not found:
        return ""
    measured = _MEASURES.intersection({form.removeprefix("ال") for form in _forms(found[0])})
    if len(found) == 1 and len(words(question)) <= MAX_ELLIPTIC and not measured:
        return stem(_OWNED.sub("", found[0].removeprefix("و")))
    return stem(min(measured)) if measured else ""


def _of_rate(question: str, sentence: str, found: Sequence[Token], within: Sequence[int]) -> Span | None:
    """The number in so much time, where that is asked for, that counts the same as the part's («120 لترا … يوميا»)."""
    asked, counted = _rates(fold(question)), _HOW_MANY.search(fold(question))
    own = fold(sentence[: found[within[-1]].end]) + _clause_behind(sentence, found[within[-1]].end)
    if len(asked) != 1 or not counted or asked & _rates(own):
        return None
    same = [
        (at, span)
        for at, span in number_phrases(sentence, found)
        if _unit(words(sentence[slice(*span)])[-1]) == _unit(counted[1])
    ]
    if not any(at in within for at, _ in same):
        return None
    rated = [span for at, span in same if at > within[-1] and asked & _rates(_clause_behind(sentence, span[1]))]
    return rated[0] if len(rated) == 1 else None


def _of_verb(question: str, sentence: str, found: Sequence[Token], within: Sequence[int]) -> Span | None:
    """The only number of the clause with the verb asked about («كم يكفي …؟»), where the part is of another clause."""
    verb = _verb_asked(question)
    if not verb:
        return None
    begins = [0, *(match.end() for match in _STOP.finditer(sentence)), len(sentence)]
    clauses = list(itertools.pairwise(begins))
    having = [span for span in clauses if verb in {verb_core(word) for word in words(sentence[slice(*span)])}]
    at = found[within[0]].start
    if len(having) != 1 or having[0][0] <= at < having[0][1]:
        return None
    told = [span for _, span in number_phrases(sentence, found) if having[0][0] <= span[0] < having[0][1]]
    return told[0] if len(told) == 1 and fits(question, sentence[slice(*told[0])]) else None


@functools.lru_cache(maxsize=64)
def _verb_asked(question: str) -> str:
    """The core of the verb right behind «كم», where it says more than that something was so much."""
    asked = _HOW_MANY.search(fold(question))
    if not asked or not _VERB.match(asked[1]) or asked[1] in MEASURING or asked_kind(question) not in AMOUNTS:
        return ""
    return verb_core(asked[1])


def _unit(word: str) -> str:
    return WHAT_IS_COUNTED.get(word) or stem(word.removesuffix("ا"))


def _clause_behind(sentence: str, begin: int) -> str:
    stop = _STOP.search(sentence, begin)
    return fold(sentence[begin : stop.start() if stop else len(sentence)])


@functools.lru_cache(maxsize=64)
def _rates(folded: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _RATES.items() if pattern.search(folded))
