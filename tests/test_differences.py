"""Where articles about one happening differ, and where they only speak of different things."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.pipeline import Assistant
from assistant.retrieval.searcher import Search
from assistant.sources.differences import held_against
from assistant.sources.said import Said, read_sentence
from vectorstore.types import Passage

pytestmark = pytest.mark.slow

VECTOR = np.array([1.0, 0.0], np.float32)


def said(search: Search, text: str, source: str = "a.txt", before: str = "") -> Said:
    span = (0, len(text))
    return read_sentence(search, Passage(source, *span, text, "", "body", (span,)), span, VECTOR, before)


def differences(assistant: Assistant, one: str, other: str, before: str = "") -> list[tuple[str, str, str]]:
    """What two sentences differ in where their vectors are the same."""
    with assistant.searcher.reading() as search:
        pair = said(search, one, before=before), said(search, other, "b.txt")
        return [(found.kind, found.one, found.other) for found in held_against(*pair, 1.0)]


def test_the_seeds_differ_in_a_share_and_in_how_the_island_is_written(assistant: Assistant) -> None:
    first, *others = assistant.events()
    kinds = {(d.kind, *sorted(c.citation.source[:3] for c in (d.one, d.other))) for d in first.differences}
    assert ("number", "001", "002") in kinds
    written = {d.one.text for d in first.differences if d.kind == "name"} | {
        d.other.text for d in first.differences if d.kind == "name"
    }
    assert {"إيشيا", "إيسكيا", "إسكيا"} <= written
    assert not any(card.differences for card in others)


def test_a_number_differs_only_where_it_counts_the_same(assistant: Assistant) -> None:
    killed = "لقي 384 شخصا مصرعهم جراء الزلزال الذي ضرب المدينة"
    assert [
        kind for kind, *_ in differences(assistant, killed, "لقي 832 شخصا مصرعهم جراء الزلزال الذي ضرب المدينة")
    ] == ["number"]
    assert not differences(assistant, killed, "نزح 832 شخصا جراء الزلزال الذي ضرب المدينة من منازلهم")
    assert not differences(assistant, killed, "لقي 384 شخصا مصرعهم جراء الزلزال الذي ضرب المدينة")
    assert not differences(assistant, killed, "لقي 832 شخصا مصرعهم جراء الزلزال الذي ضرب المدينة عام 2004")
    assert not differences(assistant, killed, "لقي بين 300 شخصا و 832 شخصا مصرعهم جراء الزلزال الذي ضرب المدينة")


def test_figures_of_two_speakers_are_no_conflict(assistant: Assistant) -> None:
    one = "وقال ماركو مينيتي إن 80 بالمئة من التطرف مصدره الإنترنت"
    assert not differences(assistant, one, "وقال برنار كازنوف إن 90 بالمئة من التطرف مصدره الإنترنت")
    assert differences(assistant, one, "وقال ماركو مينيتي إن 90 بالمئة من التطرف مصدره الإنترنت")


def test_a_day_differs_but_not_one_on_which_it_was_only_told(assistant: Assistant) -> None:
    met = "اجتمع الوزراء في الجزيرة يوم الخميس لبحث الاتفاق"
    assert [kind for kind, *_ in differences(assistant, met, "اجتمع الوزراء في الجزيرة يوم الأحد لبحث الاتفاق")] == [
        "day"
    ]
    assert not differences(assistant, met, "أعلن الناطق يوم الأحد أن الوزراء اجتمعوا في الجزيرة لبحث الاتفاق")


def test_yes_and_no_differ(assistant: Assistant) -> None:
    one = "وافق الوزراء على الاتفاق مع الشركات خلال الاجتماع"
    kinds = [kind for kind, *_ in differences(assistant, one, "لم يوافق الوزراء على الاتفاق مع الشركات خلال الاجتماع")]
    assert kinds == ["denial"] and not differences(assistant, one, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("بدأت اجتماعات مجموعة السبع يوم الخميس", "اختتمت اجتماعات مجموعة السبع يوم الجمعة"),
        ("لم يدعم النواب الاتفاق مع الشركات في البرلمان", "عارض النواب الاتفاق مع الشركات في البرلمان"),
        ("ليس الاتفاق وحده ما ناقش الوزراء مع الشركات", "ناقش الوزراء الاتفاق مع الشركات"),
    ],
)
def test_two_ends_of_one_thing_and_what_is_denied_in_part_do_not_differ(
    assistant: Assistant, one: str, other: str
) -> None:
    assert not differences(assistant, one, other)


def test_the_dead_are_counted_in_whatever_words(assistant: Assistant) -> None:
    one = "ارتفع عدد الوفيات جراء الزلزال في المدينة إلى 832"
    found = differences(assistant, one, "لقي أكثر من 900 شخص مصرعهم جراء الزلزال في المدينة")
    assert [kind for kind, *_ in found] == ["number"]
    assert not differences(assistant, one, "أصيب أكثر من 900 شخص جراء الزلزال في المدينة")
    supported = "عارض النواب الاتفاق مع الشركات في البرلمان"
    assert [
        kind for kind, *_ in differences(assistant, supported, "أيد النواب الاتفاق مع الشركات في البرلمان")
    ] == ["denial"]
