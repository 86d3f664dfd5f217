"""Looking over all of a ledger: every row against its hash, every count against what it counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from vectorstore.ledger.digests import corruption_error, is_sound, sentences_are_sound, vector_is_sound

ROWS_AT_ONCE = 500

HASHED_TABLES = ("files", "documents", "passages", "changes")

LOST_ROWS = {
    "article": "SELECT f.file FROM files f LEFT JOIN (SELECT file, count(*) AS number FROM documents GROUP BY file) d"
    " ON d.file = f.file WHERE f.status = 'indexed' AND f.articles != coalesce(d.number, 0) LIMIT 1",
    "passage": "SELECT d.source FROM documents d LEFT JOIN (SELECT source, count(*) AS number FROM passages"
    " GROUP BY source) p ON p.source = d.source WHERE d.passages != coalesce(p.number, 0) LIMIT 1",
}
"""What finds one file, or article, that has lost some of its rows."""

Ask = Callable[[str, Sequence[object]], list[tuple]]
"""An SQL query and its values to rows."""


@contextmanager
def damage_named() -> Iterator[None]:
    """Inside the block a table or a column that is not there is damage, too: of the very name that it had."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_ERROR:
            raise
        raise corruption_error(str(error)) from error


def check_rows(ask: Ask, should_stop: Callable[[], bool]) -> None:
    """Raise sqlite3.DatabaseError for the first row that is not as it was written, or that is missed."""
    for table in HASHED_TABLES:
        for _, *row in each_row(ask, table, should_stop):
            if not is_sound(row):
                raise corruption_error(f"a row of {table} is not as it was written: {row[0]!r}")
    for _, *row in each_row(ask, "vectors", should_stop):
        if not is_sound_vector_row(row):
            raise corruption_error(f"a row of vectors is not as it was written: {row[0]!r}")
    for what, sql in LOST_ROWS.items():
        if lost := ask(sql, ()):
            raise corruption_error(f"{lost[0][0]!r} has lost an {what}")


def is_sound_vector_row(row: Sequence) -> bool:
    """Whether a whole row of vectors, as `SELECT *` gives it, is as it was written."""
    key, vector, sentences, digest = row
    return vector_is_sound(key, vector, digest) and sentences_are_sound(key, sentences, digest)


def each_row(ask: Ask, table: str, should_stop: Callable[[], bool]) -> Iterator[tuple]:
    """The rows of a table with their rowid before them, a page in memory at a time."""
    last = -(1 << 63)
    sql = f"SELECT rowid, * FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {ROWS_AT_ONCE}"
    while not should_stop() and (rows := ask(sql, (last,))):
        yield from rows
        last = rows[-1][0]
