"""Who somebody is, is told where the text sets it beside the name («المدير المالي طلال باوزير»), whatever it is.

A reader is little sure of such words: they stand aside in a sentence that tells something else. So they are set off
where it would answer with nothing beside the name; whether anything answers is not decided by them, for what stands
before a name may be another's («كلف المدير المهندس فلان»).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.sentence_ranking import Sentence
from assistant.lexicon.names import BEFORE_UNSURE_NAMES
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.question.beside_name import WHO_IS, beside_name, is_body, is_role
from assistant.question.query import Query
from assistant.question.who_asked import name_asked, name_places
from vectorstore.text.arabic import tokens, words
from vectorstore.types import Span

LOOKED_AT, NEAREST = 8, 3
"""The best sentences, in one of which who it is may be told, and those that are shown as near to it."""


def described_first(query: Query, ranked: Sequence[Sentence]) -> list[Sentence]:
    """The ranking for a question who somebody is: where the reader would answer with nothing beside the name in the
    best sentence, the best one that sets beside it who it is comes first, and those words are set off."""
    name = name_asked(query)
    if not (name and ranked) or _reads_beside(name, ranked[0]):
        return list(ranked)
    told = next((s for s in ranked[:LOOKED_AT] if _description(name, s)), None)
    if told is None:
        return list(ranked)
    answer = told.answer if _reads_beside(name, told) else _description(name, told)
    return [replace(told, score=ranked[0].score, answer=answer), *(s for s in ranked if s is not told)]


def has_who(query: Query, ranked: Sequence[Sentence]) -> bool:
    """Is asked who somebody is, and has one of the best sentences the name?"""
    name = name_asked(query)
    return bool(name) and any(name_places(name, sentence.text) for sentence in ranked[:NEAREST])


def _reads_beside(name: Sequence[str], sentence: Sentence) -> bool:
    """Would the reader answer with words beside the name, or with a title between («مدير المدرسة» of «مدير المدرسة
    الأستاذ بشير»), and not with a verb of saying?"""
    if sentence.answer is None:
        return False
    start, end = (at - sentence.span[0] for at in sentence.answer)
    if SAYING_FORMS.issuperset(words(sentence.text[start:end])):
        return False
    places = name_places(name, sentence.text)
    gaps = (sentence.text[min(end, begin) : begin] + sentence.text[stop : max(start, stop)] for begin, stop in places)
    own = {(begin, stop) for begin, stop in places}
    between = (all(is_role(word) or word in WHO_IS for word in words(gap)) for gap in gaps)
    return (start, end) not in own and any(between)


def _description(name: Sequence[str], sentence: Sentence) -> Span | None:
    """The words of a sentence that stand beside the name and say who it is, as a span of the document."""
    for start, end in name_places(name, sentence.text):
        beside = beside_name(sentence.text, tokens(sentence.text), (start, end))
        if beside is None:
            continue
        begin, stop = (beside[0], start) if beside[0] < start else (end, beside[1])
        told = sentence.text[begin:stop].strip(" ،,(–-:")
        noun = next(iter(words(told)), "")
        if BEFORE_UNSURE_NAMES.issuperset(words(told)) or is_body(noun):  # «اسمه فلان», «غادر الشركة فلان»
            continue
        at = sentence.span[0] + sentence.text.index(told, begin)
        return at, at + len(told)
    return None
