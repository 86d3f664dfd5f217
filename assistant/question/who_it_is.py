"""Words that are nobody, where is asked who it is: a place, or a body where is asked who has an office."""

from __future__ import annotations

import re

from assistant.lexicon.names import BODIES, OFFICE_NOUNS, PLACE_WORDS
from vectorstore.text.arabic import fold, words

_WHO = re.compile(
    r"^\W*[وف]?(?:من|لمن)\b(?! (?:اي|ايه|دون|غير|خلال|اين|وين|فين|متي|كم|ماذا)\b)"
    r"(?: (?:هو|هي|كان|كانت|سيكون|ستكون|يكون|صار|صارت|اصبح|اصبحت))*(?: (?P<office>\w+))?"
)


def is_no_person(question: str, folded: str) -> bool:
    """Is asked who it is, and are these words of a place; or who has an office, and of a body («جامعة الوسط»)?"""
    asked = _WHO.match(fold(question))
    if asked is None:
        return False
    first = next(iter(words(folded)), "").removeprefix("ال")
    office = (asked["office"] or "").removeprefix("ال").removesuffix("ها").removesuffix("ه")
    return first in PLACE_WORDS or (office in OFFICE_NOUNS and first in BODIES)
