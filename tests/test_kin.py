"""Kin are a person's: whose they are, what another one is asked, and who is told of."""

import pytest

from assistant.lexicon.people import kin_of
from assistant.question.answered_noun import is_of_other_kin
from assistant.question.followup import stand_alone
from assistant.question.kin import needs_person, other_kin
from assistant.types import Turn
from tests.names_and_words import WORDS

NAMES = ("سهى نعمان", "سامر حداد", "فرات", "مريم عازار", "وائل شمس")


def names_in(text):
    return [(text.index(name), text.index(name) + len(name)) for name in NAMES if name in text]


def understood(*asked, answers=(), people=(), women=(), men=()):
    *before, question = asked
    told = dict(enumerate(answers))
    return stand_alone(
        question, [Turn(one) for one in before], WORDS.__contains__, told=lambda turn, _: told.get(turn, ""),
        names_in=names_in, told_gender=lambda name: True if name in women else False if name in men else None,
        people=lambda turn: people, is_person=lambda text: True if text in NAMES else None,
    ).text  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (["متى ولد سامر حداد؟", "ومن هي زوجته؟"], "ومن هي زوجة سامر حداد؟"),
        (["لماذا عادت سهى نعمان إلى تونس؟", "وماذا كان يعمل والدها؟"], "وماذا كان يعمل والد سهى نعمان؟"),
        (["متى ولدت سهى نعمان وأين؟", "ومن هو زوجها؟"], "ومن هو زوج سهى نعمان؟"),
        (["من هي سهى نعمان؟", "لماذا فازت تونس؟", "وماذا كان يعمل والدها؟"], "وماذا كان يعمل والد سهى نعمان؟"),
    ],
)
def test_kin_are_of_a_person_and_of_no_country(asked, meant):
    assert understood(*asked) == meant


def test_whoever_lived_is_the_one_who_was_told_of():
    asked = ("متى ولدت سهى نعمان؟", "ومن هو زوجها؟", "وأين مات؟")
    assert understood(*asked, answers=["", "وائل شمس"]) == "وأين مات وائل شمس؟"
    assert understood(*asked) == "وأين مات زوج سهى نعمان؟"  # and never she


def test_who_a_name_is_leaves_the_talk_on_the_name():
    assert understood("من هي سهى نعمان؟", "ومن زوجها؟", answers=["المهندسة"]) == "ومن زوج سهى نعمان؟"


def test_the_one_child_that_an_answer_names_is_told_of():
    asked = ("هل لسهى نعمان أولاد؟", "وأين تدرّس؟")
    assert understood(*asked, people=["سهى نعمان", "مريم عازار"]) == "وأين تدرّس مريم عازار؟"
    assert "بعد" in understood(*asked, people=["سهى نعمان", "مريم عازار", "وائل شمس"])


def test_of_two_people_in_an_answer_a_body_leaves_the_one_of_the_gender():
    asked, people = ("من وقع اتفاقية الميناء؟", "ومن هو والدها؟"), ["مريم عازار", "وائل شمس"]
    known = {"women": ["مريم عازار"], "men": ["وائل شمس"]}
    assert understood(*asked, answers=["شركة فرات"], people=people, **known) == "ومن هو والد مريم عازار؟"
    assert "بعد" in understood(*asked, answers=["شركة فرات"], people=people)  # either may be a woman


@pytest.mark.parametrize(
    ("former", "bare", "meant"),
    [
        ("وماذا كان يعمل والد سهى نعمان؟", "زوجها", "وماذا كان يعمل زوج سهى نعمان؟"),
        ("من هو زوج سهى نعمان؟", "ابنتها", "من هي ابنة سهى نعمان؟"),
        ("وماذا كان يعمل والده؟", "والدته", "وماذا كان يعمل والدته؟"),
        ("من هو زوج سهى نعمان؟", "والده", ""),  # his father: of the husband
        ("متى ولدت سهى نعمان؟", "زوجها", ""),
    ],
)
def test_another_kin_takes_the_place_of_the_one_asked_of(former, bare, meant):
    assert other_kin(bare, former, WORDS.__contains__) == meant


@pytest.mark.parametrize(("question", "needs"), [
    ("ومن هو والدها؟", True), ("وأمها؟", True), ("وأين ماتت؟", True), ("وكم عدد سكانها؟", False),
    ("أين وجدها الحارس؟", False), ("ومن يملكها؟", False),
])  # fmt: skip
def test_kin_and_the_verbs_of_a_life_need_a_person(question, needs):
    assert needs_person(question) is needs


def test_a_city_is_no_grandmother():
    assert kin_of("جده") == "" and kin_of("جدت") == "جده"
    assert kin_of("وجد") == "" and kin_of("وام") == "ام" and kin_of("زوجت") == "زوجه"


def test_a_daughter_is_no_answer_to_who_the_husband_is():
    quote = "وأنجبا ابنتهما الوحيدة مريم عازار عام 1990"
    start, end = quote.index("مريم"), quote.index(" عام")
    assert is_of_other_kin("ومن هو زوج سهى نعمان؟", quote, start, end)
    assert not is_of_other_kin("ما اسم بنت سهى نعمان؟", quote, start, end)
    assert not is_of_other_kin("من استقبل سهى نعمان؟", quote, start, end)
