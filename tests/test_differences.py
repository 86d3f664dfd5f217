"""Where articles about one happening differ, and where they only speak of different things."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.names.doubtful import Found
from assistant.names.register import register
from assistant.pipeline import Assistant
from assistant.retrieval.searcher import Search
from assistant.sources.differences import held_against
from assistant.sources.names_written import written_otherwise
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
    first, *others = assistant.views.events()
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


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("أصيب ستة من ضباط السجن في أعمال شغب داخل السجن", "أسفرت أعمال الشغب داخل السجن عن إصابة 11 ضابطا", True),
        ("أصيب ستة من ضباط السجن في أعمال شغب داخل السجن", "أصيب 6 ضباط في أعمال شغب داخل السجن", False),
        ("صعد الفريق إلى المركز الثاني بعد الفوز على ميرين", "صعد الفريق إلى المركز 3 بعد الفوز على ميرين", True),
        ("صعد الفريق إلى المركز الثاني بعد الفوز على ميرين", "صعد الفريق إلى المركز 2 بعد الفوز على ميرين", False),
        ("شارك ثلث الناخبين في الاستفتاء", "شارك 33 في المئة من الناخبين في الاستفتاء", False),
        ("شارك نصف الناخبين في الاستفتاء", "شارك 37 في المئة من الناخبين في الاستفتاء", True),
        ("سرق اللصوص مبلغ 26,750 دولارا من الماكينة", "سرقوا مبلغ نحو 27 ألف دولار من الماكينة", False),
        ("سرق اللصوص مبلغ 26,750 دولارا من الماكينة", "سرق اللصوص مبلغ نحو 62 ألف دولار من الماكينة", True),
        ("فاز مانشستر سيتي على برايتون 2-0 على ملعبه", "فاز مانشستر سيتي على برايتون 3-0 على ملعبه", True),
        ("قتل 12 شخصا في حريق شب في فندق وسط المدينة", "أصيب 20 شخصا في حريق شب في فندق وسط المدينة", False),
        ("قال ناشطون إن 300 شخص قتلوا في الساحة", "قالت الحكومة المكسيكية إن 44 شخصا قتلوا في الساحة", False),
    ],
)
def test_shares_ranks_results_and_rounded_numbers_differ_by_what_they_say(
    assistant: Assistant, one: str, other: str, differs: bool
) -> None:
    assert [kind for kind, *_ in differences(assistant, one, other)] == ["number"] * differs


def test_what_one_negates_must_be_spoken_of_by_both(assistant: Assistant) -> None:
    assert not differences(assistant, "لم ينسحب فريق آير من المباراة", "واصل فريق آير المباراة رغم الإصابات")
    accepted = "قبلت المحاكم الوطنية تحليل محكمة العدل الأوروبية"
    denied = differences(assistant, accepted, "لم تقبل المحاكم الوطنية تحليل محكمة العدل الأوروبية")
    assert [kind for kind, *_ in denied] == ["denial"]


def test_names_that_the_register_joins_are_written_otherwise_only_where_no_way_of_writing_is_shared(
    assistant: Assistant,
) -> None:
    def written(one: str, other: str) -> list[tuple[str, str]]:
        found = {}
        with assistant.searcher.reading() as search:
            pair = said(search, one), said(search, other, "b.txt")
            for source, text in (("a.txt", one), ("b.txt", other)):
                names = [name for name in ("غوغل", "جوجل", "تويتر") if name in text]
                places = [(name, text.index(name)) for name in names]
                found[source] = [Found(name, "organisation", (at, at + len(name))) for name, at in places]
            told = written_otherwise([pair[0]], [pair[1]], register(found))
            return [(difference.one, difference.other) for difference in told]

    assert written("وافقت شركة غوغل وتويتر", "رفضت شركة جوجل وتويتر") == [("غوغل", "جوجل")]
    assert not written("وافقت شركة غوغل", "رفضت شركة جوجل وهي نفسها غوغل")
