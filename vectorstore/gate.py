"""Many readers or one who swaps: lets a question finish on the state that it began with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """A lock that readers share; a reader may enter again while it is inside."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = threading.local()
        self._readers = 0
        self._closing = False

    @contextmanager
    def shared(self) -> Iterator[None]:
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
    def exclusive(self) -> Iterator[None]:
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
