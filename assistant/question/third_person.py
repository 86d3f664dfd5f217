"""Does a question speak of somebody who is not there: «كيف حاله؟», «هل هي متأكدة؟», «ماذا يعمل؟»?

Talk is with «you», and about the answer; who asks how «he» is asks the articles. «ماذا تعمل؟» may be of her as well as
of «you»: that the words alone do not tell (`with_her`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.interrogatives import (
    INTERROGATIVES,
    SPOKEN_MANNER,
    SPOKEN_NUMBER,
    SPOKEN_PERSON,
    SPOKEN_PLACE,
    SPOKEN_REASON,
    SPOKEN_THING,
)
from assistant.lexicon.numbers import word_set
from assistant.lexicon.pronouns import ENGLISH_HE, ENGLISH_HIS, ENGLISH_SHE
from assistant.question.noun_phrases import nouns_of
from assistant.question.nouns import BREAK, NamesIn, has_article, owner_of, unjoined
from assistant.question.taken_up import DAMMA
from assistant.question.territories import is_territory
from vectorstore.text.arabic import Token, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

_HE = frozenset(("هو", "هي", "هم", "هما", *ENGLISH_HE, *ENGLISH_SHE, *ENGLISH_HIS))
_ASKING = frozenset(
    (
        *INTERROGATIVES, *SPOKEN_PERSON, *SPOKEN_PLACE, *SPOKEN_REASON, *SPOKEN_NUMBER, *SPOKEN_MANNER, *SPOKEN_THING,
    )
)  # fmt: skip
_YOU = re.compile(r"^[وف]?(?:انت\w{0,2}|نتا|نتي|حضرتك|اياك)$|^(?:you|your|yours|u)$|\w{2,}(?:ك|كم|كن|كي)$")
_ENDS_IN_KAF = word_set("ذلك تلك هناك هنالك كذلك اولئك ذاك هذاك كم لكن يكن ممكن")
_HIS_VERB = re.compile(r"^[بك]?ي\w{3,}$")
_HER_VERB = re.compile(r"^[بك]?ت\w{3,}$")
_DID = re.compile(r"^(?:ان\w{3}|ا\wت\w{2}|است\w{3}|ت\wا\w{2})(?<![تاهك])$")
"""Patterns that are the perfect alone: «انسحب», «اعترف», «استقال», «تراجع»; not «أفهم», which is «I», nor «رجل»."""

_SPOKEN_VERB = re.compile("^[بك][ينت]")

_OF_A_STATEMENT = word_set(
    "صحيح صحيحه صح دقيق دقيقه مؤكد مؤكده اكيد موثوق موثوقه خطا غلط مزبوط مظبوط حقيقه حقيقي جواب الجواب اجابه "
    "جاد جد مهم سهل صعب ممل ذكي غبي جيد حلو right correct true"
)
"""What an answer is said to be, and not a person: «هل هو صحيح؟»."""

_EACH_OTHER = word_set("بعضهم بعضهما بعضهن ببعضهم ببعضهما لبعضهم لبعضهما ببعض")
_OF_NOBODY = word_set("يعني يمكن يوجد يجوز يجب ينبغي يكفي يصير يسلمو")
"""Verbs in the third person that are of no person."""

_BEHIND = frozenset(
    (*word_set("الان اليوم حاليا غدا امس عاده ايضا اذن بعدها قبلها now today then"), "في", "من", "مع", "عن", "ب", "ل")
)
"""What may stand behind the last word of such a question."""


def speaks_of_another(question: str) -> bool:
    """Is the question of a third person, and of none that it is put to?"""
    found = tokens(question)
    if speaks_to(found):
        return False
    if _is_of_each_other(found) or _is_of_what_he_did(question, found):
        return True
    return any(_is_pronoun(found, place) or _is_owned(question, found, place) or _is_his(found, place)
               for place in range(len(found)))  # fmt: skip


def with_her(question: str) -> str:
    """The question with «هي» behind a verb by itself that is of «you» or of «her» («ماذا تعمل هي؟»); "" without one."""
    found = tokens(question)
    if speaks_to(found):
        return ""
    for place, token in enumerate(found):
        if _HER_VERB.match(token.text) and _asks(found, place) and not owner_of(question, token):
            return f"{question[: token.end]} هي{question[token.end :]}"
    return ""


def goes_on(question: str) -> bool:
    """Does it begin with a word that asks and «و» before it («وماذا تعمل؟», «وإلى ماذا تدعو؟»)?"""
    first, second = ([token.text for token in tokens(question)[:2]] + ["", ""])[:2]
    return first[:1] in ("و", "ف") and (first[1:] in _ASKING or (first[1:] in PREPOSITIONS and second in _ASKING))


def speaks_of_her(question: str, names_in: NamesIn) -> bool:
    """Does a question speak of a woman: by «هي», or by a verb before her name («ماذا قالت ريم؟»)?"""
    if any(token.text in ("هي", *ENGLISH_SHE) for token in tokens(question)):
        return True
    nouns = nouns_of(question, lambda word: False, names_in)
    women = [noun for noun in nouns if noun.name and noun.female and not noun.several]
    return any(not is_territory(tokens(noun.text)[0].text) for noun in women)


def speaks_to(found: Sequence[Token]) -> bool:
    """Does any of the words say «you»? One that only ends like such a word counts: it costs nothing."""
    return any(_YOU.search(token.text) and token.text not in _ENDS_IN_KAF for token in found)


def _is_of_each_other(found: Sequence[Token]) -> bool:
    """«أين تعرفوا على بعض؟», «كيف عرفوا بعضهم؟»"""
    texts = [token.text for token in found]
    each_other = any(word in _EACH_OTHER for word in texts) or (texts[-1:] == ["بعض"] and len(texts) > 2)
    return each_other and any(unjoined(word) in _ASKING for word in texts[:2])


def _is_of_what_he_did(question: str, found: Sequence[Token]) -> bool:
    """«هل حُبس؟», «وهل اعترف؟»: a verb in the perfect and nothing else; one that ends in «ت» may be of «you»."""
    if len(found) != 2 or unjoined(found[0].text) != "هل":
        return False
    word, start = found[1].text, found[1].start
    if word in _OF_A_STATEMENT or word in STOPWORDS or word in _BEHIND:
        return False
    return question[start + 1 : start + 2] == DAMMA or bool(_DID.match(word))


def _is_pronoun(found: Sequence[Token], place: int) -> bool:
    """«هل هو متأكد», «مين هي», but not «ما هو الدليل», «هل هذا هو الجواب», «هل هو صحيح»."""
    if unjoined(found[place].text) not in _HE:
        return False
    behind = found[place + 1].text if place + 1 < len(found) else ""
    before = found[place - 1].text if place else ""
    if has_article(behind) or behind in _OF_A_STATEMENT or before.startswith(("هذ", "هاد", "ذل")):
        return False
    # «ما هو برنامج إسناد؟»: a copula before what is asked for; «هو» of «ما هو؟» is what was named
    return not (behind and unjoined(before) in ("ما", "من", *SPOKEN_THING, *SPOKEN_PERSON))


def _is_owned(question: str, found: Sequence[Token], place: int) -> bool:
    """«كيف حاله», «ما اسمها الكامل», «كم عمره», but not «كرر ما قلته», «ما بتفهم شي»."""
    word = found[place].text
    begins = place == 1 or bool(BREAK.search(question[: found[place - 1].start].rstrip()[-1:]))
    if not begins or not _asks(found, place) or word in STOPWORDS or _SPOKEN_VERB.match(word):
        return False
    return bool(owner_of(question, found[place]))


def _is_his(found: Sequence[Token], place: int) -> bool:
    """«ماذا يعمل», «كيف يعيش اليوم»: a verb without its subject."""
    word = found[place].text
    if not _HIS_VERB.match(word) or word in STOPWORDS or word in _OF_NOBODY or not _asks(found, place):
        return False
    behind = found[place + 1].text if place + 1 < len(found) else ""
    return not behind or behind in _BEHIND


def _asks(found: Sequence[Token], place: int) -> bool:
    """Is the word before a place one that asks?"""
    return place > 0 and unjoined(found[place - 1].text) in _ASKING
