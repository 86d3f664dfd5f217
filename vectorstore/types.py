"""What flows from files to hits: small frozen values, without behaviour beyond derived facts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
"""Start and end in characters (Python `str` indices), end exclusive."""

PassageKind = Literal["body", "title", "furniture"]
"""`furniture` is what surrounds an article: comment lines, subscribe boxes, image names, bylines."""


@dataclass(frozen=True, slots=True)
class Document:
    """One readable file: `text` is exactly what the file decodes to, newlines and BOM as they stand."""

    source: str
    text: str
    title: str
    sha256: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that was not read: `reason` is a code (`empty`, `binary`, `undecodable`, …)."""

    source: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of a document: `text == document.text[start:end]`, and so for each sentence span.

    `sentences` are spans in the DOCUMENT, in order, inside `[start, end)`.
    `title` is the document's title: it helps to find the passage and is not part of its text.
    """

    source: str
    start: int
    end: int
    text: str
    title: str
    kind: PassageKind
    sentences: tuple[Span, ...]

    @property
    def id(self) -> str:
        """Stable name: the same slice of the same file has the same id, another text another one."""
        named = f"{self.source}\0{self.start}\0{self.end}\0{self.kind}\0{self.title}\0{self.text}"
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def sentence(self, span: Span) -> str:
        """The text of one of this passage's sentences."""
        return self.text[span[0] - self.start : span[1] - self.start]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found; `score` is the fused one, the others say where it came from."""

    passage: Passage
    score: float
    dense: float | None = None
    lexical: float | None = None
