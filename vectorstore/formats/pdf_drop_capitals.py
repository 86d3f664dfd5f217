"""Drop capitals: a letter or a word as high as several lines, at which its paragraph begins.

It stands on the level of the last of these lines, or between them, and belongs before the first one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from vectorstore.formats.pdf_glyphs import Glyph
from vectorstore.text.script import runs_right_to_left

_LARGE = 1.8
"""Share of the text's size from which letters are as high as two lines."""
_MOST_LETTERS = 12
_MOST_LINES = 6
_MOST_CAPITALS = 20
"""Large letters of a page up to which each may begin a paragraph; more are a poster, and would take long."""
_LEVEL = 0.35
"""Share of the text's size by which a capital's line and the last one beside it differ at most."""
_NEAR = 2.0
"""Sizes of the text that a capital and the lines beside it stand apart at most."""
_SAME_SIZE = 0.15
_SPACE = 0.6
"""Sizes that a word is set off from the first line; a letter is of its word."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Glyphs that follow each other on one level."""

    glyphs: tuple[Glyph, ...]
    left: float
    right: float
    baseline: float


def with_drop_capitals(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a page with each drop capital in the size of the text, and before the line that it begins."""
    sizes = [glyph.size for glyph in glyphs if not glyph.is_space]
    if not sizes or max(sizes) < _LARGE * (size := median(sizes)):
        return list(glyphs)
    stretches = list(_stretches(glyphs, size))
    text = [one for one in stretches if abs(one.glyphs[0].size - size) <= _SAME_SIZE * size]
    found = list(glyphs)
    large = [one for one in stretches if _may_be_capital(one, size)]
    for capital in large if len(large) <= _MOST_CAPITALS else ():
        if (first := _first_line(capital, text, size)) is not None:
            moved = list(_before(capital, first, size))
            inside = {id(glyph) for glyph in capital.glyphs}
            found = [glyph for glyph in found if id(glyph) not in inside]
            at = next(place for place, glyph in enumerate(found) if glyph is first.glyphs[0])
            found[at:at] = moved
    return found


def _stretches(glyphs: Sequence[Glyph], size: float) -> Iterator[_Stretch]:
    run: list[Glyph] = []
    for glyph in [*glyphs, None]:
        if glyph is not None and glyph.is_space:
            continue
        if glyph is not None and run and _is_beside(run[-1], glyph, size):
            run.append(glyph)
            continue
        if run:
            edges = min(one.left for one in run), max(one.right for one in run)
            yield _Stretch(tuple(run), *edges, median(one.baseline for one in run))
        run = [] if glyph is None else [glyph]


def _is_beside(before: Glyph, glyph: Glyph, size: float) -> bool:
    level = abs(before.baseline - glyph.baseline) <= _LEVEL * size
    return level and (before.size < _LARGE * size) == (glyph.size < _LARGE * size)


def _may_be_capital(one: _Stretch, size: float) -> bool:
    letters = all(glyph.text[0].isalpha() for glyph in one.glyphs)
    return letters and len(one.glyphs) <= _MOST_LETTERS and min(glyph.size for glyph in one.glyphs) >= _LARGE * size


def _first_line(capital: _Stretch, text: Sequence[_Stretch], size: float) -> _Stretch | None:
    """The first of the lines beside a capital; None where it is none: no two lines end at it, the last of them not on
    its level, or none goes on below it."""
    from_right = _from_right(capital)
    height = max(glyph.size for glyph in capital.glyphs)
    gaps = [(capital.left - one.right if from_right else one.left - capital.right, one) for one in text]
    beside = [
        one
        for gap, one in gaps
        if abs(gap) <= _NEAR * size and -_LEVEL * size <= one.baseline - capital.baseline <= height
    ]
    beside.sort(key=lambda one: -one.baseline)
    if not 2 <= len(beside) <= _MOST_LINES or beside[-1].baseline - capital.baseline > _LEVEL * size:
        return None
    step = (beside[0].baseline - beside[-1].baseline) / (len(beside) - 1)
    edge = capital.right if from_right else capital.left
    goes_on = any(
        0.5 * step < beside[-1].baseline - one.baseline < 1.5 * step
        and abs((one.right if from_right else one.left) - edge) <= size
        for one in text
    )
    return beside[0] if goes_on and step > size * _SAME_SIZE else None


def _from_right(one: _Stretch) -> bool:
    return runs_right_to_left("".join(glyph.text for glyph in one.glyphs))


def _before(capital: _Stretch, first: _Stretch, size: float) -> Iterator[Glyph]:
    """The glyphs of a capital, as small as the text, at the edge of its first line."""
    apart = _SPACE * size if len(capital.glyphs) > 1 else 0.0
    smaller = size / max(glyph.size for glyph in capital.glyphs)
    if _from_right(capital):
        old, new = capital.left, first.right + apart
    else:
        old, new = capital.right, first.left - apart
    for glyph in capital.glyphs:
        left, right, pen = (new + (place - old) * smaller for place in (glyph.left, glyph.right, glyph.pen))
        yield replace(glyph, left=left, right=right, pen=pen, baseline=first.baseline, size=size)
