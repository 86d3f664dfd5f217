"""Of whom a question speaks: of somebody else, or of «you», with whom one talks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.question.third_person import goes_on, speaks_of_another, speaks_of_her, with_her
from assistant.types import Turn

PHRASES = Path(__file__).parent.parent / "training" / "intents.jsonl"


@pytest.mark.parametrize(
    "question",
    [
        "كيف حاله الآن؟", "وماذا يعمل؟", "هل هي متأكدة من ذلك؟", "مين هي؟", "ما اسمها الكامل؟", "شو شغلها؟",
        "أين يعيش اليوم؟", "هل هما سعيدان؟", "How is she now?", "هل سُجن؟", "وهل اعترف؟", "هل انسحب؟", "هل عُزلت؟",
    ],
)  # fmt: skip
def test_the_third_person_is_somebody_else(question: str) -> None:
    assert speaks_of_another(question)


@pytest.mark.parametrize(
    "question",
    [
        "كيف حالك؟", "ماذا تعمل؟", "هل أنت متأكد من ذلك؟", "ما هو رأيك؟", "هل هذا هو الجواب؟", "هل هو صحيح؟",
        "ما هو الدليل؟", "كرر ما قلته", "ما معنى هذا؟", "ماذا يعني ذلك؟", "هل فهمت؟", "هل تأكدت؟", "هل أكيد؟",
        "هل فعلا؟", "هل يمكن ذلك؟", "كيف يعمل هذا البرنامج؟",
    ],
)  # fmt: skip
def test_who_is_spoken_to_and_what_is_said_of_an_answer_is_nobody_else(question: str) -> None:
    assert not speaks_of_another(question)


def test_no_phrase_of_talk_speaks_of_somebody_else() -> None:
    rows = map(json.loads, PHRASES.read_text(encoding="utf-8").splitlines())
    talk = [row["text"] for row in rows if row.get("label", "").startswith("talk")]
    assert len(talk) > 1_000
    assert [text for text in talk if speaks_of_another(text)] == []


def test_a_verb_that_may_be_of_her_gets_its_subject() -> None:
    assert with_her("وماذا تعمل؟") == "وماذا تعمل هي؟"
    assert with_her("أين تعيش في الشتاء؟") == "أين تعيش هي في الشتاء؟"
    assert with_her("ماذا تعمل أنت؟") == with_her("ماذا قالت الوزيرة؟") == with_her("ماذا يعمل؟") == ""


def test_a_question_goes_on_by_the_letter_before_the_word_that_asks() -> None:
    assert goes_on("وماذا تعمل؟") and goes_on("فأين تسكن؟")
    assert not goes_on("ماذا تعمل؟") and not goes_on("والدها أين يعمل؟")


def test_a_woman_is_told_by_her_pronoun_and_by_the_verb_before_her_name() -> None:
    def names_in(text: str) -> list[tuple[int, int]]:
        at = text.find("ريم")
        return [(at, at + 3)] if at >= 0 else []

    assert speaks_of_her("من هي عميدة الكلية؟", names_in)
    assert speaks_of_her("ماذا قالت ريم؟", names_in)
    assert not speaks_of_her("ماذا قال نزار؟", names_in) and not speaks_of_her("متى ضربت العاصفة الساحل؟", names_in)


@pytest.mark.slow
def test_what_she_does_is_a_question_only_where_a_woman_is_talked_of(assistant: Assistant) -> None:
    of_her = assistant.understanding.of_her
    she, he = Turn("من هي نسرين الكيالي؟"), Turn("من بنى الجسر؟")
    assert of_her("وماذا تعمل؟", [he])[0] == "وماذا تعمل هي؟"
    assert of_her("ماذا تعمل؟", [she])[0] == "ماذا تعمل هي؟"
    assert of_her("ماذا تعمل؟", [he])[0] == of_her("ماذا تعمل؟", [])[0] == "ماذا تعمل؟"
    assert of_her("وماذا تعمل؟", [Turn("من أنت؟")])[0] == "وماذا تعمل؟"
    assert [turn.question for turn in of_her("وأين؟", [she, Turn("وماذا تعمل؟")])[1]][1] == "وماذا تعمل هي؟"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("كيف حاله الآن؟", "question"), ("هل هي واثقة من كلامها؟", "question"), ("هل المغرب شاركت وكيف؟", "question"),
        ("كيف حالك الآن؟", "talk"), ("هل أنت واثق من كلامك؟", "talk"),
    ],
)  # fmt: skip
def test_talk_is_with_you_and_not_of_him(assistant: Assistant, question: str, kind: str) -> None:
    assert assistant.understanding.intent(question).kind == kind
