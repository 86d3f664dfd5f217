"""How many conversations are held, and for whom: a bounded number for each visitor, none for a page that is closed.

Gradio holds 10,000 sessions of some 60 KB for good and lets the oldest go for the newest, so that a visitor of many
sessions ends the conversations of all others. Here one visitor's newest ends that visitor's oldest.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from assistant.ui.intake import Event, Refused

MAX_SESSIONS = 2_000
"""Sessions in all: 120 MB."""

MAX_VISITORS_SESSIONS = 20
"""Sessions of one visitor, which is a browser: pages that are open at once in it."""

CLOSED_SECONDS = 600.0
"""Seconds that a conversation outlives the connection of its page: a telephone in a pocket has none."""

MAX_WAITING = 4
"""Events of one session that wait or are worked on: a page has one answer at a time, and its greeting."""

UNREAD_SECONDS = 2.0
"""Seconds after which what nobody reads any more is thrown away."""


@dataclass(slots=True)
class _Session:
    visitor: str
    address: str
    used: float
    pages: int = 0
    spoke: bool = False


class Sessions:
    """What is known of each Gradio session; `holder` is Gradio's own store of them. For one event loop."""

    def __init__(self, holder: Any) -> None:
        holder.capacity = sys.maxsize  # it is bounded here
        self._holder = holder
        self._known: dict[str, _Session] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def use(self, name: str, visitor: str, address: str, spoke: bool = False) -> None:
        """Note that a session is used; `visitor`: whose it is, if it is new, `spoke`: something was done in it."""
        session = self._known.pop(name, None)
        new = session is None
        session = session or _Session(visitor, address, 0.0)
        session.used, session.spoke = time.monotonic(), session.spoke or spoke
        self._known[name] = session
        if new:
            self._make_room(session)

    def check(self, event: Event) -> None:
        """Raises Refused: 400 for what no function of the window takes, 429 for a session that has too much waiting."""
        function = self._holder.blocks.fns.get(event.function)
        if function is None or len(function.inputs) != len(event.data):
            raise Refused(400)
        queue = self._holder.blocks._queue
        waiting = queue.pending_event_ids_session.get(event.session, ())
        if sum(one in queue.event_ids_to_events for one in waiting) >= MAX_WAITING:
            raise Refused(429)

    def opened(self, name: str) -> None:
        """A page of the session is there."""
        self._known[name].pages += 1

    def closed(self, name: str) -> None:
        """A page of the session has gone; a session in which nothing was done goes with it."""
        session = self._known.get(name)
        if session is None:
            return
        session.pages -= 1
        session.used = time.monotonic()
        if session.pages <= 0 and not session.spoke:
            self._drop(name)
        elif session.pages <= 0 and name in self._holder.session_data:
            self._holder.session_data[name].config_values.clear()  # what a link to this state would need: most of it

    async def end_closed(self) -> None:
        """End the conversations whose pages were closed long enough ago, and so on for as long as it is awaited."""
        while True:
            await asyncio.sleep(CLOSED_SECONDS / 10)
            self._end_closed()

    def _end_closed(self, besides: _Session | None = None) -> None:
        before = time.monotonic() - CLOSED_SECONDS
        closed = [name for name, one in self._known.items() if one.pages <= 0 and one.used < before]
        for name in [name for name in closed if self._known[name] is not besides]:
            self._drop(name)

    def _make_room(self, latest: _Session) -> None:
        self._end_closed(latest)
        for name in [name for name in self._holder.session_data if name not in self._known]:
            self._drop(name)  # an answer that was under way when its session went brought it back
        mine = [name for name, one in self._known.items() if one.visitor == latest.visitor]
        for name in sorted(mine[:-1], key=self._worth)[: max(0, len(mine) - MAX_VISITORS_SESSIONS)]:
            self._drop(name)
        if len(self._known) > MAX_SESSIONS:
            (most, _), *_ = Counter(one.address for one in self._known.values()).most_common(1)
            theirs = [name for name, one in self._known.items() if one.address == most and one is not latest]
            self._drop(min(theirs, key=self._worth))

    def _worth(self, name: str) -> tuple[bool, bool, float]:
        """By how much a session would be missed."""
        session = self._known[name]
        return session.spoke, session.pages > 0, session.used

    def _drop(self, name: str) -> None:
        self._known.pop(name, None)
        self._holder.session_data.pop(name, None)
        self._holder.time_last_used.pop(name, None)
        blocks = getattr(self._holder, "blocks", None)
        if blocks is not None:
            ending = asyncio.get_running_loop().create_task(self._end(blocks._queue, name))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    async def _end(self, queue: Any, name: str) -> None:
        """End what waits in Gradio's queue for a page that has gone, and what was sent to it and never read."""
        await queue.clean_events(session_hash=name)
        await asyncio.sleep(UNREAD_SECONDS)  # its streams notice first that nobody reads
        if name not in self._known:
            queue.pending_messages_per_session.pop(name, None)
            queue.pending_event_ids_session.pop(name, None)
