"""What is read of a question as it was typed: its start, what comes before it, and whether anything is asked at all."""

from __future__ import annotations

import re
from collections.abc import Callable

from vectorstore.controls import UNTYPED
from vectorstore.text.arabic import fold

MAX_QUESTION_CHARACTERS = 2_000
"""Characters of a question that are read; a longer one is a pasted text, and its start says what is asked."""

MAX_WORD_CHARACTERS = 100
"""Characters of a run without a space that are read: what is longer is no word, and a question of one such run would
fill the window of both networks (2,000 letters: 3 s)."""

_PICTURES = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_OPENING = re.compile(
    r"([^\s،,.!؛:؟?]+(?: [^\s،,.!؛:؟?]+){0,5}? ?)"
    r"(?:[،,.!؛:]+\s+(?=\S+\s+\S)|\s+(?=و(?:من|ما|ماذا|كم|مت[ىي]|[أا]ين|كيف|لماذا|هل|في)\s+\S))"
)
"""A clause of up to six words before a question («يعطيك العافية بس ما فهمت، كم …»): with a stop behind it, or «و» and a
word that asks («طيب ومن …»). Of 3,312 public questions one loses a clause (تاريخيا), with three words or with six."""
_NOTHING_ASKED = re.compile(r"[\W_]*")
_LONG_RUN = re.compile(rf"(\S{{{MAX_WORD_CHARACTERS}}})\S+")


def readable(question: str) -> str:
    """As much of a question as is read: its start, and of a run of letters that is no word the start of that."""
    return _LONG_RUN.sub(r"\1", UNTYPED.sub(" ", question)[:MAX_QUESTION_CHARACTERS]).strip()


def asks_nothing(asked: str) -> bool:
    """Has it no letter and no digit?"""
    return bool(_NOTHING_ASKED.fullmatch(fold(asked)))


def has_picture(asked: str) -> bool:
    """Has it an emoji or another pictograph?"""
    return bool(_PICTURES.search(asked))


def without_opening(asked: str, is_talk: Callable[[str], bool]) -> str:
    """The question without the clauses of talk before it («شكرا جزيلا، ومن …؟»)."""
    while (opening := _OPENING.match(asked)) and is_talk(opening[1]):
        asked = asked[opening.end() :]
    return asked
