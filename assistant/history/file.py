"""The file of the conversations: how it is opened, brought to the present schema, and what its errors mean.

It is its owner's alone (0600). SQLite keeps a rollback journal beside it while it writes, and no log: what is erased
from the file is then in no other one, and several windows on one file wait for each other.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from vectorstore.errors import VectorstoreError, damage_detail, is_corrupt, is_full
from vectorstore.private import make_private

log = logging.getLogger(__name__)

APPLICATION_ID = 0x49534E44
"""«ISND»: by it the file is told from another program's."""

BUSY_MILLISECONDS = 10_000
"""Milliseconds that a write waits for another window's: one takes a few, but SQLite lets them wait in no order, and
on a busy disk 3 seconds were not enough."""


def _conversations(connection: sqlite3.Connection) -> None:
    """Schema 1. A moment is ISO 8601 in UTC; `folded` is what is searched; `deleted` is "" for what is not."""
    connection.execute(
        "CREATE TABLE conversation (key TEXT PRIMARY KEY, title TEXT NOT NULL, folded TEXT NOT NULL,"
        " used TEXT NOT NULL, pinned INTEGER NOT NULL DEFAULT 0, deleted TEXT NOT NULL DEFAULT '')"
    )
    connection.execute(
        "CREATE TABLE turn (key TEXT PRIMARY KEY, conversation TEXT NOT NULL REFERENCES conversation(key)"
        " ON DELETE CASCADE, position INTEGER NOT NULL, shown INTEGER NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE version (turn TEXT NOT NULL REFERENCES turn(key) ON DELETE CASCADE, number INTEGER NOT NULL,"
        " question TEXT NOT NULL, status TEXT NOT NULL, asked TEXT NOT NULL, within TEXT NOT NULL,"
        " total INTEGER NOT NULL, answer TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY (turn, number))"
    )
    connection.execute("CREATE INDEX turn_of ON turn (conversation, position)")


def _votes(connection: sqlite3.Connection) -> None:
    """Schema 2: what was thought of an answer."""
    connection.execute("ALTER TABLE version ADD COLUMN vote INTEGER NOT NULL DEFAULT 0")
    connection.execute("ALTER TABLE version ADD COLUMN word TEXT NOT NULL DEFAULT ''")


def _notebook(connection: sqlite3.Connection) -> None:
    """Schema 3: the notebook. `source` is a string of JSON, `tags` a list of them; `deleted` as of a conversation."""
    connection.execute(
        "CREATE TABLE note (key TEXT PRIMARY KEY, position INTEGER NOT NULL, made TEXT NOT NULL, source TEXT NOT NULL,"
        " start INTEGER NOT NULL, stop INTEGER NOT NULL, quote TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL,"
        " page INTEGER, ocr INTEGER NOT NULL, text TEXT NOT NULL, tags TEXT NOT NULL, star INTEGER NOT NULL,"
        " deleted TEXT NOT NULL DEFAULT '')"
    )


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_conversations, _votes, _notebook)
"""The n-th makes schema n of schema n - 1; the file says in `user_version` which it has."""


class HistoryFile:
    """One open file, for all threads; another process may have it open as well.

    Every use raises VectorstoreError: history_full, history_busy, history_unreadable, history_damaged.
    """

    def __init__(self, path: Path) -> None:
        """Raises as `open_file`; `set_aside` is then where a damaged file was moved, None where there was none."""
        self.path = path
        self.connection, self.set_aside = open_file(path)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the file; harmless when repeated."""
        with self._lock:
            self.connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time."""
        with self._lock, told_errors(self.path):
            yield self.connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The same in a transaction: all or nothing."""
        with self.reading() as connection, transaction(connection):
            yield connection


def open_file(path: Path) -> tuple[sqlite3.Connection, Path | None]:
    """A connection in autocommit mode; and, where the file was damaged and a new one begun, where the old one lies.

    Raises VectorstoreError: history_unreadable, history_newer, history_full, history_busy.
    """
    with told_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return _opened(path), None
        except VectorstoreError as error:
            if error.code != "history_damaged":
                raise
            aside = _set_aside(path)
            log.warning("%s; kept as %s", error, aside)
        return _opened(path), aside


def _opened(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    make_private(path)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    with ExitStack() as undone, told_errors(path):
        undone.callback(connection.close)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        for pragma in ("secure_delete = ON", "foreign_keys = ON", "journal_mode = DELETE", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        _check(connection, path)
        _migrate(connection, path)
        undone.pop_all()
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises VectorstoreError("history_damaged") for a file that is damaged or another program's."""
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise VectorstoreError("history_damaged", path=str(path), detail=str(verdict)[:200])
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    filled = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
    if filled and owner != APPLICATION_ID:
        raise VectorstoreError("history_damaged", path=str(path), detail=f"application_id {owner}")


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _version_of(connection) == len(MIGRATIONS):
        return
    with transaction(connection):
        version = _version_of(connection)  # another window may have done it meanwhile
        if version > len(MIGRATIONS):
            raise VectorstoreError("history_newer", path=str(path), version=version)
        for migrate in MIGRATIONS[version:]:
            migrate(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version_of(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _set_aside(path: Path) -> Path:
    """Move a damaged file, with the journal that belongs to it, to a name of its own beside it."""
    aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    journal = path.with_name(f"{path.name}-journal")
    with suppress(FileNotFoundError):
        journal.replace(aside.with_name(f"{aside.name}-journal"))
    path.replace(aside)
    return aside


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; it holds the file from its start on, so that what was read in it is still so when it writes."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")  # it fails while another window reads: left open, no later one could begin
    except BaseException:  # a person who interrupts leaves no half of it either
        with suppress(sqlite3.Error):  # a full disk may have rolled it back already
            connection.execute("ROLLBACK")
        raise


@contextmanager
def told_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into errors that a person can act on.

    Their codes: history_damaged, history_full, history_busy, history_unreadable.
    """
    try:
        yield
    except sqlite3.Error as error:
        detail = damage_detail(error)
        if isinstance(error, sqlite3.DatabaseError) and is_corrupt(error):
            raise VectorstoreError("history_damaged", path=str(path), detail=detail) from error
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise VectorstoreError("history_busy", path=str(path)) from error
        raise _no_access(error, path, detail) from error
    except OSError as error:
        raise _no_access(error, path, error.strerror or str(error)) from error


def _no_access(error: Exception, path: Path, detail: str) -> VectorstoreError:
    with suppress(OSError):
        if is_full(error, path.parent):
            return VectorstoreError("history_full", path=str(path))
    return VectorstoreError("history_unreadable", path=str(path), detail=detail)
