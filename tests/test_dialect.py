"""Questions as people speak them, in the function words of the written language."""

from __future__ import annotations

import pytest

from assistant.question.dialect import written_alone, written_form


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("مين ربح الماتش؟", "من ربح الماتش؟"),
        ("شو اسم الوزير؟", "ما اسم الوزير؟"),
        ("شو قال الوزير؟", "ماذا قال الوزير؟"),
        ("وش سبب الحريق", "ما سبب الحريق"),
        ("قديش دفعوا؟", "كم دفعوا؟"),
        ("وين صار الحادث؟", "أين صار الحادث؟"),
        ("فين الاجتماع", "أين الاجتماع"),
        ("ليش استقال؟", "لماذا استقال؟"),
        ("إيمتى بدأت الحرب؟", "متى بدأت الحرب؟"),
        ("بكام اشترى النادي اللاعب؟", "بكم اشترى النادي اللاعب؟"),
        ("شكون اللي مثل الشركة", "من الذي مثل الشركة"),
        ("ومين كان معه؟", "ومن كان معه؟"),
        ("قال ايه الوزير", "قال ماذا الوزير"),
        ("لمين الشركة؟", "لمن الشركة؟"),
        ("بشو اتهموه؟", "بماذا اتهموه؟"),
        ("قد ايه دفعوا؟", "كم  دفعوا؟"),
        ("يمتى صار الحادث؟", "متى صار الحادث؟"),
        ("قداش دفعوا؟", "كم دفعوا؟"),
        ("شنوة اسم الوزير؟", "ما اسم الوزير؟"),
        ("وشو قال عن الرسوم؟", "وماذا قال عن الرسوم؟"),
        ("وايش السبب؟", "وما السبب؟"),
        ("شنية قالت الوزيرة؟", "ماذا قالت الوزيرة؟"),
    ],
)
def test_interrogatives_of_the_dialects_become_those_of_the_articles(spoken: str, written: str) -> None:
    assert written_form(spoken) == written


@pytest.mark.parametrize(
    "question",
    [
        "ماذا كتب برنارد شو؟", "متى وُلد وشيم؟", "ما قد الفستان؟", "من قال ذلك؟", "ما شروط الصلح؟", "شو",
        "من هو كامل الوزير؟", "واش حضر الوزير؟",
        "وداعا لقنوات الحكومات: من قال ذلك؟", "Who is Shaw?",
    ],
)  # fmt: skip
def test_what_is_written_already_stays_as_it_is(question: str) -> None:
    assert written_form(question) == question


@pytest.mark.parametrize(
    ("spoken", "written"),
    [("وعلى مين؟", "وعلى من؟"), ("مع مين", "مع من"),
     ("ومن وين؟", "ومن أين؟"), ("لحد إمتى؟", "لحد متى؟"), ("مرحبا مين؟", "مرحبا مين؟"),
     ("ليه؟", "لماذا؟"), ("وليش؟", "ولماذا؟"), ("علاش", "لماذا"), ("ووين؟", "وأين؟"), ("إمتى؟", "متى؟"),
     ("مين؟", "من؟"), ("شو؟", "شو؟"), ("ايه", "ايه"), ("لماذا؟", "لماذا؟"), ("وين راح؟", "وين راح؟"), ("", "")],
)  # fmt: skip
def test_a_spoken_word_that_asks_by_itself_is_put_in_writing(spoken: str, written: str) -> None:
    assert written_alone(spoken) == written


def test_a_glued_preposition_comes_off_only_where_the_articles_have_the_rest() -> None:
    known = {"الحدود", "شركه", "عالم", "هاله", "عالميه"}.__contains__
    assert written_form("شو صار عالحدود", known) == "ماذا صار على الحدود"
    assert written_form("مين صاحب هالشركة", known) == "من صاحب هذا الشركة"
    assert written_form("ما أكبر دول عالم هالة عالمية", known) == "ما أكبر دول عالم هالة عالمية"


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("مرحبا، من فاز؟", "مرحبا، من فاز؟".removeprefix("مرحبا، ")),
        ("شكرا جزيلا، ومن خسر المباراة؟", "ومن خسر المباراة؟"),
        ("مرحبا، ممكن تقول لي من فاز بالجائزة؟", "من فاز بالجائزة؟"),
        ("Hello! Where is the festival?", "Where is the festival?"),
        ("السلام عليكم", "السلام عليكم"),
    ],
)
def test_a_greeting_before_the_question_is_left_out(asked: str, question: str) -> None:
    assert written_form(asked) == question
