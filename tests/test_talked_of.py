"""A question amid a conversation that says of nothing what it is about prefers the article of the last answer."""

from types import SimpleNamespace

import pytest

from assistant.answering.render import render_text
from assistant.conversation.former import last_quoting
from assistant.retrieval.rerank import TALKED_OF_GAIN, prefer_quoted
from assistant.types import Line, Turn
from assistant.understanding import Understanding
from vectorstore.types import Hit, Passage

ANSWER = render_text([Line("حكم على التاجر أمس", (1,), "01.txt")])
CORPUS = SimpleNamespace(spellings=frozenset(("التزوير", "الوزير", "مينيتي")))


def talked_of(question):
    understanding = Understanding(lambda: None, lambda: None)
    return understanding.talked_of(CORPUS, question, [Turn("بكم حكم على التاجر؟", ANSWER), Turn("شكرا", "عفوا")])


@pytest.mark.parametrize("question", ["من اكتشف التزوير؟", "ماذا قال الوزير؟", "What did the midwife say?"])
def test_what_names_nothing_is_asked_of_what_the_talk_is_about(question):
    assert talked_of(question) == ANSWER


@pytest.mark.parametrize(
    "question",
    ["ماذا قال ماركو مينيتي؟", "كم قتيلا سقط في باريس؟", "ما حدث عام 2015؟", "من كتب «الأيام»؟", "Who met Minniti?"],
)
def test_what_has_a_name_or_a_figure_of_its_own_is_a_subject_of_its_own(question):
    assert talked_of(question) == ""


def test_without_a_quote_there_is_nothing_the_talk_is_about():
    assert last_quoting([Turn("مرحبا", "أهلا"), Turn("من؟", None)]) == ""


def test_another_article_that_is_much_nearer_still_comes_first():
    near, far = (Hit(Passage(f"0{i}.txt", 0, 3, "نعم", "", "body", ((0, 3),)), 2.0 - i) for i in range(2))
    assert prefer_quoted([near, far], ANSWER, TALKED_OF_GAIN)[0] is near
    close = Hit(far.passage, near.score - TALKED_OF_GAIN / 2)
    assert prefer_quoted([near, close], ANSWER, TALKED_OF_GAIN)[0].passage is far.passage
