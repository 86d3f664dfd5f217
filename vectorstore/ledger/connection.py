"""How a ledger's file is opened: for writing, for reading beside a writer, or as a file that nobody changes."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection in autocommit mode that waits for others; `mode` as in SQLite's file names."""
    if _cannot_change(path):
        kind = "mode=ro&immutable=1"
    else:
        kind = f"mode={mode}" if not path.exists() or may_write(path) else "mode=ro"
    name = f"{path.absolute().as_uri()}?{kind}"
    connection = sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA busy_timeout = 5000")
        # The first look at the file: here it shows whether it is a database at all.
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def may_write(path: Path) -> bool:
    """Whether this account may write a ledger and the files that SQLite keeps beside an open one."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _cannot_change(path: Path) -> bool:
    """Whether a ledger lies, whole, where nobody writes it: on a disk for reading only, or without a log beside it.

    SQLite keeps files beside an open ledger, which it cannot make where this account may not write, unless it is told
    that nothing changes. What a log still holds would then be passed over: where there is one, another account has the
    ledger open and it is read beside that one, or, on such a disk, refused.
    """
    if not hasattr(os, "statvfs") or not path.exists():
        return False
    log = path.with_name(path.name + "-wal")
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        return not (log.exists() and log.stat().st_size)
    return not may_write(path) and not log.exists()
