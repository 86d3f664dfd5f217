"""What a PDF's page draws, object by object, as `pdfium` gives it: pieces with the text that they name, and rules."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MOST_LETTERS_NAMED = 4000
"""Characters of one named text; a whole page's would have no place on it."""

_DEEPEST_FORM = _DEEPEST_MARK = 8
"""Drawings within drawings, and named pieces within named pieces, that are looked at."""

_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

_THIN, _SHORTEST_RULE = 3.0, 6.0
"""Points that a filled shape is thick at most if it is a rule, and that a rule is long at least."""

_STRAIGHT = 0.5
"""Points by which a rule's ends differ at most across it."""

_MOST_SEGMENTS = 2000
"""Of one shape; one with more is a drawing."""

_BOLD_NAME = re.compile(rb"bold|black|heavy|(?:demi|semi)b", re.IGNORECASE)
"""Names of bold fonts; what else a file says of their weight is what its maker guessed."""

_MOST_NAME_BYTES = 256


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line of a page, upright or level: where it stands (x or y), and its ends along it, in points."""

    upright: bool
    at: float
    first: float
    last: float


def drawn_objects(page: Any) -> Iterator[tuple[Any, int]]:
    """What a page draws, in order, and how deep in other drawings it stands."""
    import pypdfium2.raw as raw

    stack = [(raw.FPDFPage_GetObject(page, at), 0) for at in reversed(range(raw.FPDFPage_CountObjects(page)))]
    while stack:
        one, depth = stack.pop()
        if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = reversed(range(raw.FPDFFormObj_CountObjects(one)))
            stack += [(raw.FPDFFormObj_GetObject(one, at), depth + 1) for at in inner]
        else:
            yield one, depth


def address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def bounds(one: Any) -> tuple[float, float, float, float]:
    import pypdfium2.raw as raw

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(one, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def named_text(one: Any) -> tuple[int, str]:
    """The text that the piece of an object names, and which piece it is; empty where it names none."""
    import pypdfium2.raw as raw

    size = ctypes.c_ulong()
    count = raw.FPDFPageObj_CountMarks(one)
    for at in range(max(0, count - _DEEPEST_MARK), count):
        mark = raw.FPDFPageObj_GetMark(one, at)
        buffer = (ctypes.c_ubyte * (2 * _MOST_LETTERS_NAMED))()
        if raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", buffer, len(buffer), size) and size.value:
            text = _UNSHOWN.sub("", _decoded(bytes(buffer[: min(size.value, len(buffer))])))
            if text.strip():
                return address(mark), text
    return 0, ""


def _decoded(data: bytes) -> str:
    """A text string of a PDF (ISO 32000-1, 7.9.2.2)."""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "ignore")
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", "ignore")
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "ignore")


def is_bold(one: Any) -> bool:
    """Is the font of a piece of text bold, by its name, or made so by an outline around its letters?"""
    import pypdfium2.raw as raw

    if raw.FPDFTextObj_GetTextRenderMode(one) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE:
        return True
    name = ctypes.create_string_buffer(_MOST_NAME_BYTES)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(one), name, _MOST_NAME_BYTES)
    return bool(_BOLD_NAME.search(name.value))


def rules_of(one: Any) -> Iterator[Rule]:
    """The rules that a path draws: straight lines with ink, and filled shapes as thin as a line."""
    import pypdfium2.raw as raw

    filled, stroked = ctypes.c_int(), ctypes.c_int()
    count = raw.FPDFPath_CountSegments(one)
    raw.FPDFPath_GetDrawMode(one, filled, stroked)
    if not 2 <= count <= _MOST_SEGMENTS or not (filled.value or stroked.value):
        return
    for points in _outlines(one, count):
        (left, right), (low, high) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
        if min(right - left, high - low) <= _THIN:
            yield from _rule(left, low, right, high, _THIN)
        elif stroked.value:
            for (x, y), (to_x, to_y) in zip(points, points[1:], strict=False):
                yield from _rule(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y), _STRAIGHT)


def _rule(left: float, low: float, right: float, high: float, thick: float) -> Iterator[Rule]:
    if right - left <= thick and high - low >= _SHORTEST_RULE:
        yield Rule(True, (left + right) / 2, low, high)
    elif high - low <= thick and right - left >= _SHORTEST_RULE:
        yield Rule(False, (low + high) / 2, left, right)


def _outlines(one: Any, count: int) -> Iterator[list[tuple[float, float]]]:
    """The points of each stroke of a path, on the page; one that has a curve is left out."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(one, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(one, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(
            (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        )
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
