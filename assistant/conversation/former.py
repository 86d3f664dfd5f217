"""What a conversation said before: the answers of which a question that goes on speaks, with their quotes.

What a client hands back of an answer may have none: a model's wording, or one that was cut. Then it is found again by
`answered`, which takes the questions up to that one; never where a snapshot is held, for it asks for one itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.conversation.set_off import QUOTED_LINE
from assistant.question.dialect import written_form
from assistant.question.in_english import points_to_who
from assistant.question.in_full import points_back
from assistant.question.intent import Intent
from assistant.types import Answer, Turn

LOOKED_BACK_TURNS = 3
"""Answers among which the last one that cited an article is looked for: each is found again."""

ClassifyIntent = Callable[[str], Intent]
AnswerAgain = Callable[[Sequence[Turn]], Answer]


def pointed_to(asked: str, history: Sequence[Turn], intent: ClassifyIntent, answered: AnswerAgain) -> str:
    """The last answer with its quotes; "" where the question has nothing that may point back to it."""
    turns = [turn for turn in history if intent(turn.question).kind == "question"]
    if not turns or not (points_back(written_form(asked)) or points_to_who(asked, turns[-1].question)):
        return ""
    last = turns[-1].answer or ""
    return last if QUOTED_LINE.search(last) else answered(turns).text


def last_said(history: Sequence[Turn], last: str, answered: AnswerAgain) -> str:
    """The last answer of a conversation with its quotes; `last`: the same, where it was found already."""
    if last:  # a refusal has no quotes: found again, a chain of them would cost twice as much with each turn
        return last
    last = history[-1].answer or ""
    return last if QUOTED_LINE.search(last) else answered(history).text


def said_before(history: Sequence[Turn], last: str) -> str:
    """The answers of a conversation; `last`: the last one with its quotes."""
    return "\n".join((last, *(turn.answer or "" for turn in history[:-1])))


def last_quoting(history: Sequence[Turn]) -> str:
    """The last answer with quotes that a client handed back, "" for none: it tells what the talk is about."""
    return next((turn.answer for turn in reversed(history) if turn.answer and QUOTED_LINE.search(turn.answer)), "")


def cites_quoted(answer: Answer, said: str) -> bool:
    """Does an answer first cite an article that another one quotes, whose text is `said`?"""
    return bool(answer.citations) and f"— {answer.citations[0].source}" in said


def last_citing(history: Sequence[Turn], intent: ClassifyIntent, answered: AnswerAgain) -> Answer | None:
    """The last answer that cited any article; None where none of the last few did."""
    for end in range(len(history), max(0, len(history) - LOOKED_BACK_TURNS), -1):
        if intent(history[end - 1].question).kind != "talk":
            answer = answered(history[:end])
            if answer.citations:
                return answer
    return None


def sources_of(answer: Answer | None) -> tuple[str, ...]:
    """The articles that an answer cites, first the first."""
    return tuple(dict.fromkeys(citation.source for citation in answer.citations)) if answer else ()


def asked_by(answer: Answer | None) -> str:
    """What an answer answered, as it stands alone."""
    return answer.standalone if answer else ""
