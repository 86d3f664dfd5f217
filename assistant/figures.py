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

from assistant.figure_words import (
    ABOUT,
    DECADES,
    DUALS,
    FRACTIONS,
    MONTHS,
    ORDINALS,
    SCALES,
    SURE_MONTHS,
    TENS,
    UNITS,
    WEEKDAYS,
    WHAT_IS_COUNTED,
)
from vectorstore.arabic import fold

Kind = Literal["number", "percent", "ordinal", "decade", "about", "weekday", "date"]

_CLITICS = ("وال", "بال", "فال", "كال", "ولل", "وب", "ول", "فب", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_WORD = re.compile(r"[^\W\d_]+|\d+|[%٪$€£]")
_MONTH = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
_CLITIC = "(?:[وف]?(?:ب|ل|ك)?)"
_YEAR = r"(?:[12]\d{3})"
_OF = r"(?:\s+(?:من|of)\s+(?:شهر\s+)?|\s+شهر\s+|\s*[-/]?\s*)"
_DAY_WORD = "|".join(sorted((name for name, value in ORDINALS.items() if value <= 10), key=len, reverse=True))
_TEEN = r"(?:\s+(?:عشر|عشره)|\s+و\s?(?:ال)?(?:عشرون|عشرين|ثلاثون|ثلاثين))?"
_DATES = (
    re.compile(rf"(?<![\d/.-])(?P<y>{_YEAR})\s?(?P<sep>[-/])\s?(?P<m>\d{{1,2}})\s?(?P=sep)\s?(?P<d>\d{{1,2}})(?![\d/])"),
    re.compile(rf"(?<![\d/.-])(?P<d>\d{{1,2}})\s?(?P<sep>[-/.])\s?(?P<m>\d{{1,2}})\s?(?P=sep)\s?(?P<y>{_YEAR})(?!\d)"),
    re.compile(
        rf"(?<![\d/.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_OF}(?P<name>{_MONTH})(?![^\W\d_])"
        rf"(?:\s*[/\\(]\s*(?:{_MONTH})\s*\)?)?(?:\s*[,،]?\s*(?:(?:من|في)?\s*(?:ال)?(?:عام|سنه|لعام|year|of|in)\s*)?(?P<y>{_YEAR})(?!\d))?"
    ),
    re.compile(
        rf"(?<!تشرين )(?<!كانون )(?<!ربيع )(?<!جمادي )(?<![^\W\d_])(?:[وفبل]|في )?(?:ال|لل)?(?P<word>(?:{_DAY_WORD}){_TEEN}){_OF}(?P<name>{_MONTH})(?![^\W\d_])"
        rf"(?:\s*[/\\(]\s*(?:{_MONTH})\s*\)?)?(?:\s*[,،]?\s*(?:(?:من|في)?\s*(?:عام|سنه|لعام)\s*)?(?P<y>{_YEAR})(?!\d))?"
    ),
    re.compile(
        rf"(?<![^\W\d_])(?P<name>{_MONTH})\.?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|\s*(?:%|في الم|per))"
        rf"(?:\s*[,،]?\s*(?P<y>{_YEAR})(?!\d))?"
    ),
    re.compile(
        rf"(?<![^\W\d_]){_CLITIC}(?P<name>{_MONTH})(?![^\W\d_])(?:\s*[/\\(]\s*(?:{_MONTH})\s*\)?)?"
        rf"\s*[,،]?\s*(?:(?:من|في|of|in)?\s*(?:ال)?(?:عام|سنه|لعام)\s*)?(?P<y>{_YEAR})(?!\d)"
    ),
    re.compile(rf"(?<![^\W\d_])(?:(?:في|من|منذ|حتي|خلال|بشهر|شهر|شهري)\s+)(?:شهر\s+)?(?P<name>{_MONTH})(?![^\W\d_])"),
    re.compile(rf"\b(?:in|of|since|until|by|during|en|this|last|next)\s+(?P<name>{_MONTH})(?![^\W\d_])"),
    re.compile(rf"(?<![^\W\d_]){_CLITIC}(?P<name>{'|'.join(sorted(SURE_MONTHS, key=len, reverse=True))})(?![^\W\d_])"),
)
_NUMBER = re.compile(
    r"(?P<sign>(?<![\d\w])(?<!\d\s)[-−](?=\d))?"
    r"(?<![\d.,])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)(?P<tail>(?:st|nd|rd|th|er|e|eme)\b|s\b)?"
)
_PERCENT = re.compile(r"\s*(?:[%٪]|(?:في|ب)\s?(?:ال)?(?:مئه|مايه|مائه|ميه)|بالمئه|بالمائه|per\s?cent|percent|pour cent)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number or date; `start` and `end` are offsets in the folded text.

    `value`: the number, a decade's last two digits, the weekday from 1 (Monday), and 0 for a date, whose parts are
    `day`, `month` (1 to 12, 13 to 24 for the Islamic months) and `year`, 0 where not said. `unit`: what is counted,
    as far as it is one of the units known in every language here.
    """

    kind: Kind
    value: Fraction
    start: int
    end: int
    unit: str = ""
    day: int = 0
    month: int = 0
    year: int = 0


def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text in order; spans do not overlap.

    >>> [(f.day, f.month, f.year) for f in figures("في ٨ حزيران/يونيو ٢٠١٧")]
    [(8, 6, 2017)]
    >>> [(f.kind, int(f.value)) for f in figures("خمسة وعشرون وزيرا و80 في المئة")]
    [('number', 25), ('percent', 80)]
    """
    folded = fold(text)
    found = list(_dates(folded))
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


def _dates(folded: str) -> Iterator[Figure]:
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            parts = match.groupdict()
            month = MONTHS[parts["name"]] if parts.get("name") else int(parts["m"])
            if parts.get("word"):
                day = int(_ordinal(parts["word"].split()))
            else:
                day = int(parts.get("d") or 0)
            if day > 31 or (month > 12 and not parts.get("name")) or not month:
                continue
            taken.append((start, end))
            yield Figure("date", Fraction(0), start, end, day=day, month=month, year=int(parts.get("y") or 0))


def _ordinal(words: list[str]) -> int:
    """The value of «خامس», «خامس عشر», «خامس والعشرين»."""
    value = ORDINALS[words[0]]
    for word in words[1:]:
        value += 10 if word in ("عشر", "عشره") else TENS.get(_bare(word), 0)
    return value


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
    if after and (unit := WHAT_IS_COUNTED.get(after.group()) or WHAT_IS_COUNTED.get(_bare(after.group()))):
        return unit
    return WHAT_IS_COUNTED.get(folded[:start].rstrip()[-1:], "")


def _bare(word: str) -> str:
    """The word without what is written onto it, where the rest is a number word."""
    for clitic in _CLITICS:
        rest = word[len(clitic) :]
        if word.startswith(clitic) and _known(rest):
            return rest
    return word


def _known(word: str) -> bool:
    return any(
        word in table
        for table in (UNITS, TENS, SCALES, FRACTIONS, ORDINALS, DECADES, WEEKDAYS, DUALS, WHAT_IS_COUNTED, ABOUT)
    )


def _words(folded: str) -> Iterator[Figure]:
    """Figures written in words: «مئة وخمسة وعشرون ألفا», twenty-five, الثالث عشر, التسعينيات, الجمعة."""
    found = [(match.group(), match.start(), match.end()) for match in re.finditer(r"[^\W\d_]+", folded)]
    place = 0
    while place < len(found):
        word, start, end = found[place]
        bare = word if _known(word) else _bare(word)
        before = found[place - 1][0] if place else ""
        if bare in WEEKDAYS and _is_weekday(word, bare, before):
            yield Figure("weekday", Fraction(WEEKDAYS[bare]), start, end)
        elif bare in DECADES:
            yield Figure("decade", Fraction(DECADES[bare]), start, end)
        elif bare in DUALS:
            yield Figure("number", Fraction(2), start, end, DUALS[bare])
        elif bare in ORDINALS and word not in UNITS:
            value, used = _ordinal_run(found, place, bare)
            yield Figure("ordinal", Fraction(value), start, found[place + used][2])
            place += used
        elif bare in FRACTIONS:
            yield Figure("number", FRACTIONS[bare], start, end)
        elif bare in UNITS or bare in TENS or bare in SCALES:
            value, used = _cardinal_run(found, place)
            end = found[place + used][2]
            if used == 0 and word in ABOUT:
                yield Figure("about", Fraction(SCALES[bare]), start, end)
            elif used or bare in UNITS or bare in TENS or SCALES[bare] > 100:
                percent = _PERCENT.match(folded, end)
                kind: Kind = "percent" if percent else "number"
                unit = "" if percent else _unit(folded, start, end)
                yield Figure(kind, value, start, percent.end() if percent else end, unit)
            place += used
        elif bare in ABOUT:
            yield Figure("about", Fraction(ABOUT[bare]), start, end)
        place += 1


def _is_weekday(word: str, bare: str, before: str) -> bool:
    """«الاثنين» is a Monday, «اثنين» two; an English name of a day always is one."""
    return bare.isascii() or before == "يوم" or word.endswith("ال" + bare) or bare.startswith("ال")


def _ordinal_run(found: list[tuple[str, int, int]], place: int, bare: str) -> tuple[int, int]:
    value = ORDINALS[bare]
    if place + 1 < len(found) and value < 10:
        following = found[place + 1][0]
        if following in ("عشر", "عشره"):
            return value + 10, 1
        tens = _bare(following)
        if following.startswith("وال") and tens in TENS and TENS[tens] >= 20:
            return value + TENS[tens], 1
    return value, 0


def _cardinal_run(found: list[tuple[str, int, int]], place: int) -> tuple[Fraction, int]:
    """The value of number words in a row and how many words beyond the first it takes."""
    total, part, used, last = Fraction(0), Fraction(0), 0, 0
    for ahead in range(place, len(found)):
        word = found[ahead][0]
        joined = word.startswith("و") and word not in UNITS
        bare = word if _known(word) else _bare(word)
        if ahead > place and word in ("و", "and"):
            continue
        if ahead > place and not joined and not _continues(found[ahead - 1][0], bare):
            break
        if bare in SCALES:
            scale = SCALES[bare]
            if scale == 100:
                part = (part or 1) * 100
            else:
                total, part = total + (part or 1) * scale, Fraction(0)
        elif bare in TENS:
            part += TENS[bare]
        elif bare in UNITS:
            part += UNITS[bare]
        elif bare in FRACTIONS and ahead > place and total:
            total += FRACTIONS[bare] * (SCALES.get(_bare(found[ahead - 1][0])) or SCALES.get(found[ahead - 1][0], 1))
        else:
            break
        used, last = ahead - place, ahead
    return total + part, max(used, last - place)


def _continues(before: str, word: str) -> bool:
    """May a number word follow another without «و»: ثلاثة عشر, ثلاث مئة, خمسة آلاف, twenty five?"""
    if word in SCALES or word in ("عشر", "عشره"):
        return True
    return before.isascii() and word.isascii() and (word in UNITS or word in TENS)
