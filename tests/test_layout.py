"""The headline of a plain text: of one line or of two, and none where it has none."""

from __future__ import annotations

import pytest

from vectorstore.text.layout import find_blocks, title_of

LONG = (
    "أعلنت وزارة الطاقة في بيروت أن محطة دير عمار ستعود إلى العمل بعد توقف دام سبعة أشهر بسبب نقص الوقود، وقال"
    " الوزير إنها تنتج 450 ميغاواط."
)
ARTICLE = "يحق لكل شخص طبيعي أو معنوي الوصول إلى المعلومات الموجودة لدى الإدارة والاطلاع عليها."


def title(text: str) -> str:
    return title_of(text, find_blocks(text))


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (
            "مرسوم رقم 6940 تنظيم تطبيق قانون\nالحق في الوصول إلى المعلومات رقم 28",
            f"\nالمادة 1\n{ARTICLE}\nالمادة 2\n{ARTICLE}\n",
        ),
        ("عودة محطة دير عمار إلى العمل بعد\nتوقف دام سبعة أشهر بسبب الوقود", f"\nرنا سليم - بيروت\n{LONG}\n{LONG}\n"),
        ("عودة محطة دير عمار إلى العمل بعد\r\nتوقف دام سبعة أشهر بسبب الوقود", f"\r\n\r\n{LONG}\r\n\r\n{LONG}\r\n"),
    ],
    ids=["law", "news", "blank line below"],
)  # fmt: skip
def test_a_headline_of_two_lines_without_a_blank_line_is_the_title(above: str, below: str) -> None:
    assert title(above + below) == " ".join(above.split())


def test_the_first_chapter_of_a_law_is_no_part_of_its_title() -> None:
    law = f"قانون رقم 18 لسنة 2019 بشأن الموانئ\nالباب الأول: أحكام عامة\nالمادة 1\n{ARTICLE}\nالمادة 2\n{ARTICLE}\n"
    assert title(law) == "قانون رقم 18 لسنة 2019 بشأن الموانئ"
    assert headings(law) == ["الباب الأول: أحكام عامة", "المادة 1", "المادة 2"]


@pytest.mark.parametrize("author", ["عمّان – لينا الزعبي", "وادي السير – وائل النسور", "رنا سليم - بيروت"])
def test_a_place_with_an_author_below_a_headline_is_no_part_of_it(author: str) -> None:
    headline = "البنك المركزي يخفض سعر الفائدة ربع نقطة مئوية"
    assert title(f"{headline}\n{author}\nالخميس 5 مارس 2026\n\n{LONG}\n{LONG}\n") == headline


@pytest.mark.parametrize(
    "text",
    [
        "قفا نبك من ذكرى حبيب ومنزل\nبسقط اللوى بين الدخول فحومل\n"
        "فتوضح فالمقراة لم يعف رسمها\nلما نسجتها من جنوب وشمأل\n",
        f"حضرة السيد المدير العام المحترم\nتحية طيبة وبعد،\n{LONG}\n{LONG}\n",
        f"الأولى: محطة دير عمار في الشمال.\nالثانية محطة الزهراني في الجنوب\n{LONG}\n{LONG}\n",
    ],
    ids=["verses", "a letter", "a sentence"],
)
def test_two_lines_that_are_no_headline_are_none(text: str) -> None:
    assert title(text) == ""


def headings(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_blocks(text) if one.level]


def test_the_first_heading_stands_below_author_and_day_which_are_none() -> None:
    rest = f"الصور القديمة\n\n{LONG}\n\nالوثائق\n\n{LONG}\n"
    above = "دليل الصحافي إلى التحقق من الأخبار\n\nرنا سليم - بيروت\n\n"
    assert headings(f"{above}15 آذار 2022\n\nخلفية\n\n{LONG}\n\n{rest}") == ["خلفية", "الصور القديمة", "الوثائق"]
    assert headings(f"{above}{LONG}\n\n{rest}") == ["الصور القديمة", "الوثائق"]
