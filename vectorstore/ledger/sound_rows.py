"""Rows of the ledger as values, each compared with its hash first: what is damaged is no value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from vectorstore.ledger.digests import corruption_error, is_sound, sentences_are_sound, vector_is_sound
from vectorstore.ledger.packed import unpack, unpacked_together
from vectorstore.ledger.rows import StoredPassage
from vectorstore.types import Embedded, Passage, Remark


def must_be_sound(what: str, row: Sequence) -> None:
    """Raise sqlite3.DatabaseError where a row, its hash at its end, is not as it was written; `what`: it is one of."""
    if not is_sound(row):
        raise corruption_error(f"{what} {row[0]!r} is not as it was written")


def must_be_sound_vector(key: str | None, vector: bytes, digest: bytes) -> None:
    """Raise sqlite3.DatabaseError where a passage's vector is lost or not as it was written."""
    if key is None or not vector_is_sound(key, vector, digest):
        raise corruption_error(f"vector {key!r} is not as it was written")


def passage_of(row: Sequence) -> Passage:
    """A row of passages; raises sqlite3.DatabaseError where it is not as it was written."""
    must_be_sound("passage", row)
    _, _, source, _, start, end, kind, text, title, sentences, *_ = row
    return Passage(source, start, end, text, title, kind, tuple((a, b) for a, b in json.loads(sentences)))


def passages_by_id(rows: Iterable[Sequence]) -> dict[str, Passage]:
    """Rows of passages by id; raises as `passage_of`."""
    return {row[1]: passage_of(row) for row in rows}


def stored_of(row: Sequence) -> StoredPassage:
    """A passage with its vector, from `vectors.VECTOR` and a row of passages; raises as `passage_of`."""
    must_be_sound_vector(*row[:3])
    return StoredPassage(row[3], passage_of(row[3:]), unpack(row[1], len(row[1]))[0])


def embedded_of(rows: Sequence[Sequence]) -> list[Embedded]:
    """The vectors of rows that begin with `vectors.VECTORS`, each compared with its checksum; raises so, too."""
    for key, vector, digest, sentences, *_ in rows:
        must_be_sound_vector(key, vector, digest)
        if not sentences_are_sound(key, sentences, digest):
            raise corruption_error("vectors of sentences that are not those that were written")
    return unpacked_together([(row[1], row[3]) for row in rows])


def remarks_of(stored: str) -> tuple[Remark, ...]:
    """What is remarked on an article, from its column."""
    if stored == "[]":  # most of them: parsing it took a second for 100,000 files
        return ()
    return tuple(Remark(code, detail) for code, detail in json.loads(stored))
