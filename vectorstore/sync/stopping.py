"""Stopping in the middle of a file: reading one can take minutes, and whoever stops waits a moment at most.

Between batches a sync asks whether it should go on. Inside a file nobody asks: parsers and splitters know nothing of
it. So while one is read, a thread asks for them and raises `Stopped` where they are, as Ctrl-C raises
KeyboardInterrupt; the child process that reads a hostile format is ended. Nothing is written meanwhile.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from vectorstore.formats.sandbox import EXTRACTOR

LOOK_SECONDS = 0.1

Made = TypeVar("Made")


class Stopped(BaseException):
    """Somebody asked to stop. Not an Exception, since whoever catches those over a bad file must not catch this."""


class Interrupter:
    """Asks `should_stop` ten times a second, and ends what its owner does inside `armed`; see `interrupting`."""

    def __init__(self, should_stop: Callable[[], bool]) -> None:
        self._should_stop = should_stop
        self._lock = threading.Lock()
        self._owner = 0
        self._raised = False
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="isnad-stopping", daemon=True)
        self._thread.start()

    @contextmanager
    def armed(self) -> Iterator[None]:
        """Inside the block `Stopped` may be raised anywhere; nothing may be written there."""
        with self._lock:
            self._owner = threading.get_ident()
        try:
            yield
        finally:
            with self._lock:
                owner, self._owner = self._owner, 0
                if self._raised:
                    _raise_in(owner, None)  # what was not raised yet must not be raised elsewhere
        if self._raised:
            raise Stopped

    def each(self, made: Iterator[Made]) -> Iterator[Made]:
        """The same, one by one, each of them made in an armed block."""
        while True:
            with self.armed():
                found = next(made, None)
            if found is None:
                return
            yield found

    def close(self) -> None:
        """Ask no more."""
        self._closed.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._closed.wait(LOOK_SECONDS):
            if not self._should_stop():
                continue
            with self._lock:
                if not self._owner:
                    continue
                self._raised = True
                _raise_in(self._owner, Stopped)
                EXTRACTOR.interrupt()
            return


@contextmanager
def interrupting(should_stop: Callable[[], bool]) -> Iterator[Interrupter]:
    """An `Interrupter` for as long as the block lasts."""
    made = Interrupter(should_stop)
    try:
        yield made
    finally:
        made.close()


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise in another thread at its next step of Python, or take back what was not raised yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread), ctypes.py_object(error) if error is not None else None
    )
