"""What a PDF's page draws, object by object, as `pdfium` gives it: pieces with the text that they name, and rules."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

_MOST_LETTERS_NAMED = 4000
"""Characters of one named text; a whole page's would have no place on it."""

_DEEPEST_FORM = _DEEPEST_MARK = 8
"""Drawings within drawings, and named pieces within named pieces, that are looked at."""

_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


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
