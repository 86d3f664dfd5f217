"""Dates as a file states them, in ISO 8601; what may be read in two ways is no date.

`3/4/2015` is the third of April to one reader and the fourth of March to another, so it stays empty; a year
that comes first, a month by its name, or a day above 12 can be read in one way only. Nothing is converted
between calendars: a date of the Islamic calendar alone is left out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import date

from vectorstore.text.arabic import fold
from vectorstore.text.calendar_names import month_numbers
from vectorstore.text.lexicon import PRINT_WORDS

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2})(?:[T ].*)?)?|(\d{4})(\d{2})(\d{2})(?:T\d.*)?|(\d{4})", re.DOTALL)
_PDF = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
EARLIEST_YEAR, LATEST_YEAR = 1500, 2999
"""Years: one of the fourteenth or fifteenth century is nearly always the Islamic calendar's (1440 is 2019)."""

_PRINT = re.compile(rf"\b(?:{'|'.join(PRINT_WORDS)})\b")

_MINUTES = re.compile(r"\W*(?:ال)?محضر\b")
_MET = re.compile(r"\W*(?:عقد|عقدت|انعقد|انعقدت|اجتمع|اجتمعت|التام)\b")
_ISSUED = re.compile(r"\W*(?:صدر|حرر)ت?\b(?: (?:عن|في|ب\w+)(?: \w+){1,3}?)? (?:في|بتاريخ|يوم)\b")

_LONGEST = 200
"""A date and what stands beside it; longer values are not searched."""


@functools.cache
def _month_name() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, month_numbers()), key=len, reverse=True))})\b")


@functools.cache
def _month_and_year() -> re.Pattern[str]:
    names = _month_name().pattern
    name = rf"{names}(?:\s*/\s*{names}|\s*\({names}\))?"
    return re.compile(rf"(?<![\d/.-])(?<!\d\s){name}\.?\s*[,،]?\s*(?:عام\s+|سنه\s+)?(?P<year>\d{{4}})(?![\d/-])")


@functools.cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """The ways in which a folded line names a day."""
    names = "|".join(sorted(map(re.escape, month_numbers()), key=len, reverse=True))
    # the Levant often writes a month's two names: «كانون الثاني/يناير»
    name = rf"(?P<month>{names})(?:\s*[/(-]\s*(?:{names})\)?)?"
    of_year = r"\.?\s*[,،/-]?\s*(?:عام\s+|سنه\s+|de )?(?P<year>\d{4})"
    return tuple(
        re.compile(rf"(?<![\d/.-])(?:{form})(?![\d/-])")
        for form in (
            r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?:T[\d:.,+-]*Z?)?",
            r"(?P<year>\d{4})\s?[/.]\s?(?P<number>\d{1,2})\s?[/.]\s?(?P<day>\d{1,2})",
            r"(?P<one>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<two>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})",
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\s*(?:من\s+|-|/|of )?\s*{name}\b{of_year}",
            rf"\b{name}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*[,،]?\s+(?P<year>\d{{4}})",
        )
    )


def parse_date(value: object) -> str:
    """A date of metadata as ISO 8601, to the day, month or year that it states; empty if it states none surely."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ""
    value = value.strip()
    if found := _ISO.fullmatch(value):
        year, month, day = found[1] or found[4] or found[7], found[2] or found[5], found[3] or found[6]
        return _iso(year, month, day)
    return find_date(value)


def parse_pdf_date(value: str) -> str:
    """The day of a PDF's date (`D:20170608101500+02'00'`, ISO 32000-1, 7.9.4)."""
    found = _PDF.match(value.strip())
    return _iso(*found.groups()) if found else parse_date(value)


def find_date(line: str) -> str:
    """The one day that a line names; empty where it names none, several, or one that can be read in two ways."""
    if len(line) > _LONGEST:
        return ""
    return only_date(_dates(fold(line)))


def find_published(line: str) -> str:
    """The same of a line that stands above or below an article, or the month where the line names no more; empty where
    the day is that of a print or a copy."""
    return "" if _PRINT.search(fold(line)) else find_date(line) or _find_month(line)


def is_month(text: str) -> bool:
    """Is a folded text a month with its year, and nothing else («تشرين الأول/أكتوبر 2022»)?"""
    return _month_and_year().fullmatch(text) is not None


def _find_month(line: str) -> str:
    """The one month of a line that names no day; empty where there are several, or a day is named beside it."""
    if len(line) > _LONGEST:
        return ""
    folded = fold(line)
    found = list(_month_and_year().finditer(folded))
    numbers = {month_numbers()[name] for name in _month_name().findall(folded)}
    if len(found) != 1 or len(numbers) != 1 or _dates(folded):
        return ""
    return _iso(found[0]["year"], numbers.pop())


def find_met(title: str, opening: str) -> str:
    """The day of a meeting in the first sentence of its minutes; empty for any other text («محضر» is in the title)."""
    minutes = _MINUTES.match(fold(title)) and _MET.match(fold(opening))
    return only_date(days_in(opening)) if minutes and len(set(days_in(opening))) == 1 else ""


def find_issued(line: str) -> str:
    """The day of a line at the end of a law or decree that says when it was issued («صدر في 8 مايو 2019.»)."""
    return find_date(line) if _ISSUED.match(fold(line)) else ""


def days_in(text: str) -> list[str]:
    """Every whole date that a text names, in ISO 8601, by form and not by place; those read in two ways are left out.

    >>> days_in("من 29 سبتمبر 1918 إلى 4 أكتوبر 1918")
    ['1918-09-29', '1918-10-04']
    """
    return [day for day in _dates(fold(text)) if day]


def only_date(dates: Iterable[str]) -> str:
    """The date that all agree on, "" among them aside; empty where they differ. A month agrees with a day in it."""
    known = sorted({one for one in dates if one}, key=len, reverse=True)
    return known[0] if known and all(known[0].startswith(one) for one in known) else ""


def _dates(folded: str) -> list[str]:
    found = []
    for form in _forms():
        for match in form.finditer(folded):
            parts = match.groupdict()
            if parts.get("one"):
                found.append(_either(parts["year"], int(parts["one"]), int(parts["two"])))
            else:
                month = parts.get("number") or month_numbers()[parts["month"]]
                found.append(_iso(parts["year"], month, parts["day"]))
    return found


def _either(year: str, one: int, two: int) -> str:
    """Day and month in an order that is not known."""
    return only_date((_iso(year, two, one), _iso(year, one, two)))


def _iso(year: str | int, month: str | int | None = None, day: str | int | None = None) -> str:
    """To the part that is given; empty where the calendar has no such day."""
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    if not EARLIEST_YEAR <= whole.year <= LATEST_YEAR:
        return ""
    return whole.isoformat()[: 10 if day else 7 if month else 4]
