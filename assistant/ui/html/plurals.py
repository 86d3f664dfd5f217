"""Numbers in words, with the agreement that a language asks for: counts, sizes, and what a sync changed.

The forms of a noun stand in the files of the languages, by the plural categories of CLDR; which of them a number
takes is CLDR's rule, from Babel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.messages import STAND_IN, say, section
from assistant.ui.html.escape import NOTHING
from assistant.ui.html.labels import LANGUAGES, both, in_both
from vectorstore.ledger.rows import SyncReport

if TYPE_CHECKING:
    from babel import Locale

_UNITS = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")


def counted(number: int, noun: str, language: str) -> str:
    """«5 مقالات», «ملفين آخرين», … as text; `noun` is a code of the section `counts`."""
    written = section("counts")[noun]
    spoken = language if language in written else STAND_IN
    return _form(number, written[spoken], spoken).format(n=f"{number:,}")


def _form(number: int, forms: Mapping[str, str], language: str) -> str:
    return forms.get(_locale(language).plural_form(number), forms["other"])


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language)


def count(number: int, noun: str) -> Markup:
    """«5 مقالات», «ملفان لم يُقرآ», … in both languages as HTML."""
    return in_both(*(counted(number, noun, language) for language in LANGUAGES))


def count_articles(number: int) -> Markup:
    """«5 مقالات», in both languages; «لا مقالات» for none."""
    return count(number, "articles") if number else both("no_articles")


def size(number: int) -> Markup:
    """A number of bytes in the unit that fits it, in both languages as HTML."""
    power = min(max(number.bit_length() - 1, 0) // 10, len(_UNITS) - 1)
    value = number / 1024**power
    written = f"{value:,.0f}" if power == 0 or value >= 100 else f"{value:,.1f}"
    unit = section("units")[_UNITS[power]]
    return in_both(*(f"{written} {unit[language]}" for language in LANGUAGES))


def time_left(seconds: float) -> Markup:
    """«بقي نحو 3 دقائق», in both languages as HTML; an estimate, so in the coarsest unit that says something."""
    if seconds < 50:
        return both("soon")
    minutes = round(seconds / 60)
    return count(minutes, "minutes") if minutes < 90 else count(round(minutes / 60), "hours")


def scope_count(chosen: int, total: int) -> Markup:
    """«البحث في 3 من 120 ملفًّا», in both languages."""
    return in_both(*(_out_of("scope", chosen, total, language) for language in LANGUAGES))


def within(chosen: int, total: int, language: str) -> str:
    """What an answer was limited to, in its own language: «بحثنا في 3 من 120 ملفًّا»."""
    return _out_of("within", chosen, total, language)


def _out_of(code: str, chosen: int, total: int, language: str) -> str:
    return say(code, language, chosen=f"{chosen:,}", files=counted(total, "of_files", language))


def also_in_files(number: int, language: str) -> str:
    """In how many further files the same stands: «ورد أيضًا في ملفين آخرين»."""
    return say("also_in_files", language, files=counted(number, "other_files", language))


def sources_with(found: int, sources: int, language: str) -> str:
    """In how many of an event's sources a statement stands: «ورد في 2 من 3 مصادر عن الحدث»."""
    code = "standing" if found > 1 else "standing_alone"
    return say(code, language, found=f"{found:,}", sources=counted(sources, "of_sources", language))


def changes(report: SyncReport, unread: int, single: bool) -> Markup:
    """What a sync changed, in both languages as HTML; empty where it changed nothing.

    `unread` is how many files were newly refused. `single`: every file is one article, so that the files may
    be called articles.
    """
    numbers = {
        "added": report.added - report.moved,
        "changed": report.changed,
        "moved": report.moved,
        "removed": report.removed - report.moved,
    }
    told = [(what, number) for what, number in numbers.items() if number > 0]
    spoken = [_told(told, unread, single, language) for language in LANGUAGES]
    return in_both(*(f"{text}." for text in spoken)) if spoken[0] else NOTHING


def _told(told: Sequence[tuple[str, int]], unread: int, single: bool, language: str) -> str:
    """What a sync changed, in one language; a noun that was just said is not said again."""
    parts, last = [], ""
    for what, number in [*told, *([("unread", unread)] if unread > 0 else [])]:
        noun = "articles" if single and what != "unread" else "files"
        words = counted(number, noun if noun != last else "alone", language)
        parts.append(_form(number, section("changes")[what][language], language).format(noun=words))
        last = noun
    return say("changes_joined_by", language).join(parts)
