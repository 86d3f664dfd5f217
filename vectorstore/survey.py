"""The folder compared with the ledger: what must be read, what only looks different, what is gone."""

from __future__ import annotations

import hashlib
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vectorstore.arabic import NORMALISER_VERSION
from vectorstore.documents import find_files
from vectorstore.ledger_reader import LedgerReader
from vectorstore.ledger_rows import FileState, Stamp
from vectorstore.passages import SPLITTER_VERSION

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much there is."""

RACY_NS = 2_000_000_000
"""A file changed within two seconds (FAT's clock step) of being read may change again unseen: hash it."""

RULES = f"{SPLITTER_VERSION}.{NORMALISER_VERSION}"
"""What passages and lexical rows are made by; when it changes, files are split and indexed again."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the folder that must be read, with what the ledger has of it."""

    path: Path
    file: str
    known: FileState | None


@dataclass(frozen=True, slots=True)
class Survey:
    """The folder compared with the ledger, before anything is changed."""

    read: tuple[Found, ...]
    touched: tuple[tuple[str, Stamp], ...]
    gone: tuple[str, ...]
    unchanged: tuple[str, ...]
    notes: tuple[str, ...]


def compare(
    corpus: Path, ledger: LedgerReader, fingerprint: str, on_progress: Progress, retry: bool = False
) -> Survey:
    """Which files must be read, which only look different, which are gone; changes nothing.

    `retry`: what was refused, or of which a part was, must be read again.
    """
    states = ledger.states()
    read, touched, unchanged, seen = [], [], [], set()
    paths = find_files(corpus)
    for done, path in enumerate(paths):
        on_progress("scan", done, len(paths))
        file = _name(path, corpus)
        known = states.get(file)
        stamp = stamp_of(path)
        if stamp is None or file in seen:
            continue
        seen.add(file)
        if known is None or _must_read(known, fingerprint) or (retry and known.reason):
            read.append(Found(path, file, known))
        elif _looks_same(known.stamp, stamp):
            unchanged.append(file)
        elif known.sha256 and known.sha256 == sha256_of(path):
            unchanged.append(file)
            touched.append((file, stamp))
        else:
            read.append(Found(path, file, known))
    on_progress("scan", len(paths), len(paths))
    old = [found.known for found in read if found.known]
    notes = []
    if any(known.embedder != fingerprint for known in old):
        notes.append("model_changed")
    if any(known.splitter != RULES for known in old):
        notes.append("rebuilt_version")
    kept = tuple(file for file in unchanged if states[file].status == "indexed")
    return Survey(tuple(read), tuple(touched), tuple(sorted(set(states) - seen)), kept, tuple(notes))


def stamp_of(path: Path) -> Stamp | None:
    """How a file looks now; None where it is not there."""
    now = time.time_ns()
    try:
        looks = path.stat()
    except OSError:
        return None
    return Stamp(looks.st_size, looks.st_mtime_ns, looks.st_ctime_ns, now)


def identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one at the same place (the one on which a drive is mounted, say)."""
    try:
        looks = folder.stat()
    except OSError:
        return None
    return (looks.st_dev, looks.st_ino) if stat.S_ISDIR(looks.st_mode) else None


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _must_read(known: FileState, fingerprint: str) -> bool:
    """Whether a file is read again whatever it looks like."""
    made_otherwise = (known.embedder, known.splitter) != (fingerprint, RULES)
    return made_otherwise or known.status == "reading" or known.reason == "unreadable"


def _name(path: Path, corpus: Path) -> str:
    """The path inside the folder with `/`; bytes that are no UTF-8 are spelt out."""
    return path.relative_to(corpus).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def _looks_same(known: Stamp, now: Stamp) -> bool:
    """Whether a file can be taken for unchanged without reading it."""
    same = (known.size, known.mtime_ns, known.ctime_ns) == (now.size, now.mtime_ns, now.ctime_ns)
    return same and known.mtime_ns < known.read_ns - RACY_NS
