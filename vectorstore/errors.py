"""The one exception of this package: a code that an interface can translate, and the values it names.

What an error of SQLite or of the operating system means for the person whose index it is stands here too.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class VectorstoreError(Exception):
    """Something a person can act on: `code` selects the sentence, `values` fill it in.

    `str(error)` is the English sentence for a reader of logs; an interface that speaks another
    language builds its own from `code` and `values` (see `assistant.messages`).
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        named = ", ".join(f"{key}={value!r}" for key, value in values.items())
        super().__init__(f"{code}: {named}" if named else code)


NO_SPACE_CODES = (errno.ENOSPC, errno.EDQUOT)
NO_ACCESS_CODES = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR)
CORRUPT_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

MIN_FREE_BYTES = 1 << 20
"""Free bytes below which an input/output error means a full disk: SQLite and Chroma do not always say so."""


def is_corrupt(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is damaged, so that only building it anew helps."""
    return _primary_code(error) in CORRUPT_CODES or str(error).startswith("Could not decode")


def is_full(error: Exception, folder: Path) -> bool:
    """Whether the disk under the folder has no room left, by the error's own word or by looking."""
    if isinstance(error, OSError) and error.errno in NO_SPACE_CODES:
        return True
    if isinstance(error, sqlite3.Error) and _primary_code(error) == sqlite3.SQLITE_FULL:
        return True
    said = str(error).lower()
    return "is full" in said or "no space left" in said or shutil.disk_usage(folder).free < MIN_FREE_BYTES


def folder_bytes(folder: Path) -> int:
    """Bytes of the files below a folder; one that goes meanwhile counts nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.stat(os.path.join(place, name)).st_size
    return total


@contextmanager
def translate_os_errors(index_dir: Path) -> Iterator[None]:
    """Turn a full disk and an index that cannot be opened into errors that a person can act on."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = _primary_code(error)
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and is_full(error, index_dir)):
            raise VectorstoreError("disk_full", path=str(index_dir)) from error
        if code in NO_ACCESS_CODES:
            raise VectorstoreError("index_unreadable", path=str(index_dir)) from error
        raise
    except OSError as error:
        if error.errno in NO_SPACE_CODES:
            raise VectorstoreError("disk_full", path=str(index_dir)) from error
        named = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
        if isinstance(error, PermissionError) and named and named.is_relative_to(index_dir):
            raise VectorstoreError("index_unreadable", path=str(index_dir)) from error
        raise


def _primary_code(error: sqlite3.Error) -> int:
    """SQLite's result code without its extension; 0 where Python itself raised the error."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
