"""Locks: many readers or one who swaps, within the process; one writing process per index, beside others."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from vectorstore.errors import VectorstoreError


class ReadWriteLock:
    """A lock that readers share; a reader may enter again while it is inside."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = threading.local()
        self._readers = 0
        self._closing = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold off a swap; waits only while one is under way or about to be."""
        depth = getattr(self._inside, "depth", 0)
        if depth == 0:
            with self._changed:
                self._changed.wait_for(lambda: not self._closing)
                self._readers += 1
        self._inside.depth = depth + 1
        try:
            yield
        finally:
            self._inside.depth = depth
            if depth == 0:
                with self._changed:
                    self._readers -= 1
                    self._changed.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Wait until every reader has left and keep new ones out."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closing)
            self._closing = True
            self._changed.wait_for(lambda: self._readers == 0)
        try:
            yield
        finally:
            with self._changed:
                self._closing = False
                self._changed.notify_all()


if os.name == "nt":
    import msvcrt
else:
    import fcntl

LOCKED_BYTE = 1 << 30
"""Windows forbids others to READ a locked byte, so the locked one lies far behind the process number."""


class WriterLock:
    """Held from construction to `release`; a second writer gets `index_locked` with the holder's number.

    On a file system that is mounted for reading only, nobody gets it: `index_read_only`.
    """

    def __init__(self, index_dir: Path) -> None:
        path = index_dir / "lock"
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            if error.errno != errno.EROFS:
                raise
            raise VectorstoreError("index_read_only", path=str(index_dir)) from error
        try:
            _lock(self._file)
        except OSError as error:
            holder = os.pread(self._file, 32, 0) if os.name != "nt" else path.read_bytes()
            os.close(self._file)
            pid = int(holder) if holder.strip().isdigit() else 0
            raise VectorstoreError("index_locked", path=str(index_dir), pid=pid) from error
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, str(os.getpid()).encode())

    def release(self) -> None:
        """Let the next writer in; harmless when repeated."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> WriterLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _lock(file: int) -> None:
    """Take the lock or raise OSError at once."""
    if os.name == "nt":
        os.lseek(file, LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
