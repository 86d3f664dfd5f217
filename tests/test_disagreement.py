"""A question for the difference between articles: both of what they say, side by side."""

from __future__ import annotations

import pytest

from assistant.messages import say
from assistant.pipeline import Assistant
from assistant.sources.disagreement import disagreement_asked
from assistant.types import Turn


@pytest.mark.parametrize(
    ("question", "topic", "why"),
    [
        ("لماذا تختلف المقالات في عدد قتلى الحريق؟", "عدد قتلى الحريق", True),
        ("ليش الخبرين مختلفين على سبب الانفجار؟", "سبب الانفجار", True),
        ("ما الفرق بين حصيلة المقالين عن السيول؟", "حصيلة السيول", False),
        ("ما الفرق بين كلفة الملعب في المقالين؟", "كلفة الملعب", False),
        ("هل تتفق المصادر على موعد الافتتاح؟", "موعد الافتتاح", False),
        ("ولماذا اختلف الرقمان؟", "", True),
        ("Why do the articles disagree about the cost of the bridge?", "cost of bridge", True),
    ],
)
def test_what_articles_differ_on_is_read_off_the_question(question: str, topic: str, why: bool) -> None:
    asked = disagreement_asked(question)
    assert asked is not None and (asked.topic, asked.why) == (topic, why)


@pytest.mark.parametrize(
    "question",
    [
        "فيم اختلف الوزيران؟", "ما الفرق بين الذهب والفضة؟", "ما الفرق بين تقرير الوزارة وتقرير النقابة؟",
        "ما الفرق بين المقال الأول والمقالين الآخرين؟", "ما الفرق بين المقالين؟", "قارن المقالات 1 و2 وبم تختلف؟",
        "كم مقالا لديك؟", "ماذا تقول المقالات عن الجسر؟", "كيف فسر الوزير الفرق بين الرقمين؟",
        "إلى ماذا عزت الهيئة اختلاف الرقمين؟",
    ],
)  # fmt: skip
def test_a_difference_of_other_things_or_of_articles_that_are_named_is_none_on_a_subject(question: str) -> None:
    assert disagreement_asked(question) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "history", "code"),
    [
        ("لماذا تختلف المقالات في نسبة التطرف التي مصدرها الإنترنت؟", (), "folder_differ_why"),
        ("ليش الرقمين مختلفين؟", ("كم نسبة التطرف التي مصدرها الإنترنت؟",), "folder_differ_why"),
        ("هل تختلف المقالات في نسبة التطرف التي مصدرها الإنترنت؟", (), "folder_compare"),
    ],
)
def test_both_figures_stand_side_by_side(
    assistant: Assistant, question: str, history: tuple[str, ...], code: str
) -> None:
    answer = assistant.ask(question, [Turn(one) for one in history])
    assert answer.kind == "corpus" and answer.lead == say(code, "ar")
    assert len({citation.source for citation in answer.citations}) > 1
    assert "80" in answer.text and "85" in answer.text
