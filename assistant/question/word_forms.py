"""What some words tell by their form alone: a time, a sum, a share, a measure, or nothing but such.

All texts are folded.
"""

from __future__ import annotations

import re

from assistant.lexicon.measures import (
    BESIDE_TIMES,
    IN_TIME,
    LARGE_SCALES,
    MEASURED,
    MONEY_WORDS,
    SHARE_WORDS,
    TIMES_OF_DAY,
    UNITS_OF,
)
from assistant.lexicon.pronouns import ADVERBIAL
from assistant.lexicon.quantifiers import ONLY
from assistant.question.answer_type import holds_number, holds_time
from vectorstore.text.arabic import words
from vectorstore.text.calendar_names import month_words, weekday_numbers
from vectorstore.text.lexicon import ARABIC_ORDINALS, PREPOSITIONS

SHARE = re.compile(rf"[%٪]|\b(?:{'|'.join(SHARE_WORDS)})\b")
MONEY = re.compile(rf"[$€£]|\b[وب]?(?:{'|'.join(MONEY_WORDS)})\w{{0,2}}\b")
LARGE = re.compile(rf"\b[وبلف]?(?:{'|'.join(LARGE_SCALES)})\b")
UNITS = {
    name: re.compile(
        rf"\b[وبل]?(?:ال)?(?:(?:{'|'.join(units)})(?:ا|ين|ان|ات)?"
        rf"|(?:{'|'.join(unit[:-1] for unit in units if unit.endswith('ه')) or '(?!)'})ت(?:ين|ان))\b"
    )
    for name, units in UNITS_OF.items()
}
"""One of each measure's units, two of them too («سنتان»)."""
_IN_TIME = re.compile(rf"\b[وبلف]?(?:ال)?(?:{'|'.join(IN_TIME)})")
_SURELY_WHEN = re.compile(
    rf"\b[وبلف]?(?:ال)?(?:{'|'.join(UNITS_OF['time'])})(?:ا|ين|ان|ات)?\b"
    rf"|\b(?:1\d|20)\d\dم?\b|\b\d{{1,2}}:\d\d\b|\b(?:{'|'.join(TIMES_OF_DAY)})\b"
)
_HOURS = frozenset(f"ال{word}" for line in ARABIC_ORDINALS.split(";") for word in line.split()[2:])


def says_when(folded: str) -> bool:
    """Has a folded text a date, a time of day, a word or a unit of time?"""
    return holds_time(folded) or says_in_time(folded) or bool(_SURELY_WHEN.search(folded))


def names_day(folded: str) -> bool:
    """Has a folded text a month or a day of the week?"""
    return any(word in month_words() or word in weekday_numbers() for word in words(folded))


def says_in_time(folded: str) -> bool:
    """Has a folded text a word for a time that is no date («في عهد …», «منذ»)?"""
    return bool(_IN_TIME.search(folded))


def holds_money(folded: str) -> bool:
    """Does a folded text have a currency, or millions of anything?"""
    return bool(MONEY.search(folded) or LARGE.search(folded))


def holds_share(folded: str) -> bool:
    """Does a folded text have a share of a hundred?"""
    return bool(SHARE.search(folded))


def only_says_when(folded: str) -> bool:
    """Is every word of a folded text of a time? «بعد ثلاث ليال فقط» is no reason, «بعد خلاف دام شهرا» may be one."""
    return all(map(_may_say_when, words(folded)))


def only_a_time(folded: str) -> bool:
    """The same, surely of a time: «في حدود الرابعة وأربعين دقيقة» is no place; «6 أكتوبر» may be one, «صباح» and
    «ليالي» persons."""
    found = words(folded)
    return bool(len(found) > 1 and _SURELY_WHEN.search(folded)) and all(
        _may_say_when(word) or word in BESIDE_TIMES or word in _HOURS or word in TIMES_OF_DAY for word in found
    )


def _may_say_when(word: str) -> bool:
    return (
        word in PREPOSITIONS or word in ADVERBIAL or word in ONLY or holds_number(word) or holds_time(word)
        or bool(UNITS["time"].search(word))
    )  # fmt: skip


def only_an_amount(folded: str) -> bool:
    """Is every word of a folded text a number or a unit? «بمئة واثنتي عشرة درجة» is nobody, «ثلاثة وزراء» may be."""
    found = words(folded)
    return any(map(holds_number, found)) and all(
        word in PREPOSITIONS or holds_number(word) or any(unit.search(word) for unit in UNITS.values())
        for word in found
    )


def only_measures(folded: str) -> bool:
    """Is every word of a folded text of a length or a number? «على عمق ستة أمتار» says where, and not how."""
    found = words(folded)
    return any(UNITS["length"].search(word) for word in found) and all(
        word in PREPOSITIONS or word in ONLY or word in MEASURED["length"] or holds_number(word)
        or UNITS["length"].search(word)
        for word in found
    )  # fmt: skip


def only_of_money_or_time(folded: str) -> bool:
    """Is it nothing but a sum or so many years? «38 ألف دولار» does not say how something was paid for."""
    units = MONEY, UNITS["time"]
    found = words(folded)
    return any(unit.search(folded) for unit in units) and all(
        word in PREPOSITIONS or word in ONLY or holds_number(word) or any(unit.search(word) for unit in units)
        for word in found
    )
