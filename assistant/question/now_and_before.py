"""Of two values that a sentence tells of one thing, the one of the time that is asked for.

«كان الرأس يباع بخمسة ملايين، فصار يباع بمليونين» for «بكم يباع الآن؟», «انخفضت من ست ساعات إلى ساعتين» for «كم
انخفضت؟», which asks for both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.clauses import EARLIER
from assistant.lexicon.measures import CHANGING
from assistant.lexicon.numbers import DUALS, WHAT_IS_COUNTED, word_set
from assistant.question.answer_fit import AMOUNTS, asked_kind
from assistant.question.number_phrases import number_phrases
from assistant.question.word_forms import holds_money
from vectorstore.text.arabic import Token, fold, stem, tokens, words
from vectorstore.types import Span

_BECAME = word_set("صار صارت اصبح اصبحت بات باتت يصير غدا غدت")
NOW = _BECAME | word_set("الان اليوم حاليا حالا")
BEFORE = EARLIER | word_set("اصلا")
"""Words of a question that asks for what is so now, or was so before."""

VERB_BEFORE = 6
"""Words before «من» among which stands the verb of the change."""

_WAS = word_set("كان كانت")
_ONCE = ("بعدما", "بعد")
_CLAUSE = re.compile(r"[،,؛;.](?=\s|$)")


def of_time_asked(question: str, sentence: str, start: int, end: int) -> Span | None:
    """The value of the time asked for, or both of a change; None where the part from `start` to `end` is that, or
    nothing tells."""
    if asked_kind(question) not in AMOUNTS:
        return None
    asked, found = set(words(question)), tokens(sentence)
    pair = _values(sentence, found, start, end)
    if pair is None:
        return None
    before, now = pair
    if _asks_change(fold(question)) and sentence[before[1] : now[0]].strip() and _is_from_to(found, before, now):
        return before[0], now[1]
    wants_now, wants_before = bool(asked & NOW), bool(asked & BEFORE)
    if wants_now == wants_before:
        return None
    wanted, other = (now, before) if wants_now else (before, now)
    alone = _overlaps(wanted, start, end) and not _overlaps(other, start, end)
    return None if alone else wanted


def _overlaps(value: Span, start: int, end: int) -> bool:
    return value[0] < end and start < value[1]


def _asks_change(question: str) -> bool:
    said = words(question)
    return any(word.lstrip("وفب") == "كم" and other in CHANGING for word, other in zip(said, said[1:], strict=False))


def _values(sentence: str, found: Sequence[Token], start: int, end: int) -> tuple[Span, Span] | None:
    """The two values of one unit of which the part is one, that of before and that of now; None where they are not
    known to be such."""
    phrases = number_phrases(sentence, found)
    units = {one: _unit(sentence[slice(*one[1])]) for one in phrases}
    within = {unit for one, unit in units.items() if _overlaps(one[1], start, end)}
    alike = [one for one, unit in units.items() if unit in within or not unit]
    if len(alike) != 2 or not within:
        return None
    (one, first), (other, second) = alike
    if _is_from_to(found, first, second):
        return first, second
    words_of = [{token.text.lstrip("وف") for token in _clause(sentence, found, at)} for at in (one, other)]
    if words_of[0] & _WAS and words_of[1] & _BECAME:
        return first, second
    behind = [token.text for token in found if first[1] <= token.start < second[0]]
    if any(word in _ONCE for word in behind) and _WAS & set(behind):  # «ثلاثة أمتار، بعدما كان …»
        return second, first
    return None


def _is_from_to(found: Sequence[Token], first: Span, second: Span) -> bool:
    """«انخفضت من ست ساعات في الأسبوع إلى ساعتين»; «أمطار من بوصة إلى أربع بوصات» is no change."""
    before = [token.text for token in found if token.end <= first[0]]
    between = [token.text for token in found if first[1] <= token.start < second[0]]
    changes = any(word in CHANGING or word.lstrip("وف") in CHANGING for word in before[-VERB_BEFORE:])
    return changes and before[-1:] == ["من"] and between[-1:] == ["الي"]


def _clause(sentence: str, found: Sequence[Token], at: int) -> list[Token]:
    """The tokens of the clause of one."""
    begins = [stop.end() for stop in _CLAUSE.finditer(sentence) if stop.end() <= found[at].start]
    begin = begins[-1] if begins else 0
    stop = _CLAUSE.search(sentence, found[at].end)
    return [token for token in found if begin <= token.start < (stop.start() if stop else len(sentence))]


def _unit(phrase: str) -> str:
    """What a number counts, by its last word; "" for a bare number."""
    if holds_money(fold(phrase)):
        return "money"
    last = words(phrase)[-1]
    if unit := WHAT_IS_COUNTED.get(last) or DUALS.get(last):
        return unit
    return "" if last[:1].isdigit() else stem(last.removesuffix("ا"))
