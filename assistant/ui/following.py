"""The following of the folder, for all visitors together: begun, asked to look now, paused, and ended for good."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.ui.html.labels import both, said
from assistant.ui.status import StatusBoard
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.ledger.rows import SyncReport
from vectorstore.watch import Watcher

log = logging.getLogger(__name__)


class Following:
    """Keeps an index in step with its folder, and says on the board what is going on; safe from any thread."""

    def __init__(self, board: StatusBoard, on_report: Callable[[SyncReport], None]) -> None:
        """`on_report` is called from the syncing thread after every sync that has something to report."""
        self.stopping = threading.Event()
        """Set while nothing shall be indexed; whoever opens the index asks it as well."""
        self._board = board
        self._on_report = on_report
        self._steering = threading.Lock()
        self._index: Index | None = None
        self._watcher: Watcher | None = None
        self._closed = False

    def take(self, index: Index) -> None:
        """The index to keep in step: from now on it can be followed."""
        self._index = index

    def follow(self) -> None:
        """Watch the folder from now on, and sync in the background; nothing after `close`."""
        with self._steering:
            if self._index is not None and self._watcher is None and not self._closed:
                self._watcher = Watcher()
                self._watcher.start(self._index, self._board.work, self._on_report, self._failed, self._board.rest)

    def sync(self, retry: bool = False) -> None:
        """Sync now; `retry` reads the files again that were refused."""
        self.stopping.clear()
        self._board.tell(paused=False, note="", error="")
        self.follow()
        with self._steering:
            if self._watcher is not None:
                self._watcher.wake(retry)

    def include(self, further: Sequence[Path]) -> None:
        """Take these further folders for all that there are: they are watched from now on, and synced at once."""
        self._stop()
        if self._index is not None:
            self._index.include(further)
        self.sync()

    def pause(self) -> None:
        """Stop indexing, until `sync`; waits for the batch in hand, which is kept.

        While the index is opened, `stopping` tells the one who opens it: what is there by then can be asked.
        """
        self.stopping.set()
        if self._index is not None:
            self._stop()
            self._board.tell(paused=True, progress=None)

    def close(self) -> None:
        """Stop, and never follow again, whoever asks for it later."""
        self._closed = True
        self._stop()

    def _stop(self) -> None:
        with self._steering:
            watcher, self._watcher = self._watcher, None
            if watcher is not None:
                watcher.stop()

    def _failed(self, error: VectorstoreError) -> None:
        log.warning("the folder could not be synced: %s", error)
        sentence = said(error.code, **error.values) if error.code != "unexpected" else both("failed")
        self._board.tell(progress=None, error=sentence)
