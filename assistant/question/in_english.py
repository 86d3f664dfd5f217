"""What an English question that goes on means, written out: the one name of the question before that «he», «his» or
«there» may stand for, or who answered it. What may be anything («it», «they») stays, and the question before is named
beside it."""

from __future__ import annotations

import re

from assistant.lexicon.pronouns import ENGLISH_HE, ENGLISH_HIS, ENGLISH_OPEN, ENGLISH_SHE, ENGLISH_THERE
from assistant.question.glosses import is_said_in_arabic
from assistant.question.in_full import InFull
from assistant.question.nouns import Noun
from vectorstore.text.arabic import Token, fold, tokens
from vectorstore.text.calendar_names import months_in_arabic, weekdays_in_arabic
from vectorstore.text.stopwords import STOPWORDS

_PARTICLE = "(?:(?:al|el|ad|ar|as|at|ash|de|di|da|du|la|le|van|von|bin|ibn|ben|bint|abu|abd)[ -])"
_CAPITAL = r"[A-Z](?:\w|[’'](?!s\b)|-(?=\w))*"
_ONE_NAME = rf"{_CAPITAL}(?: {_PARTICLE}*{_CAPITAL})*"
_NAME = re.compile(
    rf"(?<=\s)(?P<the>[Tt]he )?(?P<behind>(?:in|at) (?P<its>[Tt]he )?)?(?P<name>{_PARTICLE}?{_ONE_NAME})"
)
_SUBJECT = re.compile(
    r"^(?:(?:and|but|so) )?(?P<asked>who|which)(?:['’]s)? (?!.*\b(?:do|does|did|will|would|can|could)\b)"
)
"""Who did something is asked, and who answers is whom the talk is of; of «Who did Cazeneuve meet?» it is Cazeneuve."""
_WHO_IS_NAME = re.compile(rf"^(?:and |And )?[Ww]ho(?:['’]s| is| was) (?={_PARTICLE}?[A-Z])")


def points_to_who(question: str, former: str) -> bool:
    """Has an English question a pronoun that the answer to the one before may tell («Who won?», «How old is she?»)?"""
    pronouns = {*ENGLISH_HE, *ENGLISH_SHE, *ENGLISH_HIS, "her"}
    return bool(_subject_asked(former)) and any(token.text in pronouns for token in tokens(question))


def _subject_asked(question: str) -> str:
    """«who» or «which» of a question that asks which person or thing did something; "" of any other."""
    asked = _SUBJECT.match(fold(question).strip())
    return asked["asked"] if asked and not _WHO_IS_NAME.match(question.strip()) else ""


def in_full_english(question: str, former: str, answered: Noun | None = None) -> InFull:
    """An English question with a name in the place of what points back.

    `former`: the question before; `answered`: the person whom its answer names, where `points_to_who`.
    """
    people, places = _people_and_places(former)
    if answered or _subject_asked(former) == "who":  # who it was that did it, not whom it was done to
        people = [answered.text] if answered else []
    female = answered.female if answered else None
    text, whole, used = question, True, []
    found = tokens(question)
    for place in reversed(range(len(found))):
        token, put = found[place], _put(found, place, people, places, female)
        if put:
            text = text[: token.start] + put + text[token.end :]
            used.append(put)
        elif token.text in (*ENGLISH_HE, *ENGLISH_SHE, *ENGLISH_HIS, *ENGLISH_THERE, *ENGLISH_OPEN):
            whole = False
    return InFull(text, whole and bool(used), (answered,) if answered and used else ())


def _put(found: list[Token], place: int, people: list[str], places: list[str], female: bool | None) -> str:
    """What takes the place of a word that points back; "" where it stays."""
    word, after = found[place].text, found[place + 1].text if place + 1 < len(found) else ""
    if word in ENGLISH_THERE:
        return f"in {places[0]}" if len(places) == 1 else ""
    if len(people) != 1:
        return ""
    if word == "her" and female is not False and after and after not in STOPWORDS:
        return f"{people[0]}’s"
    if (word in ENGLISH_HE and female is not True) or (word in ENGLISH_SHE and female is not False):
        return people[0]
    return f"{people[0]}’s" if word in ENGLISH_HIS and female is not True else ""


def exchange_english(name: str, former: str) -> str:
    """An English question with this name in the place of the only one that it has, of the same kind; "" for others."""
    found = list(_NAME.finditer(former))
    if len(found) != 1 or not re.fullmatch(f"{_PARTICLE}?{_ONE_NAME}", name):
        return ""
    if _kind(name) != _kind(found[0]["name"]):
        return ""
    return f"{former[: found[0].start('name')]}{name}{former[found[0].end('name') :]}"


def _kind(name: str) -> str:
    """What a name is surely of: «time», «place», or "" for anything else."""
    words = [token.text for token in tokens(name)]
    if any(map(_is_time, words)):
        return "time"
    return "place" if any(map(is_said_in_arabic, words)) else ""


def _is_time(word: str) -> bool:
    return word in months_in_arabic() or word in weekdays_in_arabic()


def _people_and_places(former: str) -> tuple[list[str], list[str]]:
    """Names by their capitals, but for the first word: those by themselves, and those behind «in» or «at».

    «in February» is no place, and France nobody that «he» stands for.
    """
    people, places = [], []
    for match in _NAME.finditer(former):
        words = [token.text for token in tokens(match["name"])]
        if match["the"] or match["its"]:
            continue
        if match["behind"] and not any(map(_is_time, words)):
            places.append(match["name"])
        elif not match["behind"] and (any(map(_is_time, words)) or not all(map(is_said_in_arabic, words))):
            people.append(match["name"])
    return people, places
