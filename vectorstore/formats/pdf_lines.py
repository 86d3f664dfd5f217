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

from vectorstore.formats.bidi import is_right_to_left, letters, to_logical
from vectorstore.text.paragraphs import ends_sentence
from vectorstore.text.script import LETTERS, runs_right_to_left, side

_WORD = re.compile(f"[{LETTERS}\u064b-\u0652]+")

_SAME_LINE = 0.6
"""Share of the size by which a glyph's baseline differs at most from its line's: raised figures, mixed fonts."""

_MARKS_REACH = 1.0
"""The same for a letter that is found in the place of its mark."""

_LEVEL = 0.02
"""Share of the size within which a letter stands on the line, and so in a box of its own."""

_GAP = 0.165
"""Share of the size from which a gap is a space: spaces are .22 to .35 wide, the bearings of two letters up to .16."""

_GAP_AFTER_JOINED = 0.1
"""The same after a letter that is written onto the next one in its word, or that only ends words."""

_UNJOINED = frozenset("اأإآٱدذرزوؤءژ")
"""Letters after which a word goes on without being joined."""

_CLOSING = frozenset(".،؛؟!")

_GAP_AT_MARKS = 0.3
"""The same beside a letter with its marks, whose box may be that of a mark: such letters stand off the baseline."""

_TWICE = 0.12
"""Share of the size below which two equal letters stand on one another; the narrowest are .2 wide."""

_RAGGED = 0.3
"""Share of a column that a line leaves free at most where its paragraph goes on, since it ends no sentence."""

_SPACE = 0.1
"""Share of the size from which a space has a width; others are placed somewhere near by what made the file."""

_LIGATURES = frozenset(("لا", "لأ", "لإ", "لآ", "لٱ", "الله", "لله", "محمد", "صلى", "ريال"))
"""Those whose letters a reader may give in either order, as they are written."""

_LAM_ALEF = tuple({"ل", alef} for alef in "اأإآٱ")


@dataclass(frozen=True, slots=True)
class Glyph:
    """What one place of a page shows: its characters, its left and right edge, its baseline and size, in points.

    `floating`: a letter that is found in the place of its mark, and so off its line, in a box that is not its own.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    floating: bool = False

    @property
    def middle(self) -> float:
        """Halfway between the edges."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class GlyphLine:
    """A line of a page: what it says if its glyphs stand as they look (`drawn`), and if as they are written (`raw`)."""

    drawn: str
    raw: str
    right_to_left: bool
    left: float
    right: float
    baseline: float
    size: float


def group_lines(glyphs: Iterable[Glyph], *, trust_spaces: bool = True) -> list[GlyphLine]:
    """The lines of a page in the order in which the page has them.

    `trust_spaces`: whether spaces among the glyphs are taken for ones, or only gaps.
    """
    glyphs = _merged(glyphs)
    arabic = runs_right_to_left("".join(glyph.text for glyph in glyphs))
    found: list[list[Glyph]] = []
    baseline = size = 0.0
    settled = False  # whether the line has a glyph that stands on it
    for glyph in glyphs:
        widthless = not glyph.text.strip()
        reach = _MARKS_REACH if glyph.floating or not settled else _SAME_LINE
        if found and (widthless or abs(baseline - glyph.baseline) <= reach * max(glyph.size, size)):
            found[-1].append(glyph)
        else:
            found.append([glyph])
            settled = False
        if not widthless and not (settled and glyph.floating):
            count = len(found[-1]) if settled else 1
            baseline += (glyph.baseline - baseline) / count
            size = glyph.size
            settled = not glyph.floating
    shown = [_shown(line) for line in found]
    return [
        _line(one, line, arabic=arabic, trust_spaces=trust_spaces)
        for one, line in zip(shown, found, strict=True)
        if one
    ]


def _shown(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """What is seen of a line, from left to right: by the middles, since the alef of a lam may begin where it does."""
    seen = sorted((glyph for glyph in glyphs if glyph.text.strip()), key=lambda glyph: glyph.middle)
    once = [glyph for at, glyph in enumerate(seen) if not at or not _is_twice(seen[at - 1], glyph)]
    return [
        glyph
        for at, glyph in enumerate(once)
        if not any(_is_echo(glyph, other) for other in once[max(0, at - 1) : at + 2] if other is not glyph)
    ]


def _merged(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Characters of one glyph (a ligature that shows several) put together, and marks with their letter."""
    kept: list[Glyph] = []
    marks: list[tuple[int, Glyph]] = []
    for glyph in glyphs:
        shown = letters(glyph.text)
        if all(unicodedata.category(character) == "Mn" for character in shown):
            marks.append((len(kept), replace(glyph, text=shown)))
            continue
        near = range(len(kept) - 1, max(-1, len(kept) - 6), -1)
        twin = next((at for at in near if _is_same(kept[at], glyph)), None)
        if twin is not None:
            right = max(kept[twin].right, glyph.right)
            kept[twin] = replace(kept[twin], text=kept[twin].text + glyph.text, right=right)
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
            letter = kept[best]
            floating = abs(mark.left - letter.left) < 0.01 and mark.baseline == letter.baseline
            right = max(letter.right, mark.right) if floating else letter.right
            kept[best] = replace(
                letter, text=letter.text + mark.text, right=right, floating=floating or letter.floating
            )
    return kept


def _is_same(one: Glyph, other: Glyph) -> bool:
    """Are two characters drawn by one glyph, or a lam and the alef on it?"""
    if not other.text.strip() or one.right <= one.left:
        return False
    if abs(one.left - other.left) + abs(one.baseline - other.baseline) >= 0.01:
        return False
    return abs(one.right - other.right) < 0.01 or {one.text, other.text} in _LAM_ALEF


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


def _line(shown: Sequence[Glyph], glyphs: Sequence[Glyph], *, arabic: bool, trust_spaces: bool) -> GlyphLine:
    spaces = [
        glyph
        for glyph in glyphs
        if trust_spaces and not glyph.text.strip() and glyph.right - glyph.left > _SPACE * glyph.size
    ]
    size = median(glyph.size for glyph in shown)
    baseline = median(glyph.baseline for glyph in shown)
    placed: list[str] = []
    reach = shown[0].left
    for before, glyph in zip([None, *shown], shown, strict=False):
        if before is not None:
            level = max(abs(before.baseline - baseline), abs(glyph.baseline - baseline)) < _LEVEL * size
            if _is_space(before, glyph, spaces, glyph.left - reach, level=level):
                placed.append(" ")
        placed.append(letters(glyph.text))
        reach = max(reach, glyph.right)
    drawn = " ".join("".join(to_logical(placed, arabic=arabic)).split())
    raw = " ".join("".join(placed).split())
    right_to_left = is_right_to_left(placed, arabic=arabic)
    return GlyphLine(drawn, raw, right_to_left, min(glyph.left for glyph in shown), reach, baseline, size)


def _is_space(before: Glyph, glyph: Glyph, spaces: Sequence[Glyph], gap: float, *, level: bool) -> bool:
    """Is there a space between two neighbours: one that the file has, or a gap that is wide enough for one?

    `level`: both stand on the line, and so in boxes of their own.
    """
    widest = _GAP
    last = next((one for one in reversed(glyph.text) if one.isalpha()), "")
    if before.text[0].isalpha() and last:
        if not level:
            widest = _GAP_AT_MARKS
        elif side(last) == side(before.text) == "rtl" and last not in _UNJOINED:
            widest = _GAP_AFTER_JOINED
    ends_word = before.text in _CLOSING and side(glyph.text) == "rtl"  # «أولًا .» has its gap from its mark
    if gap > widest * glyph.size and not ends_word:
        return True
    return any(before.middle < space.middle < glyph.middle for space in spaces)


def _is_twice(before: Glyph, glyph: Glyph) -> bool:
    """Is a letter drawn twice, to make it bold, or named again by a mark over it?"""
    return before.text[0] == glyph.text[0] and glyph.middle - before.middle < _TWICE * glyph.size


def _is_echo(glyph: Glyph, other: Glyph) -> bool:
    """Is a letter off the line one that a ligature on it shows already?"""
    inside = other.left < glyph.middle < other.right
    return inside and len(other.text) > 1 and glyph.text[0] in other.text and glyph.baseline != other.baseline


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
    column = [one for one, _ in lines if min(one.right, line.right) > max(one.left, line.left)]
    left, right = min(one.left for one in column), max(one.right for one in column)
    free = before.left - left if before.right_to_left else right - before.right
    per_letter = (line.right - line.left) / max(len(text), 1)
    first_word = (len(text.split(maxsplit=1)[0]) + 1) * per_letter
    room = first_word if ends_sentence(so_far) else max(first_word, _RAGGED * (right - left))
    return free < room + per_letter


def word_lengths(text: str) -> tuple[float, float]:
    """Of the Arabic words: the share that are one letter, and the mean length in letters."""
    found = [len(word) for word in _WORD.findall(text)]
    if not found:
        return 0.0, 0.0
    return sum(length == 1 for length in found) / len(found), sum(found) / len(found)
