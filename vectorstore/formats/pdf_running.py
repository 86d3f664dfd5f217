"""The heads, feet and page numbers that stand on most pages of a PDF, and what a browser prints over and under each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from vectorstore.formats.pdf_lines import GlyphLine

Line = tuple[GlyphLine, str]

_PRINT_HEAD = re.compile(r"(?=.*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}).*\b\d{1,2}:\d{2}\b")

_PRINT_FOOT = re.compile(r"(?=.*(?:https?|file)://\S).*\b\d{1,4}/\d{1,4}\b")
"""What browsers print over and under each page: day and time of printing with the title; address and page of pages."""

_RUNNING = 3
"""Pages on which a first or last line must stand to be a running head, and more than half of all."""


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without the heads, feet and page numbers that stand on most of them."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for page in edges for key in {_running_key(one) for one in page})
    running = {key for key, count in seen.items() if count >= _RUNNING and count > len(pages) / 2}
    kept = [
        [one for one in page if not (one in edge and _running_key(one) in running)]
        for page, edge in zip(pages, edges, strict=True)
    ]
    # what is all that a page says is no head of it
    return [some or list(page) for some, page in zip(kept, pages, strict=True)]


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
    return by_height[:2] + by_height[-2:]


def _running_key(one: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", one[1]), round(one[0].baseline / 4)
