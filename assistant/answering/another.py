"""Is what the reader found in a sentence surely told of something else than what is asked for?

By the sentence around it, where `question.answer_fit` looks at the words alone.
"""

from __future__ import annotations

from assistant.answering.sentence_ranking import Sentence
from assistant.question.ages import is_no_age
from assistant.question.answer_fit import asked_kind, asks_age
from assistant.question.counted import counts_another
from assistant.question.nouns import has_article
from assistant.question.other_event import is_of_other_event
from assistant.question.other_person import is_other_person
from vectorstore.text.arabic import fold, words
from vectorstore.types import Span

_QUOTED = ("»", "”", '"')


def tells_another(question: str, sentence: Sentence, part: Span) -> bool:
    """Is a part of a sentence surely somebody else or nobody, a number of something else, the time of another event, or
    years that are nobody's age?"""
    whole = sentence.hit.passage.sentence(sentence.span)
    start, end = part[0] - sentence.span[0], part[1] - sentence.span[0]
    if asks_age(question) and is_no_age(whole[:start], whole[start:end], whole[end:]):
        return True
    if counts_another(fold(question), fold(whole[start:end]), fold(whole)):
        return True
    if is_of_other_event(question, whole[:start]) or _describes(question, whole, start, end):
        return True
    return is_other_person(question, whole, start, end)


def _describes(question: str, whole: str, start: int, end: int) -> bool:
    """Where somebody is asked for, is it an adjective behind a name in quotation marks («تحالف «الجبل» اليساري»)?"""
    if asked_kind(question) != "person" or not whole[:start].rstrip().endswith(_QUOTED):
        return False
    found = words(whole[start:end])
    return len(found) == 1 and has_article(found[0]) and found[0].endswith(("ي", "يه"))
