"""How the ledger keeps vectors and texts without keeping anything twice.

A vector of unit length is kept in 8 bits a number: its largest one becomes 127, and no scale is needed, because its
length is known. The cosine of two such vectors is off by some .0005. What is packed again after it was unpacked is the
same bytes.

An article is kept as its passages and what stands between them: they are exact slices of it, in its order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from vectorstore.types import Embedded, Passage

PEAK = 127


def pack(vectors: np.ndarray) -> bytes:
    """Vectors (…, d) of unit length, 8 bits a number."""
    vectors = np.asarray(vectors, np.float32)
    peaks = np.abs(vectors).max(axis=-1, keepdims=True, initial=0.0)
    return np.rint(vectors * (PEAK / np.where(peaks > 0, peaks, 1.0))).astype(np.int8).tobytes()


def packed_together(rows: Sequence[tuple[str, Embedded]]) -> Iterator[tuple[str, tuple[bytes, bytes]]]:
    """By key, a passage's own vector and those of its sentences, packed; all of one dimension are packed at once."""
    shapes = {(made.vector.shape, made.sentences.ndim, made.sentences.shape[-1]) for _, made in rows}
    if len(shapes) != 1 or next(iter(shapes))[1:] != (2, rows[0][1].vector.shape[-1]):
        yield from ((key, (pack(made.vector), pack(made.sentences))) for key, made in rows)
        return
    dimension = rows[0][1].vector.shape[-1]
    whole = pack(np.concatenate([one for _, made in rows for one in (made.vector[None], made.sentences)]))
    place = 0
    for key, made in rows:
        middle, end = place + dimension, place + dimension * (1 + len(made.sentences))
        yield key, (whole[place:middle], whole[middle:end])
        place = end


def unpack(packed: bytes, dimension: int) -> np.ndarray:
    """Vectors (n, dimension) of unit length in float32; raises ValueError where the bytes are of no such number."""
    rows = np.frombuffer(packed, np.int8).reshape(-1, dimension).astype(np.float32)
    rows /= np.maximum(np.sqrt(np.einsum("ij,ij->i", rows, rows)), 1e-12)[:, None]
    return rows


def unpacked_together(rows: Sequence[tuple[bytes, bytes]]) -> list[Embedded]:
    """A passage's own vector and those of its sentences, each pair as `unpack` has it; all at once, as mostly all are
    of one dimension. Raises ValueError where the bytes are of no such number."""
    dimension = len(rows[0][0]) if rows else 0
    if not dimension or any(len(vector) != dimension or len(sentences) % dimension for vector, sentences in rows):
        return [Embedded(unpack(one, len(one))[0], unpack(sentences, len(one))) for one, sentences in rows]
    whole = unpack(b"".join([packed for row in rows for packed in row]), dimension)
    found, place = [], 0
    for _, sentences in rows:
        end = place + 1 + len(sentences) // dimension
        found.append(Embedded(whole[place], whole[place + 1 : end]))
        place = end
    return found


def between(text: str, passages: Sequence[Passage]) -> list[str]:
    """What stands before the first passage of a text, between any two, and behind the last one.

    Raises ValueError where they are not slices of the text in its order.
    """
    found, end = [], 0
    for passage in passages:
        if passage.start < end or text[passage.start : passage.end] != passage.text:
            raise ValueError(f"{passage.source}:{passage.start} is no slice behind the one before it")
        found.append(text[end : passage.start])
        end = passage.end
    return [*found, text[end:]]


def whole_text(rest: Sequence[str], passages: Sequence[str]) -> str:
    """The text that `between` was of; raises ValueError where there are not as many pieces as it takes."""
    return "".join(_alternately(rest, passages))


def _alternately(rest: Sequence[str], passages: Sequence[str]) -> Iterator[str]:
    for space, passage in zip(rest, [*passages, ""], strict=True):
        yield space
        yield passage
