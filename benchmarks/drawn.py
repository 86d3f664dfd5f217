"""An embedder that draws vectors: for measuring what stands around the model without waiting for the model.

A text's vector is the sum of vectors drawn for its words (each word a direction of its own, hashed into one of
`ROWS`), plus something drawn for the whole text, plus a direction that all texts share. Passages of one subject share
words and so lie together, and unrelated texts have cosines about .8, as with multilingual-e5; vectors without such
structure are no test of an approximate index (recall .11 where real ones have .99).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from vectorstore.types import Embedded, Passage

DIMENSION = 384
"""Floats of a vector, as multilingual-e5-small has them."""

ROWS = 8_192

LATENT = 24
LATENT_SHARE = 0.85
"""Words lie mostly (this share of their squared length) in so many directions.

With them 600 passages of NoMIRACL have the intrinsic dimension that the real model's vectors of them have: 20.1 both
(Levina & Bickel 2004, ten neighbours; mean cosine .77 and .78, nearest neighbour .87 and .90).
"""

FREQUENT_LETTERS = 3
FREQUENT_WEIGHT = 0.3
"""Words of up to so many letters, mostly particles, count for so much."""

NOISE = 0.5
"""Length of what is drawn for the whole text, in lengths of the sum of as many unrelated words."""

COMMON = 0.76
"""Cosine of texts that have nothing in common."""


class Drawn:
    """The Embedder of the benchmarks; equal texts have equal vectors, on every machine and in every process."""

    fingerprint = "drawn 1"
    dimension = DIMENSION

    def __init__(self) -> None:
        numbers = np.random.Generator(np.random.PCG64(1))
        latent = numbers.standard_normal((ROWS, LATENT), np.float32)
        latent = _unit(latent @ numbers.standard_normal((LATENT, DIMENSION), np.float32))
        everywhere = _unit(numbers.standard_normal((ROWS, DIMENSION), np.float32))
        self._words = LATENT_SHARE**0.5 * latent + (1 - LATENT_SHARE) ** 0.5 * everywhere
        self._common = everywhere[0].copy()

    def embed_passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        return [
            Embedded(
                self.embed_query(f"{passage.title}\n{passage.text}"),
                np.stack([self.embed_query(passage.sentence(span)) for span in passage.sentences]),
            )
            for passage in passages
        ]

    def embed_query(self, text: str) -> np.ndarray:
        words = text.split() or [""]
        rows = [zlib.crc32(word.encode("utf-8", "surrogatepass")) % ROWS for word in words]
        weights = np.array([FREQUENT_WEIGHT if len(word) <= FREQUENT_LETTERS else 1.0 for word in words], np.float32)
        own = zlib.crc32(text.encode("utf-8", "surrogatepass")) % ROWS
        vector = weights @ self._words[rows] + NOISE * np.sqrt(len(words)) * self._words[own]
        return _unit(COMMON**0.5 * self._common + (1 - COMMON) ** 0.5 * _unit(vector))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
