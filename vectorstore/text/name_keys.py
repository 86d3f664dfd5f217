"""Spellings of one name: جوجل and غوغل, شيكاغو and شيكاجو, فيس بوك and فيسبوك, Bickert and بيكيرت.

Arabic writes foreign names by ear: short vowels come and go, and one foreign consonant is written with
any of several letters (g as غ ج ق ك; v as ف; s as س ص ز). A name's `keys` keep its consonants by class
and its first sound, so that spellings of one name share a key; a Latin name gets the keys of the Arabic
spellings that it may have. Equal keys alone prove nothing among native words (قلب, كلب, جلب share
one), so two words that the articles use count as one name only with more evidence:

- the shape is not that of an Arabic word (no pattern of the Arabic derivation fits), as in غوغل; or
- both stand next to the same rarer word, as in «توني بلير» and «توني بلاير»;

and neither is ever written with the article ال where the other is not. A word that the articles do not
have at all takes what matches its key, where the key is long enough to tell.
Only the vocabulary of the corpus is consulted: there is no list of names here.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, Protocol

from vectorstore.text.latin_names import keys_and_shape
from vectorstore.text.lexicon import ARTICLE_CLITICS, NAME_CLITICS

CACHED_WORDS = 50_000
"""Words and keys whose look-up is remembered."""

MIN_KEY_CONSONANTS = 3
"""Consonants in a key that make a chance agreement unlikely; shorter keys need a shared neighbour."""

_CLASSES = {
    **dict.fromkeys("غجقكگ", "K"), **dict.fromkeys("فڤ", "F"), **dict.fromkeys("بپ", "B"),
    **dict.fromkeys("سصزثژ", "S"), **dict.fromkeys("دضذظ", "D"), **dict.fromkeys("تط", "T"),
    "ش": "SK", "چ": "SK", "ر": "R", "ل": "L", "م": "M", "ن": "N", "ح": "Q", "خ": "X", "ه": "H", "ع": "E",
}  # fmt: skip
_VOWELS = "اويىءئؤة"

_KEY_LETTERS = str.maketrans({**_CLASSES, **dict.fromkeys(_VOWELS, "")})
_FIRST_VOWELS = {**dict.fromkeys(_VOWELS, "A"), "و": "W", "ي": "Y"}

_LATIN = (
    ("sch", ("SK",)), ("tch", ("TSK",)), ("sh", ("SK",)), ("ch", ("SK", "TSK", "K", "X")), ("ph", ("F",)),
    ("th", ("T", "S")), ("ck", ("K",)), ("gh", ("K", "")), ("kh", ("X",)), ("qu", ("K",)),
    ("ce", ("S",)), ("ci", ("S",)), ("cy", ("S",)), ("x", ("KS",)), ("c", ("K",)), ("k", ("K",)), ("g", ("K",)),
    ("j", ("K", "")), ("q", ("K",)), ("f", ("F",)), ("v", ("F",)), ("b", ("B",)), ("p", ("B",)), ("s", ("S",)),
    ("z", ("S",)), ("d", ("D",)), ("t", ("T",)), ("r", ("R",)), ("l", ("L",)), ("m", ("M",)), ("n", ("N",)),
    ("h", ("", "H")),
)  # fmt: skip
_LATIN_KEYS = 16  # ambiguous spellings multiply; the first readings are the common ones

_STRONG, _RADICAL = "[^اويىة]", "[^اىة]"
_PATTERNS = (
    "WWW RRRR اWW WاW WWا RيW RوW WWي WWو RاWW RWاW WWيW WWوW RاWوW WWاWW WWاWيW WواWW WWائW "
    "RWWاW RWWيW RWWوW WWاء WWWاء اSWW اSاW اSيW اوWW اSWاW اSWWاء اWاWW اWاWيW اWتWW اWتWاW انWWW "
    "انWWاW استWWW استWاW استWWاW اRRRاR "
    "مWWW مWWوW مWيW مWاW مWWاW مWاWW مWاWيW مWتWW مRRRR منWWW "
    "منWاW متWWW متWاWW مستWWW مستWيW مستWاW "
    "تWWW تWWيW تWاWW تRRRR تاWيW "
    "تWيW تWاW [يتن]WWW [يتن]WوW [يتن]WيW [يتن]WاW [يتن]RRRR [يتن]WاWW [يتن]تWWW [يتن]تWاWW "
    "[يتن]WتWW [يتن]WتWاW [يتن]نWWW [يتن]ستWWW [يتن]ستWيW [يتن]ستWاW WWWان اWWWان مWWWان"
)
_NATIVE = re.compile(
    "س?(?:"
    + "|".join(_PATTERNS.replace("W", _RADICAL).replace("S", "[^ايىة]").replace("R", _STRONG).split())
    + ")"
)
_ENDINGS = re.compile("(?:اتها|اته|ات|ون|ين|ان|يه|وا|ها|هم|نا|تا|تم|ته|ه|ي|ا|ت)$")
_ARTICLE = re.compile("^[وف]?(?:[بك]?ال|لل)(?=.{3})")
_CLITIC = re.compile("^(?:[وف]?[بلك]|[وف])(?=.{3})")


def phonetic_key(word: str) -> str:
    """The key of a normalised Arabic word: consonant classes in order, `A` for a vowel at the start.

    >>> phonetic_key("جوجل") == phonetic_key("غوغل") == "KKL"
    True
    """
    key = word.removesuffix("ه").translate(_KEY_LETTERS)
    return _FIRST_VOWELS.get(word[:1], "") + key


def latin_keys(word: str) -> frozenset[str]:
    """The keys of the Arabic spellings that a name in Latin letters may have (diacritics removed first).

    «aa» may be an ع that English has no letter for («Maamoura», المعمورة; «Shaaban»), or a long vowel alone.
    """
    word = re.sub(r"([^a])\1", r"\1", word.casefold())
    if not word.isascii() or not word.isalpha():
        return frozenset()
    first = {"w": ("W",), "y": ("Y",), "j": ("K", "Y"), "h": ("H",)}
    readings: list[tuple[str, ...]] = []
    position = 0
    while position < len(word):
        if position == 0 and word[0] in first:
            readings.append(first[word[0]])
            position = 1
            continue
        if position and word.startswith("aa", position):
            readings.append(("", "E"))
            position += 2
            continue
        if position == 0 and word[0] in "aeiou":
            readings.append(("A",))
        for letters, keys in _LATIN:
            if word.startswith(letters, position):
                readings.append(keys)
                # the vowel of «ce» is only looked at: it is a vowel of its own
                position += 1 if letters in ("ce", "ci", "cy") else len(letters)
                break
        else:
            position += 1
    return frozenset("".join(key) for key in itertools.islice(itertools.product(*readings), _LATIN_KEYS))


def consonant_count(key: str) -> int:
    """How many consonants a key has: what it can tell apart."""
    return len(key.replace("SK", "S")) - key.startswith("A")


@functools.lru_cache(maxsize=CACHED_WORDS)
def is_native_shaped(word: str, clitics: bool = False) -> bool:
    """Does the word, without article and endings, fit a pattern of Arabic derivation?

    `clitics`: or without a letter that may be a conjunction or preposition; a foreign name that begins with
    such a letter (فيسبوك) may then look native, so ask for it only of words that nothing is known of.

    Arabic roots do not begin with two equal or similar consonants (Greenberg 1950, «The patterning of root
    morphemes in Semitic»), which is why غوغل does not fit although its letters would.
    """
    bare = _ARTICLE.sub("", word)
    return _fits(bare) or (clitics and _fits(_CLITIC.sub("", bare)))


def _fits(bare: str) -> bool:
    for _ in range(3):
        key = phonetic_key(bare)
        similar = len(key) > 1 and key[0] == key[1] and key[0] not in "MT"
        if not similar and _NATIVE.fullmatch(bare):
            return True
        shorter = _ENDINGS.sub("", bare)
        if shorter == bare or len(shorter) < 3:
            return False
        bare = shorter
    return False


def lookup_keys(word: str) -> frozenset[str]:
    """The keys under which a word of the corpus is looked up: its own, and that of the word without the article."""
    return frozenset(map(phonetic_key, _spelled(word)))


def _spelled(word: str) -> list[str]:
    """What of a word can be another spelling: the word, and without the article; no number, nothing Latin."""
    bare = _without_article(word)
    both = (word, bare) if bare else (word,)
    return [base for base in both if len(base) > 1 and not base[0].isdigit() and not base.isascii()]


def bare_forms(word: str) -> tuple[str, ...]:
    """A word as written, without the article, and without each conjunction or preposition that it may begin with."""
    return tuple(dict.fromkeys((*_spelled(word), *_rests(word))))


def _without_article(word: str) -> str:
    """The word without the article and what stands before it, or nothing."""
    if word.startswith(ARTICLE_CLITICS):  # most words do not: one look in place of one for each
        for clitic in ARTICLE_CLITICS:
            if word.startswith(clitic) and len(word) > len(clitic) + 2:
                return word[len(clitic) :]
    return ""


def _rests(word: str) -> list[str]:
    """The word without each clitic that it may begin with."""
    rests = [word[len(clitic) :] for clitic in NAME_CLITICS if word.startswith(clitic)]
    return [rest for rest in rests if len(rest) > 2]


class Vocabulary(Protocol):
    """The words of a corpus as written, normalised, clitics attached; a `search.Snapshot` of an index has them."""

    def document_frequency(self, terms: Collection[str], kind: Literal["words"], /) -> Mapping[str, int]: ...

    def words_by_key(self, key: str, /) -> Collection[str]: ...


class KnownWords:
    """What was looked up in one state of a vocabulary; many `NameVariants` and threads may share it."""

    def __init__(self) -> None:
        self.seen: dict[str, bool] = {}
        self.by_key: dict[str, frozenset[str]] = {}


class NameVariants:
    """The vocabulary of one state of a corpus by spelling key; what was looked up is remembered in `known`."""

    def __init__(self, vocabulary: Vocabulary, known: KnownWords | None = None) -> None:
        self._vocabulary = vocabulary
        self._known = known or KnownWords()

    def __contains__(self, word: str) -> bool:
        return bool(self._present((word,)))

    def _present(self, words: Collection[str]) -> frozenset[str]:
        """Those of the words that the corpus has."""
        seen = self._known.seen
        known = {word: seen.get(word) for word in words}
        unknown = [word for word, present in known.items() if present is None]
        if unknown:
            found = self._vocabulary.document_frequency(unknown, "words")
            new = {word: word in found for word in unknown}
            known |= new
            if len(seen) > CACHED_WORDS:
                seen.clear()
            seen.update(new)  # in place: a copy for every word costs more than the looking up
        return frozenset(word for word, present in known.items() if present)

    def prefetch(self, words: Collection[str], articles: bool = False) -> None:
        """Look up at once what `base_forms` and, with `articles`, `takes_article` will ask of many words: one query
        instead of one each."""
        forms = [clitic + word for word in words for clitic in ARTICLE_CLITICS] if articles else []
        self._present([*forms, *(rest for word in words for rest in _rests(word))])

    def frequency(self, words: Collection[str]) -> Mapping[str, int]:
        """In how many passages each word stands as it is; those that stand in none are left out."""
        return self._vocabulary.document_frequency(words, "words")

    def _by_key(self, key: str) -> frozenset[str]:
        """Words, with and without the article, that have a key."""
        by_key = self._known.by_key
        found = by_key.get(key)
        if found is None:
            words = self._vocabulary.words_by_key(key)
            found = frozenset(base for word in words for base in _spelled(word) if phonetic_key(base) == key)
            if len(by_key) >= CACHED_WORDS:
                by_key.clear()
            by_key[key] = found
        return found

    def base_forms(self, word: str) -> tuple[str, ...]:
        """The word as written, and without a clitic where the corpus also has the word without it."""
        if bare := _without_article(word):
            return word, bare
        rests = _rests(word)
        present = self._present(rests)
        return (word, *[rest for rest in rests if rest in present][:1])

    def surface_forms(self, *bases: str) -> frozenset[str]:
        """Every form in which the corpus writes some words: alone and with each clitic."""
        return self._present([clitic + base for base in bases for clitic in ("", *NAME_CLITICS)])

    def takes_article(self, base: str) -> bool:
        """Does the corpus ever write the word with ال? Foreign names rarely take it, common nouns do."""
        return bool(self._present([clitic + base for clitic in ARTICLE_CLITICS]))

    def same_key(self, word: str) -> frozenset[str]:
        """Other words of the corpus that share a spelling key with an Arabic or Latin word."""
        if word.isascii():
            keys, shape = keys_and_shape(word) or ((), None)
            arabic = {other for other in self.with_keys(keys) if shape and shape.fullmatch(other)}
            return (self.with_keys(latin_keys(word)) | arabic) - {word}
        return self.with_keys({phonetic_key(base) for base in self.base_forms(word)}) - {word}

    def with_keys(self, keys: Iterable[str]) -> frozenset[str]:
        """The words of the corpus, with and without the article, that have any of these spelling keys."""
        return frozenset(itertools.chain.from_iterable(map(self._by_key, keys)))

    def split_variants(self, word: str) -> frozenset[tuple[str, str]]:
        """Two words of the corpus that, written together, have the key of this one: فيس + بوك for فيسبوك."""
        pairs = set()
        for cut in range(2, len(word) - 1):
            left, right = word[:cut], word[cut:]
            lefts = self._near(left)
            if lefts:
                rights = self._near(right)
                key = phonetic_key(word)
                pairs |= {(a, b) for a in lefts for b in rights if phonetic_key(a + b) == key}
        return frozenset(pairs)

    def _near(self, part: str) -> set[str]:
        """Words of the corpus with the letters of a part of a name, but for long vowels."""
        bare = _without_vowels(part)
        return {word for word in self._by_key(phonetic_key(part)) if _without_vowels(word) == bare} | (
            {word for word in self._by_key("A" + phonetic_key(part)) if _without_vowels(word) == bare}
        )


def _without_vowels(word: str) -> str:
    return "".join(letter for letter in word if letter not in _VOWELS)


def all_foreign_shaped(words: Iterable[str]) -> bool:
    """Are all of these shaped like foreign names?"""
    return not any(is_native_shaped(word) for word in words)
