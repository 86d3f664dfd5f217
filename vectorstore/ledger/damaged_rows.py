"""The rows of a ledger that is damaged, or of an older version, by column and as far as they can be read.

Whether they are sound is another matter, which `salvage` decides.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence

from vectorstore.ledger.checks import each_row
from vectorstore.ledger.schema import SCHEMA_VERSION
from vectorstore.ledger.writer import Ledger

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 500


def row_pages(connection: sqlite3.Connection, ledger: Ledger, table: str) -> Iterator[list[dict]]:
    """The rows of a table by column, a page at a time; rows that cannot be read are passed over one by one."""
    try:
        said = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        names = _names(said, connection, ledger, table)
        empty = connection.execute(f"SELECT min(rowid) FROM {table}").fetchone()[0] is None
    except sqlite3.Error as error:
        log.warning("no row of %s can be read: %s", table, error)
        return
    if not names or empty:
        return

    def ask(sql: str, values: Sequence[object]) -> list[tuple]:
        return connection.execute(sql, values).fetchall()

    try:
        page: list[dict] = []
        for _, *row in each_row(ask, table, lambda: False):
            page.append(dict(zip(names, row, strict=True)))
            if len(page) == ROWS_AT_ONCE:
                yield page
                page = []
        yield page
    except sqlite3.Error:
        yield from _one_by_one(connection, table, names)


def _one_by_one(connection: sqlite3.Connection, table: str, names: Sequence[str]) -> Iterator[list[dict]]:
    """The rows that can be read at all, by the numbers that an index still has of them."""
    key = {"vectors": "key", "files": "file", "changes": "number"}[table]
    try:
        rowids = [row[0] for row in connection.execute(f"SELECT rowid FROM {table} ORDER BY {key}")]
    except sqlite3.Error:
        return
    for rowid in rowids:
        try:
            row = connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
        except sqlite3.Error:
            continue
        if row is not None:
            yield [dict(zip(names, row, strict=True))]


def rows_by_column(rows: sqlite3.Cursor, connection: sqlite3.Connection, ledger: Ledger, table: str) -> Iterator[dict]:
    """What a query of a table's whole rows finds."""
    names = _names([column[0] for column in rows.description], connection, ledger, table)
    return (dict(zip(names, row, strict=True)) for row in rows)


def _names(said: list[str], connection: sqlite3.Connection, ledger: Ledger, table: str) -> list[str]:
    """The names of a table's columns: in a ledger of this version the right ones, since a letter may be damaged."""
    today = ledger.columns(table)
    return today if _version(connection) == SCHEMA_VERSION and len(said) == len(today) else said


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
