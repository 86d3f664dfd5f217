"""The words of `assistant.verification.numbers`: number words and the months of every calendar, folded."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from vectorstore.text.arabic import fold
from vectorstore.text.calendar_names import islamic_month_numbers, month_numbers, weekday_numbers
from vectorstore.text.lexicon import ARABIC_ORDINALS, CLITICS


def word_set(text: str) -> frozenset[str]:
    """The words of a text, so that a table of words stays readable."""
    return frozenset(text.split())


def _table(text: str) -> dict[str, int]:
    """«1 يناير january; 2 …» as word → number; `_` joins the words of one name."""
    table = {}
    for line in text.split(";"):
        value, *names = line.split()
        table.update({fold(name.replace("_", " ")): int(value) for name in names})
    return table


UNITS = _table(
    "2 اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي two deux; 3 ثلاثه ثلاث three trois; 4 اربعه اربع four quatre;"
    "5 خمسه خمس five cinq; 6 سته ست six; 7 سبعه سبع seven sept; 8 ثمانيه ثماني ثمان eight huit;"
    "9 تسعه تسع nine neuf; 10 عشره عشر ten dix; 11 eleven onze; 12 twelve douze; 13 thirteen; 14 fourteen;"
    "15 fifteen; 16 sixteen; 17 seventeen; 18 eighteen; 19 nineteen"
)
TENS = _table(
    "20 عشرون عشرين twenty vingt; 30 ثلاثون ثلاثين thirty trente; 40 اربعون اربعين forty quarante;"
    "50 خمسون خمسين fifty cinquante; 60 ستون ستين sixty soixante; 70 سبعون سبعين seventy; 80 ثمانون ثمانين eighty;"
    "90 تسعون تسعين ninety"
)
_HUNDREDS = {
    unit + hundred: value
    for value, unit in enumerate(("ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع"), start=3)
    for hundred in ("مئه", "مائه", "مايه", "ميه")
}
TENS.update({name: value * 100 for name, value in _HUNDREDS.items()})
TENS.update(dict.fromkeys(("مئتان", "مئتين", "مائتان", "مائتين", "مئتا", "مائتا", "مئتي", "مائتي"), 200))
TENS.update(dict.fromkeys(("الفان", "الفين", "الفا", "الفي"), 2000))
del TENS["الفا"]  # also «ألفًا», the accusative of a thousand
SCALES = _table(
    "100 مئه مائه مايه hundred cent; 1000 الف الفا الاف thousand mille; 1000000 مليون مليونا ملايين million millions;"
    "1000000000 مليار مليارا مليارات بليون billion billions milliard milliards; 1000000000000 تريليون تريليونا trillion"
)
TENS.update({"مليونان": 2_000_000, "مليونين": 2_000_000, "ملياران": 2_000_000_000, "مليارين": 2_000_000_000})
ABOUT = _table(
    "10 عشرات dozens tens; 100 مئات مءات مائات hundreds; 1000 الاف الوف thousands; 1000000 ملايين millions;"
    "1000000000 مليارات billions; 12 dozen"
)
"""Numbers that are not counted; «آلاف» is one only where no number stands before it."""

IN_SERIES = word_set("ربع نصف شوط جوله دور درجه مرحله طابق فصل فئه حلقه")
"""Nouns for what comes in a fixed series, of which the first is always called so."""

FRACTIONS = {
    "نصف": Fraction(1, 2), "half": Fraction(1, 2), "ثلث": Fraction(1, 3), "ثلثا": Fraction(2, 3),
    "ثلثي": Fraction(2, 3), "ثلثين": Fraction(2, 3), "ثلثان": Fraction(2, 3), "ربع": Fraction(1, 4),
    "quarter": Fraction(1, 4),
}  # fmt: skip
ORDINALS = _table(
    f"{ARABIC_ORDINALS}; 1 first premier première; 2 second deuxième; 3 third; 4 fourth; 5 fifth; 6 sixth; 7 seventh;"
    "8 eighth; 9 ninth; 10 tenth; 11 eleventh; 12 twelfth; 13 thirteenth; 14 fourteenth; 15 fifteenth;"
    "16 sixteenth; 17 seventeenth; 18 eighteenth; 19 nineteenth; 20 twentieth; 30 thirtieth"
)
DECADES = _table(
    "20 عشرينيات عشرينات twenties; 30 ثلاثينيات ثلاثينات thirties; 40 اربعينيات اربعينات forties;"
    "50 خمسينيات خمسينات fifties; 60 ستينيات ستينات sixties; 70 سبعينيات سبعينات seventies;"
    "80 ثمانينيات ثمانينات eighties; 90 تسعينيات تسعينات nineties"
)


@functools.cache
def months() -> Mapping[str, int]:
    """Every month by name: 1 to 12 of the Gregorian calendar, 13 to 24 of the Islamic one."""
    return MappingProxyType(
        {**month_numbers(), **{name: number + 12 for name, number in islamic_month_numbers().items()}}
    )


@functools.cache
def sure_months() -> frozenset[str]:
    """Months that are nothing else; «مارس» also means «practised», «اب» a father, «ماي» and «رجب» are people."""
    return frozenset(months()) - _ALSO_OTHER_WORDS


_ALSO_OTHER_WORDS = word_set(
    "مارس اب ماي جوان اوت صفر محرم رجب شعبان رمضان شوال ايار jan mar mars march may mai jun sep sept dec oct nov "
    "feb aug apr jul august avril avr janv fevr juil"
)

DUALS = {
    "ساعتين": "hour", "ساعتان": "hour", "يومين": "day", "يومان": "day", "شهرين": "month", "شهران": "month",
    "عامين": "year", "عامان": "year", "سنتين": "year", "سنتان": "year", "اسبوعين": "week", "اسبوعان": "week",
    "دقيقتين": "minute", "دقيقتان": "minute", "مرتين": "", "مرتان": "", "قرنين": "century", "قرنان": "century",
    "عقدين": "decade", "عقدان": "decade", "twice": "",
}  # fmt: skip
WHAT_IS_COUNTED = {
    fold(name): unit
    for unit, names in {
        "hour": "ساعه ساعات hour hours heures", "day": "يوم يوما ايام day days jours",
        "month": "شهر شهرا اشهر شهور month months mois", "week": "اسبوع اسبوعا اسابيع week weeks semaines",
        "year": "عاما اعوام سنه سنوات سنين year years ans années", "minute": "دقيقه دقائق minute minutes",
        "century": "قرون century centuries", "decade": "عقود decades",
        "dollar": "$ دولار دولارا دولارات dollar dollars usd", "euro": "€ يورو euro euros eur",
        "pound": "£ جنيه جنيها جنيهات pound pounds", "kilometre": "كم كيلومتر كيلومترا كيلومترات kilometre kilometres "
        "kilometer kilometers km", "metre": "متر مترا امتار metre metres meter meters",
        "mile": "ميل ميلا اميال mile miles",
        "kilogram": "كغ كلغ كجم كيلوغرام كيلوغراما kilogram kilograms kg", "ton": "طن طنا اطنان ton tons tonnes",
        "degree": "درجه درجات degree degrees",
    }.items()
    for name in names.split()
}  # fmt: skip


@functools.lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """The word without what is written onto it, where it is not a number word itself and the rest is one."""
    if known(word):
        return word
    for clitic in CLITICS:
        rest = word[len(clitic) :]
        if word.startswith(clitic) and known(rest):
            return rest
    return word


def known(word: str) -> bool:
    """Is it a word of one of these tables?"""
    return word in weekday_numbers() or any(
        word in table for table in (UNITS, TENS, SCALES, FRACTIONS, ORDINALS, DECADES, DUALS, WHAT_IS_COUNTED, ABOUT)
    )
