"""Words that a sentence denies are set off with what denies them: alone they would say the contrary.

«ونفى العامل أن تكون السلطات رفضت المساعدات» for «هل رفضت السلطات المساعدات؟», «لن يفتح قبل 2028» for «متى يفتح؟».
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.clauses import DENYING as NOT
from assistant.lexicon.clauses import OPENERS, STILL, THAT
from assistant.lexicon.numbers import word_set
from assistant.lexicon.quantifiers import ONLY
from assistant.lexicon.reasons import DENYING
from assistant.lexicon.speech_verbs import SPEAKING
from assistant.question.answer_fit import asked_kind
from vectorstore.text.arabic import Token, fold, tokens, words
from vectorstore.types import Span

MAX_WORDS, MAX_WORDS_FROM_NOT = 12, 6
"""Words between a verb that denies, or «لن», and what it denies."""

_DENYING = frozenset(DENYING) | word_set("نافيا نافيه نافين منكرا منكره")
_EXCEPT = ONLY | THAT | word_set("سوي الا غير بل حتي احد شك بد سيما")
_NEGATIONS = frozenset(("لم", "لن", "لا", "ليس", "ليست", "ليسوا"))
"""«ما» is mostly «what»."""
_PRESENT = re.compile(r"[يتن]\w{2,}$")
_SAYING = SPEAKING - frozenset(f"{join}{verb}" for join in ("", "و", "ف") for verb in _DENYING)
_BREAK = re.compile(r"[،,؛;:.!؟?«»\"“”()\n]")
_ASKS_WHETHER = re.compile(r"^\W*[وف]?هل\b")
_BEFORE = frozenset(("قبل",))


def with_denial(question: str, sentence: str, start: int, end: int) -> Span | None:
    """The part from `start` to `end`, begun with what denies it; None where nothing does, or that is asked for."""
    found = tokens(sentence)
    first = next((at for at, token in enumerate(found) if token.start >= start), len(found))
    asks_denial = any(word.lstrip("وف") in _DENYING for word in words(question))
    if first == len(found) or asks_denial or asked_kind(question) == "person":  # «نفت المتحدثة ليلى قاسم …»
        return None
    at = _denying_verb(sentence, found, first)
    whether = bool(_ASKS_WHETHER.search(fold(question)))
    if at is None and (whether or found[first].text in _BEFORE):
        at = _negation(sentence, found, first)
    return None if at is None else (_without_join(sentence, found[at]), end)


def _denying_verb(sentence: str, found: Sequence[Token], first: int) -> int | None:
    """The place of the verb that denies what stands at `first`, in one clause with it."""
    for at in range(first - 1, max(-1, first - 1 - MAX_WORDS), -1):
        if _BREAK.search(sentence[found[at].end : found[at + 1].start]):
            return None
        if found[at].text in OPENERS or found[at].text in _SAYING:  # «نفى التهم وقال إن …»
            return None
        if found[at].text.lstrip("وف") in _DENYING:
            denied_again = at and found[at - 1].text.lstrip("وف") in NOT  # «لم ينف»
            return None if denied_again else at
    return None


def _negation(sentence: str, found: Sequence[Token], first: int) -> int | None:
    """The place of «لم» or «لن» before what stands at `first`, in one clause with it, where nothing is excepted."""
    for at in range(first - 1, max(-1, first - 1 - MAX_WORDS_FROM_NOT), -1):
        word = found[at].text
        if word in _EXCEPT or word in OPENERS or _BREAK.search(sentence[found[at].end : found[at + 1].start]):
            return None
        if word.removeprefix("و").removeprefix("ف") in _NEGATIONS:
            verb = found[at + 1].text
            denies = word.endswith("لن") or word.endswith("لم") or _PRESENT.match(verb) or "ليس" in word
            return at if denies and verb not in STILL else None
        if word[:1] == "و" and at < first - 1:
            return None  # «لم ينم اللاعبون ووصل الفريق قبل الفجر»
    return None


def _without_join(sentence: str, word: Token) -> int:
    """Where a word begins, without the «و» or «ف» written onto it."""
    joined = word.text[:1] in "وف" and (word.text[1:] in _NEGATIONS or word.text[1:] in _DENYING)
    return word.start + joined
