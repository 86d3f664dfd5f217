"""Numbers and dates of a text as values, so that ٨ يونيو, 8 حزيران, 8/6/2017 and «the eighth of June» can be compared.

Digits of either script, thousands separators, percentages, scales (1.5 مليون), Arabic and English number words,
ordinals, decades, weekdays, and dates with the months of every Arabic calendar in use. What it does not do: decide
whether a number is true, or read numbers of other languages' words. «واحد», «أحد» and «one» are no figures here,
since they mostly mean «somebody». Day before month in 8/6/2017, as Arabic writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assistant.lexicon.numbers import (
    ABOUT,
    DECADES,
    DUALS,
    FRACTIONS,
    ORDINALS,
    SCALES,
    TENS,
    UNITS,
    WHAT_IS_COUNTED,
    bare,
)
from assistant.verification.date_mentions import find_dates
from vectorstore.text.arabic import fold
from vectorstore.text.calendar_names import weekday_numbers

FigureKind = Literal["number", "percent", "ordinal", "decade", "about", "weekday", "date"]

_WORD = re.compile(r"[^\W\d_]+|\d+|[%٪$€£]")
_NUMBER = re.compile(
    r"(?P<sign>(?<![\d\w])(?<!\d\s)[-−](?=\d))?"
    r"(?<![\d.,])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?P<tail>(?:st|nd|rd|th|er|e|eme)\b|s\b)?"
)
_PERCENT = re.compile(
    r"\s*(?:[%٪]|(?:في|ب)\s?(?:ال)?(?:مئه|مايه|مائه|ميه)|بالمئه|بالمائه|per\s?cent|percent|pour cent)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number or date; `start` and `end` are offsets in the folded text.

    `value`: the number, a decade's last two digits, the weekday from 1 (Monday), and 0 for a date, whose parts are
    `day`, `month` (1 to 12, 13 to 24 for the Islamic months) and `year`, 0 where not said. `unit`: what is counted,
    as far as it is one of the units known in every language here.
    """

    kind: FigureKind
    value: Fraction
    start: int
    end: int
    unit: str = ""
    day: int = 0
    month: int = 0
    year: int = 0

    @property
    def is_date_like(self) -> bool:
        """Does it say when, as dates do and numbers that look like years?"""
        year = self.value.denominator == 1 and 1000 <= self.value <= 2100
        return self.kind in ("date", "weekday", "decade") or (self.kind == "number" and not self.unit and year)


def find_figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text in order; spans do not overlap.

    >>> [(f.day, f.month, f.year) for f in figures("في ٨ حزيران/يونيو ٢٠١٧")]
    [(8, 6, 2017)]
    >>> [(f.kind, int(f.value)) for f in figures("خمسة وعشرون وزيرا و80 في المئة")]
    [('number', 25), ('percent', 80)]
    """
    folded = fold(text)
    found = [Figure("date", Fraction(0), a, b, day=d, month=m, year=y) for a, b, d, m, y in find_dates(folded)]
    taken = [(f.start, f.end) for f in found]
    for figure in _digits(folded):
        if not _within(figure, taken):
            found.append(figure)
            taken.append((figure.start, figure.end))
    found += [figure for figure in _words(folded) if not _within(figure, taken)]
    return tuple(sorted(found, key=lambda figure: figure.start))


def agrees(claimed: Figure, found: Figure) -> bool:
    """Is the figure of a claim what the figure of a text says? A date may say less than the text's, never more."""
    if claimed.kind == "date":
        if found.kind != "date":
            return not claimed.month and claimed.year == found.value
        parts = ((claimed.day, found.day), (claimed.month, found.month), (claimed.year, found.year))
        return all(not said or said == stands for said, stands in parts)
    if found.kind == "date":
        return claimed.kind == "number" and not claimed.unit and claimed.value == found.year != 0
    if claimed.value != found.value or (claimed.unit and found.unit and claimed.unit != found.unit):
        return False
    return claimed.kind == found.kind or {claimed.kind, found.kind} == {"number", "ordinal"}


def _within(figure: Figure, taken: list[tuple[int, int]]) -> bool:
    return any(figure.start < end and start < figure.end for start, end in taken)


def _digits(folded: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(folded):
        before = folded[match.start() - 1 : match.start()] if match.start() else ""
        if before.isascii() and before.isalpha():
            continue  # the 7 of G7 belongs to a name
        digits = match["digits"]
        whole = re.fullmatch(r"\d{1,3}(?:[, \u00a0]\d{3})+(?:\.\d+)?", digits)
        value = Fraction(re.sub(r"[, \u00a0]", "", digits) if whole else digits.replace(",", "."))
        if match["sign"]:
            value = -value
        tail, end = match["tail"] or "", match.end()
        if tail == "s":
            yield Figure("decade", value % 100, match.start(), end)
        elif tail:
            yield Figure("ordinal", value, match.start(), end)
        else:
            value, end = _scaled(folded, value, end)
            percent = _PERCENT.match(folded, end)
            if percent:
                yield Figure("percent", value, match.start(), percent.end())
            else:
                yield Figure("number", value, match.start(), end, _unit(folded, match.start(), end))


def _scaled(folded: str, value: Fraction, end: int) -> tuple[Fraction, int]:
    """The value times the scale that follows («1.5 مليون»), and «ونصف» after it."""
    following = re.compile(r"[ \u00a0]?([^\W\d_]+)").match(folded, end)
    while following and following[1] in SCALES:
        value, end, scale = value * SCALES[following[1]], following.end(), SCALES[following[1]]
        half = re.compile(r"\s+و\s?(?:ال)?(نصف|ربع)(?![^\W\d_])").match(folded, end)
        if half:
            value, end = value + scale * FRACTIONS[half[1]], half.end()
        following = re.compile(r"\s+([^\W\d_]+)").match(folded, end)
    return value, end


def _unit(folded: str, start: int, end: int) -> str:
    """What is counted: the word after the number, or the sign before it."""
    after = _WORD.match(folded, end + len(folded[end:]) - len(folded[end:].lstrip()))
    if after and (unit := WHAT_IS_COUNTED.get(after.group()) or WHAT_IS_COUNTED.get(bare(after.group()))):
        return unit
    return WHAT_IS_COUNTED.get(folded[:start].rstrip()[-1:], "")


def _words(folded: str) -> Iterator[Figure]:
    """Figures written in words: «مئة وخمسة وعشرون ألفا», twenty-five, الثالث عشر, التسعينيات, الجمعة."""
    found = [(match.group(), match.start(), match.end()) for match in re.finditer(r"[^\W\d_]+", folded)]
    place = 0
    while place < len(found):
        word, start, end = found[place]
        plain = bare(word)
        before = found[place - 1][0] if place else ""
        if plain in weekday_numbers() and _is_weekday(word, plain, before):
            yield Figure("weekday", Fraction(weekday_numbers()[plain]), start, end)
        elif plain in DECADES:
            yield Figure("decade", Fraction(DECADES[plain]), start, end)
        elif plain in DUALS:
            yield Figure("number", Fraction(2), start, end, DUALS[plain])
        elif plain in ORDINALS and word not in UNITS:
            value, used = _ordinal_run(found, place, plain)
            yield Figure("ordinal", Fraction(value), start, found[place + used][2])
            place += used
        elif plain in FRACTIONS:
            yield Figure("number", FRACTIONS[plain], start, end)
        elif plain in UNITS or plain in TENS or plain in SCALES:
            value, used = _cardinal_run(found, place)
            end = found[place + used][2]
            if used == 0 and word in ABOUT:
                yield Figure("about", Fraction(SCALES[plain]), start, end)
            elif used or plain in UNITS or plain in TENS or SCALES[plain] > 100:
                percent = _PERCENT.match(folded, end)
                kind: FigureKind = "percent" if percent else "number"
                unit = "" if percent else _unit(folded, start, end)
                yield Figure(kind, value, start, percent.end() if percent else end, unit)
            place += used
        elif plain in ABOUT:
            yield Figure("about", Fraction(ABOUT[plain]), start, end)
        place += 1


def _is_weekday(word: str, plain: str, before: str) -> bool:
    """«الاثنين» is a Monday, «اثنين» two; an English name of a day always is one."""
    return plain.isascii() or before == "يوم" or word.endswith("ال" + plain) or plain.startswith("ال")


def _ordinal_run(found: list[tuple[str, int, int]], place: int, plain: str) -> tuple[int, int]:
    value = ORDINALS[plain]
    if place + 1 < len(found) and value < 10:
        following = found[place + 1][0]
        if following in ("عشر", "عشره"):
            return value + 10, 1
        tens = bare(following)
        if following.startswith("وال") and tens in TENS and TENS[tens] >= 20:
            return value + TENS[tens], 1
    return value, 0


def _cardinal_run(found: list[tuple[str, int, int]], place: int) -> tuple[Fraction, int]:
    """The value of number words in a row and how many words beyond the first it takes."""
    total, part, used, last = Fraction(0), Fraction(0), 0, 0
    for ahead in range(place, len(found)):
        word = found[ahead][0]
        joined = word.startswith("و") and word not in UNITS
        plain = bare(word)
        if ahead > place and word in ("و", "and"):
            continue
        if ahead > place and not joined and not _continues(found[ahead - 1][0], plain):
            break
        if plain in SCALES:
            scale = SCALES[plain]
            if scale == 100:
                part = (part or 1) * 100
            else:
                total, part = total + (part or 1) * scale, Fraction(0)
        elif plain in TENS:
            part += TENS[plain]
        elif plain in UNITS:
            part += UNITS[plain]
        elif plain in FRACTIONS and ahead > place and total:
            total += FRACTIONS[plain] * (SCALES.get(bare(found[ahead - 1][0])) or SCALES.get(found[ahead - 1][0], 1))
        else:
            break
        used, last = ahead - place, ahead
    return total + part, max(used, last - place)


def _continues(before: str, word: str) -> bool:
    """May a number word follow another without «و»: ثلاثة عشر, ثلاث مئة, خمسة آلاف, twenty five?"""
    if word in SCALES or word in ("عشر", "عشره"):
        return True
    return before.isascii() and word.isascii() and (word in UNITS or word in TENS)
