"""Which part of a law, contract or book is named by its number: «المادة 13», «الفصل الثاني», "section 4"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.verification.numbers import find_figures
from vectorstore.text.arabic import words
from vectorstore.text.lexicon import DIVISIONS
from vectorstore.text.stopwords import STOPWORDS

_NAME = re.compile(
    rf"(?<!\w)[وفبلك]?(?:ال|لل)?(?P<name>{'|'.join(DIVISIONS)})\s(?:رقم\s|no\.?\s|number\s)?\(?\s?(?=\d|ال\w)"
)
_CLOSES = re.compile(r"\)?\s*(?:$|[:：.\-–—\n])")
_NUMBER_CHARACTERS = 30
_OPENING_CHARACTERS = 120
MOST_DIVISIONS = 999

_ASKING = frozenset(
    (
        "تقول", "يقول", "قالت", "قال", "تنص", "ينص", "نصت", "نص", "النص", "نصها", "نصه", "مضمون", "محتوي", "فحوي",
        "مفاد", "جاء", "ورد", "تتحدث", "يتحدث", "تتكلم", "يتكلم", "تتناول", "يتناول", "تتضمن", "يتضمن", "تعني", "يعني",
        "موضوع", "اشرح", "اعرض", "اقرا", "اذكر", "اكتب", "هات", "اعطني", "اعطيني", "ابغي", "اريد", "عايز", "say",
        "says", "text", "read", "show", "give",
    )
)  # fmt: skip
"""Words that ask for the text of a part itself, and name nothing that stands in it."""


@dataclass(frozen=True, slots=True)
class Division:
    """A part that is counted: what it is called, folded and without the article, and its number."""

    name: str
    number: int

    @property
    def level(self) -> int:
        """The level of the heading that it is."""
        return DIVISIONS[self.name]


def named_divisions(folded: str) -> Iterator[tuple[Division, int, int]]:
    """The parts that a folded text names by a number, in digits or words, and where."""
    for found in _NAME.finditer(folded):
        figure = next(iter(find_figures(folded[found.end() : found.end() + _NUMBER_CHARACTERS])), None)
        if figure and figure.start == 0 and figure.kind in ("number", "ordinal") and 0 < figure.value <= MOST_DIVISIONS:
            yield Division(found["name"], int(figure.value)), found.start(), found.end() + figure.end


def asked_division(folded: str) -> tuple[Division, frozenset[str]] | None:
    """The only part that a folded question names, and its other words that are neither common nor ask for the text."""
    named = list(named_divisions(folded))
    if len(named) != 1:
        return None
    division, start, end = named[0]
    rest = words(f"{folded[:start]} {folded[end:]}")
    return division, frozenset(word for word in rest if word not in STOPWORDS and word not in _ASKING)


def opening_division(folded: str) -> Division | None:
    """The part whose number a folded text begins with, and nothing but a stop behind it: «المادة 5: …»."""
    bare = folded[:_OPENING_CHARACTERS].lstrip("#*-•\"«( \n")
    first = next(named_divisions(bare), None)
    if first is None:
        return None
    division, start, end = first
    return division if start == 0 and _CLOSES.match(bare[end:]) else None
