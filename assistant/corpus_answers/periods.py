"""Articles that came out in a month, in a year or on a day that a question names, by the dates of the ledger.

A month without a year is that month of every year; one from a month to another («بين مارس ومايو») is not reckoned
with, only the two that are named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus_answers.folder import Folder, named_by_title
from assistant.corpus_answers.mentions import find_mentions, subject
from assistant.messages import say
from assistant.types import Reply
from assistant.verification.date_mentions import find_dates
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import fold, normalise
from vectorstore.text.calendar_names import month_numbers
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.types import Span

LISTED = 20
"""Articles that are shown; how many there are is said."""

_MONTHS = 12
"""`date_mentions` numbers the Islamic months from 13; no date of publication is known in them."""

_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d{2}(?![\d.,/-])")
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE = frozenset((*PREPOSITIONS, "in", "of", "since", "until", "during", "en"))
_ON = re.compile(r"(?<!\w)(?:عن|حول|بخصوص|بشان|about|on|sur)\s+(?=\S)")
"""Behind which stands what the articles that are asked for are about."""


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month or year that a question names at `span`; 0 for what it leaves out."""

    year: int
    month: int
    day: int
    span: Span

    def holds(self, iso: str) -> bool:
        """Does a date in ISO 8601, to the day, month or year that is known, surely lie in it?"""
        known = [int(part) for part in iso.split("-")] if iso else []
        parts = (*known, 0, 0, 0)[:3]
        asked = (self.year, self.month, self.day)
        return bool(known) and all(not one or one == other for one, other in zip(asked, parts, strict=True))


def periods_in(question: str) -> list[Period]:
    """The days, months and years that a question names, in order; of the calendar of the dates of publication."""
    normal = normalise(question)
    found = [
        Period(year, month, day, (start, end))
        for start, end, day, month, year in find_dates(normal.text)
        if month <= _MONTHS
    ]
    taken = [period.span for period in found]
    found += [
        Period(0, number, 0, match.span())
        for match in _WORD.finditer(normal.text)
        if (number := _month(match[0])) and not _within(match.span(), taken)
    ]
    taken = [period.span for period in found]
    found += [
        Period(int(match[0]), 0, 0, match.span())
        for match in _YEAR.finditer(normal.text)
        if not _within(match.span(), taken)
    ]
    at = normal.offsets
    found.sort(key=lambda period: period.span)
    return [Period(p.year, p.month, p.day, (at[p.span[0]], at[p.span[1] - 1] + 1)) for p in found]


def of_period(question: str, folder: Folder) -> Reply | None:
    """The articles of the days, months or years that are named, the earliest first; None where none is named."""
    periods = periods_in(question)
    if not periods:
        return None
    articles = _about(question, periods, folder)
    dated = [one for one in articles if any(period.holds(one.date) for period in periods)]
    dated.sort(key=lambda one: (one.date, one.source))
    language, total = folder.language, len(folder.articles)
    names = say("list_comma", language).join(_name(question, period) for period in periods)
    lead = say("folder_period", language, name=names, count=len(dated), total=total)
    unknown = sum(not one.date for one in articles)
    if unknown:
        lead += " " + say("folder_dates_missing", language, count=unknown, total=total)
    if len(dated) > LISTED:
        lead += " " + say("folder_first", language, count=LISTED)
    return Reply("corpus", lead, tuple(named_by_title(folder, one) for one in dated[:LISTED]))


def _about(question: str, periods: Sequence[Period], folder: Folder) -> Sequence[ArticleRecord]:
    """The articles about what stands behind «عن»; all of them where nothing does but the period."""
    rest = question
    for period in reversed(periods):
        rest = f"{rest[: period.span[0]]} {rest[period.span[1] :]}"
    normal = normalise(rest)
    behind = _ON.search(normal.text)
    topic = subject(rest[normal.offsets[behind.end()] :]) if behind else ""
    if not topic:
        return folder.articles
    return [mention.article for mention in find_mentions(folder.search.query(topic), folder)[0]]


def _name(question: str, period: Period) -> str:
    """A period as the question writes it, without the preposition before it."""
    name = question[slice(*period.span)]
    first, _, rest = name.partition(" ")
    return rest if rest and fold(first) in _BEFORE else name


def _month(word: str) -> int:
    """The number of a month's name, alone or behind a preposition that is written onto it; 0 for another word.

    English «may» and «mars» are ordinary words or a planet as well, but not in a question for what was published.
    """
    months = month_numbers()
    bare = word[1:] if word not in months and word[:1] in "بفل" else word
    return months.get(bare, 0) if len(bare) > 2 else 0


def _within(span: Span, taken: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
