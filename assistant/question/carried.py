"""What a question that goes on takes along from the one before: its likeliest words, in stretches as they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.leaning import CARRIES, carried, content_words
from vectorstore.text.arabic import Token

MIN_CONTEXT_WORDS, MAX_CONTEXT_WORDS = 3, 8
"""Content words of the questions before that are taken along, the likeliest."""


def carried_words(former: str, question: str) -> list[Token]:
    """The words of the question before that this one goes on about, in their order."""
    weighed = carried(former, question)
    if not content_words(question):  # «متى كان ذلك؟» says nothing itself: it is about all of it
        return [token for token, _ in weighed]
    likeliest = sorted((chance for _, chance in weighed), reverse=True)[:MAX_CONTEXT_WORDS]
    least = max(min([CARRIES, *likeliest[:MIN_CONTEXT_WORDS]]), likeliest[-1]) if likeliest else CARRIES
    return [token for token, chance in weighed if chance >= least]


def phrases_of(former: str, kept: Sequence[Token]) -> list[str]:
    """The stretches of the question before that these words make."""
    runs: list[tuple[int, int]] = []
    for token in kept:
        between = former[runs[-1][1] : token.start] if runs else ""
        if runs and len(between.split()) <= 1 and not re.search(r"[^\w\s]", between):
            runs[-1] = (runs[-1][0], token.end)
        else:
            runs.append((token.start, token.end))
    return [former[start:end] for start, end in runs]
