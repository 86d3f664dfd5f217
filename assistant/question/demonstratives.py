"""«من يملك هذه الشركة؟»: the noun behind «هذه» is the one that has just been named, and is written out with its name.

The name is the one that the question before, or a sentence that answered it, has right behind such a noun («شركة النقل
"طريق الواحات"»); else a noun of that question that begins with it («مكتب الدراسات»), or who, or which place, it was
about («هذا اللاعب», «هذه المدينة»). Where several may be meant, none is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.lexicon.days import SPANS
from assistant.lexicon.folder import THIS, is_article_noun
from assistant.lexicon.names import BEFORE_PLACES
from assistant.lexicon.numbers import word_set
from assistant.lexicon.people import ONE_OF_PEOPLE, PERSONS
from assistant.question.nouns import NamesIn, Noun, has_article
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, tokens

_DEMONSTRATIVE = re.compile("^(?P<joined>[وف]?)(?P<onto>[بل]?)(?:هذا|هذه|هذي|ذلك|تلك)$")
_BEHIND_NOUN = (THIS | {"دا"}) - {"نفس"}
_WITH_ARTICLE = re.compile("^(?:[وف]?[بك]?ال|[وف]?لل)(?=\\w{2})")
_CLITICS = re.compile("^[وف]?(?:[بك]?ال|لل|[بلك])?(?=\\w{3})")
_QUOTED = re.compile('[«"“][^«»"“”]{2,60}[»"”]')
_STOP = re.compile(r"[^\w\s\"«»“”'’ـ\u064b-\u0652]")

NEAR_WORDS = 3
"""Words with the article that may stand between the noun and its name («شركة النقل البري "طريق الواحات"»)."""

_OF_NO_NAME = frozenset((*SPANS, *word_set("وقت مره ساعه لحظه فتره مرحله صباح مساء ليله قرن امر شيء شان سياق صدد حين")))
"""Nouns of a time, or of anything, behind «هذا»: what they stand for has no name."""


@dataclass(frozen=True, slots=True)
class Demonstrative:
    """«هذه الشركة» in a question: where it stands, its noun without the article, and what is written onto it."""

    start: int
    end: int
    noun: str
    joined: str
    onto: str


def demonstrative_in(question: str) -> Demonstrative | None:
    """The first noun of a question that a demonstrative before it points with; None without one."""
    found = tokens(question)
    for place, (token, other) in enumerate(pairwise(found)):
        if question[token.end : other.start].strip():
            continue
        behind = found[place + 2].text if place + 2 < len(found) else ""
        match = _DEMONSTRATIVE.match(token.text)
        joined, onto = (match["joined"], match["onto"]) if match else ("", "")
        after = other.text in _BEHIND_NOUN and not behind.startswith("ال")  # «الشركة دي»
        noun = other.text if match else token.text if after else ""
        if noun.startswith("ال") and noun[2:] not in _OF_NO_NAME and not is_article_noun(noun):
            return Demonstrative(token.start, other.end, noun[2:], joined, onto)
    return None


def named_out(
    question: str, former: str, quotes: Sequence[str], nouns: Sequence[Noun], names_in: NamesIn
) -> tuple[str, str]:
    """The question with the noun that it points to by its name, and that noun; two "" where none is surely meant.

    `former`: the question before, `quotes`: what answered it, best first; `nouns`: those of the two.
    """
    pointed = demonstrative_in(question)
    if pointed is None:
        return "", ""
    meant = _named(pointed.noun, former, quotes, names_in) or _of_kind(pointed.noun, nouns)
    if not meant:
        return "", ""
    onto = {"ل": "لـ", "ب": "بـ"}.get(pointed.onto, "")
    put = f"{pointed.joined}{onto}{meant}".replace("لـال", "لل").replace("بـال", "بال")
    return f"{question[: pointed.start]}{put}{question[pointed.end :]}", meant


def _named(noun: str, former: str, quotes: Sequence[str], names_in: NamesIn) -> str:
    """Such a noun with its name, as one of these texts has it; the first text that has any tells, if it has one."""
    said = [token.text for token in tokens(former)]
    for text in (former, *quotes):
        named = dict.fromkeys(_with_names(noun, text, names_in))
        asked = [one for one in named if any(word.text in said for word in tokens(one)[1:])]
        if named:
            told = asked or list(named)
            return told[0] if len(told) == 1 else ""
    return ""


def _with_names(noun: str, text: str, names_in: NamesIn) -> list[str]:
    found = tokens(text)
    names = dict(names_in(text)) | {match.start() + 1: match.end() for match in _QUOTED.finditer(text)}
    told = []
    for place, token in enumerate(found):
        opening = _before_noun(noun, token)
        if opening is None:
            continue
        definite = token.text[:opening].endswith("ال")
        for behind in found[place + 1 : place + 2 + NEAR_WORDS]:
            if _STOP.search(text[token.end : behind.start]):
                break
            if behind.start in names:
                beside = behind is found[place + 1]
                start = token.start + opening - 2 * (definite and not beside)  # «الشركة العامة "نسيج"»
                told.append(text[start : names[behind.start]].strip())
                break
            if not has_article(behind.text):
                break
    return told


def _before_noun(noun: str, token: Token) -> int | None:
    """How many letters are written onto the noun («بشركة», «الشركة»); None where this is another word."""
    rests = (token.text, _WITH_ARTICLE.sub("", token.text), _CLITICS.sub("", token.text))
    return len(token.text) - len(noun) if noun in rests else None


def _of_kind(noun: str, nouns: Sequence[Noun]) -> str:
    """The noun that begins with this one, or who or which place this one calls so; "" where several may be meant."""
    whole = [one for one in nouns if not one.several and len(tokens(one.text)) > 1 and _begins(noun, one)]
    if not whole and noun in PERSONS | ONE_OF_PEOPLE:
        whole = [one for one in nouns if _may_be_person(one) and one.agrees("ها" if noun.endswith("ه") else "ه")]
    if not whole and noun in BEFORE_PLACES:
        whole = [one for one in nouns if is_territory(one.text) or (one.answers and one.behind == "في")]
    meant = dict.fromkeys(one.text for one in whole)
    answers = [one.text for one in whole if one.answers]
    return answers[0] if answers else next(iter(meant)) if len(meant) == 1 else ""


def _begins(noun: str, one: Noun) -> bool:
    return _before_noun(noun, tokens(one.text)[0]) is not None


def _may_be_person(noun: Noun) -> bool:
    return bool(noun.person) and not noun.several and not noun.past
