"""Dates are read where they stand, and never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.formats.documents import read_documents
from vectorstore.text.publication_date import find_date, parse_date, parse_pdf_date
from vectorstore.types import Document

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("المدن - ميدياالخميس 2017/10/19", "2017-10-19"),
        ("الجمعة ٢٠ تشرين الأول/أكتوبر ٢٠١٧", "2017-10-20"),
        ("3 آب 2016", "2016-08-03"),
        ("نُشر في 12 جويلية 2018", "2018-07-12"),
        ("25 كانون الثاني 2011م", "2011-01-25"),
        ("14 غشت 2010", "2010-08-14"),
        ("2017-10-19 الساعة 10:30", "2017-10-19"),
        ("19/10/2017", "2017-10-19"),
        ("5/5/2015", "2015-05-05"),
        ("March 14, 2019", "2019-03-14"),
        ("20 محرم 1440 - 30/9/2018", "2018-09-30"),
    ],
)
def test_a_day_that_can_be_read_in_one_way_is_read(line: str, date: str) -> None:
    assert find_date(line) == date


@pytest.mark.parametrize(
    "line",
    [
        "3/4/2015",
        "14 مارس 2019 - 15 مارس 2019",
        "31 فبراير 2019",
        "20 محرم 1440",
        "1440/01/20",
        "مارس الماضي",
        "",
        "١٢٣",
    ],
)
def test_what_is_ambiguous_impossible_or_of_another_calendar_is_no_date(line: str) -> None:
    assert find_date(line) == ""


def test_metadata_is_read_to_the_part_that_it_states() -> None:
    for value, date in (
        ("2019-03-14T23:30:00+03:00", "2019-03-14"), ("2019-03", "2019-03"), ("2019", "2019"), (2019, "2019"),
        ("20190314", "2019-03-14"), ("Thu, 14 Mar 2019 09:30:00 GMT", "2019-03-14"), ("0001-01-01", ""),
        ("2019-13-01", ""), (None, ""), (True, ""), (1552546200, ""), ("ه" * 500, ""),
    ):  # fmt: skip
        assert parse_date(value) == date, value
    assert [parse_pdf_date(value) for value in ("D:20170608101500+02'00'", "D:2017", "D:", "أمس")] == [
        "2017-06-08",
        "2017",
        "",
        "",
    ]


def test_a_text_has_the_date_of_its_date_line_and_no_other(tmp_path: Path) -> None:
    dates = {}
    for path in sorted(SEEDS.glob("*.txt")):
        (document,) = read_documents(path, path.name)
        assert isinstance(document, Document)
        dates[path.name[:3]] = document.date
    assert dates["002"] == "2017-10-19"
    path = tmp_path / "م.txt"
    path.write_text(
        "عنوان الخبر الأول اليوم\n\nوقع ذلك في 14 مارس 2019 كما قال الوزير في المؤتمر الصحافي.\n", encoding="utf-8"
    )
    (document,) = read_documents(path, path.name)
    assert document.date == ""


def test_minutes_and_laws_say_their_day_in_a_sentence(tmp_path: Path) -> None:
    rest = "ناقش الأعضاء ميزانية النادي وأقروا رفع الاشتراك في جلسة دامت ساعتين."
    minutes = f"محضر اجتماع نادي الشاطئ الرياضي\n\nانعقد الاجتماع يوم الأحد 5 نوفمبر 2023 في مقر النادي.\n\n{rest}\n"
    law = (
        f"قانون حماية الشواطئ من البناء\nالمادة 1\n{rest}\nالمادة 2\n{rest}\n"
        "صدر في 3 رمضان 1440 الموافق 8 مايو 2019.\n"
    )
    news = f"نادي الشاطئ الرياضي يرفع الاشتراك\n\nانعقد الاجتماع يوم الأحد 5 نوفمبر 2023 في مقر النادي.\n\n{rest}\n"
    book = f"رواية جديدة عن صيادي الشاطئ\n\n{rest}\n\nصدر الكتاب في 8 مايو 2019.\n\nصدر عن دار النورس في 8 مايو 2019.\n"
    dates = []
    for text in (minutes, law, news, book):
        path = tmp_path / "م.txt"
        path.write_text(text, encoding="utf-8")
        (document,) = read_documents(path, path.name)
        assert isinstance(document, Document)
        dates.append(document.date)
    assert dates == ["2023-11-05", "2019-05-08", "", ""]
