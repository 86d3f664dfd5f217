"""A claim and the sentences that it is compared with, each read once: words, figures, names, vector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.verification.alignment import Unit
from assistant.verification.names import is_same_name
from assistant.verification.numbers import Figure, agrees, find_figures
from assistant.verification.word_match import ClaimWord, base_forms, claim_words
from vectorstore.embedding.embedder import Embedder
from vectorstore.text.language import language_of
from vectorstore.text.name_keys import MIN_KEY_CONSONANTS, NameVariants, consonant_count, is_native_shaped, phonetic_key
from vectorstore.types import Passage, Span

MAX_SOURCES = 8
"""Sentences and pairs of neighbours that a claim is compared with, the nearest first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The sentence of a model. `names`: the places of its names among its words; `known`: those of another script that
    the corpus has in its own spelling; `units`: its content words and figures in order; `vector`: of unit length.
    """

    text: str
    words: tuple[ClaimWord, ...]
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
    words: tuple[ClaimWord, ...]
    figures: tuple[Figure, ...]
    vector: np.ndarray
    second: int
    arabic: bool


def embed_claim(text: str, embedder: Embedder) -> np.ndarray:
    """The vector of the claim as a passage: E5 embeds questions otherwise, and a claim is compared with sentences."""
    return embedder.embed_passages([whole(text)])[0].sentences[0]


def whole(text: str) -> Passage:
    """A text as a passage of one sentence."""
    return Passage("", 0, len(text), text, "", "body", ((0, len(text)),))


def single_sources(passages: Sequence[Passage], vectors: Mapping[str, np.ndarray]) -> Iterator[Source]:
    """Each sentence of the passages by itself."""
    for passage in passages:
        rows = vectors[passage.id].astype(np.float32)
        for i, span in enumerate(passage.sentences):
            text = passage.sentence(span)
            yield Source(
                passage, (span,), text, claim_words(text), find_figures(text), rows[i], 0, language_of(text) == "ar"
            )


def paired_sources(singles: Sequence[Source]) -> Iterator[Source]:
    """Neighbouring sentences as one source."""
    for one, other in zip(singles, singles[1:], strict=False):
        if one.passage is other.passage and one.arabic == other.arabic:
            start, end = one.spans[0][0], other.spans[0][1]
            text = one.passage.sentence((start, end))
            vector = one.vector + other.vector
            unit = vector / max(float(np.linalg.norm(vector)), 1e-12)
            words = claim_words(text)
            border = len(claim_words(one.text))
            yield Source(
                one.passage, (*one.spans, *other.spans), text, words, find_figures(text), unit, border, one.arabic
            )


def is_known_name(word: str, spellings: NameVariants) -> bool:
    """Do the articles have a word in another script that this name is surely a spelling of?"""
    return any(
        consonant_count(phonetic_key(o)) >= MIN_KEY_CONSONANTS and not is_native_shaped(o)
        for o in spellings.same_key(word)
    )


def has_number(figure: Figure, found: Sequence[Figure]) -> bool:
    """Is the figure among these?"""
    return any(agrees(figure, other) for other in found)


def has_name(word: str, found: Sequence[ClaimWord]) -> bool:
    """Does the name stand among these words, in some spelling, also as two words («فيس بوك»)?"""
    if any(is_same_name(word, other.text) for other in found):
        return True
    return any(is_same_name(word, one.text + other.text) for one, other in zip(found, found[1:], strict=False))


def nearest_sources(claim: Claim, sources: Sequence[Source]) -> list[Source]:
    """The sources nearest by shared words and by vector."""
    forms = {
        base
        for place in (unit.place for unit in claim.units if unit.place >= 0)
        for base in base_forms(claim.words[place].text)
    }

    def near(source: Source) -> float:
        there = {base for word in source.words for base in base_forms(word.text)}
        return float(source.vector @ claim.vector) * 2 + len(forms & there) / max(1, len(forms))

    return sorted(sources, key=near, reverse=True)[:MAX_SOURCES]
