"""«ليه؟» behind an answer is asked in full, and only a sentence that says why answers it."""

from __future__ import annotations

import pytest

from assistant.answering.reasons import tells_reason, why_asked
from assistant.question.followup import Standalone, stand_alone
from assistant.question.happening import asks_only_why
from assistant.types import Turn
from vectorstore.types import Passage


@pytest.mark.parametrize(
    "question", ["لماذا؟", "ولماذا؟", "لماذا ذلك؟", "لماذا حدث ذلك؟", "وما السبب؟", "والسبب؟", "Why?"]
)
def test_why_is_all_that_is_asked(question: str) -> None:
    assert asks_only_why(question)


@pytest.mark.parametrize("question", ["لماذا قال ذلك؟", "ما سبب الخلاف؟", "ومتى؟", "لماذا استقال الوزير؟", "وكيف ذلك؟"])
def test_more_than_why_is_asked(question: str) -> None:
    assert not asks_only_why(question)


@pytest.mark.parametrize(
    ("former", "asked"),
    [
        ("كم انخفض عدد المهاجرين من ليبيا؟", "لماذا انخفض عدد المهاجرين من ليبيا؟"),
        ("بماذا طالب كازنوف؟", "لماذا طالب كازنوف؟"),
        ("متى استقال الوزير؟", "لماذا استقال الوزير؟"),
    ],
)
def test_why_is_asked_of_what_was_asked_before(former: str, asked: str) -> None:
    assert why_asked(stand_alone("لماذا؟", [Turn(former)])) == asked
    assert why_asked(Standalone("لماذا؟", former, "لماذا؟", after=(former,))) == asked


@pytest.mark.parametrize(
    ("sentence", "part", "same", "told"),
    [
        ("أُغلق الطريق بسبب الأمطار الغزيرة.", "الأمطار الغزيرة", False, True),
        ("وأعرب عن الأسف لأن الوسائل فعالة.", "لأن الوسائل فعالة", False, True),
        ("سيُغلق الطريق لحماية المارة.", "لحماية المارة", True, True),
        ("تعمل الشرطة لتحديد هوية الرجل.", "لتحديد هوية الرجل", False, False),  # what the police does it for
        ("أُغلق الطريق يوم السبت في لندن.", "يوم السبت", True, False),
        ("قال الوزير للصحيفة إن الطريق مغلق.", "للصحيفة", True, False),
    ],
)
def test_a_reason_stands_behind_a_word_that_begins_one(sentence: str, part: str, same: bool, told: bool) -> None:
    passage = Passage("a.txt", 0, len(sentence), sentence, "", "body", ((0, len(sentence)),))
    at = sentence.index(part)
    assert tells_reason(passage, (0, len(sentence)), (at, at + len(part)), same) == told
