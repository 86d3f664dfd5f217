"""The part of a passage that shows the words found, for a list of hits."""

from __future__ import annotations

from vectorstore.types import Span
from vectorstore.word_search.request import WordHit

BEFORE, AFTER = 60, 200
"""Characters of a passage shown before and after its first found words, in whole words."""


def excerpt_of(hit: WordHit, before: int = BEFORE, after: int = AFTER) -> tuple[Span, tuple[Span, ...]]:
    """A span of the document inside the passage, and the found words that stand in it whole."""
    passage, text = hit.passage, hit.passage.text
    first, last = ((place - passage.start) for place in hit.spans[0]) if hit.spans else (0, 0)
    start, end = max(0, first - before), min(len(text), last + after)
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    while last < end < len(text) and not text[end].isspace():
        end -= 1
    shown = (passage.start + start, passage.start + max(end, last))
    return shown, tuple(span for span in hit.spans if shown[0] <= span[0] and span[1] <= shown[1])
