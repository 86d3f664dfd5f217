"""What an English question that goes on means, written out: the one name of the question before that «he», «his» or
«there» may stand for. What may be anything («it», «they») stays, and the question before is named beside it."""

from __future__ import annotations

import re

from assistant.lexicon.pronouns import ENGLISH_HE, ENGLISH_HIS, ENGLISH_OPEN, ENGLISH_SHE, ENGLISH_THERE
from assistant.question.in_full import InFull
from vectorstore.text.arabic import tokens

_NAME = re.compile(r"(?<=\s)(?P<the>[Tt]he )?(?P<behind>(?:in|at) )?(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)")


def in_full_english(question: str, former: str) -> InFull:
    """An English question with a name in the place of what points back; `former`: the question before."""
    people, places = _english_names(former)
    text, whole, used = question, True, []
    for token in reversed(tokens(question)):
        word, put = token.text, ""
        if word in (*ENGLISH_HE, *ENGLISH_SHE) and len(people) == 1:
            put = people[0]
        elif word in ENGLISH_HIS and len(people) == 1:
            put = f"{people[0]}’s"
        elif word in ENGLISH_THERE and len(places) == 1:
            put = f"in {places[0]}"
        elif word in (*ENGLISH_HE, *ENGLISH_SHE, *ENGLISH_HIS, *ENGLISH_THERE, *ENGLISH_OPEN):
            whole = False
        if put:
            text = text[: token.start] + put + text[token.end :]
            used.append(put)
    return InFull(text, whole and bool(used))


def _english_names(former: str) -> tuple[list[str], list[str]]:
    """Names by their capitals, but for the first word: those by themselves, and those behind «in» or «at»."""
    people, places = [], []
    for match in _NAME.finditer(former):
        if not match["the"]:
            (places if match["behind"] else people).append(match["name"])
    return people, places
