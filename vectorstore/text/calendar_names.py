"""Months and weekdays by name, folded: those of the Unicode CLDR as Babel brings them, and what it lacks.

Egypt and the Gulf, the Levant and Iraq, Algeria and Tunisia, Morocco and Mauritania call the months differently, and
all of them are read everywhere. Loaded when first asked for, and kept.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from vectorstore.text.arabic import fold

_LOCALES = ("ar", "ar_LB", "ar_DZ", "ar_MA", "ar_MR", "en", "fr")
"""One for each way to call the months; the other Arab countries share one of these."""

_OTHER_SPELLINGS = {"ينير": 1, "يونيه": 6, "يوليه": 7}
"""Spellings of months that CLDR lacks, folded: يونية and يولية, as Egypt often writes them, and the Maghreb's ينير."""

_ISLAMIC_MONTHS = (
    ("محرم",),
    ("صفر",),
    ("ربيع الاول",),
    ("ربيع الثاني", "ربيع الاخر"),
    ("جمادي الاولي", "جمادي الاول"),
    ("جمادي الاخره", "جمادي الثانيه", "جمادي الثاني"),
    ("رجب",),
    ("شعبان",),
    ("رمضان",),
    ("شوال",),
    ("ذو القعده", "ذي القعده"),
    ("ذو الحجه", "ذي الحجه"),
)
"""By hand: Babel keeps the Gregorian calendar's names alone."""

_WIDE, _SHORT = "wide", "abbreviated"


@functools.cache
def month_numbers() -> Mapping[str, int]:
    """The months of the Gregorian calendar: every folded name, abbreviations too, and its number from 1 to 12."""
    found = dict(_OTHER_SPELLINGS)
    for locale in _LOCALES:
        for width in (_WIDE, _SHORT):
            found |= {_plain(name): number for number, name in _names(locale, "months", width).items()}
    return MappingProxyType(found)


@functools.cache
def islamic_month_numbers() -> Mapping[str, int]:
    """The months of the Islamic calendar: every folded name and its number from 1 to 12."""
    return MappingProxyType({name: number for number, names in enumerate(_ISLAMIC_MONTHS, 1) for name in names})


@functools.cache
def weekday_numbers() -> Mapping[str, int]:
    """The days of the week: every folded name, without the article, and its number from Monday, 1, to Sunday, 7."""
    found = {}
    for locale in ("ar", "en", "fr"):
        for number, name in _names(locale, "days", _WIDE).items():
            found[_plain(name).removeprefix("ال")] = number + 1
    return MappingProxyType(found)


@functools.cache
def month_words() -> frozenset[str]:
    """What a month begins with: its name, or the first word of a name of two («تشرين»); not «ذو», which begins much."""
    names = (*month_numbers(), *islamic_month_numbers())
    return frozenset(name if name.startswith(("ذو", "ذي")) else name.split()[0] for name in names)


@functools.cache
def months_in_arabic() -> Mapping[str, frozenset[str]]:
    """Each month's English name, folded, and the single words by which Arabic calls it; of two words the first."""
    names = [(name.split()[0], number) for name, number in month_numbers().items() if not name.isascii()]
    return MappingProxyType({
        _plain(name): frozenset(word for word, other in names if other == number and len(word) > 2)
        for number, name in _names("en", "months", _WIDE).items()
    })


@functools.cache
def weekdays_in_arabic() -> Mapping[str, frozenset[str]]:
    """Each weekday's English name, folded, and its Arabic one with its article: «أحد» without is anybody."""
    arabic = _names("ar", "days", _WIDE)
    return MappingProxyType(
        {_plain(name): frozenset({_plain(arabic[number])}) for number, name in _names("en", "days", _WIDE).items()}
    )


def _names(locale: str, kind: str, width: str) -> Mapping[int, str]:
    """The names of `months` or `days` as CLDR has them within a date, by CLDR's numbers."""
    from babel import Locale

    return getattr(Locale.parse(locale), kind)["format"][width]


def _plain(name: str) -> str:
    """A name as a text has it once it is folded: French abbreviations end in a full stop, which is not the name's."""
    return fold(name).rstrip(".")
