"""Do the words that a reader found fit what the question asks for? What does not fit is not set off.

A check of form, not of truth: an amount is asked for and the words have none, a share is given where things are
counted, a measure of another kind, a bare number where somebody or some place is asked for, another city than the
capital of the country named, a time alone where a reason is. Words that might fit are let pass. The quote itself stays
as it is.

Right answers that fit: see `benchmarks/fitting_words.py`, which measures it.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

from assistant.lexicon.interrogatives import SPOKEN_MANNER
from assistant.lexicon.measures import (
    ANY_COUNTED,
    ASK_MONEY,
    ASK_SHARE,
    CHANGING,
    COUNTED_ANYHOW,
    GAINED,
    MAYBE_MONEY,
    MEASURED,
    MEASURING,
    MONEY_COUNTED,
    NO_AMOUNTS,
    RATES,
    THOUSANDS,
    TIME_UNITS,
    UNITS_OF,
)
from assistant.lexicon.numbers import SCALES, WHAT_IS_COUNTED
from assistant.question.answer_type import expected_type, holds_number, holds_time
from assistant.question.counted import (
    counted_nouns,
    counts_things,
    is_accusative,
    is_person,
    noun_asked,
    says_things_alone,
    says_units_alone,
)
from assistant.question.territories import capitals_of
from assistant.question.who_it_is import is_no_person
from assistant.question.word_forms import (
    LARGE,
    MONEY,
    SHARE,
    UNITS,
    names_day,
    only_a_time,
    only_an_amount,
    only_measures,
    only_of_money_or_time,
    only_says_when,
    says_in_time,
)
from vectorstore.text.arabic import fold, stem, stems, words

AskedKind = Literal[
    "share", "money", "change", "count", "amount", "measure", "time", "person", "place", "capital", "reason", "other"
]

AMOUNTS: tuple[AskedKind, ...] = ("share", "money", "change", "count", "amount", "measure")
"""The kinds that a number answers."""

_ASKS_SHARE = re.compile(rf"\b[وبلف]?(?:{'|'.join((*ASK_SHARE, *RATES))})(?<!\bبالنسبه)\b")
_RATE = re.compile(rf"\b(?:{'|'.join(RATES)})\b")
_CHANGES = re.compile(
    rf"(?<!الي )\b[وف]?ب?كم (?:{'|'.join(sorted(CHANGING))})\b|"
    r"\bhow much\b.{0,80}?\b(?:(?:go|gone|went) (?:up|down)|rise|risen|increased?|fall|fallen|drop|dropped)\b(?! to\b)"
)
"""By how much; «إلى كم ارتفع السعر؟» asks for a price."""
_OF_SO_MANY = re.compile(
    r"[:/]|\b(?:من|لكل|بكل|كل|مقابل|ضعف|اضعاف|مره|مرات|مرتين|نصف|ثلث|ربع|خمس|الي|بين)\b|في (?:ال)?(?:الف|مليون)"
)
_OF_TWO = re.compile(r"\bالي\b|\bبين \w+ و")
"""Shares without a sign: «9 من كل 10», «20 إلى 1», «12 في المليون»; and a question for the ratio of two."""
_SIX = re.compile(r"\b[وبلف]?ست (?!ال)\w")
_ASKS_MONEY = re.compile(rf"\b[وبلف]?(?:ال)?(?:{'|'.join(ASK_MONEY)})\w{{0,2}}\b")
_GAINED = re.compile(rf"\b[وبلف]?(?:ال)?(?:{'|'.join(GAINED)})(?:ه|ها|هم)?\b")
_ANYHOW = re.compile(rf"\b[وبلف]?(?:ال)?(?:{'|'.join(COUNTED_ANYHOW)})\w{{0,3}}\b")
_THOUSANDS = re.compile(rf"\b\d{{4,}}\b|\b\d{{1,3}}(?:,\d{{3}})+\b|\b(?:{'|'.join(THOUSANDS)})\b")
_ANY_MONEY = re.compile(
    rf"\b[وبلف]?(?:ال)?(?:{'|'.join(word for word in COUNTED_ANYHOW if word not in NO_AMOUNTS)})\w{{0,3}}\b"
)
_LABEL = re.compile(r"\b(?:رقم(?:ه|ها)? ?|no\.? ?)\d+\b")
"""«القميص رقم 9» tells which one, and no amount."""
_DUAL = re.compile(r"\b(?:\w{3,}(?:ان|تا|تي)|(?!(?:[وبكف]?ال|لل)\w)\w{3,}ين)\b")
"""Two of something; «الليبيين» with its article is more likely many."""
_CAPITAL = re.compile(
    r"^[وف]?(?:ما|ماهي|ما هي|what is|what's|quelle est)?\s*(?:the |la )?"
    r"(?:عاصمه|capital of|capitale d(?:e la |e l['’]|e |u |es ))\s*(?:دوله |جمهوريه )?(\w+)\W*$"
)
_COUNTS = re.compile(
    r"\bعدد\b|\bكم (?:من )?\w{2,}(?:(?<!و)ا|ه)\b|\bhow many\b|\bnumber of\b|\bcombien d(?:e\b|['’])|\bnombre d"
)
"""A noun behind «كم» is known by the ending that it has there; behind it a verb («كم سرقوا») may ask for any amount."""

_IS = f"(?:هو|هي|يكون|متوسط|اجمالي|{'|'.join(sorted(MEASURING))})"
_SHARE_ASKED = re.compile(rf"\b[وفب]?(?:كم|ما|اي)(?: {_IS})* (?:ال)?نسبه\b")
_MEASURES = {
    name: re.compile(
        rf"(?:^[وف]?|[^\w])(?:(?:كم|ما|[بلف]?اي) (?:{_IS} )*(?:ال)?|how |what(?:'s| is| was)? (?:the )?|"
        r"quelle? (?:est |était )?(?:la |le |l['’])?)"
        rf"(?:{'|'.join(nouns)})(?<!السن(?=ه))(?:ه|ها|هم|هما)?\b"
    )
    for name, nouns in MEASURED.items()
}
"""The measure behind «كم», «ما» or «أي», with a word of being between them: «كم كان يبلغ طول …», «في أي سن …»; a year,
«السنة», is none."""

_YEAR = re.compile(r"\bسنة\b")

_IN_UNITS = {
    name: re.compile(rf"\bبال(?:{'|'.join(units)})(?:ات)?\b") for name, units in UNITS_OF.items()
}
_UNITS_ASKED = {"speed": ("length",), "age": ("time",)}

_CURRENCIES = {"dollar", "euro", "pound"}

_ASKS_HOW = re.compile(rf"^\W*[وف]?(?:كيف|{'|'.join(SPOKEN_MANNER)})\b")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@functools.lru_cache(maxsize=64)
def asked_kind(question: str) -> AskedKind:
    """What kind of words the question asks for, more finely than `expected_type`; `other` where it does not say."""
    folded = fold(question)
    if _capitals(folded):
        return "capital"
    kind = expected_type(question)
    if kind in ("number", "other") and not asks_how(question) and (measure := _measure(question)):
        return "measure" if measure != "money" else "share" if _RATE.search(folded) else "money"
    if kind != "number":
        return kind
    if _ASKS_SHARE.search(folded):
        return "share"
    counted = _COUNTS.search(folded)
    if _ASKS_MONEY.search(folded) and (not counted or _asks_money_by(counted[0], folded)):
        return "change" if _CHANGES.search(folded) else "money"
    return "count" if counted and SCALES.keys().isdisjoint(words(counted[0])) else "amount"


def _asks_money_by(counted: str, folded: str) -> bool:
    """Is what «كم» or «عدد» counts money («كم مبلغا», «كم مليونا»), and not what was sold («كم نسخة بيعت»)?"""
    noun = noun_asked(folded) if "عدد" in counted else counted
    return bool(MONEY.search(noun) or _ASKS_MONEY.search(noun)) or not MONEY_COUNTED.isdisjoint(words(noun))


def fits(question: str, found: str) -> bool:
    """May these words of a document be what the question asks for? True where it does not say what it asks for."""
    kind, text = asked_kind(question), fold(found)
    if asks_how(question):
        return not (only_measures(text) or only_of_money_or_time(text))
    if kind == "measure":
        return _fits_measure(_measure(question), text)
    if kind in ("share", "money", "change", "count", "amount"):
        return _fits_amount(kind, text, fold(question))
    if kind == "time":
        return holds_time(text) or says_in_time(text) or (holds_number(text) and not SHARE.search(text))
    if kind == "capital":
        return any(capital in text for capital in _capitals(fold(question)))
    if kind == "person" and is_no_person(question, text):
        return False
    if kind in ("person", "place"):
        told = bool(_LETTERS.search(text)) and not (SHARE.search(text) or only_a_time(text))
        return told and not (kind == "person" and only_an_amount(text))
    return kind != "reason" or (bool(_LETTERS.search(text)) and not only_says_when(text))


def asks_how(question: str) -> bool:
    """Does it ask in what way or by what means something was done?"""
    return bool(_ASKS_HOW.search(fold(question)))


def asks_age(question: str) -> bool:
    """Does it ask how old somebody is or was?"""
    return asked_kind(question) == "measure" and _measure(question) == "age"


def _capitals(folded: str) -> frozenset[str]:
    """The capitals of the country whose capital a folded question asks for."""
    asked = _CAPITAL.search(folded)
    return capitals_of(asked[1]) if asked else frozenset()


def _has_number(folded: str) -> bool:
    """Has a folded text a number? «ست» may be a lady elsewhere, not where an amount is asked for."""
    return holds_number(folded) or bool(_SIX.search(folded))


def _measure(question: str) -> str:
    """What a question wants measured, a key of `MEASURED`; empty where it does not say so."""
    folded = fold(_YEAR.sub("عام", question))  # folded, «سنة» is «سنه», somebody's age
    return next((name for name, pattern in _MEASURES.items() if pattern.search(folded)), "")


def _fits_measure(measure: str, text: str) -> bool:
    """A number in a unit of this measure, or in none."""
    if not (_has_number(text) or _ANYHOW.search(text) or _DUAL.search(text)):
        return False
    units = {name for name, pattern in UNITS.items() if pattern.search(text)}
    wanted = _UNITS_ASKED.get(measure, (measure,))
    if units.intersection(wanted):
        return True
    counts = measure != "age" and says_things_alone(text)  # «56 ربيعا» is an age
    return not (units or counts or SHARE.search(text) or MONEY.search(text))


def _fits_amount(kind: AskedKind, text: str, question: str) -> bool:
    """An amount of the kind asked for; what names no unit may be of any."""
    if not _LABEL.search(question):
        text = _LABEL.sub(" ", text)
    anyhow = _ANY_MONEY if kind == "money" else _ANYHOW
    if not (_has_number(text) or LARGE.search(text) or anyhow.search(text) or _DUAL.search(text)):
        return kind == "money" and not MAYBE_MONEY.isdisjoint(words(text))
    share, money = bool(SHARE.search(text)), bool(MONEY.search(text))
    gained = bool(_GAINED.search(question))
    if gained and not (share or money) and says_units_alone(text, question, TIME_UNITS):
        return False
    if kind == "share":
        return share or not (money or _counts_other(text, question))
    if kind in ("money", "change"):
        return money or (share and (gained or kind == "change")) or not (share or _is_no_money(text, question))
    named = SHARE.search(question) or MONEY.search(question)  # «كم دولارا …؟»
    if _in_other_units(text, question):
        return False
    if kind == "amount":
        return not _counts_no_such(text, question)
    by_share = share and _CHANGES.search(question)  # «كم انخفض عدد المهاجرين؟»: by a fifth, or by so many
    return bool(named or by_share) or not (share or money or _counts_no_such(text, question))


def _in_other_units(text: str, question: str) -> bool:
    """Does the question say in what unit, and has the text another («4.3 درجات» for «كم دامت بالثواني؟»)?"""
    wanted = {name for name, pattern in _IN_UNITS.items() if pattern.search(question)}
    given = {name for name, pattern in UNITS.items() if pattern.search(text)}
    return bool(wanted and given) and wanted.isdisjoint(given)


def _is_no_money(text: str, question: str) -> bool:
    """Is the number of a text of another unit, a date, or of a thing: «41 ألف تذكرة» for the price of a ticket?"""
    measured = {unit for word in words(text) if (unit := WHAT_IS_COUNTED.get(word))} - _CURRENCIES
    if measured or (names_day(text) and MAYBE_MONEY.isdisjoint(words(text)) and not LARGE.search(text)):
        return True
    priced = set(stems(question))
    return MAYBE_MONEY.isdisjoint(words(text)) and any(
        is_accusative(noun) or stem(noun) in priced for noun in counted_nouns(text)
    )


def _counts_other(text: str, question: str) -> bool:
    """Is it a number of things («71 ألفا») where «ما نسبة …» asks for a share?"""
    if not _SHARE_ASKED.search(question) or _OF_SO_MANY.search(text) or _OF_TWO.search(question):
        return False
    return bool(_THOUSANDS.search(text)) or says_units_alone(text, question)


def _counts_no_such(text: str, question: str) -> bool:
    """Counts every number of a text a unit where a noun is asked for, or a thing where people are?"""
    asked = noun_asked(question)
    if not asked or asked in ANY_COUNTED:
        return False
    if says_units_alone(text, question):
        return True
    return is_person(asked) and counts_things(question, text)
