"""How a file of the folder looks from outside, and the hash of its bytes: is it still what was read?"""

from __future__ import annotations

import hashlib
import stat
import time
from pathlib import Path

from vectorstore.ledger.rows import Stamp

RACY_NS = 2_000_000_000
"""A file changed within two seconds (FAT's clock step) of being read may change again unseen: hash it."""


def file_stamp(path: Path) -> Stamp | None:
    """How a file looks now; None where it is not there."""
    now = time.time_ns()
    try:
        looks = path.stat()
    except OSError:
        return None
    return Stamp(looks.st_size, _storable(looks.st_mtime_ns), _storable(looks.st_ctime_ns), now)


def _storable(moment_ns: int) -> int:
    """A moment, or the nearest that SQLite's integers hold: files may be dated before 1677 or after 2262."""
    return max(-(1 << 63), min(moment_ns, (1 << 63) - 1))


def folder_identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one at the same place (the one on which a drive is mounted, say)."""
    try:
        looks = folder.stat()
    except OSError:
        return None
    return (looks.st_dev, looks.st_ino) if stat.S_ISDIR(looks.st_mode) else None


def file_sha256(path: Path) -> str:
    """The hash of a file's bytes; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def looks_same(known: Stamp, now: Stamp) -> bool:
    """Whether a file can be taken for unchanged without reading it."""
    return _looks(known) == _looks(now) and not _is_racy(known)


def is_unchanged(before: Stamp, sha256: str, path: Path) -> bool:
    """Whether a file that was read is still the one that was looked at and hashed before."""
    now = file_stamp(path)
    return now is not None and _looks(before) == _looks(now) and (not _is_racy(before) or sha256 == file_sha256(path))


def _looks(stamp: Stamp) -> tuple[int, int, int]:
    return stamp.size, stamp.mtime_ns, stamp.ctime_ns


def _is_racy(stamp: Stamp) -> bool:
    """Whether a change could have left no trace in the stamp; always where a file's time lies in the future."""
    return stamp.mtime_ns >= stamp.read_ns - RACY_NS
