"""Watching the folder: what changes in it is brought into the index in the background.

For each folder a thread waits for the operating system to tell of changes (through `watchfiles`), another one syncs:
once the folder has been quiet for a moment, whenever somebody asks, and every so often in any case, because
nobody tells of changes on a network drive, and because a watch can miss some or die with its folder. Questions
go on being answered from the state before; where another process writes the index, or an indexer elsewhere fills
the server that it follows, what they did is told.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from vectorstore.errors import VectorstoreError, damage_detail
from vectorstore.index import Index
from vectorstore.ledger.rows import SyncReport
from vectorstore.sync.stamps import folder_identity
from vectorstore.types import OnProgress

QUIET_SECONDS = 0.8
"""Seconds without a change before a sync: a file that is being copied, or a folder being unpacked, is waited for."""

MAX_DELAY_SECONDS = 10.0
"""Seconds after which a folder that never rests is synced all the same."""

SWEEP_SECONDS = 30.0
"""Seconds between two looks at the whole folder where nothing told of a change."""

SWEEP_COST_FACTOR = 300.0
"""A look that found nothing is repeated no sooner than so many times its own duration: .33 % of one core at most."""

ABSENT_SECONDS = 2.0
"""Seconds between two looks for a folder that is not there; they cost nothing."""

MAX_PAUSE_SECONDS = 600.0
"""Seconds to which the pause after an error grows, doubling each time."""

FOLLOW_SECONDS = 2.0
"""Seconds between two looks at an index that another process writes: one row is read."""

TELL_MS, STEP_MS = 400, 400
"""How long `watchfiles` gathers changes at most, and how often it asks for what the system has told and whether it
should stop, in milliseconds; between two such moments its thread sleeps."""

WAKE_MS = 1_000
"""Milliseconds after which a silent watch is looked after: it dies without a word when its folder is replaced."""

GONE = frozenset({"corpus_missing", "corpus_emptied"})
"""Errors that end by themselves when the drive is back."""


class Watcher:
    """The threads that keep an opened index in step with its folder, from `start` to `stop`."""

    def __init__(
        self, *, quiet: float = QUIET_SECONDS, sweep: float = SWEEP_SECONDS, absent: float = ABSENT_SECONDS
    ) -> None:
        self._quiet, self._sweep, self._absent = quiet, sweep, absent
        self._stop = threading.Event()
        self._turn = threading.Condition()
        self._first_change: float | None = None
        self._last_change = 0.0
        self._asked = self._retry = self._died = False
        self._next = 0.0
        self._pause = sweep
        self._told: str | None = None
        self._threads: list[threading.Thread] = []

    def start(
        self,
        index: Index,
        on_progress: OnProgress,
        on_report: Callable[[SyncReport], None],
        on_error: Callable[[VectorstoreError], None],
        on_done: Callable[[], None],
    ) -> None:
        """Begin to watch the folders that it has now; all four are called from the syncing thread, not to call `stop`.

        `on_report` is called after a sync that changed something, that was asked for, or that ended an error;
        `on_error` once for each error, however often it repeats, until a sync succeeds; `on_done` after every
        sync, whatever came of it: most have nothing to report, and what `on_progress` told is over all the same.
        """
        self._index, self._on_progress, self._on_report, self._on_error = index, on_progress, on_report, on_error
        self._on_done = on_done
        self._follows = index.read_only or index.corpus is None
        self._known = index.report
        index.on_damage = self._changed
        self._next = time.monotonic() + (FOLLOW_SECONDS if self._follows else self._sweep)
        self._begin(self._keep_in_step, "isnad-syncing")
        for folder in () if self._follows else (index.corpus, *index.further):
            self._begin(partial(self._watch, folder), "isnad-watching")

    def wake(self, retry: bool = False) -> None:
        """Sync now, and report even where nothing changed; `retry` reads every refused file again."""
        with self._turn:
            self._asked, self._retry = True, self._retry or retry
            self._turn.notify_all()
            if self._died and not self._stop.is_set():
                self._died = False
                self._begin(self._keep_in_step, "isnad-syncing")

    def stop(self) -> None:
        """End all threads; waits for the batch in hand, which is kept. Harmless when repeated."""
        self._stop.set()
        with self._turn:
            self._turn.notify_all()
        for thread in self._threads:
            thread.join()

    def _begin(self, target: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=target, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    # -- syncing -----------------------------------------------------------------------------------

    def _keep_in_step(self) -> None:
        while self._wait():
            with self._turn:
                asked, retry = self._asked, self._retry
                self._asked = self._retry = False
                self._first_change = None
            try:
                self._bring(asked, retry)
            finally:
                self._on_done()
            if not (self._follows or self._told):
                self._read_scans()

    def _wait(self) -> bool:
        """Wait until there is something to do; False where it is time to stop."""
        with self._turn:
            while not self._stop.is_set():
                now = time.monotonic()
                due = self._next
                if self._first_change is not None:
                    due = min(due, self._first_change + MAX_DELAY_SECONDS, self._last_change + self._quiet)
                if self._asked or now >= due:
                    return True
                self._turn.wait(due - now)
        return False

    def _bring(self, asked: bool, retry: bool) -> None:
        started = time.monotonic()
        before = self._known
        try:
            with _damage_named():
                if self._index.read_only:
                    report = self._index.refresh()
                elif self._follows and not asked:
                    report = self._index.report  # it looks at its server by itself
                else:
                    report = self._index.sync(self._on_progress, retry=retry, should_stop=self._stop.is_set)
        except VectorstoreError as error:
            self._failed(error)
            return
        except BaseException as error:  # whatever ends this thread, a Rust panic too: nobody else would say so
            self._tell_end(error)
            raise
        took = time.monotonic() - started
        pause = FOLLOW_SECONDS if self._follows else max(self._sweep, SWEEP_COST_FACTOR * took)
        self._next, self._pause = time.monotonic() + pause, self._sweep
        self._known = report
        mended, self._told = self._told is not None, None
        if asked or mended or _news(before, report):
            self._on_report(report)

    def _read_scans(self) -> None:
        """Read pages that are pictures while the folder rests; what happens in it comes first."""
        try:
            with _damage_named():
                while again := self._index.read_scans(self._on_progress, should_stop=self._is_wanted):
                    report = self._index.sync(self._on_progress, again=again, should_stop=self._stop.is_set)
                    self._known = report
                    self._on_report(report)
        except VectorstoreError as error:
            self._failed(error)
        except BaseException as error:  # whatever ends this thread, a Rust panic too: nobody else would say so
            self._tell_end(error)
            raise
        finally:
            self._on_done()

    def _tell_end(self, error: BaseException) -> None:
        """Say that the folder is followed no more; the error itself goes on to the thread's end."""
        with self._turn:
            self._died = True
        self._on_error(VectorstoreError("unexpected", detail=str(error)))

    def _is_wanted(self) -> bool:
        """Whether there is something else to do than what can wait."""
        return self._stop.is_set() or self._asked or self._first_change is not None

    def _failed(self, error: VectorstoreError) -> None:
        pause = self._absent if error.code in GONE else self._pause
        self._pause = min(2 * self._pause, MAX_PAUSE_SECONDS)
        self._next = time.monotonic() + pause
        if self._told != str(error):
            self._told = str(error)
            self._on_error(error)

    # -- watching ----------------------------------------------------------------------------------

    def _changed(self) -> None:
        with self._turn:
            self._last_change = time.monotonic()
            if self._first_change is None:
                self._first_change = self._last_change
            self._turn.notify_all()

    def _watch(self, corpus: Path) -> None:
        """Watch a folder, and watch it anew whenever it was replaced; where that fails, the sweep remains."""
        present = True
        while not self._stop.is_set():
            present, before = folder_identity(corpus) is not None, present
            if present != before:
                self._changed()
            if not present:
                self._stop.wait(WAKE_MS / 1000)
                continue
            try:
                if not _links_a_folder(corpus):
                    self._watch_one(corpus)
                    continue
            except (OSError, RuntimeError):  # no watches left, or the folder went in this very moment
                if folder_identity(corpus) is None:
                    continue
            # watchfiles would follow a link to a folder and watch whatever lies behind it: the sweep looks instead
            self._stop.wait(self._sweep)

    def _watch_one(self, corpus: Path) -> None:
        """Follow one folder until it is replaced, or gets a link to another one."""
        import watchfiles

        root = os.path.realpath(corpus)

        def of_interest(change: object, path: str) -> bool:
            return not any(part.startswith(".") for part in Path(os.path.relpath(path, root)).parts if part != "..")

        mine = folder_identity(corpus)
        changes = watchfiles.watch(
            root, watch_filter=of_interest, debounce=TELL_MS, step=STEP_MS, stop_event=self._stop,
            rust_timeout=WAKE_MS, yield_on_timeout=True, raise_interrupt=False,
        )  # fmt: skip
        for number, found in enumerate(changes):
            if found or number == 0:  # what came before the watch was there is not told
                self._changed()
            if folder_identity(corpus) != mine or any(
                os.path.islink(path) and os.path.isdir(path) for _, path in found
            ):
                self._changed()
                return


def _links_a_folder(corpus: Path) -> bool:
    return any(os.path.islink(os.path.join(place, name)) for place, names, _ in os.walk(corpus) for name in names)


def _news(before: SyncReport, now: SyncReport) -> bool:
    return before is not now and (
        bool(now.added or now.changed or now.removed or now.moved or set(now.notes) - set(before.notes))
        or before.files != now.files
    )


@contextmanager
def _damage_named() -> Iterator[None]:
    """A ledger that broke while it was open is made anew at the next start."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise VectorstoreError("index_damaged", detail=damage_detail(error)) from error
