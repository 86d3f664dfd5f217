"""A cell of a table: words with the verified quote that they stand in, and two such cells that differ."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.types import Citation
from vectorstore.types import Span


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and the quote that it stands in; `text` is part of that quote."""

    text: str
    citation: Citation

    def as_json(self) -> dict[str, object]:
        return {"text": self.text, "citation": quote_json(self.citation)}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two verified quotes that differ, `one` and `other` being the words of each that do (`sources.differences`).

    `places`: the spans of these words, each in its article.
    """

    kind: str
    one: Cell
    other: Cell
    places: tuple[Span, Span]

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, "one": self.one.as_json(), "other": self.other.as_json()}


def quote_json(citation: Citation) -> dict[str, object]:
    """A verified quote with its place, as in an answer line."""
    return {
        "marker": citation.marker, "source": citation.source, "start": citation.start, "end": citation.end,
        "quote": citation.quote,
    }  # fmt: skip
