"""Addresses that open a passage in a window: `http://127.0.0.1:7860/#article=FILE&from=120&to=260`.

What is named stands behind the `#`, which a browser sends nowhere. The window looks the file up in its index and shows
those characters of it (`window.js`, `ui/clicks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from vectorstore.errors import VectorstoreError
from vectorstore.index import Index

MAX_WINDOW_CHARACTERS = 255

_WINDOW = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?/?", re.ASCII)


def passage_link(window: str, source: str, start: int, end: int) -> str:
    """The address of a passage; empty where there is no window, or its address is none."""
    return f"{window.rstrip('/')}/{passage_fragment(source, start, end)}" if is_window(window) else ""


def passage_fragment(source: str, start: int, end: int) -> str:
    """What follows a window's address in that of a passage."""
    return f"#article={quote(source.encode('utf-8', 'surrogatepass'), safe='')}&from={start}&to={end}"


def is_window(address: str) -> bool:
    """Is it scheme, host and port and nothing more?"""
    return len(address) <= MAX_WINDOW_CHARACTERS and bool(_WINDOW.fullmatch(address))


def host_of(url: str) -> str:
    """The site of an article's own address, as its publisher is named where nothing else is known; or nothing."""
    found = re.fullmatch(r"https?://(?:www\.)?([^/?#@\s:]+)(?::\d+)?(?:[/?#].*)?", url, re.IGNORECASE)
    return found[1].lower() if found else ""


def addresses_in(index: Index) -> Callable[[str], str]:
    """Where to look up the address that an article states of itself; empty where it states none or is gone."""

    def address_of(source: str) -> str:
        try:
            with index.reading() as snapshot:
                return snapshot.document(source).url
        except VectorstoreError:
            return ""

    return address_of
