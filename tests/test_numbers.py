"""Numbers and dates as values, whatever script, calendar or words they are written in."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verification.numbers import agrees, find_figures


def dates(text: str) -> list[tuple[int, int, int]]:
    return [(f.day, f.month, f.year) for f in find_figures(text) if f.kind == "date"]


def values(text: str) -> list[tuple[str, Fraction]]:
    return [(f.kind, f.value) for f in find_figures(text) if f.kind != "date"]


@pytest.mark.parametrize(
    "written",
    [
        "8 يونيو 2017", "٨ حزيران ٢٠١٧", "8 جوان 2017", "8 يونيه 2017", "8 حزيران/يونيو 2017", "8/6/2017", "2017-06-08",
        "2017/6/8",
        "الثامن من يونيو 2017", "8 من شهر يونيو عام 2017", "June 8, 2017", "8 June 2017",
        "8th of June 2017",
        "8 juin 2017", "8 JUIN 2017",
    ],
)  # fmt: skip
def test_one_day_in_many_writings(written: str):
    assert dates(f"حدث ذلك في {written} في المدينة") == [(8, 6, 2017)]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("في جانفي 2015", (0, 1, 2015)),
        ("تشرين الثاني/نوفمبر 2015", (0, 11, 2015)),
        ("le 3 août 2015", (3, 8, 2015)),
        ("كانون الأول 1999", (0, 12, 1999)),
        ("الخامس والعشرين من يناير", (25, 1, 0)),
        ("10 رمضان 1393", (10, 21, 1393)),
    ],
)
def test_months_of_every_calendar(written: str, date: tuple[int, int, int]):
    assert dates(written) == [date]


def test_words_that_are_also_months_are_not_dates():
    assert find_figures("قالت ماي إن رجب مارس الرياضة مع أب الأسرة") == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,300", 1300), ("١٬٣٠٠", 1300), ("1 300", 1300), ("ألف وثلاثمئة", 1300), ("خمسة وعشرون", 25),
        ("خمس وعشرين", 25),
        ("ثلاثة عشر", 13), ("مئتان وخمسون", 250), ("1.5 مليون", 1_500_000), ("مليون ونصف", 1_500_000),
        ("مئة وعشرين ألفا", 120_000), ("خمسة آلاف", 5000), ("twenty-five", 25), ("three hundred and fifty", 350),
        ("5 million", 5_000_000), ("ساعتين", 2),
    ],
)  # fmt: skip
def test_numbers_in_digits_and_words(written: str, value: int):
    assert values(f"بلغ {written} هناك") == [("number", Fraction(value))]


@pytest.mark.parametrize("written", ["80%", "٨٠٪", "80 في المئة", "80 بالمئة", "ثمانين في المئة", "80 percent"])
def test_percentages(written: str):
    assert values(f"نسبة {written} منهم") == [("percent", Fraction(80))]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("المركز السادس والعشرين", [("ordinal", 26)]), ("القرن التاسع عشر", [("ordinal", 19)]),
        ("the 19th century", [("ordinal", 19)]),
        ("تسعينيات القرن", [("decade", 90)]), ("in the 1990s", [("decade", 90)]),
        ("يوم الاثنين", [("weekday", 1)]), ("اثنين منهم", [("number", 2)]), ("آلاف الناس", [("about", 1000)]),
        ("بطائرة F16 إلى G7", []),
    ],
)  # fmt: skip
def test_other_figures(written: str, found: list[tuple[str, int]]):
    assert values(written) == [(kind, Fraction(value)) for kind, value in found]


@pytest.mark.parametrize(
    ("claimed", "found", "same"),
    [
        ("8 يونيو", "8 حزيران 2017", True), ("8 يونيو 2018", "8 يونيو 2017", False), ("9 يونيو", "8 يونيو", False),
        ("8 يونيو", "8 يوليو", False), ("عام 2017", "8 يونيو 2017", True), ("80%", "80", False), ("80", "80%", False),
        ("5 دولارات", "5 يورو", False), ("5 dollars", "5 دولارات", True), ("القرن 19", "القرن التاسع عشر", True),
    ],
)  # fmt: skip
def test_a_figure_may_say_less_than_its_source_and_never_more(claimed: str, found: str, same: bool):
    assert agrees(find_figures(claimed)[0], find_figures(found)[0]) is same


@given(st.integers(0, 10**9))
def test_every_whole_number_is_read_in_both_scripts(number: int):
    arabic = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for written in (str(number), arabic, f"{number:,}"):
        assert values(f"بلغ {written} شخصا") == [("number", Fraction(number))]
