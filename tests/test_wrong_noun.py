"""What a pronoun can not stand for is not put in its place: by its gender and by its number."""

import pytest

from assistant.lexicon.numbers import word_set
from assistant.question.followup import stand_alone
from assistant.types import Turn

WORDS = word_set("سياره سيارات السيارات حافلات نادي موظفات")
NAMES = ("نخيل الخليج",)


def names_in(text):
    return [(text.index(name), text.index(name) + len(name)) for name in NAMES if name in text]


def understood(*asked):
    *before, question = asked
    return stand_alone(question, [Turn(one) for one in before], WORDS.__contains__, names_in=names_in).text


def left(question, *before):
    return f"{question} (بعد: «{'؛ '.join(before)}»)"


@pytest.mark.parametrize(
    ("former", "question", "meant"),
    [
        ("كم عدد الموظفات في نخيل الخليج؟", "ومن أسسها؟", "ومن أسس نخيل الخليج؟"),
        ("كم عدد الطالبات في الجامعة؟", "ومن يرأسها؟", "ومن يرأس الجامعة؟"),
        ("كم عدد العاملات في الشركة؟", "وأين مقرها؟", "وأين مقر الشركة؟"),
        ("كم راتب الممرضات في العيادة؟", "ومن افتتحها؟", "ومن افتتح العيادة؟"),
        ("كم عدد السيارات في المدينة؟", "ومن استوردها؟", "ومن استورد السيارات؟"),
        ("أين صُنعت الحافلات؟", "ومن استوردها؟", "ومن استورد الحافلات؟"),
    ],
)
def test_several_women_are_nothing_that_is_said_of_one(former, question, meant):
    assert understood(former, question) == meant


def test_where_only_several_women_were_told_of_she_is_nobody():
    former = "كم عدد اللاعبات في النادي؟"
    assert understood(former, "ومن دربها؟") == left("ومن دربها؟", former)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("ومتى ستنطلق؟", "ومتى ستنطلق الحافلة؟"),
        ("ومتى سيعود؟", "ومتى سيعود السائق؟"),
        ("وأين ستتوقف؟", "وأين ستتوقف الحافلة؟"),
        ("ولماذا سيتأخر؟", "ولماذا سيتأخر السائق؟"),
    ],
)
def test_a_verb_of_what_will_be_is_of_what_agrees_with_it(question, meant):
    for former, his in (("متى وصل السائق؟", True), ("متى وصلت الحافلة؟", False)):
        assert understood(former, question) == (meant if his == ("سي" in question) else left(question, former))
