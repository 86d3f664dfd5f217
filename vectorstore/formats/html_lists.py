"""The lists of a page's main text, which the search for its main content leaves out where no element frames the text.

A list belongs to the text where it stands among its sentences, in one element with them: between two of them, or under
a heading or a line that ends in a colon. Menus, tags, share bars and related links are links for the most part, stand
in elements of their own, or have a name that says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice
from typing import Any

from vectorstore.formats.html_structure import AMONG, INTRODUCED, ITEM, item_start, shown_text
from vectorstore.text.boilerplate import is_boilerplate
from vectorstore.text.paragraphs import ends_sentence, has_visible_text

BESIDE = re.compile(r"side-?bar|related|trending|recommend|most-?(?:read|view|popular)", re.IGNORECASE)
"""Names of what stands beside an article, in the ids and classes that page makers give."""

_TOOLS = re.compile(
    r"(?:^|[\s_-])(?:shar(?:e|es|ing)|social|tags?|keywords|topics?|menu|nav(?:bar|igation)?|breadcrumbs?|pager|pagination"
    r"|meta|tools?|toolbar|widget|footer|comments?|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = (
    "//*[self::ul or self::ol][not(ancestor::ul or ancestor::ol)]"
    "[not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::form or ancestor::a)]"
)
_MOST_LINKED = 0.5
"""Share of links in a list's text from which it leads elsewhere."""
_MOST_UP = 4
"""Elements around a list among which the one is looked for that holds the text."""
_MOST_LISTS, _MOST_ITEMS = 500, 200
"""Lists of a page, and items of each, that are looked for in what was found; an article has not so many."""


def mark_lists(tree: Any, sign: str, lines: Collection[str]) -> None:
    """Put the sign before the items of the lists of the text that were lost; `lines`: those that were found of it."""
    told = {line for line in lines if ends_sentence(line)}
    found = "\n".join(lines)
    tells: dict[Any, bool] = {}
    for items in tree.xpath(_LISTS)[:_MOST_LISTS]:
        box, below = _text_around(items, told, tells)
        if box is None or _leads_away(items) or any(map(_is_tool, (items, *below))):
            continue
        kind = INTRODUCED if not below and _is_introduced(items, sign) else AMONG
        for one in islice(items.iter("li"), _MOST_ITEMS):
            place = item_start(one)
            text = " ".join((place.text or "").replace(f"{sign}{ITEM}", "").split())
            if has_visible_text(text) and place.tag not in _HEADINGS and text not in found:
                place.text = f"{sign}{kind}{place.text or ''}"


def _text_around(items: Any, told: Collection[str], tells: dict[Any, bool]) -> tuple[Any | None, list[Any]]:
    """The element around a list that has sentences of the text right in it, and those between the two."""
    below: list[Any] = []
    box = items.getparent()
    while box is not None and len(below) < _MOST_UP:
        if box not in tells:
            pieces = [box.text, *(text for child in box for text in (child.text_content(), child.tail))]
            tells[box] = any(" ".join(piece.split()) in told for piece in pieces if piece)
        if tells[box]:
            return box, below
        below.append(box)
        box = box.getparent()
    return None, below


def _leads_away(items: Any) -> bool:
    shown = len("".join(items.text_content().split()))
    return sum(len("".join(link.text_content().split())) for link in items.iter("a")) >= _MOST_LINKED * shown


def _is_tool(element: Any) -> bool:
    name = f"{element.get('id', '')} {element.get('class', '')}"
    return _TOOLS.search(name) is not None or BESIDE.search(name) is not None


def _is_introduced(items: Any, sign: str) -> bool:
    """Does a heading stand over a list, or a line that ends in a colon, which is none of the page's own labels?"""
    before = items.getprevious()
    if before is None:
        return False
    text = " ".join((before.tail or "").split()) or shown_text(before)
    if sign and before.tag in _HEADINGS:
        text = text[2:] if text.startswith(sign) else text
        return bool(text) and not is_boilerplate(text)
    return text.endswith((":", "：")) and not is_boilerplate(text)

