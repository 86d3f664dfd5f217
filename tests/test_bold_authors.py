"""A bold line between headline and text is the author's name or a heading, which says what its text tells of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office_files import paragraph, word
from vectorstore.formats.bold import BOLD, with_bold_headings
from vectorstore.formats.documents import read_documents
from vectorstore.formats.lines import TextLine
from vectorstore.text.layout import find_blocks
from vectorstore.types import Document

TITLE = "تجديد الإنارة في صفاقس"
TEXT = (
    "أعلنت البلدية أن أشغال تجديد شبكة الإنارة ستنطلق الأسبوع المقبل في أربعة أحياء وتستمر ثلاثة أشهر.",
    "وقال رئيسها إن الأشغال ستكلف ستة ملايين دينار، وإن المقاولة ملزمة بتركيب مصابيح مقتصدة في الطاقة.",
    "وأضاف أن السكان سيبلغون بمواعيد قطع التيار قبل يومين على الأقل، عن طريق الرسائل القصيرة.",
)
LINES = [
    TextLine("أحياء الأشغال", BOLD), TextLine(TEXT[1]), TextLine("كلفة المشروع", BOLD), TextLine(TEXT[2]),
    TextLine("مواعيد القطع", BOLD), TextLine(TEXT[1]),
]  # fmt: skip


def role_of(line: str, author: str = "") -> str:
    lines = [TextLine(TITLE, "h1"), TextLine(line, BOLD), TextLine(TEXT[0]), *LINES]
    found = with_bold_headings(lines, "h2", author)
    assert [one.role for one in found[3:] if one.text != TEXT[1] and one.text != TEXT[2]] == ["h2", "h2", "h2"]
    return found[1].role


@pytest.mark.parametrize(
    "name",
    [
        "منى الطرابلسي", "أحمد عبد الله الكيلاني", "د. سليم الرياحي", "الدكتورة هند قاسم", "المهندس خالد أبو زيد",
        "سارة بنت سعيد الحارثي", "محمد ولد سالم", "أ. د. نوال شاهين", "عبد الرحمن حداد", "ليلى العلوي",
    ],
)  # fmt: skip
def test_a_name_over_the_text_is_the_author_s(name: str) -> None:
    assert role_of(name) == "aside"


@pytest.mark.parametrize(
    "heading",
    [
        "مقدمة", "خلفية تاريخية", "واقع الإنارة", "أشغال تدوم ثلاثة أشهر", "لماذا تأخر المشروع؟", "ملخص تنفيذي",
        "سكان الأحياء", "أولا: الكلفة", "المادة الأولى", "نظرة عامة", "رسائل التوعية", "الوضع الحالي",
    ],
)  # fmt: skip
def test_a_heading_over_the_text_stays_one(heading: str) -> None:
    assert role_of(heading) == "h2"


def test_the_name_that_the_file_states_is_the_author_s_and_another_one_of_that_form_may_not_be() -> None:
    assert role_of("سامي حداد", "سامي حداد") == "aside"
    assert role_of("سامي حداد", "هند قاسم") == "h2"


def test_a_person_whom_the_text_tells_of_stands_over_it_as_a_heading() -> None:
    lines = [TextLine(TITLE, "h1"), TextLine("سليم الرياحي", BOLD), TextLine("ولد الرياحي في تونس سنة 1972."), *LINES]
    assert with_bold_headings(lines, "h2")[1].role == "h2"


def test_passages_of_a_word_document_do_not_stand_under_their_author(tmp_path: Path) -> None:
    def bold(text: str) -> str:
        return f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>"

    below = "".join(bold(one.text) if one.role else paragraph(one.text) for one in LINES)
    path = tmp_path / "مقال.docx"
    path.write_bytes(word(bold(TITLE) + bold("منى الطرابلسي") + paragraph(TEXT[0]) + below))
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document)
    kinds = {found.text[one.start : one.end]: (one.kind, one.level) for one in find_blocks(found.text, found.marks)}
    assert kinds["منى الطرابلسي"] == ("boilerplate", 0)
    assert kinds["أحياء الأشغال"] == ("outline", 2)
    assert found.title == TITLE
