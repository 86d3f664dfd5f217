"""Which noun a pronoun, or a verb without its subject, means: its antecedent among the nouns that were said before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.lexicon.people import LIVED_HE, LIVED_SHE
from assistant.question.nouns import Noun

_FUTURE = re.compile("^س(?=[يت]\\w{3})")
"""What stands before a verb for what will be («سيقضي», «ستعقد»)."""


def antecedent(nouns: Sequence[Noun], fits: Callable[[Noun], bool], person: bool = False) -> Noun | None:
    """The noun that is meant: the answer to the question before, else its only noun that agrees, else its first.

    A woman by name comes before an answer that may be anybody: «مدربها» of «أنس جابر», not of «خورخي بلانكو».
    `person`: only one is meant, of this question or of one before it («والدها» after a question on a town).
    """
    agreeing = [noun for noun in nouns if fits(noun) and not (noun.past and not person)]
    if person:
        agreeing = [noun for noun in agreeing if noun.person] or [noun for noun in agreeing if noun.person is None]
    answers = [noun for noun in agreeing if noun.answers]
    if answers:
        women = [noun for noun in agreeing if noun.name and noun.female]
        return women[0] if women and answers[0].female is None else answers[0]
    free = [noun for noun in agreeing if not noun.behind] or agreeing
    return free[0] if free and free[0].sure else None


def may_do(verb: str) -> Callable[[Noun], bool]:
    """May a noun be the subject of this verb of the third person?"""
    future, verb = _FUTURE.match(verb), _FUTURE.sub("", verb)
    if verb in LIVED_HE or verb in LIVED_SHE:
        pronoun = "ه" if verb in LIVED_HE else "ها"
        return lambda noun: not noun.behind and not noun.several and noun.agrees(pronoun)
    if (future and verb.startswith("ت")) or (verb.endswith("ت") and not verb.startswith("ت")):
        return lambda noun: not noun.behind and noun.agrees("ها")
    if verb.startswith("ت"):  # «تهدف» or «تحدث»
        return lambda noun: not noun.behind and not (noun.several and noun.female is not True)
    return lambda noun: not noun.behind and noun.agrees("ه")
