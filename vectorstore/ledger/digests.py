"""A hash for each row of the ledger that an answer rests on, so that what was damaged is not taken for what was read.

Kept in the row itself, made when it is written, compared whenever it is read (some 3 µs) and over all rows at a start
that finds the ledger without its seal. `digest` is the last column of every table that has one, so that a row is
compared as `SELECT *` gives it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence

DIGEST_BYTES = 16


def row_digest(values: Iterable[object]) -> bytes:
    """The hash of a row's values in their order, 16 bytes."""
    whole = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for value in values:
        whole.update(value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass"))
        whole.update(b"\0")
    return whole.digest()


def vector_digest(key: str, vector: bytes, sentences: bytes) -> bytes:
    """Two hashes, 32 bytes: one for a passage's own vector, which is mostly read alone, one for its sentences'."""
    return row_digest((key, vector)) + row_digest((key, sentences))


def is_sound(row: Sequence) -> bool:
    """Whether a row of files, documents or passages, its hash at its end, is as it was written."""
    return row_digest(row[:-1]) == row[-1]


def vector_is_sound(key: str, vector: bytes, digest: bytes) -> bool:
    """Whether a passage's vector is as it was written."""
    return isinstance(digest, bytes) and row_digest((key, vector)) == digest[:DIGEST_BYTES]


def sentences_are_sound(key: str, sentences: bytes, digest: bytes) -> bool:
    """Whether the vectors of a passage's sentences are as they were written."""
    return isinstance(digest, bytes) and row_digest((key, sentences)) == digest[DIGEST_BYTES:]


def corruption_error(found: str) -> sqlite3.DatabaseError:
    """The error that SQLite itself raises where it comes upon damage."""
    error = sqlite3.DatabaseError(found)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error
