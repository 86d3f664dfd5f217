"""Which words of two texts say the same: inflections of one word, words of one root, spellings of one name.

A judgement about writing, without a dictionary: «يجند» and «تجنيد» are kin, «منع» and «حظر» are not. Names are
compared more strictly (`same_name`), because أحمد, محمد and محمود are also written alike.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from vectorstore.text.arabic import placed_tokens, stem
from vectorstore.text.lexicon import NAME_CLITICS
from vectorstore.text.name_keys import (
    MIN_KEY_CONSONANTS,
    consonant_count,
    is_native_shaped,
    latin_keys,
    phonetic_key,
)
from vectorstore.text.similarity import gram_similarity
from vectorstore.text.stopwords import WITHOUT_CONTENT

SAME_ROOT_SIMILARITY, SAME_LETTERS_SIMILARITY = 0.8, 0.6
"""How much a word of the same root, and one merely written alike, count beside the word itself."""

MIN_SIMILARITY = 0.6
"""Dice's coefficient of three-letter pieces from which two words count as written alike."""

_VOWELS = "اويىئؤءة"
_DERIVED = ("است", "مست", "يست", "تست", "مت", "ان", "ا", "ت", "ي", "ن", "م", "س")
_ENGLISH_ENDINGS = ("ies", "es", "ed", "ing", "s", "d", "ly", "'s")


@dataclass(frozen=True, slots=True)
class ClaimWord:
    """A word where it stands: `text` is normalised, `raw` as written; offsets count in the folded text."""

    text: str
    raw: str
    start: int
    end: int

    @property
    def content(self) -> bool:
        """Does it say something by itself?"""
        return self.text not in WITHOUT_CONTENT and (len(self.text) > 1 or self.text.isdigit())


@functools.lru_cache(maxsize=20_000)
def claim_words(text: str) -> tuple[ClaimWord, ...]:
    """The words of a text in order; offsets count in `fold(text)`, as those of `assistant.verification.numbers` do."""
    return tuple(ClaimWord(token.text, text[token.start : token.end], *inside) for token, inside in placed_tokens(text))


@functools.lru_cache(maxsize=200_000)
def base_forms(word: str) -> frozenset[str]:
    """The word as written and without each clitic that it may carry (at least three letters remain)."""
    rest = {word[len(clitic) :] for clitic in NAME_CLITICS if word.startswith(clitic) and len(word) >= len(clitic) + 3}
    # «للشركات» is ل + الشركات; «لالمانيا» never loses a letter
    return frozenset((word, *rest))


@functools.lru_cache(maxsize=200_000)
def _forms(word: str) -> frozenset[str]:
    if word.isascii():
        cut = {
            word[: -len(ending)] for ending in _ENGLISH_ENDINGS if word.endswith(ending) and len(word) > len(ending) + 2
        }
        return frozenset((word, *cut))
    return frozenset(form for base in base_forms(word) for form in (base, stem(base)) if len(form) > 1)


@functools.lru_cache(maxsize=200_000)
def _radicals(word: str) -> frozenset[str]:
    """Candidates for the consonants of the root, of three or more; none for a word in Latin letters."""
    found = set()
    for form in _forms(word) if not word.isascii() else ():
        for prefix in ("", *_DERIVED):
            if form.startswith(prefix):
                rest = form[len(prefix) :]
                # و and ي at the start of a stem are mostly letters of the root: وزير, وزراء
                left = "".join(x for i, x in enumerate(rest) if x not in _VOWELS or (i == 0 and x in "وي"))
                if len(left) >= 3 and len(form) - len(prefix) <= len(left) + 2:
                    found.add(left.removesuffix("ه") if len(left) > 3 else left)
    return frozenset(found)


@functools.lru_cache(maxsize=500_000)
def word_similarity(one: str, other: str) -> float:
    """How far two normalised words are the same word: 1 for inflections of one, less for one root, else 0."""
    if one == other or _forms(one) & _forms(other):
        return 1.0
    if _radicals(one) & _radicals(other):
        return SAME_ROOT_SIMILARITY
    if (
        min(len(one), len(other)) >= 5
        and gram_similarity(one, other) >= MIN_SIMILARITY
        and one.isascii() == other.isascii()
    ):
        return SAME_LETTERS_SIMILARITY
    return 0.0


@functools.lru_cache(maxsize=200_000)
def same_name(one: str, other: str) -> bool:
    """Are two normalised words the same name, in some spelling or script, with or without clitics?"""
    if one.isascii() or other.isascii():
        if one.isascii() and other.isascii():
            return bool(_forms(one) & _forms(other))
        latin, arabic = (one, other) if one.isascii() else (other, one)
        keys = latin_keys(latin)
        heard = {key for base in base_forms(arabic) for key in _heard(phonetic_key(base))}
        return any(key in keys and consonant_count(key) >= MIN_KEY_CONSONANTS - 1 for key in heard)
    if base_forms(one) & base_forms(other) or stem(one) == stem(other):
        return True
    return any(
        phonetic_key(a) == phonetic_key(b)
        and consonant_count(phonetic_key(a)) >= MIN_KEY_CONSONANTS
        and not is_native_shaped(a)
        and not is_native_shaped(b)
        for a in base_forms(one)
        for b in base_forms(other)
    )


def _heard(key: str) -> tuple[str, str]:
    """A spelling key with ع, and without it: Latin letters leave it out (Ajloun, Saad) or write a vowel for it."""
    return key, ("A" if key.startswith("E") else "") + key.replace("E", "")
