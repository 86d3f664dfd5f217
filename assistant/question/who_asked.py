"""«من هو …؟»: the name whose bearer is asked for, where the question is nothing but that name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.names import GIVEN_NAMES
from assistant.lexicon.numbers import word_set
from assistant.question.beside_name import is_role
from assistant.question.query import Query
from vectorstore.text.arabic import Token, fold, tokens, words
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

_WHO = re.compile(r"^\W*[وف]?(?:من|مين|منو|مينو)\s(?:هو|هي|يكون|تكون|هوه|هيه)\s(?P<name>.+)$")
_MOST_WORDS = 5
_BEFORE_GIVEN = word_set("ابو ابي ام عبد بن ابن")


def name_asked(query: Query) -> tuple[str, ...]:
    """The words of the name in «من هو فلان؟»; none where it asks for somebody by what he is or did.

    «من هو وزير الداخلية؟» has no name, and of «من هو الفائز؟» and «من هو قاتل الفتاة؟» nothing is known but what he is:
    the first word must be a given name, or one that no ordinary word has the shape of.
    """
    asked = _WHO.match(fold(query.asked).rstrip(" ؟?.!"))
    name = tuple(words(asked["name"])) if asked else ()
    if not name or len(name) > _MOST_WORDS or any(_is_no_name(word) for word in name):
        return ()
    if name[0].startswith("ال") or is_role(name[0]):
        return ()
    foreign = any(term.name and term.text == name[0] for term in query.terms)
    given = len(name) > 1 and name[0] in GIVEN_NAMES | _BEFORE_GIVEN
    return name if foreign or given else ()


def name_places(name: Sequence[str], text: str) -> list[Span]:
    """Where a name stands in a text; a conjunction or a preposition may be written onto its first word.

    Not within a longer name («أحمد سالم» in «أحمد سالم الكعبي», «محمد أحمد سالم»).
    """
    found, length = tokens(text), len(name)
    begins = {name[0], *(letter + name[0] for letter in "وفبلك")}
    at = [
        place
        for place, word in enumerate(found)
        if word.text in begins and [one.text for one in found[place + 1 : place + length]] == list(name[1:])
    ]
    return [
        (found[place].start, found[place + length - 1].end)
        for place in at
        if length == 1 or not (_goes_on(text, found, place - 1) or _goes_on(text, found, place + length - 1))
    ]


def _goes_on(text: str, found: Sequence[Token], place: int) -> bool:
    """Are the words at a place and behind it of one name: two given ones, or the latter with the article?"""
    if not 0 <= place < len(found) - 1 or text[found[place].end : found[place + 1].start].strip():
        return False
    before, behind = found[place].text, found[place + 1].text
    return behind.startswith("ال") or {before, behind} <= GIVEN_NAMES


def _is_no_name(word: str) -> bool:
    return word in PREPOSITIONS or word in STOPWORDS or word.isdigit()
