"""Words of a corpus that a misspelled name may have meant: «بلجيكيا» for «بلجيكا», «كازنف» for «كازنوف».

`vectorstore.text.name_keys` knows spellings that people choose for one name; this one knows slips: a letter too many,
too few, another or two exchanged. Keys that differ in at most one class of consonants are looked up, and the letters
then compared, so that no vocabulary is walked through.
"""

from __future__ import annotations

from vectorstore.text.name_keys import NameVariants, bare_forms, phonetic_key

KEY_CLASSES = ("K", "F", "B", "S", "D", "T", "SK", "R", "L", "M", "N", "Q", "X", "H", "E")
"""What a consonant of a key may be."""

FIRST_SOUNDS = ("A", "W", "Y")

LEAST_LETTERS = 5
"""Letters of a name that is compared, where nothing else speaks for it: shorter ones are one letter from many words."""

LONG_LETTERS = 8
"""Letters from which on two slips are one name still, if all consonants are the same."""

MOST, MOST_WITH_CONSONANTS, MOST_IN_LONG = 2, 3, 4
"""Half slips up to which two words are one name: in general, where all consonants are the same, and in long words with
the same consonants. A long vowel more or less is half a slip, any other letter a whole one."""

MOST_BEHIND_CLITIC = 1
"""Half slips where the word is compared without a letter that may be its own («كابريزي» is not «أبرز»)."""

LONG_VOWELS = "اوي"

_ALIKE = {
    **dict.fromkeys("غجقكگ", "ك"), **dict.fromkeys("فڤ", "ف"), **dict.fromkeys("بپ", "ب"),
    **dict.fromkeys("سصزثژ", "س"), **dict.fromkeys("دضذظ", "د"), **dict.fromkeys("تط", "ت"),
    **dict.fromkeys("يىئ", "ي"), **dict.fromkeys("وؤ", "و"), **dict.fromkeys("اه", "ا"), "ء": "",
}  # fmt: skip
"""Letters that are written for one another; exchanging them is no slip."""

_TABLE = str.maketrans(_ALIKE)


def in_alike_letters(word: str) -> str:
    """A folded word in one letter for all that are written for one another («واشنتن» and «واشنطن»)."""
    return word.translate(_TABLE)


def near_keys(key: str) -> frozenset[str]:
    """The key, and every key that has one consonant more, less or another, or two exchanged."""
    found = {key}
    for place in range(len(key) + 1):
        start, rest = key[:place], key[place:]
        others = (*KEY_CLASSES, *FIRST_SOUNDS) if place == 0 else KEY_CLASSES
        found |= {start + other + rest for other in others}
        if rest:
            found.add(start + rest[1:])
            found |= {start + other + rest[1:] for other in others}
        if len(rest) > 1:
            found.add(start + rest[1] + rest[0] + rest[2:])
    return frozenset(found)


def near_words(word: str, spellings: NameVariants, least: int = LEAST_LETTERS) -> list[tuple[int, str]]:
    """Words of the corpus, without clitics, that a folded Arabic name of `least` letters or more may have meant.

    With their half slips, fewest first. The first sound is the same, and where there is more than one slip all
    consonants are.
    """
    found: dict[str, int] = {}
    for base in bare_forms(word):
        if len(base) < least:
            continue
        key, letters = phonetic_key(base), in_alike_letters(base)
        for near in spellings.with_keys(near_keys(key)):
            other = spellings.base_forms(near)[-1]
            if len(other) < least - 1 or other == base:
                continue
            written = in_alike_letters(other)
            slips = half_slips(letters, written)
            most = _most(base, word, phonetic_key(other) == key)
            if slips <= most and letters[0] == written[0]:
                found[other] = min(slips, found.get(other, slips))
    return sorted((slips, other) for other, slips in found.items())


def _most(base: str, word: str, same_consonants: bool) -> int:
    if base != word and not word.endswith("ال" + base):
        return MOST_BEHIND_CLITIC
    if not same_consonants:
        return MOST
    return MOST_IN_LONG if len(base) >= LONG_LETTERS else MOST_WITH_CONSONANTS


def half_slips(one: str, other: str) -> int:
    """Damerau's distance (1964) in its simple form, in halves: a letter more, less or another, two exchanged; a long
    vowel more or less is one half."""
    before: list[int] = []
    row = [0]
    for letter in other:
        row.append(row[-1] + _cost(letter))
    for i, letter in enumerate(one, 1):
        last, row, earlier = row, [row[0] + _cost(letter)], before
        for j, near in enumerate(other, 1):
            cost = min(last[j] + _cost(letter), row[j - 1] + _cost(near), last[j - 1] + 2 * (letter != near))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == near:
                cost = min(cost, earlier[j - 2] + 2)
            row.append(cost)
        before = last
    return row[-1]


def _cost(letter: str) -> int:
    return 1 if letter in LONG_VOWELS else 2
