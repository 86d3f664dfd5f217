"""«ماذا قال … عن …؟»: who is asked about, and what he is to have said it about or at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.lexicon.clauses import THAT
from assistant.lexicon.folder import ABOUT_WORDS
from assistant.lexicon.names import ROLES
from assistant.lexicon.numbers import word_set
from assistant.lexicon.speech_verbs import ASKED_SAYING
from assistant.question.query import Query, Term
from vectorstore.text.arabic import words
from vectorstore.text.lexicon import PREPOSITIONS

_WHAT = frozenset(("ماذا", "بماذا", "بم"))
_ABOUT = frozenset((*ABOUT_WORDS, "علي", "ازاء", "تجاه", "of", "regarding", "concerning"))
"""Words before what something is said about."""
_OCCASION = word_set("في بعد قبل عقب خلال اثناء عندما حين حينما لدي امام عند لما after before in at when during to")
"""Words before when, where or to whom it is said."""
_BEHIND_SPEAKER = _ABOUT | _OCCASION | THAT | frozenset(PREPOSITIONS) | word_set("ضد ايضا بالضبط تحديدا")
_ANY_SUBJECT = word_set("شيء شي شئ امر موضوع مساله قضيه ملف")
"""Nouns before what it is about, or in its place."""
_SAY = frozenset(("say", "said", "state", "stated", "tell", "told"))
_ASIDE = frozenset(("كان", "كانت", "قد", "هو", "هي"))


@dataclass(frozen=True, slots=True)
class Saying:
    """What is asked: the terms of the question by what they tell.

    `speaker`: the name, or the office where there is no name; `office`: who that is besides; `about` and `occasion`:
    the rest, which the words of the saying or its article have.
    """

    speaker: tuple[Term, ...]
    office: tuple[Term, ...]
    about: tuple[Term, ...]
    occasion: tuple[Term, ...]


def asked_saying(query: Query) -> Saying | None:
    """What somebody is asked to have said; None where anything else is asked for, or of nobody."""
    behind = _behind_verb(words(query.asked))
    end = next((i for i, word in enumerate(behind) if word in _BEHIND_SPEAKER or word[:2] == "لل"), len(behind))
    office = next((i for i, word in enumerate(behind[:end]) if i and _is_office(word)), end)
    terms = {term.text: term for term in query.terms if term.asked}
    named, who = list(_terms(behind[:office], terms)), list(_terms(behind[office:end], terms))
    if not named:
        return None
    about, occasion = _rest(behind[end:])
    told = {term.text for term in (*named, *who)}
    return Saying(
        tuple(named), tuple(who),
        tuple(t for t in _terms(about, terms) if t.text not in told | _ANY_SUBJECT),
        tuple(t for t in _terms(occasion, terms) if t.text not in told),
    )  # fmt: skip


def _rest(said: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words behind the speaker: what it is said about, and when, where or to whom."""
    about: list[str] = []
    occasion: list[str] = []
    into = about
    for word in said:
        if word in _ABOUT:
            into = about
        elif word in _OCCASION or (word[:2] == "لل" and not about):  # «إنكار فلان للتسريب»
            into = occasion
        into.append(word)
    return about, occasion


def _behind_verb(said: Sequence[str]) -> list[str]:
    """The words behind the verb of a question that begins «ماذا قال», or what "What did X say" has for them: none in
    any other."""
    if said[:2] in (["what", "did"], ["what", "does"], ["what", "has"], ["what", "have"]):
        verb = next((i for i, word in enumerate(said) if word in _SAY), 0)
        return [*said[2:verb], *said[verb + 1 :]] if verb else []
    if said[:1] and said[0].removeprefix("و").removeprefix("ف") in _WHAT:
        at = 1
    elif said[:2] in (["ما", "الذي"], ["وما", "الذي"]):
        at = 2
    else:
        return []
    at = next((i for i, word in enumerate(said) if i >= at and word not in _ASIDE), at)
    return list(said[at + 1 :]) if said[at : at + 1] and said[at] in ASKED_SAYING else []


def _is_office(word: str) -> bool:
    return word.removeprefix("ال") in ROLES


def _terms(found: Sequence[str], terms: dict[str, Term]) -> Iterator[Term]:
    return (terms[word] for word in dict.fromkeys(found) if word in terms)
