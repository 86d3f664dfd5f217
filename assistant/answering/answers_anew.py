"""What was quoted for the question before and answers the next one, too, by other words.

«عُيّن سامي الحاج مديرا للبنك في مارس 2019» is quoted for who was appointed, and answers «ومتى؟»: other words of it are
set off then, and who asks sees a new answer in a sentence that was read before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.answering.compose import part_fits
from assistant.answering.render import clean_quote
from assistant.answering.sentence_ranking import Place, Sentence
from assistant.conversation.set_off import MIN_PART_LOGIT
from assistant.question.answer_fit import fits
from assistant.retrieval.reader import Reader
from vectorstore.text.arabic import stems


def answering_anew(
    reader: Reader | None, asked: str, before: str, ranked: Sequence[Sentence], said: str
) -> frozenset[Place]:
    """Where those of the sentences stand that `said` quotes and that answer `asked` by words that did not answer yet.

    The words fit, the reader is as sure of them as of any in what was not quoted, and they say more than the question
    and the words that it finds there for `before`, the question before.
    """
    if reader is None or not before:
        return frozenset()
    quoted = [s for s in ranked if s.text.strip() and clean_quote(s.text) in said]
    places = {s.place for s in quoted}
    surest = max((s.part_logit for s in ranked if s.place not in places), default=-math.inf)
    sure = [s for s in quoted if s.part_logit >= surest and part_fits(s, asked)]
    readings = reader.read(before, [s.hit.passage for s in sure])
    new = set()
    for sentence, reading in zip(sure, readings, strict=True):
        passage = sentence.hit.passage
        at = passage.sentences.index(sentence.span)
        words = passage.sentence(reading.spans[at])
        answered = reading.scores[at] >= MIN_PART_LOGIT and fits(before, words)
        known = {*stems(asked), *(stems(words) if answered else ())}
        if sentence.answer and not set(stems(passage.sentence(sentence.answer))) <= known:
            new.add(sentence.place)
    return frozenset(new)
