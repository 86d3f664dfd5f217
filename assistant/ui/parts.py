"""The parts of an answer, handed from the thread that works on it to the loop of the server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, suppress

from assistant.types import Answer


async def as_they_come(stream: Iterator[Answer]) -> AsyncIterator[Answer]:
    """The parts of a stream that another thread works through; closed with the stream, within one of its parts."""
    loop, parts, left = asyncio.get_running_loop(), asyncio.Queue(), threading.Event()

    def put(part: Answer | Exception | None) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(parts.put_nowait, part)

    def work() -> None:
        try:
            with closing(stream):
                for part in stream:
                    if left.is_set():
                        return
                    put(part)
            put(None)
        except Exception as error:  # it is raised again where the parts are awaited
            put(error)

    threading.Thread(target=work, name="isnad-answering", daemon=True).start()
    try:
        while (part := await parts.get()) is not None:
            if isinstance(part, Exception):
                raise part
            yield part
    finally:
        left.set()
