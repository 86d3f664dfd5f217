"""Paragraphs from the lines of a page: a line goes on with the one before by its size, its place and its fullness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from vectorstore.formats.pdf_lines import GlyphLine
from vectorstore.text.paragraphs import ends_sentence

_RAGGED = 0.3
"""Share of a column that a line leaves free at most where its paragraph goes on, since it ends no sentence."""

_COLUMN_LINES = 80
"""Lines before and after one by which the width of its column is told; a page has some 50."""


def group_paragraphs(lines: Sequence[tuple[GlyphLine, str]]) -> list[str]:
    """The paragraphs of lines with their texts, which follow each other on a page.

    A line goes on with the one before where they are of one size, stand close, and the one before is so full
    that the first word would not have fitted into it.
    """
    steps = [one[0].baseline - two[0].baseline for one, two in zip(lines, lines[1:], strict=False)]
    step = median(one for one in steps if one > 0) if any(one > 0 for one in steps) else 0.0
    found: list[str] = []
    for at, (_, text) in enumerate(lines):
        if at and _goes_on(lines, at, step):
            found[-1] = join_lines(found[-1], text)
        else:
            found.append(text)
    return found


def join_lines(before: str, after: str) -> str:
    """Two pieces of a paragraph; a Latin word that was hyphenated at the line's end is whole again."""
    if re.search(r"[a-z]-$", before) and re.match(r"[a-z]", after):
        return before[:-1] + after
    if re.search(r"\d-$", before) and re.match(r"\d", after):
        return before + after
    return f"{before} {after}"


def _goes_on(lines: Sequence[tuple[GlyphLine, str]], at: int, step: float) -> bool:
    (before, so_far), (line, text) = lines[at - 1], lines[at]
    distance = before.baseline - line.baseline
    if distance <= 0 or distance > 1.3 * step or distance > 2.5 * line.size:
        return False
    if abs(before.size - line.size) > 0.1 * line.size:
        return False
    near = lines[max(0, at - _COLUMN_LINES) : at + _COLUMN_LINES]
    column = [one for one, _ in near if min(one.right, line.right) > max(one.left, line.left)]
    left, right = min(one.left for one in column), max(one.right for one in column)
    free = before.left - left if before.right_to_left else right - before.right
    per_letter = (line.right - line.left) / max(len(text), 1)
    first_word = (len(text.split(maxsplit=1)[0]) + 1) * per_letter
    room = first_word if ends_sentence(so_far) else max(first_word, _RAGGED * (right - left))
    return free < room + per_letter
