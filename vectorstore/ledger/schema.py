"""The tables of the ledger, and how SQLite keeps their file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from vectorstore.ledger import changes, lexical, terms

SCHEMA_VERSION = 5
"""Raise it when a table changes, or what `lexical` stores of a passage: older indexes are then rebuilt."""

PAGE_BYTES = 8_192
"""Bytes of a page of SQLite's: the vectors of a passage and its sentences, some 1.6 kB, fill four fifths of the usual
4 kB and nearly all of these."""

CACHE_KIB = 32 << 10
"""Pages kept in memory while writing, given back after it. A group of passages changes pages all over the indexes;
what finds no room is written to the log and read again within one transaction. With a tenth of SQLite's usual 2 MB, as
30,000 have it, 3,014 passages wrote 2.5 and read 3.6 times as much as with a tenth of 16 MB, and took 1.15 times as
long."""

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    file TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, read_ns INTEGER NOT NULL, embedder TEXT NOT NULL, splitter TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, encoding TEXT NOT NULL,
    articles INTEGER NOT NULL, digest BLOB NOT NULL);
CREATE TABLE documents (
    source TEXT PRIMARY KEY, file TEXT NOT NULL REFERENCES files(file), record TEXT NOT NULL, sha256 TEXT NOT NULL,
    made_by TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL, url TEXT NOT NULL, pages TEXT NOT NULL,
    rest TEXT NOT NULL, characters INTEGER NOT NULL, remarks TEXT NOT NULL, passages INTEGER NOT NULL,
    digest BLOB NOT NULL);
CREATE INDEX documents_by_file ON documents(file);
CREATE TABLE vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL, sentences BLOB NOT NULL,
    digest BLOB NOT NULL);
CREATE TABLE passages (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL REFERENCES documents(source),
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL,
    text TEXT NOT NULL, title TEXT NOT NULL, sentences TEXT NOT NULL,
    vector_key TEXT NOT NULL REFERENCES vectors(key), digest BLOB NOT NULL);
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
the transaction that settles them. `digest`: see `digests`; `articles` and `passages` count what belongs to the row, so
that a row which is lost is missed. `rest`: what stands between an article's passages; how it and vectors are kept says
`packed`."""


def settle(connection: sqlite3.Connection) -> None:
    """Tell SQLite how this connection writes; raises its errors as they are."""
    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # of a new file; others keep their own
    connection.execute("PRAGMA journal_mode = WAL")
    # A power cut may cost the last commits, never half of one: the next sync repeats them.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    # SQLite notes aside what a statement changes, to undo it alone: on the disk, twice as much as is then kept.
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


def create(connection: sqlite3.Connection) -> None:
    """Make the tables; inside a transaction."""
    for statement in statements(SCHEMA + terms.SCHEMA):
        connection.execute(statement)
    lexical.create(connection)
    changes.begin(connection)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script one by one; `executescript` would end the transaction around it."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
