"""A reply of a model server within bounds: whatever it sends, so many bytes, so long a line, and nothing compressed.

A server is any program at an address. One that never ends a line, or sends a few kilobytes that unpack to gigabytes,
took 2 GB in 25 s. Time is bounded by who reads (`client.Timeouts`); headers by the HTTP library, at 100 kB.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

MAX_STREAM_BYTES = 4_000_000
"""Of one reply: 8,000 events (`client.MAX_EVENTS`) of 500 bytes."""

MAX_LINE_BYTES = 256_000
"""An event is one line; those of today's servers have some hundred bytes."""

MAX_ERROR_BYTES = 64_000


async def bound(response: Any) -> None:
    """A hook of the HTTP client, called before anything of a response is read: beyond bounds its stream fails.

    Raises httpx2.DecodingError, as the stream does, where it is compressed, which was not asked for.
    """
    import httpx2

    if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise httpx2.DecodingError("a compressed reply was not asked for", request=response.request)
    most = MAX_STREAM_BYTES if response.status_code == 200 else MAX_ERROR_BYTES

    class Bounded(httpx2.AsyncByteStream):
        """The response's own stream, counted."""

        def __init__(self, stream: Any) -> None:
            self._stream = stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            read = line = 0
            async for piece in self._stream:
                read += len(piece)
                first, newline, _ = piece.partition(b"\n")
                longest = max(line + len(first), max(map(len, piece.split(b"\n"))))
                line = len(piece) - piece.rfind(b"\n") - 1 if newline else line + len(piece)
                if read > most or longest > MAX_LINE_BYTES:
                    raise httpx2.DecodingError("the reply goes beyond what a model writes", request=response.request)
                yield piece

        async def aclose(self) -> None:
            await self._stream.aclose()

    response.stream = Bounded(response.stream)
