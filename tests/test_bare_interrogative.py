"""A word that asks is all there is of a question: it is of what was said before, and no talk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.question.bare_interrogative import asks_barely
from assistant.question.followup import stand_alone
from assistant.question.intent import asks_of_something_else
from assistant.question.third_person import speaks_of_another
from assistant.types import Turn

PHRASES = Path(__file__).parent.parent / "training" / "intents.jsonl"


@pytest.mark.parametrize(
    "question",
    [
        "بكم؟", "وبكم", "كيف؟", "مع من؟", "ولمن؟", "بأي ساعة؟", "وعلى أي ساعة؟", "في أي سنة؟", "من أي بلد؟", "كم مرة؟",
        "منذ متى؟", "وحتى متى؟", "إلى أين؟", "عن ماذا؟", "ضد من؟", "أيهما؟", "لكم سنة؟", "بأي ثمن؟",
        "بكام؟", "وبجم؟", "بشحال؟", "شلون؟", "كيفاش؟", "لمين؟", "مع مين؟", "منين؟", "ولوين؟", "شكثر؟", "وقداش؟",
        "من وين؟",
    ],
)  # fmt: skip
def test_nothing_but_what_is_asked_for(question: str) -> None:
    assert asks_barely(question)


@pytest.mark.parametrize(
    "question",
    [
        "كم مقالا؟", "أي ملف؟", "كم الساعة؟", "كم عمرك؟", "باي", "باي باي", "ماذا؟", "شو؟", "إيش؟", "هل؟", "نعم؟", "",
        "بكم التذكرة؟", "كيف حالك؟", "كيف الحال؟", "من أنت؟", "مع السلامة", "وبعد؟", "أين المقال؟", "متى تنام؟", "أي؟",
        "من فضلك", "على العموم", "مع من أتكلم؟",
    ],
)  # fmt: skip
def test_what_says_more_or_says_that_one_has_not_understood_is_none(question: str) -> None:
    assert not asks_barely(question)


def test_no_phrase_of_talk_or_of_the_folder_asks_barely() -> None:
    rows = [row for row in map(json.loads, PHRASES.read_text(encoding="utf-8").splitlines()) if "label" in row]
    others = [row["text"] for row in rows if not row["label"].startswith("question")]
    assert others
    assert not [text for text in others if asks_barely(text)]


@pytest.mark.parametrize(
    ("former", "question", "meant"),
    [
        ("إلى أي فريق انتقلت سارة العتيبي؟", "بكم؟", "بكم انتقلت سارة العتيبي؟"),
        ("متى بيع القصر القديم؟", "ولمن؟", "ولمن بيع القصر القديم؟"),
        ("أين اصطدم القطاران؟", "وعلى أي ساعة؟", "وعلى أي ساعة اصطدم القطاران؟"),
        ("في أي عام تأسست الجمعية؟", "وأين؟", "وأين تأسست الجمعية؟"),
        ("بكم بيعت المخطوطة؟", "ومتى؟", "ومتى بيعت المخطوطة؟"),
        ("متى سافر الوفد؟", "وإلى أين؟", "وإلى أين سافر الوفد؟"),
        ("أين تدرب عمر؟", "مع من؟", "مع من تدرب عمر؟"),
        ("لماذا أغلقت القنطرة؟", "حتى متى؟", "حتى متى أغلقت القنطرة؟"),
        ("من أي ميناء أبحرت السفينة؟", "ومتى؟", "ومتى أبحرت السفينة؟"),
        ("متى توفيت الشاعرة؟", "عن كم سنة؟", "عن كم سنة توفيت الشاعرة؟"),
        ("متى فاز الفريق؟", "كم مرة؟", "كم مرة فاز الفريق؟"),
        ("متى فتحت بوابات السد؟", "وكيف؟", "وكيف فتحت بوابات السد؟"),
    ],
)
def test_it_is_asked_of_what_the_question_before_tells(former: str, question: str, meant: str) -> None:
    assert stand_alone(question, [Turn(former)]).text == meant


@pytest.mark.parametrize(
    ("former", "question"),
    [("بكم سنة حكم على مدير المصنع؟", "ومتى؟"), ("بكم دينار بيعت؟", "وأين؟"), ("بكم التذكرة؟", "ومتى؟")],
)
def test_what_is_counted_is_no_verb(former: str, question: str) -> None:
    assert stand_alone(question, [Turn(former)]).text.endswith(f"(بعد: «{former}»)")


@pytest.mark.parametrize(
    "question", ["وين تعرفوا على بعض؟", "كيف تعرفوا على بعضهم؟", "ومتى التقوا ببعض؟", "أين عرفا بعضهما؟"]
)
def test_who_did_something_with_each_other_is_somebody_else(question: str) -> None:
    assert speaks_of_another(question)


@pytest.mark.parametrize("question", ["هل ترى بعض الأخطاء؟", "أعطني بعض الأمثلة", "كيف أجد بعض المقالات؟"])
def test_some_of_something_is_nobody(question: str) -> None:
    assert not speaks_of_another(question)


@pytest.mark.parametrize(
    "question", ["ووين تعرفوا على بعض؟", "أين التقيا؟", "ومتى عرفوا بالأمر؟", "ليش تخاصموا؟"]
)
def test_when_and_where_somebody_did_something_is_asked_of_no_article(question: str) -> None:
    assert asks_of_something_else("mentions", question)


@pytest.mark.parametrize("question", ["أين ورد اسم الوزير؟", "وين انذكر المهرجان؟", "متى ذكر المقال الجسر؟"])
def test_where_something_is_mentioned_is_asked_of_the_articles(question: str) -> None:
    assert not asks_of_something_else("mentions", question)
