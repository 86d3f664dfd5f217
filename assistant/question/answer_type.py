"""What kind of answer a question asks for, and whether a sentence has one of that kind to offer.

A weak signal by design: it orders sentences that are otherwise close, and is one feature among others.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence
from typing import Literal

from vectorstore.text.arabic import fold, stem
from vectorstore.text.calendar_names import month_words, weekday_numbers
from vectorstore.text.name_keys import is_native_shaped

AnswerType = Literal["number", "time", "person", "place", "reason", "other"]

_CLITIC = "(?:^|[^\\w])[وف]?[بلك]?"
_QUESTIONS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    ("time", re.compile(
        _CLITIC + "(?:متي|اي (?:يوم|ايام|يومين|شهر|سنه|عام|تاريخ|وقت|ساعه)|ما (?:هو )?(?:تاريخ|يوم|الشهر|اليوم|موعد)"
        "|تاريخ|كم (?:سنه|عاما))"
        "|\\b(?:when|what (?:date|day|month|year)|which (?:day|month|year|date)|quand|quel (?:jour|mois)"
        "|quelle (?:date|année))\\b")),
    ("number", re.compile(
        _CLITIC + "(?:كم|(?:ما |باي |اي )?(?:هي |هو )?(?:نسبه|عدد|مقدار|حجم|قيمه|مده|المده|عقوبه))\\b"
        "|\\b(?:how (?:many|much|long|old)|what (?:percentage|share|number|proportion)|combien"
        "|quel(?:le)? (?:pourcentage|part|nombre))\\b")),
    ("reason", re.compile(_CLITIC + "(?:لماذا|لم|ما (?:هو )?(?:سبب|السبب|اسباب))\\b|\\b(?:why|pourquoi)\\b")),
    ("place", re.compile(
        _CLITIC + "(?:اين|اي (?:مدينه|دوله|بلد|مكان|جزيره|قاره|منطقه))\\b"
        "|\\b(?:where|which (?:city|country|place|island)|où|dans quel(?:le)? (?:ville|pays|île))\\b")),
    ("person", re.compile(
        "^(?:و|ف)?(?:من|لمن|بمن|عمن|ممن|ما اسم|ما اسماء|اذكر اسماء)\\b|، ?ومن\\b"
        "|\\b(?:who|whom|whose|qui)\\b")),
)  # fmt: skip

_NUMBER = re.compile(
    "\\d|\\b[وبلف]?(?:ال)?(?:عشر(?:ه|ون|ين|ات)?|مئات|مئه|مائه|مئتان|الاف|الف|الاف|مليون|ملايين|مليار|نصف|ثلث|ربع|"
    "واحد[ه]?|اثنان|اثنين|اثنت(?:ان|ين)|ثلاث[هة]?|اربع[هة]?|خمس[هة]?|ست[هة]|سبع[هة]?|ثماني?[هة]?|تسع[هة]?|عشرات|"
    "ثلاث(?:ون|ين)|اربع(?:ون|ين)|خمس(?:ون|ين)|ست(?:ون|ين)|سبع(?:ون|ين)|ثمان(?:ون|ين)|تسع(?:ون|ين)|ساعتين|شهرين|عامين|يومين|سنتين)\\b"
)
_MOSTLY_PEOPLE = {"ربيع", "ماي", "جوان"}
"""No sign of a time by themselves: in the 123 news articles «ماي» and «جوان» are people in all five sentences."""

_REASON = re.compile(
    "\\b[وف]?(?:لان|لانه|لانها|بسبب|نظرا|نتيجه|لذلك|اذ|كي|لكي|حتي|من اجل|سعيا|بهدف|تجنبا|بغيه|خشيه)\\b"
)
_PLACE = re.compile(
    "\\b(?:في|الي|من|ب?مدينه|ب?جزيره|زياره|دوله|عاصمه|شمال|جنوب|شرق|غرب|منطقه|ولايه|محافظه|قريه|جامعه|فندق|وادي)\\b"
)


@functools.cache
def _time_pattern() -> re.Pattern[str]:
    months = month_words() - _MOSTLY_PEOPLE
    names = [name for name in (*weekday_numbers(), *months) if not name.isascii()]
    return re.compile(
        rf"\b(?:1[0-9]{{3}}|20[0-9]{{2}})\b|\d+/\d+|\b[وبلف]?(?:ال)?(?:{'|'.join(names)}|امس|غدا|"
        r"عام|سنه|شهر|يوم|قرن|اسبوع|ساعه|ساعات|مساء|صباح|ظهر)\b"
    )


def expected_type(question: str) -> AnswerType:
    """The kind of answer that the question's words ask for; `other` where they do not say."""
    folded = fold(question)
    return next((kind for kind, pattern in _QUESTIONS if pattern.search(folded)), "other")


def match_score(kind: AnswerType, sentence: str, words: Sequence[str], asked: Collection[str]) -> float:
    """Between 0 and 1: does the sentence hold something of this kind that the question did not say itself?

    `words` are the normalised words of the sentence, `asked` the stems of the question.
    """
    folded = fold(sentence)
    if kind == "number":
        return float(any(number.group() not in asked for number in _NUMBER.finditer(folded)))
    if kind == "time":
        return float(bool(_time_pattern().search(folded)))
    if kind == "reason":
        return float(bool(_REASON.search(folded)))
    if kind == "place":
        return float(bool(_PLACE.search(folded)))
    if kind == "person":
        return _names_somebody(words, asked)
    return 0.5


def _names_somebody(words: Sequence[str], asked: Collection[str]) -> float:
    """1 for two words in a row that look like a name that the question does not have; less for one."""
    new = [len(word) > 2 and not word.startswith("ال") and stem(word) not in asked for word in words]
    foreign = [fresh and not is_native_shaped(word, clitics=True) for fresh, word in zip(new, words, strict=True)]
    pairs = zip(new, foreign, new[1:], foreign[1:], strict=False)
    if any(one and other and (one_foreign or other_foreign) for one, one_foreign, other, other_foreign in pairs):
        return 1.0
    return 0.4 * any(foreign)
