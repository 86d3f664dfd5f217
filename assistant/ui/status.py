"""What is going on with the folder while the window is open, as a value and as the strip in the bar that says it."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.eta import Pace, seconds_left, update_pace
from assistant.messages import PROGRESS
from assistant.ui.html.escape import NOTHING
from assistant.ui.html.frame import failure
from assistant.ui.html.labels import both, said
from assistant.ui.html.plurals import time_left

MIN_SHOWN_SECONDS = 0.7
"""Seconds of work below which no progress is shown: a strip that flashes says nothing."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage of indexing has come; `total` 0 where nobody knows. `left`: seconds to its end, estimated."""

    stage: str = ""
    done: int = 0
    total: int = 0
    left: float | None = None


def progress_step(paces: dict[str, Pace], stage: str, done: int, total: int, now: float) -> Progress:
    """How far a stage has come at the second `now`, with what it still takes; `paces` keeps each stage's own pace."""
    pace = paces[stage] = update_pace(paces.get(stage), done, now)
    return Progress(stage, done, total, seconds_left(pace, total) if done < total else None)


@dataclass(frozen=True, slots=True)
class Status:
    """The present state; `version` grows with every change of it, `corpus` with every change of the articles.

    `note` says what the last sync changed, `error` why it could not be made.
    """

    version: int = 1
    corpus: int = 1
    progress: Progress | None = None
    note: Markup = NOTHING
    error: Markup = NOTHING
    paused: bool = False


class StatusBoard:
    """Holds the news; written by the thread that syncs, read by every page."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._began: float | None = None
        self._paces: dict[str, Pace] = {}
        self.status = Status()

    def tell(self, *, corpus: bool = False, **changes: object) -> None:
        """Change the news; `corpus` says that the articles are others now."""
        with self._lock:
            now = self.status
            self.status = replace(now, version=now.version + 1, corpus=now.corpus + corpus, **changes)
            if self.status.progress is None:
                self._began = None
            for loop, told in self._waiting:
                with suppress(RuntimeError):  # the server has ended meanwhile
                    loop.call_soon_threadsafe(told.set)

    async def other_than(self, seen: str) -> None:
        """Wait until the version is another one than was `seen`; what is told from any thread ends it at once."""
        told = asyncio.Event()
        waiting = asyncio.get_running_loop(), told
        with self._lock:
            self._waiting.add(waiting)
        try:
            while str(self.status.version) == seen:
                await told.wait()
                told.clear()
        finally:
            with self._lock:
                self._waiting.discard(waiting)

    def work(self, stage: str, done: int, total: int) -> None:
        """Note how far a sync has come, once it has taken a moment."""
        now = time.monotonic()
        if self._began is None:
            self._began, self._paces = now, {}
        come = progress_step(self._paces, stage, done, total, now)
        if now - self._began >= MIN_SHOWN_SECONDS:
            self.tell(progress=come)

    def rest(self) -> None:
        """Note that a sync is over: nothing is under way, and the next one takes its moment anew."""
        self._began = None
        if self.status.progress is not None:
            self.tell(progress=None)


_PROGRESS = Markup(
    '<div class="progress" role="status"><label for="{name}">{label}</label>{figures}'
    '<progress id="{name}"{value}></progress>{left}{stop}</div>'
)


def progress_html(now: Progress, name: str = "index-progress", may_stop: bool = False) -> Markup:
    """A progress bar with what is being done and how long it still takes; without an end while nobody knows it."""
    label = said(now.stage) if now.stage in PROGRESS else both("preparing")
    figures = value = left = stop = NOTHING
    if now.total > 0:
        value = Markup(' value="{}" max="{}"').format(now.done, now.total)
        figures = Markup('<bdi class="figures" dir="ltr">{:,} / {:,}</bdi>').format(now.done, now.total)
    if now.left is not None:
        left = Markup('<span class="left">{}</span>').format(time_left(now.left))
    if may_stop:
        stop = Markup('<button type="button" class="quiet do-stop-sync">{}</button>').format(both("stop_sync"))
    return _PROGRESS.format(name=name, label=label, figures=figures, value=value, left=left, stop=stop)


def strip_html(status: Status, may_change: bool) -> Markup:
    """The strip: an error, else work under way, else what the last sync changed; nothing where nothing happened."""
    if status.error:
        return failure(status.error)
    if status.progress is not None:
        return progress_html(status.progress, "sync-progress", may_change)
    if status.paused:
        button = Markup('<button type="button" class="quiet do-resume">{}</button>').format(both("resume"))
        return Markup('<p class="aside">{}</p>{}').format(both("paused"), button if may_change else "")
    return Markup('<p class="aside note">{}</p>').format(status.note) if status.note else NOTHING
