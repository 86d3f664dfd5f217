"""How long work will still take: its pace, from what was told of it, and the time that this pace leaves.

The pace is an average that forgets: what was done a while ago counts for less, so that a slow start (loading a
model) or a change of pace does not mislead for long.
"""

from __future__ import annotations

from dataclasses import dataclass

HALF_LIFE_SECONDS = 20.0
"""Seconds after which a pace counts half as much as the present one."""

MIN_OBSERVED_SECONDS = 3.0
"""Seconds of work before which nothing is said: the first figures are guesses."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`done` units at the moment `at` (seconds of any clock that only goes forward) of work that began at `began`.

    `rate`: units a second, 0 where nothing is known yet.
    """

    done: int
    at: float
    began: float
    rate: float = 0.0


def update_pace(before: Pace | None, done: int, now: float) -> Pace:
    """The pace after another step; one that goes back to less is taken for a new beginning."""
    if before is None or done < before.done:
        return Pace(done, now, now)
    seconds = now - before.at
    if seconds <= 0 or done == before.done:
        return before
    fresh = (done - before.done) / seconds
    weight = 1.0 if not before.rate else 1.0 - 0.5 ** (seconds / HALF_LIFE_SECONDS)
    return Pace(done, now, before.began, before.rate + weight * (fresh - before.rate))


def seconds_left(pace: Pace, total: int) -> float | None:
    """Seconds for the rest of `total`; None while nobody can tell."""
    if not pace.rate or pace.at - pace.began < MIN_OBSERVED_SECONDS:
        return None
    return max(total - pace.done, 0) / pace.rate


def format_clock(seconds: float) -> str:
    """Hours, minutes and seconds as figures, coarser the longer it is: 0:45, 12:00, 2:30:00."""
    step = 5 if seconds < 120 else 60 if seconds < 7200 else 600
    whole = max(step, round(seconds / step) * step)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
