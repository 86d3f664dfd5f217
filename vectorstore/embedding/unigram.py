"""XLM-R's tokens of a text: the Unigram model (Kudo 2018, arXiv:1804.10959) over the pieces of the bundled weights.

The same tokens, at the same places, as `tokenizers` finds (`bundled_e5.build_tokenizer`; `tests/test_unigram.py`
compares them). That library builds its tables of all 250,002 pieces first, which takes .6 s and 270 MB of a program
that otherwise answers after one second; here the pieces stay packed as they are in the file, and the few thousand that
a language needs are unpacked when they are met. A word is cut once and remembered, so that texts cost about as much.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from vectorstore.embedding.e5_weights import Pieces

MARK = "▁"
"""Stands before every word, in place of the space."""

UNKNOWN_PENALTY = 10.0
"""Below the least likely piece: what a character costs that no piece has (`kUnkPenalty` of SentencePiece)."""

MAX_PIECE_CHARACTERS = 16
"""Characters of the longest piece."""

CACHED_WORDS = 1 << 15


class Unigram:
    """Cuts texts into pieces. May be called from several threads."""

    def __init__(self, pieces: Pieces, unknown: int) -> None:
        """`unknown`: the number of the piece that stands for what no piece has."""
        self._pieces = pieces
        self._unknown = unknown
        self._unknown_score = float(pieces.scores.min()) - UNKNOWN_PENALTY
        keys = pieces.beginnings()
        self._order = np.argsort(keys, kind="stable").astype(np.int32)
        self._keys = keys[self._order]
        self._groups: dict[str, dict[str, tuple[int, float]]] = {}
        self._word = lru_cache(CACHED_WORDS)(self._cut)

    def encode(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Of n tokens, int64: their numbers (n,) and their places in `text` (n, 2), in characters.

        A token that begins a word begins with the space before it.
        """
        if not text:
            return np.zeros(0, np.int64), np.zeros((0, 2), np.int64)
        # of several spaces the last one is kept
        kept = np.arange(len(text))
        if "  " in text:
            codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
            space = codes == 32
            kept = np.flatnonzero(~(space & np.append(space[1:], False)))
            text = re.sub(" {2,}", " ", text)
        marked = text.replace(" ", MARK)
        added = not marked.startswith(MARK)
        if not added:
            marked = marked[1:]
        ids: list[int] = []
        ends: list[int] = []
        end = 0
        for word in marked.split(MARK):
            found, lengths = self._word(MARK + word)
            ids += found
            for length in lengths:
                end += length
                ends.append(end)
        last = np.array(ends) - 1 - added  # places of characters in the text; -1 is a mark that was added
        first = np.append(-int(added), last[:-1] + 1)
        offsets = np.stack((kept[np.maximum(first, 0)], kept[np.maximum(last, 0)] + 1), 1)
        return np.array(ids, np.int64), offsets

    def numbers(self, text: str) -> list[int]:
        """The numbers of the tokens alone, as `encode` has them."""
        marked = re.sub(" {2,}", " ", text).replace(" ", MARK).removeprefix(MARK) if text else ""
        return [number for word in marked.split(MARK) for number in self._word(MARK + word)[0]] if text else []

    def _cut(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers and lengths of the likeliest pieces of a word; Viterbi's way through it.

        Where two ways are as likely, the longer last piece is taken, as the library does.
        """
        size = len(word)
        scores = [0.0] + [-np.inf] * size
        ways: list[tuple[int, int]] = [(0, 0)] * (size + 1)  # where the last piece begins, and its number
        for start in range(size):
            here = scores[start]
            single = self._group(word[start]).get(word[start])
            longer = self._group(word[start : start + 2]) if start + 1 < size else {}
            number, score = single or (self._unknown, self._unknown_score)
            if score + here > scores[start + 1]:
                scores[start + 1], ways[start + 1] = score + here, (start, number)
            if not longer:
                continue
            for end in range(start + 2, min(size, start + MAX_PIECE_CHARACTERS) + 1):
                piece = longer.get(word[start:end])
                if piece is not None and piece[1] + here > scores[end]:
                    scores[end], ways[end] = piece[1] + here, (start, piece[0])
        return self._path(ways)

    def _path(self, ways: list[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The pieces from the end back, those that are unknown side by side as one."""
        ids: list[int] = []
        lengths: list[int] = []
        end = len(ways) - 1
        while end > 0:
            start, number = ways[end]
            if ids and number == self._unknown == ids[-1]:
                lengths[-1] += end - start
            else:
                ids.append(number)
                lengths.append(end - start)
            end = start
        return tuple(reversed(ids)), tuple(reversed(lengths))

    def _group(self, beginning: str) -> dict[str, tuple[int, float]]:
        """The pieces with these first two characters, or of this one character, with their numbers and scores."""
        group = self._groups.get(beginning)
        if group is None:
            key = np.uint64(int.from_bytes(beginning.encode("utf-8", "surrogatepass").ljust(8, b"\0"), "big"))
            left, right = np.searchsorted(self._keys, key, "left"), np.searchsorted(self._keys, key, "right")
            numbers = self._order[left:right].tolist()
            group = {self._pieces[number][0]: (number, self._pieces[number][1]) for number in numbers}
            if group:  # what no piece begins with is looked up again: there is no end of it
                self._groups[beginning] = group
        return group
