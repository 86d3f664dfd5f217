"""Opening an index: as its one writer, brought in step first, or as it is beside another process.

A ledger that is damaged, or of an older version, is made anew: what of it is sound is taken over, the rest comes from
the folder or from the server. One of a newer version is refused.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from vectorstore import seals
from vectorstore.chroma.client import ServerAddress, is_unreachable
from vectorstore.errors import (
    BAD_NAME_CODES,
    LIMIT_CODES,
    NO_SPACE_CODES,
    VectorstoreError,
    damage_detail,
    is_corrupt,
    translate_os_errors,
)
from vectorstore.formats.documents import read_documents, unexpected_refused
from vectorstore.index import Index
from vectorstore.ledger.connection import may_write
from vectorstore.ledger.digests import corruption_error
from vectorstore.ledger.reader import LedgerReader
from vectorstore.ledger.salvage import remake_ledger
from vectorstore.ledger.schema import SCHEMA_VERSION
from vectorstore.ledger.writer import Ledger
from vectorstore.locks import WriterLock
from vectorstore.private import make_private
from vectorstore.replication.roles import Publisher, Replica
from vectorstore.sync.further import join_folders
from vectorstore.sync.listing import name_files
from vectorstore.sync.sync import LazyEmbedder
from vectorstore.types import Document, OnProgress

log = logging.getLogger(__name__)

LEDGER = "ledger.sqlite3"

LOOK_SECONDS = 3.0
"""Seconds between two looks at a server that is followed, a request of a millisecond each."""

CHECK_BYTES = 256 << 20
"""Size up to which the whole ledger is checked before it is opened (a fraction of a second); a larger one is looked
over in the background."""


@dataclass(frozen=True, slots=True)
class IndexSource:
    """What an index is made from and where it is kept.

    `server` takes the place of a folder of Chroma's, for many to share. Without a `corpus` the index follows what an
    indexer put there, and looks for changes every `look_seconds`. `further`: folders whose files join those of the
    corpus (`sync.further`). `comments`: what people wrote beside a text is read.
    """

    corpus: Path | None
    index_dir: Path
    server: ServerAddress | None = None
    look_seconds: float = LOOK_SECONDS
    comments: bool = False
    further: tuple[Path, ...] = ()


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
    was stopped opens with what is done. Raises VectorstoreError: corpus_missing, index_unreadable, index_not_writable,
    index_name, index_locked, index_newer, disk_full, what `model` raises, and those of `errors.limit_reached`,
    `chroma.client` and `replication`.
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

    Raises VectorstoreError: corpus_missing, index_unreadable, index_damaged, index_newer, and model_mismatch where its
    vectors are those of another model than `fingerprint` names.
    """
    _check_source(source)
    ledger = source.index_dir / LEDGER
    with translate_os_errors(source.index_dir), ExitStack() as opened:
        try:
            if ledger.exists() and ledger.stat().st_size <= CHECK_BYTES and seals.inspect(ledger) == "damaged":
                raise corruption_error(f"bytes of {ledger} are not those that were written")
            reader = LedgerReader(ledger)
            opened.callback(reader.close)
            if _is_outdated(reader, source.index_dir):
                raise VectorstoreError("index_unreadable", path=str(source.index_dir))
            if source.corpus is None and not reader.get("store_revision"):  # another window is filling it
                raise VectorstoreError("index_unreadable", path=str(source.index_dir))
            made_by, samples = reader.get("fingerprint"), reader.sample(1)
            if made_by is not None and made_by != fingerprint and samples:
                raise VectorstoreError("model_mismatch", name=fingerprint, dimension=len(samples[0].vector))
            index = Index(source.corpus, source.index_dir, reader, source.further)
        except sqlite3.DatabaseError as error:
            if is_corrupt(error) and _is_a_database(ledger):
                raise VectorstoreError("index_damaged", detail=damage_detail(error)) from error
            raise VectorstoreError("index_unreadable", path=str(source.index_dir)) from error
        opened.pop_all()
        return index


def _is_a_database(ledger: Path) -> bool:
    """Whether a file begins as SQLite's do: what else stands there was never an index."""
    try:
        with ledger.open("rb") as file:
            return file.read(6) == b"SQLite"
    except OSError:
        return False


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
    """Open and sync; a ledger that is damaged or of an older version is made anew."""
    ledger = source.index_dir / LEDGER
    if (source.index_dir / "chroma").exists() and not (ledger.exists() and ledger.stat().st_size):
        ledger.unlink(missing_ok=True)
        return _start(source, writing, options, "unknown", ("rebuilt_corrupt",))
    small = ledger.exists() and ledger.stat().st_size <= CHECK_BYTES
    state = seals.inspect(ledger) if small or seals.is_condemned(ledger) else "unknown"
    note = _reason_to_rebuild(ledger, source.index_dir, state)
    if not note and state != "written":
        try:
            return _start(source, writing, options, state)
        except sqlite3.DatabaseError as error:
            if not is_corrupt(error):
                raise
            log.warning("the ledger is damaged: %s", damage_detail(error))
            note = "rebuilt_corrupt"
    if isinstance(writing.shared, Replica):
        writing.shared.check_reachable()
    salvaged = remake_ledger(ledger, lambda: _check_replaceable(source, writing))
    shutil.rmtree(source.index_dir / "chroma", ignore_errors=True)
    if salvaged.lost:
        note = note or "rebuilt_corrupt"
    return _start(source, writing, options, seals.inspect(ledger), (note,) if note else ())


def _reason_to_rebuild(ledger: Path, index_dir: Path, state: seals.SealState) -> str:
    """The note to tell where the ledger must be made anew, or nothing; raises VectorstoreError("index_newer")."""
    if state == "damaged":  # whatever it says of its version
        log.warning("bytes of %s are not those that were written", ledger)
        return "rebuilt_corrupt"
    if not ledger.exists():
        return ""
    try:
        with closing(LedgerReader(ledger)) as reader:
            if _is_outdated(reader, index_dir) and not reader.is_empty():
                return "rebuilt_version"
    except sqlite3.DatabaseError as error:
        if not is_corrupt(error):
            raise
        return "rebuilt_corrupt"
    return ""


def _start(
    source: IndexSource,
    writing: _Writing,
    options: SyncOptions,
    state: seals.SealState,
    notes: tuple[str, ...] = (),
) -> Index:
    """Open the ledger as it is, look it over where its seal does not vouch for it, and sync."""
    path = source.index_dir / LEDGER
    with ExitStack() as opened:
        writer = Ledger(path)
        opened.callback(writer.close)
        small = path.stat().st_size <= CHECK_BYTES
        if state != "whole" and small and not writer.verified:
            writer.check()
        writer.verified = writer.verified or small
        reader = LedgerReader(path)
        opened.callback(reader.close)
        index = Index(source.corpus, source.index_dir, reader, source.further, comments=source.comments)
        index.enable_writing(writer, writing.lock, writing.model, writing.shared)
        try:
            index.sync(options.on_progress, notes=notes, retry=options.retry, should_stop=options.should_stop)
        except VectorstoreError as error:
            kept = isinstance(writing.shared, Replica) and is_unreachable(error) and writer.get("store_revision")
            if not kept:
                raise
            index.report = replace(index.report, notes=(*notes, "server_away"))
        if not writer.verified:
            index.verify_in_background()
        opened.pop_all()
        return index


def _check_replaceable(source: IndexSource, writing: _Writing) -> None:
    """Raise, before anything is removed, where the index must be embedded anew and there is no model for it."""
    files: list[Path] = []
    if source.corpus is not None:
        further = [folder for folder in source.further if folder.is_dir()]
        files = [path for _, path in name_files(join_folders(source.corpus, further))]
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
    """Make the folder where it is missing, its owner's alone, and take the right to write in it."""
    try:
        index_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _keep_private(index_dir)
        lock = WriterLock(index_dir)
    except UnicodeEncodeError as error:
        raise VectorstoreError("index_name", path=ascii(str(index_dir))) from error
    except OSError as error:
        if error.errno in NO_SPACE_CODES or error.errno in LIMIT_CODES:
            raise
        if error.errno in BAD_NAME_CODES:
            raise VectorstoreError("index_name", path=str(index_dir)) from error
        if isinstance(error, PermissionError) and os.access(index_dir / LEDGER, os.R_OK):
            raise VectorstoreError("index_not_writable", path=str(index_dir)) from error
        raise VectorstoreError("index_unreadable", path=str(index_dir)) from error
    ledger = index_dir / LEDGER
    if ledger.exists() and not may_write(ledger) and os.access(ledger, os.R_OK):
        lock.release()
        raise VectorstoreError("index_not_writable", path=str(index_dir))
    return lock


def _keep_private(index_dir: Path) -> None:
    """Take the index of an older version from others; a folder that holds anything else keeps its own permissions."""
    names = {entry.name for entry in os.scandir(index_dir)}
    own = {name for name in names if name in ("lock", "chroma", "ocr") or name.startswith((LEDGER, f"new-{LEDGER}"))}
    if own == names:
        make_private(index_dir)
    for name in own:
        make_private(index_dir / name)
