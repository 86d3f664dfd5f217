"""Bytes become text: UTF-8, UTF-16, Windows-1256 where it is surely Arabic, and nothing else by guessing.

The text is exactly what the bytes decode to: newlines, invisible marks and the BOM of UTF-8 stay, so that
offsets count characters of the file as any other program decodes it.
"""

from __future__ import annotations

import codecs
import re

from vectorstore.text.paragraphs import has_visible_text
from vectorstore.text.script import BLOCK, LETTERS, in_arabic_block

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
_EXPECTED = re.compile(f"[{BLOCK}\u00a0\u200c-\u200f«»“”‘’–—…•]")
_LETTER = re.compile(f"[{LETTERS}]")


def decode(data: bytes) -> tuple[str, str] | str:
    """The text and the name of its encoding, or the reason for a refusal."""
    if not data.strip():
        return "empty"
    found = _decoded(data)
    if isinstance(found, tuple) and not has_visible_text(found[0]):
        return "empty"
    return found


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
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("windows-1256")
        return (text, "windows-1256") if looks_like_arabic_prose(text) else "undecodable"
    return text, "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"


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
