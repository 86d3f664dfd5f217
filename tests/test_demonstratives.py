"""«هذه الشركة» is the company that has just been named, and is asked for by its name."""

from __future__ import annotations

import pytest

from assistant.question.demonstratives import demonstrative_in
from assistant.question.followup import stand_alone
from assistant.types import Turn

PEOPLE = ("ليلى المنصف", "حسام بدر", "رنا الخطيب")
NAMES = (*PEOPLE, "الأهلي", "النجم", "أكادير", "قرطاج")


def names_in(text: str) -> list[tuple[int, int]]:
    return [(text.index(name), text.index(name) + len(name)) for name in NAMES if name in text]


def understood(question: str, former: str, *quotes: str, told: str = ""):
    return stand_alone(
        question, [Turn(former)], told=lambda turn, asked: told, names_in=names_in, quotes=lambda turn: quotes,
        is_person=lambda text: text in PEOPLE or None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("former", "quote", "question", "meant"),
    [
        ("لماذا غُرّمت «ريح الساحل»؟", "وغُرّمت شركة النقل «ريح الساحل» لتأخرها.", "من يملك هذه الشركة؟",
         "من يملك شركة النقل «ريح الساحل»؟"),
        ("متى أُغلقت «الزيتونة»؟", "أُغلقت المدرسة «الزيتونة» عام 2019.", "وكم تلميذا في هذه المدرسة؟",
         "وكم تلميذا في مدرسة «الزيتونة»؟"),
        ("من يدرب الأهلي؟", "وقال مدرب نادي الأهلي إن الفوز مستحق.", "أين يلعب هذا النادي؟", "أين يلعب نادي الأهلي؟"),
        ("من افتتح مهرجان قرطاج؟", "", "وكم عرضا يضم هذا المهرجان؟", "وكم عرضا يضم مهرجان قرطاج؟"),
        ("لماذا تأخر مكتب الدراسات؟", "", "وما اسم هذا المكتب؟", "وما اسم مكتب الدراسات؟"),
        ("ماذا قررت محكمة الاستئناف؟", "", "أين تقع تلك المحكمة؟", "أين تقع محكمة الاستئناف؟"),
        ("متى فازت ليلى المنصف بالجائزة؟", "", "كم عمر هذه الكاتبة؟", "كم عمر ليلى المنصف؟"),
        ("أين أصيب حسام بدر؟", "", "متى يعود هذا اللاعب؟", "متى يعود حسام بدر؟"),
        ("كم بلغت مبيعات «نسيج»؟", "قالت الشركة العامة «نسيج» إن مبيعاتها نمت.", "ومن يدير هذه الشركة؟",
         "ومن يدير الشركة العامة «نسيج»؟"),
        ("كم بلغت مبيعات «نسيج»؟", "بلغت مبيعات شركة «نسيج» مليونا.", "مين صاحب الشركة دي؟", "مين صاحب شركة «نسيج»؟"),
    ],
)  # fmt: skip
def test_the_noun_it_points_to_is_named(former: str, quote: str, question: str, meant: str) -> None:
    assert understood(question, former, *([quote] if quote else [])).text == meant


def test_the_place_that_answered_is_this_town() -> None:
    found = understood("وكم عدد سكان هذه المدينة؟", "أين وُلدت رنا الخطيب؟", told="في أكادير")
    assert found.text == "وكم عدد سكان أكادير؟"


def test_what_is_named_is_carried() -> None:
    found = understood("من يملك هذه الشركة؟", "لماذا غُرّمت «ريح الساحل»؟", "وغُرّمت شركة «ريح الساحل» أمس.")
    assert found.goes_on
    assert "ريح الساحل" in found.context


@pytest.mark.parametrize(
    ("former", "quotes", "question"),
    [
        ("كم شركة غُرّمت؟", ["غُرّمت شركة «نسيج» وشركة «ريح الساحل»."], "من يملك هذه الشركة؟"),  # which of the two
        ("أين التقت ليلى المنصف رنا الخطيب؟", [], "كم عمر هذه الكاتبة؟"),
        ("لماذا عارض حسام بدر القرض؟", [], "من أي بنك هذا القرض؟"),  # it has no name
        ("متى تأسس الأهلي؟", [], "كم مباراة لعب هذا العام؟"),
    ],
)
def test_where_several_or_none_are_named_it_stays(former: str, quotes: list[str], question: str) -> None:
    assert understood(question, former, *quotes).text.startswith(question)


@pytest.mark.parametrize(
    "question",
    ["كم مرة فاز هذا العام؟", "ماذا حدث هذه الليلة؟", "من كتب هذا المقال؟", "متى كان ذلك؟", "من هؤلاء؟", "هذا صحيح؟",
     "هل ربحت الشركة هذه السنة؟"],
)
def test_a_time_an_article_or_what_happened_is_no_such_noun(question: str) -> None:
    assert demonstrative_in(question) is None
