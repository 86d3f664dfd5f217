"""When a sentence says that something was: dates of either calendar, and days that the day of publication resolves."""

from __future__ import annotations

import pytest

from assistant.sources.chronology import moments

PUBLISHED = "2017-10-19"
"""A Thursday."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("وقّعوه في ٨ حزيران/يونيو ٢٠١٧", [("2017-06-08", "٨ حزيران/يونيو ٢٠١٧", "stated")]),
        ("بدأت في يناير 2014", [("2014-01", "يناير 2014", "stated")]),
        ("صدر في 12 رمضان 1438 هـ", [("2017-06-07", "12 رمضان 1438", "hijri")]),
        ("في 13/4/2017", [("2017-04-13", "13/4/2017", "stated")]),
        ("في 3/4/2017", []),
        ("في 31 فبراير 2017", []),
        ("في 3 مارس من دون سنة", []),
        ("أسست ترولي مع كاب في عام 2016", []),
    ],
)  # fmt: skip
def test_dates_are_read_where_they_can_be_read_in_one_way(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.iso, text[slice(*one.span)], one.how) for one in moments(text)] == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("اجتمعوا يوم الخميس الماضي", "2017-10-12"),
        ("اجتمعوا الأربعاء الماضي", "2017-10-18"),
        ("يجتمعون الأحد المقبل", "2017-10-22"),
        ("يجتمعون الخميس القادم", "2017-10-26"),
        ("وقال أمس إن", "2017-10-18"),
        ("وقال أمس الأربعاء إن", "2017-10-18"),
        ("وقال أمس الأول إن", "2017-10-17"),
        ("أعلن اليوم الخميس", "2017-10-19"),
        ("اجتمعوا الخميس والجمعة", "2017-10-19"),
        ("وقال أمس الجمعة إن", ""),
        ("أعلن اليوم الجمعة", ""),
        ("اجتمعوا يوم الثلاثاء", ""),
        ("العالم اليوم غير ما كان", ""),
    ],
)
def test_a_relative_day_is_resolved_where_it_can_be_and_only_with_a_day_of_publication(text: str, day: str) -> None:
    assert [one.iso for one in moments(text, PUBLISHED)] == ([day] if day else [])
    assert not moments(text) and not moments(text, "2017-10")
