"""A question as people speak it becomes one as the articles are written: dialect interrogatives, glued prepositions,
and the greeting in front of it.

A small table of function words (Egypt, the Levant, Iraq and the Gulf, the Maghreb); words of content stay as they are,
because the search finds them by meaning. It translates nothing and knows no verbs.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.lexicon.interrogatives import (
    INTERROGATIVES,
    SPOKEN_MANNER,
    SPOKEN_NOW,
    SPOKEN_NUMBER,
    SPOKEN_PERSON,
    SPOKEN_PLACE,
    SPOKEN_PLACE_OF,
    SPOKEN_PRICE,
    SPOKEN_REASON,
    SPOKEN_THING,
    SPOKEN_TIME,
)
from assistant.lexicon.numbers import word_set
from assistant.lexicon.people import is_of_person, kin_of
from assistant.lexicon.pronouns import TAKES_PRONOUN
from assistant.question.nouns import has_article, owner_of
from vectorstore.text.arabic import Token, fold, normalise, tokens

_WORDS = {
    **dict.fromkeys(SPOKEN_PERSON, "من"),
    **dict.fromkeys(SPOKEN_PLACE, "أين"),
    **dict.fromkeys(word_set("منين مناين"), "من أين"),
    **dict.fromkeys(word_set("لوين لفين"), "إلى أين"),
    **dict.fromkeys(SPOKEN_TIME, "متى"),
    **dict.fromkeys(SPOKEN_REASON, "لماذا"),
    **dict.fromkeys(SPOKEN_NUMBER, "كم"),
    **dict.fromkeys(SPOKEN_PRICE, "بكم"),
    **dict.fromkeys(word_set("لمين لمنو لشكون"), "لمن"),
    **dict.fromkeys(word_set("اشمن شمن"), "أي"),
    **dict.fromkeys(SPOKEN_NOW, "الآن"),
    "بمين": "بمن",
    **dict.fromkeys(word_set("بايش بشو باش"), "بماذا"),
    "لشو": "لماذا", "عشو": "عن ماذا",
    **dict.fromkeys(SPOKEN_MANNER, "كيف"),
    **dict.fromkeys(word_set("اللي يلي"), "الذي"),
    **dict.fromkeys(word_set("عشان علشان مشان"), "من أجل"),
    **dict.fromkeys(word_set("متل زي"), "مثل"),
}
"""Folded words and what they are in the written language; none of them is a word of that language itself."""

_ALONE = {
    word: _WORDS[word]
    for word in (
        *SPOKEN_PERSON, *SPOKEN_PLACE, *SPOKEN_TIME, *SPOKEN_REASON, *SPOKEN_NUMBER, *SPOKEN_PRICE, *SPOKEN_MANNER,
        "منين", "مناين", "لوين", "لفين", "لمين", "لمنو", "لشكون", "بمين",
    )
} | SPOKEN_PLACE_OF  # fmt: skip

_WILL_BE = frozenset((*INTERROGATIVES, *_ALONE, *SPOKEN_THING, "كان", "كانت", "كانوا"))

_ASKS_FIRST = {"متين": "متى", "ومتين": "ومتى"}
"""Words that ask (in the Sudan) where a question begins with them, and else are others («متين»: firm)."""

_IN_ORDER_TO = "باش"
"""Before a verb, and not first, it asks nothing («رجعوا باش يوصلو»); behind a word that asks, or «كان», it is of what
will be."""

_VERB = re.compile("^[يتن].{2,}")

_BY_WHAT = re.compile("^و?بإيه$|^و?بايه$")
"""As it is written, for «بآية» and «بإيه» are one word folded."""

_BEFORE_ALONE = frozenset((*TAKES_PRONOUN, *word_set("منذ لحد لغايه")))

_HOW_MUCH = word_set("قد اد")
"""With «ايه» behind it: how much («قد إيه دفعوا؟»)."""

_HER_WORK = re.compile("^شغل(?:ه|ها|هم)$")
"""Behind «شو»: what she does for a living; else a verb («شغلها القلق»)."""

_NAMED_NEXT = re.compile("^(?:ال|اسم|سبب|عدد|رقم|نتيج|قص[هة]|معن|عنوان|هو$|هي$|هم$|نوع|لون|موقف|راي|دور|علاق)")
_CLAUSE_START = re.compile(r"(?:^|[،,؛:.!؟?…-])\s*[وف]?\s*$")
_LEAD_IN = word_set("اعرف تعرف تقول لي قولي احكيلي يعني طيب طب هو هي كمان بس و حتي")

_OPENING = re.compile(
    r"^\W*(?:مرحبا|اهلا(?: وسهلا)?|هلا|السلام عليكم(?: ورحمه الله(?: وبركاته)?)?|صباح الخير|مساء الخير|سلام|تحيه طيبه|"
    r"(?:الف )?شكرا(?: جزيلا| لك| كثيرا)*|مشكور|طيب|حسنا|تمام|ممتاز|رائع|اوكي|جميل|"
    r"hello|hi(?: there)?|hey|good (?:morning|evening)|thanks|thank you|ok|great|bonjour|bonsoir|salut|merci|d'accord)"
    r"\s*[،,.!:؛]+\s*(?=\w+\s+\w)"
)
_COURTESY = re.compile(
    r"^\W*(?:(?:من فضلك|لو سمحت|بعد اذنك|please|s'il te plait|s'il vous plait)[،,]?\s+|"
    r"(?:هل )?(?:ممكن|تقدر|بتقدر|تستطيع ان|يمكنك ان|بامكانك ان)\s+"
    r"(?:تقول|تخبرني|تقولي|تحكي|تحكيلي|تعرفني)\s*(?:لي\s+)?|"
    r"(?:ممكن|بدي|عايز|عاوز|اريد ان|حابب|ابغي|ابي|بغيت)\s+(?:اعرف|نعرف)\s+|"
    r"(?:can|could) you tell me\s+|do you know\s+)(?=\w+\s+\w)"
)


def written_alone(asked: str) -> str:
    """A spoken word that asks, where it is all that is asked («ليه؟», «وعلى مين؟»), in the written language; any other
    question as it is. What a thing is («شو؟») is no question alone, but not understood."""
    found = tokens(asked)
    if not found or len(found) > 2 or (len(found) == 2 and found[0].text.removeprefix("و") not in _BEFORE_ALONE):
        return asked
    word = found[-1]
    joined = word.text[:1] if word.text[:1] in "وف" and word.text[1:] in _ALONE and len(found) == 1 else ""
    written = _ALONE.get(word.text.removeprefix(joined), "")
    return f"{asked[: word.start]}{joined}{written}{asked[word.end :]}" if written else asked


def is_spoken(question: str) -> bool:
    """Has it a word that asks or binds as people speak, and that no written Arabic has?"""
    return any(
        word in _WORDS or word in SPOKEN_THING
        for token in tokens(question)
        for word in (token.text, token.text[1:] if token.text[:1] in "وف" else "")
    )


def written_form(question: str, known: Callable[[str], bool] = lambda word: False) -> str:
    """The question without its greeting, in the function words of the written language.

    `known(word)`: do the articles have this folded word? One that they have stays whole («عالم», «هالة»); a glued
    preposition is only taken off where they have the rest («عالحدود», «هالشركة»).
    """
    question = _without_front(question)
    found = tokens(question)
    pieces, at = [], 0
    for place, token in enumerate(found):
        new = _in_writing(question, found, place, known)
        if new is not None:
            pieces += [question[at : token.start], new]
            at = token.end
    return "".join([*pieces, question[at:]])


def _without_front(question: str) -> str:
    """Without a greeting, thanks and courtesies before the question itself."""
    for front in (_OPENING, _OPENING, _COURTESY):
        folded = normalise(question)
        match = front.match(folded.text)
        if match:
            question = question[folded.offsets[match.end()] :]
    return question


def _in_writing(question: str, found: list[Token], place: int, known: Callable[[str], bool]) -> str | None:
    """What stands for a word in the written language, None where it stays."""
    word = found[place].text
    if word in _ASKS_FIRST and not place and len(found) > 1:
        return _ASKS_FIRST[word]
    if word in _HOW_MUCH and place + 1 < len(found) and found[place + 1].text == "ايه":
        return "كم"
    if word == "ايه" and place and found[place - 1].text in _HOW_MUCH:
        return ""
    if word == _IN_ORDER_TO and place and place + 1 < len(found) and _VERB.match(found[place + 1].text):
        before = found[place - 1].text
        return "سوف" if _WILL_BE & {before, before.removeprefix("و")} else "لكي"
    if _BY_WHAT.match(question[found[place].start : found[place].end]) and place:
        return "بماذا"
    joined = word[:1] if word[:1] in "وف" and word[1:] in _WORDS else ""
    if word.removeprefix(joined) in _WORDS and len(found) > 1:
        return joined + _WORDS[word.removeprefix(joined)]
    joined = word[:1] if word[:1] in "وف" and word[1:] in SPOKEN_PLACE_OF else ""
    if word.removeprefix(joined) in SPOKEN_PLACE_OF:  # «وينها الوزيرة؟», «وينه الآن؟»
        named_next = place + 1 < len(found) and has_article(found[place + 1].text)
        return joined + ("أين" if named_next else SPOKEN_PLACE_OF[word.removeprefix(joined)])
    joined = word[:1] if word[:1] in "وف" and word[1:] in SPOKEN_THING and word != "واش" else ""  # «واش»: «هل»
    following = found[place + 1].text if place + 1 < len(found) else ""
    if word == "واش" and not place and _what_it_is(following, found[2].text if len(found) > 2 else ""):
        return "ما"  # «واش اسم السائق؟», «واش هو السبب؟»; else «هل»
    if word.removeprefix(joined) in SPOKEN_THING and len(found) > 1 and _asks_here(question, found, place):
        behind_verb = word == "ايه" and place > 0 and following.startswith("ال")  # «قال ايه الوزير»
        thing = _NAMED_NEXT.match(following) or (following and _is_owned_noun(question, found[place + 1]))
        return joined + ("ما" if thing and not behind_verb else "ماذا")
    if _HER_WORK.match(word) and place and found[place - 1].text.removeprefix("و") in SPOKEN_THING:
        return f"مهنت{word.removeprefix('شغل')}"
    for glued, apart in (("عال", "على ال"), ("هال", "هذا ال"), ("فال", "في ال")):
        rest = word.removeprefix(glued)
        if len(rest) > 2 and rest != word and not known(word) and (known("ال" + rest) or known(rest)):
            written = question[found[place].start : found[place].end]
            return apart + (written[len(glued) :] if len(written) == len(word) else rest)
    return None


def _what_it_is(following: str, next_one: str) -> bool:
    """«واش اسم …», «واش هو السبب», but not «واش الوزير حضر», «واش هو متزوج»."""
    if following in ("هو", "هي"):
        return has_article(next_one)
    return bool(_NAMED_NEXT.match(following)) and not has_article(following) and following not in ("هم",)


def _is_owned_noun(question: str, token: Token) -> bool:
    """«شغلها», «عمره», «زوجته»: surely a noun, of what a person has."""
    owned = owner_of(question, token)
    return bool(owned) and (is_of_person(owned["noun"]) or bool(kin_of(owned["noun"])))


def _asks_here(question: str, found: list[Token], place: int) -> bool:
    """«شو» asks at the start of a clause or behind a few words; «برنارد شو» is a name and «ايه» may end a question."""
    before = question[: found[place].start]
    last = place == len(found) - 1
    return (
        bool(_CLAUSE_START.search(fold(before)))
        or (place > 0 and found[place - 1].text in _LEAD_IN)
        or (found[place].text in ("ايه", "ايش", "وش") and (last or place <= 3))
        or (found[place].text in ("شنو", "شنوه") and last)
    )
