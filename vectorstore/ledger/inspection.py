"""A ledger looked over while it is in use: one that is too large for a look before it is opened."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from vectorstore import seals
from vectorstore.errors import is_corrupt
from vectorstore.ledger.digests import corruption_error
from vectorstore.ledger.reader import LedgerReader


class Inspection:
    """Looks over all of a ledger in a thread of its own: its seal, and where that does not vouch for it, every row.

    From that thread `on_damage` is called with what was found, or `on_sound`; neither is once `close` was called.
    """

    def __init__(
        self, path: Path, on_damage: Callable[[sqlite3.DatabaseError], None], on_sound: Callable[[], None]
    ) -> None:
        self._path, self._on_damage, self._on_sound = path, on_damage, on_sound
        self._closing = threading.Event()
        self._interrupt: Callable[[], None] = _nothing
        self._thread = threading.Thread(target=self._inspect, name="isnad-verifying", daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait until it is done."""
        self._thread.join()

    def close(self) -> None:
        """Break off what is left of it; harmless when repeated."""
        self._closing.set()
        with suppress(sqlite3.ProgrammingError):  # it is done, and its connection closed
            self._interrupt()
        self._thread.join()

    def _inspect(self) -> None:
        try:
            state = seals.inspect(self._path, self._closing.is_set)
            if state == "damaged":
                raise corruption_error(f"bytes of {self._path} are not those that were written")
            if state != "whole" and not self._closing.is_set():
                with closing(LedgerReader(self._path)) as reader:
                    self._interrupt = reader.interrupt
                    with reader.snapshot():
                        reader.check(self._closing.is_set)
        except sqlite3.DatabaseError as error:
            if is_corrupt(error) and not self._closing.is_set():
                self._on_damage(error)
            return
        if not self._closing.is_set():
            self._on_sound()


def _nothing() -> None:
    """There is nothing to break off."""
