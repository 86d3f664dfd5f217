"""A question that fits several events is answered for each; one that singles out an event, for that one alone."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from assistant.answering.abstention import Evidence
from assistant.answering.found import Found
from assistant.answering.render import heading, line_by_line, render_groups
from assistant.cli.report import answer_text
from assistant.history.answer_json import decode_answer, encode_answer
from assistant.messages import say
from assistant.pipeline import Assistant
from assistant.question.query import Query, Term
from assistant.settings import Settings
from assistant.sources.fitting import AskedEvent, may_be_asked
from assistant.sources.several import _saying_as_much
from assistant.types import Draft, EventGroup, Line, Quote, Turn
from assistant.ui.chat_events import ChatEvents
from assistant.ui.html.transcript import answered, messages
from assistant.ui.state import DONE, Conversation, Exchange, SourceFilter
from tests.answers import checked
from tests.conftest import SEEDS
from tests.fake_assistant import StillDesk, an_answer
from vectorstore.text.arabic import stem, words

ATTACK = "<img src=x onerror=alert(1)>"
DECIDED = "ماذا قرر الوزراء؟"


def grouped_answer(title: str = "لقاء الوزراء") -> object:
    groups = (EventGroup(title, "لوكسمبورغ", "", ("ب.txt",), (1,)), EventGroup("", "", "", ("أ.txt",), (2,)))
    lines = (Line("أول", (1,), "ب.txt"), Line("ثان", (2,), "أ.txt"))
    return an_answer(groups=groups, lines=lines, lead="لأكثر من حدث:")


def test_lines_stand_under_their_event_and_one_without_a_line_is_left_out() -> None:
    answer = grouped_answer()
    text = render_groups(answer.groups, answer.lines[:1], answer.lead, "ar")
    assert "● لقاء الوزراء (لوكسمبورغ)\n«أول» [1]" in text and say("not_stated", "ar") not in text
    assert heading(answer.groups[1], "ar") == say("not_stated", "ar")
    assert next(line_by_line(answer)).text == text


def test_what_is_new_stands_under_its_kind_without_a_way_to_one_event() -> None:
    groups = (EventGroup("مقالات جديدة", "", "", ("خبر.txt",), (1,)),)
    html = answered(0, an_answer(about="corpus", lead="منذ أمس: مقالات جديدة (1).", groups=groups))
    assert "<h3" in html and "مقالات جديدة</h3>" in html and "#narrow-" not in html
    assert "#narrow-0-0" in answered(0, an_answer(groups=groups, lead="لأكثر من حدث:"))


def test_a_kept_answer_has_its_groups_again() -> None:
    answer = grouped_answer()
    assert decode_answer(encode_answer(answer)).groups == answer.groups


def test_each_event_has_a_button_and_its_title_is_shown_as_text() -> None:
    talk = Conversation((Exchange(DECIDED, grouped_answer(ATTACK), DONE),))
    html = messages(talk)[1]["content"]
    assert html.count('<section class="event">') == 2 and "<img" not in html
    assert "#narrow-0-0" in html and "#narrow-0-1" in html


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    [DECIDED, "من حضر الاجتماع؟", "أين عقد الاجتماع؟", "Who attended the meeting?", "What did the ministers discuss?"],
)
def test_what_fits_several_events_is_answered_for_each(assistant: Assistant, question: str) -> None:
    answer = checked(assistant, assistant.ask(question))
    sources = [source for group in answer.groups for source in group.sources]
    assert len(answer.groups) > 1 and len(sources) == len(set(sources))
    assert [marker for group in answer.groups for marker in group.markers] == [line.markers[0] for line in answer.lines]
    cited = {citation.marker: citation.source for citation in answer.citations}
    assert all(cited[marker] in group.sources for group in answer.groups for marker in group.markers)
    assert all(heading(group, answer.language) in answer_text(answer) for group in answer.groups)
    assert [one["markers"] for one in answer.as_json()["groups"]] == [list(group.markers) for group in answer.groups]


@pytest.mark.slow
def test_the_sentence_with_all_words_of_the_question_is_what_an_event_says_to_it(assistant: Assistant) -> None:
    cited = assistant.ask(DECIDED).citations
    assert any("لم يتم اتخاذ أي قرار" in one.quote for one in cited if one.source.startswith("003"))
    assert not any(one.quote.startswith("كما يسعى الوزراء") for one in cited)


@pytest.mark.slow
def test_the_day_of_each_event_is_that_of_its_card_and_not_of_a_caption(assistant: Assistant) -> None:
    answer = assistant.ask("When did the meeting take place?")
    days = {c.source[:3]: c.quote for c in answer.citations}
    assert len(answer.groups) > 1 and not any("2015" in quote for quote in days.values())
    assert "الجمعة" in days["004"] and "الأربعاء" in days["003"]


def test_an_event_that_has_no_word_of_a_short_question_is_not_asked_beside_the_one_that_has() -> None:
    lost = {"خسر": frozenset(), "الفريق": frozenset({"مباراة.txt", "دوري.txt"})}  # «هل خسر الفريق؟»
    assert may_be_asked(lost, {"مباراة.txt", "تدريب.txt"}) and not may_be_asked(lost, {"سيول.txt"})
    everywhere = {"قال": None, "الفريق": frozenset({"مباراة.txt"})}  # a word of very many articles singles out none
    assert not may_be_asked(everywhere, {"سيول.txt"})


def test_an_event_must_have_the_noun_that_is_asked_of_and_may_lack_one_of_several() -> None:
    began = {"وقعت": frozenset({"عقد.txt"}), "السيول": frozenset({"سيول.txt"})}  # «متى وقعت السيول؟», «وقعت عقدا»
    assert may_be_asked(began, {"سيول.txt"}) and not may_be_asked(began, {"عقد.txt"})
    asked = {
        "طلب": frozenset({"قمة.txt", "زيارة.txt"}),
        "الوزراء": frozenset({"قمة.txt"}),
        "الشركات": frozenset({"قمة.txt", "زيارة.txt"}),
    }
    assert may_be_asked(asked, {"زيارة.txt"})  # «ماذا طلب الوزراء من الشركات؟»: there it was one minister


def test_where_no_article_has_a_word_of_the_question_each_event_may_be_asked() -> None:
    assert may_be_asked({"inflation": frozenset(), "rate": frozenset()}, {"سيول.txt"})
    assert may_be_asked({"قال": None}, {"سيول.txt"})


def test_how_far_an_event_may_fall_short_is_told_from_what_is_answered_alone() -> None:
    assert Evidence((), 0.5).surplus == 0
    assert Evidence((), 0.4).surplus == pytest.approx(-0.405, abs=0.001)


def shown(question: str, events: dict[str, tuple[str, list[float]]]) -> set[str]:
    """The events that are shown, by their files; of each its quote, and what it is about as a vector."""
    terms = tuple(Term(one, stem(one), frozenset(), (), 1, 1.0, False) for one in words(question) if len(one) > 3)
    query = Query(question, "ar", terms, ())
    asked = {
        (file,): AskedEvent((file,), Found(query, (), [SimpleNamespace(vector=np.array(about, np.float16))]), 1.0)
        for file, (_, about) in events.items()
    }
    made = [((file,), [Draft(text, (Quote(file, "", 0, len(text), text),))]) for file, (text, _) in events.items()]
    return {file for (file,), _ in _saying_as_much(query, made, asked)}


def test_an_event_of_another_kind_is_shown_only_where_its_quote_has_the_same_words_of_the_question() -> None:
    burial = ("ودُفنت سعاد في مقابر العائلة.", [1.0, 0.0])
    festival = ("اختتم المهرجان في وهران بتكريم سعاد.", [0.8, 0.6])
    assert shown("أين دفنت سعاد؟", {"وفاة.txt": burial, "مهرجان.txt": festival}) == {"وفاة.txt"}
    grave = ("وتم دفن سعاد الأخرى في القيروان.", [0.8, 0.6])
    assert shown("أين دفنت سعاد؟", {"وفاة.txt": burial, "أخرى.txt": grave}) == {"وفاة.txt", "أخرى.txt"}


def test_an_event_much_like_the_one_that_has_the_words_may_say_it_otherwise() -> None:
    meeting, dinner = ("قرر الوزراء التعاون.", [1.0, 0.0]), ("اتفقوا على العشاء أن يتعاونوا.", [1.0, 0.1])
    assert shown("ماذا قرر الوزراء؟", {"عشاء.txt": dinner, "قمة.txt": meeting}) == {"عشاء.txt", "قمة.txt"}


def test_that_something_merely_happened_need_not_be_said_of_each_event() -> None:
    crash, fire = ("وقع الحادث في سوسة.", [1.0, 0.0]), ("كان الحادث في المهدية مساء.", [0.8, 0.6])
    assert shown("أين وقع الحادث؟", {"تصادم.txt": crash, "حريق.txt": fire}) == {"تصادم.txt", "حريق.txt"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    ["ماذا قرر الوزراء في لوكسمبورغ؟", "من التقى كازنوف؟", "ماذا قال مينيتي بعد الاجتماع؟", "ما حصيلة هجمات 2015؟"],
)
def test_a_name_or_a_figure_singles_out_an_event(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.groups and "groups" not in answer.as_json()


@pytest.mark.slow
def test_one_event_asked_alone_answers_alone_and_so_does_what_goes_on_from_it(assistant: Assistant) -> None:
    event = assistant.ask(DECIDED).groups[-1]
    narrowed = assistant.ask(DECIDED, sources=event.sources)
    assert not narrowed.groups and {c.source for c in narrowed.citations} <= set(event.sources)
    further = assistant.ask("ومن حضر؟", [Turn(DECIDED, narrowed.text)], event.sources)
    assert not further.groups and {c.source for c in further.citations} <= set(event.sources)


@pytest.mark.slow
def test_the_button_limits_the_question_and_what_follows_to_the_event(assistant: Assistant) -> None:
    handlers = ChatEvents(StillDesk(assistant), Settings(SEEDS, SEEDS, SEEDS))
    answer = assistant.ask(DECIDED)
    talk = Conversation((Exchange(DECIDED, answer, DONE),))
    after, _, _, scope, _ = handlers.act("narrow-0-1", talk, "", SourceFilter())
    assert after.exchanges[-1].question == DECIDED
    assert set(after.exchanges[-1].within) == scope.sources == set(answer.groups[1].sources)
    for offered_to_nobody in ("narrow-0-9", "narrow-7-0"):
        assert handlers.act(offered_to_nobody, talk, "", SourceFilter())[0] == talk
