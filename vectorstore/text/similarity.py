"""How alike two words are by the pieces of three letters that they share."""

from __future__ import annotations

import functools

GRAM_CHARACTERS = 3


@functools.lru_cache(maxsize=200_000)
def letter_grams(word: str) -> tuple[str, ...]:
    """The three-letter pieces of a word; a shorter word is its own piece."""
    return tuple(word[i : i + GRAM_CHARACTERS] for i in range(max(1, len(word) - GRAM_CHARACTERS + 1)))


@functools.lru_cache(maxsize=200_000)
def gram_similarity(one: str, other: str) -> float:
    """How alike two words are written, 0 to 1: Dice's coefficient of their pieces (Dice 1945)."""
    first, second = set(letter_grams(one)), set(letter_grams(other))
    return 2 * len(first & second) / (len(first) + len(second))
