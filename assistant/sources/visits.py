"""When somebody last looked at an index: a file beside it, with a number and a time and nothing else.

What is remembered is how far the ledger's record of changes had come, so that nothing is missed that was being indexed
meanwhile; the time is for an index that was made anew since, whose record begins again.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from dataclasses import asdict, dataclass
from datetime import date, datetime

from assistant.lexicon.days import LAST_VISIT
from assistant.sources.days_back import day_of
from assistant.sources.news import Since
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.private import open_private
from vectorstore.text.arabic import fold

FILE = "visits.json"

VISIT_NS = 30 * 60 * 1_000_000_000
"""Nanoseconds within which looking again is the same visit."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far somebody had looked: the record of changes that `began` then (ns), up to its `number`, at a time (ns)."""

    began: int
    number: int
    at_ns: int


def since_of(typed: str, visits: Visits, today: date | None = None) -> Since:
    """From when on: «last», a day in ISO 8601 or in words, «أمس», «week», «3 days» (`days_back.day_of`).

    Days are this machine's. Raises VectorstoreError("no_date").
    """
    if fold(typed.strip()) in LAST_VISIT:
        return visits.last()
    day = day_of(typed, today or date.today())
    if day is None:
        raise VectorstoreError("no_date", value=typed)
    return since_day(day, typed)


def since_day(day: date, typed: str = "") -> Since:
    """From the first moment of a day on; raises VectorstoreError("no_date") for one before this machine's time, or
    after what a store of whole numbers of 64 bits holds (the year 2262)."""
    try:
        at_ns = int(datetime.combine(day, datetime.min.time()).timestamp() * 1_000_000_000)
        if at_ns >= 1 << 63:
            raise ValueError(day)
        return Since(at_ns=at_ns)
    except (ValueError, OverflowError, OSError) as error:
        raise VectorstoreError("no_date", value=typed or day.isoformat()) from error


def _mark_of(kept: dict | None) -> Mark | None:
    return None if kept is None else Mark(*(int(kept[name]) for name in ("began", "number", "at_ns")))


class Visits:
    """The marks of one open index: the visit that goes on, and the one before it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._path = index.folder / FILE
        self._changing = threading.Lock()

    def last(self) -> Since:
        """Since the visit before this one; all that is known where none is remembered."""
        return self._since(self._read()[0])

    def next(self) -> Since:
        """Since when a look would be now, without noting one: a question is answered and no visit begins."""
        before, now = self._read()
        return self._since(now if now is not None and self._mark().at_ns - now.at_ns > VISIT_NS else before)

    def looked(self, anew: bool = False) -> Since:
        """Note that somebody looks now, and hand back since when; `anew`: this is a visit of its own, however soon.

        Where nothing can be written the visit is not remembered.
        """
        with self._changing:
            before, now = self._read()
            mark = self._mark()
            if anew or now is None or mark.at_ns - now.at_ns > VISIT_NS:
                before = now
            self._write(before, mark)
        return self._since(before)

    def _since(self, mark: Mark | None) -> Since:
        if mark is None:
            return Since(last=True, none=True)
        same = mark.began == self._mark().began
        return Since(mark.number if same else 0, 0 if same else mark.at_ns, last=True)

    def _mark(self) -> Mark:
        with self._index.reading() as snapshot:
            return Mark(*snapshot.changes_known(), time.time_ns())

    def _read(self) -> tuple[Mark | None, Mark | None]:
        """The visit before, and the last time that somebody looked."""
        try:
            kept = json.loads(self._path.read_bytes())
            before, now = map(_mark_of, kept)
        except (OSError, ValueError, TypeError, KeyError):
            return None, None
        return before, now

    def _write(self, *marks: Mark | None) -> None:
        fresh = self._path.with_name(f"{FILE}.{os.getpid()}")
        with contextlib.suppress(OSError):
            with open(fresh, "w", encoding="ascii", opener=open_private) as file:
                json.dump([asdict(one) if one else None for one in marks], file)
            os.replace(fresh, self._path)
