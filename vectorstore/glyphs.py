"""Lines of text from the glyphs of a page: where each is drawn says in which line, word and order it stands.

The order in which a PDF holds its glyphs says little; their places are what a reader sees. Glyphs of one
baseline that follow each other are a line; a gap wider than between letters is a space; marks stand with the
letter that they are drawn over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from vectorstore.paragraphs import ends_sentence
from vectorstore.visual_order import is_right_to_left, letters, side, written

_SAME_LINE = 0.6
"""Share of the size by which a glyph's baseline differs at most from its line's: raised figures, mixed fonts."""

_GAP = 0.16
"""Share of the size from which a gap is a space; spaces are .2 to .35 wide, gaps between letters below .1."""

_GAP_AT_MARKS = 0.3
"""The same beside a letter with its marks, whose box may be that of a mark: such letters stand off the baseline."""

_RAGGED = 0.3
"""Share of a column that a line leaves free at most where its paragraph goes on, since it ends no sentence."""

_SPACE = 0.1
"""Share of the size from which a space is one; narrower ones are placed anywhere by what made the file."""

_LIGATURES = frozenset(("لا", "لأ", "لإ", "لآ", "لٱ", "الله", "لله", "محمد", "صلى", "ريال"))
"""Those whose letters a reader may give in either order, as they are written."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """What one place of a page shows: its characters, its left and right edge, its baseline and size, in points."""

    text: str
    left: float
    right: float
    baseline: float
    size: float

    @property
    def middle(self) -> float:
        """Halfway between the edges."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: what it says if its glyphs stand as they look (`drawn`), and if as they are written (`raw`)."""

    drawn: str
    raw: str
    right_to_left: bool
    left: float
    right: float
    baseline: float
    size: float


def lines_of(glyphs: Iterable[Glyph], *, trust_spaces: bool = True) -> list[Line]:
    """The lines of a page in the order in which the page has them.

    `trust_spaces`: whether spaces among the glyphs are taken for ones, or only gaps.
    """
    glyphs = _merged(glyphs)
    arabic = is_arabic("".join(glyph.text for glyph in glyphs))
    found: list[list[Glyph]] = []
    baseline = 0.0
    for glyph in glyphs:
        if found and abs(baseline - glyph.baseline) <= _SAME_LINE * max(glyph.size, found[-1][-1].size):
            found[-1].append(glyph)
            baseline += (glyph.baseline - baseline) / len(found[-1])
        else:
            found.append([glyph])
            baseline = glyph.baseline
    return [line for one in found if (line := _line(one, arabic=arabic, trust_spaces=trust_spaces)) is not None]


def _merged(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Characters of one glyph (a ligature that shows several) put together, and marks with their letter."""
    kept: list[Glyph] = []
    marks: list[tuple[int, Glyph]] = []
    for glyph in glyphs:
        shown = letters(glyph.text)
        if not shown.strip() and glyph.right - glyph.left <= _SPACE * glyph.size:
            continue
        if all(unicodedata.category(character) == "Mn" for character in shown):
            marks.append((len(kept), replace(glyph, text=shown)))
        elif kept and _is_same(kept[-1], glyph):
            kept[-1] = replace(kept[-1], text=kept[-1].text + glyph.text)
        else:
            kept.append(glyph)
    kept = [
        replace(glyph, text=_ligature(glyph.text, turned=at > 0 and _stands_left(glyph, kept[at - 1])))
        if len(glyph.text) > 1
        else glyph
        for at, glyph in enumerate(kept)
    ]
    for at, mark in marks:
        near = range(max(0, at - 8), min(len(kept), at + 8))
        bearers = [i for i in near if abs(kept[i].baseline - mark.baseline) < mark.size and kept[i].text.strip()]
        if bearers:
            best = min(bearers, key=lambda i: (abs(kept[i].middle - mark.middle), abs(i - at)))
            wide = max(kept[best].right, mark.right if abs(mark.left - kept[best].left) < 0.01 else 0.0)
            kept[best] = replace(kept[best], text=kept[best].text + mark.text, right=wide)
    return kept


def _is_same(one: Glyph, other: Glyph) -> bool:
    """Are two characters drawn by one glyph?"""
    place = abs(one.left - other.left) + abs(one.right - other.right) + abs(one.baseline - other.baseline)
    return place < 0.01 and one.right > one.left and bool(other.text.strip())


def _stands_left(glyph: Glyph, before: Glyph) -> bool:
    return abs(glyph.baseline - before.baseline) < 0.5 * glyph.size and glyph.middle < before.middle


def _ligature(text: str, *, turned: bool) -> str:
    """The letters of a ligature in written order.

    Lam stands before its alef, however they were found; other letters were turned round by what read the file
    where it turned their line round (`turned`).
    """
    if text[::-1] in _LIGATURES:
        return text[::-1]
    return text[::-1] if turned and text not in _LIGATURES and side(text) == "rtl" else text


def _line(glyphs: Sequence[Glyph], *, arabic: bool, trust_spaces: bool) -> Line | None:
    # by their middles, since the alef of a lam may begin where it does
    shown = sorted((glyph for glyph in glyphs if glyph.text.strip()), key=lambda glyph: glyph.middle)
    if not shown:
        return None
    spaces = [
        glyph.middle
        for glyph in glyphs
        if trust_spaces and not glyph.text.strip()
    ]
    size = median(glyph.size for glyph in shown)
    baseline = median(glyph.baseline for glyph in shown)
    placed: list[str] = []
    reach = shown[0].left
    for before, glyph in zip([None, *shown], shown, strict=False):
        if before is not None:
            between = any(before.middle < space < glyph.middle for space in spaces)
            level = max(abs(before.baseline - baseline), abs(glyph.baseline - baseline)) < 0.02 * size
            inside = not level and before.text[0].isalpha() and glyph.text[0].isalpha()
            if between or glyph.left - reach > (_GAP_AT_MARKS if inside else _GAP) * size:
                placed.append(" ")
        placed.append(letters(glyph.text))
        reach = max(reach, glyph.right)
    drawn = " ".join("".join(written(placed, arabic=arabic)).split())
    raw = " ".join("".join(placed).split())
    right_to_left = is_right_to_left(placed, arabic=arabic)
    return Line(drawn, raw, right_to_left, min(glyph.left for glyph in shown), reach, baseline, size)


def paragraphs_of(lines: Sequence[tuple[Line, str]]) -> list[str]:
    """The paragraphs of lines with their texts, which follow each other on a page.

    A line goes on with the one before where they are of one size, stand close, and the one before is so full
    that the first word would not have fitted into it.
    """
    steps = [one[0].baseline - two[0].baseline for one, two in zip(lines, lines[1:], strict=False)]
    step = median(one for one in steps if one > 0) if any(one > 0 for one in steps) else 0.0
    found: list[str] = []
    for at, (line, text) in enumerate(lines):
        if at and _goes_on(lines, at, step):
            found[-1] = joined(found[-1], text)
        else:
            found.append(text)
    return found


def joined(before: str, after: str) -> str:
    """Two pieces of a paragraph; a Latin word that was hyphenated at the line's end is whole again."""
    if re.search(r"[a-z]-$", before) and re.match(r"[a-z]", after):
        return before[:-1] + after
    if re.search(r"\d-$", before) and re.match(r"\d", after):
        return before + after
    return f"{before} {after}"


def _goes_on(lines: Sequence[tuple[Line, str]], at: int, step: float) -> bool:
    (before, so_far), (line, text) = lines[at - 1], lines[at]
    distance = before.baseline - line.baseline
    if distance <= 0 or distance > 1.3 * step or distance > 2.5 * line.size:
        return False
    if abs(before.size - line.size) > 0.1 * line.size:
        return False
    column = [one for one, _ in lines if min(one.right, line.right) > max(one.left, line.left)]
    left, right = min(one.left for one in column), max(one.right for one in column)
    free = before.left - left if before.right_to_left else right - before.right
    per_letter = (line.right - line.left) / max(len(text), 1)
    first_word = (len(text.split(maxsplit=1)[0]) + 1) * per_letter
    room = first_word if ends_sentence(so_far) else max(first_word, _RAGGED * (right - left))
    return free < room + per_letter


def word_lengths(text: str) -> tuple[float, float]:
    """Of the Arabic words: the share that are one letter, and the mean length in letters."""
    found = [len(word) for word in re.findall(r"[\u0620-\u064a\u064b-\u0652]+", text)]
    if not found:
        return 0.0, 0.0
    return sum(length == 1 for length in found) / len(found), sum(found) / len(found)


def is_arabic(text: str) -> bool:
    """Is most of what a text says Arabic?"""
    sides = [side(character) for character in text]
    return sides.count("rtl") > sides.count("ltr")
