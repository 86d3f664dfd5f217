"""A question amid a conversation that says of nothing what it is about prefers the article of the last answer."""

from types import SimpleNamespace

import pytest

from assistant.answering.pointed_at import POINTED_AT_GAIN, prefer_pointed_at
from assistant.answering.render import render_text
from assistant.conversation.former import last_quoting
from assistant.question.query import Query, Term
from assistant.retrieval.rerank import TALKED_OF_GAIN, prefer_quoted
from assistant.types import Line, Turn
from assistant.understanding import Understanding
from vectorstore.text.arabic import stem, tokens
from vectorstore.text.language import language_of
from vectorstore.text.stopwords import STOPWORDS
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


# -- what a noun with the article points at ---------------------------------------------------------

TALKED_OF = "أعلنت شركة البحيرة أمس أن طائرة لها تحطمت، وقال متحدث باسمها إن الركاب بخير."


def gain_behind(question, text=TALKED_OF):
    """What a passage of the article talked about, whose text is given, gains for a question."""
    words = [token.text for token in tokens(question) if token.text not in STOPWORDS]
    terms = tuple(Term(word, stem(word), frozenset(), (), 3, 1.0, False) for word in words)
    search = SimpleNamespace(snapshot=SimpleNamespace(document=lambda source: SimpleNamespace(text=text)))
    hit = Hit(Passage("01.txt", 0, 3, "نعم", "", "body", ((0, 3),)), 2.0)
    [raised] = prefer_pointed_at(search, Query(question, language_of(question), terms, ()), [hit], ANSWER)
    return raised.score - hit.score


@pytest.mark.parametrize("question", ["ماذا قالت الشركة؟", "ماذا قال المتحدث؟", "متى تحطمت الطائرة؟"])
def test_a_noun_with_the_article_is_that_of_the_article_which_is_talked_about(question):
    assert gain_behind(question) == POINTED_AT_GAIN


@pytest.mark.parametrize("question", ["ماذا قالت الوزيرة؟", "ماذا قالت شركة السيارات؟", "متى غرقت السفينة؟"])
def test_one_that_it_lacks_or_with_a_complement_that_it_lacks_is_another(question):
    assert gain_behind(question) == TALKED_OF_GAIN


@pytest.mark.parametrize("question", ["متى تحطمت طائرة؟", "What did the company say?"])
def test_what_points_at_nothing_gains_no_more_than_any_that_names_nothing(question):
    assert gain_behind(question) == TALKED_OF_GAIN


def test_only_the_article_that_has_the_noun_is_preferred():
    assert gain_behind("ماذا قالت الشركة؟", "افتتح المعرض أمس.") == TALKED_OF_GAIN
