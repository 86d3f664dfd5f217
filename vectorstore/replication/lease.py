"""One indexer per shared corpus: a collection on the server whose existence says that somebody writes.

Chroma makes a collection of a name once, whoever asks at the same time, so the first to make it is the writer. The
holder counts up in its notes; who finds it taken watches whether the count moves, by its own clock, so that clocks
which disagree do no harm. A holder that died leaves a count that stands still, and is replaced: the stale collection
is renamed by its number, never by its name, so that two who replace it at once cannot remove each other's.
"""

from __future__ import annotations

import os
import platform
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from vectorstore.chroma.client import Server
from vectorstore.errors import VectorstoreError
from vectorstore.replication.manifest import WRITER

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

HEARTBEAT_SECONDS = 2.0
"""Seconds between two counts of the holder."""

STALE_SECONDS = 20.0
"""Seconds without a count after which the holder is taken to be gone: ten counts, or a laptop that sleeps."""

MAX_TRIES = 5
"""Attempts to take what is free each time that it is looked at; a server that says no for another reason is told."""


class Lease:
    """The right to write a shared corpus, from construction to `release` or until somebody else has it."""

    def __init__(self, server: Server, stale: float = STALE_SECONDS) -> None:
        """Take it; raises VectorstoreError("server_locked"), after a few seconds, where somebody has it."""
        self._server = server
        self._mine = os.urandom(8).hex()
        self._holder = f"{platform.node() or '?'} ({os.getpid()})"
        self._count = 0
        self._released = threading.Event()
        self._collection = self._take(stale)
        self._thread = threading.Thread(target=self._beat, name="isnad-lease", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raise VectorstoreError("server_locked") where somebody else has taken it meanwhile."""
        found = self._found()
        if found is None:  # the server was emptied
            found = self._collection = self._server.create(WRITER, self._notes())
        if found.id != self._collection.id:
            raise self._locked(found)

    def release(self) -> None:
        """Let the next writer in; harmless when repeated, and where the server is away."""
        if self._released.is_set():
            return
        self._released.set()
        self._thread.join()
        with suppress(VectorstoreError):
            self._remove(self._collection)

    def _take(self, stale: float) -> Collection:
        tries = 0
        while True:
            try:
                return self._server.create(WRITER, self._notes())
            except VectorstoreError as error:
                held, tries = self._found(), tries + 1
                if held is None:
                    if error.code != "server_failed" or tries > MAX_TRIES:
                        raise
                    continue  # it was released between the two requests
                if (held.metadata or {}).get("mine") == self._mine:
                    return held  # the answer to our first attempt was lost on its way
                self._outwait(held, stale)
                self._remove(held)

    def _outwait(self, held: Collection, stale: float) -> None:
        """Return when a holder has not counted for `stale` seconds, or has let go; raise when it counts."""
        last = (held.metadata or {}).get("count")
        until = time.monotonic() + stale
        while time.monotonic() < until:
            time.sleep(min(HEARTBEAT_SECONDS / 2, stale))
            found = self._found()
            if found is None:
                return
            if found.id != held.id or (found.metadata or {}).get("count") != last:
                raise self._locked(found)

    def _remove(self, held: Collection) -> None:
        aside = f"{WRITER}-{held.id.hex[:12]}"
        try:
            self._server.rename(held, aside)
            self._server.drop(aside)
        except VectorstoreError as error:
            if error.code != "server_failed":  # somebody else removes the same one; who creates the next one decides
                raise

    def _found(self) -> Collection | None:
        """The present lease; asked again where Chroma fails on it, as it does while somebody removes it."""
        for _ in range(MAX_TRIES):
            try:
                return self._server.find(WRITER)
            except VectorstoreError as error:
                if error.code != "server_failed":
                    raise
                time.sleep(0.1)
        return self._server.find(WRITER)

    def _beat(self) -> None:
        while not self._released.wait(HEARTBEAT_SECONDS):
            self._count += 1
            # A server that is away comes back, or another holder is found there by `check`.
            with suppress(VectorstoreError), self._server.user_errors():
                self._collection.modify(metadata=self._notes())

    def _notes(self) -> dict[str, str | int]:
        return {"mine": self._mine, "holder": self._holder, "count": self._count}

    def _locked(self, held: Collection) -> VectorstoreError:
        holder = str((held.metadata or {}).get("holder", "?"))[:100]
        return VectorstoreError("server_locked", url=self._server.place.url, holder=holder)
