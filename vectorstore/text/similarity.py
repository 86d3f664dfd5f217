"""How alike two words are by the pieces of three letters that they share."""

from __future__ import annotations

import functools

GRAM = 3


@functools.lru_cache(maxsize=200_000)
def grams(word: str) -> tuple[str, ...]:
    """The three-letter pieces of a word; a shorter word is its own piece."""
    return tuple(word[i : i + GRAM] for i in range(max(1, len(word) - GRAM + 1)))


@functools.lru_cache(maxsize=200_000)
def likeness(one: str, other: str) -> float:
    """How alike two words are written, 0 to 1: Dice's coefficient of their pieces (Dice 1945)."""
    first, second = set(grams(one)), set(grams(other))
    return 2 * len(first & second) / (len(first) + len(second))
