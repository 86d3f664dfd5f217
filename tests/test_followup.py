"""Follow-ups are resolved with the history; a new full question is not polluted by it."""

import pytest

from assistant.question.followup import bare_name, is_followup, stand_alone
from assistant.types import Turn


@pytest.mark.parametrize(
    "question",
    ["وكم قدّرها مينيتي؟", "وفايسبوك؟", "ومتى انطلقت؟", "وفي أي مركز يعمل؟", "وماذا عن تويتر؟", "كم قدّرها؟",
     "أين كان ذلك؟", "And Facebook?", "Where did he study?", "Et en France ?", "تويتر؟"],
)  # fmt: skip
def test_a_question_that_needs_the_one_before_it_is_recognised(question):
    assert is_followup(question)


@pytest.mark.parametrize(
    "question",
    [
        "من هو وزير الداخلية الفرنسي الذي زار سان فرانسيسكو؟",
        "وزير الداخلية الإيطالي ماذا قال عن الاتفاق في إيطاليا؟",
        "كم قتيلا سقط في هجمات باريس؟",
        "فيم اختلفت تقديرات الوزيرين للتطرف عبر الإنترنت؟",
        "Who represented Microsoft at the meeting in Ischia?",
        "Quel accord les deux pays ont-ils signé en marge de la réunion ?",
    ],
)
def test_a_full_question_stands_alone(question):
    assert not is_followup(question)
    assert stand_alone(question, [Turn("من حضر لقاء لوكسمبورغ؟")]).text == question


def test_without_a_history_nothing_is_added():
    assert stand_alone("وفايسبوك؟", []).context == ""


def test_a_leaning_question_takes_the_one_before_as_context():
    found = stand_alone("وفي أي مركز يعمل؟", [Turn("ماذا قال جوليان ريتشاردز عن نهج بريطانيا؟")])
    assert found.question == "وفي أي مركز يعمل؟"
    assert "جوليان ريتشاردز" in found.context


def test_a_bare_name_takes_the_place_of_its_like():
    beside = {"فايسبوك": ["غوغل", "تويتر"]}
    found = stand_alone(
        "وفايسبوك؟",
        [Turn("من أوفدت غوغل إلى اجتماع إسكيا؟")],
        known=lambda word: word == "فايسبوك",
        alike=lambda word: beside.get(word, ()),
    )
    assert found.text == "من أوفدت فايسبوك إلى اجتماع إسكيا؟"


def test_a_bare_name_without_its_like_takes_the_question_as_context():
    found = stand_alone("وبلجيكا؟", [Turn("كم مقاتلا غادر فرنسا؟")])
    assert found.question == "وبلجيكا؟" and "فرنسا" in found.context


def test_a_chain_of_followups_keeps_its_first_question():
    turns = [Turn("ماذا قال جوليان ريتشاردز عن نهج بريطانيا؟"), Turn("وأين يعمل؟")]
    assert "ريتشاردز" in stand_alone("ومنذ متى؟", turns).context


def test_a_new_question_ends_a_chain():
    turns = [Turn("ماذا قال جوليان ريتشاردز عن نهج بريطانيا؟"), Turn("من حضر لقاء لوكسمبورغ من الشركات الكبرى؟")]
    assert "ريتشاردز" not in stand_alone("ومتى انعقد؟", turns).context


def test_a_name_keeps_its_own_first_letter():
    assert bare_name("وفيسبوك؟", {"فيسبوك"}.__contains__) == "فيسبوك"
    assert bare_name("فيسبوك؟", {"فيسبوك"}.__contains__) == "فيسبوك"
