"""What the window says of the folder while it is followed: work is shown while it goes on, and not after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from assistant.ui import backend as desk_module
from assistant.ui import status
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
    report: SyncReport = field(default_factory=lambda: SyncReport(0, 0, 0, 5, 0, (), ()))
    number: int = 0

    def sync(self, on_progress: OnProgress, *, retry: bool, should_stop: Callable[[], bool]) -> SyncReport:
        on_progress("survey", 5, 5)
        self.number += 1
        if self.error is not None:
            raise self.error
        return self.report


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
    monkeypatch.setattr(desk_module, "Watcher", partial(desk_module.Watcher, sweep=0.05))
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
