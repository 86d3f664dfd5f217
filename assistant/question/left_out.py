"""Where a question leaves out what was said before: the subject behind its verb, the predicate behind its copula."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.interrogatives import ASK_REASON, INTERROGATIVES
from assistant.lexicon.pronouns import BEHIND_VERB, COPULAS, DONE_TO, INSTEAD, THERE
from assistant.question.happening import OF_CLAUSES
from assistant.question.nouns import Noun, has_article, owner_of, unjoined
from assistant.question.taken_up import DAMMA, WITH_PRONOUN
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

_SUBJECT_NEXT = frozenset(
    (*OF_CLAUSES, *ASK_REASON, "هل", *(word for word in INTERROGATIVES if word.endswith(("ماذا", "لام"))))
)

_PASSIVE_AS_WRITTEN = re.compile(r"(?:قيل|بيع|يقال|ا\wي\w)$")
"""A verb that is in the passive without a mark: «أشيع» beside «أشاع»."""

_PASSIVE_AS_MARKED = re.compile(rf"(?:[^يتن\W]{DAMMA}|[يت]{DAMMA}\w*(?:ا|\w\u0651?\u064e\u0651?)\w$)")


def ends_clause(found: Sequence[Token], place: int) -> bool:
    """Does nothing but a preposition follow, with which no subject begins?"""
    if place + 1 == len(found):
        return True
    word = found[place + 1].text
    return word in PREPOSITIONS or bool(WITH_PRONOUN.match(word)) or word in (*BEHIND_VERB, *INSTEAD, *THERE)


def lacks_subject(question: str, found: Sequence[Token], place: int) -> bool:
    """Is this the verb behind a word that asks, or «التي», and no subject behind it?"""
    word = found[place].text
    before = found[place - 1].text if place else ""
    if word in STOPWORDS or has_article(word) or len(word) < 3 or word in COPULAS or is_territory(word):
        return False
    if unjoined(before) not in _SUBJECT_NEXT:
        return False
    if place > 1 and unjoined(found[place - 2].text) == "كم":
        return False
    return not owner_of(question, found[place]) and ends_clause(found, place)


def is_done_to(question: str, found: Sequence[Token], place: int, nouns: Sequence[Noun]) -> bool:
    """Is the verb in the passive, and of what the pronoun behind it stands for («متى قُبض عليه؟», «ماذا قيل عنها؟»)?

    Its subject is then «ماذا», or it has none. Another verb may have one («متى نُقل إليه؟») where two nouns are at hand:
    the passive can do without, the pronoun cannot.
    """
    behind = WITH_PRONOUN.match(found[place + 1].text) if place + 1 < len(found) else None
    if not behind or behind["joined"]:
        return False
    verb = found[place]
    if (verb.text, behind["word"]) in DONE_TO:
        return True
    raw = question[verb.start : verb.end]
    if not (_PASSIVE_AS_WRITTEN.match(verb.text) or _PASSIVE_AS_MARKED.match(raw)):
        return False
    his = behind["pronoun"] == "ه" and not verb.text.endswith("ت")
    return unjoined(found[place - 1].text) == "ماذا" or (his and sum(noun.agrees("ه") for noun in nouns) < 2)


def is_last_copula(found: Sequence[Token], place: int) -> bool:
    """«ومن هو؟», «وما هي؟»"""
    last = place == len(found) - 1 and 0 < place <= 2
    return last and found[place].text in ("هو", "هي", "هم", "هما")
