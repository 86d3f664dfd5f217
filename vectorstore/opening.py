"""Opening an index: as its one writer, brought in step first, or as it is beside another process.

A ledger that is damaged, or of an older version, is made anew from the folder or from the server; one of a newer
version is refused.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from vectorstore.chroma.client import ServerAddress, is_unreachable
from vectorstore.embedding.embedder import Embedder
from vectorstore.errors import NO_SPACE_CODES, VectorstoreError, is_corrupt, translate_os_errors
from vectorstore.formats.documents import read_documents, unexpected_refused
from vectorstore.index import Index
from vectorstore.ledger.reader import LedgerReader
from vectorstore.ledger.rows import SyncReport
from vectorstore.ledger.writer import SCHEMA_VERSION, Ledger
from vectorstore.locks import WriterLock
from vectorstore.replication.roles import Publisher, Replica
from vectorstore.sync.scan import find_files
from vectorstore.sync.sync import LazyEmbedder
from vectorstore.types import Document, OnProgress

LEDGER = "ledger.sqlite3"

LOOK_SECONDS = 3.0
"""Seconds between two looks at a server that is followed, a request of a millisecond each."""

CHECK_BYTES = 256 << 20
"""Size up to which the whole ledger is checked at every start (a fraction of a second)."""


def open_index(
    corpus: Path | None,
    index_dir: Path,
    load: Callable[[], Embedder],
    fingerprint: str,
    *,
    on_progress: OnProgress | None = None,
    read_only: bool = False,
    place: ServerAddress | None = None,
    look: float = LOOK_SECONDS,
    retry: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
) -> Index:
    """Bring the index of a folder up to date and open it; or open it as it is, beside another process.

    `place`: a server that takes the place of a folder of Chroma's, for many to share. Without a `corpus` the index
    follows what an indexer put there, and looks for changes every `look` seconds.
    `load` is called only when something must be embedded, and before anything is changed. `retry` and
    `should_stop` as in `Index.sync`; an index whose first sync was stopped opens with what is done.
    Raises VectorstoreError: corpus_missing, index_unreadable, index_locked, index_newer, disk_full,
    model_mismatch, what `load` raises, and those of `server`, `lease` and `shared`.
    """
    if corpus is None and place is None:
        raise VectorstoreError("bad_call", detail="neither a folder nor a server to follow")
    if corpus is not None and not corpus.is_dir():
        raise VectorstoreError("corpus_missing", path=str(corpus))
    with translate_os_errors(index_dir), ExitStack() as opened:
        if read_only:
            return _open_read_only(corpus, index_dir, fingerprint)
        lock = opened.enter_context(_locked(index_dir))
        shared = None
        if place is not None:
            shared = Replica(place, fingerprint) if corpus is None else Publisher(place, fingerprint)
            opened.callback(shared.close)
        model = LazyEmbedder(load, fingerprint)
        first_sync = partial(Index.sync, on_progress=on_progress, retry=retry, should_stop=should_stop)
        index = _open_writing(corpus, index_dir, lock, model, shared, first_sync)
        opened.pop_all()
        index.follow(look)
        return index


def _open_read_only(corpus: Path | None, index_dir: Path, fingerprint: str) -> Index:
    with ExitStack() as opened:
        try:
            reader = LedgerReader(index_dir / LEDGER)
            opened.callback(reader.close)
            _refuse_newer(reader, index_dir)
            if reader.version < SCHEMA_VERSION:
                raise VectorstoreError("index_unreadable", path=str(index_dir))
            if corpus is None and not reader.get("store_revision"):  # another window is filling it
                raise VectorstoreError("index_unreadable", path=str(index_dir))
            made_by, samples = reader.get("fingerprint"), reader.sample(1)
            if made_by is not None and made_by != fingerprint and samples:
                raise VectorstoreError("model_mismatch", name=fingerprint, dimension=len(samples[0].vector))
            index = Index(corpus, index_dir, reader)
        except sqlite3.DatabaseError as error:
            raise VectorstoreError("index_unreadable", path=str(index_dir)) from error
        opened.pop_all()
        return index


def _open_writing(
    corpus: Path | None,
    index_dir: Path,
    lock: WriterLock,
    model: LazyEmbedder,
    shared: Publisher | Replica | None,
    first_sync: Callable[..., SyncReport],
) -> Index:
    """Open and sync; a ledger that is damaged or of an older version is made anew from the folder or the server."""

    def start(*notes: str) -> Index:
        with ExitStack() as opened:
            writer = Ledger(index_dir / LEDGER)
            opened.callback(writer.close)
            _refuse_newer(writer, index_dir)
            if writer.version < SCHEMA_VERSION:
                raise _Outdated
            if (index_dir / LEDGER).stat().st_size <= CHECK_BYTES:
                writer.check()
            reader = LedgerReader(index_dir / LEDGER)
            opened.callback(reader.close)
            index = Index(corpus, index_dir, reader)
            index.enable_writing(writer, lock, model, shared)
            try:
                first_sync(index, notes=notes)
            except VectorstoreError as error:
                if not (isinstance(shared, Replica) and is_unreachable(error) and writer.get("store_revision")):
                    raise
                index.report = replace(index.report, notes=(*notes, "server_away"))
            opened.pop_all()
            return index

    try:
        ledger = index_dir / LEDGER
        lost = (index_dir / "chroma").exists() and not (ledger.exists() and ledger.stat().st_size)
        return start(*(("rebuilt_corrupt",) if lost else ()))
    except _Outdated:
        note = "rebuilt_version"
    except sqlite3.DatabaseError as error:
        if not is_corrupt(error):
            raise
        note = "rebuilt_corrupt"
    files = find_files(corpus) if corpus is not None else ()
    if isinstance(shared, Replica):
        shared.check_reachable()
    first = (next(unexpected_refused(path.name, read_documents(path, path.name)), None) for path in files)
    if any(isinstance(found, Document) for found in first):
        model.load()  # before anything is removed
    _remove(index_dir)
    return start(note)


class _Outdated(Exception):
    """The ledger's tables are of an older version."""


def _refuse_newer(ledger: LedgerReader, index_dir: Path) -> None:
    version = ledger.version
    if version > SCHEMA_VERSION:
        raise VectorstoreError("index_newer", path=str(index_dir), version=version)


def _locked(index_dir: Path) -> WriterLock:
    """Make the folder where it is missing, and take the right to write in it."""
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        return WriterLock(index_dir)
    except OSError as error:
        if error.errno in NO_SPACE_CODES:
            raise
        raise VectorstoreError("index_unreadable", path=str(index_dir)) from error


def _remove(index_dir: Path) -> None:
    """Remove the index but not the lock."""
    for suffix in ("", "-wal", "-shm"):
        (index_dir / (LEDGER + suffix)).unlink(missing_ok=True)
    shutil.rmtree(index_dir / "chroma", ignore_errors=True)
