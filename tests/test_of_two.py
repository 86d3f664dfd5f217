"""Verbs in the dual, «هما», and a feminine verb after a man answered: whom a question of a conversation means."""

from __future__ import annotations

import pytest

from assistant.question.followup import Standalone, stand_alone
from assistant.question.gender import by_given_name
from assistant.question.of_two import verb_of_two
from assistant.types import Turn
from vectorstore.text.arabic import words

WORDS = set(words(
    "ولدت ليلى المنصوري وتزوج حسام تزوج تزوجت نادر هالة التقى الشاعر والرسام انفصل عاش يعيش تعيش يسكن سكن درس أسس "
    "أسست افترق اختلف تعارف انتقل وصل سافر النقابة الشركة الوالي الطرفين عرض طلب قال اقترح اللصقة المدينة المركز "
    "المصنع الدواء طور جرب جربت صمم شقيق زوج زوجة الفريق كتاب تعمل يعمل مات ماتت كريم"
))  # fmt: skip
NAMES = (
    "ليلى المنصوري", "حسام الدين", "مروان عطية", "سعاد حداد", "نادر", "كريم", "نبيل الخطيب", "هالة", "فارس عون",
    "ريم العلي",
)  # fmt: skip


def names_in(text: str) -> list[tuple[int, int]]:
    return [(text.index(name), text.index(name) + len(name)) for name in NAMES if name in text]


def understood(asked: list[tuple[str, str]], question: str) -> Standalone:
    """The question after these, each with the words that answered it."""
    return stand_alone(
        question, [Turn(former, "") for former, _ in asked], WORDS.__contains__,
        told=lambda turn, written: asked[turn][1] if turn >= 0 else "", names_in=names_in,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "question", "meant"),
    [
        (
            [("متى ولدت ليلى المنصوري؟", "1968"), ("ومن زوجها؟", "حسام الدين")],
            "في أي سنة تزوجا؟",
            "في أي سنة تزوجت ليلى المنصوري وحسام الدين؟",
        ),
        (
            [("متى ولدت ليلى المنصوري؟", "1968"), ("ومن زوجها؟", "")],
            "في أي سنة تزوجا؟",
            "في أي سنة تزوجت ليلى المنصوري وزوجها؟",
        ),
        (
            [("متى ولدت ليلى المنصوري؟", "1968"), ("ومن زوجها؟", ""), ("في أي سنة تزوجا؟", "")],
            "كيف مات شقيقها؟",
            "كيف مات شقيق ليلى المنصوري؟",
        ),
        (
            [("من هي زوجة نادر؟", "هالة")],
            "وأين يعيشان؟",
            "وأين يعيش نادر وهالة؟",
        ),
        (
            [("من شقيق سعاد حداد؟", "كريم")],
            "متى سافرا إلى المغرب؟",
            "متى سافرت سعاد حداد وكريم إلى المغرب؟",
        ),
        (
            [("كيف تعارف الشاعر والرسام؟", "في مقهى")],
            "متى التقيا؟",
            "متى التقى الشاعر والرسام؟",
        ),
        (
            [("من توسط بين النقابة والشركة؟", "الوالي")],
            "وماذا عرض عليهما؟",
            "وماذا عرض الوالي على النقابة والشركة؟",
        ),
        (
            [("من توسط بين النقابة والشركة؟", "")],
            "وماذا عرض عليهما؟",
            "وماذا عرض على النقابة والشركة؟ (بعد: «من توسط بين النقابة والشركة؟»)",
        ),
        (
            [("ماذا اقترح الوالي على الطرفين؟", "هدنة")],
            "وماذا عرض عليهما؟",
            "وماذا عرض الوالي على الطرفين؟",
        ),
        (
            [("ما فائدة اللصقة؟", "قياس"), ("ومن يقود الفريق الذي طورها؟", "مروان عطية")],
            "كم شخصا جُربت عليه؟",
            "كم شخصا جُربت اللصقة عليه؟",
        ),
        (
            [("متى طرح الدواء؟", "2020"), ("ومن طوره؟", "سعاد حداد")],
            "كم مريضا جُرب عليه؟",
            "كم مريضا جُرب عليه؟ (بعد: «متى طرح الدواء؟؛ ومن طوره؟»)",
        ),
        (
            [("من أسس الشركة؟", "فارس عون")],
            "ومتى أُسست؟",
            "ومتى أُسست الشركة؟",
        ),
        (
            [("من أسس الشركة؟", "ريم العلي")],
            "وأين تعمل؟",
            "وأين تعمل ريم العلي؟",
        ),
        (
            [("متى تزوجت هالة ونادر؟", "1990")],
            "ولماذا انفصلا؟",
            "ولماذا انفصلت هالة ونادر؟",
        ),
        (
            [("متى تزوجت هالة ونادر؟", "1990")],
            "وأين سكنا؟",
            "وأين سكنت هالة ونادر؟",
        ),
        (
            [("من زوج ريم العلي؟", "نبيل الخطيب")],
            "هل انفصلا؟",
            "هل انفصلت ريم العلي ونبيل الخطيب؟",
        ),
        (
            [("متى سافر الشاعر والرسام؟", "1990")],
            "وماذا كتبا؟",
            "وماذا كتبا؟ (بعد: «متى سافر الشاعر والرسام؟»)",
        ),
        (
            [("متى ولدت ليلى المنصوري؟", "1968")],
            "متى تحديدا؟",
            "متى تحديدا؟ (بعد: «متى ولدت ليلى المنصوري؟»)",
        ),
        (
            [("متى ولد كريم؟", "1990")],
            "ومتى أنشأ؟",
            "ومتى أنشأ كريم؟",
        ),
        (
            [("ما اسم زوجة كريم؟", "")],
            "وكيف التقيا؟",
            "وكيف التقى كريم وزوجته؟",
        ),
        (
            [("من حاول التوسط بين النقابة والشركة؟", "")],
            "وماذا عرض عليهما؟",
            "وماذا عرض على النقابة والشركة؟ (بعد: «من حاول التوسط بين النقابة والشركة؟»)",
        ),
    ],
)
def test_whom_the_question_means_is_written_out(asked: list[tuple[str, str]], question: str, meant: str) -> None:
    assert understood(asked, question).text == meant


def test_a_person_of_a_question_further_back_is_searched_for() -> None:
    asked = [("متى ولدت ليلى المنصوري؟", "1968"), ("على ماذا أنفقت مال الجائزة اليابانية؟", "")]
    assert "ليلى المنصوري" in understood(asked, "كيف مات شقيقها؟").context


@pytest.mark.parametrize(
    "question",
    [
        "متى غدا طبيبا؟", "أين فرنسا؟", "كم كتابا باع؟", "ومتى قابلتها؟", "في أي المدن وصلوا؟", "متى بدأ العمل؟",
        "أين سكنا الفتيان؟", "متى تحديدا؟", "متى تحديدًا؟", "لماذا تعميما؟", "متى سرًّا؟", "أين عمومًا؟",
    ],
)  # fmt: skip
def test_what_only_ends_like_a_verb_of_two_is_none(question: str) -> None:
    assert verb_of_two(question, {*WORDS, "قابلته", "فرنس", "غد", "تحديد", "تعميم", "سر", "عموم"}.__contains__) is None


def test_a_given_name_tells_a_woman_from_a_man_where_only_one_of_them_bears_it() -> None:
    assert by_given_name("سعاد حداد") is True and by_given_name("مروان عطية") is False
    assert by_given_name("نور حداد") is None and by_given_name("حداد") is None
    assert by_given_name("علي حداد") is False and by_given_name("على ضفاف النيل") is None
    assert by_given_name("هبة حداد") is True and by_given_name("هبة الله حداد") is None
    assert by_given_name("آسيا") is None and by_given_name("") is None
