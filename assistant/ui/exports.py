"""Files that were made to be taken away, until they are fetched: a minute, and no more of them than fit."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from vectorstore.errors import VectorstoreError

KEPT_SECONDS = 60.0
"""Seconds that a file waits for its page, which fetches it at once."""

MAX_KEPT_FILES, MAX_KEPT_BYTES = 100, 64 << 20
"""Of all visitors together; the oldest go first."""

MAX_WAITING = 8
"""Files that may wait to be made: each waits in a thread, of which the window has forty."""

KEY_BYTES = 12
"""Random bytes of a key: it is told to the session alone whose answer it is, and nobody guesses it."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file for one page."""

    name: str
    media_type: str
    data: bytes
    until: float


class Exports:
    """The files of one window by key; one is made at a time, so that many who ask do not slow down every answer."""

    def __init__(self) -> None:
        self._kept: dict[str, MadeFile] = {}
        self._making, self._changing = threading.Lock(), threading.Lock()
        self._waiting = threading.BoundedSemaphore(MAX_WAITING)

    def keep(self, name: str, media_type: str, make: Callable[[], bytes]) -> str:
        """Make a file and keep it; returns its key. Raises what `make` raises, VectorstoreError("export_busy")."""
        if not self._waiting.acquire(blocking=False):
            raise VectorstoreError("export_busy")
        try:
            with self._making:
                made = MadeFile(name, media_type, make(), time.monotonic() + KEPT_SECONDS)
        finally:
            self._waiting.release()
        key = secrets.token_hex(KEY_BYTES)
        with self._changing:
            self._kept[key] = made
            self._forget()
        return key

    def find(self, key: str) -> MadeFile | None:
        """The file of a key, as often as it is asked for within its minute; None where there is none."""
        with self._changing:
            self._forget()
            return self._kept.get(key)

    def _forget(self) -> None:
        now = time.monotonic()
        for key in [key for key, made in self._kept.items() if made.until < now]:
            del self._kept[key]
        while len(self._kept) > MAX_KEPT_FILES or sum(len(made.data) for made in self._kept.values()) > MAX_KEPT_BYTES:
            del self._kept[next(iter(self._kept))]
