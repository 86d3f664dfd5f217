"""Which words of a question may be told as names: none that may as well be an ordinary word, a slip, or two in one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.names import ORDINARY, TRANSLATED
from assistant.lexicon.numbers import known as is_number_word
from assistant.lexicon.numbers import months
from assistant.question.territories import is_place_name
from vectorstore.text.arabic import Token
from vectorstore.text.name_keys import bare_forms, is_native_shaped
from vectorstore.text.script import LETTERS

MAX_NAME_LETTERS = 11
"""Letters of a name; longer words are mostly two that were run together («ستيوارتعندما»)."""

LEAST_LETTERS, LEAST_LATIN_LETTERS = 3, 4

_WITHIN = re.compile(rf"[ةى](?=[{LETTERS}])|([{LETTERS}])\1\1|ى$|وا$")
"""Letters that only end a word, in the middle of one: two words run together; a letter three times; ends of verbs."""

_ORDINARY_SHAPE = re.compile(
    "(?:ها|هم|هما|كما|كم)$"  # possessed, or a verb with its object: «ممثلوها», «دعواها»
    "|ي(?:تين|تان|تا|تي|ته|تها|تهم|ات)$"  # adjectives in the feminine and the dual: «حديديتين»
    "|^س?[يتن].{3,}(?:ون|وا|ان)$|^س[يت][^اوي]{3,5}$"  # verbs in the plural, in the future: «سيحتاجون»
    "|^م.{4,}(?:ين|ون|ات)$"  # participles in the plural: «متمركزين»
    "|^ا[^اويىه]ت[^اويىه]{2}$|^[يتن]ا[^اويىه]{2}$|^يت[^اويىه].{2,}$"  # further verbs: «يأكل», «يتموقع»
    "|^[بل]?اي[^اويىه]ا[^اويىه]ه?$|^ازد|.{4}ات$"  # «إيجاد», «ازدياد», «كمبيوترات»
    "|^[بل]?ا[^اويىه]{2}و[^اويىه]ه?$|^اي[^اويىه]اف?[^اويىه]?$"  # «أسلوب», «أسطورة»
    "|^ما.{3,}ش$"  # a verb denied, in the west and in Egypt: «مابغاش»
    "|^[^اويى]ا[^اويى]ه$"  # plurals of hollow roots: «ساسة», «باعة»
    "|^[وف]?(?:[بك]ال|لل)"  # with a preposition and the article
)
"""Shapes of ordinary words that `is_native_shaped` does not know, for it must not take names for words. Told absent
wrongly in questions of MLQA and XQuAD-ar were «يأكل», «دعواها», «سيحتاجون», «حديديتين», «متمركزين» and their like."""

_VERBAL = re.compile("(?:(?<![يا])و|وا|وه|ونه|ناه|نا|تموه|كن|نه)$")
"""Endings of verbs that hide an ordinary word's shape («اكتشفوه»)."""

_LATIN_ORDINARY = re.compile(
    "(?:tion|sion|ment|ness|ity|ist|ists|ism|ed|ing|ent|ance|ence|ship|ous|ive|able|ial|ional|ies|ary|ique|eur)$"
)
"""Endings of English and French words that Arabic translates rather than spells («Content Moderation»)."""


def is_sure_name(question: str, found: Sequence[Token], word: str) -> bool:
    """May the word be told as a name? Not what may be an ordinary word, a slip, an abbreviation or two words in one."""
    if word.isdigit():
        return True
    place = next(i for i, token in enumerate(found) if token.text == word)
    written = question[found[place].start : found[place].end]
    if word in ORDINARY or word in months() or is_number_word(word):
        return False
    if word.isascii():
        first = not place or question[: found[place].start].rstrip()[-1:] in ".?!:"
        named = len(word) >= LEAST_LATIN_LETTERS and written[1:].islower() and written.isalpha()
        return named and not first and word not in TRANSLATED and not _LATIN_ORDINARY.search(word)
    if is_place_name(word):
        return True
    bare = min(bare_forms(word), key=len)
    if len(bare) < LEAST_LETTERS or word.startswith("ال") or len(word) > MAX_NAME_LETTERS or _WITHIN.search(written):
        return False
    if has_ordinary_shape(word):
        return False
    rest = _VERBAL.sub("", word)
    return rest == word or len(rest) <= LEAST_LETTERS or not is_native_shaped(rest, clitics=True)


def has_ordinary_shape(word: str) -> bool:
    return any(_ORDINARY_SHAPE.search(form) for form in (word, word.removeprefix("و")))


def is_telling_name(question: str, found: Sequence[Token], word: str) -> bool:
    """Is it a name by itself, wherever it stands? «ولد» is none, though it may follow «مدينة»; nor is a year."""
    foreign = word.isascii() or is_place_name(word) or not is_native_shaped(word, clitics=True)
    return foreign and not word.isdigit() and is_sure_name(question, found, word)
