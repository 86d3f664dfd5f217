"""How alike two words are by the pieces of three letters that they share."""

from __future__ import annotations

import functools

GRAM_CHARACTERS = 3

CACHED_PAIRS = 50_000
"""Pairs of words whose likeness is kept, some 10 MB."""

CACHED_WORDS = 50_000
"""Words of which the number of different pieces is kept."""


def letter_grams(word: str) -> tuple[str, ...]:
    """The three-letter pieces of a word; a shorter word is its own piece."""
    return tuple(word[i : i + GRAM_CHARACTERS] for i in range(max(1, len(word) - GRAM_CHARACTERS + 1)))


@functools.lru_cache(maxsize=1_000)
def distinct_grams(word: str) -> frozenset[str]:
    """The different pieces of a word; kept for the words of the last questions."""
    return frozenset(letter_grams(word))


@functools.lru_cache(maxsize=CACHED_WORDS)
def _distinct_number(word: str) -> int:
    return len(set(letter_grams(word)))


@functools.lru_cache(maxsize=CACHED_PAIRS)
def gram_similarity(one: str, other: str) -> float:
    """How alike two words are written, 0 to 1: Dice's coefficient of their pieces (Dice 1945)."""
    first = distinct_grams(one)
    if len(one) < GRAM_CHARACTERS or len(other) < GRAM_CHARACTERS:
        shared = int(one == other)
    else:  # a piece of three letters is one of a longer word's where it stands in it
        shared = sum([piece in other for piece in first])
    return 2 * shared / (len(first) + _distinct_number(other))
