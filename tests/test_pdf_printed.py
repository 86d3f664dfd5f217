"""PDF files as office programs and browsers print them: what is lengthened, raised, said at every page's foot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.pdf_files import HEIGHT, MARGIN, SIZE, WIDTH, font, placed
from vectorstore.formats.documents import read_documents
from vectorstore.types import Document

Drawn = tuple[float, float, float, str]
"""Where a piece of a line ends on the right, its height, its size, and what it says in written order."""


def printed(pages: Sequence[Sequence[Drawn]], title: str = "") -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1, pageCompression=0)
    canvas.setTitle(title or "untitled")
    for pieces in pages:
        for right, height, size, text in pieces:
            canvas.setFont(font(), size)
            canvas.drawRightString(right, height, placed(text, "visual"))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(*texts: str, top: float = HEIGHT - 80, size: float = SIZE) -> list[Drawn]:
    return [(WIDTH - MARGIN, top - 20 * at, size, text) for at, text in enumerate(texts)]


def read(folder: Path, data: bytes) -> Document:
    path = folder / "تقرير.pdf"
    path.write_bytes(data)
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize("name", ["-", '"', "'", "(", "4"])
def test_what_lengthens_a_word_is_no_sign_in_it_whatever_the_font_calls_it(tmp_path: Path, name: str) -> None:
    text = "أعلنت الوزارة أن محطـة ديـر عمـار سـتعود إلى العمـل قبل نهاية الصيـف"
    data = printed([lines(text, "وتنتج المحطة (دير عمار) نحو 450 ميغاواط، بحسب الخبراء.")])
    assert data.count(b"<0640>") == 1
    document = read(tmp_path, data.replace(b"<0640>", b"<%04X>" % ord(name)))
    assert text.replace("ـ", "") in document.text and "(دير عمار)" in document.text
