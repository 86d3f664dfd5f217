"""Dates of a text, in the order that Arabic and English write them, with the months of every calendar in use."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from assistant.lexicon.numbers import ORDINALS, TENS, bare, months, sure_months
from vectorstore.text.arabic import MAX_LINE_CHARACTERS, REMEMBERED_LINES

_CLITIC = "(?:[وف]?(?:ب|ل|ك)?)"
_YEAR = r"(?:[12]\d{3})"
_OF = r"(?:\s+(?:من|of)\s+(?:شهر\s+)?|\s+شهر\s+|\s*[-/]?\s*)"
_DAY_WORD = "|".join(sorted((name for name, value in ORDINALS.items() if value <= 10), key=len, reverse=True))
_TENS = "|".join(name for name, value in TENS.items() if value in (20, 30) and not name.isascii())
_TEEN = rf"(?:\s+(?:عشر|عشره)|\s+و\s?(?:ال)?(?:{_TENS}))?"


_DIGIT = re.compile(r"\d")

Date = tuple[int, int, int, int, int]
"""Start and end in the folded text, and day, month and year, 0 where not said."""


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """The ways in which a folded text names a date, the fullest first, each with whether it needs a digit."""
    month, sure = _any_of(months()), _any_of(sure_months())
    written = (
        re.compile(
            rf"(?<![\d/.-])(?P<y>{_YEAR})\s?(?P<sep>[-/])\s?(?P<m>\d{{1,2}})\s?(?P=sep)\s?(?P<d>\d{{1,2}})(?![\d/])"
        ),
        re.compile(
            rf"(?<![\d/.-])(?P<d>\d{{1,2}})\s?(?P<sep>[-/.])\s?(?P<m>\d{{1,2}})\s?(?P=sep)\s?(?P<y>{_YEAR})(?!\d)"
        ),
        re.compile(
            rf"(?<![\d/.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_OF}(?P<name>{month})(?![^\W\d_])"
            rf"(?:\s*[/\\(]\s*(?P<again>{month})\s*\)?)?(?:\s*[,،]?\s*(?:(?:من|في)?\s*(?:ال)?(?:عام|سنه|لعام|year|of|in)\s*)?(?P<y>{_YEAR})(?!\d))?"
        ),
        re.compile(
            rf"(?<!تشرين )(?<!كانون )(?<!ربيع )(?<!جمادي )(?<![^\W\d_])(?:[وفبل]|في )?(?:ال|لل)?"
            rf"(?P<word>(?:{_DAY_WORD}){_TEEN}){_OF}(?P<name>{month})(?![^\W\d_])"
            rf"(?:\s*[/\\(]\s*(?P<again>{month})\s*\)?)?(?:\s*[,،]?\s*(?:(?:من|في)?\s*(?:عام|سنه|لعام)\s*)?(?P<y>{_YEAR})(?!\d))?"
        ),
        re.compile(
            rf"(?<![^\W\d_])(?P<name>{month})\.?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"
            r"(?![\d%]|[.,:]\d|\s*(?:%|في الم|per))"
            rf"(?:\s*[,،]?\s*(?P<y>{_YEAR})(?!\d))?"
        ),
        re.compile(
            rf"(?<![^\W\d_]){_CLITIC}(?P<name>{month})(?![^\W\d_])(?:\s*[/\\(]\s*(?P<again>{month})\s*\)?)?"
            rf"\s*[,،]?\s*(?:(?:من|في|of|in)?\s*(?:ال)?(?:عام|سنه|لعام)\s*)?(?P<y>{_YEAR})(?!\d)"
        ),
        re.compile(
            rf"(?<![^\W\d_])(?:(?:في|من|منذ|حتي|خلال|بشهر|شهر|شهري)\s+)(?:شهر\s+)?(?P<name>{month})(?![^\W\d_])"
        ),
        re.compile(rf"\b(?:in|of|since|until|by|during|en|this|last|next)\s+(?P<name>{month})(?![^\W\d_])"),
        re.compile(rf"(?<![^\W\d_]){_CLITIC}(?P<name>{sure})(?![^\W\d_])"),
    )
    needs_digit = (True, True, True, False, True, True, False, False, False)
    return tuple(zip(written, needs_digit, strict=True))


def _any_of(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def find_dates(folded: str) -> tuple[Date, ...]:
    """The dates of a folded text, pattern by pattern; spans do not overlap."""
    return _dates_of_line(folded) if len(folded) <= MAX_LINE_CHARACTERS else tuple(_dates(folded))


@functools.lru_cache(maxsize=REMEMBERED_LINES)
def _dates_of_line(folded: str) -> tuple[Date, ...]:
    """A sentence of an article is read for its figures, and then for when it says that something was."""
    return tuple(_dates(folded))


def _dates(folded: str) -> Iterator[Date]:
    taken: list[tuple[int, int]] = []
    has_digits = _DIGIT.search(folded) is not None
    for pattern, needs_digit in _patterns():
        if needs_digit and not has_digits:
            continue
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            parts = match.groupdict()
            month = months()[parts["name"]] if parts.get("name") else int(parts["m"])
            day = _ordinal(parts["word"].split()) if parts.get("word") else int(parts.get("d") or 0)
            if day > 31 or (month > 12 and not parts.get("name")) or not month:
                continue
            if parts.get("again") and months()[parts["again"]] != month:
                yield *match.span("again"), 0, months()[parts["again"]], 0
            taken.append((start, end))
            yield start, end, day, month, int(parts.get("y") or 0)


def _ordinal(words: list[str]) -> int:
    """The value of «خامس», «خامس عشر», «خامس والعشرين»."""
    value = ORDINALS[words[0]]
    for word in words[1:]:
        value += 10 if word in ("عشر", "عشره") else TENS.get(bare(word), 0)
    return value
