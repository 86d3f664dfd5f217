"""Chroma: one collection of the passages' vectors; the one owner of chromadb.

A collection is an index, never the truth (see `ledger`): whatever goes wrong with it is a `StoreBroken`,
and it is built anew. A folder belongs to one process and to one `Store` at a time.

In a folder it holds ids and vectors, and no text, title or file name: Chroma keeps what was deleted in its
files (the trigram index, the queue), so that only what never was in them is gone after a deletion. Besides,
documents cost 8 times their size there and metadata a third of the time of adding. Texts are the ledger's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vectorstore import seals
from vectorstore.chroma.errors import StoreBroken, translate_chroma_errors
from vectorstore.chroma.files import CHECK_BYTES, DATABASE, check_database, erase_behind_vectors, give_back_room
from vectorstore.chroma.library import load_chromadb
from vectorstore.ledger.rows import StoredPassage

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as ChromaCollection

COLLECTION = "passages"

UPSERT_BATCH = 2_000
"""Passages handed over at once; Chroma takes up to 5,461, smaller batches show progress."""

IDS_AT_ONCE = 5_000
"""Ids asked for at once; more than about 32,750 fail."""

SEARCH_EF = 200
"""Candidates that HNSW keeps while searching: twice the default, 1.4 ms a query over 5,000 passages."""

ASK_ALL_PASSAGES = 5_000
"""Up to so many passages every query asks for all of them (3 ms for 1,000, 12 ms for 5,000): HNSW then either
is exact or shows that it is not, which happens where hundreds of passages are the same line."""

SAME_COSINE = 0.999
"""Cosine above which two vectors count as the same one; Chroma's distances are single precision."""

HNSW_SETTINGS = {"space": "cosine", "ef_search": SEARCH_EF}
"""How a collection measures and searches; the space cannot be changed later."""


class Store:
    """One open collection in a folder of its own."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the collection of a folder, or make an empty one; raises StoreBroken where there is none."""
        self._keeps_texts = False
        self._total: int | None = None
        self.folder = folder
        self._open(create=create)

    @classmethod
    def resting(cls, folder: Path) -> Store:
        """The collection of a folder, opened when it is first used: that takes longer than to compare the vectors of
        some thousand passages, and 100 MB."""
        made = cls.__new__(cls)
        made._keeps_texts, made._total, made._client, made._chroma = False, None, None, None
        made.folder = folder
        return made

    @property
    def is_resting(self) -> bool:
        """Whether it has not been opened yet."""
        return self._chroma is None

    @property
    def _collection(self) -> ChromaCollection:
        if self._chroma is None:
            self._open()
        assert self._chroma is not None
        return self._chroma

    def _open(self, *, create: bool = False) -> None:
        chromadb = load_chromadb()
        if not create:
            check_database(self.folder / DATABASE)
        seals.unseal(self.folder / DATABASE)
        with translate_chroma_errors():
            settings = chromadb.Settings(anonymized_telemetry=False, migrations="apply")
            self._client = chromadb.PersistentClient(path=str(self.folder), settings=settings)
        try:
            with translate_chroma_errors():
                # Without `embedding_function=None` Chroma puts in a default one that downloads a model.
                if create:
                    self._chroma = self._client.create_collection(
                        COLLECTION, embedding_function=None, configuration={"hnsw": HNSW_SETTINGS}
                    )
                else:
                    self._chroma = self._client.get_collection(COLLECTION, embedding_function=None)
        except StoreBroken:
            self.close()
            raise

    @classmethod
    def of(cls, collection: ChromaCollection) -> Store:
        """The collection of a server (see `server`), where passages are kept with their text and metadata."""
        made = cls.__new__(cls)
        made._keeps_texts, made._total, made._client = True, None, None
        made._chroma, made.folder = collection, Path()
        return made

    def upsert(self, rows: Iterable[StoredPassage]) -> Iterator[int]:
        """Add or replace passages; yields how many are in after each batch (so it must be consumed)."""
        pending, done = iter(rows), 0
        while batch := list(islice(pending, UPSERT_BATCH)):
            with translate_chroma_errors():
                self._collection.upsert(
                    ids=[row.passage.id for row in batch],
                    embeddings=np.stack([row.vector for row in batch]),
                    documents=[row.passage.text for row in batch] if self._keeps_texts else None,
                    metadatas=[_metadata(row) for row in batch] if self._keeps_texts else None,
                )
            self._total = None
            done += len(batch)
            yield done

    def add(self, pages: Iterable[tuple[list[str], np.ndarray]]) -> Iterator[int]:
        """Add passages that are not there by their ids and vectors; yields as `upsert` does."""
        done = 0
        for ids, vectors in pages:
            with translate_chroma_errors():
                self._collection.add(ids=ids, embeddings=vectors)
            self._total = None
            done += len(ids)
            yield done

    def delete(self, ids: Sequence[str]) -> None:
        """Take passages out of the answers; ids that are not there are passed over.

        HNSW only marks them, and text, where there is any, stays in Chroma's files until the next rebuild.
        """
        for first in range(0, len(ids), UPSERT_BATCH):
            with translate_chroma_errors():
                self._collection.delete(ids=list(ids[first : first + UPSERT_BATCH]))
            self._total = None

    def query(self, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
        """Ids and cosines of the nearest passages, best first."""
        # Chroma counts by walking all rows, which takes longer than the search.
        total = self._total = self.count() if self._total is None else self._total
        if total == 0 or limit < 1:
            return []
        if total <= ASK_ALL_PASSAGES:
            found = self._nearest(vector, total)
            if len(found) < total:
                raise StoreBroken(f"HNSW reaches {len(found)} of {total} passages")
            return found[:limit]
        return self._nearest(vector, min(limit, total))

    def _nearest(self, vector: np.ndarray, wanted: int) -> list[tuple[str, float]]:
        with translate_chroma_errors():
            found = self._collection.query(
                query_embeddings=np.asarray(vector, np.float32)[None],
                n_results=wanted,
                include=["distances"],
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(name, 1.0 - float(distance)) for name, distance in pairs]

    def count(self) -> int:
        """Number of passages."""
        with translate_chroma_errors():
            return self._collection.count()

    def ids(self) -> set[str]:
        """The ids of all passages."""
        found: set[str] = set()
        while True:
            with translate_chroma_errors():
                page = self._collection.get(limit=IDS_AT_ONCE, offset=len(found), include=[])["ids"]
            if not page or found.issuperset(page):
                return found
            found.update(page)

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are here."""
        found: set[str] = set()
        for first in range(0, len(ids), IDS_AT_ONCE):
            with translate_chroma_errors():
                found.update(self._collection.get(ids=list(ids[first : first + IDS_AT_ONCE]), include=[])["ids"])
        return found

    def check(self, expected: Collection[str] | int, samples: Sequence[StoredPassage]) -> None:
        """Raise StoreBroken unless the ids (or their number) are the expected ones and samples are found."""
        number = expected if isinstance(expected, int) else len(expected)
        if self.count() != number:
            raise StoreBroken(f"{self.count()} passages where the ledger has {number}")
        if not isinstance(expected, int) and self.ids() != set(expected):
            raise StoreBroken("other passages than the ledger's")
        if not samples:
            return
        with translate_chroma_errors():
            kept = self._collection.get(ids=[row.passage.id for row in samples], include=["embeddings"])
        vectors = dict(zip(kept["ids"], kept["embeddings"], strict=True))
        for row in samples:
            if row.passage.id not in vectors or _cosine(row.vector, vectors[row.passage.id]) < SAME_COSINE:
                raise StoreBroken(f"another vector than the ledger's for {row.passage.id}")

    def count_self_hits(self, samples: Sequence[StoredPassage]) -> int:
        """How many of some passages find themselves, or a twin, first.

        Not always all: HNSW is approximate, and a line that hundreds of files repeat clogs its graph.
        """
        nearest = [self._nearest(row.vector, 1) for row in samples]
        return sum(bool(found) and found[0][1] >= SAME_COSINE for found in nearest)

    def scrub(self) -> None:
        """Erase what the vector files hold that is no vector (see `files.erase_behind_vectors`)."""
        erase_behind_vectors(self.folder)

    def close(self) -> None:
        """Let go of the folder; the store is of no use after it."""
        if self._client is not None:
            with translate_chroma_errors():
                self._client.close()
                give_back_room(self.folder / DATABASE)
                if (self.folder / DATABASE).stat().st_size <= CHECK_BYTES:
                    seals.seal(self.folder / DATABASE)


def _metadata(row: StoredPassage) -> dict[str, str | int]:
    passage = row.passage
    return {
        "source": passage.source,
        "title": passage.title,
        "start": passage.start,
        "end": passage.end,
        "kind": passage.kind,
        "sentences": json.dumps(passage.sentences),
    }


def _cosine(one: np.ndarray, other: np.ndarray) -> float:
    one, other = np.asarray(one, np.float32), np.asarray(other, np.float32)
    if one.shape != other.shape:
        return 0.0
    return float(one @ other / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-12))
