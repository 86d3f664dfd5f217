"""Are words surely of the form that a question asks for, so that they are taken before words that only may be?

Stricter than `answer_fit.fits`, which lets pass what might: of several parts of one sentence that a reader would answer
with about as gladly, the one that is of the form is meant. «في الساعة الرابعة على عمق 11 كيلومترا» for «متى …؟».
"""

from __future__ import annotations

import re

from assistant.lexicon.clauses import DENYING, THAT
from assistant.lexicon.measures import UNIT_WORDS
from assistant.lexicon.numbers import WHAT_IS_COUNTED
from assistant.lexicon.people import kin_of
from assistant.question.answer_fit import asked_kind, fits
from assistant.question.answer_type import holds_number
from assistant.question.counted import counted_nouns, is_accusative, is_person
from assistant.question.parts import split_question
from assistant.question.word_forms import holds_money, holds_share, names_day, says_when
from vectorstore.text.arabic import fold, words
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

_ALSO_NAMES = frozenset(("ايان", "انا"))
"""Words without content that are given names as well («إيان», «آنا»)."""

_BEFORE_OTHERS = DENYING | THAT | frozenset((*PREPOSITIONS, *(STOPWORDS - _ALSO_NAMES)))

_OWNED = re.compile(r"(\w{2,}ت)(?:ه|ها|هم)$")
_HOW_MANY = re.compile(r"\bكم (?:من )?(?:ال)?(\w{3,})")


def of_asked_form(question: str, found: str) -> bool | None:
    """Whether `found` is surely of it, or surely not; None where neither is sure, or the question asks for no form."""
    kind, text = asked_kind(question), fold(found)
    if kind in ("other", "reason", "capital", "change") or len(split_question(question)) > 1:
        return None
    if not fits(question, found):
        return False
    if kind == "time":
        return says_when(text) or (False if counted_nouns(text) else None)
    if kind == "person":
        return _may_be_somebody(text, found)
    if kind == "place":
        return not (_begins_with_number(text) and counted_nouns(text))
    if kind in ("money", "share"):
        return (holds_money(text) if kind == "money" else holds_share(text)) or None
    if kind in ("count", "amount"):
        return not (names_day(text) or _counts_units(fold(question), text))
    return True


def _may_be_somebody(folded: str, found: str) -> bool:
    """No number, and no beginning as of a clause or of what is done («لا يعتزم …», «إلى …») or of what is somebody's
    («حصته», not «زوجته»)."""
    said = words(folded)
    named_ali = found.lstrip().startswith("علي")
    if holds_number(folded) or not said or (said[0] in _BEFORE_OTHERS and not named_ali):
        return False
    owned = _OWNED.match(said[0])
    return owned is None or is_person(owned[1]) or bool(kin_of(owned[1]))


def _begins_with_number(folded: str) -> bool:
    said = words(folded)
    return bool(said) and holds_number(said[0]) and not said[0].startswith("ال")


def _counts_units(question: str, text: str) -> bool:
    """Counts every number of the text a unit («ثلاثة أيام»), where another thing is asked for, or another unit?"""
    asked, nouns = _HOW_MANY.search(question), counted_nouns(text)
    if not asked or not nouns or not is_accusative(asked[1]):
        return False
    unit = WHAT_IS_COUNTED.get(asked[1])
    return all(noun in UNIT_WORDS and (unit is None or WHAT_IS_COUNTED.get(noun) != unit) for noun in nouns)
