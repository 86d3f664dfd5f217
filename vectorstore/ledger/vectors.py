"""The vectors of the passages, all or of some articles: read a page at a time, compared with their checksums, and
searched one by one. Functions over rows of the queries below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from vectorstore.ledger.checks import Ask
from vectorstore.ledger.digests import corruption_error
from vectorstore.ledger.packed import unpack
from vectorstore.ledger.sound_rows import must_be_sound_vector

VECTORS_AT_ONCE = 10_000
"""Vectors compared at once: 15 MB of them."""

VECTOR = "v.key, v.vector, v.digest"
"""What of the vectors stands before a passage's own columns, `p.*`, for `sound_rows.stored_of`."""

WITH_VECTORS = "passages p JOIN vectors v ON v.key = p.vector_key"

VECTORS = f"{VECTOR}, v.sentences"
EMBEDDED = "FROM passages p LEFT JOIN vectors v ON v.key = p.vector_key WHERE p.id IN ({})"
"""The same for `sound_rows.embedded_of`; a passage whose vectors are lost shall be missed."""

ALL = f"SELECT p.id, {VECTOR} FROM {WITH_VECTORS} ORDER BY p.rowid"
OF_SOURCES = f"SELECT p.id, {VECTOR} FROM {WITH_VECTORS} WHERE p.source IN ({{}})"
"""Rows for `matrix` and `nearest`."""


def pages(ask: Ask, page: int) -> Iterator[tuple[list[str], np.ndarray]]:
    """The ids of all passages and their vectors (n, d), up to `page` at a time, in order of their rows."""
    sql = f"SELECT p.rowid, p.id, {VECTOR} FROM {WITH_VECTORS} WHERE p.rowid > ? ORDER BY p.rowid LIMIT {int(page)}"
    last = -1
    while rows := ask(sql, (last,)):
        for _, _, *made in rows:
            must_be_sound_vector(*made)
        if len({len(row[3]) for row in rows}) > 1:
            raise corruption_error("vectors of more than one model")
        yield [row[1] for row in rows], unpack(b"".join(row[3] for row in rows), len(rows[0][3]))
        last = rows[-1][0]


def matrix(rows: Iterable[Sequence], number: int, dimension: int) -> tuple[list[str], np.ndarray]:
    """Ids and vectors (n, dimension), float32, of at most `number` rows; other dimensions are left out."""
    ids: list[str] = []
    made = np.empty((number, dimension), np.float32)
    for page in _each_page(rows):
        page = [row for row in page if len(row[2]) == dimension]
        made[len(ids) : len(ids) + len(page)] = unpack(b"".join(row[2] for row in page), dimension)
        ids += [row[0] for row in page]
    return ids, made[: len(ids)]


def nearest(rows: Iterable[Sequence], vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
    """Ids and cosines of the rows nearest to a vector of unit length, best first; other dimensions are left out."""
    best: list[tuple[str, float]] = []
    for page in _each_page(row for row in rows if len(row[2]) == len(vector)):
        scores = unpack(b"".join(row[2] for row in page), len(vector)) @ np.asarray(vector, np.float32)
        best += [(page[i][0], float(scores[i])) for i in top_indices(scores, limit)]
        best = sorted(best, key=lambda pair: -pair[1])[: max(limit, 0)]
    return best


def top_indices(scores: np.ndarray, limit: int) -> np.ndarray:
    """Places of the highest scores, best first; of equal ones the first."""
    if 0 < limit < len(scores):
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        places = np.flatnonzero(scores >= least)
        return places[np.argsort(-scores[places], kind="stable")][:limit]
    return np.argsort(-scores, kind="stable")[: max(limit, 0)]


def _each_page(rows: Iterable[Sequence]) -> Iterator[list[Sequence]]:
    """The rows, a page in memory at a time; raises sqlite3.DatabaseError where a vector is not as it was written."""
    pending = iter(rows)
    while page := list(islice(pending, VECTORS_AT_ONCE)):
        for _, *made in page:
            must_be_sound_vector(*made)
        yield page
