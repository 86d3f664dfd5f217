"""What of a word, and of the words around it, may tell that it is part of a name.

A word is seen as it is written onto others («ولغوغل») and without a letter that may be a conjunction or preposition, by
its first and last letters, by its shape (no pattern of Arabic derivation fits «غوغل»), and by small lists: countries
and cities, given names, titles, verbs of saying, nouns for a body of people. No corpus is asked, so that the names of a
text depend on the text alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache

from assistant.lexicon.names import BODIES, GIVEN_NAMES, PERSONAL_TITLES, PLACE_NOUNS, TITLES
from assistant.lexicon.numbers import months
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.question.territories import territories
from vectorstore.text.arabic import Token
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.name_keys import CACHED_WORDS, is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

STEPS = (-2, -1, 1, 2)
"""Neighbours of a word that are told to it."""

MAX_PLACE_WORDS = 4
"""Words of a place's name that are looked for in the lists."""

_ONE_CLITIC = re.compile("^(?:[وف]?[بلك]|[وف])(?=.{3})")
_LAL = re.compile("^[وف]?لل(?=.{2})")
_OPENING, _CLOSING = frozenset('"“«‹(”'), frozenset('"”»›)“')
_ONLY_OWN = ("p2=", "p3=", "s3=", "len=")
"""Features of a word that its neighbours are not told."""


def key_of(text: str, before: int = 0) -> int:
    """A hash of 32 bits, the same on every machine and in every run; `before`: the hash of what stands before it."""
    return zlib.crc32(text.encode(), before)


@lru_cache(maxsize=CACHED_WORDS)
def without_clitic(word: str) -> str:
    """A folded word without one conjunction or preposition that it may begin with; «لل» becomes the article."""
    if _LAL.match(word):
        return "ال" + _LAL.sub("", word)
    return _ONE_CLITIC.sub("", word)


def of_word(word: str) -> list[str]:
    """What a folded word tells by itself."""
    bare = without_clitic(word)
    told = [f"w={word}", f"b={bare}", f"p2={bare[:2]}", f"p3={bare[:3]}", f"s2={word[-2:]}", f"s3={word[-3:]}"]
    told.append(f"len={min(len(bare), 9)}")
    if word.isascii():
        told.append("digit" if word[0].isdigit() else "latin")
    else:
        told.append(f"native={is_native_shaped(word):d}{is_native_shaped(word, clitics=True):d}")
        told.append("article" if bare.startswith("ال") else "bare")
    told += [name for name, words in _lists() if word in words or bare in words]
    if is_nation_adjective(bare):
        told.append("nation")
    return told


def of_neighbour(told: Sequence[str]) -> list[str]:
    """What of what a word tells by itself is told to the words beside it."""
    return [one for one in told if not one.startswith(_ONLY_OWN)]


def of_place(text: str, found: Sequence[Token], cities: Collection[int]) -> Iterator[list[str]]:
    """For each word of a sentence what its place in it tells but for the word before: marks, capitals, listed places.

    `cities`: names of cities by `key_of`, beside the countries and capitals that are known anyway.
    """
    listed = _listed([token.text for token in found], cities)
    last = len(found) - 1
    for i, token in enumerate(found):
        before = "^" if not i else _gap(text, found[i - 1].end, token.start)
        behind = "$" if i == last else _gap(text, token.end, found[i + 1].start)
        told = ["bias", f"<{before}", f">{behind}", f"end={text[token.end - 1]}", *listed[i]]
        told += ["opened"] * (text[token.start - 1 : token.start] in _OPENING and token.start > 0)
        told += ["closed"] * (text[token.end : token.end + 1] in _CLOSING)
        if text[token.start].isupper():
            told.append("capital")
        for step in STEPS:
            if 0 <= i + step <= last:
                told += [f"{step}:{one}" for one in listed[i + step]]
        yield told


def of_pair(before: str, word: str) -> str:
    """What a word tells together with the one before it."""
    return f"-1+0:{before}|{word}"


def features_of(text: str, found: Sequence[Token], cities: Collection[int]) -> list[list[str]]:
    """All features of each word of a sentence, by name: what a model is trained on."""
    rows = []
    for i, told in enumerate(of_place(text, found, cities)):
        row = [*of_word(found[i].text), *told]
        if i:
            row.append(of_pair(found[i - 1].text, found[i].text))
        for step in STEPS:
            if 0 <= i + step < len(found):
                row += [f"{step}:{one}" for one in of_neighbour(of_word(found[i + step].text))]
        rows.append(row)
    return rows


@cache
def _lists() -> tuple[tuple[str, Collection[str]], ...]:
    """Small lists of words by the name of their feature."""
    return (
        ("stop", STOPWORDS), ("given", GIVEN_NAMES), ("title", TITLES), ("personal", PERSONAL_TITLES), ("body", BODIES),
        ("noun of place", PLACE_NOUNS), ("says", SAYING_FORMS), ("month", months()), ("preposition", PREPOSITIONS),
    )  # fmt: skip


def _gap(text: str, before: int, after: int) -> str:
    """What stands between two words: nothing, a space, or the first mark."""
    between = text[before:after].strip(" ")
    return between[:1] if between else "_" * (before < after)


def _listed(words: Sequence[str], cities: Collection[int]) -> list[list[str]]:
    """Which words are part of a listed place: its first and its other words, and whether it has several."""
    rows: list[list[str]] = [[] for _ in words]
    encoded = [b" " + word.encode() for word in words]
    i = 0
    while i < len(words):
        length = _listed_words(words[i : i + MAX_PLACE_WORDS], encoded[i : i + MAX_PLACE_WORDS], cities)
        for j in range(length):
            rows[i + j].append(f"place{length > 1:d}{'B' if not j else 'I'}")
        i += max(length, 1)
    return rows


def is_listed_place(name: str) -> bool:
    """Is it a country, or a city that the table of countries knows? Folded, with or without its article."""
    return name in _territories()


def is_nation_adjective(word: str) -> bool:
    """Is a folded word an adjective of a country, in any form, with or without the article?"""
    core = word.removeprefix("ال") if len(word) > 4 else word
    return core in _nation_adjectives()


def _listed_words(words: Sequence[str], encoded: Sequence[bytes], cities: Collection[int]) -> int:
    """How many of these words, from the first, are the longest listed place; `encoded`: behind a space each.

    The hash of a longer name is made of that of the shorter one.
    """
    bare = without_clitic(words[0])
    length = 0
    for first in (words[0], bare) if bare != words[0] else (words[0],):
        key, keys = key_of(first), _territory_keys()
        for place in range(len(words)):
            if place:
                key = zlib.crc32(encoded[place], key)
            if place >= length and (
                key in cities or (key in keys and " ".join((first, *words[1 : place + 1])) in _territories())
            ):
                length = place + 1
    return length


@cache
def _territory_keys() -> frozenset[int]:
    return frozenset(map(key_of, _territories()))


@cache
def _territories() -> frozenset[str]:
    """Countries and cities of the table, each also without its article."""
    names = {name for one in territories() for name in (*one.names, *one.cities)}
    return frozenset(names | {name.removeprefix("ال") for name in names if len(name) > 5})


@cache
def _nation_adjectives() -> frozenset[str]:
    return frozenset(one for land in territories() for one in land.stand_ins if one not in (*land.names, *land.cities))
