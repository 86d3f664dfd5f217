"""An article as it travels: its exact text, its passages and all its vectors, packed into printable strings.

A Chroma record carries strings, and whoever fills a window's ledger from a server must get from it what an indexer's
ledger holds, to the bit: vectors that a server hands back as numbers are rounded. So an article is one parcel (text
and passages compressed, then the vectors as they are stored), cut into pieces that fit into a request. This module
knows nothing of a server.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from vectorstore.types import Document, Embedded, Passage, Remark

SCHEMA = 1
"""Version of the form of these parcels and of the records around them (see `shared`)."""

PIECE_BYTES = 384 << 10
"""Bytes of a parcel in one record, half a megabyte as base64: a request of 32 of them stays far below the 40 MB that
`chroma run` takes at most."""

MAX_PACKED_BYTES = 1 << 30
"""Bytes that the compressed part of a parcel may become: what claims more is damaged, or wants the memory."""

HEAD = struct.Struct("<4sIII32s")
"""Mark, bytes of the compressed part, passages, dimension, and the hash of all that follows."""

MARK = b"ISN1"


@dataclass(frozen=True, slots=True)
class PackedArticle:
    """An article, its passages, what they were made by (model and rules), and one `Embedded` for each passage."""

    document: Document
    made_by: tuple[str, str]
    passages: tuple[Passage, ...]
    vectors: tuple[Embedded, ...]


class BrokenPackage(ValueError):
    """What was received is not a whole parcel."""


def package_key(source: str, sha256: str, made_by: str) -> str:
    """The name of an article as it is now: `where-what`, of which another text, model or splitter changes `what`."""
    where = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    what = hashlib.sha256(json.dumps([source, sha256, made_by]).encode("ascii")).hexdigest()
    return f"{where[:16]}-{what[:24]}"


def pack(parcel: PackedArticle) -> list[str]:
    """The pieces of a parcel, at least one."""
    one = parcel.document
    told = {
        "source": one.source, "text": one.text, "title": one.title, "sha256": one.sha256, "encoding": one.encoding,
        "date": one.date, "url": one.url, "record": one.record, "pages": one.pages,
        "remarks": [astuple(remark) for remark in one.remarks], "made_by": parcel.made_by,
        "passages": [[p.start, p.end, p.kind, p.title, p.sentences] for p in parcel.passages],
    }  # fmt: skip
    text = zlib.compress(json.dumps(told, separators=(",", ":")).encode("ascii"), 6)
    dimension = len(parcel.vectors[0].vector) if parcel.vectors else 0
    body = b"".join(
        (
            text,
            *(np.asarray(made.vector, "<f4").tobytes() for made in parcel.vectors),
            *(np.asarray(made.sentences, "<f2").tobytes() for made in parcel.vectors),
        )
    )
    head = HEAD.pack(MARK, len(text), len(parcel.passages), dimension, hashlib.sha256(body).digest())
    whole = head + body
    return [
        b64encode(whole[first : first + PIECE_BYTES]).decode("ascii") for first in range(0, len(whole), PIECE_BYTES)
    ]


def unpack(pieces: Sequence[str]) -> PackedArticle:
    """The parcel that pieces make in their order; raises ParcelBroken."""
    try:
        whole = b"".join(b64decode(piece, validate=True) for piece in pieces)
        mark, length, number, dimension, digest = HEAD.unpack_from(whole)
        body = whole[HEAD.size :]
        if mark != MARK or hashlib.sha256(body).digest() != digest:
            raise BrokenPackage("the hash is not that of what was received")
        inflate = zlib.decompressobj()
        told = json.loads(inflate.decompress(body[:length], MAX_PACKED_BYTES))
        document, passages = _document(told), _passages(told)
        vectors = _vectors(body[length:], [len(passage.sentences) for passage in passages], dimension)
        if len(passages) != number:
            raise BrokenPackage(f"{len(passages)} passages where {number} were announced")
        model, rules = told["made_by"]
        return PackedArticle(document, (str(model), str(rules)), passages, vectors)
    except BrokenPackage:
        raise
    except (ValueError, LookupError, TypeError, struct.error, zlib.error) as error:
        raise BrokenPackage(f"{type(error).__name__}: {error}") from error


def _document(told: Mapping) -> Document:
    names = ("source", "text", "title", "sha256", "encoding", "date", "url", "record")
    remarks = tuple(Remark(str(code), str(detail)) for code, detail in told.get("remarks", ()))
    return Document(*(str(told[name]) for name in names), tuple(int(page) for page in told["pages"]), remarks=remarks)


def _passages(told: Mapping) -> tuple[Passage, ...]:
    """The passages, each the slice of the text that it says it is."""
    source, text = told["source"], told["text"]
    found = []
    for start, end, kind, title, sentences in told["passages"]:
        spans = tuple((int(first), int(last)) for first, last in sentences)
        if not 0 <= start <= end <= len(text) or any(not start <= a <= b <= end for a, b in spans):
            raise BrokenPackage(f"a passage [{start}, {end}) outside of its text")
        found.append(Passage(source, start, end, text[start:end], title, kind, spans))
    return tuple(found)


def _vectors(raw: bytes, sentences: Sequence[int], dimension: int) -> tuple[Embedded, ...]:
    wide, narrow = 4 * dimension, 2 * dimension
    if len(raw) != len(sentences) * wide + sum(sentences) * narrow:
        raise BrokenPackage(f"{len(raw)} bytes of vectors for {len(sentences)} passages")
    whole = np.frombuffer(raw[: len(sentences) * wide], "<f4").reshape(-1, max(dimension, 1))
    rows = np.frombuffer(raw[len(sentences) * wide :], "<f2").reshape(-1, max(dimension, 1))
    made, first = [], 0
    for vector, count in zip(whole, sentences, strict=True):
        made.append(Embedded(vector, rows[first : first + count].astype(np.float32)))
        first += count
    return tuple(made)
