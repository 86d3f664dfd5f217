"""One state of the ledger that many threads read at once, while another process writes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from vectorstore.ledger.reader import LedgerReader


class SharedSnapshot:
    """A snapshot of one connection: it begins with the first thread that needs one, and ends with the last."""

    def __init__(self) -> None:
        self._holding, self._held, self._transaction = threading.Lock(), 0, ExitStack()

    @contextmanager
    def held(self, reader: LedgerReader) -> Iterator[None]:
        """Keep the reads of all threads inside at the state that the first of them found."""
        self._hold(reader, 1)
        try:
            yield
        finally:
            self._hold(reader, -1)

    def _hold(self, reader: LedgerReader, step: int) -> None:
        with self._holding:
            self._held += step
            if step > 0 and self._held == 1:
                self._transaction.enter_context(reader.snapshot())
            elif self._held == 0:
                self._transaction.close()
