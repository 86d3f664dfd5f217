"""Names that a file may safely be given, from whatever a person's browser or another system calls it.

A name becomes one component of a path: it holds no separator, does not begin with a dot, is short enough for
every file system, means nothing to Windows, and reads as it is written. The rules for Windows are those of
<https://learn.microsoft.com/windows/win32/fileio/naming-a-file>.
"""

from __future__ import annotations

import re
import unicodedata

MAX_NAME_BYTES = 200
"""Bytes of UTF-8; file systems take 255, and a number may still be added."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|\s*$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*#]')
"""What Windows takes for something else, and the mark between a file and one of its articles."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
"""Controls, marks that steer the direction of text, halves of pairs, and what no font can show."""


def safe_name(name: str) -> str:
    """One component of a path for a file that was called `name`; empty where nothing of it can be used."""
    last = re.split(r"[/\\]", name)[-1]
    composed = unicodedata.normalize("NFC", last)
    spaced = "".join(" " if character.isspace() else character for character in composed)
    kept = "".join(character for character in spaced if unicodedata.category(character) not in _UNSEEN)
    plain = " ".join(_FORBIDDEN.sub("_", kept).split()).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    stem, ending = stem.rstrip(". "), dot + suffix
    if not stem or len(ending.encode()) > MAX_NAME_BYTES // 2:
        return ""
    if _RESERVED.match(stem + ending):
        stem = f"_{stem}"
    while len((stem + ending).encode()) > MAX_NAME_BYTES:
        stem = stem[:-1].rstrip(". ")
    return stem + ending


def add_number(name: str, number: int) -> str:
    """The same name for a further file: «خبر (2).txt»."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem} ({number}){dot}{suffix}" if dot else f"{name} ({number})"
