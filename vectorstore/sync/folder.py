"""Files put into the folder of articles and taken out of it on a person's behalf, and opened to be handed over.

A new file is written under a hidden name and renamed when it is whole, so that whoever watches the folder
never sees half of it; it never takes the place of another. A file taken out is moved into a hidden folder
beside the articles, where it can be found again; hidden files are not read. Every path is built here from a
name the index knows, and must still lead to a regular file inside the folder.
"""

from __future__ import annotations

import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from vectorstore.errors import BAD_NAME_CODES, NO_SPACE_CODES, VectorstoreError
from vectorstore.formats.documents import MAX_FILE_BYTES, SUFFIXES
from vectorstore.private import open_private
from vectorstore.sync.filenames import add_number, safe_name

REMOVED_FOLDER = ".isnad-removed"
"""The hidden folder beside the articles that files are moved into instead of being erased."""

MAX_NAMESAKES = 1_000

_PART, _ENDING = ".isnad-", ".part"
STALE_SECONDS = 24 * 3600.0
"""Seconds after which an unfinished file is taken for one that a crash left behind."""


class Incoming:
    """One new file on its way into the folder; `keep` gives it its name, `close` drops it where that did not come."""

    def __init__(self, corpus: Path, name: str, largest: int = MAX_FILE_BYTES) -> None:
        """Raises VectorstoreError: file_type, corpus_missing, folder_closed, disk_full."""
        self.name = safe_name(name)
        if Path(self.name).suffix.lower() not in SUFFIXES:
            raise VectorstoreError("file_type", types=", ".join(sorted(suffix[1:] for suffix in SUFFIXES)))
        if not corpus.is_dir():
            raise VectorstoreError("corpus_missing", path=str(corpus))
        self._corpus, self._largest, self._size = corpus, largest, 0
        self._part = corpus / f"{_PART}{secrets.token_hex(8)}{_ENDING}"
        with _told(corpus):
            self._file = open(self._part, "xb", opener=open_private)  # noqa: SIM115 - `close` closes it

    def write(self, data: bytes) -> None:
        """Add bytes; raises VectorstoreError: file_size, disk_full, folder_closed."""
        self._size += len(data)
        if self._size > self._largest:
            raise VectorstoreError("file_size", limit=self._largest >> 20)
        with _told(self._corpus):
            self._file.write(data)

    def keep(self) -> str:
        """The name under which the file now stands in the folder; raises as `write` does, file_names, name_refused."""
        with _told(self._corpus, self.name):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            for number in range(1, MAX_NAMESAKES):
                name = self.name if number == 1 else add_number(self.name, number)
                if _rename(self._part, self._corpus / name):
                    return name
        raise VectorstoreError("file_names", name=self.name)

    def close(self) -> None:
        """Let go of the file; what was not kept is gone."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)


def remove_file(corpus: Path, source: str) -> Path:
    """Move a file out of the articles; returns where it is now, for `restore_file`.

    Raises VectorstoreError: unknown_source where it is not a file of the folder (any more), folder_closed.
    """
    path = path_inside(corpus, source)
    kept = corpus / REMOVED_FOLDER
    with _told(corpus):
        kept.mkdir(mode=0o700, exist_ok=True)
        if not stat.S_ISDIR(kept.lstat().st_mode):
            raise VectorstoreError("folder_closed", path=str(kept))
        for number in range(1, MAX_NAMESAKES):
            target = kept / (path.name if number == 1 else add_number(path.name, number))
            if _rename(path, target):
                return target
    raise VectorstoreError("file_names", name=path.name)


def restore_file(corpus: Path, kept: Path, source: str) -> None:
    """Move a file back where it was; raises VectorstoreError: unknown_source, file_names where the place is taken."""
    path = corpus / source
    if not _within(path.parent, corpus) or not kept.is_file():
        raise VectorstoreError("unknown_source", source=source)
    with _told(corpus):
        if not _rename(kept, path):
            raise VectorstoreError("file_names", name=path.name)


def path_inside(corpus: Path, source: str) -> Path:
    """The path of a file that the index knows; raises VectorstoreError("unknown_source") where it leads elsewhere."""
    path = corpus / source
    try:
        good = _within(path, corpus) and _within(path.parent, corpus) and path.is_file()
    except (OSError, ValueError):
        good = False
    if not good or os.path.isabs(source) or ".." in Path(source).parts:
        raise VectorstoreError("unknown_source", source=source)
    return path


def open_inside(corpus: Path, source: str) -> BinaryIO:
    """A file that the index knows, opened for reading; raises VectorstoreError("unknown_source")."""
    path = path_inside(corpus, source).resolve()
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise VectorstoreError("unknown_source", source=source) from error
    opened = os.fdopen(file, "rb")
    if not stat.S_ISREG(os.fstat(file).st_mode):
        opened.close()
        raise VectorstoreError("unknown_source", source=source)
    return opened


def remove_unfinished(corpus: Path) -> None:
    """Remove what a crash left of files that were on their way."""
    with suppress(OSError):
        for path in corpus.glob(f"{_PART}*{_ENDING}"):
            if time.time() - path.lstat().st_mtime > STALE_SECONDS:
                path.unlink(missing_ok=True)


def _within(path: Path, corpus: Path) -> bool:
    return path.resolve().is_relative_to(corpus.resolve())


def _rename(path: Path, target: Path) -> bool:
    """Give a file another name, which must not be taken; False where it is."""
    if os.name == "nt":
        try:
            os.rename(path, target)  # refuses a name that is taken
        except FileExistsError:
            return False
        return True
    try:
        os.link(path, target, follow_symlinks=False)  # the one step that never overwrites
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno in NO_SPACE_CODES:
            raise
        if os.path.lexists(target):  # a file system without links: nearly as good
            return False
        os.rename(path, target)
        return True
    path.unlink()
    return True


@contextmanager
def _told(folder: Path, name: str = "") -> Iterator[None]:
    """Errors of the file system as sentences; `name`: that of a new file, which it may not take."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_SPACE_CODES:
            raise VectorstoreError("disk_full", path=str(folder)) from error
        if error.errno in BAD_NAME_CODES and not name.isascii():
            raise VectorstoreError("name_refused", path=str(folder), name=name) from error
        raise VectorstoreError("folder_closed", path=str(folder)) from error
