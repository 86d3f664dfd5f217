"""Which words of a sentence are names, so that each can be looked for in the passages that the sentence cites.

A name is told by its shape (no pattern of Arabic derivation fits), by a capital, by quotation marks, by the word
before it («شركة», «الوزير»), or because it is one of the commonest given names or a country. Not every name is found
(«نور» is also light), and a few other words are taken for names: a claim then has to use the articles' own word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.lexicon.names import GIVEN_NAMES, NATIONS, NATIONS_LATIN, ORDINARY, TITLES, TRANSLATED
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.verification.numbers import find_figures
from assistant.verification.word_match import ClaimWord, base_forms, same_name
from vectorstore.text.arabic import fold
from vectorstore.text.name_keys import NameVariants, is_native_shaped

_QUOTED = re.compile('["“”«‹]([^"“”«»‹›]{2,60})["“”»›]')
_MOST_QUOTED = 4
_NO_NAME_AFTER_TITLE = re.compile("^(?:ال|لل|بال|وال|[يتن])|(?:ت|يه)$")
_NATION_ENDINGS = ("", "ا", "ه", "ي", "يا", "يه", "يين", "يون", "يان", "يات")
_LINEAGE = frozenset(("بن", "ابن", "بنت", "ابو", "ابي", "عبد", "ال", "اَل", "دي", "فان", "فون"))


def nation_key(word: str) -> str:
    """The country that a normalised word names or is the adjective of, as a key; empty for other words."""
    if word.isascii():
        return _latin_nation_key(word)
    return next((key for base in sorted(base_forms(word), key=len) if (key := _nation_words().get(base))), "")


@functools.lru_cache(maxsize=20_000)
def _latin_nation_key(word: str) -> str:
    return next((key for start, key in NATIONS_LATIN.items() if word.startswith(start)), "")


@functools.cache
def _nation_words() -> Mapping[str, str]:
    """Every form of each country's name and adjective with its key; a form of two is the first one's."""
    forms: dict[str, str] = {}
    for start, key in NATIONS.items():
        for ending in _NATION_ENDINGS:
            forms.setdefault(start + ending, key)
    return forms


def is_same_name(one: str, other: str) -> bool:
    """Are two normalised words the same name, the same country, or an English and an Arabic word for one thing?"""
    country = nation_key(one)
    if country and country == nation_key(other):
        return True
    if one.isascii() != other.isascii():
        latin, arabic = (one, other) if one.isascii() else (other, one)
        if any(base.startswith(start) for start in TRANSLATED.get(latin, ()) for base in base_forms(arabic)):
            return True
    return same_name(one, other)


def name_positions(text: str, words: Sequence[ClaimWord], spellings: NameVariants | None) -> frozenset[int]:
    """The places among `words` (of `text`) where names stand."""
    dated = [(f.start, f.end) for f in find_figures(text)]
    quoted = _quoted(fold(text))
    found: set[int] = set()
    for place, word in enumerate(words):
        if not word.content or word.text[0].isdigit() or any(a < word.end and word.start < b for a, b in dated):
            continue
        if any(a <= word.start and word.end <= b for a, b in quoted) or _is_name(words, place, found, spellings):
            found.add(place)
    return frozenset(found)


def look_up_ahead(words: Iterable[str], spellings: NameVariants) -> None:
    """Look up at once what `name_positions` will ask of the corpus about the words of some sentences."""
    foreign = {word for word in words if not word.isascii() and _is_foreign_shaped(word)}
    spellings.prefetch(frozenset(base for word in foreign for base in base_forms(word)), articles=True)


def _is_foreign_shaped(word: str) -> bool:
    return len(word) > 3 and not is_native_shaped(word, clitics=True)


def _quoted(folded: str) -> list[tuple[int, int]]:
    return [m.span(1) for m in _QUOTED.finditer(folded) if len(m.group(1).split()) <= _MOST_QUOTED]


def _is_name(words: Sequence[ClaimWord], place: int, found: set[int], spellings: NameVariants | None) -> bool:
    word = words[place]
    if word.text.isascii():
        return _is_latin_name(words, place)
    if nation_key(word.text):
        return True
    before = words[place - 1].text if place else ""
    if base_forms(word.text) & GIVEN_NAMES:
        return True
    if before in _LINEAGE or (place + 1 < len(words) and words[place + 1].text in ("بن", "ابن", "بنت")):
        return True
    if place - 1 in found and base_forms(before) & GIVEN_NAMES and word.text.startswith("ال"):
        return True
    if base_forms(word.text) & ORDINARY:
        return False
    if (before in TITLES or before in SAYING_FORMS) and not _NO_NAME_AFTER_TITLE.search(word.text):
        return True
    if not _is_foreign_shaped(word.text):
        return False
    # what the corpus also writes with the article, or with a suffix, is mostly a noun of the language
    return not (spellings and any(spellings.takes_article(base) for base in base_forms(word.text)))


def _is_latin_name(words: Sequence[ClaimWord], place: int) -> bool:
    word = words[place]
    arabic_around = any(not near.text.isascii() for near in words)
    if arabic_around:
        return len(word.text) > 1
    if not word.raw[:1].isupper():
        return False
    if place:
        return True
    following = words[1] if len(words) > 1 else None
    ordinary = word.text.endswith(("s", "ing", "ed", "ly", "tion", "ment", "ity"))
    return following is not None and (following.raw[:1].isupper() or not ordinary) and word.text not in ORDINARY
