"""«والجرحى؟» after «كم عدد قتلى الزلزال؟»: others are counted of the same, and not the killed of the injured.

The noun takes the place of the one that is counted where both are people by what befell them; or where both are several
people, and what they are of is none («كم عدد طلاب الجامعة؟», «والأساتذة؟»; but «والمدرسة؟» is for «الجامعة»).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.kinds import PEOPLE_BY_WHAT_HAPPENED
from assistant.lexicon.numbers import word_set
from assistant.lexicon.people import KINSFOLK
from assistant.question.counted import is_accusative, is_person
from assistant.question.nouns import BREAK, Known, has_article, unjoined
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

_BEFALLEN = frozenset().union(*(people for people, _ in PEOPLE_BY_WHAT_HAPPENED))
_SEVERAL = word_set(
    "سكان طلاب طلبه تلاميذ عمال ركاب جنود زوار نواب وزراء خبراء قضاه اطباء رجال نساء شبان اعضاء افراد اساتذه حراس ضباط"
)
"""Broken plurals for people."""

_BEFORE_COUNTED = ("عدد", "اعداد")
_COUNTS_OF_PEOPLE = ("شخصا", "شخص", "انسانا", "فردا")


def exchange_counted(name: str, question: str, known: Known) -> str:
    """The question with a noun with the article for what is counted in it; "" where it is not of that kind."""
    new, found = tokens(name), tokens(question)
    if len(new) != 1 or not has_article(new[0].text) or is_territory(new[0].text):
        return ""
    place = _counted(found)
    if place is None or place >= len(found):
        return ""
    counted, bare = found[place].text, new[0].text[2:]
    befallen = bare in _BEFALLEN and _is_befallen(counted)
    if found[place - 1].text not in _BEFORE_COUNTED:
        generic = counted in _COUNTS_OF_PEOPLE and bare in _BEFALLEN
        return _of_happening(name, question, found, place) if befallen or generic else ""
    people = _are_people(counted.removeprefix("ال"), known) and _are_people(bare, known)
    if not befallen and (not people or _is_of_several(question, found, place, known)):
        return ""
    behind = found[place + 1] if place + 1 < len(found) else None
    construct = not has_article(counted) and behind is not None and behind.text not in STOPWORDS
    put = _before_owner(name[2:]) if construct else name
    return f"{question[: found[place].start]}{put}{question[found[place].end :]}"


def _counted(found: Sequence[Token]) -> int | None:
    """The place of what is counted: behind «عدد», or behind «كم» where the people are counted themselves."""
    asked = [unjoined(token.text) for token in found[:2]]
    if not asked or asked[0] not in ("كم", "ما"):
        return None
    number = next((at for at in range(1, min(3, len(found))) if found[at].text in _BEFORE_COUNTED), None)
    if number is not None:
        return number + 1
    return 1 if asked[0] == "كم" else None


def _is_befallen(counted: str) -> bool:
    bare = counted[2:] if has_article(counted) else counted
    return bare in _BEFALLEN or (is_accusative(bare) and bare[:-1] in _BEFALLEN)


def _of_happening(name: str, question: str, found: Sequence[Token], place: int) -> str:
    """«كم قتيلا سقط في الزلزال؟» as «كم عدد الجرحى في الزلزال؟»; "" where nothing says in what."""
    behind = next((token for token in found[place + 1 :] if token.text in PREPOSITIONS or _is_joined(token.text)), None)
    if behind is None or BREAK.search(question[found[0].start : behind.start]):
        return ""
    of_number = re.sub("(?<=.{3})ون$", "ين", name)  # «عدد المصابين»
    return f"{question[: found[0].end]} عدد {of_number} {question[behind.start :]}"


def _is_joined(word: str) -> bool:
    return word.startswith(("بال", "لل")) and len(word) > 4


def _are_people(noun: str, known: Known) -> bool:
    """Is it a noun for several people («معلمات», «جرحى», «لاعبي» before their club)?"""
    if noun in _BEFALLEN or noun in KINSFOLK or noun in _SEVERAL:
        return True
    if noun.endswith(("ون", "ين")) and len(noun) > 4:  # «البحرين»
        return any(map(known, (noun[:-2], f"ال{noun[:-2]}"))) or is_person(noun[:-2])
    if noun.endswith("ات"):
        return is_person(f"{noun[:-2]}ه") or is_person(noun[:-2])
    return noun.endswith("ي") and len(noun) > 3 and (known(f"{noun[:-1]}ين") or is_person(noun[:-1]))


def _is_of_several(question: str, found: Sequence[Token], place: int, known: Known) -> bool:
    """Is what is counted of several, so that these may be meant as well («مدارس اللاجئين»)?"""
    for at in range(place + 1, len(found)):
        if found[at].text in STOPWORDS or BREAK.search(question[found[at - 1].end : found[at].start]):
            break
        if _are_people(found[at].text.removeprefix("ال"), known):
            return True
    return False


def _before_owner(noun: str) -> str:
    """«مصابون» and «مصابين» before what they are of."""
    return re.sub("(?<=.{3})(?:ون|ين)$", "ي", noun)
