"""Text as the bundled network takes it: numbers of tokens, their places, and the vectors of their words."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

import numpy as np

from vectorstore.embedding.bundled_e5 import CharacterMap
from vectorstore.embedding.e5_weights import Weights, read_weights, unpack_blocks
from vectorstore.embedding.unigram import Unigram


class TextInput:
    """The tokenizer and the word table of the bundled weights. May be called from several threads.

    `positions`: tokens that the network has places for; `padding`: the token that fills a row up.
    """

    def __init__(self, weights: Weights) -> None:
        self._unigram = Unigram(weights.pieces, weights.unknown)
        self._begin, self._end = weights.begin, weights.end
        self._normaliser = CharacterMap(weights.normalisation)
        self._table = weights.tensors["emb.word"].reshape(weights.shape.vocabulary, -1)
        self.padding = weights.padding
        self.positions = weights.shape.positions
        self.hidden = weights.shape.hidden

    def encode(self, text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of n tokens with the frame: numbers (n,), places in `text` (n, 2) in characters, and whether it is one of the
        frame (n,)."""
        normalised, origin = self._normaliser(text)
        found, places = self._unigram.encode(normalised)
        if origin is not None:
            places = origin[places]
        ids = np.concatenate(([self._begin], found, [self._end]))
        offsets = np.concatenate((np.zeros((1, 2), np.int64), places, np.zeros((1, 2), np.int64)))
        frame = np.zeros(len(ids), bool)
        frame[[0, -1]] = True
        return ids, offsets, frame

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's tokens without the frame."""
        return self._unigram.numbers(self._normaliser(text)[0])

    def words(self, ids: np.ndarray) -> np.ndarray:
        """The vectors of tokens, float32 (…, d) for ids (…)."""
        return unpack_blocks(self._table[ids])


_making = threading.Lock()
"""Held while one is made: two networks that are loaded side by side share it."""


def shared_input(path: Path) -> TextInput:
    """The one of this process, for the file of the bundled weights: it takes a tenth of a second and 20 MB.

    ValueError where the file is damaged.
    """
    with _making:
        return _made_input(path)


@lru_cache(maxsize=1)
def _made_input(path: Path) -> TextInput:
    return TextInput(read_weights(path))
