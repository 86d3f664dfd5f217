"""Which words of a sentence are what is asked for: those that a reader would answer with, aimed better by their form.
"""

from __future__ import annotations

from assistant.question.ages import find_age
from assistant.question.answer_fit import asks_age
from assistant.question.answer_pieces import asked_piece
from assistant.question.asked_form import of_asked_form
from assistant.question.counted import counted_instead
from assistant.question.cut_names import whole_names
from assistant.question.denied_words import with_denial
from assistant.question.now_and_before import of_time_asked
from assistant.question.query import Query
from assistant.question.told_instead import told_instead
from assistant.question.word_forms import UNITS
from assistant.retrieval.reader import UNREAD_LOGIT, Reading
from vectorstore.text.arabic import fold
from vectorstore.types import Passage, Span


def asked_part(query: Query, passage: Passage, place: int, reading: Reading) -> Span | None:
    """The part of the sentence at a place of a passage that is asked for, a span of the document; None for one of which
    nothing was read.

    It is another one than the reader's where this counts something else in it, runs over several of its clauses, is
    what it denies, was so at another time, or cuts a name in two.
    """
    if reading.scores[place] <= UNREAD_LOGIT:
        return None
    part = _part_of_form(query, passage, place, reading)
    start, end = passage.sentences[place]
    text, (begin, stop) = passage.sentence((start, end)), (part[0] - start, part[1] - start)
    for mend in (age_instead, counted_instead, asked_piece, told_instead, of_time_asked, with_denial, whole_names):
        begin, stop = mend(query.asked, text, begin, stop) or (begin, stop)
    return begin + start, stop + start


def age_instead(question: str, sentence: str, start: int, end: int) -> Span | None:
    """The age that a sentence tells by an ordinal («شاب في الحادية والعشرين»), where the part from `start` to `end` is
    none of so many years."""
    told = find_age(sentence) if asks_age(question) else None
    part = fold(sentence[start:end])
    if told is None or (told[0] < end and start < told[1]) or UNITS["time"].search(part):
        return None
    return told


def _part_of_form(query: Query, passage: Passage, place: int, reading: Reading) -> Span:
    """The reader's best part, or the next best one that is of the form that is asked for where that is not.

    Only of a question that was read with the talk before it, which may be what that answers («على عمق 11 كيلومترا» for
    «ومتى حصل؟» behind «على أي عمق؟»). Of 2,577 others (ARCD test, XQuAD, MLQA, TyDi and our own sets, in the sentence
    that answers) it would change seven, four for the better, three not.
    """
    best, further = reading.spans[place], reading.further[place] if reading.further else ()
    alone = query.text == query.asked
    if alone or not further or of_asked_form(query.asked, passage.sentence(best)) is not False:
        return best
    return next((span for span in further if of_asked_form(query.asked, passage.sentence(span))), best)
