"""The noun that a question asked for, by the words of its answer: a pronoun of the next mostly stands for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.question.answer_type import expected_type
from assistant.question.nouns import (
    BREAK,
    GLUED,
    MAX_NOUN_WORDS,
    Known,
    NamesIn,
    Noun,
    as_noun,
    has_article,
    is_person_asked,
    owner_of,
)
from vectorstore.text.arabic import fold, tokens
from vectorstore.text.lexicon import PREPOSITIONS

_ASKS_NOUN = re.compile("^[وف]?(?:(?:ب|ل)?من|ما|(?:في |الي |من )?(?:اين|اي)|باي|لاي)(?!\\w)")
_ASKS_PLACE = re.compile("^[وف]?(?:(?:الي|من) )?(?:اين|where)\\b")
_IN_WHICH = re.compile("^[وف]?(?:في|الي|من) اي ")
_QUOTATION = re.compile('["«»“”]')


def answer_noun(former: str, told: Callable[[str], str], known: Known, names_in: NamesIn) -> Noun | None:
    """What the question before asked for, by the words of its answer; None where it asked for no person, place or
    thing, or was not answered."""
    if not _ASKS_NOUN.match(fold(former).strip()):
        return None
    person = is_person_asked(former)
    noun = noun_of_answer(told(former), known, names_in, person)
    if noun is None:
        return None
    if noun.female is None and person:
        noun = replace(noun, female=_asked_gender(former))
    return replace(noun, behind="في") if is_place_asked(former) else noun


def _asked_gender(former: str) -> bool | None:
    """«من هي …», «من التي …», «من انتخبت …»: a woman; None where the question does not say."""
    found = [token.text for token in tokens(former)][1:4]
    if not found:
        return None
    if found[0] in ("هي", "التي") or (found[0].endswith("ت") and len(found[0]) > 3 and len(found) < 2):
        return True
    return False if found[0] in ("هو", "الذي") else None


def is_place_asked(question: str) -> bool:
    """Does the question ask where? «أي مدينة استضافت …؟» asks who did it."""
    folded = fold(question)
    return bool(_ASKS_PLACE.match(folded)) or (bool(_IN_WHICH.match(folded)) and expected_type(question) == "place")


def noun_of_answer(part: str, known: Known, names_in: NamesIn, person: bool) -> Noun | None:
    """What was set off in an answer, as a noun without what is written onto it; None where it is none."""
    bare = part.strip(" \t\n،,.;؛:()[]«»\"“”'")
    found = tokens(bare)
    while found and found[0].text in (*PREPOSITIONS, "ان"):
        found = found[1:]
    broken = BREAK.search(bare, found[0].end if found else 0)
    if broken:  # «جزيرة إيسكيا (جنوبي إيطاليا)»
        found = [token for token in found if token.end <= broken.start()]
    names = [span for span in names_in(bare) if person and not has_article(fold(bare[span[0] : span[1]]))]
    if names and len(found) > 3:  # «مستشارها ومدير السياسة العامة نيكلاس لوندبلاد»: the name alone
        start, end = names[0]
        found = [token for token in found if start <= token.start < end]
    if not found or len(found) > MAX_NOUN_WORDS or any(owner_of(bare, token) for token in found):
        return None
    text = bare[found[0].start : found[-1].end]
    if person and any(character.isdigit() for character in text):
        return None
    first = found[0].text
    begins_name = bool(names) and names[0][0] == found[0].start
    glued = GLUED.match(first) and not begins_name and (known(first[1:]) or text.split()[0].endswith("ة"))
    if glued or (first[0] in "وف" and len(first) > 4 and known(first[1:])):
        text = text[1:]
    told = as_noun(_QUOTATION.sub("", text), known, names_in)
    if told is None or (person and any(token.text in PREPOSITIONS for token in found)):
        return None
    who = names or told.several or has_article(found[0].text)  # «لاعب فريق كرة سلة» names nobody
    return replace(told, answers=True) if who or not person else None
