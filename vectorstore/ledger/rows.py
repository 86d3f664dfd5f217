"""Rows of the ledger as values: what is known of a file, of an article in it, and of a passage to be searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from vectorstore.types import Passage, Remark


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What became of one file of the folder; `status` is `indexed` or `refused`, `reason` a code.

    An indexed file may carry a reason as well: what of it could not be used. `articles` is how many it holds,
    `title`, `date` and `remarks` are those of its one article and empty where it holds several. `read_ns` is when it
    was read, in nanoseconds since 1970, and no part of what became of it.
    """

    source: str
    status: str
    reason: str
    detail: str
    encoding: str
    title: str
    passages: int
    characters: int
    date: str = ""
    articles: int = 1
    remarks: tuple[Remark, ...] = ()
    read_ns: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """What an index was made with, when (ISO 8601, UTC) it was last brought in step, and its bytes on the disk."""

    model: str
    synced: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article without its text, for lists; `file` is the file that it stands in."""

    source: str
    file: str
    title: str
    date: str
    url: str
    characters: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file looked from outside when it was read at `read_ns`."""

    size: int
    mtime_ns: int
    ctime_ns: int
    read_ns: int


@dataclass(frozen=True, slots=True)
class FileState:
    """What the ledger remembers of a file, to tell whether it must be read again.

    `status` is `reading` where a sync was cut off inside the file.
    """

    sha256: str
    stamp: Stamp
    embedder: str
    splitter: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the search indexes need it."""

    rowid: int
    passage: Passage
    vector: np.ndarray


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync found; every file of the folder counts once in added, changed, unchanged or refused.

    `moved`: of the added ones, those whose content stood at another path before. `notes`: codes of what else
    was done: rebuilt_version, rebuilt_corrupt, model_changed, chroma_rebuilt, stopped.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    refused: int
    notes: tuple[str, ...]
    files: tuple[FileRecord, ...]
    moved: int = 0


def unchanged_report(files: Sequence[FileRecord], notes: tuple[str, ...] = ()) -> SyncReport:
    """The report of an index that stays as it is, made of these files."""
    refused = sum(record.status == "refused" for record in files)
    return SyncReport(0, 0, 0, len(files) - refused, refused, notes, tuple(files))
