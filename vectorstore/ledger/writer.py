"""The truth about the index: files, texts, passages, vectors and lexical rows in one SQLite file.

Everything that Chroma holds can be built from here without embedding anything again. This module
writes the tables that `schema` makes, `reader` reads them; what to store is decided in `sync`.
Vectors are kept by the content they were made from, so a file that moved, or that was indexed before
a kill, is not embedded twice.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from vectorstore import seals
from vectorstore.ledger import changes, lexical, schema, stored_rows, terms
from vectorstore.ledger.checks import damage_named
from vectorstore.ledger.connection import connect
from vectorstore.ledger.digests import corruption_error, row_digest, vector_digest
from vectorstore.ledger.packed import packed_together
from vectorstore.ledger.reader import LedgerReader
from vectorstore.ledger.rows import Stamp
from vectorstore.ledger.schema import SCHEMA_VERSION
from vectorstore.types import Document, Embedded, Passage, Refusal

CHECKED_PASSAGES = 2_000
"""Passages whose words are looked for in the lexical index when it is checked: of fewer all, of more every so many."""

SEALED_AT_ONCE_BYTES = 256 << 20
"""Size up to which a ledger is sealed after every sync (a fraction of a second), and not only when it is closed."""


class Ledger(LedgerReader):
    """The connection of the one process that writes; the caller says where a transaction begins and ends."""

    def __init__(self, path: Path) -> None:
        """Open the ledger, making the tables when the file is new; raises sqlite3 errors as they are."""
        self.path = path
        self._lock = threading.RLock()
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its other files the same permissions
        self._connection = connect(path, "rwc")
        self._terms = terms.TermTable(self._connection)
        self.verified = False
        self._sealed = seals.is_sealed(path)
        try:
            schema.settle(self._connection)
            if self.is_empty():
                self._create()
                self.verified = True
            elif self.version == SCHEMA_VERSION and not changes.is_begun(self._connection):
                with self.transaction():
                    changes.begin(self._connection)
        except sqlite3.Error:
            self._connection.close()
            raise

    def _create(self) -> None:
        with self.transaction():
            schema.create(self._connection)

    def check(self, should_stop: Callable[[], bool] = lambda: False) -> None:
        """Raise sqlite3.DatabaseError when the file, a row, or the lexical index inside it, is damaged."""
        super().check(should_stop)
        with damage_named(), self._lock:
            self._connection.execute("INSERT INTO lexical(lexical) VALUES ('integrity-check')")
            indexed = self._connection.execute("SELECT count(*) FROM lexical_docsize").fetchone()[0]
        if indexed != self.count():
            raise corruption_error(f"{indexed} lexical rows for {self.count()} passages")
        ids = self._all("SELECT id FROM passages WHERE rowid % ? = 0", (1 + indexed // CHECKED_PASSAGES,))
        passages = self.passages(row[0] for row in ids).values()
        with damage_named(), self._lock:
            lexical.check(self._connection, passages)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that is done inside, or nothing of it."""
        with self._lock:
            self._unseal()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._terms.flush()
                self._connection.execute("COMMIT")
            except BaseException:  # an interrupt and a full disk alike: all of it or nothing
                self._terms.forget()
                # SQLite has already rolled back by itself after some errors, a full disk among them.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file and empty it; a reader is waited for, but not for ever.

        Pages kept in memory are given back. Where nothing is left in the log the file is sealed, one too large for that
        at every sync when it is closed.
        """
        if self._empty_log() and self.path.stat().st_size <= SEALED_AT_ONCE_BYTES:
            seals.seal(self.path)
            self._sealed = True

    def close(self) -> None:
        """Close the connection and seal the file; a read or write after it raises sqlite3.ProgrammingError."""
        with self._lock:
            try:
                complete = self._empty_log()
            except sqlite3.Error:  # closed before, a full disk, or a file that is gone
                complete = False
            super().close()
        if complete:
            seals.seal(self.path)

    def _empty_log(self) -> bool:
        """Fold in the log; whether the file is whole after it, and has no seal yet."""
        with self._lock:
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            self._connection.execute("PRAGMA shrink_memory")
        return not busy and self.verified and not self._sealed

    def _unseal(self) -> None:
        if self._sealed:
            seals.unseal(self.path)
            self._sealed = False

    def set(self, key: str, value: str) -> None:
        """Write a note about the whole index."""
        with self._lock:
            self._unseal()
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _changed(self) -> None:
        self.set("revision", os.urandom(12).hex())

    # -- writing; inside a transaction -----------------------------------------------------------

    def add_vectors(self, rows: Iterable[tuple[str, Embedded]]) -> None:
        """Keep vectors by key, in 8 bits a number."""
        with self._lock:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)",
                (
                    (key, vector, sentences, vector_digest(key, vector, sentences))
                    for key, (vector, sentences) in packed_together(list(rows))
                ),
            )

    def add_stored_vectors(self, rows: Sequence[tuple[str, bytes, bytes, bytes]]) -> int:
        """Keep rows of vectors that another ledger had, hashes included; how many."""
        with self._lock:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)
        return len(rows)

    def open_file(self, file: str, stamp: Stamp, sha256: str, made_by: tuple[str, str]) -> None:
        """Begin to write what a file holds; until `close_file` it counts as cut off, and is read again."""
        seen = (stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.read_ns)
        row = (file, sha256, *seen, *made_by, "reading", "", "", "", 0)
        kept = ", ".join(f"{name} = excluded.{name}" for name in self.columns("files")[1:])
        self._connection.execute(
            f"INSERT INTO files VALUES ({','.join('?' * (len(row) + 1))}) ON CONFLICT(file) DO UPDATE SET {kept}",
            (*row, row_digest(row)),
        )

    def put_document(
        self,
        document: Document,
        made_by: tuple[str, str],
        passages: Sequence[Passage],
        first: changes.ChangeKind = "added",
    ) -> None:
        """Replace all that is known of an article by its passages and their lexical rows; its file is open.

        `passages`: slices of its text, in order. `first`: what is noted of an article that was never there.
        """
        before = self.passages_of(document.source).values()
        changes.note_put(self._connection, document, before, passages, first)
        self._take_out(document.source)
        stored_rows.insert(self._connection, "documents", stored_rows.document_row(document, made_by, passages))
        if passages:
            self._changed()
        last = self._connection.execute("SELECT coalesce(max(rowid), 0) FROM passages").fetchone()[0]
        numbered = list(enumerate(passages, last + 1))
        made = (stored_rows.passage_row(rowid, rowid - last - 1, passage, made_by) for rowid, passage in numbered)
        stored_rows.insert(self._connection, "passages", *made)
        lexical.add(self._connection, self._terms, numbered)

    def close_file(self, file: str, encoding: str, refusals: Sequence[Refusal], kept: Collection[str]) -> None:
        """End what `open_file` began: articles that are not `kept` go, and refusals are noted."""
        for source in set(self.article_versions(file)).difference(kept):
            self.forget_document(source)
        self.note_file(file, (*stored_rows.outcome(refusals, kept), encoding), len(kept))

    def note_file(self, file: str, told: tuple[str, str, str, str], articles: int) -> None:
        """What became of a file (status, reason, detail, encoding), and the number of its articles."""
        self._connection.execute(
            "UPDATE files SET status = ?, reason = ?, detail = ?, encoding = ?, articles = ? WHERE file = ?",
            (*told, articles, file),
        )
        stored_rows.sign(self._connection, "files", "file", file)

    def recount(self, file: str) -> None:
        """Note how many articles a file has, after some were taken out one by one; none is no harm."""
        self._connection.execute(
            "UPDATE files SET articles = (SELECT count(*) FROM documents WHERE file = ?1) WHERE file = ?1", (file,)
        )
        stored_rows.sign(self._connection, "files", "file", file)

    def touch(self, file: str, stamp: Stamp) -> None:
        """Remember that a file looks otherwise now and holds the same."""
        with self._lock:
            self._connection.execute(
                "UPDATE files SET size = ?, mtime_ns = ?, ctime_ns = ?, read_ns = ? WHERE file = ?",
                (stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.read_ns, file),
            )
            stored_rows.sign(self._connection, "files", "file", file)

    def move(self, old: str, file: str, stamp: Stamp) -> None:
        """Give a file and its articles another path; nothing is read, split, embedded or indexed again."""
        self._connection.execute("PRAGMA defer_foreign_keys = ON")  # until the transaction ends
        self._connection.execute(
            "UPDATE files SET file = ?, size = ?, mtime_ns = ?, ctime_ns = ?, read_ns = ? WHERE file = ?",
            (file, stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.read_ns, old),
        )
        stored_rows.sign(self._connection, "files", "file", file)
        articles = self._all("SELECT source, record FROM documents WHERE file = ?", (old,))
        for source, record in articles:
            named = f"{file}#{record}" if record else file
            passages = list(self.stored(source))
            renamed = [(replace(row.passage, source=named).id, named, row.rowid) for row in passages]
            self._connection.executemany("UPDATE passages SET id = ?, source = ? WHERE rowid = ?", renamed)
            for name, _, _ in renamed:
                stored_rows.sign(self._connection, "passages", "id", name)
            if self.get("store") is not None:
                both = [(row.passage.id,) for row in passages] + [(name,) for name, _, _ in renamed]
                self._connection.executemany("INSERT OR IGNORE INTO pending VALUES (?)", both)
            self._connection.execute(
                "UPDATE documents SET source = ?, file = ? WHERE source = ?", (named, file, source)
            )
            stored_rows.sign(self._connection, "documents", "source", named)
            told = self._all("SELECT source, sha256, title, date FROM documents WHERE source = ?", (named,))
            changes.note_moved(self._connection, source, told[0])
        if articles:
            self._changed()

    def forget(self, file: str) -> None:
        """Take out a file with its articles; their vectors stay until `drop_orphans`."""
        with self._lock:
            for source in self.article_versions(file):
                self.forget_document(source)
            self._connection.execute("DELETE FROM files WHERE file = ?", (file,))

    def forget_document(self, source: str) -> None:
        """Take out an article with its passages and lexical rows, and note that it went."""
        with self._lock:
            told = self._all("SELECT sha256 FROM documents WHERE source = ?", (source,))
            if told:
                changes.note_removed(self._connection, source, *told[0])
                self._take_out(source)

    def add_stored_changes(self, rows: Iterable[Sequence[object]]) -> None:
        """Keep rows of changes that another ledger had, hashes included."""
        with self._lock:
            changes.add_stored(self._connection, rows)

    def _take_out(self, source: str) -> None:
        with self._lock:
            if not self._connection.execute("SELECT 1 FROM documents WHERE source = ?", (source,)).fetchone():
                return
            for stored in self.stored(source):
                lexical.remove(self._connection, self._terms, stored.rowid, stored.passage)
            if self._connection.execute("DELETE FROM passages WHERE source = ?", (source,)).rowcount:
                self._changed()
            self._connection.execute("DELETE FROM documents WHERE source = ?", (source,))

    def drop_orphans(self) -> None:
        """Erase the vectors that no passage uses, and the names of articles that are long gone."""
        with self._lock:
            changes.forget_old(self._connection)
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
