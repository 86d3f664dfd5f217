"""Text of documents, file names and questions on its way into HTML: escaped, on one line, nothing hidden.

Everything that the window shows and did not write itself passes through here.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape

from vectorstore.types import Span

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""Control characters and the bidi overrides, embeddings and isolates, which can make a text read as
another one. The plain marks (U+200E, U+200F, U+061C) only settle neighbouring punctuation and stay."""

_LINE_ENDS = re.compile(r"[\r\n\u0085\u2028\u2029]")
_LINES = re.compile(r"\r\n|[\r\n\u0085\u2028\u2029]")


def shown(text: str) -> str:
    """HTML that shows `text` as it is: markup as characters, bidi controls as small visible names.

    The result holds no line break (each is `<br>`), so that a Markdown renderer sees one HTML block and
    never looks for its own marks inside.
    """
    lines = []
    for line in _LINES.split(text):
        lines.append(_UNSEEN.sub(_named, escape(line, quote=True)))
    return "<br>".join(lines)


def emphasised(text: str, part: Span | None) -> str:
    """HTML of `text` with one part of it set off; `part` is a span of `text`."""
    if part is None:
        return shown(text)
    start, end = part
    return f'{shown(text[:start])}<strong class="found">{shown(text[start:end])}</strong>{shown(text[end:])}'


def exact(text: str) -> str:
    """HTML whose text content is `text`, line breaks included: what a button copies, an attribute keeps."""
    kept = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    return _LINE_ENDS.sub(lambda match: f"&#{ord(match.group())};", escape(kept, quote=True))


def direction(text: str) -> str:
    """`rtl` or `ltr`, after the first strong character."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "rtl"


def tongue(text: str) -> str:
    """`dir` and, for Arabic, `lang` attributes of an element that holds `text`."""
    if direction(text) == "rtl":
        return 'dir="rtl" lang="ar"'
    return 'dir="ltr"'


def file_name(name: str, kind: str = "file") -> str:
    """The name of a file or folder, set apart from the text around it and in its own direction."""
    return f'<bdi class="{kind}" {tongue(name)}>{shown(name)}</bdi>'


def plain_name(text: str) -> str:
    """A file name or title for plain text that is copied: without characters that reorder what follows."""
    return _UNSEEN.sub("", text)


def _named(match: re.Match[str]) -> str:
    character = match.group()
    if character == "\ufeff":
        return ""
    return f'<span class="unseen">U+{ord(character):04X}</span>'
