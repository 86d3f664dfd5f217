"""What was quoted for the question before and answers the next one, too, by other words.

«عُيّن سامي الحاج مديرا للبنك في مارس 2019» is quoted for who was appointed, and answers «ومتى؟»: other words of it are
set off then, and who asks sees a new answer in a sentence that was read before.

Of the 25 follow-ups in `benchmarks/folders/gazette` 22 are answered rightly by the first quote, 18 without this.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.answering.causes import tells_reason
from assistant.answering.compose import part_fits
from assistant.answering.render import clean_quote
from assistant.answering.sentence_ranking import Place, Sentence
from assistant.question.answer_fit import asked_kind, fits
from assistant.question.asked_form import of_asked_form
from assistant.question.parts import split_question
from assistant.retrieval.reader import Reader, Reading
from vectorstore.text.arabic import stems

LEAST_SURE_LOGIT = 0.0
"""How sure the reader is at least of words that answered the question before, as where they are set off in the talk
(`conversation.set_off`)."""


def answering_anew(
    reader: Reader | None, asked: str, before: str, ranked: Sequence[Sentence], said: str
) -> frozenset[Place]:
    """Where those of the sentences stand that `said` quotes and that answer `asked` by words that did not answer yet.

    The words fit, the reader is as sure of them as of any in what was not quoted, and they are others than those of the
    question and those that it finds there for `before`, the question before: neither has all of the other.
    """
    if reader is None or not before:
        return frozenset()
    quoted = [s for s in ranked if s.text.strip() and clean_quote(s.text) in said and s.span in s.hit.passage.sentences]
    places = {s.place for s in quoted}
    surest = max((s.part_logit for s in ranked if s.place not in places), default=-math.inf)
    sure = [s for s in quoted if s.part_logit >= surest and part_fits(s, asked) and _is_of_form(s, asked)]
    if not sure:
        return frozenset()
    passages = [s.hit.passage for s in sure]
    parts = split_question(before)
    read = [reader.read(part, passages) for part in parts]
    return frozenset(
        sentence.place
        for at, sentence in enumerate(sure)
        if all(_says_other(sentence, one[at], asked, part) for part, one in zip(parts, read, strict=True))
    )


def _is_of_form(sentence: Sentence, asked: str) -> bool:
    """Are the words surely of the form asked for, where it shows: a reason behind a word for one, and who it is no
    «حصته»?"""
    passage, part = sentence.hit.passage, sentence.answer
    if part is None:
        return False
    if asked_kind(asked) == "reason":
        return tells_reason(passage, sentence.span, part, same=True)
    return of_asked_form(asked, passage.sentence(part)) is not False


def _says_other(sentence: Sentence, reading: Reading, asked: str, before: str) -> bool:
    """Are the words of a sentence that answer `asked` others than those that `reading` found in it for `before`?"""
    passage, known = sentence.hit.passage, set(stems(asked))
    at = passage.sentences.index(sentence.span)
    told = passage.sentence(reading.spans[at])
    answered = reading.scores[at] >= LEAST_SURE_LOGIT and fits(before, told)
    old = set(stems(told)) - known if answered else set()
    new = set(stems(passage.sentence(sentence.answer))) - known if sentence.answer else set()
    return not new <= old and not (old and old <= new)
