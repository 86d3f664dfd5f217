"""A text as an array of numbers, for what is counted over every line of every article.

Apart from `script`, because the process that reads hostile formats does without numpy.
"""

from __future__ import annotations

import functools

import numpy as np

from vectorstore.text.script import arabic_letter_places, count_arabic_letters


def arabic_share(text: str) -> float:
    """The share of Arabic among the letters of a text, 0 to 1; 0 for a text without letters."""
    units = code_units(text)
    if len(units) == len(text):
        every, of_arabic = _letter_tables()
        # a sum of truth values takes five times as long over a line
        letters, arabic = int(np.count_nonzero(every[units])), int(np.count_nonzero(of_arabic[units]))
    else:  # characters that take two units each
        letters, arabic = sum(map(str.isalpha, text)), count_arabic_letters(text)
    return arabic / letters if letters else 0.0


def code_units(text: str) -> np.ndarray:
    """The numbers of the characters of a text (uint16), those beyond the first 65,536 in two."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")


@functools.cache
def _letter_tables() -> tuple[np.ndarray, np.ndarray]:
    """Of each of the first 65,536 characters, whether it is a letter, and whether it is one of Arabic."""
    whole = "".join(map(chr, range(1 << 16)))
    arabic = np.zeros(len(whole), bool)
    arabic[arabic_letter_places(whole)] = True
    return np.fromiter(map(str.isalpha, whole), bool, len(whole)), arabic
