"""May a question that a language model wrote anew take the place of the one that was asked?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.dependence import JOINED, LEADS_LATIN
from assistant.question.followup import MAX_HISTORY_TURNS
from assistant.question.leaning import content_words
from assistant.types import Turn
from vectorstore.text.arabic import fold, stem, strip_clitics, words
from vectorstore.text.language import language_of

_OBJECT = re.compile("^[وف]?\\w{3,}(?:ها|هم|هما)$")


def same_question(rewritten: str, question: str, history: Sequence[Turn]) -> bool:
    """May a rewritten question take the place of the one that was asked?

    It keeps the content words and numbers of the question, every word of it stands in the conversation (as a
    stem, or with another clitic), it is in the same language, and it asks for one thing.
    """
    if not rewritten or language_of(rewritten) != language_of(question):
        return False
    turns = history[-MAX_HISTORY_TURNS:]
    said = " ".join([question, *(f"{turn.question} {turn.answer or ''}" for turn in turns)])
    known = {form for word in words(said) for form in _forms(word)}
    kept = {form for word in words(rewritten) for form in _forms(word)}
    asked = [word for word in _words(LEADS_LATIN.sub("", fold(question))) if not _OBJECT.match(word)]
    new = [word for word in _words(rewritten) if not _forms(word) & known]
    return not new and all(_forms(word) & kept for word in asked)


def _forms(word: str) -> set[str]:
    """A word as it may be met with another conjunction, preposition, article or ending."""
    return {word, stem(word), stem(strip_clitics(word)), stem(JOINED.sub("", word))}


def _words(question: str) -> list[str]:
    return [token.text for token in content_words(question)]
