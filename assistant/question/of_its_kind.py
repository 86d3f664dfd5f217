"""«والسائق؟», «والإيرادات؟»: a common noun with the article that is all there is of a question, for its like in the one
before: for the person of whom that was asked, for an ordinal, or for what was asked of something with a name.

`question.exchange` weighs the rest: of «كم طول الجسر؟» and «والنفق؟» no word of either tells which is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.lexicon.interrogatives import ASK_PLACE, ASK_REASON, ASK_TIME
from assistant.lexicon.measures import ANY_COUNTED, MEASURED, MEASURING
from assistant.lexicon.numbers import ORDINALS, word_set
from assistant.lexicon.people import ONE_OF_PEOPLE, PERSONS
from assistant.question.gender import by_given_name
from assistant.question.noun_phrases import nouns_of
from assistant.question.nouns import Known, NamesIn, has_article, names_of, unjoined
from vectorstore.text.arabic import Token, fold, tokens
from vectorstore.text.stopwords import STOPWORDS

IsPerson = Callable[[str], bool | None]
"""Is a noun with this text a person? None where nothing tells."""

_AMOUNTED = MEASURING - ANY_COUNTED - {"مقدار"}
"""Verbs between «كم» and what it asks for."""

_MEASURES = ANY_COUNTED | {word for words in MEASURED.values() for word in words} | word_set("عرض سعه عدد قدره طاقه")
_PEOPLE = PERSONS | ONE_OF_PEOPLE
_BEFORE_VERB = frozenset((*ASK_TIME, *ASK_PLACE, *ASK_REASON, "كيف", "ماذا", "هل"))


def exchange_like(name: str, question: str, known: Known, names_in: NamesIn, is_person: IsPerson) -> str:
    """The question with the noun in the place of its like; "" where no single one is of its kind."""
    new, found = tokens(name), tokens(question)
    if not new or not has_article(new[0].text) or names_of(name, new, known, names_in):
        return ""
    bare = new[0].text[2:]
    if bare in ORDINALS:
        return _put(question, found, _only(_ordinals(found)), name, known)
    if bare in _PEOPLE:
        return _put(question, found, _only(_people(question, found, known, names_in, is_person)), name, known)
    return _put(question, found, _asked_of(bare, question, found, known, names_in), name, known)


def is_ordinal(words: Sequence[Token]) -> bool:
    """«الثالث», which no noun takes the place of by itself."""
    return len(words) == 1 and words[0].text.removeprefix("ال") in ORDINALS


def _only(spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return spans[0] if len(spans) == 1 else None


def _ordinals(found: Sequence[Token]) -> list[tuple[int, int]]:
    return [(at, at + 1) for at, token in enumerate(found) if has_article(token.text) and is_ordinal([token])]


def _people(
    question: str, found: Sequence[Token], known: Known, names_in: NamesIn, is_person: IsPerson
) -> list[tuple[int, int]]:
    """The stretches that are a person by name, or by a noun («المدير الفني»)."""
    named = [question[start:end] for start, end in names_in(question) if is_person(question[start:end])]
    given = [noun.text for noun in nouns_of(question, known, names_in) if not noun.several and is_full_name(noun.text)]
    spans: list[tuple[int, int]] = []
    for text in dict.fromkeys((*given, *named)):
        start = question.find(text)
        end = start + len(text)
        places = [at for at, token in enumerate(found) if token.start < end and token.end > start]
        if places and not any(first < places[-1] + 1 and places[0] < last for first, last in spans):
            spans.append((places[0], places[-1] + 1))
    within = {at for first, end in spans for at in range(first, end)}
    for place, token in enumerate(found):
        if place in within or token.text.removeprefix("ال") not in _PEOPLE:
            continue
        end = place + 1
        while end < len(found) and has_article(token.text) and _is_adjective(found[end].text):
            end += 1
        spans.append((place, end))
    return spans


def is_full_name(text: str) -> bool:
    """Has it more than one word, and begins with a given name?"""
    return len(text.split()) > 1 and by_given_name(text) is not None


def _is_adjective(word: str) -> bool:
    return has_article(word) and word not in STOPWORDS


def _asked_of(
    bare: str, question: str, found: Sequence[Token], known: Known, names_in: NamesIn
) -> tuple[int, int] | None:
    """What is asked for, between «كم» or «ما» and the name of what it is of («كم بلغ صافي ربح زين؟»); of two measures
    also before a noun with the article («كم طول الجسر؟», «والعرض؟»)."""
    if not found or unjoined(found[0].text) not in ("كم", "ما"):
        return None
    start = 1 + (len(found) > 1 and found[1].text in _AMOUNTED)
    named = names_of(question, found, known, names_in)
    end = start
    while end < len(found) and found[end].start not in named:
        if found[end].text in STOPWORDS:
            return None
        if has_article(found[end].text):
            return (start, end) if {bare, found[start].text} <= _MEASURES and end == start + 1 else None
        end += 1
    return (start, end) if start < end < len(found) else None


def _put(question: str, found: Sequence[Token], span: tuple[int, int] | None, name: str, known: Known) -> str:
    """The question with the noun for this stretch; without its article before what it is of, and the verb agreeing."""
    if span is None:
        return ""
    first, last = found[span[0]], found[span[1] - 1]
    before = question[: first.start]
    of_it = not has_article(first.text) and span[1] < len(found) and found[span[1]].text not in STOPWORDS
    one_word = len(tokens(name)) == 1
    verb = found[span[0] - 1] if span[0] else None
    asks = unjoined(found[span[0] - 2].text) if span[0] > 1 else ""
    if verb is not None and (asks in _BEFORE_VERB or verb.text in _AMOUNTED):
        before = f"{question[: verb.start]}{_agreeing(question[verb.start : verb.end], name, known)} "
    is_construct = of_it and one_word and asks not in _BEFORE_VERB
    return f"{before}{name[2:] if is_construct else name}{question[last.end :]}"


def _agreeing(verb: str, noun: str, known: Known) -> str:
    """«بلغ» before «الإيرادات»: «بلغت»; «استقالت» before «المدير»: «استقال». Of a broken plural nothing tells."""
    female = noun.endswith(("ة", "ات"))
    if female and verb.startswith("ي"):
        return f"ت{verb[1:]}"
    if female:
        return verb if verb.startswith("ت") or verb[-1] in "تاىيو" else f"{verb}ت"
    man = fold(noun).removeprefix("ال").split()[0] in _PEOPLE
    return verb[:-1] if man and len(verb) > 3 and verb.endswith("ت") and known(fold(verb[:-1])) else verb
