"""«من قال ذلك؟» asks for the speaker of what was just quoted, and nothing else does."""

import pytest

from assistant.conversation.set_off import BESIDE_HEADS
from assistant.conversation.speaker import asks_who_said, is_said, told_by_event, who_said
from assistant.pipeline import Assistant
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


@pytest.mark.parametrize(
    "quote",
    [
        "وتابعت أن العمل في المستشفى سيبدأ الشهر المقبل.", "مضيفا أن السد لم يتضرر.",
        "أصيب سبعة عمال، وفقا لإدارة المنجم.", "تراجعت الصادرات بحسب بيان الوزارة.",
    ],
)  # fmt: skip
def test_what_goes_on_speaking_or_is_told_according_to_somebody_is_said(quote):
    assert is_said(quote)


def test_a_preposition_that_is_written_like_a_verb_of_saying_says_nothing():
    assert not is_said("امتد الجسر بين الضفتين عام 1990.")


def test_what_stands_beside_the_answer_is_not_what_was_said():
    answer = "«بدأ العمل أمس.» [1] — a.txt" + BESIDE_HEADS[0] + "«قال عمر إن الجسر آمن.» [2] — b.txt"
    assert who_said("من قال ذلك؟", [Turn("متى بدأ العمل؟", answer)], nobody) is None


def test_only_an_answer_that_was_given_by_event_has_a_speaker_of_each():
    assert told_by_event("من قال ذلك؟", [Turn("ماذا عن الجسر؟", QUOTED)], nobody) is None
    by_event = [Turn("ماذا عن الجسر؟", f"لأكثر من حدث:\n\n● جسر النيل\n{QUOTED}")]
    assert told_by_event("من بنى ذلك؟", by_event, nobody) is None


@pytest.mark.slow
def test_behind_an_answer_by_event_the_speaker_of_each_is_set_off_in_its_quote(assistant: Assistant) -> None:
    asked = "هل اتخذ الوزراء قرارا في الاجتماع؟"
    by_event = assistant.ask(asked)
    told = assistant.ask("من قال هذا؟", [Turn(asked, by_event.text)])
    assert [group.title for group in told.groups] == [group.title for group in by_event.groups[: len(told.groups)]]
    speakers = [line.text[slice(*line.answer)] for line in told.lines if line.answer]
    assert len(speakers) == 2 and "ملمستروم" in speakers[0] and "مينيتي" in speakers[1]
    assert "● " in told.text and not told.abstained
