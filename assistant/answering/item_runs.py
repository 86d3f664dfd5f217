"""The items of one list, in order, where one of them answers a question for steps or for several things.

Of the steps «1. … 2. … 3. …» one is nearest to the question, but nobody begins with the second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.gathering import asks_for_list
from assistant.answering.sentence_ranking import Sentence
from assistant.lexicon.interrogatives import SPOKEN_MANNER
from vectorstore.text.arabic import fold

_NUMBERED = re.compile(r"^\W{0,2}(\d{1,2})\s?[.)–-]\s?\D")
_BULLET = re.compile(r"^\s*[-–•*▪●]\s")
_ASKS_STEPS = re.compile(
    rf"^\W*[وف]?(?:كيف|{'|'.join(SPOKEN_MANNER)}|how|comment)\b|\b(?:ال)?(?:خطوات|مراحل)\b|\bsteps\b"
)
MOST_ITEMS = 12


def run_of_items(question: str, chosen: Sequence[Sentence], ranked: Sequence[Sentence]) -> list[Sentence]:
    """The list of which the first chosen sentence is an item, from its first item on; nothing where it is none.

    Items of one list stand under the same headings, one behind the other; numbered ones count on from one.
    """
    if not chosen or not (_ASKS_STEPS.search(fold(question)) or asks_for_list(question)):
        return []
    first = chosen[0]
    if not _is_item(first.text):
        return []
    near = sorted(
        (s for s in ranked if s.source == first.source and s.hit.passage.title == first.hit.passage.title),
        key=lambda s: s.span,
    )
    run: list[Sentence] = []
    for sentence in near:
        number = _number(sentence.text)
        if not _is_item(sentence.text) or (number is not None and number != len(run) + 1):
            if first in run:
                break
            run = []
        if _is_item(sentence.text) and (number is None or number == len(run) + 1):
            run.append(sentence)
    return run[:MOST_ITEMS] if first in run and len(run) > 1 else []


def _is_item(text: str) -> bool:
    return _number(text) is not None or bool(_BULLET.match(text))


def _number(text: str) -> int | None:
    found = _NUMBERED.match(fold(text))
    return int(found[1]) if found else None
