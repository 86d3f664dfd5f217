"""A hash for each row of the ledger that an answer rests on, so that what was damaged is not taken for what was read.

Kept in the row itself, made when it is written, compared whenever it is read (some 3 µs) and over all rows at a start
that finds the ledger without its seal. `digest` is the last column of every table that has one, so that a row is
compared as `SELECT *` gives it.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Sequence

DIGEST_BYTES = 16
CHECKSUM_BYTES = 4


def row_digest(values: Iterable[object]) -> bytes:
    """The hash of a row's values in their order, 16 bytes."""
    values = list(values)
    if bytes in map(type, values):  # which no sound row has
        told = [value if isinstance(value, bytes) else _encoded(str(value)) for value in values]
        return hashlib.blake2b(b"\0".join(told), digest_size=DIGEST_BYTES).digest()
    return hashlib.blake2b(_encoded("\0".join(map(str, values))), digest_size=DIGEST_BYTES).digest()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def vector_digest(key: str, vector: bytes, sentences: bytes) -> bytes:
    """Two checksums, 8 bytes: one for a passage's own vector, which is mostly read alone, one for its sentences'.

    CRC-32 misses no flipped bit, nor one of 4 billion other changes, and takes a fifteenth of a hash's time: a question
    reads a megabyte of vectors.
    """
    return _checksum(key, vector) + _checksum(key, sentences)


def _checksum(key: str, data: bytes) -> bytes:
    return zlib.crc32(data, zlib.crc32(key.encode("ascii", "replace"))).to_bytes(CHECKSUM_BYTES, "little")


def is_sound(row: Sequence) -> bool:
    """Whether a row of files, documents or passages, its hash at its end, is as it was written."""
    return row_digest(row[:-1]) == row[-1]


def vector_is_sound(key: str, vector: bytes, digest: bytes) -> bool:
    """Whether a passage's vector is as it was written."""
    return _are_whole(key, vector, digest) and _checksum(key, vector) == digest[:CHECKSUM_BYTES]


def sentences_are_sound(key: str, sentences: bytes, digest: bytes) -> bool:
    """Whether the vectors of a passage's sentences are as they were written."""
    return _are_whole(key, sentences, digest) and _checksum(key, sentences) == digest[CHECKSUM_BYTES:]


def _are_whole(key: str, data: bytes, digest: bytes) -> bool:
    """Whether the values have the types at all that they were written with: damage can change those, too."""
    return isinstance(key, str) and isinstance(data, bytes) and isinstance(digest, bytes)


def corruption_error(found: str) -> sqlite3.DatabaseError:
    """The error that SQLite itself raises where it comes upon damage."""
    error = sqlite3.DatabaseError(found)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error
