"""A claim and the sentences that it is compared with, each read once: words, figures, names, vector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.verification.alignment import Unit
from assistant.verification.names import same
from assistant.verification.numbers import Figure, agrees, figures
from assistant.verification.word_match import Word, bases, read
from vectorstore.embedding.embedder import Embedder
from vectorstore.text.language import language_of
from vectorstore.text.name_keys import TELLING, Spellings, consonants, native_shaped, skeleton
from vectorstore.types import Passage, Span

WINDOWS = 8
"""Sentences and pairs of neighbours that a claim is compared with, the nearest first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The sentence of a model. `names`: the places of its names among its words; `known`: those of another script that
    the corpus has in its own spelling; `units`: its content words and figures in order; `vector`: of unit length.
    """

    text: str
    words: tuple[Word, ...]
    figures: tuple[Figure, ...]
    names: frozenset[int]
    known: frozenset[int]
    units: tuple[Unit, ...]
    vector: np.ndarray
    arabic: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One sentence of a passage, or two neighbours: their spans, and the place of the second's first word."""

    passage: Passage
    spans: tuple[Span, ...]
    text: str
    words: tuple[Word, ...]
    figures: tuple[Figure, ...]
    vector: np.ndarray
    second: int
    arabic: bool


def embedded(text: str, embedder: Embedder) -> np.ndarray:
    """The vector of the claim as a passage: E5 embeds questions otherwise, and a claim is compared with sentences."""
    alone = Passage("", 0, len(text), text, "", "body", ((0, len(text)),))
    return embedder.embed_passages([alone])[0].sentences[0]


def sources_of(passages: Sequence[Passage], vectors: Mapping[str, np.ndarray]) -> Iterator[Source]:
    """Each sentence of the passages by itself."""
    for passage in passages:
        rows = vectors[passage.id].astype(np.float32)
        for i, span in enumerate(passage.sentences):
            text = passage.sentence(span)
            yield Source(passage, (span,), text, read(text), figures(text), rows[i], 0, language_of(text) == "ar")


def pairs_of(singles: Sequence[Source]) -> Iterator[Source]:
    """Neighbouring sentences as one source."""
    for one, other in zip(singles, singles[1:], strict=False):
        if one.passage is other.passage and one.arabic == other.arabic:
            start, end = one.spans[0][0], other.spans[0][1]
            text = one.passage.sentence((start, end))
            vector = one.vector + other.vector
            unit = vector / max(float(np.linalg.norm(vector)), 1e-12)
            words = read(text)
            border = len(read(one.text))
            yield Source(one.passage, (*one.spans, *other.spans), text, words, figures(text), unit, border, one.arabic)


def in_corpus(word: str, spellings: Spellings) -> bool:
    """Do the articles have a word in another script that this name is surely a spelling of?"""
    return any(consonants(skeleton(o)) >= TELLING and not native_shaped(o) for o in spellings.same_key(word))


def stands(figure: Figure, found: Sequence[Figure]) -> bool:
    """Is the figure among these?"""
    return any(agrees(figure, other) for other in found)


def named(word: str, found: Sequence[Word]) -> bool:
    """Does the name stand among these words, in some spelling, also as two words («فيس بوك»)?"""
    if any(same(word, other.text) for other in found):
        return True
    return any(same(word, one.text + other.text) for one, other in zip(found, found[1:], strict=False))


def likeliest(claim: Claim, sources: Sequence[Source]) -> list[Source]:
    """The sources nearest by shared words and by vector."""
    forms = {
        base
        for place in (unit.place for unit in claim.units if unit.place >= 0)
        for base in bases(claim.words[place].text)
    }

    def near(source: Source) -> float:
        there = {base for word in source.words for base in bases(word.text)}
        return float(source.vector @ claim.vector) * 2 + len(forms & there) / max(1, len(forms))

    return sorted(sources, key=near, reverse=True)[:WINDOWS]
