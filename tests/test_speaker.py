"""«من قال ذلك؟» asks for the speaker of what was just quoted, and nothing else does."""

import pytest

from assistant.conversation.speaker import asks_who_said, who_said
from assistant.types import Turn

QUOTED = "«بدأ العمل في الجسر أمس.» [1] — a.txt\n«وحذرت المهندسة نجاة من أن الحمولة الزائدة قد تضر.» [2] — a.txt"


def nobody(turns):
    raise AssertionError("the answer that was handed back has quotes")


@pytest.mark.parametrize(
    "question", ["من قال ذلك؟", "ومن قاله؟", "من الذي قال هذا؟", "من أكد ذلك؟", "Who said that?", "Qui a dit cela ?"]
)
def test_who_said_it_is_asked_of_the_first_quote_of_somebody(question):
    found = who_said(question, [Turn("ماذا عن الجسر؟", QUOTED)], nobody)
    assert found is not None and "الحمولة الزائدة" in found.question and "بدأ العمل" not in found.question


@pytest.mark.parametrize("question", ["من قال إن الجسر آمن؟", "من فعل ذلك؟", "ماذا قال؟", "Who said that it is safe?"])
def test_a_question_that_says_what_was_said_is_left_as_it_is(question):
    assert not asks_who_said(question)


def test_nobody_is_sought_where_nobody_was_quoted():
    assert who_said("من قال ذلك؟", [Turn("متى بدأ العمل؟", "«بدأ العمل أمس.» [1] — a.txt")], nobody) is None
    assert who_said("من قال ذلك؟", [], nobody) is None
