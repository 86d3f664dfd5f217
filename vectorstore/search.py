"""One state of an index, to be searched and read: what `Index.reading` hands out.

Words are searched in the ledger's lexical table, vectors in Chroma; where Chroma must not be touched (a second
process, a store that just failed) or would be slower (a few files), the ledger's own vectors are compared one by one,
which is exact. Both ways return the same shape.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from pathlib import Path

import numpy as np

from vectorstore.chroma.builds import OpenBuild
from vectorstore.chroma.client import ServerFault
from vectorstore.chroma.collection import ASK_ALL_PASSAGES
from vectorstore.chroma.errors import StoreBroken
from vectorstore.errors import VectorstoreError, folder_bytes
from vectorstore.ledger.changes import ArticleChange, net
from vectorstore.ledger.reader import LedgerReader
from vectorstore.ledger.rows import ArticleRecord, FileRecord, IndexFacts
from vectorstore.ledger.terms import TermKind
from vectorstore.ledger.vectors import top_indices
from vectorstore.text.name_keys import NameVariants
from vectorstore.types import Document, Embedded, Passage
from vectorstore.word_search.find import Places, find_passages, read_places
from vectorstore.word_search.request import Findings, WordSearch

EXACT_PASSAGES = 5_000
"""Passages of the chosen files up to which their vectors are compared one by one instead of in Chroma."""

MAX_ASKED_PASSAGES = 20_000
"""Passages asked of Chroma at once before the vectors of the chosen files are compared one by one."""


class CachedLedger:
    """The ledger behind all snapshots of an index, and what is read from the whole of it only once for each state."""

    def __init__(self, reader: LedgerReader, index_dir: Path) -> None:
        self.reader = reader
        self.index_dir = index_dir
        self._matrix: tuple[str, list[str], np.ndarray] | None = None
        self._count = ("", 0)
        self._places: tuple[str, Places] | None = None

    def count(self, revision: str) -> int:
        """Number of passages."""
        known = self._count
        if known[0] != revision:
            known = self._count = (revision, self.reader.count())
        return known[1]

    def places(self, revision: str) -> Places:
        """Where each passage stands."""
        kept = self._places
        if kept is None or kept[0] != revision:
            kept = self._places = (revision, read_places(self.reader))
        return kept[1]

    def vectors(self, revision: str, dimension: int) -> tuple[list[str], np.ndarray]:
        """The ids of all passages and their vectors, float32 (n, dimension)."""
        kept = self._matrix
        if kept is None or kept[0] != revision or kept[2].shape[1] != dimension:
            kept = self._matrix = (revision, *self.reader.vectors(dimension))
        return kept[1], kept[2]


class Snapshot:
    """An index as it is while `Index.reading` lasts, and of use only that long; safe for many threads."""

    def __init__(
        self, ledger: CachedLedger, collection: Callable[[], OpenBuild | None], on_server_lost: Callable[[], None]
    ) -> None:
        """`collection`: the one that holds what the ledger holds, or None where there is none to be asked just now;
        `on_server_lost` is called where a server does not answer."""
        self._ledger = ledger
        self._reader = ledger.reader
        self._collection = collection
        self._on_server_lost = on_server_lost

    @cached_property
    def revision(self) -> str:
        """A name for the present set of passages; what is derived from all of them is stale under another name."""
        return self._reader.revision

    @property
    def passage_count(self) -> int:
        """Number of passages."""
        return self._ledger.count(self.revision)

    def changes(self, after: int = 0, since_ns: int = 0) -> list[ArticleChange]:
        """What became of articles behind the change of a number and from a time on (ns since 1970)."""
        return net(self._reader.changes(after, since_ns))

    def changes_known(self) -> tuple[int, int]:
        """Since when changes are written down (ns since 1970), and the number of the last one; zeros where not."""
        return self._reader.changes_known()

    # -- search ------------------------------------------------------------------------------------

    def search_vectors(
        self, vector: np.ndarray, limit: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Ids and cosines of the passages nearest to a vector of unit length, float32 (d,), best first.

        `sources`: names of files or articles to keep to. Raises VectorstoreError("unknown_source").
        """
        scope = self._scope(sources)
        if scope is not None and not scope:
            return []
        share = 1.0 if scope is None else self._reader.count(scope) / max(self.passage_count, 1)
        build = self._collection()
        if build is not None and self._is_faster(build, share):
            try:
                return self._ask_collection(build, vector, limit, scope, share)
            except StoreBroken as error:
                # The ledger answers. A damaged store is built anew at the next start; a server that is away is
                # not asked again before the next look finds it.
                if isinstance(error.__cause__, ServerFault):
                    self._on_server_lost()
        if scope is None:
            return _nearest(*self._ledger.vectors(self.revision, len(vector)), vector, limit)
        return self._reader.nearest(vector, limit, scope)

    def _is_faster(self, build: OpenBuild, share: float) -> bool:
        """Whether a collection hides nothing, and is the faster way; `share`: of the passages, in the chosen files."""
        if build.store.is_resting:
            return False
        if share == 1.0:
            return build.sound or self.passage_count <= ASK_ALL_PASSAGES
        return build.sound and share * self.passage_count > EXACT_PASSAGES

    def _ask_collection(
        self, build: OpenBuild, vector: np.ndarray, limit: int, scope: Collection[str] | None, share: float
    ) -> list[tuple[str, float]]:
        """Ask Chroma for more until enough of what it finds stands in the ledger and in the chosen files.

        Chroma may know passages that the ledger shows only later, or no longer; its own filter by file costs more
        than asking for a few hundred passages (93 ms where it keeps 4 % of 100,000).
        """
        store, wanted = build.store, int(limit / share)
        while True:
            found = store.query(vector, wanted)
            known = self._reader.known_ids((name for name, _ in found), scope)
            kept = [(name, cosine) for name, cosine in found if name in known]
            if len(kept) >= limit or wanted >= store.count():
                return kept[:limit]
            wanted *= 4
            if wanted > MAX_ASKED_PASSAGES:
                raise StoreBroken("too few of the nearest passages stand in the chosen files")

    def search_text(
        self,
        stems: Collection[str],
        words: Collection[str],
        limit: int,
        sources: Collection[str] | None = None,
    ) -> list[tuple[str, float]]:
        """Ids and BM25 scores of the passages with any of the stems or words, best first; `sources` as above."""
        return self._reader.search_words(stems, words, limit, self._scope(sources))

    def find(self, wanted: WordSearch) -> Findings:
        """The passages with the words of a pattern, counted and with the words marked; no vector is looked at.

        Raises VectorstoreError("unknown_source").
        """
        scope = self._scope(wanted.sources or None)
        return find_passages(wanted, self._reader, self._ledger.places(self.revision), NameVariants(self), scope)

    def first_texts(self, words: Collection[str], limit: int) -> list[str]:
        """The texts of the first passages that have any of the words as written; quick however many there are."""
        return self._reader.first_texts(words, limit)

    def document_frequency(self, terms: Iterable[str], kind: TermKind = "stems") -> dict[str, int]:
        """In how many passages each stem (or word as written) stands; unknown ones are left out."""
        return self._reader.document_frequency(terms, kind)

    def words_by_key(self, key: str) -> list[str]:
        """The words as written that are looked up under a spelling key (see `vectorstore.text.name_keys`)."""
        return self._reader.words_by_key(key)

    def words_with(self, part: str, limit: int) -> list[str]:
        """The first words as written that have this part: another word may be run together with it («جامعةهارفارد»)."""
        return self._reader.words_with(part, limit)

    def check_sources(self, names: Iterable[str]) -> None:
        """Raise VectorstoreError("unknown_source") for a name of neither a file nor an article."""
        self._scope(list(names))

    def _scope(self, names: Collection[str] | None) -> Collection[str] | None:
        """The articles that names of files or articles stand for; None for all there are."""
        if names is None:
            return None
        sources, unknown = self._reader.scope(names)
        if unknown:
            raise VectorstoreError("unknown_source", source=min(unknown))
        return sources

    # -- what is stored ----------------------------------------------------------------------------

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Passages by id; an id that is not in the index is left out."""
        return self._reader.passages(ids)

    def passages_of(self, source: str) -> dict[str, Passage]:
        """The passages of an article by id, in the order of its text; none for an article that is not there."""
        return self._reader.passages_of(source)

    def vectors(self, ids: Iterable[str]) -> dict[str, Embedded]:
        """The vectors of passages and of their sentences, by passage id."""
        return self._reader.embedded(ids)

    def embedded_passages(self, ids: Iterable[str]) -> dict[str, tuple[Passage, Embedded]]:
        """Passages with the vectors of them and of their sentences by id, read at once; others are left out."""
        return self._reader.embedded_passages(ids)

    def files(self) -> tuple[FileRecord, ...]:
        """What became of every file of the folder, sorted by source."""
        return self._reader.files()

    def articles(self, limit: int, offset: int = 0, file: str | None = None) -> tuple[ArticleRecord, ...]:
        """A stretch of the articles, of one file or of all, sorted by source."""
        return self._reader.articles(limit, offset, file)

    def article_keys(self) -> dict[str, str]:
        """By source, what names the text of each article and the cutting of it: the same for the same text."""
        return {source: f"{sha256} {made}" for source, (sha256, made) in self._reader.all_article_versions().items()}

    def document(self, source: str) -> Document:
        """The text of an article as it was indexed; raises VectorstoreError("unknown_source")."""
        document = self._reader.document(source)
        if document is None:
            raise VectorstoreError("unknown_source", source=source)
        return document

    def facts(self) -> IndexFacts:
        """The index as a whole; its size is counted file by file."""
        model, synced = self._reader.get("fingerprint") or "", self._reader.get("synced") or ""
        return IndexFacts(model, synced, folder_bytes(self._ledger.index_dir))


def _nearest(ids: list[str], matrix: np.ndarray, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
    """The best `limit` by cosine, both sides of unit length."""
    scores = matrix @ np.asarray(vector, np.float32)
    best = top_indices(scores, limit)
    return [(ids[i], float(scores[i])) for i in best]
