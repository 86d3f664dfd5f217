"""What the numbers of a text count («140 حوضا», «41 ألف تذكرة»), and what a question wants counted («كم مدربا …؟»).

All texts but those of `counted_instead` are folded. A word right behind a number may be a verb or an adverb («1200
شهريا»), so that what is counted by it is only compared with something known.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.lexicon.kinds import PEOPLE_BY_WHAT_HAPPENED
from assistant.lexicon.measures import BESIDE_AMOUNTS, COUNTED_FOR_OTHERS, UNIT_WORDS
from assistant.lexicon.numbers import SCALES, TENS, UNITS
from assistant.lexicon.people import NO_PERSONS, ONE_OF_PEOPLE, PERSONS, SHORT_PERSONS, kin_of
from vectorstore.text.arabic import fold, stem, tokens, words
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

_NUMBER = "|".join(word for word in (*UNITS, *TENS, *SCALES) if not word.isascii())
_NUMBER_WORD = re.compile(rf"[وفبل]?(?:{_NUMBER})$")
_NOUN_BEHIND = re.compile(rf"(?:\d|\b[وفبل]?(?:{_NUMBER})) (?!و?(?:{_NUMBER})\b)(\w+)")
_ONE_NUMBER = rf"(?:\d[\d.,–-]*|\b[وفبل]?(?:{_NUMBER})\b)"
_WHOLE_NUMBER = re.compile(rf"{_ONE_NUMBER}(?: {_ONE_NUMBER})*(?: (\w+))?")
_NUMBER_OF = re.compile(r"\bعدد (?:ال|لل)?(\w+)")
_HOW_MANY = re.compile(r"(?:^|\W)[وفبل]?(?:كم|كام) (?:من )?(?:ال)?(\w+)")
_VOTES = re.compile(r"\b\w{0,2}(?:صوت|ايد|[ؤو]يد|عارض|وافق|رفض|اقر|امتنع|انتخب|اعترض)")
_PEOPLE = ONE_OF_PEOPLE | PERSONS | frozenset().union(*(people for people, _ in PEOPLE_BY_WHAT_HAPPENED))
_ACCUSATIVE = re.compile(r"^\w+[^يواه]ا$")
"""A noun behind eleven and more; adverbs mostly end in «يا» («سنويا»), verbs in «وا», what is owned in «ها»."""

_LEAST, _SHORT = 3, 4
"""Letters of a noun; the most of a short one with the ending of the accusative («صفا», «حوضا»)."""


def counted_nouns(folded: str) -> list[str]:
    """The words right behind the numbers of a text that may be what they count, in order."""
    return [noun for noun in _NOUN_BEHIND.findall(folded) if _may_be_counted(noun)]


def counts_nothing(folded: str) -> bool:
    """Does a number of a text stand alone? It may be of whatever is asked for («12 في عشر سنوات»)."""
    return any(not _may_be_counted(number[1] or "") for number in _WHOLE_NUMBER.finditer(folded))


def noun_asked(question: str) -> str:
    """The noun that «عدد» or «كم» asks the number of; "" where a verb or a measure stands there («كم عمره»)."""
    if named := _NUMBER_OF.search(question):
        return named[1]
    asked = _HOW_MANY.search(question)
    noun = asked[1] if asked and asked[1] not in (*STOPWORDS, *SCALES) else ""
    return noun if is_accusative(noun) or is_person(noun) else ""


def is_accusative(noun: str) -> bool:
    """Has it the ending of what is counted by eleven and more («حوضا»)?"""
    return bool(_ACCUSATIVE.match(noun)) and noun not in BESIDE_AMOUNTS


def is_person(noun: str) -> bool:
    """Is it a noun for people («مدربا», «واحد», «الجرحى»)?"""
    bare = _bare(noun)
    return bare in _PEOPLE or noun in _PEOPLE or bool(kin_of(bare)) or stem(noun) in _PEOPLE


def is_thing(noun: str) -> bool:
    """Is it surely no noun for people: a unit, a place, a body, or a short noun that is none of the few for people?"""
    bare = _bare(noun)
    if noun in UNIT_WORDS or bare in NO_PERSONS:
        return True
    return is_accusative(noun) and len(noun) <= _SHORT and bare not in SHORT_PERSONS and not is_person(noun)


def counts_things(question: str, found: str) -> bool:
    """Counts every number of a text surely a thing? Votes are of those who vote («كم نائبا أيد القانون؟»)."""
    nouns = counted_nouns(found)
    if not nouns or counts_nothing(found) or (_VOTES.search(question) and not COUNTED_FOR_OTHERS.isdisjoint(nouns)):
        return False
    return all(map(is_thing, nouns))


def says_units_alone(folded: str, question: str, units: Collection[str] = UNIT_WORDS) -> bool:
    """Counts every number of a text a unit, one of these («خمس سنوات»), where the question names none?"""
    found = counted_nouns(folded)
    if not found or counts_nothing(folded):
        return False
    return all(noun in units for noun in found) and UNIT_WORDS.isdisjoint(_forms(question))


def says_things_alone(folded: str) -> bool:
    """Counts every number of a text a noun that is no unit and has the ending of what is counted («15 خنزيرا»)?"""
    found = counted_nouns(folded)
    if not found or counts_nothing(folded):
        return False
    return all(is_accusative(noun) and noun not in UNIT_WORDS for noun in found)


def counts_another(question: str, found: str, sentence: str) -> bool:
    """Counts the found part something else than what is asked for, which another number of its sentence counts?

    «كم فيلما عُرض؟» with «34 دولة» of «96 فيلما من 34 دولة». Not of people, who are called by many nouns, nor of one
    unit with another («3 كيلومترات» for «كم مترا …؟»).
    """
    asked = noun_asked(question) or _noun_told(question, sentence)
    if not asked or is_person(asked):
        return False
    other, told = counted_nouns(found), {_stem(noun) for noun in counted_nouns(sentence)}
    units = asked in UNIT_WORDS and not UNIT_WORDS.isdisjoint(other)
    if not other or units or counts_nothing(found) or COUNTED_FOR_OTHERS.intersection(other):
        return False
    return _stem(asked) in told and _stem(asked) not in {_stem(word) for word in words(found)}


def counted_instead(question: str, sentence: str, start: int, end: int) -> Span | None:
    """Where a sentence tells the number asked for, where its part from `start` to `end` counts something else.

    «140 حوضا ويعمل فيها 46 باحثا» for «كم واحدا يعمل …؟»: the only number of people, or of the very noun asked for.
    """
    asked, told = noun_asked(fold(question)), fold(sentence[start:end])
    asked = asked or _noun_told(fold(question), fold(sentence))
    people = is_person(asked)
    another = counts_things(fold(question), told) if people else counts_another(fold(question), told, fold(sentence))
    if not another:
        return None
    found = tokens(sentence)
    counted = [
        place
        for place, token in enumerate(found)
        if place and _is_number(found[place - 1].text)
        and (_stem(token.text) == _stem(asked) or (people and is_person(token.text) and not is_thing(token.text)))
    ]
    if len(counted) != 1:
        return None
    first = counted[0] - 1
    while first and _is_number(found[first - 1].text) and found[first].start - found[first - 1].end == 1:
        first -= 1
    joined = found[first].text[0] == "و"  # it joins the number to what is before it
    return found[first].start + joined, found[counted[0]].end


def _noun_told(question: str, sentence: str) -> str:
    """The word behind «كم» that a number of the sentence counts, which shows it to be a noun («كم هزة …؟»); else ""."""
    asked = _HOW_MANY.search(question)
    counted = {_stem(noun) for noun in counted_nouns(sentence)}
    return asked[1] if asked and len(asked[1]) >= _LEAST and _stem(asked[1]) in counted else ""


def _may_be_counted(noun: str) -> bool:
    if noun in UNIT_WORDS:
        return True
    return len(noun) >= _LEAST and not noun.startswith(("ال", "لل")) and noun not in (*STOPWORDS, *PREPOSITIONS)


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or bool(_NUMBER_WORD.match(word))


def _stem(noun: str) -> str:
    return stem(_bare(noun) if is_accusative(noun) else noun)


def _bare(noun: str) -> str:
    return noun[:-1] if noun.endswith("ا") and len(noun) >= _LEAST else noun


def _forms(question: str) -> set[str]:
    """The words of a question, with and without what is written onto them; «كم» asks, and is no kilometre."""
    found = words(question)
    return {form for word in found for form in (word, word[1:], word[2:], word[3:])} - {"كم"}
