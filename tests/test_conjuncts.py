"""A question that joins two things is asked of each, and no other question is."""

import pytest

from assistant.question.conjuncts import conjuncts, each_of
from tests.names_and_words import WORDS, names_in


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("ما الشركات التي حضرت لقاء لوكسمبورغ واجتماع إسكيا؟",
         ["ما الشركات التي حضرت لقاء لوكسمبورغ؟", "ما الشركات التي حضرت اجتماع إسكيا؟"]),
        ("ماذا قال مينيتي وكازنوف عن التطرف؟", ["ماذا قال مينيتي عن التطرف؟", "ماذا قال كازنوف عن التطرف؟"]),
        ("كم قتل زلزال جاوة 2006 وزلزال بادنج 2009؟", ["كم قتل زلزال جاوة 2006؟", "كم قتل زلزال بادنج 2009؟"]),
        ("Which firms came to the Ischia meeting and the Luxembourg dinner?",
         ["Which firms came to the Ischia meeting?", "Which firms came to the Luxembourg dinner?"]),
    ],
)  # fmt: skip
def test_a_question_of_two_things_is_asked_of_each(question, parts):
    assert conjuncts(question, WORDS.__contains__, names_in) == parts


@pytest.mark.parametrize(
    "question",
    ["من وقّع الاتفاق بين بريطانيا وليبيا؟", "من قتل وايد سيمز؟", "من حضر اللقاء ووقّع الاتفاق؟",
     "What happened between Dundee and Belfast?", "من مثّل غوغل ومينيتي وكازنوف؟"],
)  # fmt: skip
def test_what_belongs_together_is_asked_once(question):
    assert conjuncts(question, WORDS.__contains__, names_in) == []


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("ماذا قال كل من مينيتي وكازنوف عن التطرف؟", ["ماذا قال مينيتي عن التطرف؟", "ماذا قال كازنوف عن التطرف؟"]),
        ("ما رأي كلٍّ من مينيتي وأردوغان؟", ["ما رأي مينيتي؟", "ما رأي أردوغان؟"]),
        ("بماذا وعد كل من الوزير الإيطالي، والوزير الفرنسي وكازنوف؟",
         ["بماذا وعد الوزير الإيطالي؟", "بماذا وعد الوزير الفرنسي؟", "بماذا وعد كازنوف؟"]),
        ("ماذا حدث لكل من حضر وشارك؟", []),
        ("كم عدد كل من أصيب؟", []),
        ("ماذا قال مينيتي؟", []),
    ],
)  # fmt: skip
def test_what_is_asked_of_each_of_several_is_asked_of_every_one(question, parts):
    assert each_of(question, WORDS.__contains__, names_in) == parts
