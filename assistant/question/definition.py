"""Does a question ask what a term means, and does a sentence begin by saying so?

«ما المقصود بالمستهلك؟» is answered by «المستهلك: كل شخص …» or «المستهلك هو من …», and by no line that defines another
term with its help.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vectorstore.text.arabic import fold, stem, words
from vectorstore.text.lexicon import PREPOSITIONS

_WHAT = r"(?:ما|ماذا|شو|وش|ايش|ايه|شنو)\s?(?:هو|هي)?\s?"
_ASKS = re.compile(
    rf"^\W*[وف]?(?:(?:{_WHAT})?(?:ال)?(?:تعريف|معني|مفهوم)\s"
    rf"|{_WHAT}(?:ال(?:مقصود|مراد)|[ين]قصد|يراد)\s(?:ب|من\s)"
    rf"|{_WHAT}[يت]عني\s"
    r"|عرفي?\s"
    r"|(?:ما|من)\s?(?:هو|هي)\s(?=(?:\S+\s?){1,3}$)"
    r"|(?:define|(?:what is )?the (?:definition|meaning) of|what is meant by)\s"
    r")(?:(?:مصطلح|مفهوم|كلمه|عباره)\s)?(?P<term>.+)$"
)
"""Of what stands behind it, the term goes up to a preposition; «ما هو X؟» asks for a meaning only if that is all."""

_SAYS = re.compile(
    r"^\W*[وف]?(?:"
    r"[يت](?:قصد|راد)\sب(?P<meant>[^:،.]{2,60}?)\s?(?:[:،]|\b(?:هو|هي|كل|في)\b)"
    r"|(?:اما\s)?(?P<named>[^:؛،.؟]{2,60}?)(?:\W?\s?:\s*\S|\s[ف]?(?:هو|هي|هم|هما)\s|،\s(?:اي|وهو|وهي)\s)"
    r")"
)
_NOT_ITS = frozenset((*PREPOSITIONS, "حسب", "وفق", "وفقا", "بموجب"))
_MOST_WORDS = 5


def defined_term(question: str) -> frozenset[str]:
    """The stems of the term that a question asks the meaning of; empty where it asks something else."""
    asked = _ASKS.match(fold(question).rstrip(" ؟?.!"))
    said = words(asked["term"]) if asked else []
    end = next((place for place, word in enumerate(said) if place and word in _NOT_ITS), len(said))
    return _stems(said[:end]) if end <= _MOST_WORDS else frozenset()


def defines(term: frozenset[str], sentence: str) -> bool:
    """Does a sentence begin with the term, and nothing more, and then say what it is?"""
    said = _SAYS.match(fold(sentence))
    return said is not None and _stems(words(said["meant"] or said["named"])) == term


def _stems(found: Iterable[str]) -> frozenset[str]:
    return frozenset(map(stem, found))
