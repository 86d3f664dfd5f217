"""When a sentence says that something was: dates of either calendar, and days that the day of publication resolves."""

from __future__ import annotations

import pytest

from assistant.corpus_answers import timeline
from assistant.sources.chronology import Dated, moments
from assistant.sources.survey import Survey, _once
from assistant.types import Citation
from assistant.ui.html import events_page
from vectorstore.types import Passage

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


def entry(how: str, source: str = "أ.txt", text: str = "اجتمع الوزراء في 19 تشرين الأول 2017") -> Dated:
    return Dated("2017-10-19", text, how, Citation(0, source, text, 0, len(text), text))


def test_an_article_stands_once_at_a_day_that_its_first_sentence_names() -> None:
    both = [entry("published"), entry("stated"), entry("published", "ب.txt")]
    assert _once(both) == [both[1], both[2]]


def test_a_headline_is_not_written_above_itself() -> None:
    def drawn(one: Dated) -> str:
        return str(events_page.timeline(Survey("1", (), (one,), 1, 1, 1), {}))

    words = "اجتمع الوزراء"
    assert drawn(entry("published")).count(words) == 1
    assert drawn(entry("stated")).count(words) == 2  # where the whole sentence is the date


def test_a_headline_that_stands_twice_is_told_once() -> None:
    text = "وقع الوزراء الاتفاق في 8 حزيران 2017"
    spans = [(0, len(text)), (50, 50 + len(text))]
    passages = [Passage("أ.txt", *span, text, "", "body", (span,)) for span in spans]
    assert [span for _, _, span, _ in timeline._dated(passages)] == spans[:1]
