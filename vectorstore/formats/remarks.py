"""Numbers of pages and lines as a remark on a document names them."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NUMBERS = 20
"""Of lines that are named one by one; more would be no remark."""


def numbered(numbers: Sequence[int]) -> str:
    """Numbers in order as a reader writes them.

    >>> numbered([2, 3, 4, 7])
    '2-4, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def first_numbers(numbers: Sequence[int]) -> str:
    """The same for the first ones, with a sign where there are more."""
    return numbered(numbers[:MOST_NUMBERS]) + (" …" if len(numbers) > MOST_NUMBERS else "")
