"""The numbers that Word counts by itself («المادة (2):», «أ-», «2.1»), which stand in no text of the file.

`numbering.xml` says how each level of a list counts and what is written around the number; the count itself is a
matter of the order of paragraphs (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
_HIGHEST_LETTER = 1000


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: first number, format, text with %1 … %9, and the level that it restarts by."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What a paragraph or its style says: the list, and the level in it."""

    list_id: str
    level: int


class Numbering:
    """The counters of a document; `label` is asked once for each paragraph, in order."""

    def __init__(self, root: Any | None) -> None:
        """`root`: of `numbering.xml`, or None where the document has none."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        for one in root.iter(f"{W}abstractNum"):
            self._abstract[one.get(f"{W}abstractNumId", "")] = dict(map(_level, one.iter(f"{W}lvl")))
        for one in root.iter(f"{W}num"):
            abstract = one.find(f"{W}abstractNumId")
            name = "" if abstract is None else abstract.get(f"{W}val", "")
            levels, starts = dict(self._abstract.get(name, {})), {}
            for override in one.iter(f"{W}lvlOverride"):
                level = _number(override.get(f"{W}ilvl"), 0)
                levels |= dict(map(_level, override.iter(f"{W}lvl")))
                start = override.find(f"{W}startOverride")
                if start is not None:
                    starts[level] = _number(start.get(f"{W}val"), 1)
            self._lists[one.get(f"{W}numId", "")] = (name, levels, starts)

    def label(self, place: Place) -> str:
        """What Word writes before the paragraph; empty for bullets and for lists that are not defined."""
        known = self._lists.get(place.list_id)
        level = min(max(place.level, 0), _LEVELS - 1)
        if known is None or level not in known[1]:
            return ""
        name, levels, starts = known
        counts = self._counts.setdefault(name, [None] * _LEVELS)  # lists of one definition go on counting
        if level in starts and (place.list_id, level) not in self._restarted:
            self._restarted.add((place.list_id, level))
            counts[level] = None
        first = starts.get(level, levels[level].start)
        before = counts[level]
        counts[level] = first if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level + 1 <= restart:
                counts[deeper] = None
        return self._written(levels, level, counts)

    def _written(self, levels: Mapping[int, Level], level: int, counts: list[int | None]) -> str:
        one = levels[level]
        if one.format in ("bullet", "none"):
            return "" if one.format == "bullet" else _PLACE.sub("", one.text).strip()

        def number(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            shown = levels.get(other, Level())
            count = counts[other]
            return _format("decimal" if one.legal else shown.format, shown.start if count is None else count)

        return _PLACE.sub(number, one.text).strip()


def _level(element: Any) -> tuple[int, Level]:
    values = {child.tag.rpartition("}")[2]: child.get(f"{W}val") for child in element if isinstance(child.tag, str)}
    restart = values.get("lvlRestart")
    return _number(element.get(f"{W}ilvl"), 0), Level(
        _number(values.get("start"), 1),
        values.get("numFmt") or "decimal",
        (values.get("lvlText") or "")[:200],
        None if restart is None else _number(restart, 0),
        "isLgl" in values,
    )


def _number(value: str | None, default: int) -> int:
    value = value or ""
    return int(value) if re.fullmatch(r"-?\d{1,8}", value, re.ASCII) else default


def _format(name: str, count: int) -> str:
    """A count in one of Word's formats; those that are not known as plain digits."""
    return _FORMATS.get(name, str)(count)


def _letters(alphabet: str) -> Callable[[int], str]:
    """The n-th letter; after the last one each letter comes twice, then three times, as Word has it."""

    def write(count: int) -> str:
        if not 0 < count <= _HIGHEST_LETTER:
            return str(count)
        times, place = divmod(count - 1, len(alphabet))
        return alphabet[place] * (times + 1)

    return write


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    written = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        written += letters * times
    return written


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda count: f"{count:02d}",
    "arabicAbjad": _letters(_ABJAD),
    "arabicAlpha": _letters(_ALPHABET),
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}


def note_number(name: str, count: int) -> str:
    """The number of the n-th footnote or endnote in the format that the document chose for them."""
    return _format(name, count)
