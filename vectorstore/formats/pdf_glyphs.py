"""The glyphs of a PDF's page, in the order in which the page draws them, with the letters that each one shows.

`pdfium` gives characters; here they are put back into what drew them. A piece of a page that names its own text
(`ActualText`, ISO 32000-1, 14.9.4: browsers and office programs name so a letter with its marks) is one glyph of that
text, however many shapes it takes. The letters of a ligature stand as they are written. What only lengthens a line
between two joined letters, and has no character of its own, is the kashida. A shape without ink is a space.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from vectorstore.formats.pdf_character import KASHIDA, character, ink
from vectorstore.formats.pdf_objects import Rule, address, bounds, drawn_objects, is_bold, named_text, rules_of
from vectorstore.text.script import side

_SAME_PLACE = 0.01
"""Points within which two characters are drawn by one shape."""

_LAM_ALEF_OFF, _LAM_ALEF_SHARED = 0.05, 0.8
"""Shares of the size by which the pens of a lam and its alef differ at most, and of the wider one that both cover,
where a font has a shape of the whole for each."""

_MANY_PATHS = 200
"""Shapes from which a page without letters shows a drawing, or letters that were made shapes."""

_MOST_RULES = 10_000
"""Of a page; a page of cells with four sides each has some thousand."""

_LAM_ALEF = tuple({"ل", alef} for alef in "اأإآٱ")

_PHRASES = ("صلى الله عليه وسلم", "جل جلاله", "بسم الله الرحمن الرحيم")
"""Several words in one shape: ﷺ, ﷻ and ﷽."""

_WRITTEN_SO = frozenset(("لا", "لأ", "لإ", "لآ", "لٱ", "الله", "لله", "محمد", "صلى", "ريال", *_PHRASES))
"""Ligatures whose letters have one order, in whichever a reader gives them."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """What one place of a page shows: its characters, where the pen stood, its left and right edge, its baseline and
    size, in points. `index`: its place among pdfium's characters, -1 where it has none there. `alone`: a piece of the
    page draws nothing else. `bold`: its font is."""

    text: str
    pen: float
    left: float
    right: float
    baseline: float
    size: float
    index: int = -1
    alone: bool = False
    bold: bool = False

    @property
    def middle(self) -> float:
        """Halfway between the edges."""
        return (self.left + self.right) / 2

    @property
    def is_space(self) -> bool:
        """Does it show nothing?"""
        return not self.text.strip()


@dataclass(slots=True)
class PageGlyphs:
    """A page: its glyphs in the order of drawing, how many shapes have no Unicode, and what else it shows.

    `picture_share`: of its area, that of its pictures; `paths`: how many lines and curves it has, `rules`: those of
    them that are straight; `plain`: its lines as pdfium orders them, each with its glyphs' numbers.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    unmapped: int = 0
    picture_share: float = 0.0
    paths: int = 0
    rules: list[Rule] = field(default_factory=list)
    plain: list[tuple[str, list[int]]] = field(default_factory=list)

    @property
    def is_drawn(self) -> bool:
        """Is something on it that may be writing and is no text?"""
        return self.picture_share > 0 or self.paths >= _MANY_PATHS


def read_page(page: Any) -> PageGlyphs:
    """The glyphs of one page of `pypdfium2`."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    found = PageGlyphs()
    characters = _characters(textpage, found)
    by_index = {glyph.index: glyph for shown in characters.values() for glyph in shown if not is_mark(glyph.text)}
    names: dict[int, int] = {}  # of a named piece: where its glyph stands
    boxes: dict[int, tuple[float, float]] = {}
    area = abs(page.get_width() * page.get_height()) or 1.0
    for one, depth in drawn_objects(page):
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = bounds(one)
            share = 1.0 if depth else max(0.0, right - left) * max(0.0, top - bottom) / area
            found.picture_share = min(1.0, found.picture_share + share)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            found.paths += 1
            if not depth and len(found.rules) < _MOST_RULES:  # inside another drawing it is not known where it stands
                found.rules += rules_of(one)
        if kind != raw.FPDF_PAGEOBJ_TEXT:
            continue
        shown = characters.pop(address(one), [])
        if is_bold(one):
            shown = [replace(glyph, bold=True) for glyph in shown]
        name, text = named_text(one)
        if text:
            _add_named(found, one, shown, (name, text), names, boxes)
        elif shown:
            found.glyphs += _joined(shown, by_index)
        elif not depth and (space := _space(one)):
            found.glyphs.append(space)
    for shown in characters.values():
        found.glyphs += _joined(shown, by_index)
    return found


def _characters(textpage: Any, found: PageGlyphs) -> dict[int, list[Glyph]]:
    """The characters by the object that draws them, in pdfium's order; its own lines go into `found`."""
    import pypdfium2.raw as raw

    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    kept: dict[int, list[Glyph]] = {}
    line: list[str] = []
    numbers: list[int] = []
    for at in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, at)
        if code in (0x0D, 0x0A):
            if line:
                found.plain.append(("".join(line), numbers))
                line, numbers = [], []
            continue
        owner = raw.FPDFText_GetTextObject(textpage, at)
        if raw.FPDFText_IsGenerated(textpage, at) == 1 or not owner:
            line += " "
            continue
        raw.FPDFText_GetCharOrigin(textpage, at, origin_x, origin_y)
        raw.FPDFText_GetLooseCharBox(textpage, at, box)
        raw.FPDFText_GetMatrix(textpage, at, matrix)
        size = raw.FPDFText_GetFontSize(textpage, at) * math.hypot(matrix.c, matrix.d)
        text = character(textpage, at, code, origin_y.value, size)
        if not text:
            found.unmapped += 1
            continue
        if text != KASHIDA:
            line.append(text)
        numbers.append(at)
        # a loose box may be as narrow as the ink; a glyph begins at its origin all the same
        left, right = min(box.left, origin_x.value), box.right
        if is_mark(text):  # whose box is as wide as its advance would be; its ink tells the letter
            left, right, _, _ = ink(textpage, at)
        kept.setdefault(address(owner), []).append(Glyph(text, origin_x.value, left, right, origin_y.value, size, at))
    if line:
        found.plain.append(("".join(line), numbers))
    return kept


def _add_named(
    found: PageGlyphs,
    one: Any,
    shown: Sequence[Glyph],
    named: tuple[int, str],
    names: dict[int, int],
    boxes: dict[int, tuple[float, float]],
) -> None:
    """One glyph for a piece that names its text; its other shapes only widen it.

    The place is that of its tallest shape: the letter's, not a mark's.
    """
    import pypdfium2.raw as raw

    name, text = named
    left, bottom, right, top = bounds(one)
    matrix, size = raw.FS_MATRIX(), ctypes.c_float()
    raw.FPDFPageObj_GetMatrix(one, matrix)
    raw.FPDFTextObj_GetFontSize(one, size)
    # inside another drawing only its characters know where it stands on the page
    pen, baseline = (shown[0].pen, shown[0].baseline) if shown else (matrix.e, matrix.f)
    points = shown[0].size if shown else size.value * math.hypot(matrix.c, matrix.d)
    index = min((one.index for one in shown), default=-1)
    if not is_mark(text):
        left, right = min(left, pen), max(right, pen)
    glyph = Glyph(text, pen, left, right, baseline, points, index, alone=True, bold=is_bold(one))
    if name not in names:
        names[name] = len(found.glyphs)
        boxes[name] = (bottom, top)
        found.glyphs.append(glyph)
        return
    before = found.glyphs[names[name]]
    taller = top - bottom > boxes[name][1] - boxes[name][0]
    kept = glyph if taller else before
    boxes[name] = (bottom, top) if taller else boxes[name]
    found.glyphs[names[name]] = replace(
        kept,
        left=min(before.left, glyph.left),
        right=max(before.right, glyph.right),
        index=before.index if before.index >= 0 else glyph.index,
    )


def _space(one: Any) -> Glyph | None:
    """The space that an object without ink is."""
    import pypdfium2.raw as raw

    left, bottom, right, top = bounds(one)
    if right - left > _SAME_PLACE or top - bottom > _SAME_PLACE:
        return None
    matrix, size = raw.FS_MATRIX(), ctypes.c_float()
    raw.FPDFPageObj_GetMatrix(one, matrix)
    raw.FPDFTextObj_GetFontSize(one, size)
    return Glyph(" ", matrix.e, matrix.e, matrix.e, matrix.f, size.value * math.hypot(matrix.c, matrix.d))


def _joined(shown: Sequence[Glyph], by_index: dict[int, Glyph]) -> list[Glyph]:
    """The characters of one object from left to right; those that one shape shows put together, as they are written.

    pdfium turns a line round where it runs from the right, the letters of a ligature with it.
    """
    ordered = sorted(shown, key=lambda glyph: (glyph.pen, glyph.index))
    found: list[list[Glyph]] = []
    for glyph in ordered:
        if found and _is_same(found[-1][-1], glyph):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    joined = [_ligature(group, by_index) if len(group) > 1 else group[0] for group in found]
    return [replace(joined[0], alone=True)] if len(joined) == 1 else joined


def _is_same(one: Glyph, other: Glyph) -> bool:
    """Are two characters drawn by one shape, or a lam and the alef on it, each in the place of both?"""
    if one.right <= one.left:
        return False
    off = abs(one.pen - other.pen) + abs(one.baseline - other.baseline)
    if {one.text, other.text} in _LAM_ALEF:
        shared = min(one.right, other.right) - max(one.left, other.left)
        widest = max(one.right - one.left, other.right - other.left)
        return off < _SAME_PLACE or (off < _LAM_ALEF_OFF * one.size and shared > _LAM_ALEF_SHARED * widest)
    return off < _SAME_PLACE and abs(one.right - other.right) < _SAME_PLACE


def is_mark(text: str) -> bool:
    """Does it only stand on another letter?"""
    return all(unicodedata.category(one) == "Mn" for one in text)


def _is_level(one: Glyph, other: Glyph) -> bool:
    return abs(one.baseline - other.baseline) < 0.5 * other.size


def _ligature(group: Sequence[Glyph], by_index: dict[int, Glyph]) -> Glyph:
    first, last = group[0], group[-1]
    text = "".join(glyph.text for glyph in group)
    around = [by_index.get(first.index - step) for step in (1, 2)], [by_index.get(last.index + step) for step in (1, 2)]
    before, after = (next((one for one in near if one is not None and _is_level(one, first)), None) for near in around)
    turned = before is None and after is None  # it stands alone, and lines from the right are turned
    turned = turned or (before is not None and before.pen > first.pen) or (after is not None and after.pen < first.pen)
    marks = [unicodedata.category(one) == "Mn" for one in text]
    turned = turned and text not in _WRITTEN_SO and side(text) == "rtl"
    if text[::-1] in _WRITTEN_SO or turned or (marks[0] and not all(marks)):
        text = text[::-1]
    return replace(first, text=text, right=max(glyph.right for glyph in group))
