"""Sentences that say when: whole dates of either calendar, and days that the day of publication resolves.

A relative day («أمس», «الخميس الماضي») is resolved only where its article states the day of its publication, and only
in the forms that can be read in one way; every other one is left out, as is a date without a year. The Islamic calendar
is converted by the Umm al-Qura calendar, which the sighting of the moon may miss by a day: such a day is `about`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Hijri

from assistant.types import Citation
from assistant.verification.date_mentions import find_dates
from vectorstore.text.arabic import normalise
from vectorstore.text.calendar_names import weekday_numbers
from vectorstore.text.publication_date import EARLIEST_YEAR, LATEST_YEAR
from vectorstore.types import Passage, Span

ISLAMIC_MONTHS_AFTER = 12
"""`date_mentions` numbers the Islamic months from 13."""

ISLAMIC_YEARS = (1343, 1500)
"""Years that the conversion knows."""

_FIGURES = re.compile(r"\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{4}")
_BEFORE_LAST = re.compile(r"امس\s+الاول")
_PAST = frozenset(("الماضي", "الفائت", "المنصرم"))


@functools.cache
def _relative_forms() -> re.Pattern[str]:
    """The ways in which a folded text names a day by the one on which it is read."""
    names = (re.escape(name) for name in weekday_numbers() if not name.isascii())
    weekday = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?<![^\W\d_])(?:(?P<today>و?اليوم)\s+ال(?P<this>{weekday})"
        rf"|(?P<yesterday>و?امس)(?:\s+(?:الاول\b|ال(?P<that>{weekday})))?"
        rf"|(?:يوم\s+)?[وب]?ال(?P<day>{weekday})(?:\s+(?P<side>الماضي|الفائت|المنصرم|المقبل|القادم))?)(?![^\W\d_])"
    )


@dataclass(frozen=True, slots=True)
class When:
    """A moment that a text names at `span` of its sentence: ISO 8601, to the day, month or year.

    `how`: `stated`, `resolved` (from the day of publication), `hijri` (converted), or `published` (of an article).
    """

    iso: str
    span: Span
    how: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A sentence with when, in the words of the text and resolved."""

    iso: str
    written: str
    how: str
    citation: Citation

    def as_json(self) -> dict[str, object]:
        """One item of `timeline --json`."""
        c = self.citation
        return {
            "date": self.iso, "written": self.written, "how": self.how,
            "citation": {"source": c.source, "start": c.start, "end": c.end, "quote": c.quote},
        }  # fmt: skip


def dated_sentences(passages: Iterator[Passage], published: str) -> Iterator[tuple[When, Passage, Span]]:
    """The sentences of an article that say when, each once, by the first moment that it names."""
    for passage in passages:
        if passage.kind != "body":
            continue
        for span in passage.sentences:
            when = next(iter(moments(passage.sentence(span), published)), None)
            if when is not None:
                yield when, passage, span


def moments(text: str, published: str = "") -> list[When]:
    """What a sentence names of days, months and years, in order; `published`: ISO 8601, empty where it is not known."""
    normal = normalise(text)
    found = [when for one in find_dates(normal.text) if (when := _stated(normal.text, one))]
    taken = [when.span for when in found]
    if len(published) == 10:
        found += [
            when for when in _relative(normal.text, date.fromisoformat(published))
            if not any(when.span[0] < end and start < when.span[1] for start, end in taken)
        ]  # fmt: skip
    found.sort(key=lambda when: when.span)
    places = normal.offsets
    return [When(one.iso, (places[one.span[0]], places[one.span[1] - 1] + 1), one.how) for one in found]


def _stated(folded: str, found: tuple[int, int, int, int, int]) -> When | None:
    """A date of the text as it stands; None without a year, where the calendar has no such day, and where it can be
    read in two ways («3/4/2017»)."""
    start, end, day, month, year = found
    if folded[start : start + 1] == "ك" and folded[start : start + 5] != "كانون":
        return None  # «كاب» is a name, and no August
    if not year or (_FIGURES.fullmatch(folded, start, end) and day <= 12 and month <= 12 and day != month):
        return None
    try:
        if month > ISLAMIC_MONTHS_AFTER:
            return _islamic(year, month - ISLAMIC_MONTHS_AFTER, day, (start, end))
        whole = date(year, month, day or 1)
    except (ValueError, OverflowError):
        return None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    return When(whole.isoformat()[: 10 if day else 7], (start, end), "stated")


def _islamic(year: int, month: int, day: int, span: Span) -> When | None:
    if not ISLAMIC_YEARS[0] <= year <= ISLAMIC_YEARS[1]:
        return None
    made = Hijri(year, month, day or 1).to_gregorian().isoformat()
    return When(made if day else made[:7], span, "hijri")


def _relative(folded: str, published: date) -> Iterator[When]:
    for match in _relative_forms().finditer(folded):
        day = _resolved(match, folded, published)
        if day is not None:
            yield When(day.isoformat(), match.span(), "resolved")


def _resolved(match: re.Match[str], folded: str, published: date) -> date | None:
    """The day; None where a weekday beside it says another one, or only that it was one of many."""
    if match["today"]:
        return _if_on(published, match["this"])
    if match["yesterday"]:
        if _BEFORE_LAST.match(folded, match.start("yesterday")):
            return published - timedelta(2)
        day = published - timedelta(1)
        return _if_on(day, match["that"]) if match["that"] else day
    wanted = weekday_numbers()[match["day"]]
    ahead = (wanted - published.isoweekday()) % 7
    if match["side"] is None:
        return published if ahead == 0 else None  # which of the others is meant the text alone does not say
    return published - timedelta(7 - ahead) if match["side"] in _PAST else published + timedelta(ahead or 7)


def _if_on(day: date, weekday: str) -> date | None:
    return day if day.isoweekday() == weekday_numbers()[weekday] else None
