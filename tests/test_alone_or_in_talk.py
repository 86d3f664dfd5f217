"""A question that stands alone is treated alike alone and in a conversation; what is said of the articles is true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering.render import frame_of
from assistant.pipeline import Assistant
from assistant.types import Answer, Line, Turn
from tests.conftest import SEEDS
from tests.fakes import WordLengths
from vectorstore.opening import IndexSource, open_index

QUESTIONS = [
    "من مثّل شركة أبل في اجتماع إسكيا؟",  # a name that no article has
    "ماذا قال الوزير الفرنسي كازنوف عن شركات الإنترنت؟",
    "ما المسافة بين مدينة ليون ومدينة مرسيليا؟",
    "من زار مدينة لوكسنمبورغ لحضور عشاء الوزراء؟",  # a slip away from لوكسمبورغ
    "ماذا قررت واشنطن بشأن صادرات القمح الروسي؟",
    "Who represented the company Yahoo in the meeting of Ischia?",
    "متى اجتمع وزراء الداخلية في جزيرة إسكيا؟",
]
HISTORY = [*QUESTIONS, "شكرا", "كم مقالا لديك؟", "من أوفدت غوغل إلى الاجتماع؟", "Who is Monika Bickert?"]


def opened(corpus: Path, index_dir: Path) -> Assistant:
    model = WordLengths()
    return Assistant(open_index(IndexSource(corpus, index_dir), model.lazy()), model.load)


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = opened(SEEDS, tmp_path_factory.mktemp("index") / "index")
    yield assistant
    assistant.close()


def treatment(answer: Answer) -> tuple[object, ...]:
    """All that a person sees of an answer."""
    return answer.text, answer.abstained, answer.lead, answer.standalone, answer.lines, answer.nearest, answer.variants


@given(st.sampled_from(QUESTIONS), st.lists(st.sampled_from(HISTORY), max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
def test_a_question_that_stands_alone_is_answered_alike_in_a_conversation(
    talking: Assistant, question: str, before: list[str]
) -> None:
    alone = talking.ask(question)
    assert treatment(talking.ask(question, [Turn(earlier) for earlier in before])) == treatment(alone)


def test_a_name_that_no_article_has_is_told_in_a_conversation_as_alone(talking: Assistant) -> None:
    told = talking.ask(QUESTIONS[0], [Turn("من أوفدت غوغل إلى الاجتماع؟")])
    assert told.abstained and "«أبل»" in told.text


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    assistant = opened(tmp_path / "corpus", tmp_path / "index")
    told = assistant.ask("من مثّل شركة أبل في اجتماع إسكيا؟")
    assistant.close()
    assert told.abstained and "خالٍ" in told.text and "أبل" not in told.text


def test_a_slip_is_asked_about_and_answered(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    article = "زار الوزير لوكسمبورغ أمس الأحد وحضر عشاء الوزراء في لوكسمبورغ مع شركات الإنترنت."
    (tmp_path / "corpus" / "a.txt").write_text(article, encoding="utf-8")
    assistant = opened(tmp_path / "corpus", tmp_path / "index")
    told = assistant.ask("من زار لوكسنمبورغ وحضر عشاء الوزراء؟")
    assistant.close()
    assert "هل تقصد «لوكسمبورغ»؟" in told.text
    assert "لوكسنمبورغ" not in told.text


@pytest.mark.parametrize(
    ("language", "quotes", "said"),
    [
        ("en", ["قال الوزير إن الاتفاق خطوة أولى."], "Arabic"),
        ("fr", ["قال الوزير إن الاتفاق خطوة أولى."], "arabe"),
        ("en", ["The minister speaks at the summit."], ""),
        ("fr", ["قال الوزير ذلك.", "The minister speaks at the summit."], ""),
    ],
)
def test_a_quote_in_english_is_not_said_to_be_arabic(language: str, quotes: list[str], said: str) -> None:
    frame = frame_of([Line(quote, (1,), "a.txt") for quote in quotes], language)
    assert frame and (said in frame if said else "arab" not in frame.lower())
    assert frame_of([Line(quotes[0], (1,), "a.txt")], "ar") == ""
