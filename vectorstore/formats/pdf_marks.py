"""Arabic vowel signs and other marks of a page that are drawn as glyphs of their own, put behind their letters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from vectorstore.formats.bidi import letters
from vectorstore.formats.pdf_character import KASHIDA
from vectorstore.formats.pdf_glyphs import Glyph, is_mark
from vectorstore.text.script import side

_MARK_OVER = 0.15
"""Share of the size by which the middle of a mark lies beside its letter at most where the file has them together."""

_ALONE_BESIDE = 0.4
"""The same for a mark that is drawn alone, whose letter its order tells."""

_AROUND = 8
"""Letters to either side of a mark, in the order of drawing, among which its own is."""


def with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Marks that are glyphs of their own put behind their letter.

    A mark that is drawn alone is drawn just before its letter or just after it, one way on a whole page; one that
    is drawn with letters follows its own among pdfium's characters. Either must stand near; else the letter under it
    is it.
    """
    glyphs = [replace(glyph, text=letters(glyph.text)) for glyph in glyphs]
    kept = [glyph for glyph in glyphs if glyph.is_space or not is_mark(glyph.text)]
    bearers = [at for at, glyph in enumerate(kept) if _may_bear(glyph)]
    by_index = {kept[at].index: at for at in bearers}
    marks: list[tuple[Glyph, int]] = []  # with the number of bearers that are drawn before
    drawn = 0
    for glyph in glyphs:
        if not glyph.is_space and is_mark(glyph.text):
            marks.append((glyph, drawn))
        else:
            drawn += _may_bear(glyph)
    beside = [_neighbours(kept, bearers, mark, place) for mark, place in marks]
    alone = [(before, after) for (mark, _), (before, after) in zip(marks, beside, strict=True) if mark.alone]
    first = sum(after < before for before, after in alone) >= sum(before < after for before, after in alone)
    borne: dict[int, str] = {}
    for (mark, place), distances in zip(marks, beside, strict=True):
        around = bearers[max(0, place - _AROUND) : place + _AROUND]
        if mark.alone and distances[first] < _ALONE_BESIDE * mark.size:
            near = [bearers[place if first else place - 1]]
        else:
            follows = [by_index[i] for i in range(mark.index - 1, mark.index - 6, -1) if i in by_index][:1]
            near = [at for at in follows if not mark.alone and _beside(kept[at], mark) < _MARK_OVER * mark.size]
            near = near or sorted(around, key=lambda at: (_beside(kept[at], mark), abs(kept[at].middle - mark.middle)))
        if near:
            borne[near[0]] = borne.get(near[0], "") + mark.text
    return [replace(glyph, text=glyph.text + borne[at]) if at in borne else glyph for at, glyph in enumerate(kept)]


def _may_bear(glyph: Glyph) -> bool:
    return not glyph.is_space and glyph.text[-1] != KASHIDA and side(glyph.text) != "neutral"


def _neighbours(kept: Sequence[Glyph], bearers: Sequence[int], mark: Glyph, place: int) -> tuple[float, float]:
    """How far a mark lies beside the letters that are drawn before and after it."""
    before = _beside(kept[bearers[place - 1]], mark) if place else math.inf
    return before, _beside(kept[bearers[place]], mark) if place < len(bearers) else math.inf


def _beside(letter: Glyph, mark: Glyph) -> float:
    """How far the middle of a mark lies outside its letter, in points; beyond all measure on another line."""
    if abs(letter.baseline - mark.baseline) >= mark.size:
        return math.inf
    return max(letter.left - mark.middle, mark.middle - letter.right, 0.0)
