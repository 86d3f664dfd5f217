"""A program that has a name is asked of the articles, «this program» is the one that is talked with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.question.intent import asks_of_something_else
from assistant.question.other_programs import names_another_program

PHRASES = Path(__file__).parent.parent / "training" / "intents.jsonl"


@pytest.mark.parametrize(
    "question",
    [
        "هل يعمل تطبيق رفيق من دون إنترنت؟", "كيف يشتغل برنامج حصاد؟", "كيف أستخدم منصة دروس؟",
        "ازاي بيشتغل تطبيق دليلك؟", "شلون يشتغل روبوت نجمة؟", "كيفاش كيخدم موقع سوقنا؟", "هل محرك بحث ضوء مجاني؟",
        "وبرنامج سنابل كيف يتعلم؟", "هل تطبيق تيك توك آمن؟", "من أين يأتي مساعد سلمى الصوتي بمعلوماته؟",
        "هل يحفظ نظام بصمة صور الزوار؟", "هل يشتغل جهاز الغسيل مع تطبيق بيتي؟", "شو لغات برنامج لغتي؟",
        "ليش ما يشتغل تطبيق توصيل بالليل؟", "كم مستخدما لمنصة وصال؟", "هل يخطئ نظام التعرف على الوجوه؟",
        "how does the Rafiq app work?", "is the robot Najma free?", "comment marche l'application Rafiq ?",
        "does the Daleel assistant keep what I say?",
    ],
)  # fmt: skip
def test_a_named_program_is_another_one(question: str) -> None:
    assert names_another_program(question)


@pytest.mark.parametrize(
    "question",
    [
        "كيف يعمل هذا البرنامج؟", "كيف يعمل البرنامج؟", "البرنامج ده بيعمل ايه؟", "هل أنت برنامج ذكي؟", "برنامج رائع",
        "هل إسناد برنامج مجاني؟", "هل هذا تطبيق مجاني؟", "ما رأيك في تطبيق رفيق؟", "أي تطبيق هذا؟",
        "هل يحفظ التطبيق أسئلتي؟", "how does this app work?", "how does the Isnad app work?", "what is this website?",
        "تطبيق رائع جدا", "تطبيق ممتاز وسهل", "is the AI assistant free?", "qui a fait le robot IA ?",
    ],
)  # fmt: skip
def test_this_program_or_one_without_a_name_is_not(question: str) -> None:
    assert not names_another_program(question)


def test_no_phrase_of_talk_names_another_program() -> None:
    rows = map(json.loads, PHRASES.read_text(encoding="utf-8").splitlines())
    talk = [row["text"] for row in rows if row.get("label", "").startswith("talk")]
    assert len(talk) > 1_000
    assert [text for text in talk if names_another_program(text)] == []


def test_an_article_that_tells_of_a_program_is_asked_of_the_folder() -> None:
    assert asks_of_something_else("mentions", "هل يجيب روبوت نجمة عن أسئلة المرضى؟")
    assert not asks_of_something_else("mentions", "أي المقالات تتحدث عن تطبيق رفيق؟")
    assert not asks_of_something_else("mentions", "وين مذكور تطبيق رفيق بالمجلد؟")


@pytest.mark.parametrize("question", ["هل الملعب الجديد مغطى؟", "أين يقع المتحف الجديد؟", "من يدرب الفريق الجديد؟"])
def test_something_that_is_new_is_not_what_is_new(question: str) -> None:
    assert asks_of_something_else("since", question)


@pytest.mark.parametrize(
    "question",
    [
        "ما الجديد؟", "ما المقالات الجديدة؟", "ما التصريحات الجديدة؟", "ما الأشياء الجديدة؟", "ما المعلومات الجديدة؟",
        "إيه الجديد النهارده؟",
    ],
)  # fmt: skip
def test_what_is_new_stays_a_question_about_the_folder(question: str) -> None:
    assert not asks_of_something_else("since", question)
