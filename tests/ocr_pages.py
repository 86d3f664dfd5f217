"""Pages that are pictures of print, and how many of their words were read right."""

from __future__ import annotations

import difflib
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import pdf_files
from vectorstore.formats.ocr import find_tesseract
from vectorstore.text.arabic import tokens

REQUIRED = bool(os.environ.get("ISNAD_REQUIRE_OCR"))
"""Where `.ci/run` has installed it, a missing tesseract is a failure and no reason to skip."""

needs_tesseract = pytest.mark.skipif(
    find_tesseract() is None and not REQUIRED, reason="tesseract with Arabic (tesseract-ocr-ara) is not installed"
)


@contextmanager
def printed_in(font: str) -> Iterator[None]:
    """Inside the block `pdf_files.pdf` prints in «Plex» (a sans serif) or «Amiri» (a book's naskh)."""
    before = pdf_files.font
    before()
    if font == "Amiri":
        _register_amiri()
    pdf_files.font = lambda: font
    try:
        yield
    finally:
        pdf_files.font = before


def _register_amiri() -> None:
    module = pytest.importorskip("fontpkg_amiri", reason="fontpkg-amiri of requirements-dev.txt is not installed")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    (path,) = Path(next(iter(module.__path__))).rglob("Amiri-Regular.ttf")
    pdfmetrics.registerFont(TTFont("Amiri", str(path)))


def scanned(data: bytes, dots_per_inch: int = 150, turned: int = 0) -> bytes:
    """A PDF with nothing but the pictures of the pages of another, as a scanner makes them; `turned` in degrees."""
    import pypdfium2
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    with pypdfium2.PdfDocument(data) as printed:
        for page in printed:
            width, height = page.get_size()
            bitmap = page.render(scale=dots_per_inch / 72, grayscale=True)
            rows = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
            picture = Image.fromarray(rows).rotate(turned, expand=True, fillcolor=255)
            size = (height, width) if turned % 180 else (width, height)
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(picture), 0, 0, *size)
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def share_of_right_words(written: Iterable[str], read: str) -> float:
    """Of the written words, those that were read letter for letter (folded) and in their order."""
    gold, got = _words(" ".join(written)), _words(read)
    blocks = difflib.SequenceMatcher(None, gold, got, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(gold)


def _words(text: str) -> Sequence[str]:
    return [token.text for token in tokens(text)]
