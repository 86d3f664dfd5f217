"""What the styles of an RTF document say of its paragraphs: its title and its headings.

The table of styles names each by a number, which a paragraph begins with. striprtf knows none of this: a sign, which
no text has, and the role are written into the text of the paragraph.
"""

from __future__ import annotations

import re

from vectorstore.formats.docx_styles import role_of_style

SIGN = "\x10"
"""Before the role of a paragraph, which is one character."""

_TABLE = re.compile(r"\{\\stylesheet(?![a-z])")
_STYLE = re.compile(r"\{\\s(\d{1,5})(?!\d)((?:[^{};]|\{[^{}]{0,400}\}){0,1000});\}")
_WORDS = re.compile(
    r"\{[^{}]*\}|\\u(-?\d{1,5}) ?(?:\\'..|\?)?|\\'[0-9a-f]{2}|\\[a-z]+-?\d* ?|([^\\{}\r\n])", re.IGNORECASE
)
_USED = re.compile(r"\\s(\d{1,5})(?!\d) ?")
_ROLES = {"h0": "t", **{f"h{level}": str(level) for level in range(1, 7)}, "contents": "c"}
_BY_SIGN = {sign: role for role, sign in _ROLES.items()}
_LONGEST = 100_000


def with_roles(raw: str) -> str:
    """The document with the role of each paragraph whose style has one behind the sign."""
    start = _TABLE.search(raw)
    if start is None:
        return raw
    table = raw[start.end() : start.end() + _LONGEST]
    roles = {number: _ROLES[role] for number, said in _STYLE.findall(table) if (role := role_of_style(_name(said)))}
    end = start.end() + max((found.end() for found in _STYLE.finditer(table)), default=0)
    if not roles:
        return raw
    return raw[:end] + _USED.sub(lambda used: _marked(used, roles), raw[end:])


def role_of(paragraph: str) -> str:
    """The role of a paragraph with a sign, as `docx_styles` names them; empty where it has none."""
    at = paragraph.find(SIGN)
    return _BY_SIGN.get(paragraph[at + 1 : at + 2], "") if at >= 0 else ""


def without_signs(paragraph: str) -> str:
    """The text of a paragraph alone."""
    return re.sub(f"{SIGN}[t1-6c]?", "", paragraph)


def _marked(used: re.Match[str], roles: dict[str, str]) -> str:
    role = roles.get(used[1])
    return f"{used[0].rstrip()}\\'10{role} " if role else used[0]


def _name(said: str) -> str:
    """The name of a style, which stands behind what it says of letters."""
    shown = (chr(int(code) % 0x10000) if code else plain for code, plain in _WORDS.findall(said))
    return "".join(shown).strip().lower()
