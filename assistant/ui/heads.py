"""How long the head of a request may take to come: the part of a visit that no application sees.

uvicorn waits for the end of a head for as long as the connection stands, so that a few hundred callers who send a
letter a minute would keep everybody out.
"""

from __future__ import annotations

import asyncio
from typing import Any

HEAD_SECONDS = 20.0
"""Seconds from the connection, or from the first byte of a further request, to the end of the head."""


def timed_protocol(seconds: float = HEAD_SECONDS) -> type:
    """uvicorn's protocol over h11, which closes connections whose head is not whole in time."""
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class TimedProtocol(H11Protocol):
        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._watch()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _watch(self) -> None:
            if self.conn.their_state is not h11.IDLE:  # the head is whole
                self._stop()
            elif self._waiting is None:
                self._waiting = self.loop.call_later(seconds, self.transport.close)

        def _stop(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

    return TimedProtocol
