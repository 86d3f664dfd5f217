"""Opening an index: as its one writer, brought in step first, or as it is beside another process.

A ledger that is damaged, or of an older version, is made anew from the folder or from the server; one of a newer
version is refused.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from vectorstore.chroma.client import ServerAddress, is_unreachable
from vectorstore.errors import NO_SPACE_CODES, VectorstoreError, is_corrupt, translate_os_errors
from vectorstore.formats.documents import read_documents, unexpected_refused
from vectorstore.index import Index
from vectorstore.ledger.reader import LedgerReader
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


@dataclass(frozen=True, slots=True)
class IndexSource:
    """What an index is made from and where it is kept.

    `server` takes the place of a folder of Chroma's, for many to share. Without a `corpus` the index follows what an
    indexer put there, and looks for changes every `look_seconds`.
    """

    corpus: Path | None
    index_dir: Path
    server: ServerAddress | None = None
    look_seconds: float = LOOK_SECONDS


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """How an index is brought in step while it is opened; the fields are the arguments of `Index.sync`."""

    on_progress: OnProgress | None = None
    retry: bool = False
    should_stop: Callable[[], bool] = lambda: False


IN_SILENCE = SyncOptions()


def open_index(source: IndexSource, model: LazyEmbedder, options: SyncOptions = IN_SILENCE) -> Index:
    """Bring the index of a folder up to date and open it.

    `model` is loaded only when something must be embedded, and before anything is changed. An index whose first sync
    was stopped opens with what is done. Raises VectorstoreError: corpus_missing, index_unreadable, index_locked,
    index_newer, disk_full, what `model` raises, and those of `chroma.client` and `replication`.
    """
    _check_source(source)
    with translate_os_errors(source.index_dir), ExitStack() as opened:
        lock = opened.enter_context(_locked(source.index_dir))
        shared = _side_of_server(source, model.fingerprint)
        if shared is not None:
            opened.callback(shared.close)
        index = _open_writing(source, _Writing(lock, model, shared), options)
        opened.pop_all()
        index.follow(source.look_seconds)
        return index


def open_read_only(source: IndexSource, fingerprint: str) -> Index:
    """Open an index as it is, beside another process that keeps it up to date.

    Raises VectorstoreError: corpus_missing, index_unreadable, index_newer, and model_mismatch where its vectors are
    those of another model than `fingerprint` names.
    """
    _check_source(source)
    ledger = source.index_dir / LEDGER
    with translate_os_errors(source.index_dir), ExitStack() as opened:
        try:
            reader = LedgerReader(ledger)
            opened.callback(reader.close)
            if _is_outdated(reader, source.index_dir):
                raise VectorstoreError("index_unreadable", path=str(source.index_dir))
            if source.corpus is None and not reader.get("store_revision"):  # another window is filling it
                raise VectorstoreError("index_unreadable", path=str(source.index_dir))
            made_by, samples = reader.get("fingerprint"), reader.sample(1)
            if made_by is not None and made_by != fingerprint and samples:
                raise VectorstoreError("model_mismatch", name=fingerprint, dimension=len(samples[0].vector))
            index = Index(source.corpus, source.index_dir, reader)
        except sqlite3.DatabaseError as error:
            raise VectorstoreError("index_unreadable", path=str(source.index_dir)) from error
        opened.pop_all()
        return index


def _check_source(source: IndexSource) -> None:
    if source.corpus is None and source.server is None:
        raise VectorstoreError("bad_call", detail="neither a folder nor a server to follow")
    if source.corpus is not None and not source.corpus.is_dir():
        raise VectorstoreError("corpus_missing", path=str(source.corpus))


def _side_of_server(source: IndexSource, fingerprint: str) -> Publisher | Replica | None:
    """The side of a shared corpus that this index is; None for one of this machine alone."""
    if source.server is None:
        return None
    return (Replica if source.corpus is None else Publisher)(source.server, fingerprint)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What writing an index needs."""

    lock: WriterLock
    model: LazyEmbedder
    shared: Publisher | Replica | None


def _open_writing(source: IndexSource, writing: _Writing, options: SyncOptions) -> Index:
    """Open and sync; a ledger that is damaged or of an older version is made anew from the folder or the server."""
    ledger = source.index_dir / LEDGER
    lost = (source.index_dir / "chroma").exists() and not (ledger.exists() and ledger.stat().st_size)
    try:
        index = _start(source, writing, options, ("rebuilt_corrupt",) if lost else ())
        note = "rebuilt_version"
    except sqlite3.DatabaseError as error:
        if not is_corrupt(error):
            raise
        index, note = None, "rebuilt_corrupt"
    if index is not None:
        return index
    _check_replaceable(source, writing)
    _remove(source.index_dir)
    index = _start(source, writing, options, (note,))
    assert index is not None  # the ledger was made a moment ago
    return index


def _start(source: IndexSource, writing: _Writing, options: SyncOptions, notes: tuple[str, ...]) -> Index | None:
    """Open the ledger as it is and sync; None, and nothing changed, where its tables are of an older version."""
    path = source.index_dir / LEDGER
    with ExitStack() as opened:
        writer = Ledger(path)
        opened.callback(writer.close)
        if _is_outdated(writer, source.index_dir):
            return None
        if path.stat().st_size <= CHECK_BYTES:
            writer.check()
        reader = LedgerReader(path)
        opened.callback(reader.close)
        index = Index(source.corpus, source.index_dir, reader)
        index.enable_writing(writer, writing.lock, writing.model, writing.shared)
        try:
            index.sync(options.on_progress, notes=notes, retry=options.retry, should_stop=options.should_stop)
        except VectorstoreError as error:
            kept = isinstance(writing.shared, Replica) and is_unreachable(error) and writer.get("store_revision")
            if not kept:
                raise
            index.report = replace(index.report, notes=(*notes, "server_away"))
        opened.pop_all()
        return index


def _check_replaceable(source: IndexSource, writing: _Writing) -> None:
    """Raise, before anything is removed, where the index could not be made anew: no server, or no model."""
    if isinstance(writing.shared, Replica):
        writing.shared.check_reachable()
    files = find_files(source.corpus) if source.corpus is not None else ()
    first = (next(unexpected_refused(path.name, read_documents(path, path.name)), None) for path in files)
    if any(isinstance(found, Document) for found in first):
        writing.model.load()


def _is_outdated(ledger: LedgerReader, index_dir: Path) -> bool:
    """Whether the tables are of an older version; raises VectorstoreError("index_newer") for a newer one."""
    version = ledger.version
    if version > SCHEMA_VERSION:
        raise VectorstoreError("index_newer", path=str(index_dir), version=version)
    return version < SCHEMA_VERSION


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
