"""The day that somebody names to ask what changed since: as a date, in words, or by how long ago it was.

A weekday is the last one before today, a month without a year the last that began, a week seven days and a month
thirty; what may be read in two ways («3/4/2015») is no day.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import date, timedelta

from assistant.lexicon.days import ALONE, COUNTS, DAYS_BACK, PAIRS, SPANS
from assistant.sources.chronology import moments
from vectorstore.text.arabic import fold, normalise
from vectorstore.text.calendar_names import month_numbers, weekday_numbers
from vectorstore.text.publication_date import EARLIEST_YEAR, LATEST_YEAR, parse_date
from vectorstore.types import Span

_WEEK = 7


@functools.cache
def _forms() -> re.Pattern[str]:
    """The ways in which a folded text names a day by today; of two that begin at one place the longer is first."""
    arabic = _any_of(name for name in weekday_numbers() if not name.isascii())
    latin = _any_of(name for name in weekday_numbers() if name.isascii())
    since = "منذ|مذ|من|since|depuis"
    return re.compile(
        rf"(?<![^\W_])(?:(?:يوم\s+)?[وبل]?ال(?P<day>{arabic})|(?P<weekday>{latin})"
        rf"|(?P<count>\d{{1,4}}|{_any_of(COUNTS)})\s*(?P<span>{_any_of(SPANS)})|(?P<pair>{_any_of(PAIRS)})"
        rf"|[وب]?(?P<back>{_any_of(DAYS_BACK)})|(?:ال)?(?P<alone>{_any_of(ALONE)})"
        rf"|(?:{since})\s+(?:شهر\s+|بدايه\s+|اول\s+)*(?P<month>{_any_of(month_numbers())})"
        rf"|(?:{since})\s+(?:عام\s+|سنه\s+)?(?P<year>[12]\d{{3}}))(?![^\W_])"
    )


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def day_of(typed: str, today: date) -> date | None:
    """The day that this names, and nothing else; of a month or year its first."""
    plain = fold(typed.strip())
    stated = parse_date(plain)
    match = _forms().fullmatch(plain)
    try:
        return _first_of(stated) if stated else _resolved(match, today) if match else None
    except (ValueError, OverflowError):
        return None


def find_day(question: str, today: date) -> tuple[date, Span] | None:
    """The first day that a question names, and where; a date is one before whatever is reckoned from today."""
    for moment in moments(question):
        return _first_of(moment.iso), moment.span
    normal = normalise(question)
    for match in _forms().finditer(normal.text):
        try:
            day = _resolved(match, today)
        except (ValueError, OverflowError):
            continue
        start, end = match.span()
        return day, (normal.offsets[start], normal.offsets[end - 1] + 1)
    return None


def _first_of(iso: str) -> date:
    return date.fromisoformat(iso + "-01-01"[len(iso) - 4 :] if len(iso) < 10 else iso)


def _resolved(match: re.Match[str], today: date) -> date:
    """Raises ValueError for a year that no article has, OverflowError for a day before the calendar."""
    found = match.groupdict()
    if found["year"]:
        if not EARLIEST_YEAR <= int(found["year"]) <= LATEST_YEAR:
            raise ValueError(found["year"])
        return date(int(found["year"]), 1, 1)
    if found["month"]:
        number = month_numbers()[found["month"]]
        return date(today.year - (number > today.month), number, 1)
    if weekday := found["day"] or found["weekday"]:
        return today - timedelta((today.isoweekday() - weekday_numbers()[weekday] - 1) % _WEEK + 1)
    if found["count"]:
        count = int(found["count"]) if found["count"].isdigit() else COUNTS[found["count"]]
        return today - timedelta(count * SPANS[found["span"]])
    if found["pair"]:
        return today - timedelta(PAIRS[found["pair"]])
    return today - timedelta(SPANS[found["alone"]] if found["alone"] else DAYS_BACK[found["back"]])
