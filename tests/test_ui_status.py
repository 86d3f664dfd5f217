"""What the window says of the folder while it is followed: work is shown while it goes on, and not after it."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from assistant.ui import following, status
from assistant.ui.backend import Backend
from tests.fake_assistant import Reader
from vectorstore.errors import VectorstoreError
from vectorstore.ledger.rows import SyncReport
from vectorstore.types import OnProgress

PATIENTLY = 20.0
"""Seconds that a busy machine is given; a quiet one needs less than one."""


@dataclass
class Sweeps:
    """An index whose every sync looks at five files and finds nothing new, or fails with the same error."""

    corpus: Path
    error: VectorstoreError | None = None
    read_only: bool = False
    shared: bool = False
    further: tuple[Path, ...] = ()
    report: SyncReport = field(default_factory=lambda: SyncReport(0, 0, 0, 5, 0, (), ()))
    number: int = 0

    def sync(self, on_progress: OnProgress, *, retry: bool, should_stop: Callable[[], bool]) -> SyncReport:
        on_progress("survey", 5, 5)
        self.number += 1
        if self.error is not None:
            raise self.error
        return self.report

    def read_scans(self, on_progress: OnProgress, *, should_stop: Callable[[], bool]) -> tuple[str, ...]:
        return ()


@dataclass
class Following(Reader):
    """An assistant whose index is followed."""

    index: Sweeps | None = None


def until(happened: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENTLY
    while not happened() and time.monotonic() < end:
        time.sleep(0.01)
    assert happened()


@pytest.mark.parametrize("error", [None, VectorstoreError("disk_full", path="/فهرس")])
def test_a_sweep_without_news_leaves_no_progress_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: VectorstoreError | None
) -> None:
    monkeypatch.setattr(status, "MIN_SHOWN_SECONDS", 0.0)  # each sweep is shown
    monkeypatch.setattr(following, "Watcher", partial(following.Watcher, sweep=0.05))
    index = Sweeps(tmp_path, error)
    desk = Backend(lambda on_progress: Following(index=index), tmp_path, may_change=True)
    desk.greeted()
    desk.start()
    try:
        until(lambda: index.number >= 3)  # an error that repeats is told once, so later ones have no news either
    finally:
        desk.close()
    assert desk.board.status.progress is None
    assert "do-stop-sync" not in status.strip_html(desk.board.status, may_change=True)


def test_a_look_that_takes_a_moment_is_not_shown_however_long_the_window_is_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = iter((0.0, 30.0, 60.0))
    monkeypatch.setattr(status.time, "monotonic", lambda: next(now))
    board = status.StatusBoard()
    for _ in range(3):
        board.work("survey", 5, 5)
        assert board.status.progress is None
        board.rest()
    assert board.status.version == 1  # nothing for the pages to draw anew


@dataclass
class Slow(Reader):
    """An assistant that takes its time to be warm, and says whether it is closed."""

    proceed: threading.Event = field(default_factory=threading.Event)
    warming: threading.Event = field(default_factory=threading.Event)
    closed: bool = False

    def warm(self) -> None:
        self.warming.set()
        assert self.proceed.wait(PATIENTLY)
        if self.closed:
            raise sqlite3.ProgrammingError("Cannot operate on a closed database.")

    def close(self) -> None:
        self.closed = True


def test_a_window_that_is_closed_while_it_opens_closes_what_it_opened(tmp_path: Path) -> None:
    proceed, assistant = threading.Event(), Slow()

    def slow(on_progress: OnProgress) -> Slow:
        assert proceed.wait(PATIENTLY)
        return assistant

    desk = Backend(slow, tmp_path)
    desk.start()
    desk.close()
    assert not assistant.closed
    proceed.set()
    until(lambda: desk.state().settled)
    assert assistant.closed and desk.assistant is None
    assert not assistant.warming.is_set()


def test_a_window_that_is_closed_while_it_warms_up_follows_nothing_and_complains_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    watched: list[object] = []
    monkeypatch.setattr(following, "Watcher", lambda: watched.append(None))
    assistant = Slow()
    desk = Backend(lambda on_progress: assistant, tmp_path)
    desk.greeted()
    desk.start()
    until(assistant.warming.is_set)
    desk.close()
    assistant.proceed.set()
    until(lambda: desk.state().settled)
    desk._thread.join(PATIENTLY)
    assert watched == [] and caplog.records == []
    desk.following.sync()
    assert watched == []
