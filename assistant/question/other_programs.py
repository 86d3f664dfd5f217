"""Does a question speak of a program or a machine that has a name («هل يعمل تطبيق ودق بلا شبكة؟»)?

What «this program», «the assistant» can do is asked of the one that is talked with; what a named one can, or one that
is of something, is asked of the articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.folder import THIS
from assistant.lexicon.interrogatives import (
    INTERROGATIVES,
    SPOKEN_MANNER,
    SPOKEN_NUMBER,
    SPOKEN_PERSON,
    SPOKEN_PLACE,
    SPOKEN_REASON,
    SPOKEN_THING,
)
from assistant.lexicon.numbers import word_set
from assistant.question.third_person import speaks_to
from vectorstore.text.arabic import Token, tokens
from vectorstore.text.stopwords import STOPWORDS

_PROGRAMS = word_set("تطبيق برنامج مساعد موقع روبوت بوت نظام منصه محرك خدمه اداه")
_LATIN_PROGRAMS = "app|application|appli|program|programme|robot|bot|chatbot|assistant|platform|plateforme|website|site"
_OWN_NAMES = word_set("اسناد isnad ai ia")
"""Names of the one that is talked with, and what any such is."""

_ASKING = frozenset(
    (
        *INTERROGATIVES, *SPOKEN_PERSON, *SPOKEN_PLACE, *SPOKEN_REASON, *SPOKEN_NUMBER, *SPOKEN_MANNER, *SPOKEN_THING,
        "واش", "اش",
    )
)  # fmt: skip
_DOES = re.compile(r"^[بك]?[يت]\w{3,}$")
_DOES_SPOKEN = re.compile(r"^[بك][يت]\w{3,}$")
_NAMED_IN_LATIN = re.compile(
    rf"\b(?:[Tt]he|[Ll]['’ ]|[Ll]e|[Ll]a) ?(?:(?P<before>[A-Z]\w+) (?:{_LATIN_PROGRAMS})|"
    rf"(?:{_LATIN_PROGRAMS}) (?P<behind>[A-Z]\w+))\b"
)


def names_another_program(question: str) -> bool:
    """Is something asked that is said of a named program («تطبيق ودق», «the Wadq app»), and not of «this» one?"""
    latin = _NAMED_IN_LATIN.search(question)
    if latin:
        return (latin["before"] or latin["behind"]).lower() not in _OWN_NAMES
    found = tokens(question)
    if any(_is_own(token) for token in found) or not any(_asks(token) for token in found):
        return False
    places = [place for place in range(len(found) - 1) if _is_program(found, place)]
    # «أنت برنامج ذكي؟» is put to it; a name behind may end as «your» does («تطبيق تيك توك»)
    return bool(places) and not speaks_to(found[: places[0]])


def _is_program(found: Sequence[Token], place: int) -> bool:
    """A noun of these without its article, and behind it what tells which one."""
    word, behind = found[place].text, found[place + 1].text
    bare = word if word in _PROGRAMS else word[1:] if word[:1] in "بلوفك" else ""
    return bare in _PROGRAMS and not (behind in STOPWORDS or behind in _ASKING or _DOES_SPOKEN.match(behind))


def _is_own(token: Token) -> bool:
    return token.text in _OWN_NAMES or token.text in THIS


def _asks(token: Token) -> bool:
    """Is it a word that asks, or a verb of what somebody does, as «تطبيق» is none?"""
    return token.text in _ASKING or (bool(_DOES.match(token.text)) and token.text not in _PROGRAMS)
