"""Quotes of which no word is set off: no answer where the form asked for is known, a doubtful one where it is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.answering.found import Found
from assistant.answering.nothing_set_off import as_unsure, sets_nothing_off
from assistant.answering.sentence_ranking import Sentence
from assistant.messages import say
from assistant.question.query import Query
from assistant.types import Answer, Line
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit

TEXT = "اشترى المجلس شاحنتين لرفع الفضلات. وتحمل الواحدة 12 طنا."
REFUSAL = Answer("", "", "ar", "لا أجد.", (), (), (), True, "extractive", 0.0)


def asking(question: str, read: bool = True) -> Found:
    """What was found for a question, whose first sentence a reader has read."""
    (passage,) = split_passages(Document("خبر.txt", TEXT, "خبر", "", "utf-8"))
    span = passage.sentences[0]
    part = (span[0], span[0] + 5) if read else None
    first = Sentence(Hit(passage, 1.0), span, passage.sentence(span), (), np.zeros(1), (), frozenset(), 1.0, part)
    return Found(Query(question, "ar", (), ()), [], [first])


def quoting(*lines: Line) -> Answer:
    return replace(REFUSAL, lines=lines, text="\n".join(line.text for line in lines), abstained=False)


PLAIN, BOLD = Line("اشترى المجلس شاحنتين.", (1,), "خبر.txt"), Line("بستة دنانير.", (2,), "خبر.txt", answer=(1, 5))


def test_only_what_is_said_to_answer_counts() -> None:
    found = asking("كم كلفة الشاحنتين؟")
    assert sets_nothing_off(found, quoting(PLAIN, replace(BOLD, beside=True)))
    assert not sets_nothing_off(found, quoting(PLAIN, BOLD))


def test_nothing_is_said_of_a_list_nor_where_no_reader_has_read() -> None:
    assert not sets_nothing_off(asking("اذكر كل ما اشتراه المجلس"), quoting(PLAIN))
    assert not sets_nothing_off(asking("كم كلفة الشاحنتين؟", read=False), quoting(PLAIN))
    assert not sets_nothing_off(asking("كم كلفة الشاحنتين؟"), REFUSAL)


@pytest.mark.parametrize("question", ["كم كلفة الشاحنتين؟", "متى وصلت الشاحنتان؟", "أين بيعتا؟", "من باعهما؟"])
def test_quotes_without_the_form_that_is_asked_for_are_no_answer(question: str) -> None:
    assert as_unsure(REFUSAL, quoting(PLAIN), asking(question).query) is REFUSAL


@pytest.mark.parametrize("question", ["ما النقطة التي صادق عليها المجلس؟", "لماذا اشترى المجلس شاحنتين؟"])
def test_where_no_form_is_asked_for_they_are_told_with_the_doubt(question: str) -> None:
    told = as_unsure(REFUSAL, quoting(PLAIN), asking(question).query)
    assert told.lines == (PLAIN,) and told.lead == say("doubtful", "ar") and told.text.startswith(told.lead)


def test_a_question_that_goes_on_is_only_told_with_the_doubt() -> None:
    told = as_unsure(REFUSAL, quoting(PLAIN), asking("ومن باعهما؟").query, goes_on=True)
    assert told.lines == (PLAIN,) and told.lead == say("doubtful", "ar")


def test_a_question_for_yes_or_no_asks_for_no_words() -> None:
    quotes = quoting(PLAIN)
    assert as_unsure(REFUSAL, quotes, asking("هل اشترى المجلس شاحنتين؟").query) is quotes
