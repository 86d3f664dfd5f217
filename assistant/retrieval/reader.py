"""The reader: does this passage answer this question, and with which words?

Similarity finds the passage and does not know whether it answers; a small network that reads question and
passage together does, better. It is the bundled encoder trained further (`training/`, figures and limits in
`weights/reader.md`), in 8 bits, a few hundredths of a second a passage on two cores.

What this module does not do: choose which passages are worth reading, or weigh what it finds against
similarity (see `sentences`, `abstention`).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assistant.retrieval.reader_network import Pair, PairEncoder, build_network
from vectorstore.embedding.e5_weights import read_weights, weights_path
from vectorstore.embedding.quantization import CALIBRATION_TEXTS, quantise
from vectorstore.errors import VectorstoreError
from vectorstore.types import Passage, Span

if TYPE_CHECKING:
    import torch

WEIGHTS_FILE = Path(__file__).parent.parent / "weights" / "reader.safetensors"
"""Matrices in 8 bits with a scale for each row (`<name>.scale`), everything else in float16."""

MAX_ANSWER_TOKENS = 40
"""Tokens of an answer at most, as in training."""

CANDIDATE_TOKENS = 60
"""Parts of a sentence that are weighed against each other; the rest have next to no chance."""

BATCH_PASSAGES = 4
"""Passages in one forward pass; larger batches were not faster on two cores."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one passage.

    `answered`: a logit, how likely the passage answers. `spans`: of each sentence, in order, the part that would
    answer, in the document; `scores`: the logits of these parts, comparable between passages of one question.
    A sentence of which nothing was read has an empty span and the least score.
    """

    answered: float
    spans: tuple[Span, ...]
    scores: tuple[float, ...]


class Reader(Protocol):
    """What answering needs of a reader."""

    def read(
        self, question: str, passages: Sequence[Passage], variants: Mapping[str, Collection[str]] | None = None
    ) -> list[Reading]:
        """One reading a passage, in order; `variants` as in `PairEncoder.encode`. From any thread."""


UNREAD_LOGIT = -20.0

BUNDLED_PARTS = {"encoder.embeddings.position_embeddings.weight"}
"""What is not trained and so not in the trained part; the word table is no parameter at all."""


def load_reader(path: Path = WEIGHTS_FILE, *, quantised: bool = True) -> NetworkReader:
    """Build the reader from the bundled weights and the trained part; takes a second or two.

    VectorstoreError `reader_missing` where one of the two files is not there or is of another shape.
    """
    import torch
    from safetensors import SafetensorError

    bundled = weights_path()
    if bundled is None or not path.is_file():
        raise VectorstoreError("reader_missing", path=path)
    weights = read_weights(bundled)
    network = build_network(weights)
    try:
        kept = network.load_state_dict(_unpacked(path), strict=False)
        if kept.unexpected_keys or set(kept.missing_keys) - BUNDLED_PARTS:
            raise KeyError(*kept.unexpected_keys, *kept.missing_keys)
    except (OSError, RuntimeError, KeyError, SafetensorError) as error:
        raise VectorstoreError("reader_missing", path=path) from error
    network.eval().requires_grad_(False)
    encoder = PairEncoder(weights)
    if quantised:
        question, text = CALIBRATION_TEXTS[1], " ".join(CALIBRATION_TEXTS)
        pair = encoder.encode(question, text)
        quantise(network.encoder, lambda: network(*_padded([pair])))
    torch.set_num_threads(1)  # passages are spread over the processors, as in `vectorstore.embedding.embedder`
    return NetworkReader(network, encoder, os.cpu_count() or 1)


class NetworkReader:
    """A Reader over a loaded network."""

    def __init__(self, network: torch.nn.Module, encoder: PairEncoder, workers: int) -> None:
        self._network = network
        self._encoder = encoder
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="reader")

    def read(
        self, question: str, passages: Sequence[Passage], variants: Mapping[str, Collection[str]] | None = None
    ) -> list[Reading]:
        pairs = [self._encoder.encode(question, p.text, p.title, variants) for p in passages]
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].ids))
        batches = [order[at : at + BATCH_PASSAGES] for at in range(0, len(order), BATCH_PASSAGES)]
        found: dict[int, Reading] = {}
        for batch, (spans, answered) in zip(
            batches, self._pool.map(lambda batch: self._forward([pairs[i] for i in batch]), batches), strict=True
        ):
            for i, logits, logit in zip(batch, spans, answered, strict=True):
                found[i] = _reading(passages[i], pairs[i], logits, float(logit))
        return [found[i] for i in range(len(passages))]

    def _forward(self, pairs: Sequence[Pair]) -> tuple[np.ndarray, np.ndarray]:
        import torch

        with torch.inference_mode():
            spans, answered = self._network(*_padded(pairs))
        return spans.numpy(), answered.numpy()


def _padded(pairs: Sequence[Pair]) -> Iterator[torch.Tensor]:
    """Ids, types and mask (b, n)."""
    import torch

    longest = max(len(pair.ids) for pair in pairs)
    for rows in ([p.ids for p in pairs], [p.types for p in pairs], [np.ones_like(p.ids) for p in pairs]):
        padded = np.zeros((len(pairs), longest), np.int64)
        for place, row in enumerate(rows):
            padded[place, : len(row)] = row
        yield torch.from_numpy(padded)


def _reading(passage: Passage, pair: Pair, logits: np.ndarray, answered: float) -> Reading:
    """The best part of each sentence; `logits` (n, 2) of the pair's tokens."""
    spans, scores = [], []
    for start, end in passage.sentences:
        span, score = best_span(logits, pair.offsets, start - passage.start, end - passage.start)
        spans.append((span[0] + passage.start, span[1] + passage.start))
        scores.append(score)
    return Reading(answered, tuple(spans), tuple(scores))


def best_span(logits: np.ndarray, offsets: np.ndarray, first: int, last: int) -> tuple[Span, float]:
    """The part of [first, last) of the text to give as the answer, and the best sum of a start and an end logit there.

    The part is not the likeliest one but the one with the highest expected F1 over tokens against all likely
    ones (minimum Bayes risk, Kumar & Byrne 2004): several that overlap outvote a single one. An empty span with
    `UNREAD_LOGIT` where no token lies there.
    """
    inside = np.flatnonzero((offsets[:, 0] >= first) & (offsets[:, 1] <= last) & (offsets[:, 0] >= 0))
    if not len(inside):
        return (first, first), UNREAD_LOGIT
    table = logits[inside, 0][:, None] + logits[inside, 1][None]
    distance = np.arange(len(inside))[None] - np.arange(len(inside))[:, None]
    table[(distance < 0) | (distance >= MAX_ANSWER_TOKENS)] = -np.inf
    flat = table.ravel()
    likely = np.argpartition(-flat, min(CANDIDATE_TOKENS, len(flat)) - 1)[:CANDIDATE_TOKENS]
    likely = likely[np.isfinite(flat[likely])]
    chances = np.exp(flat[likely] - flat.max())
    begins, ends = np.unravel_index(likely, table.shape)
    common = np.minimum(ends[:, None], ends) - np.maximum(begins[:, None], begins) + 1
    lengths = ends - begins + 1
    expected = (2 * np.maximum(common, 0) / (lengths[:, None] + lengths)) @ chances
    best = int(expected.argmax())
    return (int(offsets[inside[begins[best]], 0]), int(offsets[inside[ends[best]], 1])), float(flat.max())


def _unpacked(path: Path) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    packed = load_file(str(path))
    return {
        name: tensor.float() * packed[f"{name}.scale"].unsqueeze(1) if f"{name}.scale" in packed else tensor.float()
        for name, tensor in packed.items()
        if not name.endswith(".scale")
    }
