"""The line in which questions wait, so that a few are answered at a time and each person knows the place in it; pages
that take long have lines of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from vectorstore.errors import VectorstoreError

MIN_TOLD_SECONDS = 1.5
"""Seconds between two looks at the place at the front of the line."""

TOLD_SHARE = 0.2
"""And for each place before it so many more: telling two hundred people every change would cost more than answering."""


class Line:
    """`at_once` are served together, `longest` may wait; `of_pages`: it is no line of questions.

    For one event loop.
    """

    def __init__(self, at_once: int, longest: int, of_pages: bool = False) -> None:
        self._at_once = at_once
        self._longest = longest
        self._of_pages = of_pages
        self._tickets: list[asyncio.Event] = []

    def join(self, always: bool = False) -> asyncio.Event:
        """A ticket at the end of the line, set when it is its turn; `always`: though the line is full.

        Raises VectorstoreError("line_full"), or for pages ("requests_wait"), where it is full.
        """
        if not always and len(self._tickets) >= self._at_once + self._longest:
            raise VectorstoreError("requests_wait") if self._of_pages else VectorstoreError("line_full")
        ticket = asyncio.Event()
        self._tickets.append(ticket)
        self._call()
        return ticket

    async def wait(self, ticket: asyncio.Event) -> AsyncIterator[int]:
        """The place in the line, 1 for the next, again and again until it is its turn."""
        while not ticket.is_set():
            place = self._tickets.index(ticket) - self._at_once + 1
            yield place
            with suppress(TimeoutError):
                await asyncio.wait_for(ticket.wait(), max(MIN_TOLD_SECONDS, TOLD_SHARE * place))

    def leave(self, ticket: asyncio.Event) -> None:
        """Leave the line, served or not."""
        self._tickets.remove(ticket)
        self._call()

    def _call(self) -> None:
        for ticket in self._tickets[: self._at_once]:
            ticket.set()
