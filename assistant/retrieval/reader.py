"""The reader: does this passage answer this question, and with which words? And does it support this claim?

Similarity finds the passage and does not know whether it answers; a small network that reads question and
passage together does, better. It is the bundled encoder trained further (`training/`, figures and limits in
`weights/reader.md`), in 8 bits, a few hundredths of a second a passage on two cores.

What this module does not do: choose which passages are worth reading, or weigh what it finds against
similarity (see `sentences`, `abstention`).
"""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.retrieval.reader_network import Pair, PairEncoder
from assistant.verification.entailment import Support
from vectorstore.embedding.e5_weights import weights_path
from vectorstore.embedding.engine import BATCH_TOKENS, Network, padded_length
from vectorstore.embedding.pooling import batches_by_length
from vectorstore.embedding.text_input import TextInput, shared_input
from vectorstore.errors import VectorstoreError
from vectorstore.types import Passage, Span

NETWORK_FILE = Path(__file__).parent.parent / "weights" / "reader.xml"
"""What runs, made of `WEIGHTS_FILE` by `training/build_engine.py`; the matrices stand in the `.bin` beside it."""

WEIGHTS_FILE = Path(__file__).parent.parent / "weights" / "reader.safetensors"
"""What was trained: matrices in 8 bits with a scale for each row (`<name>.scale`), everything else in float16."""

MAX_ANSWER_TOKENS = 40
"""Tokens of an answer at most, as in training."""

CANDIDATE_TOKENS = 60
"""Parts of a sentence that are weighed against each other; the rest have next to no chance."""


FURTHER_PARTS, MAX_BELOW_LOGITS = 3, 8.0
"""Parts of a sentence that are kept beside the best one, and how much less sure of one the reader may be."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one passage.

    `answered`: a logit, how likely the passage answers. `spans`: of each sentence, in order, the part that would
    answer, in the document; `scores`: the logits of these parts, comparable between passages of one question.
    A sentence of which nothing was read has an empty span and the least score. `further`: of each sentence, the next
    best parts beside that one, best first; () where none were looked for. `weight`: what a unit of
    `answered` raises the passage's fused score by, where that is not as in `rerank`.
    """

    answered: float
    spans: tuple[Span, ...]
    scores: tuple[float, ...]
    weight: float | None = None
    further: tuple[tuple[Span, ...], ...] = ()


class Reader(Protocol):
    """What answering needs of a reader."""

    def read(
        self, question: str, passages: Sequence[Passage], variants: Mapping[str, Collection[str]] | None = None
    ) -> list[Reading]:
        """One reading a passage, in order; `variants` as in `PairEncoder.encode`. From any thread."""

    @property
    def support(self) -> Support | None:
        """Reads claims, from any thread; None where nothing that was loaded can."""


UNREAD_LOGIT = -20.0

KEPT_READINGS = 512
"""Readings that are kept, the last ones: a question of a conversation is read by itself and after the talk, and what
was answered before is found again with each further question."""


def load_reader(path: Path = NETWORK_FILE) -> NetworkReader:
    """Load the reader's network; takes about a second, a third of it where it was kept.

    VectorstoreError `reader_missing` where one of its files is not there or is damaged.
    """
    bundled = weights_path()
    if bundled is None or not path.is_file():
        raise VectorstoreError("reader_missing", path=path)
    try:
        return NetworkReader(Network(path), shared_input(bundled))
    except (OSError, ValueError) as error:
        raise VectorstoreError("reader_missing", path=path) from error


class NetworkReader:
    """A Reader over a compiled network."""

    def __init__(self, network: Network, text: TextInput) -> None:
        self._network = network
        self._text = text
        self._encoder = PairEncoder(text)
        self._kept: OrderedDict[Hashable, Reading] = OrderedDict()
        self._keeping = threading.Lock()

    def read(
        self, question: str, passages: Sequence[Passage], variants: Mapping[str, Collection[str]] | None = None
    ) -> list[Reading]:
        further = frozenset((found, frozenset(spelled)) for found, spelled in (variants or {}).items())
        with self._keeping:
            known = {p: kept for p in passages if (kept := self._kept.get((question, p, further))) is not None}
        unread = [passage for passage in dict.fromkeys(passages) if passage not in known]
        if unread:
            known |= zip(unread, self._read(question, unread, variants), strict=True)
        with self._keeping:
            for passage in passages:
                self._kept[question, passage, further] = known[passage]
                self._kept.move_to_end((question, passage, further))
            while len(self._kept) > KEPT_READINGS:
                self._kept.popitem(last=False)
        return [known[passage] for passage in passages]

    def _read(
        self, question: str, passages: Sequence[Passage], variants: Mapping[str, Collection[str]] | None
    ) -> list[Reading]:
        pairs = [self._encoder.encode(question, p.text, p.title, variants) for p in passages]
        logits = self._all_logits(pairs)
        return [
            _reading(passage, pair, spans, answered)
            for passage, pair, (spans, answered, _) in zip(passages, pairs, logits, strict=True)
        ]

    def support(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        """Of each claim and the text beside it, the logit that the text supports it. From any thread."""
        pairs = [self._encoder.encode(claim, text) for claim, text in claims]
        return [supported for _, _, supported in self._all_logits(pairs)]

    def _all_logits(self, pairs: Sequence[Pair]) -> list[tuple[np.ndarray, float, float]]:
        """As `logits`, in batches of similar length."""
        batches = list(batches_by_length([len(pair.ids) for pair in pairs], BATCH_TOKENS))
        read = self._network.map(lambda batch: self.logits([pairs[i] for i in batch]), batches)
        found = dict(zip(itertools.chain(*batches), itertools.chain(*read), strict=True))
        return [found[i] for i in range(len(pairs))]

    def logits(self, pairs: Sequence[Pair]) -> list[tuple[np.ndarray, float, float]]:
        """Of each pair, from one pass: the logits (n, 2) of a part's start and end, and those of being answered and of
        being supported."""
        length = padded_length(max(len(pair.ids) for pair in pairs), self._text.positions)
        ids = np.full((len(pairs), length), self._text.padding)
        types, mask = np.zeros_like(ids), np.zeros_like(ids)
        for row, pair in enumerate(pairs):
            used = len(pair.ids)
            ids[row, :used], types[row, :used], mask[row, :used] = pair.ids, pair.types, 1
        spans, *whole = self._network.run({"words": self._text.words(ids), "types": types, "mask": mask})
        return [(spans[row, : len(pair.ids)], *(float(one[row]) for one in whole)) for row, pair in enumerate(pairs)]


def _reading(passage: Passage, pair: Pair, logits: np.ndarray, answered: float) -> Reading:
    """The best part of each sentence, and further ones of those that are about as sure as the surest; `logits` (n, 2)
    of the pair's tokens."""
    places = [(start - passage.start, end - passage.start) for start, end in passage.sentences]
    best = [best_parts(logits, pair.offsets, *place, 1)[0] for place in places]
    least = max((score for _, score in best), default=0.0) - MAX_BELOW_LOGITS
    further = [
        best_parts(logits, pair.offsets, *place)[1:] if score >= least else []
        for place, (_, score) in zip(places, best, strict=True)
    ]

    def placed(span: Span) -> Span:
        return span[0] + passage.start, span[1] + passage.start

    return Reading(
        answered,
        tuple(placed(span) for span, _ in best),
        tuple(score for _, score in best),
        further=tuple(tuple(placed(span) for span, _ in parts) for parts in further),
    )


def best_parts(
    logits: np.ndarray, offsets: np.ndarray, first: int, last: int, count: int = 1 + FURTHER_PARTS
) -> list[tuple[Span, float]]:
    """The parts of [first, last) of the text to give as the answer, at most `count` that have no token in common, best
    first, each with the best sum of a start and an end logit there.

    A part is not the likeliest one but the one with the highest expected F1 over tokens against all likely
    ones (minimum Bayes risk, Kumar & Byrne 2004): several that overlap outvote a single one. An empty span with
    `UNREAD_LOGIT` where no token lies there.
    """
    inside = np.flatnonzero((offsets[:, 0] >= first) & (offsets[:, 1] <= last) & (offsets[:, 0] >= 0))
    if not len(inside):
        return [((first, first), UNREAD_LOGIT)]
    table = logits[inside, 0][:, None] + logits[inside, 1][None]
    place = np.arange(len(inside))
    distance = place[None] - place[:, None]
    table[(distance < 0) | (distance >= MAX_ANSWER_TOKENS)] = -np.inf
    parts: list[tuple[Span, float]] = []
    while len(parts) < count and np.isfinite(top := float(table.max())):
        if parts and top < parts[0][1] - MAX_BELOW_LOGITS:
            break
        begin, end = _least_risk(table)
        parts.append(((int(offsets[inside[begin], 0]), int(offsets[inside[end], 1])), top))
        table[(place[:, None] <= end) & (place[None] >= begin)] = -np.inf
    return parts


def _least_risk(table: np.ndarray) -> tuple[int, int]:
    """The first and the last token of the part with the highest expected F1; `table` (n, n): the logit of each."""
    flat = table.ravel()
    likely = np.argpartition(-flat, min(CANDIDATE_TOKENS, len(flat)) - 1)[:CANDIDATE_TOKENS]
    likely = likely[np.isfinite(flat[likely])]
    chances = np.exp(flat[likely] - flat.max())
    begins, ends = np.unravel_index(likely, table.shape)
    common = np.minimum(ends[:, None], ends) - np.maximum(begins[:, None], begins) + 1
    lengths = ends - begins + 1
    expected = (2 * np.maximum(common, 0) / (lengths[:, None] + lengths)) @ chances
    best = int(expected.argmax())
    return int(begins[best]), int(ends[best])
