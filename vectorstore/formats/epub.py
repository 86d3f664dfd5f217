"""An electronic book (EPUB) becomes the text of its chapters in the order of its spine.

The package gives the order (EPUB 3.3, OPF); chapters are XHTML and are read as pages that hold nothing but their text,
so that no chapter is searched for a main content. The book's own table of contents is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vectorstore.formats.html import decode_page, visible_lines
from vectorstore.formats.lines import TextLine, extracted
from vectorstore.formats.package import Package, local, read_package
from vectorstore.text.publication_date import parse_date
from vectorstore.types import Extracted, Refusal

_CHAPTERS = frozenset({"application/xhtml+xml", "text/html", "application/xml"})


def read_epub(path: Path, source: str) -> Extracted | Refusal:
    """The text of a book; refusals: encrypted, damaged, bomb, empty, too_large."""
    return read_package(path, source, lambda package: _book(package, source))


def _book(package: Package, source: str) -> Extracted | Refusal:
    container = package.xml("META-INF/container.xml")
    roots = [] if container is None else [one for one in container.iter() if local(one) == "rootfile"]
    part = next((name for one in roots if (name := one.get("full-path") or "") in package.names), "")
    root = package.xml(part) if part else None
    if root is None:
        return Refusal(source, "damaged", "no package document")
    stated: dict[str, str] = {}
    for one in root.iter():
        if local(one) in ("title", "date", "creator") and one.text:
            stated.setdefault(local(one), " ".join(one.text.split()))
    lines = (line for name in _spine(root, package, part) for line in _chapter(package.read(name)))
    date = parse_date(stated.get("date", ""))
    return extracted(lines, source, stated.get("title", ""), date, author=stated.get("creator", ""))


def _spine(root: Any, package: Package, part: str) -> Iterator[str]:
    """The names of the chapters in order, each once."""
    items = {one.get("id"): one for one in root.iter() if local(one) == "item"}
    seen = set()
    for one in root.iter():
        item = items.get(one.get("idref")) if local(one) == "itemref" else None
        if item is None or item.get("media-type") not in _CHAPTERS or "nav" in (item.get("properties") or "").split():
            continue
        name = package.resolve(part, item.get("href") or "")
        if name and name not in seen:
            seen.add(name)
            yield name


def _chapter(data: bytes) -> Iterator[TextLine]:
    found = decode_page(data)
    if isinstance(found, tuple):
        yield from visible_lines(found[0])
