"""What came with a letter and is not read: its names are told, so that nobody takes the letter for all there was.

The names are those that the sender gave: text of a stranger, cut short and without characters that steer what stands
beside them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from email.message import Message
from itertools import islice

from vectorstore.types import ATTACHMENTS_UNREAD, Remark

_MOST_NAMES = 10
_LONGEST_NAME = 80
_MOST_PARTS = 1_000
_SIGNATURES = frozenset(
    f"application/{name}" for name in ("pgp-signature", "pgp-encrypted", "pkcs7-signature", "x-pkcs7-signature")
)
"""What mail programs add by themselves, and no person attached."""


def is_attached(part: Message) -> bool:
    """Is a part a file or a letter that came with a letter, and neither its text nor a picture within this?"""
    kind = part.get_content_type()
    if part.get_content_disposition() == "attachment" or kind == "message/rfc822":
        return kind not in _SIGNATURES
    shown = part.get("Content-ID") is not None and kind.startswith("image/")
    return bool(_stated_name(part)) and not part.is_multipart() and not shown and kind not in _SIGNATURES


def attachments_told(message: Message) -> tuple[Remark, ...]:
    """The remark that names the attachments of a letter; none where it has none."""
    names = [_name(part) for part in _attached(message)]
    if not names:
        return ()
    more = f" … (+{len(names) - _MOST_NAMES})" if len(names) > _MOST_NAMES else ""
    return (Remark(ATTACHMENTS_UNREAD, ", ".join(names[:_MOST_NAMES]) + more),)


def _attached(message: Message) -> Iterator[Message]:
    """The attachments in order; what is within an attached letter is not another one."""
    inside: set[int] = set()
    for part in islice(message.walk(), _MOST_PARTS):
        if part.get_content_type() == "multipart/related":  # a page and its pictures
            inside |= {id(one) for one in part.walk() if one.get_content_maintype() == "image"}
        if part is not message and id(part) not in inside and is_attached(part):
            inside |= {id(one) for one in part.walk()}
            yield part


def _name(part: Message) -> str:
    inner = part.get_payload(0) if part.get_content_type() == "message/rfc822" and part.is_multipart() else None
    subject = _stated(lambda: inner.get("Subject")) if isinstance(inner, Message) else ""
    return _stated_name(part) or subject or part.get_content_type()


def _stated_name(part: Message) -> str:
    return _stated(part.get_filename)


def _stated(read: Callable[[], object]) -> str:
    try:
        return _plain(str(read() or ""))
    except (ValueError, IndexError, AttributeError, TypeError):  # the standard library's parser of hostile fields
        return ""


def _plain(name: str) -> str:
    shown = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in name)
    shown = " ".join(shown.split())
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"
