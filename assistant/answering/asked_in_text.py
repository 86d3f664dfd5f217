"""A sentence of an article that asks something is no answer; the one behind it may be.

An interviewer asks in the words of whoever wants to know the same, and the reply has none of them; so does a writer who
asks himself and answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.sentence_ranking import Sentence
from assistant.lexicon.numbers import word_set
from vectorstore.text.arabic import words

ASKING_MARGIN = 3.0
"""Logits that a sentence which asks falls behind: a judgement, that nearly any other of the same passages is better."""

_ASKS_FOR_QUESTIONS = word_set(
    "سال سالت سالوا سئل سئلت تساءل تساءلت يسال تسال استفسر سؤال السؤال اسئله الاسئله تساؤل تساؤلات التساؤلات "
    "ask asks asked question questions demande demandé"
)


def replies_first(ranked: Sequence[Sentence], question: str) -> list[Sentence]:
    """The ranking with what asks behind what tells; who answers it in the next sentence is as good as it was.

    Nothing changes where the question is what somebody asked.
    """
    asking = {s.place: s for s in ranked if _asks(s)}
    if not asking or _ASKS_FOR_QUESTIONS.intersection(words(question)):
        return list(ranked)
    replies = {place: s.score for s in asking.values() if (place := _place_behind(s)) not in asking}
    scored = [
        replace(s, score=s.score - ASKING_MARGIN)
        if s.place in asking
        else replace(s, score=max(s.score, replies.get(s.place, s.score)))
        for s in ranked
    ]
    return sorted(scored, key=lambda s: -s.score)


def _asks(sentence: Sentence) -> bool:
    """Speech that closes with its quotation marks tells of a question, and asks none itself."""
    return sentence.text.rstrip().endswith(("؟", "?"))


def _place_behind(sentence: Sentence) -> tuple[str, tuple[int, int]] | None:
    spans = sentence.hit.passage.sentences
    after = spans[spans.index(sentence.span) + 1 :]
    return (sentence.source, after[0]) if after else None
