"""The quotes of a conversation in one article: each place once, in order, with the click that opens it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from assistant.types import Line, Standing
from assistant.ui.chat_events import ChatEvents
from assistant.ui.quoted import Quoted, quotes_in
from assistant.ui.state import DONE, Conversation, Exchange
from tests.fake_assistant import ARTICLE, QUOTE, Reader, an_answer, citation, opened
from vectorstore.types import Document

FIRST, LAST = "أعلن الوزير الاتفاق.", "وانتهى الخبر."
DOCUMENT = Document("خبر.txt", ARTICLE, "عنوان", "", "utf-8")


def talked(*quotes: str) -> Conversation:
    answers = [an_answer(citations=(citation(quote=quote),)) for quote in quotes]
    return Conversation(tuple(Exchange("؟", answer, DONE) for answer in answers))


def test_quotes_of_all_turns_come_in_the_order_of_the_text_and_each_place_once() -> None:
    found = quotes_in(talked(LAST, QUOTE, LAST, FIRST), DOCUMENT)
    assert [ARTICLE[slice(*one.span)] for one in found] == [FIRST, QUOTE, LAST]
    assert [one.event for one in found] == ["cite-3-1", "cite-1-1", "cite-0-1"]


def test_quotes_of_other_articles_and_what_the_article_lost_are_no_quotes_in_it() -> None:
    talk = talked(FIRST)
    elsewhere = replace(talk.exchanges[0].answer, citations=(citation(source="آخر.txt"),))
    talk = talk.put(0, replace(talk.exchanges[0], answer=elsewhere))
    assert quotes_in(talk, DOCUMENT) == ()
    assert quotes_in(talked(FIRST), replace(DOCUMENT, text="نص آخر")) == ()
    assert quotes_in(Conversation((Exchange("؟"),)), DOCUMENT) == ()


def test_a_quote_that_moved_is_marked_where_it_stands_now() -> None:
    (one,) = quotes_in(talked(LAST), replace(DOCUMENT, text=f"تصحيح.\n{ARTICLE}"))
    assert one == Quoted(one.start, one.start + len(LAST), "cite-0-1")
    assert f"تصحيح.\n{ARTICLE}"[slice(*one.span)] == LAST


def test_what_other_sources_say_to_the_same_counts_too() -> None:
    said = replace(citation(quote=LAST), marker=0)
    for standing in (Standing((0, 5), 2, 3, (said,)), Standing((0, 5), 1, 3, (), (said,))):
        line = Line(QUOTE, (1,), "خبر.txt", standing=standing)
        talk = Conversation((Exchange("؟", an_answer(lines=(line,)), DONE),))
        assert [one.event for one in quotes_in(talk, DOCUMENT)] == ["cite-0-1", "said-0-0-0"]


@pytest.fixture(scope="module")
def handlers(settings: object) -> ChatEvents:
    return ChatEvents(opened(Reader()), settings)


def test_every_quote_of_the_conversation_is_marked_whatever_opens_the_article(handlers: ChatEvents) -> None:
    talk = talked(FIRST, QUOTE, LAST)
    written = handlers.look("cite-1-1 1", talk)
    assert written.count('<mark class="cited">') == 2 and f">{QUOTE}</mark>" in written
    assert "الاقتباس 2 من 3" in written and "Quote 2 of 3" in written
    assert 'href="#cite-0-1"' in written and 'href="#cite-2-1"' in written
    from_list = handlers.look(f"passage-0-0-{quote('خبر.txt')} 1", talk)
    assert from_list.count('<mark class="cited">') == 3 and "3 اقتباسات من المحادثة" in from_list
    assert "اقتباس" not in handlers.look(f"passage-0-0-{quote('خبر.txt')} 1", Conversation()).partition("reading")[2]


def test_at_the_ends_there_is_one_way_and_for_a_single_quote_none(handlers: ChatEvents) -> None:
    first = handlers.look("cite-0-1 1", talked(FIRST, LAST))
    assert "#cite-1-1" in first and "#cite-0-1" not in first
    assert 'class="quotes"' not in handlers.look("cite-0-1 1", talked(FIRST))
