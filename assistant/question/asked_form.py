"""Are words surely of the form that a question asks for, so that they are taken before words that only may be?

Stricter than `answer_fit.fits`, which lets pass what might: of several parts of one sentence that a reader would answer
with about as gladly, the one that is of the form is meant. «في الساعة الرابعة على عمق 11 كيلومترا» for «متى …؟».
"""

from __future__ import annotations

import re

from assistant.lexicon.clauses import DENYING, THAT
from assistant.lexicon.numbers import WHAT_IS_COUNTED
from assistant.lexicon.people import kin_of
from assistant.question.answer_fit import asked_kind, fits
from assistant.question.answer_type import holds_number
from assistant.question.counted import counted_nouns, is_accusative, is_person
from assistant.question.parts import split_question
from assistant.question.word_forms import holds_money, holds_share, names_day, says_when
from vectorstore.text.arabic import fold, stem, words
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.similarity import gram_similarity
from vectorstore.text.stopwords import STOPWORDS

ALIKE = 0.5
"""From here two words count as forms of one (`lacking.ALIKE`)."""

_BEFORE_OTHERS = DENYING | THAT | frozenset((*PREPOSITIONS, *STOPWORDS))

_OWNED = re.compile(r"(\w{2,}ت)(?:ه|ها|هم)$")
_HOW_MANY = re.compile(r"\bكم (?:من )?(?:ال)?(\w{3,})")


def of_asked_form(question: str, found: str) -> bool | None:
    """Whether `found` is of it; None where the question asks for no form that words show."""
    kind, text = asked_kind(question), fold(found)
    if len(split_question(question)) > 1:
        return None
    if kind == "time":
        return says_when(text)
    if kind == "person":
        return _may_be_somebody(text) and fits(question, found)
    if kind == "place":
        return not _begins_with_number(text) and fits(question, found)
    if kind == "money":
        return holds_money(text) and fits(question, found)
    if kind == "share":
        return holds_share(text) and fits(question, found)
    if kind in ("count", "amount"):
        return not names_day(text) and _counts_asked(fold(question), text) and fits(question, found)
    if kind == "measure":
        return fits(question, found)
    return None


def _may_be_somebody(folded: str) -> bool:
    """No number, and no beginning as of a clause or of what is done («لا يعتزم …», «إلى …») or of what is somebody's
    («حصته», not «زوجته»)."""
    said = words(folded)
    if holds_number(folded) or not said or said[0] in _BEFORE_OTHERS:
        return False
    owned = _OWNED.match(said[0])
    return owned is None or is_person(owned[1]) or bool(kin_of(owned[1]))


def _begins_with_number(folded: str) -> bool:
    said = words(folded)
    return bool(said) and holds_number(said[0]) and not said[0].startswith("ال")


def _counts_asked(question: str, text: str) -> bool:
    """Counts a number of the text the noun asked for, or nothing that it names?"""
    asked = _HOW_MANY.search(question)
    nouns = counted_nouns(text)
    if not holds_number(text):
        return False
    if not asked or not nouns:
        return True
    return not is_accusative(asked[1]) or any(_is_form(noun, asked[1]) for noun in nouns)


def _is_form(noun: str, asked: str) -> bool:
    """Are they one noun, or one unit («لترات», «لترا»)?"""
    unit = WHAT_IS_COUNTED.get(noun)
    same = stem(noun) == stem(asked) or gram_similarity(noun, asked) >= ALIKE
    return same or (unit is not None and unit == WHAT_IS_COUNTED.get(asked))
