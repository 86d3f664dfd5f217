"""Which ways of writing are one name by the writing alone: other letters, Latin ones, together, one word apart.

`names.register` says what the evidence is; here is that of the spelling keys, word for word.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.lexicon.names import GIVEN_NAMES
from vectorstore.text.latin_names import may_be
from vectorstore.text.name_keys import (
    MIN_KEY_CONSONANTS,
    all_foreign_shaped,
    consonant_count,
    is_native_shaped,
    latin_keys,
    phonetic_key,
)
from vectorstore.text.near_spellings import half_slips, in_alike_letters

MIN_JOINED_CONSONANTS = 2
"""Consonants of the word in which two names differ, all others being the same."""

LATIN_ARTICLES = frozenset(("al", "el", "ul"))
"""The article as a word of a name in Latin letters («el-Sherif»)."""

MAX_HALF_SLIPS = 3
"""Half slips (`near_spellings`) between two spellings of one word: «هالستروم» and «هولستروم» are two apart, «باريس» and
«بورصة», which have the same consonants, four."""

MAX_COMPARED = 30
"""Names with one key that are compared each with each."""

Words = tuple[str, ...]


def join_spellings(every: Collection[Words]) -> dict[Words, Words]:
    """For each name the one that stands for all its spellings."""
    stands: dict[Words, Words] = {name: name for name in every}

    def root(name: Words) -> Words:
        while stands[name] != name:
            name = stands[name]
        return name

    def join(names: Iterable[Words]) -> None:
        first, *others = (root(name) for name in names)
        for other in others:
            stands[root(other)] = root(first)

    groups: dict[Words, list[Words]] = defaultdict(list)
    together: dict[str, list[Words]] = defaultdict(list)
    for name in every:
        groups[spelled(name)].append(name)
        whole = "".join(name)
        if len(name) <= 2 and not whole.isascii() and all_foreign_shaped((whole,)):
            together[phonetic_key(whole)].append(name)
    for names in groups.values():
        for one, other in itertools.combinations(names, 2) if len(names) <= MAX_COMPARED else pairwise(names):
            if all(map(_is_spelled_like, one, other)):
                join([one, other])
    for key, names in together.items():
        if consonant_count(key) >= MIN_KEY_CONSONANTS and {len(name) for name in names} == {1, 2}:
            join(names)
    by_keys: dict[Words, list[Words]] = defaultdict(list)
    for name in every:
        by_keys[tuple(phonetic_key(word) for word in name)].append(name)
    for name in every:
        if all(word.isascii() for word in name):
            join([name, *_arabic_of(name, by_keys)])
    having: dict[str, set[Words]] = defaultdict(set)
    for name in every:
        for word in name:
            having[word].add(name)
    for names in by_keys.values():
        for one, other in zip(names, names[1:], strict=False):
            if _differ_in_one_word(one, other, having):
                join([one, other])
    return {name: root(name) for name in every}


@lru_cache(maxsize=100_000)
def spelled(name: Words) -> Words:
    """A name by the spelling keys of those of its words that no Arabic pattern explains."""
    return tuple(
        key
        if not word.isascii()
        and consonant_count(key := phonetic_key(word)) >= MIN_KEY_CONSONANTS
        and not is_native_shaped(word)
        else word
        for word in name
    )


def _is_spelled_like(one: str, other: str) -> bool:
    return half_slips(in_alike_letters(one), in_alike_letters(other)) <= MAX_HALF_SLIPS


def _arabic_of(name: Words, by_keys: Mapping[Words, Sequence[Words]]) -> list[Words]:
    """The Arabic spellings of a name in Latin letters."""
    keys: list[Words] = [()]
    for word in name:
        keys = [(*start, key) for start in keys for key in keys_of_latin(word)][:64]
    telling = [key for key in keys if sum(map(consonant_count, key)) >= MIN_KEY_CONSONANTS]
    return [one for key in telling for one in by_keys.get(key, ()) if not one[0].isascii()]


@lru_cache(maxsize=10_000)
def keys_of_latin(word: str) -> frozenset[str]:
    """The keys of a Latin word; «eu» and «u» at its start are heard as «يو» as well (Europol, Utah)."""
    keys = latin_keys(word)
    return keys | {f"Y{key[1:]}" for key in keys if word.startswith(("eu", "u"))}


def same_in_latin(latin: Sequence[str], name: Words) -> bool:
    """May these Latin words be the Arabic words of a name?"""
    return bool(latin) and len(latin) == len(name) and all(map(_is_in_latin, latin, name))


def part_in_latin(latin: Sequence[str], name: Words) -> bool:
    """May each of these Latin words be a word of a name («Adnan» of عدنان خليفة)?"""
    return bool(latin) and all(any(_is_in_latin(one, word) for word in name) for one in latin)


def _is_in_latin(latin: str, word: str) -> bool:
    bare = word.removeprefix("ال") if len(word) > 4 else word
    return not word.isascii() and (phonetic_key(word) in keys_of_latin(latin) or may_be(latin, bare))


def _differ_in_one_word(one: Words, other: Words, having: Mapping[str, Collection[Words]]) -> bool:
    """Do two names of the same keys differ in one word alone, and does no third name have the words they share?

    `having`: the names that have each word.
    """
    differing = [place for place in range(len(one)) if one[place] != other[place]]
    if len(one) < 2 or len(differing) != 1:
        return False
    place = differing[0]
    shared = {word for i, word in enumerate(one) if i != place}
    telling = consonant_count(phonetic_key(one[place])) >= MIN_JOINED_CONSONANTS and not shared & GIVEN_NAMES
    return telling and not {name for word in shared for name in having[word]} - {one, other, tuple(shared)}
