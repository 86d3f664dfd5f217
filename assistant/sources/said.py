"""A sentence as it is held against another article's, read once, and what two of them may differ in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assistant.answering.compose import with_speaker
from assistant.question.suggestions import find_speakers
from assistant.retrieval.lexical_scores import tokenize
from assistant.retrieval.searcher import Search
from assistant.sources.portraits import Portrait
from assistant.types import Quote
from assistant.verification.names import name_positions
from assistant.verification.numbers import Figure, find_figures
from assistant.verification.word_match import ClaimWord, claim_words
from vectorstore.text.arabic import fold, normalise
from vectorstore.types import Passage, Span

DifferenceKind = Literal["number", "day", "name", "denial", "office", "attended"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two quotes that differ, and where: `places` are the spans of the words that do, each in its article."""

    kind: DifferenceKind
    places: tuple[Span, Span]
    quotes: tuple[Quote, Quote]

    @property
    def one(self) -> str:
        """The words of the first quote that differ, as they stand there."""
        return self._words(0)

    @property
    def other(self) -> str:
        """The same of the second quote."""
        return self._words(1)

    def _words(self, side: int) -> str:
        quote, (start, end) = self.quotes[side], self.places[side]
        return quote.text[start - quote.start : end - quote.start]


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A sentence as it is held against another.

    `span` of its passage; `years` that stand in it or just before it, the `speakers` who are named with it
    (`with_speaker`), and the places of `names` among its words.
    """

    passage: Passage
    span: Span
    text: str
    words: tuple[ClaimWord, ...]
    figures: tuple[Figure, ...]
    stems: frozenset[str]
    years: frozenset[int]
    speakers: frozenset[str]
    names: frozenset[int]
    vector: np.ndarray


def sentences_of(search: Search, article: Portrait, within: Sequence[Span] | None = None) -> list[Said]:
    """The sentences of an article, or of stretches of it, read once for all that they are held against."""
    read = []
    before = ""
    for (passage, span), vector in zip(article.sentences, article.vectors, strict=True):
        if within is None or any(start <= span[0] and span[1] <= end for start, end in within):
            read.append(read_sentence(search, passage, span, vector, before))
        before = passage.sentence(span)
    return read


def read_sentence(search: Search, passage: Passage, span: Span, vector: np.ndarray, before: str = "") -> Said:
    """One sentence with its words, figures, years and speakers; `before`: the text of the one before it."""
    text = passage.sentence(span)
    told = with_speaker(passage, span)
    stems = frozenset(w.stem for w in tokenize(text) if not w.stop and not w.text[0].isdigit())
    years = frozenset(int(f.year or f.value) for f in find_figures(f"{before}\n{text}") if f.year or is_year(f))
    speakers = frozenset(fold(name) for name, _ in find_speakers(passage.sentence(told)))
    words = claim_words(text)
    names = name_positions(text, words, search.spellings)
    return Said(passage, span, text, words, find_figures(text), stems, years, speakers, names, vector)


def is_year(figure: Figure) -> bool:
    """Is the figure a year by itself?"""
    return figure.kind == "number" and figure.is_date_like and figure.value.denominator == 1


def place_of(said: Said, start: int, end: int) -> Span:
    """A stretch of the folded sentence (its offsets) as a span of the article."""
    offsets = normalise(said.text).offsets
    return said.span[0] + offsets[start], said.span[0] + offsets[end - 1] + 1


def quote_of(said: Said) -> Quote:
    """The sentence, with the one before it where that names who speaks, as a quote."""
    start, end = with_speaker(said.passage, said.span)
    text = said.passage.sentence((start, end))
    return Quote(said.passage.source, said.passage.title, start, end, text)
