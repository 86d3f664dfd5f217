"""The opened index: brings itself to what the folder holds, then answers searches from many threads.

Words are searched in the ledger's lexical table, vectors in Chroma; where Chroma must not be touched (a
second process, a store that just failed) or would be slower (a few files), the ledger's own vectors are
compared one by one, which is exact. Both ways return the same shape.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from vectorstore.chroma.builds import OpenBuild, close_store, finish_update, remove_old_builds, update_collection
from vectorstore.chroma.client import ServerFault, is_unreachable
from vectorstore.chroma.collection import ASK_ALL_PASSAGES, StoreBroken
from vectorstore.errors import VectorstoreError, folder_bytes, translate_os_errors
from vectorstore.ledger.reader import LedgerReader, top_indices
from vectorstore.ledger.rows import ArticleRecord, FileRecord, IndexFacts, SyncReport
from vectorstore.ledger.terms import TermKind
from vectorstore.ledger.writer import Ledger
from vectorstore.locks import ReadWriteLock, WriterLock
from vectorstore.replication.roles import Poller, Publisher, Replica
from vectorstore.sync.sync import LazyEmbedder, sync
from vectorstore.types import Document, Embedded, OnProgress, Passage

EXACT_PASSAGES = 5_000
"""Passages of the chosen files up to which their vectors are compared one by one instead of in Chroma."""

MAX_ASKED_PASSAGES = 20_000
"""Passages asked of Chroma at once before the vectors of the chosen files are compared one by one."""

log = logging.getLogger(__name__)


class Index:
    """An opened index; made by `opening.open_index`. Every method but `close` may be called from any thread."""

    def __init__(self, corpus: Path | None, index_dir: Path, reader: LedgerReader) -> None:
        self.corpus = corpus
        self.report = _report(reader)
        self._seen = reader.revision
        self._index_dir = index_dir
        self._reader = reader
        self._writer: Ledger | None = None
        self._lock: WriterLock | None = None
        self._model: LazyEmbedder | None = None
        self._shared: Publisher | Replica | None = None
        self._poller: Poller | None = None
        self._opened: OpenBuild | None = None
        self._store_is_current = False
        self._gate = ReadWriteLock()
        self._syncing = threading.Lock()
        self._holding, self._held, self._snapshot = threading.Lock(), 0, ExitStack()
        self._exact: tuple[str, list[str], np.ndarray] | None = None
        self._counted = ("", 0)

    # -- life --------------------------------------------------------------------------------------

    def enable_writing(
        self, writer: Ledger, lock: WriterLock, model: LazyEmbedder, shared: Publisher | Replica | None = None
    ) -> None:
        """Take over what writing needs; `close` lets go of it. `reading`: the side of a server that this one is."""
        self._writer, self._lock, self._model, self._shared = writer, lock, model, shared

    def follow(self, seconds: float) -> None:
        """Look at the server every so many seconds and take over what changed, until `close`."""
        if isinstance(self._shared, Replica):
            self._poller = Poller(self._look, seconds)

    def _look(self) -> None:
        """One look at the server; where it is away, questions are answered from this machine's own vectors."""
        window, was_away = self._shared, "server_away" in self.report.notes
        try:
            seen = window.look(self._reader)
            if seen == "busy":  # some passages are gone there already, and others are not there yet
                self._store_is_current = False
            elif seen == "changed" or was_away or not self._store_is_current:
                self.sync()
        except (VectorstoreError, sqlite3.Error) as error:
            log.info("%s", error)
            self._store_is_current = False
            lost = not isinstance(error, VectorstoreError) or is_unreachable(error)
            self.report = replace(self.report, notes=("server_away" if lost else error.code,))

    def sync(
        self,
        on_progress: OnProgress | None = None,
        *,
        notes: tuple[str, ...] = (),
        retry: bool = False,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> SyncReport:
        """Bring the index to what the folder holds now; searches meanwhile see the state before it.

        Raises VectorstoreError: corpus_missing, disk_full, index_unreadable, model_missing; the index then
        still answers. `notes` are put in front of the report's own. `retry`: files that were refused are read
        again. Where `should_stop` said so, the report notes `stopped` and the next sync goes on from there.
        """
        writer, model = self._writer, self._model
        if writer is None or model is None:
            raise VectorstoreError("bad_call", detail="this index was opened for reading only")
        progress = on_progress or _silent
        with self._syncing, translate_os_errors(self._index_dir):
            old = opened = self._opened
            frozen = ExitStack()
            if old is not None:
                # Nobody searches before the first sync, and a snapshot keeps the log from being emptied.
                frozen.enter_context(self._reader.snapshot())
            followed = False
            try:
                if isinstance(self._shared, Replica):
                    found = self._shared.pull(writer, progress)
                else:
                    found = sync(self.corpus, writer, model, progress, should_stop, retry)
                # Cut off inside a change of models the ledger holds vectors of both: Chroma waits.
                if self._shared is not None and writer.get("fingerprint") != "":
                    opened = self._shared.update_collection(writer, _stopping(progress, should_stop))
                    followed = isinstance(self._shared, Publisher) or self._shared.look(writer) == "same"
                elif writer.get("fingerprint") != "":
                    stopping = _stopping(progress, should_stop)
                    opened = update_collection(
                        writer, self._index_dir, model.fingerprint, present=old, on_progress=stopping
                    )
                    followed = True
            except _Stopped:
                own = (*notes, *found.notes, "stopped")
                self.report = replace(found, notes=tuple(dict.fromkeys(own)))
                return self.report
            finally:
                self._swap(opened, followed, frozen)
            if followed:
                self._settle(writer, model.fingerprint, start=old is None, progress=progress)
            remove_old_builds(writer, self._index_dir)
            writer.checkpoint()
            healed = ("chroma_rebuilt",) if self._opened is not None and self._opened.healed else ()
            own = (*notes, *found.notes, *healed)
            self.report = replace(found, notes=tuple(dict.fromkeys(own)))
        return self.report

    @property
    def read_only(self) -> bool:
        """Whether another process may write, and this one only reads what it commits."""
        return self._writer is None

    def refresh(self) -> SyncReport:
        """The report of an index that another process writes, as of what that one has committed by now."""
        with self._gate.reading():
            if self.read_only and self._seen != (revision := self._reader.revision):
                self.report, self._seen = _report(self._reader), revision
        return self.report

    def _settle(self, writer: Ledger, model: str, *, start: bool, progress: OnProgress) -> None:
        """Take out of Chroma what no reader sees any more; where that fails, swap once more."""
        assert self._opened is not None
        settled = finish_update(writer, self._index_dir, model, self._opened, start=start, on_progress=progress)
        self._swap(settled, True, ExitStack())

    def _swap(self, opened: OpenBuild | None, followed: bool, frozen: ExitStack) -> None:
        """Show readers what the ledger holds now, and the collection that follows it."""
        old = self._opened
        with self._gate.writing():
            frozen.close()
            self._opened = opened
            # While passages wait to be taken out the collection holds more than the ledger: `search_vectors` skips
            # them.
            self._store_is_current = followed or self._reader.get("store_revision") == self._reader.revision
        if old is not None and (opened is None or old.store is not opened.store):
            close_store(old.store)

    def close(self) -> None:
        """Let go of the files and of the right to write; harmless when repeated."""
        if self._poller is not None:
            self._poller.stop()
        with self._syncing, self._gate.writing():
            if self._shared is not None:
                self._shared.close()
            if self._opened is not None:
                close_store(self._opened.store)
                self._opened = None
            self._reader.close()
            if self._writer is not None:
                self._writer.close()
            if self._lock is not None:
                self._lock.release()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within it, all calls of this thread see one state of the index: a sync waits with its swap.

        It must be short, and must not call `sync` or `close`, which would wait for themselves. Beside another
        writing process all threads inside share the state that the first of them found.
        """
        with self._gate.reading():
            if not self.read_only:
                yield
                return
            self._hold(1)
            try:
                yield
            finally:
                self._hold(-1)

    def _hold(self, step: int) -> None:
        """Begin a snapshot of the ledger with the first thread that needs one, and end it with the last."""
        with self._holding:
            self._held += step
            if step > 0 and self._held == 1:
                self._snapshot.enter_context(self._reader.snapshot())
            elif self._held == 0:
                self._snapshot.close()

    # -- search ------------------------------------------------------------------------------------

    def search_vectors(
        self, vector: np.ndarray, limit: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Ids and cosines of the passages nearest to a vector of unit length, best first."""
        with self._gate.reading():
            scope = self._scope(sources)
            if scope is not None and not scope:
                return []
            share = 1.0 if scope is None else self._reader.count(scope) / max(self._count(), 1)
            if self._use_store(share):
                try:
                    return self._through_store(vector, limit, scope, share)
                except StoreBroken as error:
                    # The ledger answers. A damaged store is built anew at the next start; a server that is away is
                    # not asked again before the next look finds it.
                    if isinstance(error.__cause__, ServerFault):
                        self._store_is_current = False
            if scope is None:
                return _nearest(*self._vectors(len(vector)), vector, limit)
            return self._reader.nearest(vector, limit, scope)

    def _use_store(self, share: float) -> bool:
        """Whether Chroma is there, holds what the ledger holds, hides nothing, and is the faster way.

        `share`: how much of the passages the chosen files hold.
        """
        if self._opened is None or not self._store_is_current:
            return False
        if share == 1.0:
            return self._opened.sound or self._count() <= ASK_ALL_PASSAGES
        return self._opened.sound and share * self._count() > EXACT_PASSAGES

    def _through_store(
        self, vector: np.ndarray, limit: int, scope: Collection[str] | None, share: float
    ) -> list[tuple[str, float]]:
        """Ask Chroma for more until enough of what it finds stands in the ledger and in the chosen files.

        Chroma may know passages that the ledger shows only later, or no longer; its own filter by file costs
        more than asking for a few hundred passages.
        """
        store, wanted = self._opened.store, int(limit / share)
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
        """Ids and BM25 scores of the passages with any of the stems or words, best first."""
        with self._gate.reading():
            return self._reader.search_words(stems, words, limit, self._scope(sources))

    def first_with(self, words: Collection[str], limit: int) -> dict[str, Passage]:
        """The first passages that have any of the words as written, by id; quick however many there are."""
        with self._gate.reading():
            return self._reader.first_with(words, limit)

    def _scope(self, names: Collection[str] | None) -> Collection[str] | None:
        """The articles that names of files or articles stand for; None for all there are."""
        if names is None:
            return None
        sources, unknown = self._reader.scope(names)
        for name in sorted(unknown):
            raise VectorstoreError("unknown_source", source=name)
        return sources

    def _vectors(self, dimension: int) -> tuple[list[str], np.ndarray]:
        """The ledger's vectors; kept until they change."""
        revision, kept = self._reader.revision, self._exact
        if kept is None or kept[0] != revision or kept[2].shape[1] != dimension:
            kept = self._exact = (revision, *self._reader.vectors(dimension))
        return kept[1], kept[2]

    def _count(self) -> int:
        """Number of passages; counted once for each state of the ledger."""
        revision = self._reader.revision
        if self._counted[0] != revision:
            self._counted = (revision, self._reader.count())
        return self._counted[1]

    # -- what is stored ----------------------------------------------------------------------------

    def facts(self) -> IndexFacts:
        """The index as a whole; its size is counted file by file."""
        with self._gate.reading():
            reader = self._reader
            model, synced = reader.get("fingerprint") or "", reader.get("synced") or ""
        return IndexFacts(model, synced, folder_bytes(self._index_dir))

    def files(self) -> tuple[FileRecord, ...]:
        """What became of every file of the folder, sorted by source."""
        with self._gate.reading():
            return self._reader.files()

    def articles(self, limit: int, offset: int = 0, file: str | None = None) -> tuple[ArticleRecord, ...]:
        """A stretch of the articles, of one file or of all, sorted by source."""
        with self._gate.reading():
            return self._reader.articles(limit, offset, file)

    def check_sources(self, names: Iterable[str]) -> None:
        """Raise VectorstoreError("unknown_source") for a name of neither a file nor an article."""
        with self._gate.reading():
            self._scope(list(names))

    def document(self, source: str) -> Document:
        """The text of an article as it was indexed; raises VectorstoreError("unknown_source")."""
        with self._gate.reading():
            document = self._reader.document(source)
        if document is None:
            raise VectorstoreError("unknown_source", source=source)
        return document

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Passages by id; an id that is not in the index is left out."""
        with self._gate.reading():
            return self._reader.passages(ids)

    def passages_of(self, source: str) -> dict[str, Passage]:
        """The passages of an article by id, in the order of its text; none for an article that is not there."""
        with self._gate.reading():
            return self._reader.passages_of(source)

    def vectors(self, ids: Iterable[str]) -> dict[str, Embedded]:
        """The vectors of passages and of their sentences, by passage id."""
        with self._gate.reading():
            return self._reader.embedded(ids)

    def sentence_vectors(self, ids: Iterable[str]) -> dict[str, np.ndarray]:
        """By passage id, one float32 row per sentence."""
        return {name: embedded.sentences for name, embedded in self.vectors(ids).items()}

    def document_frequency(self, terms: Iterable[str], kind: TermKind = "stems") -> dict[str, int]:
        """In how many passages each stem (or word as written) stands; unknown ones are left out."""
        with self._gate.reading():
            return self._reader.document_frequency(terms, kind)

    def words_by_key(self, key: str) -> list[str]:
        """The words as written that are looked up under a spelling key (see `vectorstore.text.name_keys`)."""
        with self._gate.reading():
            return self._reader.words_by_key(key)

    def vocabulary(self) -> dict[str, int]:
        """Every word as written, normalised, with the number of passages it stands in."""
        with self._gate.reading():
            return self._reader.vocabulary()

    @property
    def revision(self) -> str:
        """A name for the present set of passages; what is derived from all of them is stale under another name."""
        with self._gate.reading():
            return self._reader.revision

    @property
    def passage_count(self) -> int:
        """Number of passages."""
        with self._gate.reading():
            return self._count()


def _nearest(ids: list[str], matrix: np.ndarray, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
    """The best `limit` by cosine, both sides of unit length."""
    scores = matrix @ np.asarray(vector, np.float32)
    best = top_indices(scores, limit)
    return [(ids[i], float(scores[i])) for i in best]


def _report(ledger: LedgerReader) -> SyncReport:
    """The report of an index that was opened as it is."""
    files = ledger.files()
    refused = sum(record.status == "refused" for record in files)
    return SyncReport(0, 0, 0, len(files) - refused, refused, (), files)


class _Stopped(Exception):
    """The building of a collection was broken off: the ledger's own vectors are searched until the next start."""


def _stopping(progress: OnProgress, should_stop: Callable[[], bool]) -> OnProgress:
    """Progress that is also asked whether to go on."""

    def tell(stage: str, done: int, total: int) -> None:
        if should_stop():
            raise _Stopped
        progress(stage, done, total)

    return tell


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
