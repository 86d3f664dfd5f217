"""The styles of an RTF document tell its title and its headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.formats.documents import read_documents
from vectorstore.text.layout import find_blocks
from vectorstore.text.passages import split_passages
from vectorstore.types import Document

FIRST = "أعلنت بلدية صفاقس أن أشغال تجديد شبكة الإنارة ستنطلق الأسبوع المقبل وتستمر ثلاثة أشهر."
SECOND = "وأضاف رئيسها أن السكان سيبلغون بمواعيد قطع التيار قبل يومين على الأقل."


def coded(text: str) -> str:
    return "".join(f"\\u{ord(one)}?" if ord(one) > 127 else one for one in text)


def read(folder: Path, styles: str, body: str) -> Document:
    path = folder / "خبر.rtf"
    path.write_text(f"{{\\rtf1\\ansi\\ansicpg1256 {{\\stylesheet{styles}}}{body}}}", encoding="ascii")
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document), found
    return found


def styled(number: int, text: str) -> str:
    return f"\\pard\\plain \\s{number}\\qr\\fs28 {{\\rtlch {coded(text)}}}\\par\n"


@pytest.mark.parametrize(
    ("title", "one", "two"),
    [("Title", "heading 1", "heading 2"), ("title", "Heading 1", "Heading 2"), ("العنوان", "عنوان 1", "عنوان 2")],
)
def test_the_title_and_the_headings_are_those_of_their_styles(
    tmp_path: Path, title: str, one: str, two: str
) -> None:
    styles = (
        f"{{\\ql\\fs24 Normal;}}{{\\s15\\qc\\sbasedon0\\snext0 {{\\*\\x y}}\\fs56 {coded(title)};}}"
        f"{{\\s1\\sb240\\keepn {coded(one)};}}\n{{\\s2\\keepn {coded(two)};}}{{\\*\\cs10 Default Paragraph Font;}}"
    )
    body = styled(15, "الإنارة") + styled(1, "الأحياء") + styled(0, FIRST) + styled(2, "حي الحبيب") + styled(0, SECOND)
    found = read(tmp_path, styles, body)
    assert found.title == "الإنارة"
    assert found.text.split("\n\n") == ["الإنارة", "الأحياء", FIRST, "حي الحبيب", SECOND]
    levels = {found.text[one.start : one.end]: one.level for one in find_blocks(found.text, found.marks) if one.level}
    assert levels == {"الأحياء": 1, "حي الحبيب": 2}
    assert [one.title for one in split_passages(found) if one.kind == "body"] == [
        "الإنارة › الأحياء", "الإنارة › الأحياء › حي الحبيب",
    ]  # fmt: skip


def test_the_title_of_its_style_goes_before_the_one_that_the_file_states(tmp_path: Path) -> None:
    info = f"{{\\info{{\\title {coded('قالب الرسائل')}}}}}"
    found = read(tmp_path, "{\\s15 Title;}", info + styled(15, "تجديد الإنارة") + styled(0, FIRST))
    assert found.title == "تجديد الإنارة"


def test_a_table_and_text_under_styles_without_a_role_are_read_as_before(tmp_path: Path) -> None:
    row = "".join(f"\\pard\\intbl\\s16 {coded(text)}\\cell " for text in ("السنة", "العدد"))
    table = f"\\trowd {row}\\row\n\\trowd {row.replace(coded('السنة'), '2020').replace(coded('العدد'), '12')}\\row\n"
    found = read(tmp_path, "{\\s16 Table Contents;}{\\s1 heading 1;}", styled(16, FIRST) + table + styled(16, SECOND))
    assert found.text.split("\n\n") == [FIRST, "السنة: 2020 | العدد: 12", SECOND]


@pytest.mark.parametrize("styles", ["", "{\\s1 heading 1", "{\\s99999 ;}", "{\\s1 {{{;}", "{\\s1 heading 1;}" * 3_000])
def test_a_broken_table_of_styles_costs_no_text(tmp_path: Path, styles: str) -> None:
    path = tmp_path / "خبر.rtf"
    path.write_text(f"{{\\rtf1\\ansi {{\\stylesheet{styles}}}{styled(7, FIRST)}}}", encoding="ascii")
    (found,) = read_documents(path, path.name)
    assert not isinstance(found, Document) or FIRST in found.text


def test_the_sign_in_a_text_is_no_role(tmp_path: Path) -> None:
    found = read(tmp_path, "{\\s1 heading 1;}", styled(0, FIRST) + "\\pard \\'10\\'101\\'10z\\par" + styled(0, SECOND))
    assert FIRST in found.text and SECOND in found.text
