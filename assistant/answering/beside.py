"""Which of the chosen sentences carry the answer, and which only stand beside it.

How many sentences are quoted is settled before (`compose.choose_sentences`), where it may answer one more is shown. But
behind a first quote that answers a plain question often come such as do not: a title that says it again, an author
line, a sentence that is near to both. They are shown as well, apart from what answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.sentence_ranking import Sentence
from vectorstore.text.arabic import stems

MIN_PART_LOGIT = 13.0
"""From here the best part of a further sentence may answer although it is not the one that the reader would give.

Over dev, the news' dev, seeds_later, seeds_third and news_third (350 answerable questions, `benchmarks/quality.py`): of
the citations among what then counts as answering .62 are right, of all .54; .80 of the questions have their answer
there, .82 anywhere, and no set loses more than .018. 85 of the 283 wrong citations stand beside, 12 of the right ones.
Without it, by the words set off alone, four of these sets have .64 and one loses .07; how sure the reader is of the
first sentence tells little (12 asked of it saves one of the ten answers that this loses).
"""


def count_answering(chosen: Sequence[Sentence]) -> int:
    """How many of the sentences stand among what answers: all up to the last that carries the answer.

    `chosen`: one at least, words that do not fit the question no longer set off (`compose.without_unfit`). Where none
    are in the first one, as without a reader, every sentence may carry it.
    """
    return max(place for place, one in enumerate(chosen, 1) if place == 1 or _carries(one, chosen[0]))


def _carries(sentence: Sentence, first: Sentence) -> bool:
    """Does a further sentence, too? A title or a line around the text only where it says what the first does not."""
    if sentence.hit.passage.kind == "body":
        return first.answer is None or sentence.answer is not None or sentence.part_logit >= MIN_PART_LOGIT
    return sentence.answer is not None and not set(stems(_part(sentence))) <= set(stems(first.text))


def _part(sentence: Sentence) -> str:
    return sentence.hit.passage.sentence(sentence.answer) if sentence.answer else ""
