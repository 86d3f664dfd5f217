"""The heads, feet and page numbers that stand on most pages of a PDF, and what a browser prints over and under each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from vectorstore.formats.pdf_lines import Line

_PRINT_HEAD = re.compile(r"(?=.*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}).*\b\d{1,2}:\d{2}\b")

_PRINT_FOOT = re.compile(r"(?=.*(?:https?|file)://\S).*\b\d{1,4}/\d{1,4}\b")
"""What browsers print over and under each page: day and time of printing with the title; address and page of pages."""

_RUNNING = 3
"""Pages on which a first or last line must stand to be a running head, and more than half of all."""

_FEW_PAGES = 3
"""Pages of a file in which two that say the same in one place are enough, where it is no larger than the text."""

_LARGE = 1.05
"""Share of the text's size above which a line is a heading, which may stand at the head of several pages."""


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without the heads, feet and page numbers that stand on most of them, or on some: left and right pages
    have heads of their own, and chapters."""
    edges = [_edges(page) for page in pages]
    sizes = [one.size for page in pages for one, _ in page]
    large = _LARGE * median(sizes) if sizes else 0.0
    seen: dict[tuple[str, int], list[tuple[int, Line]]] = {}
    for number, edge in enumerate(edges):
        for key, one in {_running_key(one): one for one in edge}.items():
            seen.setdefault(key, []).append((number, one))
    outermost = {_running_key(edge[at]) for edge in edges if edge for at in (0, -1)}
    running = {
        key
        for key, found in seen.items()
        if (len(found) >= _RUNNING and len(found) > len(pages) / 2)
        or (
            all(one.size <= large for _, (one, _) in found)
            and (
                (len(found) >= _RUNNING and key in outermost)
                or (1 < len(found) and len(pages) <= _FEW_PAGES and _counts_pages(found))
            )
        )
    }
    kept = [
        [one for one in page if not (one in edge and _running_key(one) in running)]
        for page, edge in zip(pages, edges, strict=True)
    ]
    # what is all that a page says is no head of it
    return [some or list(page) for some, page in zip(kept, pages, strict=True)]


def _counts_pages(found: Sequence[tuple[int, Line]]) -> bool:
    """Do lines say the same, but for a number that rises as the pages do?"""
    first, (_, text) = found[0]
    shown = [int(one) for one in re.findall(r"\d{1,9}", text)]
    for number, (_, other) in found[1:]:
        after = [int(one) for one in re.findall(r"\d{1,9}", other)]
        if len(after) != len(shown) or any(
            then not in (now, now + number - first) for now, then in zip(shown, after, strict=True)
        ):
            return False
    return True


def without_print_lines(page: Sequence[Line]) -> list[Line]:
    """A page without what the browser that printed it wrote over and under it, where it wrote both."""
    by_height = sorted(page, key=lambda one: one[0].baseline)
    if len(page) < 3:
        return list(page)
    foot, head = by_height[0], by_height[-1]
    heads = [one for one in page if abs(one[0].baseline - head[0].baseline) < head[0].size]
    feet = [one for one in page if abs(one[0].baseline - foot[0].baseline) < foot[0].size]
    over, under = (" ".join(text for _, text in lines) for lines in (heads, feet))
    if not (_PRINT_HEAD.match(_bare(over)) and _PRINT_FOOT.match(_bare(under))):
        return list(page)
    return [one for one in page if one not in heads and one not in feet]


def _bare(text: str) -> str:
    return text.replace("\u200f", "").replace("\u200e", "")


def _edges(page: Sequence[Line]) -> list[Line]:
    """The two highest and two lowest lines of a page; the headings of a table that goes on are none."""
    by_height = sorted((one for one in page if one[0].place is None), key=lambda one: one[0].baseline)
    return by_height if len(by_height) < 4 else by_height[:2] + by_height[-2:]


def _running_key(one: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", one[1]), round(one[0].baseline / 4)
