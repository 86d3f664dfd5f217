"""Gradio's queue and uvicorn's clock, woken by what happens instead of looking for it.

As they come, the queue looks for an event a thousand times a second and for progress a hundred times, the server for
its end ten times: with one page open that took 2.8 % of a core for nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

TICK_SECONDS = 1.0
"""Seconds between two looks of the server at its own end, which a signal brings on at once; it also sets the date of
its answers."""


def work_when_told(queue: Any) -> None:
    """Make a Gradio queue that was not started yet begin an event when it is put in or a place becomes free.

    Progress within an event, which this window has none of, is not looked for.
    """
    told = asyncio.Event()
    queue.push = _telling(queue.push, told)
    queue.process_events = _telling(queue.process_events, told)
    queue.start_processing = partial(_process, queue, told)
    queue.start_progress_updates = partial(asyncio.sleep, 0)


def _telling(deed: Callable[..., Awaitable[Any]], told: asyncio.Event) -> Callable[..., Awaitable[Any]]:
    """The same, after which the queue is looked at."""

    async def done(*arguments: Any, **named: Any) -> Any:
        try:
            return await deed(*arguments, **named)
        finally:
            told.set()

    return done


async def _process(queue: Any, told: asyncio.Event) -> None:
    """Gradio's `Queue.start_processing`, but for what it does where nothing can be begun: it waits."""
    try:
        while not queue.stopped:
            told.clear()
            while len(queue) and None in queue.active_jobs:
                async with queue.delete_lock:
                    found = queue.get_events()
                if not found:
                    break
                _begin(queue, *found)
            await told.wait()
    finally:
        queue.stopped = True
        queue._cancel_asyncio_tasks()


def _begin(queue: Any, events: list[Any], batch: bool, concurrency_id: str) -> None:
    """Process the events in a task of their own."""
    from gradio.utils import run_coro_in_background, set_task_name

    queue.active_jobs[queue.active_jobs.index(None)] = events
    running = queue.event_queue_per_concurrency_id[concurrency_id]
    running.current_concurrency += 1
    first, started = events[0], time.time()
    running.start_times_per_fn[first.fn].add(started)
    for event in events:
        if (kept := queue.event_analytics.get(event._id)) is not None:
            kept["status"] = "processing"
    task = run_coro_in_background(queue.process_events, events, batch, started, first.fn)
    set_task_name(task, first.session_hash, first.fn._id, first._id, batch)
    queue._asyncio_tasks.add(task)
    task.add_done_callback(queue._asyncio_tasks.discard)
    if queue.live_updates:
        queue.broadcast_estimations(concurrency_id)


def quiet_server(config: Any) -> Any:
    """A uvicorn server that looks once a second, and ends at a signal as soon as any other."""
    import uvicorn

    class QuietServer(uvicorn.Server):
        _loop: asyncio.AbstractEventLoop | None = None

        async def main_loop(self) -> None:
            self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
            while not await self.on_tick(0):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._ending.wait(), TICK_SECONDS)

        def handle_exit(self, sig: int, frame: Any) -> None:
            super().handle_exit(sig, frame)
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._ending.set)

    return QuietServer(config)
