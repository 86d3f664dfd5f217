"""What a question asks somebody for by what he is to another: «محامي …», «زوجة …», «أفضل مخرج».

A text that tells it has that noun or a word of the same relation (`lexicon.relations`), so that one without any of them
names somebody else. Of the best of a kind, who got a prize, it has the very noun: of an actress it is not an actor's.
"""

from __future__ import annotations

import re

from assistant.lexicon.relations import RELATIONS
from assistant.question.answer_type import expected_type
from vectorstore.text.arabic import fold

_OF_OWNER = "(?:ه|ها|هم|هما|ي|ك)"
_WHO_IS = r"^\W*[وف]?(?:من|(?:ما|اي)(?=(?: \w+)? اسم))(?: (?:هو|هي|هم|هن|هما|كان|كانت))*(?: (?:اسم|اسماء))? (?:ال)?"


def _forms(words: str) -> str:
    """A pattern for the words of a line of `RELATIONS`."""
    return "|".join(words.replace("*", r"\w*").split()).replace("#", " ")


def _owned(words: str) -> str:
    """The same for nouns that may have a possessive («زوجها», «ابنتها»)."""
    bases = [word.removesuffix("ه") + "ت" if word.endswith("ه") else word for word in words.split()]
    return f"{_forms(words)}|(?:{_forms(' '.join(bases))}){_OF_OWNER}"


_RELATIONS = tuple(
    (
        re.compile(rf"{_WHO_IS}(?:{_owned(asked)})\b"),
        re.compile(rf"\b[وفبلك]{{0,2}}(?:ال|لل)?(?:{_forms(said)})\b"),
    )
    for asked, said in RELATIONS
)
_COUSIN = re.compile(r"\b[وفبلك]?(?:ابن|ابنه|ابناء|بنت|بنات|اولاد) (?:عم|خال)\w{0,3}\b")
"""Cousins, who are nobody's children here."""
_BEST = re.compile(r"\b[وفبل]?(?:افضل|احسن) (?:ال)?(\w+)")
_PRIZE = re.compile(r"\b[وفبل]?(?:ال)?(?:جائز|جوائز|فاز|يفوز|فوز|نال|حاز|احرز|حصد|حصل)")

_ASKS_WINNER = re.compile(
    r"^\W*[وف]?(?:من|(?:ما|اي)(?: \w+){1,2})(?: (?:هو|الذي|التي|كان))* (?:ال)?"
    r"(?:فاز|فازت|فائز|فائزه|توج|توجت|متوج|انتصر|انتصرت|منتصر|غلب|تغلب|تغلبت|هزم|هزمت|كسب|كسبت|ربح|ربحت|بطل)\b"
    r"(?! علي(?:ه|ها|هم)\b)"
)
_WINS = "(?:فاز|فازت|يفوز|يتغلب|يتفوق|انتصر|انتصرت|(?:فوز|تغلب|تفوق|انتصار)\\w{0,3})"
_BEATEN = re.compile(rf"\b[وف]?(?:ال)?{_WINS} (?:\w+ ){{0,2}}علي (?:(?!في |ب)\w+ ){{0,2}}\W*$")
"""What stands before the loser: «تغلب على غريمه …»."""


def best_asked(question: str) -> str:
    """The noun of which a question about a prize asks the best («مخرج»), folded; empty for any other."""
    folded = fold(question)
    best = _BEST.search(folded) if _PRIZE.search(folded) else None
    return best[1] if best else ""


def tells_relation(question: str, told: str) -> bool | None:
    """Does the text say of somebody that he is what the question asks for? None where it asks for nobody so."""
    asked, text = fold(question), fold(told)
    for noun, said in _RELATIONS:
        if noun.search(asked):
            return bool(said.search(_COUSIN.sub(" ", text)))
    best = best_asked(question)
    return best in _BEST.findall(text) if best else None


def of_whom(question: str) -> str:
    """What stands behind the relation that a question asks for («غسان فرحات؟»), folded; empty for any other."""
    asked = fold(question)
    found = next((match for noun, _ in _RELATIONS if (match := noun.search(asked))), None)
    return asked[found.end() :] if found else ""


def is_of_another(question: str, before: str, sentence: str) -> bool:
    """Is a part of a sentence somebody else's than who is asked for, by what stands `before` it?

    Who won is not whom it was «على»; who was the best of a kind does not stand behind the best of another one, where
    the sentence has the one that is asked for as well.
    """
    told = fold(before)
    if _ASKS_WINNER.search(fold(question)) and _BEATEN.search(told):
        return True
    best = best_asked(question) if expected_type(question) == "person" else ""
    named = _BEST.findall(told)
    return bool(best and named) and named[-1] != best and best in _BEST.findall(fold(sentence))
