"""The Arabic for the words of an English question, in the forms that the corpus has.

Nothing is translated for anybody to read: where an article has «مرجان», the «coral» of a question is known to stand in
it, as another spelling of a name is. The table, `assistant/lexicon/english.tsv`, is written by `training/english.py`,
which says from what. Months, weekdays, countries and whoever is of them come from the tables that there are of these.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.lexicon.names import TRANSLATED
from assistant.question.territories import arabic_for
from vectorstore.text.calendar_names import months_in_arabic, weekdays_in_arabic
from vectorstore.text.name_keys import NameVariants

FILE = Path(__file__).parent.parent / "lexicon" / "english.tsv"

CACHED_WORDS = 4096

_ENDINGS = ("s", "es", "ed", "d", "ing")
_FEWEST_LETTERS = 3
_ARABIC_ENDINGS = ("", "ه", "ا", "ات", "ين", "ون", "ان", "ي", "يه")
"""What may stand behind an Arabic word that has lost its «ة»: number, gender, case, and who is of it."""


_PLURAL = re.compile("(?<=.{3})ي(?:ون|ين)$")
"""Of an adjective («سياسيون»)."""

_ABBREVIATED = {
    "US": "american", "USA": "american", "UK": "british", "UAE": "emirati", "EU": "european", "UN": "nations",
}  # fmt: skip
"""What English writes in capitals and Arabic in words, and a word that has these in Arabic."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an English word may stand for: `bases` in Arabic, of which `words` are what the corpus has, in its forms.

    `sure`: a month, a weekday, a country or whoever is of it. However the word sounds, it is nobody's name.
    """

    bases: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    sure: bool = False


NO_MEANING = Meaning()


def meaning(word: str, raw: str, spellings: NameVariants) -> Meaning:
    """What an English word may stand for in the corpus; `word` is folded, `raw` as the question has it."""
    found, sure = _bases(_ABBREVIATED.get(raw, word), raw[:1].isupper())
    return Meaning(found, spellings.surface_forms(*found), sure)


def is_abbreviation(raw: str) -> bool:
    """«US», which in lower case is a word that says nothing."""
    return raw in _ABBREVIATED


def is_said_in_arabic(word: str) -> bool:
    """Is a folded English word, with its capital, a month, a weekday, or of a country?"""
    return _bases(word, True)[1]


@lru_cache(maxsize=CACHED_WORDS)
def _bases(word: str, capital: bool) -> tuple[frozenset[str], bool]:
    months = months_in_arabic().get(word, frozenset())
    told = frozenset(table[base] for base in bases(word) if base in (table := _table()))
    if months and not capital:  # «may» is a verb
        return _formed(told - months), False
    if capital:
        told = told.union(TRANSLATED.get(word, ()))
        sure = months | weekdays_in_arabic().get(word, frozenset()) or arabic_for(word, told)
        if sure:
            return sure, True
    return _formed(told), False


def _formed(found: Collection[str]) -> frozenset[str]:
    """Arabic words with the endings that they may take."""
    stems = {_PLURAL.sub("ي", gloss).removesuffix("ات").removesuffix("ه") for gloss in found}
    forms = {stem + ending for stem in stems if len(stem) >= _FEWEST_LETTERS for ending in _ARABIC_ENDINGS}
    return frozenset(forms).union(found)


def bases(word: str) -> tuple[str, ...]:
    """An English word, and what it is without an ending of number or tense."""
    cut = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return (word, *(base for base in cut if len(base) >= _FEWEST_LETTERS))


@cache
def _table() -> Mapping[str, str]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)
