"""What one character of a PDF shows: what its font calls it, a kashida by its ink, or nothing."""

from __future__ import annotations

import ctypes
import unicodedata
from typing import Any

KASHIDA = "\u0640"

_LINE_HYPHEN = 2
"""What pdfium gives for a hyphen at the end of a line."""

_FLAT = 0.2
"""Share of the size that a kashida is high at most: it is as thick as the pen, a letter's tooth is twice that."""

_NEAR_BASELINE = 0.25
"""Share of the size that a kashida's ink lies off the baseline at most."""

_SIGN_NEAR_BASELINE = 0.12
"""The same where the file calls it a sign: a hyphen lies .2 to .3 above it, a low line under it."""

_LONG = 1.3
"""How many times as wide as high a kashida is at least; a full stop is as wide as high."""

_FLAT_SIGNS = frozenset("…_=")
"""Signs that are flat and long on the baseline themselves, or near it."""


def character(textpage: Any, at: int, code: int, baseline: float, size: float) -> str:
    """What a character shows; nothing where the font does not say it."""
    import pypdfium2.raw as raw

    unknown = raw.FPDFText_HasUnicodeMapError(textpage, at) == 1
    if code == _LINE_HYPHEN and not unknown:
        code = ord("-")
    private = 0xE000 <= code <= 0xF8FF or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF
    lost = code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or private or unknown or code < 0x20
    named = "" if lost else chr(code)
    # LibreOffice calls a kashida by whatever it lengthened first: a hyphen, a quotation mark, a digit; the marks of
    # direction that our own PDFs have are drawn flat, too, and are no signs
    sign = bool(named) and unicodedata.category(named)[0] in "PS" and named not in _FLAT_SIGNS
    if lost or sign or (named.isascii() and named.isalnum()):
        left, right, bottom, top = ink(textpage, at)
        off = (_SIGN_NEAR_BASELINE if sign else _NEAR_BASELINE) * size
        long = not sign or right - left > _LONG * (top - bottom)
        if 0 < top - bottom < _FLAT * size and abs(bottom - baseline) < off and long:
            return KASHIDA
    if lost:
        # a font without a map is read by its codes, as ever; what they spell is judged with the page
        return chr(code) if unknown and 0x20 <= code < 0x7F else ""
    return chr(code)


def ink(textpage: Any, at: int) -> tuple[float, float, float, float]:
    """The left, right, lower and upper edge of what a character draws."""
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(textpage, at, left, right, bottom, top)
    return left.value, right.value, bottom.value, top.value
