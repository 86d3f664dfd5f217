"""Of a Word document its paragraphs and tables are read, or it is refused by name."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest

from tests.html_pages import MUSEUM, WATER
from vectorstore.formats import package
from vectorstore.formats.documents import read_documents
from vectorstore.formats.docx import read_docx
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Refusal, Remark


def read(folder: Path, data: bytes) -> Document | Refusal:
    path = folder / "مقال.docx"
    path.write_bytes(data)
    (found,) = read_documents(path, path.name)
    return found


def made(*paragraphs: str, heading: str = "", title: str = "", created: datetime | None = None) -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.created = created or datetime(2019, 3, 14, 9, 30)
    document.sections[0].header.paragraphs[0].text = "رأس الصفحة"
    document.sections[0].footer.paragraphs[0].text = "ذيل الصفحة"
    if heading:
        document.add_heading(heading, 1)
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def document_of(folder: Path, data: bytes) -> Document:
    found = read(folder, data)
    assert isinstance(found, Document), found
    return found


def test_paragraphs_stand_in_order_and_heads_and_feet_once_behind_them(tmp_path: Path) -> None:
    document = document_of(tmp_path, made(*WATER, heading="منظومات الري"))
    assert document.text == "\n\n".join(("منظومات الري", *WATER, "رأس الصفحة", "ذيل الصفحة"))
    around = [passage.text for passage in split_passages(document) if passage.kind == "boilerplate"]
    assert around == ["رأس الصفحة\n\nذيل الصفحة"]
    assert (document.title, document.date) == ("منظومات الري", "")
    assert document.remarks == (Remark("file_date", "2019-03-14"),)


def test_a_table_stands_where_it_is_a_row_a_line(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph(WATER[0])
    table = file.add_table(3, 2)
    for row, cells in zip(table.rows, (("المحافظة", "الإنتاج"), ("البصرة", "81200"), ("ذي قار", "")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    wide = table.add_row().cells
    wide[0].merge(wide[1]).text = "المجموع 81200"
    file.add_paragraph(WATER[1])
    lines = document_of(tmp_path, saved(file)).text.split("\n\n")
    rows = ["المحافظة: البصرة | الإنتاج: 81200", "المحافظة: ذي قار | الإنتاج: —", "المجموع 81200"]
    assert lines == [WATER[0], *rows, WATER[1]]


@pytest.mark.parametrize(("stated", "title"), [("تقرير الري", "تقرير الري"), ("Microsoft Word - x.doc", ""), ("", "")])
def test_the_title_is_the_heading_or_the_stated_one_and_junk_is_none(tmp_path: Path, stated: str, title: str) -> None:
    assert document_of(tmp_path, made(*WATER, title=stated)).title == title
    assert document_of(tmp_path, made(*WATER, heading="عنوان", title=stated)).title == "عنوان"


def test_the_day_of_a_letter_stands_below_the_names_of_its_offices(tmp_path: Path) -> None:
    head = ("بسم الله الرحمن الرحيم", "المملكة الأردنية الهاشمية", "وزارة التربية والتعليم", "الرقم: 12/5/3348")
    days = ("التاريخ: 22/3/1447هـ", "الموافق: 14/9/2025م")
    assert document_of(tmp_path, made(*head, *days, "الموضوع: صيانة المدارس", *MUSEUM)).date == "2025-09-14"


def test_a_date_line_counts_before_the_day_on_which_the_file_was_made(tmp_path: Path) -> None:
    assert document_of(tmp_path, made("الخميس 19 تشرين الأول 2017", *MUSEUM)).date == "2017-10-19"


def test_what_word_hides_in_a_paragraph_is_one_line(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("قبل\tوبعد\nسطر ثان")
    assert document_of(tmp_path, saved(file)).text == "قبل وبعد\n\nسطر ثان"


def test_tracked_changes_content_controls_links_and_hidden_text(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    file = docx.Document()
    for inner in (
        "<w:p {}><w:r><w:t>أصل </w:t></w:r><w:ins w:id='1'><w:r><w:t>أضيف</w:t></w:r></w:ins>"
        "<w:del w:id='2'><w:r><w:delText> حذف</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>مخفي</w:t></w:r>"
        "<w:hyperlink><w:r><w:t> رابط</w:t></w:r></w:hyperlink></w:p>",
        "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>في إطار</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    ):
        file.element.body.insert(-1, docx.oxml.parse_xml(inner.format(space)))
    assert document_of(tmp_path, saved(file)).text == "أصل أضيف رابط\n\nفي إطار"


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return out.getvalue()


def test_files_that_cannot_be_read_are_refused_by_name(tmp_path: Path) -> None:
    whole = made(*WATER)
    cases = [
        ("empty", b""),
        ("empty", made("")),
        ("damaged", whole[: len(whole) // 2]),
        ("damaged", whole.replace(b"PK\x01\x02", b"PK\x01\x03")),
        ("damaged", b"not an archive"),
        ("damaged", zipped(a=b"<x/>")),
        ("damaged", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old document"),
        ("encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
        ("bomb", zipped(word__document=b"<" + b" " * (70 << 20))),
    ]
    for reason, data in cases:
        found = read(tmp_path, data)
        assert isinstance(found, Refusal), reason
        assert (found.source, found.reason) == ("مقال.docx", reason)


def test_a_directory_that_lies_about_sizes_does_not_help(tmp_path: Path) -> None:
    """The archive says that its part has 10 bytes; it inflates to 70 MB."""
    data = zipped(word__document=b" " * (70 << 20))
    honest = (70 << 20).to_bytes(4, "little")
    found = read(tmp_path, data.replace(honest, (10).to_bytes(4, "little")))
    assert isinstance(found, Refusal)
    assert found.reason in ("bomb", "damaged")


def test_many_parts_that_are_small_each_are_a_bomb_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_INFLATED_BYTES", 5 << 20)
    path = tmp_path / "م.docx"
    path.write_bytes(zipped(**{f"p{at}": b" " * (1 << 20) for at in range(9)}))
    found = read_docx(path, "م.docx")
    assert found == Refusal("م.docx", "bomb", "> 5 MB")


def test_an_entity_that_names_a_file_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("كلمة السر", encoding="utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made("نص &x; هنا"))) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            if part == "word/document.xml":
                entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
                data = data.replace(b"<w:document", entity + b"<w:document", 1).replace(b"&amp;x;", b"&x;")
            target.writestr(part, data)
    found = read(tmp_path, out.getvalue())
    assert isinstance(found, Refusal) or "كلمة السر" not in found.text


def bolded(*paragraphs: str, headed: bool = False) -> bytes:
    """A document whose paragraphs that begin with * are bold by hand; `headed`: with headings of Word's own, too."""
    file = docx.Document()
    for text in paragraphs:
        file.add_paragraph().add_run(text.strip("*")).bold = text.startswith("*")
    for text in ("الملحق الأول", "الملحق الثاني") if headed else ():
        file.add_heading(text, 1)
        file.add_paragraph(MUSEUM[0])
    return saved(file)


def test_short_lines_that_somebody_made_bold_by_hand_are_headings(tmp_path: Path) -> None:
    above = ("*متحف المخطوطات في فاس", "*رنا سليم", "*المقدمة", MUSEUM[0], "*القاعة الجديدة", MUSEUM[1])
    below = ("سطر في قصيدة", MUSEUM[2], "*متى يفتح المتحف؟", MUSEUM[3], "*قال: «نعم».", MUSEUM[1])
    document = document_of(tmp_path, bolded(*above, *below))
    found = {document.text[start:end]: role for start, end, role in document.marks}
    assert found == dict.fromkeys(("المقدمة", "القاعة الجديدة", "متى يفتح المتحف؟"), "h2")
    assert document.title == "متحف المخطوطات في فاس"


def test_the_bold_questions_of_an_interview_head_their_answers_from_the_first_one_on(tmp_path: Path) -> None:
    questions = ("• متى افتتح المتحف؟", "• وماذا يعرض؟", "• ومتى يفتح؟")
    said = [line for asked, told in zip(questions, MUSEUM[:3], strict=True) for line in (f"*{asked}", told)]
    document = document_of(tmp_path, bolded("*حوار مع لطيفة بنجلون", *said))
    assert tuple(document.text[start:end] for start, end, _ in document.marks) == questions


def test_bold_lines_are_no_headings_where_word_marks_others_or_much_is_bold(tmp_path: Path) -> None:
    paragraphs = (MUSEUM[0], "*القاعة الجديدة", MUSEUM[1])
    marked = document_of(tmp_path, bolded(*paragraphs, headed=True))
    assert [role for *_, role in marked.marks] == ["h1", "h1"]
    much = document_of(tmp_path, bolded(*paragraphs, *(f"*{one}" for one in MUSEUM)))
    assert much.marks == ()
