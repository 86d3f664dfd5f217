"""The noun that a question asked for, by the words of its answer: a pronoun of the next mostly stands for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from assistant.lexicon.numbers import SCALES, TENS, UNITS
from assistant.lexicon.people import KINSFOLK, KINSWOMEN, SAME_KIN, is_kin_alone, kin_of
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
    names_of,
    owner_of,
    unjoined,
)
from assistant.question.parts import compares, split_question
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, fold, tokens
from vectorstore.text.lexicon import PREPOSITIONS

_ASKS_NOUN = re.compile("^[وف]?(?:(?:ب|ل)?من|ما|(?:في |الي |من )?(?:اين|اي)|باي|لاي)(?!\\w)")
_BEFORE_KIN = ("من", "ما", "هو", "هي", "هم", "اسم", "هل", "كان", "كانت", "تكون", "يكون")
_HAS = re.compile("^(?:ل\\w{1,}|عند\\w*)$")
_ASKS_PLACE = re.compile("^[وف]?(?:(?:الي|من) )?(?:اين|where)\\b")
_IN_WHICH = re.compile("^[وف]?(?:في|الي|من) اي ")
WORDS_BEFORE_NAME = 2
"""Words before a name in which its bearer is said to be kin."""

_NUMBERS = frozenset((*UNITS, *TENS, *SCALES))

_QUOTATION = re.compile('["«»“”]')


def answer_noun(former: str, told: Callable[[str], str], known: Known, names_in: NamesIn) -> Noun | None:
    """What the question before asked for, by the words of its answer; None where it asked for no person, place or
    thing, or was not answered."""
    former = _part_with_noun(former)
    kin = asked_kin(former)
    if not (kin or _ASKS_NOUN.match(fold(former).strip())) or _is_who_a_name_is(former, known, names_in):
        return None
    person = bool(kin) or is_person_asked(former)
    noun = noun_of_answer(told(former), known, names_in, person)
    if noun is None:
        return None
    if kin and kin not in KINSFOLK:
        noun = replace(noun, female=kin in KINSWOMEN, person=True)
    if noun.female is None and person:
        noun = replace(noun, female=_asked_gender(former))
    # where somebody came from is nobody
    return replace(noun, behind="في", person=bool(noun.person)) if is_place_asked(former) else noun


def _part_with_noun(former: str) -> str:
    """Of what asks for several things the first, where that asks for such a noun («من فتح الطريق وكم عمره؟»); a further
    part leans on it («متى اجتمعوا وأين؟»)."""
    first = former if compares(former) else split_question(former)[0]
    return first if asked_kin(first) or _ASKS_NOUN.match(fold(first).strip()) else former


def asked_kin(former: str) -> str:
    """The kin that is asked for («من هو زوج …؟», «ما اسم ابنتها؟», «هل له أولاد؟»), "" for none.

    The first noun of the question: «ماذا يعمل والدها؟» asks for a trade.
    """
    words = tokens(former)
    opening = 0
    while opening < len(words) and unjoined(words[opening].text) in _BEFORE_KIN:
        opening += 1
    if len(words) > 1 and unjoined(words[0].text) == "هل" and _HAS.match(words[1].text):
        return next((kin for token in words[2:] if is_kin_alone(token.text) and (kin := _kin(former, token))), "")
    return _kin(former, words[opening]) if 0 < opening < len(words) else ""


def asks_for_kin(question: str) -> bool:
    """«هل له أولاد؟»"""
    return bool(asked_kin(question)) and unjoined(tokens(question)[0].text) == "هل"


def is_of_other_kin(question: str, quote: str, start: int, end: int) -> bool:
    """Asked for somebody's kin, do these words of a quote tell of another one («ابنتهما ليلى» of a husband)?"""
    asked = asked_kin(question)
    if not asked or asked in KINSFOLK:
        return False
    found = tokens(quote)
    within = [place for place, token in enumerate(found) if start <= token.start < end]
    beside = found[max(0, within[0] - WORDS_BEFORE_NAME) : within[-1] + 1] if within else []
    named = {kin for token in beside if (kin := _kin(quote, token))}
    return bool(named) and SAME_KIN.get(asked, asked) not in {SAME_KIN.get(kin, kin) for kin in named}


def _kin(former: str, token: Token) -> str:
    owned = owner_of(former, token)
    return kin_of(owned["noun"] if owned else token.text)


def _is_who_a_name_is(former: str, known: Known, names_in: NamesIn) -> bool:
    """«من هي أمبر راد؟» asks who she is: what answers it is a noun of hers, and the talk is of her."""
    found = tokens(former)
    if len(found) < 3 or not is_person_asked(former) or found[1].text not in ("هو", "هي"):
        return False
    return found[2].start in names_of(former, found, known, names_in) and not is_territory(found[2].text)


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
    begun = {start for start, _ in names_in(bare)}
    while found and found[0].text in (*PREPOSITIONS, "ان") and found[0].start not in begun:  # «علي ناصر»
        found = found[1:]
    broken = BREAK.search(bare, found[0].end if found else 0)
    if broken:  # «جزيرة إيسكيا (جنوبي إيطاليا)»
        found = [token for token in found if token.end <= broken.start()]
    several = False
    names = [span for span in names_in(bare) if person and not has_article(fold(bare[span[0] : span[1]]))]
    before = [token for token in found if names and token.end <= names[0][0]]
    her = len(before) == 1 and has_article(before[0].text) and bare[before[0].start : before[0].end].endswith("ة")
    if names and (len(found) > 3 or her):  # «مستشارها ومدير السياسة العامة نيكلاس لوندبلاد»: the name alone
        start, end = names[0]
        for first, last in names[1:]:  # «الأخوان ليون ومراد صيدناوي»
            between = bare[end : first + 1].strip()  # the «و» is of the one or of the other
            if between and between[0] == "و" and len(between) < 3:
                end, several = last, True
        found = [token for token in found if start <= token.start < end]
    if not found or len(found) > MAX_NOUN_WORDS or any(owner_of(bare, token) for token in found):
        return None
    if any(has_article(one.text) and two.text in _NUMBERS for one, two in pairwise(found)):  # «خلال [الربع أربعة] فروع»
        return None
    text = bare[found[0].start : found[-1].end]
    if text[0].isdigit() or (person and any(character.isdigit() for character in text)):
        return None
    first = found[0].text
    begins_name = bool(names) and names[0][0] == found[0].start
    glued = GLUED.match(first) and not begins_name and (known(first[1:]) or text.split()[0].endswith("ة"))
    if glued or (first[0] in "وف" and len(first) > 4 and known(first[1:])):
        text = text[1:]
    told = as_noun(_QUOTATION.sub("", text), known, names_in)
    particles = (token for token in found if token.text in PREPOSITIONS and token.start not in begun)
    if told is None or (person and any(particles)):
        return None
    if several:
        told = replace(told, several=True)
    if her:  # «الرسامة هالة مراد»; «النائب» may be a woman
        told = replace(told, female=True)
    definite = any(has_article(token.text) for token in found[:2])  # «لاعب فريق كرة سلة» names nobody
    who = names or told.several or definite
    return replace(told, answers=True) if who or not person else None
