"""«بكم؟», «ومع من؟», «بأي ساعة؟»: nothing is said but what is asked for, so it is asked of what was said before."""

from __future__ import annotations

import re

from assistant.lexicon.folder import is_article_noun
from assistant.lexicon.interrogatives import AFTER_PREPOSITION, INTERROGATIVES
from assistant.lexicon.pronouns import ADVERBIAL
from assistant.question.dialect import written_alone
from vectorstore.text.arabic import words
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

_SAYS_NOTHING = frozenset(("ما", "ماذا", "هل", "عم", "لم", "مم"))
"""Alone they ask for nothing, or say that one has not understood («ماذا؟»)."""

_ASKING = frozenset((*INTERROGATIVES, *AFTER_PREPOSITION, "لكم", "فيم")) - _SAYS_NOTHING
_BEFORE_NOUN = frozenset(("اي", "ايه", "باي", "لاي", "كم", "بكم", "لكم"))
_BEFORE = frozenset((*PREPOSITIONS, *ADVERBIAL, "لغايه", "بعد", "وراء", "بسبب"))
_OF_YOU = re.compile(r"\w{2,}ك$")


def asks_barely(question: str) -> bool:
    """Is a question nothing but a word that asks, with a preposition before it or what is counted behind it?

    Not «كم مقالا؟» and «كم الساعة؟», which nothing was said of.
    """
    said = words(written_alone(question))
    if not said:
        return False
    first = said[0][1:] if said[0] not in _ASKING | _BEFORE and said[0][0] in "وف" else said[0]
    rest = [first, *said[1:]]
    behind = 0
    while behind < len(rest) and rest[behind] in _BEFORE and rest[behind] not in ("من",):
        behind += 1
    if rest[behind : behind + 1] == ["من"] and len(rest) > behind + 1 and rest[behind + 1] in _ASKING:
        behind += 1  # «من أين», «من أي بلد»
    preceded, left = behind > 0, rest[behind:]
    if preceded and left in (["ماذا"], ["ما"]):
        return True
    if not left or left[0] not in _ASKING:
        return False
    if left[0] in _BEFORE_NOUN and len(left) == 2:
        return not (
            left[1] in STOPWORDS or left[1] in _ASKING or left[1].startswith("ال") or _OF_YOU.match(left[1])
            or is_article_noun(left[1])
        )  # fmt: skip
    return len(left) == 1 and left[0] not in ("اي", "باي", "لاي")
