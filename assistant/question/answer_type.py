"""What kind of answer a question asks for, and whether a sentence has one of that kind to offer.

A weak signal by design: it orders sentences that are otherwise close, and is one feature among others.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from assistant.lexicon.interrogatives import (
    ASK_NUMBER,
    ASK_PERSON,
    ASK_PLACE,
    ASK_REASON,
    ASK_TIME,
    BEHIND_LIST,
    SURE_INTERROGATIVES,
)
from assistant.lexicon.numbers import ABOUT, DUALS, FRACTIONS, SCALES, TENS, UNITS
from assistant.lexicon.reasons import OWING_TO
from vectorstore.text.arabic import fold, stem
from vectorstore.text.calendar_names import month_words, weekday_numbers
from vectorstore.text.name_keys import is_native_shaped

AnswerType = Literal["number", "time", "person", "place", "reason", "other"]


def _any_of(words: Iterable[str]) -> str:
    return "|".join(words)


_TIME_DUALS = [word for word, unit in DUALS.items() if unit and not word.isascii()]
_SURELY_WHY = [word for word in ASK_REASON if word in SURE_INTERROGATIVES]
"""«العام الذي لم يُفتح فيه المتحف» denies: «لم» asks only where it comes first."""
_CLITIC = "(?:^|[^\\w])[وف]?[بلك]?"
_QUESTIONS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    ("time", re.compile(
        _CLITIC + f"(?:{_any_of(ASK_TIME)}|اي (?:يوم|ايام|{_any_of(_TIME_DUALS)}|شهر|سنه|عام|تاريخ|وقت|ساعه)"
        "|ما (?:هو )?(?:تاريخ|يوم|الشهر|اليوم|موعد)"
        "|تاريخ|كم (?:سنه|عاما))"
        "|\\b(?:when|what (?:date|day|month|year)|which (?:day|month|year|date)|quand|quel (?:jour|mois)"
        "|quelle (?:date|année))\\b")),
    ("number", re.compile(
        _CLITIC + f"(?:{_any_of(ASK_NUMBER)}|(?:ما |باي |اي )?(?:هي |هو )?"
        "(?:نسبه|عدد|مقدار|حجم|قيمه|مده|المده|عقوبه)|اي (?:سن|عمر))\\b"
        "|\\b(?:how (?:many|much|long|old)|what (?:percentage|share|number|proportion)|combien"
        "|quel(?:le)? (?:pourcentage|part|nombre))\\b")),
    ("reason", re.compile(
        _CLITIC + f"(?:{_any_of(_SURELY_WHY)}|ما (?:هو )?(?:سبب|السبب|اسباب))\\b|^\\W*[وف]?(?:{_any_of(ASK_REASON)})\\b"
        "|\\b(?:why|pourquoi)\\b")),
    ("place", re.compile(
        _CLITIC + f"(?:{_any_of(ASK_PLACE)}|اي (?:مدينه|دوله|بلد|مكان|جزيره|قاره|منطقه))\\b"
        "|\\b(?:where|which (?:city|country|place|island)|où|dans quel(?:le)? (?:ville|pays|île))\\b")),
    ("person", re.compile(
        f"^(?:و|ف)?(?:(?:{_any_of(ASK_PERSON)})(?! ايه?\\b)|ما اسم|ما اسماء|اذكر اسماء)\\b|، ?ومن(?! ايه?\\b)\\b"
        "|\\b(?:who|whom|whose|qui)\\b")),
)  # fmt: skip

_MARKS = "[\u064b-\u0650]?"
_MARKED_LIST = re.compile(rf"^\W*[وف]?{_MARKS}ع{_MARKS}د{_MARKS}\u0651{_MARKS}د")
_PLAIN_LIST = re.compile(rf"^\W*[وف]?عدد (?:{'|'.join(BEHIND_LIST)})\b(?!.*[؟?])")
"""«عدّد الشركات», in the text as it is; and folded, without the mark, before what a number of is not asked for."""

_ALSO_LADY = {"ست"}
_NUMBER_WORDS = [
    word
    for word in ("واحد", "واحده", *UNITS, *TENS, *SCALES, *FRACTIONS, *ABOUT, *DUALS)
    if not (word.isascii() or word in _ALSO_LADY)
]
_NUMBER = re.compile(rf"\d|\b[وبلف]?(?:ال)?(?:{'|'.join(_NUMBER_WORDS)})\b")
_MOSTLY_PEOPLE = {"ربيع", "ماي", "جوان"}
"""No sign of a time by themselves: in the 123 news articles «ماي» and «جوان» are people in all five sentences."""

_REASON = re.compile(
    rf"\b[وف]?(?:{_any_of(OWING_TO)}|لان|لانه|لانها|لانهم|لذلك|اذ|كي|لكي|حتي|من اجل|سعيا|بهدف|تجنبا|بغيه|خشيه|اثر"
    r"|مرده?|سببه|سببها|السبب|الاسباب|بحجه|بدعوي|بداعي|ذلك ان|ناجم|ناجمه|ناتج|ناتجه)\b"
    r"|\b[وف]?[يت](?:عود|رجع|عزي)\b(?: \w+){0,5} الي\b"  # «ويعود ذلك إلى غياب الدراسة»
    r"|\bل(?:عدم|انعدام|غياب|قله|نقص|ضعف|سوء|كون|وجود|نفاد|تعذر|اسباب|دواع)(?:ه|ها|هم|ي)?\b"
    r"|\bوذلك ل\w{3}"
)
_SAYS_WHY = re.compile(
    r"^\W*(?:فقد |[وف]?(?:ذلك |هذا )?"
    r"(?:[يت](?:عود|رجع|عزي)|كان|جاء|سبب|السبب|الاسباب|مرد|لان|بسبب|نتيجه|نظرا)\w{0,3}\b)"
)
"""How a sentence begins that gives the reason of what the one before it says («فقد اشترطت …», «ويعود ذلك إلى …»)."""
_PLACE = re.compile(
    "\\b(?:في|الي|من|ب?مدينه|ب?جزيره|زياره|دوله|عاصمه|شمال|جنوب|شرق|غرب|منطقه|ولايه|محافظه|قريه|جامعه|فندق|وادي)\\b"
)


@functools.cache
def _time_pattern() -> re.Pattern[str]:
    months = month_words() - _MOSTLY_PEOPLE
    names = [name for name in (*weekday_numbers(), *months) if not name.isascii()]
    return re.compile(
        rf"\b(?:1[0-9]{{3}}|20[0-9]{{2}})\b|\d+/\d+|\b[وبلف]?(?:ال)?(?:{_any_of(names)}|امس|غدا|"
        r"عام|سنه|شهر|يوم|قرن|اسبوع|ساعه|ساعات|مساء|صباح|ظهر)\b"
    )


def expected_type(question: str) -> AnswerType:
    """The kind of answer that the question's words ask for; `other` where they do not say."""
    folded = fold(question)
    if _MARKED_LIST.search(question) or _PLAIN_LIST.search(folded):
        return "other"
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
        return float(says_why(sentence) or bool(_REASON.search(folded)))
    if kind == "place":
        return float(bool(_PLACE.search(folded)))
    if kind == "person":
        return _names_somebody(words, asked)
    return 0.5


def says_why(sentence: str) -> bool:
    """Does a sentence begin as those do that give the reason of what the one before it says?"""
    folded = fold(sentence)
    began = _SAYS_WHY.match(folded)
    return began is not None and (began.group().strip() == "فقد" or bool(_REASON.search(folded)))


def holds_number(folded: str) -> bool:
    """Does a folded text have a number, in digits or words?"""
    return bool(_NUMBER.search(folded))


def holds_time(folded: str) -> bool:
    """Does a folded text have a year, a date, or a word of time?"""
    return bool(_time_pattern().search(folded))


def _names_somebody(words: Sequence[str], asked: Collection[str]) -> float:
    """1 for two words in a row that look like a name that the question does not have; less for one."""
    new = [len(word) > 2 and not word.startswith("ال") and stem(word) not in asked for word in words]
    foreign = [fresh and not is_native_shaped(word, clitics=True) for fresh, word in zip(new, words, strict=True)]
    pairs = zip(new, foreign, new[1:], foreign[1:], strict=False)
    if any(one and other and (one_foreign or other_foreign) for one, one_foreign, other, other_foreign in pairs):
        return 1.0
    return 0.4 * any(foreign)
