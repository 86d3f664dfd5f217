"""Characters that Word keeps by their places in a font of signs (`w:sym`), as «°», «±» and «≤» of the font Symbol.

Of other fonts of signs only boxes that are ticked are known; what is not known shows nothing, as before.
"""

from __future__ import annotations

_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
"""At A to Z of Symbol; their small letters stand at a to z."""

_GREEK_SMALL = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD6: "√",
    **{0x41 + at: letter for at, letter in enumerate(_GREEK)},
    **{0x61 + at: letter for at, letter in enumerate(_GREEK_SMALL)},
}  # fmt: skip
_WINGDINGS = {0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_PRIVATE = range(0xF000, 0xF100)
"""Where Word puts the places of such fonts."""


def symbol(font: str, code: str) -> str:
    """The character at a place, a hexadecimal number, of a font; empty where it is not known.

    >>> symbol("Symbol", "F0B0")
    '°'
    """
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    known = _FONTS.get(font.strip().lower())
    if place in _PRIVATE or place < 0x100:
        return "" if known is None else known.get(place & 0xFF, "")
    return chr(place) if place < 0xD800 and chr(place).isprintable() else ""
