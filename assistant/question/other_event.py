"""Is a time told of another event of a life than is asked for: of a death for a birth, of a founding for a wedding?

Of 310 questions of ARCD, MLQA, TyDi and XQuAD for the time of such an event no answer stands behind another one.
"""

from __future__ import annotations

import re

from assistant.lexicon.life import EVENTS
from assistant.question.answer_type import expected_type
from vectorstore.text.arabic import fold

BETWEEN = 4
"""Words at most between what happened and its time («توفي في القاهرة بعد مرض طويل عام 2009»)."""


def _pattern(said: str) -> re.Pattern[str]:
    forms = said.replace("*", r"\w{0,3}").replace(" ", "|").replace("#", " ")
    return re.compile(rf"(?<!\w)[وفبل]?(?:ال)?(?:{forms})(?!\w)")


_EVENTS = tuple(map(_pattern, EVENTS))
_AT_IT = re.compile(r"(?<!\w)(?:يوم|ليله|اثناء|خلال|عند|في|مع) (?:\w+ )?$")
"""Before an event that tells when another one was («توفي يوم زفاف ابنه في 3 مايو»): the time is of both."""


def is_of_other_event(question: str, before: str) -> bool:
    """Stands another event than the one that a question asks the time of right `before` a time, in its sentence?"""
    if expected_type(question) != "time":
        return False
    asked, told = fold(question), fold(before)
    wanted = [event for event in _EVENTS if event.search(asked)]
    if len(wanted) != 1:
        return False
    found = sorted((m.end(), event is wanted[0], m.start()) for event in _EVENTS for m in event.finditer(told))
    if not found:
        return False
    *before, (end, is_it, start) = found
    if is_it or len(told[end:].split()) > BETWEEN:
        return False
    return not (_AT_IT.search(told[:start]) and before and before[-1][1])
