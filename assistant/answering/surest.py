"""The sentence that the reader would answer with, where it has nothing to set off in what is quoted.

A headline says its fact in fewer words than the text has of the question («بفارق 812 صوتا»), and how something was
found stands in the sentence behind the one that tells that it was: both rank lower than what says more of the question.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assistant.answering.beside import MIN_PART_LOGIT
from assistant.answering.sentence_ranking import Sentence
from assistant.question.answer_fit import asked_kind, asks_how, fits
from assistant.question.query import Query
from vectorstore.text.arabic import fold

MIN_MEANS_LOGIT = 10.0
"""How sure the reader must be of the part that tells by what means; a judgement, below that for any other part, for it
must stand behind a word for means as well."""

MUCH_SURER = 3.0
"""Logits by which the reader is surer of a headline than of anything set off that fits the question's form as well. A
judgement: of what scores 2 to 4 below the best part .2 are right (`sentence_ranking.ANSWER_MARGIN_LOGITS`)."""

_MEANS = re.compile(
    r"\b[وف]?(?:عبر|بواسطه|باستخدام|باستعمال|بالاستعانه|بالاعتماد|مستخدم\w*|مستعين\w*|عن طريق|من خلال|بعد ان|بعدما|"
    r"حين|حينما|عندما|لدي|اثناء|بفضل|مصادفه|صدفه)\b"
)
"""Words before a means, or before what happened when it did."""


def with_surest(chosen: Sequence[Sentence], ranked: Sequence[Sentence], query: Query) -> list[Sentence]:
    """What was chosen, with the headline of the first one's article, or the sentence of it that tells by what means.

    Nothing is added where words are set off already that the reader is as sure of: these may answer.
    """
    if not chosen:
        return []
    first, surest = chosen[0], max((s.part_logit for s in chosen if s.answer), default=-math.inf)
    for sentence in ranked:
        if sentence.answer is None or sentence.source != first.source or sentence in chosen:
            continue
        if sentence.part_logit >= surest + MUCH_SURER and _headline_answers(sentence, query):
            return [first, sentence, *chosen[1:]]
        told = math.isfinite(surest) or bool(_MEANS.search(fold(first.text)))
        if not told and asks_how(query.asked) and _tells_means(sentence):
            return [sentence, *chosen]
    return list(chosen)


def _headline_answers(sentence: Sentence, query: Query) -> bool:
    """Is it the headline, and its part of the form that is asked for?"""
    passage, part = sentence.hit.passage, sentence.answer
    if passage.kind != "title" or part is None or sentence.part_logit < MIN_PART_LOGIT:
        return False
    return asked_kind(query.asked) not in ("other", "reason") and fits(query.asked, passage.sentence(part))


def _tells_means(sentence: Sentence) -> bool:
    passage, part = sentence.hit.passage, sentence.answer
    if passage.kind != "body" or part is None or sentence.part_logit < MIN_MEANS_LOGIT:
        return False
    return bool(_MEANS.search(fold(passage.sentence((sentence.span[0], part[1])))))
