"""The Arabic for the words of an English question, in the forms that the corpus has.

Nothing is translated for anybody to read: where an article has «مرجان», the «coral» of a question is known to stand in
it, as another spelling of a name is. The table, `assistant/lexicon/english.tsv`, is written by `training/english.py`,
which says from what.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from vectorstore.text.name_keys import NameVariants

FILE = Path(__file__).parent.parent / "lexicon" / "english.tsv"

_ENDINGS = ("s", "es", "ed", "d", "ing")
_FEWEST_LETTERS = 3
_ARABIC_ENDINGS = ("", "ه", "ا", "ات", "ين", "ون", "ان", "ي", "يه")
"""What may stand behind an Arabic word that has lost its «ة»: number, gender, case, and who is of it."""


def glosses(word: str, spellings: NameVariants) -> frozenset[str]:
    """The words of the corpus that an English word, in lower case, may stand for."""
    table = _table()
    found = {table[base] for base in bases(word) if base in table}
    stems = {gloss.removesuffix("ات").removesuffix("ه") for gloss in found}
    forms = {stem + ending for stem in stems if len(stem) >= _FEWEST_LETTERS for ending in _ARABIC_ENDINGS} | found
    return frozenset().union(*map(spellings.surface_forms, forms))


def bases(word: str) -> tuple[str, ...]:
    """An English word, and what it is without an ending of number or tense."""
    cut = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return (word, *(base for base in cut if len(base) >= _FEWEST_LETTERS))


@cache
def _table() -> Mapping[str, str]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)
