"""Stand-ins with numbers that can be computed by eye; real classes with the real calls, not mocks."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence

import numpy as np

from vectorstore.index import Index
from vectorstore.ledger.reader import LedgerReader
from vectorstore.search import Snapshot
from vectorstore.sync.sync import LazyEmbedder
from vectorstore.text.name_keys import lookup_keys
from vectorstore.types import Embedded, Passage


class WordLengths:
    """An embedder that counts words by their length: place i counts those of i letters, the last longer ones.

    «قال الوزير ذلك» has one word of three, one of six, one of three: [0, 0, 0, 2, 0, 0, 1, …] / √5.
    `embedded` keeps every text that was embedded; `pause` are seconds per batch.
    """

    def __init__(self, fingerprint: str = "word-lengths", dimension: int = 16, pause: float = 0.0) -> None:
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.pause = pause
        self.embedded: list[str] = []
        self.loads = 0

    def load(self) -> WordLengths:
        """What is called when the model is needed; counted in `loads`."""
        self.loads += 1
        return self

    def lazy(self) -> LazyEmbedder:
        """It as `open_index` takes it."""
        return LazyEmbedder(self.load, self.fingerprint)

    def embed_passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """One vector for the text, one for each sentence."""
        time.sleep(self.pause)
        self.embedded += [passage.text for passage in passages]
        return [
            Embedded(
                self.embed_query(passage.text),
                np.stack([self.embed_query(passage.sentence(span)) for span in passage.sentences]),
            )
            for passage in passages
        ]

    def embed_query(self, text: str) -> np.ndarray:
        """Counts of word lengths, scaled to unit length; a text without words points to place 0."""
        counts = np.zeros(self.dimension, np.float32)
        for word in text.split():
            counts[min(len(word), self.dimension - 1)] += 1
        if not counts.any():
            counts[0] = 1
        return counts / np.linalg.norm(counts)


class Words(dict[str, int]):
    """A vocabulary that fits on a line, looked up as an index looks up its own."""

    def document_frequency(self, terms: Collection[str], kind: str) -> dict[str, int]:
        assert kind == "words"
        return {term: self[term] for term in terms if term in self}

    def words_by_key(self, key: str) -> list[str]:
        return [word for word in self if key in lookup_keys(word)]


def now(index: Index) -> Snapshot:
    """The index as it is now, for a test that asks between two syncs and need not hold them off."""
    with index.reading() as snapshot:
        return snapshot


def vocabulary(ledger: LedgerReader) -> dict[str, int]:
    """Every word as written that the passages have, normalised, with the number of passages that it stands in."""
    counted = "SELECT t.term, c.passages FROM terms t JOIN term_counts c ON c.id = t.id WHERE t.kind = 'words'"
    return dict(ledger._all(counted))


def no_model() -> WordLengths:
    """A loader for tests in which nothing may be embedded."""
    raise AssertionError("the model was loaded although nothing had to be embedded")


def unloadable(fingerprint: str = "word-lengths") -> LazyEmbedder:
    """A model for tests in which nothing may be embedded."""
    return LazyEmbedder(no_model, fingerprint)


def recorder() -> tuple[list[tuple[str, int, int]], Callable[[str, int, int], None]]:
    """A progress callback and the list that it fills."""
    calls: list[tuple[str, int, int]] = []
    return calls, lambda stage, done, total: calls.append((stage, done, total))
