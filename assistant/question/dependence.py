"""Does a question of a conversation need the one before it, and is it nothing but a name?

A few words can say nothing alone («وماذا عن», «ومتى»); else a model tells (`question.leaning`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.lexicon.interrogatives import (
    AFTER_PREPOSITION,
    BEFORE_INTERROGATIVES,
    INTERROGATIVES,
    LATIN_INTERROGATIVES,
)
from assistant.lexicon.pronouns import OTHERS, WHAT_HAPPENED
from assistant.question.in_full import points_back
from assistant.question.leaning import LEANS, content_words, leans
from vectorstore.text.arabic import Token, fold, tokens
from vectorstore.text.language import language_of
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

MAX_BARE_WORDS = 3
"""Content words up to which a question that leans on nothing visible may still be a bare name."""

JOINED_LEANS = 0.15
"""The threshold for a question that begins with «و»: it goes on, unless it surely says all by itself."""

_ASKS = f"{'|'.join(INTERROGATIVES)}|(?:{'|'.join((*PREPOSITIONS, 'ب', 'ل'))}) ?(?:{'|'.join(AFTER_PREPOSITION)})"
_SELDOM_ASKS = f"(?:{'|'.join(BEFORE_INTERROGATIVES)}) (?:{'|'.join(AFTER_PREPOSITION)})"
_LEADS = re.compile(f"^[وف] ?(?:{_ASKS}|{_SELDOM_ASKS})\\b")
_BEFORE = "|".join((*PREPOSITIONS, *BEFORE_INTERROGATIVES))
_NO_PREDICATE = re.compile(f"^[وف] ?(?:(?:{_BEFORE}) |[بل])?(?:اي|كم) \\w+\\W*$")
"""«ولأي وكالة؟»: a noun that is asked for, and nothing is said of it."""
_POINTS = frozenset(joined + word for joined in ("", "ب", "ل") for word in WHAT_HAPPENED)
_WHAT_ABOUT = re.compile("^[وف]?(?:ماذا عن|ما عن|بشان)\\b|^(?:and )?(?:what|how) about\\b|^et (?:pour |de )?")
_REGARDING = re.compile("^[وف]?بالنسبه ل")
JOINED = re.compile("^[وف](?=\\w{3})")
_JOINED_PREPOSITION = re.compile(f"^[وف]?(?:{'|'.join(PREPOSITIONS)}|in|at|for|from)$")
_JOINED_SHORT = re.compile(f"^[وف](?=(?:{'|'.join(PREPOSITIONS)})$)")
_ASKS_ANYWHERE = re.compile(f"(?:^|\\s)[وف]?(?:{_ASKS})\\b")
LEADS_LATIN = re.compile(r"^(?:and|but|so|et|mais|alors)\b")
_ASKS_LATIN = re.compile(rf"\b(?:{'|'.join(LATIN_INTERROGATIVES)}|did|does|do|is|are|was|were|has|have|can)\b")
_THEY_DID = re.compile("^و?\\w{2,}وا$")
_ANYBODY = frozenset(("احد", "احدا", "احدهم", "شيء", "شيئا"))
_MORE = re.compile(
    f"^[وف]?(?:{'|'.join(OTHERS)}|غيرهما|اخري|اخرين|else|other|others|autre|autres|encore)$"
)


def is_followup(question: str, former: str = "") -> bool:
    """Does the question need `former`, the one before it?"""
    folded = fold(question).strip()
    content = content_words(question)
    if not content or _WHAT_ABOUT.search(folded) or asks_for_more(question) or _asks_of_anybody(question):
        return True
    if language_of(question) != "ar":
        asks = _ASKS_LATIN.search(folded)
        if LEADS_LATIN.search(folded) or (not asks and len(content) <= MAX_BARE_WORDS):
            return True
        if language_of(question) == "fr":  # of which nothing was fitted: it counts as English where it says little
            return len(content) <= MAX_BARE_WORDS + 1 and leans(question, former) >= LEANS
    elif not _ASKS_ANYWHERE.search(folded) and len(content) <= MAX_BARE_WORDS and not _says_all(question):
        return True
    joined = _LEADS.search(folded) or folded.startswith("وال")
    return leans(question, former) >= (JOINED_LEANS if joined else LEANS)


def _asks_of_anybody(question: str) -> bool:
    """«هل أصيب أحد؟», «هل حدث شيء؟»: a verb and nobody in particular, so that it is of what was told before."""
    found = [token.text for token in tokens(question)]
    return len(found) == 3 and found[0].removeprefix("و") == "هل" and found[2] in _ANYBODY


def _says_all(question: str) -> bool:
    """«وجدوا ذهبا في الموقع؟»: a question without «هل» that begins with the verb of several and says more than that."""
    found = tokens(question)
    verb = found[0].text if found else ""
    did = _THEY_DID.match(verb) and not verb.startswith("و") and is_native_shaped(verb[:-2])  # «فرنسوا»
    return bool(did) and len(content_words(question)) > 1 and not points_back(question)


def may_say_all(question: str, former: str) -> bool:
    """Does it lean on `former` by the «و» before its first word alone, which may as well begin something new?"""
    folded = fold(question).strip()
    if not _LEADS.search(folded) or _WHAT_ABOUT.search(folded) or not content_words(question):
        return False
    if _NO_PREDICATE.search(folded):
        return False
    if points_back(question) or any(token.text in _POINTS for token in tokens(question)):  # «هذه الهيئة», «بذلك»
        return False
    return leans(question, former) < LEANS


def _is_told_of(content: list[Token], known: Callable[[str], bool]) -> bool:
    """Is it a verb with what it says of («وجدوا ذهبا»), and no name («فرنسوا ميتران»)?"""
    verb = content[0].text
    return len(content) > 1 and bool(_THEY_DID.match(verb)) and any(map(known, (verb[:-2], f"{verb[:-2]}ت", verb)))


def asks_for_more(question: str) -> bool:
    """«ومن أيضا؟», «who else?»: nothing is said but that there may be more."""
    found = [token.text for token in tokens(question)]
    rest = [word for word in found if word not in STOPWORDS or _MORE.match(word)]
    return any(map(_MORE.match, found)) and all(map(_MORE.match, rest))


def bare_name(question: str, known: Callable[[str], bool]) -> tuple[str, str]:
    """The name that is all there is of a question («وفايسبوك؟», «وماذا عن تويتر؟»), and its preposition; or two ""."""
    folded = fold(question)
    about = _WHAT_ABOUT.search(folded)
    if not about and (_ASKS_ANYWHERE.search(folded) or _ASKS_LATIN.search(folded)):
        return "", ""
    about = about or _REGARDING.search(folded)
    opening = folded[: about.end()] if about else ""
    glued = bool(opening) and opening[-1] == "ل" and not folded[about.end() :].startswith(" ")  # «بالنسبة لتويتر»
    found = tokens(question)[len(opening.split()) - glued :]
    content = [token for token in found if token.text not in STOPWORDS]
    if not content or len(content) > MAX_BARE_WORDS or _is_told_of(content, known):
        return "", ""
    start = content[0].start + glued
    without = JOINED.sub("", content[0].text)
    if not glued and without != content[0].text and (known(without) or not known(content[0].text)):
        start += 1
    before = [token.text for token in found if token.end <= start]
    preposition = before[-1] if before and _JOINED_PREPOSITION.match(before[-1]) else ""
    return question[start : content[-1].end], _JOINED_SHORT.sub("", preposition)
