"""Bytes become text: UTF-8, UTF-16, or the one old encoding of Arabic in which their letters make words.

The text is exactly what the bytes decode to: newlines, invisible marks and the BOM of UTF-8 stay, so that
offsets count characters of the file as any other program decodes it. Where some bytes of UTF-8 are damaged the rest is
read and their lines are told; a text that was decoded wrongly before it came here is told, and put right where all of
it can be without a doubt (`vectorstore.formats.mojibake`).
"""

from __future__ import annotations

import codecs
import re

from vectorstore.formats.mojibake import find_mojibake
from vectorstore.formats.remarks import first_numbers
from vectorstore.text.letter_pairs import pair_cost
from vectorstore.text.paragraphs import has_visible_text
from vectorstore.text.script import BLOCK, LETTERS, in_arabic_block
from vectorstore.types import Remark

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.005
BINARY_STARTS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
)

_ARABIC_SHARE = 0.85
"""Share of the non-ASCII bytes that must be Arabic letters, marks or punctuation in Windows-1256.

Another 8-bit encoding read as Windows-1256 shows Latin letters with accents; UTF-8 read so shows symbols
between ط and ظ (its lead bytes), which are rare letters in Arabic (2 % of the letters).
"""
_COMMON_LETTERS = frozenset("اليمنورتبهة")
_COMMON_SHARE = 0.45  # 65 % of the letters of Arabic prose

_ENCODINGS = ("windows-1256", "iso-8859-6", "cp720", "mac_arabic")
"""The 8-bit encodings of Arabic that files were written in: Windows, ISO (Unix, old pages), DOS, Macintosh. Not IBM's
cp864: it has the shapes of letters, many at the places of ISO's letters, and nine texts of 1,277 were taken for it."""

_SAMPLE_BYTES = 1 << 16
"""Bytes by which an encoding is told from the others."""

_WORDS_NATS = 3.4
"""Mean cost of a pair of letters up to which they make words (`vectorstore.text.letter_pairs`): Arabic prose costs 2.7
to 3.1 in its own encoding, and in another one of these 3.9 to 9."""

_CLEAR_NATS = 0.3
"""By how much, a pair, the likeliest encoding must be likelier than every other that gives another text, unless it is
Windows-1256, which nearly all of them are in."""

_FEWEST_PAIRS = 12
"""Pairs of letters below which nothing is told from them."""

_WHOLE_TO_DAMAGED = 10
"""Whole characters of several bytes for each damaged one, from which a text is UTF-8."""

_EXPECTED = re.compile(f"[{BLOCK}\u00a0\u200c-\u200f«»“”‘’–—…•]")
_LETTER = re.compile(f"[{LETTERS}]")


def decode(data: bytes) -> tuple[str, str] | str:
    """The text and the name of its encoding, or the reason for a refusal."""
    found = read_text(data)
    return found if isinstance(found, str) else found[:2]


def read_text(data: bytes) -> tuple[str, str, tuple[Remark, ...]] | str:
    """The text, the name of its encoding and what is to be known of it, or the reason for a refusal."""
    if not data.strip():
        return "empty"
    found = _decoded(data)
    if isinstance(found, str):
        return found
    text, encoding = found
    remarks = [Remark("bytes_unread", lines_told(text))] if encoding == _UTF8_DAMAGED else []
    if encoding in ("utf-8", "utf-8-sig", "utf-16"):
        text, told = find_mojibake(text)
        remarks += told
    if not has_visible_text(text):
        return "empty"
    return text, encoding.split("/")[0], tuple(remarks)


_UTF8_DAMAGED = "utf-8/damaged"


def lines_told(text: str) -> str:
    """The numbers of the lines in which characters could not be read."""
    return first_numbers([number for number, line in enumerate(text.split("\n"), 1) if "\ufffd" in line])


def _decoded(data: bytes) -> tuple[str, str] | str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data, "utf-16")
    if b"\0" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            found = _utf16(data, encoding)
            if isinstance(found, tuple) and _mostly_text(found[0]):
                return found
        return "binary"
    if data.startswith(BINARY_STARTS) or len(_CONTROLS.findall(data)) > _CONTROL_SHARE * len(data):
        return "binary"
    try:
        return data.decode("utf-8"), "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if sum(not one.isascii() for one in text) - damaged >= _WHOLE_TO_DAMAGED * damaged:
        return text, _UTF8_DAMAGED
    return _put_together(data) or _old_encoding(data)


def _put_together(data: bytes) -> tuple[str, str] | None:
    """A text of lines of UTF-8 and lines of one old encoding, as when two files were joined; None where it is none.

    No line of an old encoding is UTF-8 by chance, but for one of a letter or two.
    """
    lines = data.split(b"\n")
    whole = [_utf8(line) for line in lines]
    if sum(not one.isascii() for line in whole if line for one in line) < _FEWEST_PAIRS:
        return None
    other = _old_encoding(b"\n".join(line for line, text in zip(lines, whole, strict=True) if text is None))
    if isinstance(other, str):
        return None
    pairs = zip(lines, whole, strict=True)
    texts = (line.decode(other[1], "replace") if text is None else text for line, text in pairs)
    return "\n".join(texts), f"utf-8, {other[1]}"


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _old_encoding(data: bytes) -> tuple[str, str] | str:
    """The text in the encoding in which its letters make by far the likeliest words."""
    found: list[tuple[float, float, str, str]] = []
    costs: dict[str, float] = {}
    for encoding in _ENCODINGS:
        text = data[:_SAMPLE_BYTES].decode(encoding, "replace")
        high = [one for one in text if not one.isascii()]
        cost, pairs = pair_cost("".join(one if not one.isascii() or one.isspace() else " " for one in text))
        costs[encoding] = cost / max(pairs, 1)
        expected = sum(1 for one in high if _EXPECTED.match(one))
        if pairs >= _FEWEST_PAIRS and cost <= _WORDS_NATS * pairs and expected >= _ARABIC_SHARE * len(high):
            # ISO and Macintosh have their letters at the same places: what else is expected tells them apart
            strange = len(high) - expected + (text.count("\u00a0") > text.count(" "))
            found.append((cost / pairs, strange, encoding, _only_letters(text)))
    found.sort(key=lambda one: one[:2])
    if found:
        cost, _, encoding, words = found[0]
        usual = encoding == _ENCODINGS[0]
        if usual or all(other > cost + _CLEAR_NATS or same == words for other, _, _, same in found[1:]):
            return data.decode(encoding, "replace"), encoding
        return "undecodable"
    text = data.decode("windows-1256")
    few = costs["windows-1256"] == min(costs.values()) and looks_like_arabic_prose(text)
    return (text, "windows-1256") if few else "undecodable"


def _only_letters(text: str) -> str:
    return "".join(_LETTER.findall(text))


def _utf16(data: bytes, encoding: str) -> tuple[str, str] | str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return "undecodable"
    return "binary" if "\0" in text else (text, "utf-16")


def _mostly_text(text: str) -> bool:
    """Is a text without BOM rightly read as UTF-16: Arabic and ASCII, and not the other way round?"""
    ordinary = sum(
        in_arabic_block(character) or " " <= character <= "~" or character.isspace() for character in text
    )
    return ordinary >= 0.9 * len(text)


def looks_like_arabic_prose(text: str) -> bool:
    """Is a text that was decoded as Windows-1256 rightly so?"""
    high = [character for character in text if not character.isascii()]
    letters = _LETTER.findall(text)
    expected = sum(1 for character in high if _EXPECTED.match(character))
    common = sum(1 for letter in letters if letter in _COMMON_LETTERS)
    return bool(letters) and expected >= _ARABIC_SHARE * len(high) and common >= _COMMON_SHARE * len(letters)
