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
BAD_NAME_CODES = (errno.EILSEQ, errno.EINVAL)
LIMIT_CODES = {
    errno.EMFILE: "files",
    errno.ENFILE: "files",
    errno.EFBIG: "file_size",
    errno.ENOMEM: "memory",
}
LIMIT_WORDS = {
    "too many open files": "files",
    "file too large": "file_size",
    "allocate memory": "memory",
    "not enough memory": "memory",
    "failed to map segment": "memory",
    "start new thread": "memory",
    "out of memory": "memory",
}
"""What libraries say where a limit of the system (`ulimit`) was reached, and do not raise as the system's own error."""

NO_ACCESS_CODES = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR)
NO_MEMORY = sqlite3.SQLITE_NOMEM
CORRUPT_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

MIN_ADDRESS_BYTES = 3 << 30
"""Bytes of address space that a question takes with all its libraries. Indexing and asking on two cores by OpenVINO:
2.2 GB ended the process without a word or stood still, 2.5 failed once in three, 2.7 was enough; more cores have more
threads, each with room of its own."""

MIN_OPEN_FILES = 64
"""Files that a process must be allowed to open; an index and its libraries have some 30 of them open."""

MAX_CAUSES = 10
"""Errors behind an error that are looked at: chains may be circles."""

MIN_FREE_BYTES = 1 << 20
"""Free bytes below which an input/output error means a full disk: SQLite and Chroma do not always say so."""


def is_corrupt(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is damaged, so that only building it anew helps."""
    return _primary_code(error) in CORRUPT_CODES or str(error).startswith("Could not decode")


def damage_detail(error: sqlite3.Error) -> str:
    """What a damaged file's error says, without the text of the article that Python repeats in some of them."""
    return str(error).split(" with text ")[0][:200]


def is_full(error: Exception, folder: Path) -> bool:
    """Whether the disk under the folder has no room left, by the error's own word or by looking."""
    if isinstance(error, OSError) and error.errno in NO_SPACE_CODES:
        return True
    if isinstance(error, sqlite3.Error) and _primary_code(error) == sqlite3.SQLITE_FULL:
        return True
    said = str(error).lower()
    return "is full" in said or "no space left" in said or shutil.disk_usage(folder).free < MIN_FREE_BYTES


def limit_reached(error: BaseException | None) -> VectorstoreError | None:
    """The error to tell a person where a limit of the system lies behind an error, or behind what caused it.

    Its codes: limit_files, limit_file_size, limit_memory.
    """
    seen = 0
    while error is not None and seen < MAX_CAUSES:
        code = LIMIT_CODES.get(error.errno) if isinstance(error, OSError) else None
        if isinstance(error, MemoryError) or (isinstance(error, sqlite3.Error) and _primary_code(error) == NO_MEMORY):
            code = "memory"
        said = str(error).lower()
        code = code or next((code for words, code in LIMIT_WORDS.items() if words in said), None)
        if code:
            return _limit_error(code)
        error, seen = error.__cause__ or error.__context__, seen + 1
    return None


def check_memory_limit() -> None:
    """Raise VectorstoreError("limit_memory") where libraries would abort the process for want of address space."""
    if os.name == "nt":
        return
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
    if allowed != resource.RLIM_INFINITY and allowed < MIN_ADDRESS_BYTES:
        raise _limit_error("memory")


def _limit_error(kind: str) -> VectorstoreError:
    match kind:
        case "files":
            return VectorstoreError("limit_files")
        case "file_size":
            return VectorstoreError("limit_file_size")
    return VectorstoreError("limit_memory")


def _hidden_limit() -> str | None:
    """The limit that SQLite may have come upon where it only says that a file could not be opened or written."""
    if os.name == "nt":
        return None
    import resource

    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < MIN_OPEN_FILES:
        return "files"
    limited = resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY
    return "file_size" if limited else None


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
        if code in (*NO_ACCESS_CODES, sqlite3.SQLITE_FULL) and (hidden := _hidden_limit()):
            raise _limit_error(hidden) from error
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and is_full(error, index_dir)):
            raise VectorstoreError("disk_full", path=str(index_dir)) from error
        if code in NO_ACCESS_CODES:
            raise VectorstoreError("index_unreadable", path=str(index_dir)) from error
        raise
    except OSError as error:
        if error.errno in NO_SPACE_CODES:
            raise VectorstoreError("disk_full", path=str(index_dir)) from error
        if (limit := limit_reached(error)) is not None:
            raise limit from error
        named = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
        if isinstance(error, PermissionError) and named and named.is_relative_to(index_dir):
            raise VectorstoreError("index_unreadable", path=str(index_dir)) from error
        raise


def _primary_code(error: sqlite3.Error) -> int:
    """SQLite's result code without its extension; 0 where Python itself raised the error."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
