"""A letter or word as high as several lines is read at the start of its paragraph, whichever program set it so."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.office_files import paragraph, word
from tests.pdf_files import font, placed
from vectorstore.formats.documents import read_documents
from vectorstore.types import Document

TITLE = "تجديد الإنارة في صفاقس"
FIRST = "أعلنت بلدية صفاقس أن أشغال تجديد شبكة الإنارة ستنطلق الأسبوع المقبل وتستمر ثلاثة أشهر."
SECOND = "وأضاف رئيسها أن السكان سيبلغون بمواعيد قطع التيار قبل يومين على الأقل."


def read(folder: Path, name: str, data: bytes) -> list[str]:
    path = folder / name
    path.write_bytes(data)
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document), found
    return found.text.split("\n\n")


@pytest.mark.parametrize("place", ["drop", "margin"])
@pytest.mark.parametrize("capital", ["أ", "أعلنت", "أعلنت "])
def test_of_word_a_frame_with_a_capital_belongs_to_the_next_paragraph(
    tmp_path: Path, capital: str, place: str
) -> None:
    rest = FIRST.removeprefix(capital.strip()).lstrip() if capital != "أ" else FIRST[1:]
    frame = paragraph(capital, f'<w:framePr w:dropCap="{place}" w:lines="3" w:wrap="around"/>')
    body = paragraph(TITLE, '<w:pStyle w:val="Title"/>') + frame + paragraph(rest) + paragraph(SECOND)
    assert read(tmp_path, "خبر.docx", word(body)) == [TITLE, FIRST, SECOND]


def test_of_word_another_frame_is_a_paragraph_of_its_own(tmp_path: Path) -> None:
    frame = paragraph("إطار جانبي.", '<w:framePr w:wrap="around"/>')
    assert read(tmp_path, "خبر.docx", word(frame + paragraph(FIRST))) == ["إطار جانبي.", FIRST]


def test_of_rich_text_a_capital_belongs_to_the_next_paragraph(tmp_path: Path) -> None:
    def coded(text: str) -> str:
        return "".join(f"\\u{ord(one)}?" if ord(one) > 127 else one for one in text)

    capital = f"\\pard \\keepn\\dropcapli3\\dropcapt1 {{\\f0 {coded('أ')}}}\\par"
    body = f"\\pard {coded(TITLE)}\\par{capital}\\pard {coded(FIRST[1:])}\\par {coded(SECOND)}\\par"
    data = f"{{\\rtf1\\ansi\\ansicpg1256 {body}}}".encode("ascii")
    assert read(tmp_path, "خبر.rtf", data) == [TITLE, FIRST, SECOND]


REST = (
    "بلدية صفاقس أن أشغال تجديد شبكة الإنارة ستنطلق الأسبوع المقبل في أحياء سكنية كثيرة وتستمر ثلاثة أشهر كاملة، وأنها "
    "تكلف ستة ملايين دينار تدفعها البلدية من ميزانيتها الخاصة دون أي قرض من الحكومة المركزية هذا العام."
)
ENGLISH = (
    "ferries between the islands stop in March while the harbour is dredged, the port said on Monday in a short "
    "statement that named no reason for the delay and gave no date for the first ferry after the works."
)


def page(capital: str, text: str, *, from_right: bool = True, level: float = 458, most: int = 99) -> bytes:
    """A title, a capital of 46 points, the text in lines of which three stand beside it, at `most` so many, and a
    further paragraph."""
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, (420, 595), invariant=1)

    def shown(text: str) -> str:
        return placed(text, "visual") if from_right else text

    def draw(text: str, height: float, size: float = 13, inner: float = 0) -> None:
        canvas.setFont(font(), size)
        if from_right:
            canvas.drawRightString(380 - inner, height, shown(text))
        else:
            canvas.drawString(40 + inner, height, text)

    inner = stringWidth(shown(capital), font(), 46) + 6
    lines = [""]
    for piece in text.split():
        longer = f"{lines[-1]} {piece}".strip()
        if stringWidth(shown(longer), font(), 13) > 340 - (inner if len(lines) <= 3 else 0):
            lines.append(piece)
        else:
            lines[-1] = longer
    assert len(lines) > 3
    draw(TITLE if from_right else "Ferries stop", 545)
    draw(capital, level, 46)
    for at, line in enumerate(lines[:most]):
        draw(line, 500 - 20 * at, inner=inner if at < 3 else 0)
    draw(SECOND if from_right else "It will be told later.", 300)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_of_a_pdf_a_letter_is_of_the_first_word_beside_it(tmp_path: Path) -> None:
    assert read(tmp_path, "خبر.pdf", page("أ", f"علنت {REST}")) == [TITLE, f"أعلنت {REST}", SECOND]


def test_of_a_pdf_a_word_stands_before_the_first_line_beside_it(tmp_path: Path) -> None:
    assert read(tmp_path, "خبر.pdf", page("أعلنت", REST)) == [TITLE, f"أعلنت {REST}", SECOND]


def test_of_a_latin_pdf_too(tmp_path: Path) -> None:
    data = page("A", f"ll {ENGLISH}", from_right=False)
    assert f"All {ENGLISH}" in read(tmp_path, "news.pdf", data)


@pytest.mark.parametrize(
    ("large", "level", "most"),
    [("42", 458, 99), ("صحيفة", 458, 3), ("أعلنت", 475, 99)],
    ids=["a figure", "a word under which nothing goes on", "a word on the level of no line"],
)
def test_another_large_word_beside_lines_is_no_capital(tmp_path: Path, large: str, level: float, most: int) -> None:
    lines = read(tmp_path, "خبر.pdf", page(large, REST, level=level, most=most))
    assert not any(line.startswith(f"{large} بلدية صفاقس") for line in lines)
