"""How each word of a text scores for each label of a name, and the best labels of its sentences.

All words of a text are looked at together, and what a word adds to itself and to its neighbours is remembered, as is
what the places of words tell: most of a text is words that were met before.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TypeVar, get_args

import numpy as np

from assistant.names.borders import Kind
from assistant.names.features import STEPS, key_of, of_neighbour, of_pair, of_place, of_word
from vectorstore.embedding.text_input import TextInput
from vectorstore.text.arabic import Token

LABELS = ("O", *(f"{mark}-{kind}" for kind in get_args(Kind) for mark in "BI"))
"""What a word may be: no name, the first or a further word of one."""

CACHED_WORDS = 50_000
"""Words, places and pieces whose part of the scores is remembered."""

BLOCK_WORDS = 2_000
"""New words looked at side by side: all that is told of each stands in memory at once, some 2.5 kB a word."""

BLOCK_SENTENCES = 64
"""Sentences whose labels are found side by side, each as long as the longest of them in memory."""

_BEFORE = [key_of(f"{step}:") for step in STEPS]

K = TypeVar("K")


class Scores:
    """The weights of the chain. May be called from several threads."""

    def __init__(self, weights: dict[str, np.ndarray], text: TextInput) -> None:
        self.cities = frozenset(map(int, weights["cities"]))
        self._keys = weights["keys"]
        nothing = np.zeros((1, len(LABELS)), np.float32)
        self._weights = np.concatenate((weights["weights"].astype(np.float32), nothing))  # the last: an unknown key's
        self._vectors = weights["vectors"].astype(np.float64)
        self._centre = weights["mean"].astype(np.float64) @ self._vectors
        self._text = text
        self._words: dict[str, np.ndarray] = {}
        self._places: dict[tuple[str, ...], np.ndarray] = {}
        self._pieces: dict[int, np.ndarray] = {}

    def of(self, sentences: Sequence[str], found: Sequence[Sequence[Token]]) -> list[np.ndarray]:
        """Of each word of each sentence (`found`) the score of each label, float32 (n, labels)."""
        words = [token.text for tokens in found for token in tokens]
        if not words:
            return [np.zeros((0, len(LABELS)), np.float32) for _ in found]
        known = self._of_words(words)
        scores = self._of_places(sentences, found) + self._of_pairs(found) + known[:, 0]
        rows = []
        first = 0
        for tokens in found:
            last = first + len(tokens)
            for place, step in enumerate(STEPS, 1):
                start, end = max(first, first - step), min(last, last - step)
                if start < end:
                    scores[start:end] += known[start + step : end + step, place]
            rows.append(scores[first:last])
            first = last
        return rows

    def _of_words(self, words: Sequence[str]) -> np.ndarray:
        """What each word adds to itself and to those beside it, float32 (n, 1 + steps, labels)."""
        known = {word: self._words.get(word) for word in words}
        new = [word for word, rows in known.items() if rows is None]
        if new:
            made = dict(zip(new, self._made(new), strict=True))
            _remember(self._words, made)
            known |= made
        return np.array([known[word] for word in words])

    def _made(self, words: Sequence[str]) -> np.ndarray:
        """The same of new words (at least one), block by block."""
        blocks = [words[first : first + BLOCK_WORDS] for first in range(0, len(words), BLOCK_WORDS)]
        return np.concatenate([self._made_at_once(block) for block in blocks])

    def _made_at_once(self, words: Sequence[str]) -> np.ndarray:
        told = [of_word(word) for word in words]
        keys = []
        for own in told:
            keys.append([key_of(one) for one in own])
            beside = of_neighbour(own)
            keys += [[key_of(one, before) for one in beside] for before in _BEFORE]
        made = self._sums(keys).reshape(len(words), 1 + len(STEPS), len(LABELS))
        made[:, 0] += self._of_pieces(words)
        return made

    def _of_pieces(self, words: Sequence[str]) -> np.ndarray:
        """What the mean of a word's pieces' vectors adds (`piece_vector`), float32 (n, labels)."""
        cut = [self._text.numbers(word) for word in words]
        known = {number: self._pieces.get(number) for numbers in cut for number in numbers}
        new = [number for number, row in known.items() if row is None]
        if new:
            rows = self._text.words(np.array(new)).astype(np.float64) @ self._vectors
            made = dict(zip(new, rows, strict=True))
            _remember(self._pieces, made)
            known |= made
        sums = np.zeros((len(words), len(LABELS)))
        lengths = np.array([len(numbers) for numbers in cut])
        rows = np.array([known[number] for numbers in cut for number in numbers]).reshape(-1, len(LABELS))
        np.add.at(sums, np.repeat(np.arange(len(words)), lengths), rows)
        return (sums / np.maximum(lengths, 1)[:, None] - self._centre).astype(np.float32)

    def _of_places(self, sentences: Sequence[str], found: Sequence[Sequence[Token]]) -> np.ndarray:
        """What the place of each word in its sentence adds, float32 (n, labels)."""
        told = [
            tuple(one)
            for sentence, tokens in zip(sentences, found, strict=True)
            for one in of_place(sentence, tokens, self.cities)
        ]
        known = {one: self._places.get(one) for one in told}
        new = [one for one, row in known.items() if row is None]
        if new:
            made = dict(zip(new, self._sums([[key_of(key) for key in one] for one in new]), strict=True))
            _remember(self._places, made)
            known |= made
        return np.array([known[one] for one in told])

    def _of_pairs(self, found: Sequence[Sequence[Token]]) -> np.ndarray:
        """What each word adds together with the one before it, float32 (n, labels)."""
        keys = [
            [key_of(of_pair(before.text, token.text))] if before else []
            for tokens in found
            for before, token in zip([None, *tokens], tokens, strict=False)
        ]
        return self._sums(keys)

    def _sums(self, keys: Sequence[Sequence[int]]) -> np.ndarray:
        """The weights of each row of keys, added up: float32 (n, labels)."""
        lengths = np.array([len(row) for row in keys])
        wanted = np.fromiter(itertools.chain.from_iterable(keys), np.uint32, int(lengths.sum()))
        places = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        table = np.full((len(keys), max(1, int(lengths.max()))), len(self._keys))
        table[np.arange(table.shape[1]) < lengths[:, None]] = np.where(
            self._keys[places] == wanted, places, len(self._keys)
        )
        return self._weights[table].sum(1)


def _remember(kept: dict[K, np.ndarray], made: dict[K, np.ndarray]) -> None:
    """At most `CACHED_WORDS`, however many one text brings."""
    if len(kept) + len(made) > CACHED_WORDS:
        kept.clear()
    # a row alone does not keep its whole table
    kept.update({key: row.copy() for key, row in itertools.islice(made.items(), CACHED_WORDS)})


def piece_vector(text: TextInput, word: str) -> np.ndarray:
    """The mean of the encoder's vectors of a folded word's pieces, float32 (d,); zeros for a word without any."""
    numbers = text.numbers(word)
    return text.words(np.array(numbers)).mean(0) if numbers else np.zeros(text.hidden, np.float32)


def best_labels(sentences: Sequence[np.ndarray], moves: np.ndarray) -> list[list[str]]:
    """The labels of the highest score of each sentence by Viterbi's algorithm; scores (n, labels) of each.

    Those of about one length are gone through side by side.
    """
    found: list[list[str]] = [[] for _ in sentences]
    order = sorted((i for i, rows in enumerate(sentences) if len(rows)), key=lambda i: -len(sentences[i]))
    for first in range(0, len(order), BLOCK_SENTENCES):
        block = order[first : first + BLOCK_SENTENCES]
        for place, path in zip(block, _paths([sentences[place] for place in block], moves), strict=True):
            found[place] = [LABELS[label] for label in path]
    return found


def _paths(sentences: Sequence[np.ndarray], moves: np.ndarray) -> Iterable[list[int]]:
    """The best labels of sentences, the longest first."""
    lengths = np.array([len(rows) for rows in sentences])
    best = np.zeros((int(lengths[0]), len(sentences), len(LABELS)))
    for place, rows in enumerate(sentences):
        best[: len(rows), place] = rows
    reached = [int((lengths > word).sum()) for word in range(len(best) + 1)]  # sentences that have such a word
    for word in range(1, len(best)):
        count = reached[word]
        best[word, :count] += (best[word - 1, :count].T[:, :, None] + moves[:, None, :]).max(0)
    labels = np.zeros(best.shape[:2], np.int64)
    for word in range(len(best) - 1, -1, -1):
        on, here = reached[word + 1], reached[word]
        labels[word, on:here] = best[word, on:here].argmax(1)
        if on:
            labels[word, :on] = (best[word, :on] + moves[:, labels[word + 1, :on]].T).argmax(1)
    return (labels[:length, place].tolist() for place, length in enumerate(lengths))
