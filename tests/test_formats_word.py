"""What Word shows and no paragraph's own text holds: notes, automatic numbers, text boxes, embedded pages, changes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.office_files import R, paragraph, word, zipped
from vectorstore.formats.documents import read_documents
from vectorstore.formats.docx_numbering import Numbering, Place, note_number
from vectorstore.formats.package import parse_xml
from vectorstore.text.passages import split_passages
from vectorstore.types import Document

NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="المادة (%1):"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="arabicAbjad"/><w:lvlText w:val="%2-"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
    "</w:lvlOverride></w:num>"
)


def note(kind: str, name: int, text: str) -> str:
    return f'<w:{kind} w:id="{name}">{paragraph(text)}</w:{kind}>'


def reference(kind: str, name: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{name}"/></w:r>'


def document_of(folder: Path, data: bytes, name: str = "لائحة.docx") -> Document:
    path = folder / name
    path.write_bytes(data)
    (found,) = read_documents(path, name)
    assert isinstance(found, Document), found
    return found


def lines_of(folder: Path, data: bytes, name: str = "لائحة.docx") -> list[str]:
    return document_of(folder, data, name).text.split("\n\n")


def test_notes_stand_after_the_paragraph_that_refers_to_them_with_their_numbers(tmp_path: Path) -> None:
    body = (
        paragraph("أصدرت البلدية اللائحة.", after=reference("footnote", 5))
        + paragraph("يدفع المستأجر تأمينا.", after=reference("endnote", 2) + reference("footnote", 9))
    )  # fmt: skip
    separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    parts = {
        "footnotes": separator + note("footnote", 9, "الثانية.") + note("footnote", 5, "بالقرار 318."),
        "endnotes": note("endnote", 2, "يرد بعد ستين يوما."),
    }
    assert lines_of(tmp_path, word(body, parts)) == [
        "أصدرت البلدية اللائحة.", "[1] بالقرار 318.", "يدفع المستأجر تأمينا.", "[i] يرد بعد ستين يوما.", "[2] الثانية.",
    ]  # fmt: skip


def test_a_note_in_a_table_stands_below_it(tmp_path: Path) -> None:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("كشك", "75"))
    head = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("النوع", "الإيجار"))
    noted = cells.replace("</w:p></w:tc>", f"{reference('footnote', 1)}</w:p></w:tc>", 1)
    body = f"<w:tbl><w:tr>{head}</w:tr><w:tr>{noted}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
    lines = lines_of(tmp_path, word(body, {"footnotes": note("footnote", 1, "للخضار وحده.")}))
    assert lines == ["النوع: كشك | الإيجار: 75", "النوع: كشك | الإيجار: 75", "[1] للخضار وحده."]


def test_automatic_numbers_are_written_where_word_counts_them(tmp_path: Path) -> None:
    kinds = [(0, 1), (1, 1), (1, 1), (2, 1), (0, 1), (1, 1), (0, 2), (0, 3), (0, 3)]
    body = "".join(paragraph("نص", NUMBERED.format(level, name)) for level, name in kinds)
    assert lines_of(tmp_path, word(body, {"numbering": LISTS})) == [
        "المادة (1): نص", "أ- نص", "ب- نص", "1.1 نص", "المادة (2): نص", "أ- نص", "نص", "المادة (7): نص", "المادة (8): نص",
    ]  # fmt: skip


def test_a_style_may_bring_the_number_and_a_paragraph_may_refuse_it(tmp_path: Path) -> None:
    style = f'<w:style w:styleId="Article"><w:name w:val="Article"/><w:pPr>{NUMBERED.format(0, 1)}</w:pPr></w:style>'
    named = '<w:pStyle w:val="Article"/>'
    body = paragraph("نص", named) + paragraph("نص", named + NUMBERED.format(0, 0)) + paragraph("نص", named)
    lines = lines_of(tmp_path, word(body, {"numbering": LISTS, "styles": style}))
    assert lines == ["المادة (1): نص", "نص", "المادة (2): نص"]


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("arabicAbjad", "أ ب ج د ه"), ("arabicAlpha", "أ ب ت ث ج"), ("lowerRoman", "i ii iii iv v"),
        ("upperLetter", "A B C D E"), ("decimalZero", "01 02 03 04 05"), ("ordinalText", "1 2 3 4 5"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_format_says(name: str, numbers: str) -> None:
    assert [note_number(name, count) for count in range(1, 6)] == numbers.split()


def test_a_list_that_is_not_defined_has_no_number_and_hostile_numbers_do_no_harm() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="99999999"/><w:numFmt w:val="arabicAbjad"/><w:lvlText w:val="%1%1"/></w:lvl>'
    )
    root = parse_xml(
        f'<w:numbering {space}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'.encode()
    )
    assert Numbering(root).label(Place("1", 0)) == "9999999999999999"
    assert Numbering(root).label(Place("9", 0)) == Numbering(None).label(Place("1", 0)) == ""


def test_a_text_box_stands_once_and_a_tracked_change_as_it_was_accepted(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('تنبيه: يغلق السوق.')}</w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {space}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    moved = "<w:moveFrom><w:r><w:t>نقل</w:t></w:r></w:moveFrom>"
    change = f"<w:del><w:r><w:delText>سنتان</w:delText></w:r></w:del>{moved}<w:ins><w:r><w:t>ثلاث</w:t></w:r></w:ins>"
    joined = paragraph("تبقى الأكشاك", "<w:rPr><w:del/></w:rPr>") + paragraph(" مكانها.")
    assert lines_of(tmp_path, word(joined)) == ["تبقى الأكشاك مكانها."]
    body = paragraph("المدة ", after=change) + paragraph("", after=f"<w:r>{both}</w:r>")
    assert lines_of(tmp_path, word(body)) == ["المدة ثلاث", "تنبيه: يغلق السوق."]


def test_signs_that_are_kept_by_their_place_in_a_font_are_read(tmp_path: Path) -> None:
    def sign(font: str, code: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    more = "".join(sign(*one) for one in (("Symbol", "F0B0"), ("Symbol", "B3"), ("Wingdings", "F0FE"), ("Arial", "2192")))
    unknown = "".join(sign(*one) for one in (("AGA", "F072"), ("Symbol", "zz"), ("Symbol", "FFFFFFFF"), ("", "D800")))
    spoken = "<w:ruby><w:rt><w:r><w:t>نطق</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>كلمة</w:t></w:r></w:rubyBase></w:ruby>"
    body = paragraph("الحرارة 30", after=more + unknown) + paragraph("", after=spoken)
    assert lines_of(tmp_path, word(body)) == ["الحرارة 30°≥☑→", "كلمة"]


def test_heads_and_feet_stand_once_as_what_surrounds_the_text(tmp_path: Path) -> None:
    parts = {"header": paragraph("بلدية الزيتون"), "footer": paragraph("بلدية الزيتون") + paragraph("صفحة 1")}
    found = document_of(tmp_path, word(paragraph("أصدرت البلدية لائحة جديدة لتنظيم السوق."), parts))
    assert found.text.count("بلدية الزيتون") == 1
    assert [p.text for p in split_passages(found) if p.kind == "boilerplate"] == ["بلدية الزيتون\n\nصفحة 1"]


def test_an_embedded_page_is_read_where_it_stands(tmp_path: Path) -> None:
    page = "<html><body><h2>ملحق</h2><table><tr><th>النوع</th><th>الإيجار</th></tr><tr><td>كشك</td><td></td></tr></table></body></html>"
    link = f'<Relationship Id="c1" Type="{R}/aFChunk" Target="page.html"/>'
    made = word(paragraph("قبل") + '<w:altChunk r:id="c1"/>' + paragraph("بعد"), extra=link)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    assert lines_of(tmp_path, zipped({**parts, "word/page.html": page})) == [
        "قبل", "ملحق", "النوع: كشك | الإيجار: —", "بعد",
    ]  # fmt: skip


def test_relations_that_lead_nowhere_are_none(tmp_path: Path) -> None:
    extra = "".join(
        f'<Relationship Id="x{at}" Type="{R}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(
            [("image", "NULL"), ("hyperlink", "#_top"), ("header", ""), ("footer", "../../x")]
        )
    )
    assert lines_of(tmp_path, word(paragraph("نص اللائحة."), extra=extra)) == ["نص اللائحة."]


@pytest.mark.parametrize("suffix", [".docx", ".docm", ".dotx", ".dotm"])
def test_strict_files_and_macro_and_template_types_are_read(tmp_path: Path, suffix: str) -> None:
    made = word(
        paragraph("أصدرت البلدية لائحة.", after=reference("footnote", 1)),
        {"footnotes": note("footnote", 1, "رقم 318.")},
    )
    strict = {}
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            data = archive.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            strict[name] = data.replace(R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
    for data in (made, zipped(strict)):
        assert lines_of(tmp_path, data, f"لائحة{suffix}") == ["أصدرت البلدية لائحة.", "[1] رقم 318."]


def test_cells_that_go_on_in_the_rows_below_belong_to_each_of_them(tmp_path: Path) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    rows = [
        cell("المحافظة") + cell("الركاب", '<w:gridSpan w:val="2"/>'),
        cell("") + cell("ذهابا") + cell("إيابا"),
        cell("البصرة", '<w:vMerge w:val="restart"/>') + cell("120") + cell(""),
        cell("", "<w:vMerge/>") + cell("80") + cell("75"),
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert lines_of(tmp_path, word(body)) == [
        "المحافظة: البصرة | الركاب / ذهابا: 120 | الركاب / إيابا: —",
        "المحافظة: البصرة | الركاب / ذهابا: 80 | الركاب / إيابا: 75",
    ]


def test_paragraphs_nested_without_end_are_read_or_refused(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 5_000 + paragraph("عميق") + "</w:sdtContent></w:sdt>" * 5_000
    path = tmp_path / "عميق.docx"
    path.write_bytes(word(paragraph("أعلى") + deep))
    assert len(list(read_documents(path, path.name))) == 1
