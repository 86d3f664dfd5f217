"""What is asked for by a verb may belong to something that is no article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.question.asked_for import asks_for_what_it_has
from assistant.question.intent import classify
from vectorstore.embedding.embedder import Embedder, load_embedder
from vectorstore.text.arabic import words

PHRASES = Path(__file__).parent.parent / "training" / "intents.jsonl"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


@pytest.mark.parametrize(
    "question",
    [
        "اعطيني مقادير الكعكة", "أعطني شروط المنحة", "هات أسماء الفائزين", "اذكر محتويات مجموعة متحف البريد",
        "اسرد لي مراحل المشروع", "عدد لي كل فروع البنك",
    ],
)  # fmt: skip
def test_what_something_has_is_no_list_of_the_folder(question: str) -> None:
    assert asks_for_what_it_has(words(question))


@pytest.mark.parametrize(
    "question",
    [
        "أعطني قائمة المقالات", "هات كل العناوين", "اعطيني أسماء الملفات", "أظهر محتويات المجلد", "هات عناوين الأخبار",
        "أعطني أسماء الناس المذكورين في المقالات", "هات المقال الأول", "أعطني محتويات المجموعة", "هات", "",
    ],
)  # fmt: skip
def test_what_the_folder_has_is_one(question: str) -> None:
    assert not asks_for_what_it_has(words(question))


def test_no_phrase_that_asks_for_a_list_asks_for_what_something_has() -> None:
    rows = [json.loads(line) for line in PHRASES.read_text(encoding="utf-8").splitlines()]
    lists = [row["text"] for row in rows if row.get("label") in ("corpus/list", "corpus/titles", "talk/smalltalk")]
    assert len(lists) > 100
    assert not [text for text in lists if asks_for_what_it_has(words(text))]


@pytest.mark.parametrize("question", ["اعطيني مقادير الكعكة", "اذكر محتويات مجموعة متحف البريد", "هات مكونات الطبق"])
def test_it_is_asked_of_the_articles(question: str, embedder: Embedder) -> None:
    assert classify(question, embedder.embed_query(question)).kind == "question"
