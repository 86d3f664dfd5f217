"""What the style of a Word paragraph says of it: heading, line of a table of contents, place in a numbered list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from vectorstore.formats.docx_numbering import Place, W
from vectorstore.formats.lines import heading

_TITLES = frozenset({"title", "العنوان"})
_HEADING = re.compile(r"(?:heading|عنوان|titre|überschrift|título)\s*([1-9])")
_CONTENTS = re.compile(r"(?:toc|table of contents|جدول المحتويات|فهرس)\s*\d?")
_DEEPEST = 20
"""Styles that one may be based on, each on the next."""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """`role`: as in `lines.TextLine`, and `h0` for the title of the whole; `place`: in a numbered list."""

    role: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    outline: int | None
    list_id: str | None
    level: int | None


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Any | None) -> None:
        """`root`: of `styles.xml`, or None where the document has none."""
        self._styles = (
            {} if root is None else {one.get(f"{W}styleId") or "": _style(one) for one in root.iter(f"{W}style")}
        )

    def of(self, paragraph: Any) -> ParagraphStyle:
        """The style of a paragraph, its own properties before those of the styles that it is based on."""
        properties = paragraph.find(f"{W}pPr")
        name = "" if properties is None else value(properties.find(f"{W}pStyle"))
        chain = self._chain(name)
        outline, list_id, level = (None, None, None) if properties is None else _numbered(properties)
        for style in chain:
            outline = style.outline if outline is None else outline
            list_id = style.list_id if list_id is None else list_id
            level = style.level if level is None else level
        place = Place(list_id, level or 0) if list_id not in (None, "", "0") else None
        return ParagraphStyle(_role([style.name for style in chain] or [name.lower()], outline), place)

    def _chain(self, name: str) -> list[_Style]:
        chain: list[_Style] = []
        while name in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[name])
            name = chain[-1].based_on
        return chain


def role_of_style(name: str) -> str:
    """What the name of a style says, in small letters: `h0` for the title of the whole, a heading, `contents`; or
    nothing."""
    if name in _TITLES:
        return "h0"
    if _CONTENTS.fullmatch(name):
        return "contents"
    found = _HEADING.match(name)
    return heading(int(found[1])) if found else ""


def _role(names: list[str], outline: int | None) -> str:
    if role := next(filter(None, map(role_of_style, names)), ""):
        return role
    return heading(outline + 1) if outline is not None and 0 <= outline < 9 else ""


def _style(element: Any) -> _Style:
    properties = element.find(f"{W}pPr")
    outline, list_id, level = (None, None, None) if properties is None else _numbered(properties)
    return _Style(
        value(element.find(f"{W}name")).strip().lower(), value(element.find(f"{W}basedOn")), outline, list_id, level
    )


def _numbered(properties: Any) -> tuple[int | None, str | None, int | None]:
    """Level in the outline, list and level in the list, as far as the properties say."""
    outline = value(properties.find(f"{W}outlineLvl"))
    numbers = properties.find(f"{W}numPr")
    name = None if numbers is None or numbers.find(f"{W}numId") is None else value(numbers.find(f"{W}numId"))
    level = "" if numbers is None else value(numbers.find(f"{W}ilvl"))
    return _small(outline), name, _small(level)


def _small(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


def value(element: Any | None) -> str:
    """The attribute `w:val` of an element that may be missing."""
    return "" if element is None else element.get(f"{W}val") or ""
