"""Text that was decoded wrongly before it was saved: found by undoing it, and put right where that is certain.

«ط§ظ„ط³ظ„ط§ظ…» is «السلام» in UTF-8 that a program took for Windows-1256, «ÇáÓáÇã» the same word in Windows-1256
that one took for Western European. Encoding such a text as it was wrongly decoded gives the bytes back, and those,
decoded rightly, are words; of no other text are they. Own code and not `ftfy`: of a sentence in UTF-8 that was taken
for Windows-1256, for Windows-1252 or for Mac Roman, or in Windows-1256 for Windows-1252, ftfy 6.3.1 puts only the
third right.
"""

from __future__ import annotations

import codecs
import functools
import re
from collections import Counter
from collections.abc import Mapping

from vectorstore.formats.remarks import first_numbers
from vectorstore.text.letter_pairs import pair_cost
from vectorstore.text.script import count_arabic_letters, has_arabic_letters
from vectorstore.types import Remark

_TAKEN_FOR = ("windows-1256", "windows-1252", "mac_roman", "cp437", "cp850", "cp720")
"""Encodings that a program may take the bytes of UTF-8 for."""

_WESTERN = (("windows-1256", "windows-1252"), ("iso8859-6", "windows-1252"), ("windows-1256", "mac_roman"))
"""Encodings of Arabic, and what their bytes were taken for."""

_WORDS_NATS = 3.4
"""Mean cost of a pair of letters up to which they make words."""

_CLEAR_NATS = 0.3
"""By how much, a pair, one way to read a line must be likelier than the others to be sure."""

_FEWEST_PAIRS = 4
_MOST_ARABIC = 0.8
"""Share of Arabic among the letters of a line that is put right from Western letters: the others are Latin names."""

_TWICE = 2
"""How often a text is put right: some were saved wrongly twice."""

_CONTROLS = re.compile("[\x80-\x9f]")
_FOLLOWING, _FIRST, _FIRST_OF_TWO = bytes(range(0x80, 0xC0)), bytes(range(0xC0, 0x100)), bytes(range(0xC0, 0xE0))
"""Bytes that follow in a character of UTF-8, that begin one, and that begin one of two bytes."""

_WHOLE_TO_LOST = 10
"""Whole characters for each one that is lost, from which a line is the one that was meant."""


def find_mojibake(text: str) -> tuple[str, list[Remark]]:
    """The text, put right where each of its lines with letters beyond ASCII can be, and what is to be said of it."""
    names: list[str] = []
    for _ in range(_TWICE):
        lines = text.split("\n")
        found = {at: put for at, line in enumerate(lines) if not line.isascii() and (put := _put_right(line))}
        if not found:
            break
        doubtful = any(any(map(_is_foreign, line)) for at, line in enumerate(lines) if at not in found)
        if doubtful or any(meant is None for meant, _ in found.values()):
            told = [at + 1 for at in found]
            return text, [Remark("mojibake", first_numbers(told))]
        text = "\n".join(found[at][0] or "" if at in found else line for at, line in enumerate(lines))
        names.append(next(iter(found.values()))[1])
    return text, [Remark("repaired", ", ".join(names))] if names else []


def _is_foreign(character: str) -> bool:
    return character.isalpha() and not character.isascii()


def _put_right(line: str) -> tuple[str | None, str] | None:
    """The line as it was meant, or None where a part of it is lost, and what was done to it; None for a right line."""
    if has_arabic_letters(line) and not _may_be_utf8(line):
        return None
    characters = Counter(line)
    for wrong in _TAKEN_FOR:
        data, lost = _encoded(line, characters, wrong)
        if data is None or data.isascii():
            continue
        meant = data.decode("utf-8", "replace")
        lost += meant.count("\ufffd")
        if lost * _WHOLE_TO_LOST < _high_letters(meant) and _says_words(meant):
            return (None if lost else meant), f"UTF-8 → {wrong}"
    if count_arabic_letters(line):
        return None
    found = []
    for right, wrong in _WESTERN:
        data, lost = _encoded(line, characters, wrong)
        meant = data.decode(right, "replace") if data is not None and not lost else ""
        if meant and _is_mostly_arabic(meant) and _says_words(meant):
            found.append((_mean_cost(meant), meant, f"{right} → {wrong}"))
    found.sort()
    if not found:
        return None
    certain = "\ufffd" not in found[0][1] and all(cost > found[0][0] + _CLEAR_NATS for cost, _, _ in found[1:])
    return (found[0][1] if certain else None), found[0][2]


def _may_be_utf8(line: str) -> bool:
    """Could the bytes of a line in one of `_TAKEN_FOR` be UTF-8 at all, with as little lost as `_put_right` allows?

    Each character beyond ASCII takes one first byte and one or more that follow; every other byte of the first kind is
    lost. What is false is certain, and told of a line of Arabic in a tenth of the time of decoding it in each.
    """
    if _CONTROLS.search(line):
        return True
    for encoding, letters in _with_arabic():
        data, _ = codecs.charmap_encode(line, "replace", _byte_map(encoding))
        if (len(data) - len(data.translate(None, letters))) * _WHOLE_TO_LOST <= len(line):
            return True  # it may be of an encoding without Arabic, too
        following, first = (len(data) - len(data.translate(None, kind)) for kind in (_FOLLOWING, _FIRST))
        if first >= following * (1 + 1 / _WHOLE_TO_LOST):
            continue  # there are no more characters than bytes that follow
        pairs = len(data) - len(data.translate(None, _FIRST_OF_TWO))
        strange = data.count(b"?") - line.count("?")
        characters = min(pairs, following) + max(0, following - pairs) / 2
        if strange * _WHOLE_TO_LOST <= len(line) and first < characters * (1 + 1 / _WHOLE_TO_LOST):
            return True
    return False


@functools.cache
def _with_arabic() -> tuple[tuple[str, bytes], ...]:
    """Those of `_TAKEN_FOR` that have letters of Arabic, and the bytes of these."""
    letters = {
        encoding: bytes(byte for one, byte in _characters(encoding).items() if count_arabic_letters(one))
        for encoding in _TAKEN_FOR
    }
    return tuple((encoding, found) for encoding, found in letters.items() if found)


@functools.cache
def _byte_map(encoding: str) -> object:
    """What `codecs.charmap_encode` makes the bytes of an encoding with, control characters aside."""
    characters = ["\ufffe"] * 256
    for character, byte in _characters(encoding).items():
        if not _CONTROLS.match(character):
            characters[byte] = character
    return codecs.charmap_build("".join(characters))


def _encoded(line: str, characters: Mapping[str, int], encoding: str) -> tuple[bytes | None, int]:
    """The bytes that the line was read from, and how many of its characters stand for none of them.

    `characters`: how often the line has each.
    """
    known = _characters(encoding)
    strange = sum(characters[one] for one in characters.keys() - known.keys())
    if strange * _WHOLE_TO_LOST > len(line):
        return None, strange
    return line.translate(_bytes_of(encoding)).encode("latin-1"), strange


class _Bytes(dict[int, int]):
    """The byte of each character by its number, for `str.translate`; that of «?» for any that has none."""

    def __missing__(self, _: int) -> int:
        return 0x3F


@functools.cache
def _bytes_of(encoding: str) -> _Bytes:
    return _Bytes({ord(character): byte for character, byte in _characters(encoding).items()})


@functools.cache
def _characters(encoding: str) -> dict[str, int]:
    """The byte of each character; bytes that stand for none are read as control characters, as programs do."""
    found = {}
    for byte in range(256):
        character = bytes([byte]).decode(encoding, "ignore") or chr(byte)
        found.setdefault(character, byte)
    # Western European pages are read as ISO 8859-1 by some, which has control characters where Windows has signs
    return {**{chr(byte): byte for byte in range(0x80, 0xA0) if chr(byte) not in found}, **found}


def _is_mostly_arabic(text: str) -> bool:
    return count_arabic_letters(text) >= _MOST_ARABIC * sum(map(str.isalpha, text))


def _high_letters(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")


def _says_words(text: str) -> bool:
    """Are the letters beyond ASCII words of Arabic?"""
    _, pairs = pair_cost(_beyond_ascii(text))
    return pairs >= _FEWEST_PAIRS and _mean_cost(text) <= _WORDS_NATS


def _mean_cost(text: str) -> float:
    cost, pairs = pair_cost(_beyond_ascii(text))
    return cost / max(pairs, 1)


def _beyond_ascii(text: str) -> str:
    return "".join(one if not one.isascii() or one.isspace() else " " for one in text)
