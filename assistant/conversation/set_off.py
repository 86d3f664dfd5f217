"""The words of an answer that answered, found again in its text: what the next question's pronouns may stand for."""

from __future__ import annotations

import re

from assistant.messages import say
from assistant.question.answer_fit import fits
from assistant.question.answered_noun import is_of_other_kin
from assistant.retrieval.reader import Reader
from vectorstore.types import Passage

QUOTED_LINE = re.compile(r"«(?P<quote>[^\n]+)» ?(?:\[\d+\])+ — ")
"""A quote of an answer with what stands behind it (`answering.render`)."""

MIN_PART_LOGIT = 0.0
"""How sure the reader must be of the words; below it, it is as likely as not that nothing in the quote answers."""

BESIDE_HEADS = tuple(f"\n{say('may_help', language)}\n" for language in ("ar", "en", "fr"))
"""The lines below which an answer has what does not answer (`answering.render`)."""


def quotes_in(answer: str) -> list[str]:
    """What an answer quotes, in order, by its text as `render_text` writes it."""
    return [match["quote"] for match in QUOTED_LINE.finditer(answer)]


def answering_part(answer: str) -> str:
    """An answer without what stands beside it."""
    ends = [at for at in map(answer.find, BESIDE_HEADS) if at > 0]
    return answer[: min(ends)] if ends else answer


def words_set_off(reader: Reader | None, question: str, answer: str) -> str:
    """The part of the first quote of an answer by which `question` was answered; "" where there is none, or no reader.

    A name in a further quote may be that of anything («نادي أوتريخت» beside the club that is asked for).

    `answer`: its text as `render_text` writes it, "" or a model's wording without quotes.
    """
    quotes = quotes_in(answering_part(answer))[:1]
    if reader is None or not quotes:
        return ""
    quote = quotes[0]
    (reading,) = reader.read(question, [Passage("0", 0, len(quote), quote, "", "body", ((0, len(quote)),))])
    score, (start, end) = reading.scores[0], reading.spans[0]
    part = quote[start:end]
    told = score >= MIN_PART_LOGIT and fits(question, part) and not is_of_other_kin(question, quote, start, end)
    return part if told else ""
