"""Lines of text from the glyphs of a page: where each is drawn says in which line, word and order it stands.

A page draws a line mostly from left to right, whichever way it is read: then the order of drawing is the order of
what is seen, and knows better than places which of two overlapping letters comes first. Where a line is drawn in
pieces, the pieces stand by their places; where it is drawn in no order, each glyph does. `pdf_spaces` parts its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from vectorstore.formats.bidi import is_right_to_left, letters, stands_from_left, to_logical
from vectorstore.formats.pdf_character import KASHIDA
from vectorstore.formats.pdf_drop_capitals import with_drop_capitals
from vectorstore.formats.pdf_glyphs import Glyph, PageGlyphs
from vectorstore.formats.pdf_marks import with_marks
from vectorstore.formats.pdf_objects import Rule
from vectorstore.formats.pdf_raised import lowered
from vectorstore.formats.pdf_spaces import has_spaces, with_spaces
from vectorstore.formats.pdf_tables import Place, cut_tables
from vectorstore.text.letter_pairs import pair_cost
from vectorstore.text.script import LETTERS, runs_right_to_left, side

_WORD = re.compile(f"[{LETTERS}\u064b-\u0652]+")

_LENGTHENED = re.compile(f"(?<=[{LETTERS}\u064b-\u0652]){KASHIDA}+(?=[{LETTERS}\u064b-\u0652])|{KASHIDA}{{2,}}")

_SPLIT_MARKS = re.compile("([\u064b-\u0650\u0652\u0670])(\u0651)")

_SAME_LINE = 0.6
"""Share of the size by which a glyph's baseline differs at most from its line's: raised figures, mixed fonts."""

_BACK = 0.12
"""Share of the size by which the pen goes back at most within a piece: marks and joined letters are placed so."""

_TWICE = 0.12
"""Share of the size below which two equal letters stand on one another; the narrowest are .2 wide."""

_MOST_LIGATURES = 40
"""Ligatures whose order is judged, the most frequent ones; a page of prose has a dozen."""

_SAME_PEN = 0.05
"""Share of the size by which the pens of a kashida and of what it is drawn with differ where it lengthens nothing."""

_ENOUGH_WORDS = 10
"""Words by which it can be told whether their letters are split; a last page may say «€50 و €30» and no more."""

_FLIP_NATS = 1.5
"""By how much the words must be likelier with the letters of a ligature the other way round, for each time it
stands."""


@dataclass(frozen=True, slots=True)
class GlyphLine:
    """A line of a page: what it says if its glyphs stand as they look (`drawn`), and if as they are written (`raw`).

    `place`: that in a table, of which it is one cell's line then. `bold`: whether all of its letters are, None where
    some are.
    """

    drawn: str
    raw: str
    right_to_left: bool
    left: float
    right: float
    baseline: float
    size: float
    place: Place | None = None
    bold: bool | None = False


Line = tuple[GlyphLine, str]
"""A line with its text in the order in which it is read."""


def group_lines(glyphs: Iterable[Glyph], rules: Sequence[Rule] = (), *, trust_spaces: bool = True) -> list[GlyphLine]:
    """The lines of a page in the order in which the page has them.

    `trust_spaces`: whether spaces among the glyphs are taken for ones, or only gaps.
    """
    glyphs = with_drop_capitals(with_marks(_with_widths(_without_hidden(list(glyphs)))))
    arabic = runs_right_to_left("".join(glyph.text for glyph in glyphs))
    found: list[list[Glyph]] = []
    baseline = size = 0.0
    count = 0
    for glyph in glyphs:
        near = abs(baseline - glyph.baseline) <= _SAME_LINE * max(glyph.size, size)
        if found and (near or (glyph.is_space and not glyph.size)):
            found[-1].append(glyph)
        else:
            found.append([glyph])
            count, baseline, size = 0, glyph.baseline, glyph.size
        if not glyph.is_space:
            count += 1
            baseline += (glyph.baseline - baseline) / count
            size = glyph.size
    lines = [lowered(_seen(line)) for line in found]
    lines = [line for line in lines if any(not glyph.is_space for glyph in line)]
    pieces = [piece for piece in cut_tables(lines, rules, arabic=arabic) if not all(one.is_space for one in piece[0])]
    lines = [line for line, _ in pieces]
    spaced = trust_spaces and has_spaces(lines)
    placed = [with_spaces(line, trust_spaces=trust_spaces, spaced=spaced) for line in lines]
    placed = _ligatures_turned(placed, arabic=arabic)
    from_left = stands_from_left(placed)
    return [
        _line(line, *piece, arabic=arabic, from_left=from_left or stands_from_left([line]))
        for line, piece in zip(placed, pieces, strict=True)
    ]


def _without_hidden(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Without the kashidas that LibreOffice draws behind every letter of a text whose letters it sets apart."""
    return [
        glyph
        for at, glyph in enumerate(glyphs)
        if glyph.text != KASHIDA or not any(_is_under(glyph, one) for one in glyphs[max(0, at - 1) : at + 2])
    ]


def _is_under(kashida: Glyph, other: Glyph) -> bool:
    off = abs(other.pen - kashida.pen) + abs(other.baseline - kashida.baseline)
    return off < _SAME_PEN * kashida.size and not other.is_space and other.text != KASHIDA


def _with_widths(glyphs: list[Glyph]) -> list[Glyph]:
    """Spaces that have no edges of their own end where the next glyph begins."""
    kept = []
    for at, glyph in enumerate(glyphs):
        if glyph.is_space and glyph.index < 0 and at + 1 < len(glyphs):
            after = glyphs[at + 1]
            level = abs(after.baseline - glyph.baseline) < _SAME_LINE * glyph.size
            glyph = replace(glyph, right=after.pen if level and after.pen > glyph.pen else glyph.pen + glyph.size)
        kept.append(glyph)
    return kept


def _seen(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a line from left to right, those that are drawn twice to make them bold once."""
    pieces: list[list[Glyph]] = []
    for glyph in glyphs:
        if pieces and glyph.pen > pieces[-1][-1].pen - _BACK * glyph.size:
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
    pieces = [piece if piece[-1].pen >= piece[0].pen else sorted(piece, key=_pen) for piece in pieces]
    pieces.sort(key=lambda piece: piece[0].pen)
    overlap = any(
        before[-1].pen > after[0].pen + _BACK * after[0].size for before, after in zip(pieces, pieces[1:], strict=False)
    )
    ordered = [glyph for piece in pieces for glyph in piece]
    if overlap:
        ordered.sort(key=_pen)
    return [glyph for at, glyph in enumerate(ordered) if not at or not _is_twice(ordered[at - 1], glyph)]


def _pen(glyph: Glyph) -> float:
    return glyph.pen


def _is_twice(before: Glyph, glyph: Glyph) -> bool:
    if glyph.is_space or before.text[0] != glyph.text[0] or glyph.text == KASHIDA:
        return False
    return abs(glyph.pen - before.pen) < _TWICE * glyph.size and abs(glyph.right - before.right) < _TWICE * glyph.size


def _ligatures_turned(lines: Sequence[Sequence[str]], *, arabic: bool) -> list[list[str]]:
    """The lines with the letters of each ligature turned round that makes likelier words so, wherever it stands."""
    seen = Counter(one for line in lines for one in line if _may_turn(one))
    kinds = [kind for kind, _ in seen.most_common(_MOST_LIGATURES)]
    turned = {}
    for kind in kinds:
        gain, count = 0.0, 0
        for line in lines:
            if kind in line:
                as_is = "".join(to_logical(line, arabic=arabic))
                other = "".join(to_logical([one[::-1] if one == kind else one for one in line], arabic=arabic))
                gain += pair_cost(as_is)[0] - pair_cost(other)[0]
                count += line.count(kind)
        if gain > _FLIP_NATS * count:
            turned[kind] = kind[::-1]
    return [[turned.get(one, one) for one in line] for line in lines]


def _may_turn(text: str) -> bool:
    return (
        len(text) in (2, 3)
        and text != text[::-1]
        and "ل" != text[0]
        and all(map(str.isalpha, text))
        and side(text) == "rtl"
    )


def _line(
    placed: Sequence[str],
    glyphs: Sequence[Glyph],
    place: Place | None = None,
    *,
    arabic: bool,
    from_left: bool = False,
) -> GlyphLine:
    shown = [glyph for glyph in glyphs if not glyph.is_space]
    return GlyphLine(
        _words("".join(to_logical(placed, arabic=arabic, from_left=from_left))),
        _words("".join(placed)),
        not from_left and is_right_to_left(placed, arabic=arabic),
        min(glyph.left for glyph in shown),
        max(glyph.right for glyph in shown),
        median(glyph.baseline for glyph in shown),
        median(glyph.size for glyph in shown),
        place,
        _all_bold(shown),
    )


def _all_bold(shown: Sequence[Glyph]) -> bool | None:
    found = {glyph.bold for glyph in shown if glyph.text[0].isalpha()}
    return found.pop() if len(found) == 1 else None if found else False


def _words(text: str) -> str:
    """One space between words, no lengthening within them, and a doubling before the vowel of its letter."""
    return _SPLIT_MARKS.sub(r"\2\1", _LENGTHENED.sub("", " ".join(text.split())))


def plain_lines(page: PageGlyphs) -> list[Line]:
    """The lines of a page in pdfium's own order, in their places."""
    by_index = {glyph.index: glyph for glyph in page.glyphs if glyph.index >= 0}
    found = []
    for text, numbers in page.plain:
        shown = [by_index[number] for number in numbers if number in by_index]
        written = _words(letters(text))
        if shown and written:
            found.append((_line([written], shown, arabic=runs_right_to_left(written)), written))
    return found


def word_lengths(text: str) -> tuple[float, float]:
    """Of the Arabic words: the share that are one letter, 0 where they are too few to tell, and the mean length."""
    found = [len(word) for word in _WORD.findall(text)]
    if not found:
        return 0.0, 0.0
    single = sum(length == 1 for length in found) if len(found) >= _ENOUGH_WORDS else 0
    return single / len(found), sum(found) / len(found)
