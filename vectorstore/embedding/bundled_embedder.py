"""The bundled multilingual-e5-small as an `Embedder`: its network in 8 bits, run by `engine`.

A passage and its sentences by themselves are batched together by their length; nothing is tokenised twice.
Cosine to float32, speed and how the file is made: `weights/encoder.md`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vectorstore.embedding.bundled_e5 import PROMPTS
from vectorstore.embedding.engine import BATCH_TOKENS, Network, padded_length
from vectorstore.embedding.pooling import batches_by_length, embedded_text, pool_spans, readable, tokens_of_spans, unit
from vectorstore.embedding.text_input import TextInput
from vectorstore.types import Embedded, Passage, Span

NETWORK_FILE = Path(__file__).parent / "weights" / "encoder.xml"

FEW_BATCHES = 8
"""Batches, half a second of one processor, for which no wider network is opened: a changed article has fewer."""


@dataclass(frozen=True, slots=True)
class _Tokens:
    """A text as the network takes it: `ids` (n,), `offsets` (n, 2) in the prompted text."""

    ids: np.ndarray
    offsets: np.ndarray


class BundledEmbedder:
    """An Embedder over the bundled network. May be called from several threads.

    `alone_weight` as `embedder.ALONE_WEIGHT`. `widen` opens the same network for more batches side by side; it takes
    the place of `network` as soon as many passages are embedded at once. A question is one batch, and one stream of
    the network is enough for a window that finds its index.
    """

    def __init__(
        self,
        network: Network,
        text: TextInput,
        fingerprint: str,
        *,
        alone_weight: float,
        widen: Callable[[], Network] | None = None,
    ) -> None:
        self.fingerprint = fingerprint
        self.dimension = text.hidden
        self._network = network
        self._text = text
        self._alone_weight = alone_weight
        self._widen = widen
        self._widening = threading.Lock()

    def embed_query(self, text: str) -> np.ndarray:
        return unit(self._states([self._tokens("query", readable(text))])[0].mean(0))

    def embed_passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        whole = [self._tokens("document", embedded_text(passage)) for passage in passages]
        spans = [_spans(passage) for passage in passages]
        alone = {
            (place, number): self._tokens("document", readable(passage.sentence(span)))
            for place, passage in enumerate(passages)
            for number, (span, inside) in enumerate(
                zip(passage.sentences, tokens_of_spans(whole[place].offsets, spans[place]), strict=True)
            )
            if inside is None or self._alone_weight
        }
        texts = [*whole, *alone.values()]
        found: dict[int, list[np.ndarray | None]] = {}

        def embed(batch: list[int]) -> None:
            for place, states in zip(batch, self._states([texts[i] for i in batch]), strict=True):
                inside = pool_spans(states, texts[place].offsets, spans[place]) if place < len(whole) else []
                found[place] = [unit(states.mean(0)), *inside]

        batches = list(batches_by_length([len(text.ids) for text in texts], BATCH_TOKENS))
        if len(batches) > FEW_BATCHES:
            self._become_wide()
        for _ in self._network.map(embed, batches):
            pass
        by_itself = {key: found[len(whole) + i][0] for i, key in enumerate(alone)}
        return [
            Embedded(found[place][0], self._blended(found[place][1:], place, by_itself)) for place in range(len(whole))
        ]

    def _become_wide(self) -> None:
        """Open the wider network, once. A question that runs in the other one ends there, and it goes with it."""
        with self._widening:
            if self._widen is not None:
                self._network, self._widen = self._widen(), None

    def _blended(
        self, inside: list[np.ndarray | None], place: int, alone: dict[tuple[int, int], np.ndarray]
    ) -> np.ndarray:
        """The vectors (n, d) of a passage's sentences: from the passage's pass, from their own, or from both."""
        vectors = np.zeros((len(inside), self.dimension), np.float32)
        for number, vector in enumerate(inside):
            if vector is None:
                vectors[number] = alone[place, number]
            elif self._alone_weight:
                vectors[number] = unit(vector + self._alone_weight * alone[place, number])
            else:
                vectors[number] = vector
        return vectors

    def _tokens(self, prompt: str, text: str) -> _Tokens:
        """The prompted text, cut at what the network has places for, with the token that closes it."""
        ids, offsets, _ = self._text.encode(PROMPTS[prompt] + text)
        kept = np.r_[: min(len(ids), self._text.positions) - 1, len(ids) - 1]
        return _Tokens(ids[kept], offsets[kept])

    def _states(self, texts: Sequence[_Tokens]) -> list[np.ndarray]:
        """The last layer's vectors (n, d) of each text's tokens, from one pass."""
        length = padded_length(max(len(text.ids) for text in texts), self._text.positions)
        ids = np.full((len(texts), length), self._text.padding)
        mask = np.zeros_like(ids)
        for row, text in enumerate(texts):
            ids[row, : len(text.ids)] = text.ids
            mask[row, : len(text.ids)] = 1
        (states,) = self._network.run({"words": self._text.words(ids), "mask": mask})
        return [states[row, : len(text.ids)] for row, text in enumerate(texts)]


def _spans(passage: Passage) -> list[Span]:
    """Its sentences' places in the prompted text."""
    before = len(PROMPTS["document"]) + len(embedded_text(passage)) - len(passage.text)
    return [(start - passage.start + before, end - passage.start + before) for start, end in passage.sentences]
