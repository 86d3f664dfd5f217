"""The truth about the index: files, texts, passages, vectors and lexical rows in one SQLite file.

Everything that Chroma holds can be built from here without embedding anything again. This module
makes the tables and writes them, `ledger_reader` reads them; what to store is decided in `sync`.
Vectors are kept by the content they were made from, so a file that moved, or that was indexed before
a kill, is not embedded twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from vectorstore import lexical
from vectorstore.embeddings import Embedded
from vectorstore.ledger_reader import LedgerReader, Stamp, connect, corrupt
from vectorstore.types import Document, Passage, Refusal

SCHEMA_VERSION = 1
"""Raise it when a table changes, or what `lexical` stores of a passage: older indexes are then rebuilt."""

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, read_ns INTEGER NOT NULL, embedder TEXT NOT NULL, splitter TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, encoding TEXT NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, characters INTEGER NOT NULL);
CREATE TABLE vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL, sentences BLOB NOT NULL);
CREATE TABLE passages (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL REFERENCES files(source),
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL,
    text TEXT NOT NULL, title TEXT NOT NULL, sentences TEXT NOT NULL,
    vector_key TEXT NOT NULL REFERENCES vectors(key));
CREATE INDEX passages_by_source ON passages(source, ordinal);
CREATE INDEX passages_by_vector ON passages(vector_key);
"""


def vector_key(fingerprint: str, passage: Passage) -> str:
    """Name of a passage's vectors: all that an embedder sees of it, and nothing of where it stands."""
    spans = [(start - passage.start, end - passage.start) for start, end in passage.sentences]
    seen = json.dumps([fingerprint, passage.kind, passage.title, passage.text, spans], ensure_ascii=True)
    return hashlib.sha256(seen.encode("ascii")).hexdigest()


class Ledger(LedgerReader):
    """The connection of the one process that writes; the caller says where a transaction begins and ends."""

    def __init__(self, path: Path) -> None:
        """Open the ledger, making the tables when the file is new; raises sqlite3 errors as they are."""
        self.path = path
        self._lock = threading.RLock()
        self._connection = connect(path, "rwc")
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            # A power cut may cost the last commits, never half of one: the next sync repeats them.
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA secure_delete = ON")
            if self.is_empty():
                self._create()
        except sqlite3.Error:
            self._connection.close()
            raise

    def _create(self) -> None:
        with self.transaction():
            for statement in SCHEMA.split(";\n"):
                if statement.strip():
                    self._connection.execute(statement)
            lexical.create(self._connection)
            self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def check(self) -> None:
        """Raise sqlite3.DatabaseError when the file, or the lexical index inside it, is damaged."""
        super().check()
        with self._lock:
            self._connection.execute("INSERT INTO lexical(lexical) VALUES ('integrity-check')")
            indexed = self._connection.execute("SELECT count(*) FROM lexical_docsize").fetchone()[0]
        if indexed != self.count():
            raise corrupt(f"{indexed} lexical rows for {self.count()} passages")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that is done inside, or nothing of it."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # SQLite has already rolled back by itself after some errors, a full disk among them.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file and empty it; a reader is waited for, but not for ever."""
        with self._lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def set(self, key: str, value: str) -> None:
        """Write a note about the whole index."""
        with self._lock:
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _changed(self) -> None:
        self.set("revision", os.urandom(12).hex())

    # -- writing; inside a transaction -----------------------------------------------------------

    def add_vectors(self, rows: Iterable[tuple[str, Embedded]]) -> None:
        """Keep vectors by key, those of sentences in half precision."""
        with self._lock:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                (
                    (
                        key,
                        np.asarray(made.vector, "<f4").tobytes(),
                        np.asarray(made.sentences, "<f2").tobytes(),
                    )
                    for key, made in rows
                ),
            )

    def put_document(
        self, document: Document, stamp: Stamp, made_by: tuple[str, str], passages: Sequence[Passage]
    ) -> None:
        """Replace all that is known of a file by a document, its passages and their lexical rows."""
        self.forget(document.source)
        described = ("indexed", "", "", document.encoding, document.title, document.text, len(document.text))
        self._put_file(document.source, document.sha256, stamp, made_by, described)
        if passages:
            self._changed()
        for ordinal, passage in enumerate(passages):
            key, spans = vector_key(made_by[0], passage), json.dumps(passage.sentences)
            place = (passage.id, passage.source, ordinal, passage.start, passage.end, passage.kind)
            row = self._connection.execute(
                "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*place, passage.text, passage.title, spans, key),
            )
            lexical.add(self._connection, row.lastrowid or 0, passage)

    def put_refusal(self, refusal: Refusal, stamp: Stamp, made_by: tuple[str, str]) -> None:
        """Replace all that is known of a file by the reason why it is not indexed."""
        self.forget(refusal.source)
        described = ("refused", refusal.reason, refusal.detail, "", "", "", 0)
        self._put_file(refusal.source, "", stamp, made_by, described)

    def _put_file(
        self, source: str, sha256: str, stamp: Stamp, made_by: tuple[str, str], described: tuple[object, ...]
    ) -> None:
        looks = (stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.read_ns)
        row = (source, sha256, *looks, *made_by, *described)
        self._connection.execute(f"INSERT INTO files VALUES ({','.join('?' * len(row))})", row)

    def touch(self, source: str, stamp: Stamp) -> None:
        """Remember that a file looks otherwise now and holds the same."""
        with self._lock:
            self._connection.execute(
                "UPDATE files SET size = ?, mtime_ns = ?, ctime_ns = ?, read_ns = ? WHERE source = ?",
                (stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.read_ns, source),
            )

    def forget(self, source: str) -> None:
        """Take out a file with its passages and lexical rows; its vectors stay until `drop_orphans`."""
        with self._lock:
            for stored in self.stored(source):
                lexical.remove(self._connection, stored.rowid, stored.passage)
            if self._connection.execute("DELETE FROM passages WHERE source = ?", (source,)).rowcount:
                self._changed()
            self._connection.execute("DELETE FROM files WHERE source = ?", (source,))

    def drop_orphans(self) -> None:
        """Erase the vectors that no passage uses and the deleted words that the lexical index still keeps."""
        with self._lock:
            self._connection.execute("DELETE FROM vectors WHERE key NOT IN (SELECT vector_key FROM passages)")
            # FTS5 only marks a deleted row until its segments are merged.
            self._connection.execute("INSERT INTO lexical(lexical) VALUES ('optimize')")
