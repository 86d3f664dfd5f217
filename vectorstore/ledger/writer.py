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
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np

from vectorstore.ledger import lexical, terms
from vectorstore.ledger.reader import LedgerReader, connect, corruption_error
from vectorstore.ledger.rows import Stamp
from vectorstore.types import Document, Embedded, Passage, Refusal

SCHEMA_VERSION = 4
"""Raise it when a table changes, or what `lexical` stores of a passage: older indexes are then rebuilt."""

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    file TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, read_ns INTEGER NOT NULL, embedder TEXT NOT NULL, splitter TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, encoding TEXT NOT NULL);
CREATE TABLE documents (
    source TEXT PRIMARY KEY, file TEXT NOT NULL REFERENCES files(file), record TEXT NOT NULL, sha256 TEXT NOT NULL,
    made_by TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL, url TEXT NOT NULL, pages TEXT NOT NULL,
    text TEXT NOT NULL, characters INTEGER NOT NULL, remarks TEXT NOT NULL);
CREATE INDEX documents_by_file ON documents(file);
CREATE TABLE vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL, sentences BLOB NOT NULL);
CREATE TABLE passages (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL REFERENCES documents(source),
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL,
    text TEXT NOT NULL, title TEXT NOT NULL, sentences TEXT NOT NULL,
    vector_key TEXT NOT NULL REFERENCES vectors(key));
CREATE INDEX passages_by_source ON passages(source, ordinal);
CREATE INDEX passages_by_vector ON passages(vector_key);
CREATE TABLE pending (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE loose (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER passage_added AFTER INSERT ON passages WHEN EXISTS (SELECT 1 FROM meta WHERE key = 'store')
    BEGIN INSERT OR IGNORE INTO pending VALUES (new.id); END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages
    BEGIN INSERT OR IGNORE INTO loose VALUES (old.vector_key);
    INSERT OR IGNORE INTO pending SELECT old.id WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'store'); END;
CREATE TRIGGER vector_added AFTER INSERT ON vectors
    BEGIN INSERT OR IGNORE INTO loose VALUES (new.key); END;
"""
"""`pending`: passages that the current Chroma collection may hold otherwise than this ledger. `loose`: vectors
that perhaps no passage uses. Both are kept by triggers, so that no writer can forget them, and are emptied in
the transaction that settles them."""


MAX_REFUSALS_TOLD = 5
"""Refused records of a file that are told one by one; of the others, their number."""


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
        self._terms = terms.TermTable(self._connection)
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
            for statement in statements(SCHEMA + terms.SCHEMA):
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
            raise corruption_error(f"{indexed} lexical rows for {self.count()} passages")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that is done inside, or nothing of it."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._terms.flush()
                self._connection.execute("COMMIT")
            except BaseException:
                self._terms.forget()
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

    def open_file(self, file: str, stamp: Stamp, sha256: str, made_by: tuple[str, str]) -> None:
        """Begin to write what a file holds; until `close_file` it counts as cut off, and is read again."""
        row = (file, sha256, stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.read_ns, *made_by, "reading")
        columns = "file, sha256, size, mtime_ns, ctime_ns, read_ns, embedder, splitter, status"
        kept = ", ".join(f"{name} = excluded.{name}" for name in columns.split(", ")[1:])
        self._connection.execute(
            f"INSERT INTO files({columns}, reason, detail, encoding) VALUES ({','.join('?' * len(row))}, '', '', '')"
            f" ON CONFLICT(file) DO UPDATE SET {kept}, reason = '', detail = '', encoding = ''",
            row,
        )

    def put_document(self, document: Document, made_by: tuple[str, str], passages: Sequence[Passage]) -> None:
        """Replace all that is known of an article by its passages and their lexical rows; its file is open."""
        self.forget_document(document.source)
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.source, document.file, document.record, document.sha256, pipeline_version(made_by),
                document.title, document.date, document.url, json.dumps(document.pages),
                document.text, len(document.text), json.dumps([astuple(one) for one in document.remarks]),
            ),
        )  # fmt: skip
        if passages:
            self._changed()
        for ordinal, passage in enumerate(passages):
            key, spans = vector_key(made_by[0], passage), json.dumps(passage.sentences)
            place = (passage.id, passage.source, ordinal, passage.start, passage.end, passage.kind)
            row = self._connection.execute(
                "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*place, passage.text, passage.title, spans, key),
            )
            lexical.add(self._connection, self._terms, row.lastrowid or 0, passage)

    def close_file(self, file: str, encoding: str, refusals: Sequence[Refusal], kept: Collection[str]) -> None:
        """End what `open_file` began: articles that are not `kept` go, and refusals are noted.

        A file without any article is refused, for the first reason that its reader gave.
        """
        for source in set(self.article_versions(file)).difference(kept):
            self.forget_document(source)
        reason, detail = (refusals[0].reason, refusals[0].detail) if refusals else ("", "")
        if kept and refusals:
            told = "; ".join(refusal.detail or refusal.reason for refusal in refusals[:MAX_REFUSALS_TOLD])
            reason, detail = (
                "some_refused",
                f"{len(refusals)}: {told}{'; …' if len(refusals) > MAX_REFUSALS_TOLD else ''}",
            )
        status = "indexed" if kept else "refused"
        self._connection.execute(
            "UPDATE files SET status = ?, reason = ?, detail = ?, encoding = ? WHERE file = ?",
            (status, reason or ("" if kept else "empty"), detail, encoding, file),
        )

    def touch(self, file: str, stamp: Stamp) -> None:
        """Remember that a file looks otherwise now and holds the same."""
        with self._lock:
            self._connection.execute(
                "UPDATE files SET size = ?, mtime_ns = ?, ctime_ns = ?, read_ns = ? WHERE file = ?",
                (stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.read_ns, file),
            )

    def move(self, old: str, file: str, stamp: Stamp) -> None:
        """Give a file and its articles another path; nothing is read, split, embedded or indexed again."""
        self._connection.execute("PRAGMA defer_foreign_keys = ON")  # until the transaction ends
        self._connection.execute(
            "UPDATE files SET file = ?, size = ?, mtime_ns = ?, ctime_ns = ?, read_ns = ? WHERE file = ?",
            (file, stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.read_ns, old),
        )
        articles = self._all("SELECT source, record FROM documents WHERE file = ?", (old,))
        for source, record in articles:
            named = f"{file}#{record}" if record else file
            passages = list(self.stored(source))
            renamed = [(replace(row.passage, source=named).id, named, row.rowid) for row in passages]
            self._connection.executemany("UPDATE passages SET id = ?, source = ? WHERE rowid = ?", renamed)
            if self.get("store") is not None:
                both = [(row.passage.id,) for row in passages] + [(name,) for name, _, _ in renamed]
                self._connection.executemany("INSERT OR IGNORE INTO pending VALUES (?)", both)
            self._connection.execute(
                "UPDATE documents SET source = ?, file = ? WHERE source = ?", (named, file, source)
            )
        if articles:
            self._changed()

    def forget(self, file: str) -> None:
        """Take out a file with its articles; their vectors stay until `drop_orphans`."""
        with self._lock:
            for source in self.article_versions(file):
                self.forget_document(source)
            self._connection.execute("DELETE FROM files WHERE file = ?", (file,))

    def forget_document(self, source: str) -> None:
        """Take out an article with its passages and lexical rows."""
        with self._lock:
            for stored in self.stored(source):
                lexical.remove(self._connection, self._terms, stored.rowid, stored.passage)
            if self._connection.execute("DELETE FROM passages WHERE source = ?", (source,)).rowcount:
                self._changed()
            self._connection.execute("DELETE FROM documents WHERE source = ?", (source,))

    def drop_orphans(self) -> None:
        """Erase the vectors that no passage uses."""
        with self._lock:
            self._connection.execute(
                "DELETE FROM vectors WHERE key IN (SELECT key FROM loose)"
                " AND NOT EXISTS (SELECT 1 FROM passages WHERE vector_key = vectors.key)"
            )
            self._connection.execute("DELETE FROM loose")

    # -- what Chroma has yet to follow -------------------------------------------------------------

    def pending(self) -> tuple[list[str], list[str]]:
        """Ids of the passages that the current Chroma collection may lack, and of those it must not have."""
        ids = [row[0] for row in self._all("SELECT id FROM pending")]
        known = self.known_ids(ids)
        return [name for name in ids if name in known], [name for name in ids if name not in known]

    def mark_applied(self) -> None:
        """Forget what was pending; inside the transaction that notes the collection's revision."""
        self._connection.execute("DELETE FROM pending")


def pipeline_version(made_by: tuple[str, str]) -> str:
    """What an article's passages and vectors were made by, in one word."""
    return " ".join(made_by)


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script one by one; `executescript` would end the transaction around it."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
