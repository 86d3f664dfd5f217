"""The headings of an article as its passages tell them: where each stands, and how deep.

The index keeps no marks of a reader (`types.Mark`), but a passage's title is the path of headings over it. A passage of
the kind `outline` is a heading where what follows it stands under it; the lines of a table of contents are none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from vectorstore.text.passages import heading_name
from vectorstore.types import PATH_MARK, Passage


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at `[start, end)` of the document, on one line; `depth` counts those over it, at most three."""

    start: int
    end: int
    depth: int
    name: str


def find_headings(passages: Iterable[Passage]) -> list[Heading]:
    """The headings among the passages of one article, which come in its order."""
    found = []
    for passage, below in pairwise(passages):
        if passage.kind != "outline":
            continue
        name = heading_name(passage.text)
        if name and f" {below.title}".endswith(PATH_MARK + name):
            depth = f" {passage.title}".count(PATH_MARK)
            found.append(Heading(passage.start, passage.end, depth, name))
    return found
