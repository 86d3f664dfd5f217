"""Characters that show nothing or steer what shows others, by who must not meet them; each set is named once.

A pattern each, and not one for all, since they protect different things: a terminal, a page, a line of JSON, a
quotation, a database. What a user puts in the place of such a character is the user's own choice.
"""

from __future__ import annotations

import re

_C0 = "\x00-\x08\x0b-\x1f\x7f"
"""Control characters of ASCII, tab and line feed aside."""

_C1 = "\x80-\x9f"
_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates, which can make a text read as another one. The plain marks (U+200E, U+200F,
U+061C) only settle neighbouring punctuation."""

_LINE_SEPARATORS = "\u2028\u2029"
_PLAIN_MARKS = "\u200e\u200f"
_ARABIC_MARK = "\u061c"
_BYTE_ORDER_MARK = "\ufeff"
_SURROGATES = "\ud800-\udfff"
_JOINERS = "\u200b\u2060-\u2065"
"""The zero-width space, the word joiner and what stands between it and the isolates; not U+200C: Persian needs it."""

LONE_SURROGATES = re.compile(f"[{_SURROGATES}]")
"""Halves of characters, as a terminal hands over bytes that it cannot read; tokenizers refuse them."""

UNSTORABLE = re.compile(f"[\0{_SURROGATES}]")
"""What neither SQLite nor UTF-8 takes."""

UNTYPED = re.compile(f"[{_C0}{_SURROGATES}]")
"""What nobody types into a question."""

STEERING = re.compile(f"[{_C0}{_C1}{_OVERRIDES}{_SURROGATES}]")
"""What can steer a terminal: escape sequences and overrides of direction."""

UNSEEN = re.compile(f"[{_C0}{_C1}{_OVERRIDES}{_SURROGATES}{_BYTE_ORDER_MARK}]")
"""What a page of HTML must not hold unnamed; the plain marks stay."""

UNSAFE_IN_JSON = re.compile(
    f"[\x7f{_C1}{_ARABIC_MARK}{_PLAIN_MARKS}{_LINE_SEPARATORS}{_OVERRIDES}{_BYTE_ORDER_MARK}{_SURROGATES}]"
)
"""What a line of JSON holds only as an escape, beyond those that JSON escapes itself."""

UNQUOTED = re.compile(f"[{_C0}{_C1}{_PLAIN_MARKS}{_OVERRIDES}{_JOINERS}{_BYTE_ORDER_MARK}]")
"""What a quotation on one line leaves out, its plain marks included: what they settled stood around it."""
