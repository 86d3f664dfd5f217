"""«من هو …؟»: the name whose bearer is asked for, where the question is nothing but that name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.names import ROLES
from assistant.question.query import Query
from vectorstore.text.arabic import fold, words
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

_WHO = re.compile(r"^\W*[وف]?(?:من|مين|منو|مينو)\s(?:هو|هي|يكون|تكون|هوه|هيه)\s(?P<name>.+)$")
_MOST_WORDS = 5


def name_asked(query: Query) -> tuple[str, ...]:
    """The words of the name in «من هو فلان؟»; none where it asks for somebody by what he is or did.

    «من هو وزير الداخلية؟» has no name, and of «من هو الفائز؟» and «من هو صاحب المصنع؟» nothing is known but what he is.
    A single word must be one that no ordinary word has the shape of.
    """
    asked = _WHO.match(fold(query.asked).rstrip(" ؟?.!"))
    name = tuple(words(asked["name"])) if asked else ()
    if not name or len(name) > _MOST_WORDS or any(_is_no_name(word) for word in name) or _is_role(name[0]):
        return ()
    alone = len(name) == 1 and not any(term.name and term.text == name[0] for term in query.terms)
    return () if alone else name


def name_places(name: Sequence[str], written: Sequence[str]) -> list[int]:
    """The places among the words of a text at which the words of a name begin; a conjunction or a preposition may be
    written onto the first of them."""
    first, rest = name[0], list(name[1:])
    begins = {first, *(letter + first for letter in "وفبلك")}
    return [
        place
        for place, word in enumerate(written)
        if word in begins and list(written[place + 1 : place + len(name)]) == rest
    ]


def _is_no_name(word: str) -> bool:
    return word in PREPOSITIONS or word in STOPWORDS or word.isdigit()


def _is_role(word: str) -> bool:
    return word.startswith("ال") or word in ROLES
