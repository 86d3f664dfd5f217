"""What every model here does to a text before it and to vectors after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from vectorstore.controls import LONE_SURROGATES
from vectorstore.types import Passage, Span


def embedded_text(passage: Passage) -> str:
    """What is embedded of a passage: its title, where one is known, and its text."""
    return readable(f"{passage.title}\n{passage.text}" if passage.title else passage.text)


def readable(text: str) -> str:
    """The text with halves of characters replaced, at the same length."""
    return LONE_SURROGATES.sub("\ufffd", text)


def batches_by_length(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Places of texts of similar length, longest first, so many that a batch has `most` units with its padding."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    while order:
        count = max(1, most // max(1, lengths[order[0]]))
        yield order[:count]
        order = order[count:]


def pool_spans(tokens: np.ndarray, offsets: np.ndarray, spans: Sequence[Span]) -> list[np.ndarray | None]:
    """The mean over the tokens of each span of the prompted text; None where a token of it was cut off.

    `tokens` (n, d) and `offsets` (n, 2) in characters. A token belongs to the span that holds its last character:
    the tokens of XLM-R begin with the space before the word.
    """
    tokens = np.asarray(tokens, np.float32)
    pooled: list[np.ndarray | None] = []
    for inside in tokens_of_spans(offsets, spans):
        pooled.append(None if inside is None else unit(tokens[inside].mean(0)))
    return pooled


def tokens_of_spans(offsets: np.ndarray, spans: Sequence[Span]) -> list[np.ndarray | None]:
    """Which tokens (n,) each span has; None where one of it was cut off, or it has none."""
    last = np.where(offsets[:, 1] > offsets[:, 0], offsets[:, 1] - 1, -1)
    covered = int(offsets[:, 1].max(initial=0))
    found: list[np.ndarray | None] = []
    for start, end in spans:
        inside = (last >= start) & (last < end)
        found.append(inside if inside.any() and end <= covered else None)
    return found


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors (…, d) in float32, each brought to length one."""
    vectors = np.asarray(vectors, np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
