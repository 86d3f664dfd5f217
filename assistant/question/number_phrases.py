"""Numbers of a sentence with what they count, as they stand («600 ألف دينار», «أربعة عشر», «61.4 في المئة»)."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.clauses import ABOUT
from assistant.lexicon.numbers import WHAT_IS_COUNTED
from assistant.question.answer_type import holds_number
from assistant.question.nouns import has_article
from vectorstore.text.arabic import Token
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

_SIX = "ست"
_TEN = ("عشر", "عشره")
_LIKE_DEFINITE = frozenset(f"{join}{word}" for join in ("", "و") for word in ("الاف", "الفا", "الفي", "الفان", "الفين"))
"""«آلاف», «ألفين»: folded they begin as with the article."""
_HUNDREDTHS = ("المئه", "المائه", "الميه")


def is_number(word: str) -> bool:
    """«السبع» in «مجموعة السبع» is none, nor «HER2»."""
    return word[0].isdigit() or (holds_number(word) and not _is_definite(word) and not word.isascii())


def begins_number(found: Sequence[Token], at: int) -> bool:
    """«عشر» in «الثالثة عشرة» begins none."""
    word = found[at].text
    if word.removeprefix("و") == _SIX:  # a lady, but before what is counted
        return at + 1 < len(found) and found[at + 1].text in WHAT_IS_COUNTED
    return is_number(word) and not (word in _TEN and at > 0 and has_article(found[at - 1].text))


def number_phrases(sentence: str, found: Sequence[Token]) -> list[tuple[int, Span]]:
    """Every number: the place of its first token, and the span of it with what it counts."""
    made: list[tuple[int, Span]] = []
    at = 0
    while at < len(found):
        if not begins_number(found, at):
            at += 1
            continue
        last = at
        while last + 1 < len(found) and is_number(found[last + 1].text) and _beside(sentence, found, last):
            last += 1
        end = last
        if last + 1 < len(found) and _beside(sentence, found, last) and _is_counted(found, last + 1):
            end = last + 2 if found[last + 1].text == "في" else last + 1
        joined = found[at].text[0] == "و" and holds_number(found[at].text[1:])
        made.append((at, (found[at].start + joined, found[end].end)))
        at = end + 1
    return made


def _is_counted(found: Sequence[Token], at: int) -> bool:
    word = found[at].text
    if word == "في":
        return at + 1 < len(found) and found[at + 1].text in _HUNDREDTHS
    return word[0] != "و" and not _is_definite(word) and word not in (*PREPOSITIONS, *STOPWORDS, *ABOUT)


def _is_definite(word: str) -> bool:
    return has_article(word) and word not in _LIKE_DEFINITE


def _beside(sentence: str, found: Sequence[Token], at: int) -> bool:
    """Stands nothing but a space between a token and the next?"""
    return not sentence[found[at].end : found[at + 1].start].strip(" %٪ـ\u00a0")
