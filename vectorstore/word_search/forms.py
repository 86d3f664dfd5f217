"""What a word of a pattern stands for in a corpus: its stem, its forms with clitics, and other spellings of a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from vectorstore.text.arabic import stem
from vectorstore.text.name_keys import (
    MIN_KEY_CONSONANTS,
    NameVariants,
    all_foreign_shaped,
    consonant_count,
    phonetic_key,
)
from vectorstore.text.near_spellings import LONG_VOWELS, half_slips, in_alike_letters, near_words
from vectorstore.text.pattern import Pattern, Term

LEAST_CLITIC_LETTERS = 4
"""Letters of a word that is also looked for behind a clitic: «باتفاق» is «اتفاق», but «بحر» is no «حر»."""

MAX_NAME_LETTERS = 40
"""Letters after which a run is no name and has no other spellings; each letter more makes more keys to look up."""

MAX_HALF_SLIPS = 3
"""Half slips (`near_spellings.half_slips`) between two spellings of one name whose consonants are the same: «فيسبوك» is
one from «فايسبوك», and «كيغالي» four from «غوغل», with which it shares them too."""

_LATIN_VOWELS = {
    "a": ("اي",), "e": ("اي",), "i": ("ا", "ي"), "y": ("ا", "ي"), "o": ("وا",), "u": ("ي", "وا"), "w": ("و",)
}  # fmt: skip
"""What Arabic may write for a Latin vowel, one letter of each, or nothing: «مايك» for Mike, «يوتيوب» for YouTube."""

MAX_SPELLINGS = 12
"""Other spellings of one word, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Forms:
    """What counts as one term: any of `words` as written, or a word with one of `stems`; or `phrase`, word for word."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    phrase: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """A pattern over a corpus: forms by term, words looked for besides, and words that the corpus has in no form."""

    forms: dict[Term, Forms]
    also: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def meaning_of(pattern: Pattern, near: bool, spellings: NameVariants, stems: Collection[str]) -> Meaning:
    """What each term of a pattern is looked for as; without `near`, just as it was typed.

    `stems`: those that the corpus has, of the words of the pattern.
    """
    forms: dict[Term, Forms] = {}
    also: list[str] = []
    missing: list[str] = []
    for term in dict.fromkeys((*pattern.terms, *pattern.excluded)):
        if term.is_phrase:
            forms[term] = Forms(phrase=term.words)
            missing += [word for word in term.content if word not in spellings]
        elif not near:
            forms[term] = Forms(words=frozenset(term.words))
            missing += [] if term.words[0] in spellings else [term.text]
        elif term in pattern.excluded:  # what somebody wants out is this word and not its neighbours
            forms[term] = _near_forms(term.words[0], (), spellings)
        else:
            is_known = stem(term.words[0]) in stems or term.words[0] in spellings
            others = other_spellings(term.words[0], is_known, spellings)
            forms[term] = _near_forms(term.words[0], others, spellings)
            also += others
            missing += [] if others or is_known or len(forms[term].words) > 1 else [term.text]
    return Meaning(forms, tuple(dict.fromkeys(also)), tuple(dict.fromkeys(missing)))


def other_spellings(word: str, is_known: bool, spellings: NameVariants) -> tuple[str, ...]:
    """Other words of the corpus that a folded word may be a spelling of: of a name, by its sound; and where the corpus
    does not know the word, what it may have been meant to be. The most frequent first."""
    if len(word) > MAX_NAME_LETTERS:
        return ()
    bases = spellings.base_forms(word)
    base = bases[-1]
    found = {
        other
        for other in spellings.same_key(word)
        if consonant_count(phonetic_key(other)) >= MIN_KEY_CONSONANTS
        and all_foreign_shaped((other,) if word.isascii() else (base, other))
        and spellings.takes_article(other) == (not word.isascii() and spellings.takes_article(base))
        and (_sounds_like(word, other) if word.isascii() else _is_spelled_like(base, other))
    }
    if not found and not is_known and not word.isascii():
        slips = near_words(word, spellings)
        found = {other for half_slips, other in slips if half_slips == slips[0][0]}
    bare = {spellings.base_forms(other)[-1] for other in found} - {*bases, *(stem(one) for one in bases)}
    counts = spellings.frequency(sorted(bare))
    return tuple(sorted(bare, key=lambda one: (-counts.get(one, 0), one)))[:MAX_SPELLINGS]


def _is_spelled_like(word: str, other: str) -> bool:
    """May two Arabic words with the same consonants be one name?"""
    return half_slips(in_alike_letters(word), in_alike_letters(other)) <= MAX_HALF_SLIPS


def _sounds_like(latin: str, arabic: str) -> bool:
    """Are the long vowels of an Arabic name, after its first letter, among those of the Latin one, in their order?"""
    heard = iter([sound for letter in latin for sound in _LATIN_VOWELS.get(letter, ())])
    return all(any(letter in sound for sound in heard) for letter in arabic[1:] if letter in LONG_VOWELS)


def _near_forms(word: str, others: tuple[str, ...], spellings: NameVariants) -> Forms:
    written = {word}
    for one in (word, *others):
        written.add(one)
        if len(one) >= LEAST_CLITIC_LETTERS and not one.isascii():
            written |= spellings.surface_forms(one)
    return Forms(frozenset(written), frozenset(map(stem, (word, *others))))
