"""Kin: «ووالدته؟» after «ماذا كان يعمل والده؟» asks the same of his mother, and only a person has any."""

from __future__ import annotations

import re

from assistant.lexicon.people import KINSWOMEN, LIVED_HE, LIVED_SHE, is_kin_alone, kin_of
from assistant.question.in_full import before_owner
from assistant.question.nouns import Known, owner_of
from vectorstore.text.arabic import Token, tokens

_WHO_IS = re.compile(r"^(?P<asks>[وف]?(?:من|ما) )(?:هو|هي) (?=\w)")

_OF_A_WOMAN, _OF_A_MAN = ("زوج", "طليق", "خطيب"), ("زوجه", "طليقه", "خطيبه", "ارمله")
"""Whose owner is of the other gender."""


def kin_asked(bare: str, within: str = "") -> str:
    """The pronoun of a noun of kin that is all there is («وابنتها؟»), "" for any other; `within` a question: of it."""
    found = tokens(within or bare)
    owned = [match for token in found if (match := _owned_kin(within or bare, token))]
    return owned[0]["pronoun"] if owned and (within or len(found) == 1) else ""


def needs_person(question: str) -> bool:
    """Has somebody kin in this question, or lives, so that no town or company can be meant?"""
    lived = LIVED_HE | LIVED_SHE
    return any(_owned_kin(question, token) or token.text.removeprefix("و") in lived for token in tokens(question))


def other_kin(bare: str, former: str, known: Known) -> str:
    """The question before with this kin in the place of the one it has; "" where it has none, or of somebody else.

    The pronoun stays where that question has it, too.
    """
    pronoun, last = kin_asked(bare), len(former.rstrip(" ؟?"))
    others = _OF_A_MAN if pronoun == "ها" else _OF_A_WOMAN if pronoun == "ه" else ()
    for token in tokens(former):
        owned = _owned_kin(former, token)
        kin = kin_of(owned["noun"] if owned else token.text)
        of_somebody = owned["pronoun"] == pronoun if owned else token.end < last and is_kin_alone(token.text)
        if not kin or not of_somebody or kin in others:
            continue
        put = bare if owned else before_owner(bare[: len(bare) - len(pronoun)], known)
        joined = former[token.start] if token.text[0] in "وف" and token.text[1:] == kin else ""
        return agreeing(former[: token.start] + joined + put + former[token.end :])
    return ""


def agreeing(question: str) -> str:
    """«من هو ابنة …» as «من هي ابنة …»."""
    asked = _WHO_IS.match(question)
    if not asked:
        return question
    token = next(token for token in tokens(question) if token.start >= asked.end())
    owned = _owned_kin(question, token)
    kin = kin_of(owned["noun"] if owned else token.text)
    if not kin:
        return question
    return f"{asked['asks']}{'هي' if kin in KINSWOMEN else 'هو'} {question[asked.end():]}"


def _owned_kin(question: str, token: Token) -> re.Match[str] | None:
    owned = owner_of(question, token)
    return owned if owned and kin_of(owned["noun"]) else None
