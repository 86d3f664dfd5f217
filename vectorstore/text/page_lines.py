"""Lines that belong to a page and not to the text on it: its number, its running head and foot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from vectorstore.text.arabic import fold
from vectorstore.types import Span

MIN_REPEATS = 3
"""Pages that begin or end with the same line from which it is their running head or foot."""

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:الصفحه|صفحه|ص|page|p)\W*\d{1,4}(?:\s*(?:من|/|of|de|sur)\s*\d{1,4})?|\d{1,4}\s*(?:/|من|of|de)\s*\d{1,4})\W*"
)

_BARE_NUMBER = re.compile(r"\W*(?:\d{1,4}|[ivxlc]{1,7})\W*")


def find_page_lines(spans: Sequence[Span], lines: Sequence[str], pages: Sequence[int]) -> set[int]:
    """Lines that say a page's number, and in a text with pages what comes again and again at their heads and feet."""
    found = {i for i, line in enumerate(lines) if len(line) <= 40 and _PAGE_NUMBER.fullmatch(fold(line))}
    ends = _ends_of_pages(spans, pages)
    found |= {i for i in ends if len(lines[i]) <= 40 and _BARE_NUMBER.fullmatch(fold(lines[i]))}
    shapes = {i: re.sub(r"\d+", "#", " ".join(fold(lines[i]).split())) for i in ends if len(lines[i]) <= 200}
    often = Counter(shapes.values())
    return found | {i for i, shape in shapes.items() if often[shape] >= MIN_REPEATS}


def _ends_of_pages(spans: Sequence[Span], pages: Sequence[int]) -> list[int]:
    """The first and the last paragraph of every page, where there is more than one page."""
    if len(pages) < 2:
        return []
    page, at = [], 0
    for start, _ in spans:
        while at + 1 < len(pages) and pages[at + 1] <= start:
            at += 1
        page.append(at)
    turns = [i for i, (one, two) in enumerate(pairwise(page)) if one != two]
    return sorted({0, len(spans) - 1, *turns, *(i + 1 for i in turns)}) if spans else []
