"""Numbers of a PDF's right-to-left lines: ranges, days, shares and times stand as they were written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pdf_files import font, pdf
from vectorstore.formats.documents import read_documents
from vectorstore.formats.pdf_lines import GlyphLine
from vectorstore.formats.pdf_paragraphs import join_lines
from vectorstore.formats.pdf_ranges import with_rising_range
from vectorstore.types import Document

PARAGRAPHS = (
    "2019-2023 هي سنوات الخطة التي أقرتها وزارة الزراعة لتطوير الري في المحافظات الجنوبية كلها دون استثناء.",
    "امتدت الدراسة في الفترة 2015-2018 وشملت 42 قرية، ثم أعيدت في الفترة 2020–2022 على 17 قرية أخرى.",
    "عقد الاجتماع الأول يوم 12/10/2022 في مقر الغرفة التجارية بحضور أربعين عضوا.",
    "ارتفعت نسبة التشغيل من 35% إلى 48.5% خلال عامين، وانخفضت الديون بنسبة 12% حسب التقرير السنوي.",
    "12/10/2022 هو تاريخ توقيع العقد بين البلدية وشركة المقاولات التي ستبني الجسر الجديد فوق النهر.",
    "45% من السكان يعملون في الزراعة و20-25% منهم في الصيد البحري بحسب الإحصاء العام.",
    "20-25% من السكان يعملون في الصيد البحري بحسب الإحصاء العام الذي نشر قبل شهرين.",
    "الموسم 2021/2022 كان الأفضل منذ عشر سنوات، وتعمل المكتبة فيه من 9:00 إلى 17:30 كل يوم.",
    "١٩٩٠-١٩٩٥ كانت سنوات صعبة على المزارعين بسبب الجفاف الذي قلص المحاصيل بنسبة ٤٠٪ في كل عام.",
    "1948-1967",
    "10-14 يوما هي مدة الشحن المعتادة إلى العراق بسبب بعد الميناء عن المخازن.",
)


def by_reportlab() -> bytes:
    return pdf([PARAGRAPHS], "visual")


def by_fpdf2() -> bytes:
    from fpdf import FPDF
    from reportlab.pdfbase import pdfmetrics

    made = FPDF()
    made.add_page()
    made.add_font("Plex", "", pdfmetrics.getFont(font()).face.filename)
    made.set_font("Plex", size=13)
    made.set_text_shaping(True, direction="rtl")
    for text in PARAGRAPHS:
        made.multi_cell(0, 8, text, align="R", new_x="LMARGIN", new_y="NEXT")
        made.ln(4)
    return bytes(made.output())


@pytest.mark.parametrize("made", [by_reportlab, by_fpdf2])
def test_ranges_days_and_shares_are_read_as_they_were_written(tmp_path: Path, made: Callable[[], bytes]) -> None:
    path = tmp_path / "خطة.pdf"
    path.write_bytes(made())
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document), found
    assert [text for text in PARAGRAPHS if text not in found.text.split("\n\n")] == []


def line(text: str, *, from_right: bool = True) -> GlyphLine:
    return GlyphLine(text, text[::-1], from_right, 0, 100, 0, 12)


@pytest.mark.parametrize(
    ("read", "begins", "shown"),
    [
        ("2023-2019 سنوات الخطة", True, "2019-2023 سنوات الخطة"),
        ("2023-2019 سنوات الخطة", False, "2019-2023 سنوات الخطة"),
        ("(2023-2019) سنوات الخطة", True, "(2019-2023) سنوات الخطة"),
        ("25%-20 من السكان", True, "20-25% من السكان"),
        ("14-10 يوما", True, "10-14 يوما"),
    ],
)
def test_a_range_that_falls_at_the_start_of_a_line_is_turned_round(read: str, begins: bool, shown: str) -> None:
    assert with_rising_range(line(read), read, begins=begins) == shown


@pytest.mark.parametrize(
    ("read", "begins"),
    [
        ("2019-2023 سنوات الخطة", True),
        ("3-1 نتيجة المباراة", True),
        ("98-87 نتيجة المباراة", False),
        ("14-05-2023 يوم الاجتماع", True),
        ("الخطة 2023-2019", True),
        ("22-3b مادة من القانون", True),
        ("-12 درجة", True),
    ],
)
def test_what_rises_a_score_a_day_and_what_stands_behind_a_word_stay_as_they_are(read: str, begins: bool) -> None:
    assert with_rising_range(line(read), read, begins=begins) == read


def test_a_line_that_was_not_read_from_the_right_stays_as_it_is() -> None:
    text = "2023-2019 years of the plan"
    assert with_rising_range(line(text, from_right=False), text, begins=True) == text
    assert with_rising_range(line("other"), text, begins=True) == text


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("بين عامي 1971 و", "2015 غمرت المياه", "بين عامي 1971 و2015 غمرت المياه"),
        ("وقعت الوزارة و", "NEPCO العقد", "وقعت الوزارة وNEPCO العقد"),
        ("بلغ عدد السكان", "2015 نسمة", "بلغ عدد السكان 2015 نسمة"),
        ("في البند و", "الذي يليه", "في البند و الذي يليه"),
    ],
)
def test_a_letter_that_is_written_onto_a_number_stays_with_it_over_the_end_of_a_line(
    before: str, after: str, joined: str
) -> None:
    assert join_lines(before, after) == joined
