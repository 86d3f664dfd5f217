"""The time that work will still take."""

from __future__ import annotations

import pytest

from assistant.eta import Pace, format_clock, seconds_left, update_pace


def after(steps: list[tuple[float, int]]) -> Pace:
    pace = None
    for now, done in steps:
        pace = update_pace(pace, done, now)
    assert pace is not None
    return pace


def test_a_steady_pace_tells_the_time_exactly() -> None:
    pace = after([(second, 10 * second) for second in range(11)])
    assert seconds_left(pace, 500) == pytest.approx(40)


def test_nothing_is_said_before_anything_is_known() -> None:
    assert seconds_left(after([(0, 0)]), 100) is None
    assert seconds_left(after([(0, 0), (1, 10)]), 100) is None


def test_a_slow_start_is_forgotten() -> None:
    slow = [(0.0, 0), (30.0, 1)]
    pace = after([*slow, *((30.0 + second, 1 + 10 * second) for second in range(1, 121))])
    assert seconds_left(pace, pace.done + 100) == pytest.approx(10, rel=0.05)


def test_steps_without_progress_or_time_change_nothing_and_fewer_begin_anew() -> None:
    pace = after([(0, 0), (5, 50)])
    assert update_pace(pace, 50, 6) == pace == update_pace(pace, 60, 5)
    assert update_pace(pace, 3, 7) == Pace(3, 7, 7)


def test_work_that_is_done_leaves_no_time() -> None:
    assert seconds_left(after([(0, 0), (5, 50)]), 40) == 0


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:05"), (44, "0:45"), (725, "12:00"), (3600, "1:00:00"), (9001, "2:30:00")]
)
def test_a_longer_time_is_told_more_coarsely(seconds: float, shown: str) -> None:
    assert format_clock(seconds) == shown
