"""Quotes in which nothing is set off although a reader has read: what it found is of another form than is asked for.

«كم كلفة الشاحنتين؟» with a sentence on how much they carry. Where the form is known they are no answer; where it is not
(«ما النقطة التي …؟», «لماذا …؟») they are told with the doubt.

Over ten sets (dev, the news' dev, `benchmarks/questions`) and the pairs in `benchmarks/folders/pairs` 1,112 Arabic
questions are answered, 748 of them rightly. Of 50 of these nothing is set off: 19 are answered rightly, 16 wrongly, and
15 are answered nowhere. The form is known of six, four of which are answered nowhere.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.found import Found
from assistant.answering.gathering import asks_for_list
from assistant.answering.render import render_text
from assistant.answering.sentence_ranking import POLAR
from assistant.messages import say
from assistant.question.answer_fit import asked_kind
from assistant.question.query import Query
from assistant.types import Answer
from vectorstore.text.arabic import fold


def sets_nothing_off(found: Found, answer: Answer) -> bool:
    """Is no word set off in what is said to answer, although a reader has read for it, and one thing is asked for?"""
    query = found.query
    if answer.abstained or query.language != "ar" or query.about_article or asks_for_list(query.text):
        return False
    read = any(sentence.answer for sentence in found.ranked)
    return read and not any(line.answer for line in answer.lines if not line.beside)


def as_unsure(refusal: Answer, quotes: Answer, query: Query, goes_on: bool = False) -> Answer:
    """The refusal where the form of what is asked for is known; else the quotes, said to be doubtful.

    Of a question that goes on from an answer the surest words may stand in what was quoted already: nothing is set off
    in the rest, which may answer.
    """
    if not goes_on and asked_kind(query.asked) not in ("other", "reason"):
        return refusal
    if quotes.lead or POLAR.match(fold(query.asked)):
        return quotes
    lead = say("doubtful", quotes.language)
    return replace(quotes, lead=lead, text=render_text(quotes.lines, lead, quotes.language))
