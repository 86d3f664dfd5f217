"""The pronoun that takes up the very thing that is asked for, and stands for nothing before: «كم لقبا فازت به؟»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.pronouns import DONE_TO, OTHERS, RELATIVES, TAKES_PRONOUN
from assistant.question.nouns import COUNTING, Known, Noun, is_of_woman, owner_of, unjoined
from vectorstore.text.arabic import Token
from vectorstore.text.stopwords import STOPWORDS

WITH_PRONOUN = re.compile(f"^(?P<joined>[وف]?)(?P<word>{'|'.join(TAKES_PRONOUN)})(?P<pronoun>هما|هم|ها|ه)$")
"""A preposition or particle with a pronoun written onto it («منهم», «ولها»)."""


DAMMA = "\u064f"
"""The mark of the passive on the first letter of a verb."""


def takes_up(question: str, found: Sequence[Token], place: int, known: Known) -> bool | None:
    """Does the pronoun at `place` take up what is asked for («كم لقبا فازت به», «ما الدور الذي قام به»)?

    The first pronoun behind the noun asked of, or behind «الذي», that agrees with it. It surely does where the verb
    does not agree with that noun, which is then not its subject; behind «الذي» it may (None): «من الوزير الذي شارك
    فيه؟».
    """
    pronoun = pronoun_of(question, found[place])
    if not pronoun:
        return False
    on_verb = not WITH_PRONOUN.match(found[place].text)
    for at in range(place - 1, -1, -1):
        word = found[at].text
        if word in RELATIVES:
            who = at > 0 and unjoined(found[at - 1].text) == "من"  # «من الذي التقى به؟»: another
            return False if who or on_verb else _of_relative(word, found[at + 1].text, pronoun)
        if unjoined(word) in COUNTING and at + 2 < place + on_verb and found[at + 1].text not in STOPWORDS:
            verb = owner_of(question, found[place])["noun"] if on_verb else found[at + 2].text
            noun = _head(question, found[at + 1])
            return noun.agrees(pronoun) and is_of_woman(verb, known) != bool(noun.female)
        if pronoun_of(question, found[at]):
            return False
    return False


def is_of_who(question: str, found: Sequence[Token], place: int) -> bool:
    """Does the pronoun at `place` stand for «من» itself («من حُكم عليه؟»): behind a verb in the passive, which has no
    subject?

    Without its mark «حكم عليه» may be what somebody did to somebody named before; not where others are asked for («من
    حكم عليه أيضا؟») and the verb is mostly said so.
    """
    match = WITH_PRONOUN.match(found[place].text)
    if not match or match["joined"] or unjoined(found[0].text) != "من":
        return False
    between = [token for token in found[1:place] if token.text not in OTHERS]
    if len(between) != 1:
        return False
    verb = between[0]
    if question[verb.start + 1 : verb.start + 2] == DAMMA:
        return True
    others = any(token.text in OTHERS for token in found)
    return others and (verb.text, match["word"]) in DONE_TO


def _of_relative(relative: str, verb: str, pronoun: str) -> bool | None:
    noun = Noun(relative, relative == "التي", relative == "الذين")
    if not noun.agrees(pronoun):
        return False
    return True if verb.endswith("ت") and not noun.female else None


def _head(question: str, token: Token) -> Noun:
    """The noun that «كم» or «أي» asks of."""
    raw = question[token.start : token.end]
    several = raw.endswith("ات")
    return Noun(raw, several or raw.endswith("ة"), several)


def pronoun_of(question: str, token: Token) -> str:
    """The pronoun that is written onto a word; "" without one."""
    found = WITH_PRONOUN.match(token.text) or (owner_of(question, token) if token.text not in STOPWORDS else None)
    return found["pronoun"] if found else ""
