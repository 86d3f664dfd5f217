"""The opened index: brings itself to what the folder holds, and hands out snapshots of that to many threads.

What can be asked of a snapshot stands in `search`.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from vectorstore import seals
from vectorstore.chroma.builds import OpenBuild, close_store, finish_update, remove_old_builds, update_collection
from vectorstore.chroma.client import is_unreachable
from vectorstore.errors import VectorstoreError, damage_detail, is_corrupt, translate_os_errors
from vectorstore.ledger.inspection import Inspection
from vectorstore.ledger.reader import LedgerReader
from vectorstore.ledger.rows import SyncReport, unchanged_report
from vectorstore.ledger.salvage import remake_ledger
from vectorstore.ledger.shared_snapshot import SharedSnapshot
from vectorstore.ledger.writer import Ledger
from vectorstore.locks import ReadWriteLock, WriterLock
from vectorstore.replication.roles import Poller, Publisher, Replica
from vectorstore.search import CachedLedger, Snapshot
from vectorstore.sync.further import Folders, join_folders
from vectorstore.sync.scans import ScanReader, forget_others, is_waiting, needs_reader
from vectorstore.sync.sync import LazyEmbedder, sync
from vectorstore.types import OnProgress

log = logging.getLogger(__name__)


class Index:
    """An opened index; made by `opening.open_index`. Every method but `close` may be called from any thread.

    `on_damage` is called when the ledger is found to be damaged, which the next `sync` heals; it must not call that.
    """

    def __init__(
        self,
        corpus: Path | None,
        index_dir: Path,
        reader: LedgerReader,
        further: Sequence[Path] = (),
        *,
        comments: bool = False,
    ) -> None:
        """`comments`: those in files are read as well."""
        self.corpus = corpus
        self.further = tuple(further)
        self._comments = comments
        self.report = unchanged_report(reader.files())
        self.on_damage: Callable[[], None] = _nothing
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
        self._held = SharedSnapshot()
        self._ledger = CachedLedger(reader, index_dir)
        self._damage = ""
        self._inspection: Inspection | None = None
        self._scans = ScanReader(index_dir) if corpus is not None else None

    def enable_writing(
        self, writer: Ledger, lock: WriterLock, model: LazyEmbedder, shared: Publisher | Replica | None = None
    ) -> None:
        """Take over what writing needs; `close` lets go of it. `shared`: the side of a server that this one is."""
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
        again: frozenset[str] = frozenset(),
    ) -> SyncReport:
        """Bring the index to what the folder holds now; searches meanwhile see the state before it.

        Raises VectorstoreError: corpus_missing, disk_full, index_unreadable, model_missing; the index then still
        answers. A ledger that was found to be damaged is made anew first. `notes` are put in front of the report's
        own. `retry`: files that were refused are read again; `again`: so are these, though they look the same. Where
        `should_stop` said so, the report notes `stopped` and the next sync goes on from there.
        """
        if self._writer is None or self._model is None:
            raise VectorstoreError("bad_call", detail="this index was opened for reading only")
        progress = on_progress or _silent
        with self._syncing, translate_os_errors(self._index_dir):
            if self._damage:
                notes = (*notes, self._remake())
            try:
                self.report = self._bring(progress, notes, retry, should_stop, again)
            except sqlite3.DatabaseError as error:
                if self._opened is None or not is_corrupt(error):  # not yet open: `opening` makes it anew
                    raise
                self._find_damage(error)
                self.report = self._bring(progress, (*notes, self._remake()), retry, should_stop, again)
        return self.report

    def read_scans(
        self, on_progress: OnProgress | None = None, *, should_stop: Callable[[], bool] = lambda: False
    ) -> frozenset[str]:
        """Read some pages optically that are pictures; the files that `sync` shall read `again` with what they say.

        None where nothing is left to be read. It takes seconds a page, and nobody waits for it: searches and syncs go
        on. What was read is kept where `should_stop` says so. Raises VectorstoreError("disk_full").
        """
        if self._writer is None or self._scans is None:
            return frozenset()
        with translate_os_errors(self._index_dir):
            return self._scans.read_some(self._folders(), self.report.files, on_progress or _silent, should_stop)

    def _bring(
        self,
        progress: OnProgress,
        notes: tuple[str, ...],
        retry: bool,
        should_stop: Callable[[], bool],
        again: frozenset[str],
    ) -> SyncReport:
        """Read what is new, add it to the collection, swap, and take out what is gone; see `sync`."""
        writer, model = self._writer, self._model
        assert writer is not None and model is not None
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
                found = sync(self._folders(), writer, model, progress, should_stop, retry, again, self._comments)
            stopping = _stopping(progress, should_stop)
            # Cut off inside a change of models the ledger holds vectors of both: Chroma waits.
            if self._shared is not None and writer.get("fingerprint") != "":
                opened = self._shared.update_collection(writer, stopping)
                followed = isinstance(self._shared, Publisher) or self._shared.look(writer) == "same"
            elif writer.get("fingerprint") != "":
                opened = update_collection(
                    writer, self._index_dir, model.fingerprint, present=old, on_progress=stopping
                )
                followed = True
        except _Stopped:
            return replace(found, notes=tuple(dict.fromkeys((*notes, *found.notes, "stopped"))))
        finally:
            self._swap(opened, followed, frozen)
        if followed:
            self._settle(writer, model.fingerprint, start=old is None, progress=progress)
        remove_old_builds(writer, self._index_dir)
        if found.removed or found.changed:
            forget_others(self._index_dir, lambda: {state.sha256 for state in writer.states().values()})
        writer.checkpoint()
        healed = ("chroma_rebuilt",) if self._opened is not None and self._opened.healed else ()
        return replace(found, notes=tuple(dict.fromkeys((*notes, *found.notes, *healed))))

    def include(self, further: Sequence[Path]) -> None:
        """Take these further folders for all that there are; the next sync brings their files, or takes others away."""
        self.further = tuple(further)

    def _folders(self) -> Folders:
        """What the index is made of at this moment."""
        assert self.corpus is not None
        return join_folders(self.corpus, self.further)

    # -- damage ------------------------------------------------------------------------------------

    def verify_in_background(self) -> None:
        """Look over all of the ledger in a thread of its own; what is damaged is healed by the next sync."""
        self._inspection = Inspection(self._reader.path, self._find_damage, self._vouch)

    def _vouch(self) -> None:
        if self._writer is not None:
            self._writer.verified = True

    def _find_damage(self, error: sqlite3.DatabaseError) -> None:
        """Keep in mind, beyond the end of this process, that the ledger must be made anew."""
        self._damage = damage_detail(error)
        log.warning("the ledger is damaged: %s", self._damage)
        if self._writer is not None:
            self._writer.verified = False
            seals.condemn(self._reader.path)
            self.on_damage()

    def _remake(self) -> str:
        """Take over what is sound of the ledger into a new one while nobody reads; the note that says so."""
        assert self._writer is not None
        path = self._reader.path
        with self._gate.writing():
            if self._opened is not None:
                close_store(self._opened.store)
                self._opened = None
            self._reader.close()
            self._writer.verified = False
            self._writer.close()
            try:
                remake_ledger(path)
                shutil.rmtree(self._index_dir / "chroma", ignore_errors=True)
                self._damage = ""
            finally:
                self._writer, self._reader = Ledger(path), LedgerReader(path)
                self._writer.verified = not self._damage
                self._ledger = CachedLedger(self._reader, self._index_dir)
                self._store_is_current = False
        return "rebuilt_corrupt"

    @property
    def has_scans(self) -> bool:
        """Whether there are pages that optical reading could read."""
        return any(map(is_waiting, self.report.files))

    @property
    def needs_ocr(self) -> bool:
        """Whether there are pages that optical reading could read, and nothing that does."""
        return needs_reader(self.report.files)

    @property
    def folder(self) -> Path:
        """Where the index lies; what is derived from it may be kept there."""
        return self._index_dir

    @property
    def read_only(self) -> bool:
        """Whether another process may write, and this one only reads what it commits."""
        return self._writer is None

    @property
    def shared(self) -> bool:
        """Whether the articles come from a server that many share, and no folder of this machine is behind them."""
        return self.corpus is None

    def refresh(self) -> SyncReport:
        """The report of an index that another process writes, as of what that one has committed by now."""
        with self._gate.reading():
            if self.read_only and self._seen != (revision := self._reader.revision):
                self.report, self._seen = unchanged_report(self._reader.files()), revision
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
            # While passages wait to be taken out the collection holds more than the ledger: searches skip them.
            self._store_is_current = followed or self._reader.get("store_revision") == self._reader.revision
        if old is not None and (opened is None or old.store is not opened.store):
            close_store(old.store)

    def close(self) -> None:
        """Let go of the files and of the right to write; harmless when repeated."""
        if self._inspection is not None:
            self._inspection.close()
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
    def reading(self) -> Iterator[Snapshot]:
        """One state of the index, for as long as the block lasts: a sync meanwhile waits with its swap.

        It must be short, and must not call `sync` or `close`, which would wait for themselves. Beside another
        writing process all threads inside share the state that the first of them found.
        """
        with self._gate.reading():
            snapshot = Snapshot(self._ledger, self._collection, self._lose_server)
            try:
                with self._held.held(self._reader) if self.read_only else nullcontext():
                    yield snapshot
            except sqlite3.DatabaseError as error:
                if not is_corrupt(error):
                    raise
                self._find_damage(error)
                raise VectorstoreError("index_damaged", detail=damage_detail(error)) from error

    def _collection(self) -> OpenBuild | None:
        return self._opened if self._store_is_current else None

    def _lose_server(self) -> None:
        self._store_is_current = False


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


def _nothing() -> None:
    """There is nobody to tell."""
