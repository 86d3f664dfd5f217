"""A letter (.eml) becomes its subject, its text and what stands in its head; a page saved as one file (.mhtml) its
article. Both are MIME messages, which the standard library parses. Attachments are not read, but named.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from vectorstore.formats.attachments import attachments_told, is_attached
from vectorstore.formats.encoding import decode
from vectorstore.formats.html import decode_page, read_html, visible_lines
from vectorstore.formats.lines import TextLine, extracted, split_lines
from vectorstore.types import Extracted, Refusal

_SHOWN_FIELDS = ("From", "To", "Cc", "Date")
_PAGES = ("text/html", "application/xhtml+xml")
_QUOTED = re.compile(r"(?P<signs>(?:>[ \t]?)*)(?P<words>.*)", re.DOTALL)
_MAX_PARTS = 1_000
_MORE = 3
"""How many times as long as the plain part a page is that says what the letter says."""


def read_eml(path: Path, source: str) -> Extracted | Refusal:
    """The text of a letter; refusals: damaged, empty, too_large."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if not message.keys():
        return Refusal(source, "damaged", "no header")
    subject = _field(message, "Subject")
    lines = _body(message)
    if not lines:
        return Refusal(source, "empty")
    head = [TextLine(f"{name}: {value}", "aside") for name in _SHOWN_FIELDS if (value := _field(message, name))]
    titled = [TextLine(subject, "h1")] if subject else []
    return extracted([*titled, *head, *lines], source, subject, _sent(message), remarks=attachments_told(message))


def read_mhtml(path: Path, source: str) -> Extracted | Refusal:
    """The article of a page that was saved with all that belongs to it; refusals as those of a page."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    page = next((part for part in _parts(message) if part.get_content_type() in _PAGES), None)
    if page is None:
        return Refusal(source, "damaged", "no page")
    found = read_html(_utf8(page), source)
    if isinstance(found, Refusal):
        return found
    address = found.url or _field(message, "Snapshot-Content-Location") or _field(page, "Content-Location")
    url = address if address.startswith(("http://", "https://")) and " " not in address else ""
    return Extracted(found.text, found.title, found.date, url, found.encoding, marks=found.marks, remarks=found.remarks)


def _body(message: Message) -> list[TextLine]:
    """The text of a letter: its plain part, or the page where there is none, or where that says little of it.

    Many letters have a plain part that only asks to look at the page.
    """
    every = _parts(message)
    attached = {id(one) for part in every if is_attached(part) for one in part.walk()}
    for parts in ([part for part in every if id(part) not in attached], every):
        parts = [part for part in parts if part.get_content_disposition() != "attachment"]
        plain, page = (next(_texts(parts, kind), []) for kind in ("text/plain", "text/html"))
        if plain or page:
            return page if _letters(page) > _MORE * _letters(plain) else plain
    return []


def _texts(parts: Sequence[Message], kind: str) -> Iterator[list[TextLine]]:
    """The lines of each part of a kind that shows something."""
    for part in (part for part in parts if part.get_content_type() == kind):
        data = _utf8(part)
        found = decode(data) if kind == "text/plain" else decode_page(data)
        if isinstance(found, tuple):
            lines = list(split_lines(_unwrapped(found[0])) if kind == "text/plain" else visible_lines(found[0]))
            if lines:
                yield lines


def _letters(lines: Sequence[TextLine]) -> int:
    return sum(len(line.text) for line in lines)


def _unwrapped(text: str) -> str:
    """Paragraphs on one line each: letters are wrapped at some 76 characters, and a blank line parts paragraphs.

    A short line was not wrapped, and ends where it ends. What is quoted of another letter stands behind «>»: such lines
    go on among themselves alone, and the signs within their paragraph are none of its words.
    """
    lines = [_QUOTED.match(line) for line in text.replace("\r\n", "\n").split("\n")]
    joined = []
    goes_on = False
    for at, line in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if line is None:
            continue
        joined.append(line["words"] if goes_on else line[0])
        same = after is not None and _depth(after) == _depth(line)
        goes_on = same and len(line[0]) > 55 and bool(after and after["words"].strip())
        joined.append(" " if goes_on else "\n")
    return "".join(joined)


def _depth(line: re.Match[str]) -> int:
    return line["signs"].count(">")


def _parts(message: Message) -> list[Message]:
    found = []
    for part in message.walk():
        found.append(part)
        if len(found) >= _MAX_PARTS:
            break
    return found


def _utf8(part: Message) -> bytes:
    """The bytes of a part, those of a named encoding as UTF-8; what names none stays as it is."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return b""
    charset = part.get_content_charset("")
    try:
        return data.decode(charset).encode("utf-8", "replace") if charset else data
    except (LookupError, UnicodeError):
        return data


def _field(message: Message | EmailMessage, name: str) -> str:
    """A field of the head on one line; empty where it is missing or cannot be parsed."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError):  # the standard library's parser of hostile fields
        return ""


def _sent(message: Message) -> str:
    try:
        return parsedate_to_datetime(_field(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
