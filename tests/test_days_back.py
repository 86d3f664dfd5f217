"""The day that somebody names to ask what changed since, in Arabic as it is written and spoken, English and French."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.sources.days_back import day_of, find_day

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("question", "day", "words"),
    [
        ("ما الجديد منذ أمس؟", "2026-11-26", "أمس"),
        ("ايه الجديد من امبارح؟", "2026-11-26", "امبارح"),
        ("ماذا تغير في الملفات منذ الأسبوع الماضي؟", "2026-11-20", "الأسبوع"),
        ("ما الجديد هذا الشهر؟", "2026-10-28", "الشهر"),
        ("ما الجديد منذ يومين؟", "2026-11-25", "يومين"),
        ("ما الجديد خلال آخر ثلاثة أيام؟", "2026-11-24", "ثلاثة أيام"),
        ("ما الجديد منذ يوم الاثنين؟", "2026-11-23", "يوم الاثنين"),
        ("ما الجديد منذ 12 أيار 2026؟", "2026-05-12", "12 أيار 2026"),
        ("ما الجديد منذ مارس؟", "2026-03-01", "منذ مارس"),
        ("ما الجديد منذ ديسمبر؟", "2025-12-01", "منذ ديسمبر"),
        ("what's new since Monday?", "2026-11-23", "Monday"),
        ("what is new in the last 3 days?", "2026-11-24", "3 days"),
        ("what changed since May 12, 2026?", "2026-05-12", "May 12, 2026"),
        ("quoi de neuf depuis lundi ?", "2026-11-23", "lundi"),
        ("quoi de neuf depuis deux semaines ?", "2026-11-13", "deux semaines"),
    ],
)  # fmt: skip
def test_the_day_of_a_question_is_found_where_it_stands(question: str, day: str, words: str) -> None:
    found = find_day(question, FRIDAY)
    assert found is not None
    assert (found[0].isoformat(), question[slice(*found[1])]) == (day, words)


def test_a_weekday_asked_for_on_that_day_is_the_one_a_week_ago() -> None:
    assert day_of("الجمعة", FRIDAY) == day_of("friday", FRIDAY) == date(2026, 11, 20)


@pytest.mark.parametrize(
    "question",
    [
        "هل هناك مقالات جديدة؟", "ما الجديد عن أحد الوزراء؟", "what is new since 3/4/2015?",
        "ما الجديد منذ زيارتي الأخيرة؟",
    ],
)  # fmt: skip
def test_where_no_day_is_named_or_it_can_be_read_in_two_ways_there_is_none(question: str) -> None:
    assert find_day(question, FRIDAY) is None


def test_a_text_that_says_more_than_a_day_is_no_day() -> None:
    assert day_of("أمس في روما", FRIDAY) is None and day_of("since monday", FRIDAY) is None
