"""Other spellings of a question's names in the corpus: غوغل and جوجل, فيس بوك and فيسبوك, Bickert and بيكيرت."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from assistant.question.glosses import NO_MEANING, Meaning
from vectorstore.text.arabic import stem
from vectorstore.text.name_keys import (
    MIN_KEY_CONSONANTS,
    NameVariants,
    all_foreign_shaped,
    consonant_count,
    is_native_shaped,
    phonetic_key,
)

RARE_PASSAGES = 20
"""Passages of a word up to which it is compared with others of Arabic shape by its place. Beyond, the few passages
that `Searcher.neighbours` reads say little about «theirs alone»; and in a large corpus every common word shares its
key with dozens of others, which made half of the time of a question."""

MAX_COMPARED = 16
"""Words with a common key, the most frequent, that are compared with one by their places: among 900,000 words there may
be hundreds, each of which costs a millisecond."""

MAX_NAME_LETTERS = 40
"""Letters after which a run is no name, and has no other spellings: it would be cut at every letter to be looked for
in two halves, each with a key as long, which took 4 s for 1,900 letters."""

NEIGHBOUR_SHARE = 0.2
"""A neighbour that stands in more of the passages than this is no evidence that two names are one."""


class Corpus(Protocol):
    """What building a query asks of an index."""

    spellings: NameVariants
    passage_count: int

    def document_frequency(self, terms: Collection[str], column: str = "stems") -> Mapping[str, int]: ...

    def neighbours(self, word: str) -> Collection[str]: ...

    def followers(self, word: str) -> Collection[str]: ...


def find_variants(
    word: str, raw: str, around: Collection[str], frequency: int, corpus: Corpus, meant: Meaning = NO_MEANING
) -> set[str]:
    """Other names in the corpus that this word may be a spelling of (two words for one written apart).

    `meant`: what an English word stands for as a word, and then seldom as a name.
    """
    if len(word) > MAX_NAME_LETTERS:
        return set()
    if word.isascii():
        found = _of_latin_name(word, raw, around, corpus)
        return {name for name in found if _beside_meaning(name, around, corpus, meant)} if found else found
    if frequency or any(base in corpus.spellings for base in corpus.spellings.base_forms(word)):
        found = _of_known_word(word, corpus)
    else:
        found = _of_unknown_word(word, around, corpus) | _with_hamza(word, corpus)
    # a spelling of a spelling is one too: one written by ear may lead to a second, and only that to a third
    found |= {again for other in found for again in _of_known_word(other, corpus)}
    bare = {corpus.spellings.base_forms(other)[-1] for other in found} | _joined(word, corpus)
    return bare - set(corpus.spellings.base_forms(word))


def _of_latin_name(word: str, raw: str, around: Collection[str], corpus: Corpus) -> set[str]:
    if not raw[:1].isupper():
        return set()
    return {
        other
        for other in corpus.spellings.same_key(word)
        if consonant_count(phonetic_key(other)) >= MIN_KEY_CONSONANTS
        or (phonetic_key(other).startswith("A") and all_foreign_shaped((other,)))
        or _next_to_one_of(other, around, corpus)
    }


def _beside_meaning(name: str, around: Collection[str], corpus: Corpus, meant: Meaning) -> bool:
    """May an English word that has an Arabic one be this name all the same?

    Where the Arabic word sounds like it too («إيطاليا»), its other spellings. Else, where an article may speak of
    what it means, only a name that no Arabic word is shaped like, or that stands beside the same name.
    """
    if not (meant.words or meant.sure) or name in meant.bases:
        return True
    foreign = not is_native_shaped(name, clitics=True)
    if meant.sure:
        return foreign and phonetic_key(name) in set(map(phonetic_key, meant.bases))
    return foreign or _next_to_one_of(name, around, corpus)


def _of_known_word(word: str, corpus: Corpus) -> set[str]:
    spellings = corpus.spellings
    base = spellings.base_forms(word)[-1]
    found = set()
    for other in _comparable(base, spellings.same_key(word) - {base}, spellings):
        if spellings.takes_article(base) != spellings.takes_article(other) or stem(base) == stem(other):
            continue
        telling = consonant_count(phonetic_key(other)) >= MIN_KEY_CONSONANTS + 2 * spellings.takes_article(base)
        if (telling and all_foreign_shaped((base, other))) or _in_the_same_place(base, other, corpus):
            found.add(other)
    return found


def _comparable(base: str, others: Collection[str], spellings: NameVariants) -> list[str]:
    """Those words that may be a spelling of `base`: two of Arabic shape only where both are rare."""
    native = is_native_shaped(base)
    plain = [other for other in others if native and is_native_shaped(other)]
    counts = spellings.frequency([base, *plain]) if plain else {}
    common = {word for word in plain if max(counts.get(word, 0), counts.get(base, 0)) > RARE_PASSAGES}
    kept = [other for other in others if other not in common]
    if len(kept) > MAX_COMPARED:
        counts = spellings.frequency(kept)
        kept = sorted(kept, key=lambda other: (-counts.get(other, 0), other))[:MAX_COMPARED]
    spellings.prefetch([base, *kept], articles=True)
    return kept


def _with_hamza(word: str, corpus: Corpus) -> set[str]:
    """«النسا», «الكهربا»: as the articles write it, with the hamza at its end that is not spoken."""
    if not word.endswith("ا"):
        return set()
    return {f"{base}ء" for base in corpus.spellings.base_forms(word) if f"{base}ء" in corpus.spellings}


def _of_unknown_word(word: str, around: Collection[str], corpus: Corpus) -> set[str]:
    return {
        other
        for other in corpus.spellings.same_key(word)
        if (consonant_count(phonetic_key(other)) >= MIN_KEY_CONSONANTS and all_foreign_shaped((word, other)))
        or _next_to_one_of(other, around, corpus)
    }


def _joined(word: str, corpus: Corpus) -> set[str]:
    """«فيس بوك» for «فيسبوك»: only where the articles have the two words side by side."""
    base = corpus.spellings.base_forms(word)[-1]
    if len(base) < 5 or not all_foreign_shaped((base,)):
        return set()
    return {f"{a} {b}" for a, b in corpus.spellings.split_variants(base) if b in corpus.followers(a)}


def _in_the_same_place(word: str, other: str, corpus: Corpus) -> bool:
    """Do both stand next to the same telling word, and is one of them a foreign name or that place theirs alone?"""
    shared = set(corpus.neighbours(word)) & set(corpus.neighbours(other))
    if not _telling(shared, corpus):
        return False
    if not is_native_shaped(word) or not is_native_shaped(other):
        return True
    return any(set(corpus.followers(near)) == {word, other} for near in shared)


def _next_to_one_of(word: str, around: Collection[str], corpus: Corpus) -> bool:
    """Does the corpus have the word next to a neighbour that it has in the question, in some spelling?"""
    beside = set(corpus.neighbours(word))
    shared = beside & set(around)
    for name in around:
        if not is_native_shaped(name):
            shared |= {other for other in corpus.spellings.same_key(name) & beside if not is_native_shaped(other)}
    return _telling(shared, corpus)


def _telling(shared: Collection[str], corpus: Corpus) -> bool:
    if not shared:
        return False
    limit = max(2, NEIGHBOUR_SHARE * corpus.passage_count)
    counts = corpus.document_frequency(shared, "words")
    return any(count <= limit for count in counts.values())
