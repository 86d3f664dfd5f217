"""Seals: how an SQLite file looked, byte by byte, when its one writer let go of it.

A bit that changes on a disk changes nothing that SQLite itself would notice in most places: a letter of a text, a
number of a vector, an entry of the word index. So whoever writes such a file breaks its seal before the first change
and seals it anew, by the hash of all its bytes, once everything is in it. A file without a seal was left in the middle
of something, and must be checked row by row.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

SealState = Literal["whole", "damaged", "written", "unknown"]
"""`damaged`: bytes changed, and SQLite's counter of changes did not. `written`: both did, so another program wrote it,
and what of it has no hash of its own must be made anew. `unknown`: there is no seal, or a log beside the file holds
more."""

BLOCK_BYTES = 1 << 20

CONDEMNED = "damaged"

CHANGE_COUNTER = slice(24, 28)
"""Where SQLite counts the changes of a file <https://www.sqlite.org/fileformat.html#the_database_header>."""


def seal(path: Path) -> None:
    """Note how a file looks that nobody writes any more; a disk that takes no note leaves it without a seal."""
    place = _seal_of(path)
    fresh = place.with_name(place.name + ".new")
    with suppress(OSError):
        made = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(made, "w", encoding="ascii") as file:
            file.write(" ".join(_looks(path, _never)))
        os.replace(fresh, place)


def unseal(path: Path) -> None:
    """Break the seal of a file that is about to be written; none is no harm."""
    _seal_of(path).unlink(missing_ok=True)


def condemn(path: Path) -> None:
    """Note that a file is damaged, so that the next start makes it anew."""
    with suppress(OSError):
        _seal_of(path).write_text(CONDEMNED, encoding="ascii")


def is_condemned(path: Path) -> bool:
    """Whether a file was found to be damaged while it was open."""
    try:
        return _seal_of(path).read_text("ascii", "replace") == CONDEMNED
    except OSError:
        return False


def is_sealed(path: Path) -> bool:
    """Whether a file has a seal, whatever it says."""
    return _seal_of(path).exists()


def inspect(path: Path, should_stop: Callable[[], bool] = lambda: False) -> SealState:
    """Compare a file with its seal; `unknown` also where `should_stop` said so on the way."""
    if is_condemned(path):
        return "damaged"
    try:
        noted = _seal_of(path).read_text("ascii", "replace").split()
        log = path.with_name(path.name + "-wal")
        if len(noted) != 2 or (log.exists() and log.stat().st_size):
            return "unknown"
        counter, digest = _looks(path, should_stop)
    except OSError:
        return "unknown"
    if not digest or not is_sealed(path):
        return "unknown"
    if digest == noted[1]:
        return "whole"
    return "damaged" if counter == noted[0] else "written"


def _looks(path: Path, should_stop: Callable[[], bool]) -> tuple[str, str]:
    """The counter of changes and the hash of a file; no hash where it was stopped."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        counter = file.read(CHANGE_COUNTER.stop)[CHANGE_COUNTER].hex() or "-"
        file.seek(0)
        while block := file.read(BLOCK_BYTES):
            whole.update(block)
            if should_stop():
                return counter, ""
    return counter, whole.hexdigest()


def _seal_of(path: Path) -> Path:
    return path.with_name(path.name + ".seal")


def _never() -> bool:
    return False
