"""Arabic names in Latin letters: «Haddad», «Adnan», «Yahya» are حداد, عدنان, يحيى.

Whoever writes an Arabic name in Latin letters has none for ع and one for both ه and ح, and writes long and short
vowels alike, so that the keys of `name_keys` alone would miss it, and wider keys alone would take «حدود» for «Haddad».
Here the keys are wide, and a word counts only where its letters fit: a long vowel of the Arabic word must be one that
the Latin vowel at its place may be.
"""

from __future__ import annotations

import functools
import itertools
import re

MAX_LETTERS = 24
MAX_KEYS = 96
"""Keys of one name that are looked up: each vowel may hide an ع, each h is one of two letters or none."""

_CONSONANTS = (
    ("tch", "تش", ("TSK",)), ("sch", "ش", ("SK",)), ("sh", "ش", ("SK",)), ("ch", "ش|تش|خ|ك", ("SK", "X", "K", "TSK")),
    ("kh", "خ", ("X",)), ("gh", "غ|ج", ("K",)), ("dh", "[ذظضد]", ("D",)), ("th", "ث|ت|ط", ("S", "T")),
    ("ph", "ف", ("F",)),
    ("dj", "ج", ("K",)), ("ck", "[كق]", ("K",)), ("x", "[كق][سص]", ("KS",)), ("c", "[كقس]", ("K", "S")),
    ("b", "ب", ("B",)), ("p", "[بپ]", ("B",)), ("d", "[دضذظ]", ("D",)), ("f", "ف", ("F",)), ("v", "[فڤو]", ("F", "")),
    ("g", "[جغق]", ("K",)), ("h", "[حه]", ("Q", "H")), ("j", "ج", ("K",)), ("k", "[كق]", ("K",)), ("l", "ل", ("L",)),
    ("m", "م", ("M",)), ("n", "ن", ("N",)), ("q", "[قك]", ("K",)), ("r", "ر", ("R",)), ("s", "[سصث]", ("S",)),
    ("t", "[تط]", ("T",)), ("z", "[زظذض]", ("S", "D")),
)  # fmt: skip
"""Latin consonants, the Arabic letters for each, and the keys of those letters."""

_VOWEL = re.compile("[aeiouyw]+")
_VOWELS = re.compile("[aeiouyw]*")
_CLUSTER = re.compile("[^aeiouywh]{2}")
_LONG = {"a": "ا", "e": "ايه", "i": "ي", "o": "وا", "u": "و", "y": "ي", "w": "و"}
_HIDDEN = "عءئؤ"
"""Letters beside a vowel that Latin writing has no letter for."""

_SOUNDS = {"o": ("W",), "u": ("W",), "w": ("W",), "y": ("Y",), "i": ("Y",)}


@functools.lru_cache(maxsize=4096)
def keys_and_shape(name: str) -> tuple[tuple[str, ...], re.Pattern[str]] | None:
    """The keys (`name_keys.phonetic_key`) of the Arabic words that a Latin name may be, and what their letters are.

    None for what is no word in Latin letters, or too long to be a name.
    """
    name = name.casefold().replace("ee", "i").replace("oo", "u")
    if not (name.isascii() and name.isalpha() and len(name) <= MAX_LETTERS):
        return None
    # «Driss», «Brahim»: where no vowel is heard before two consonants, Arabic writes one
    shape, readings, place = ("ا?", [("", "A")], 0) if _CLUSTER.match(name) else ("", [], 0)
    while place < len(name):
        vowel = _VOWEL.match(name, place)
        if vowel is not None:
            part, keys = _of_vowel(vowel[0], not place, vowel.end() == len(name))
            shape, place = shape + part, vowel.end()
        else:
            latin, letters, keys = next(one for one in _CONSONANTS if name.startswith(one[0], place))
            place += len(latin)
            if latin == "h" and _VOWELS.fullmatch(name, place):  # a key leaves out an ه at the end
                letters, keys = (letters, ("Q", "H", "")) if place < len(name) else ("[حه]?", ("", "Q", "H"))
            shape += f"(?:{letters})"
            if name.startswith(latin, place):
                place += len(latin)
                shape, keys = shape + f"(?:{letters})?", (*keys, *(key + key for key in keys if key))
        readings.append(keys)
    if _CLUSTER.search(name[-2:]):
        shape += "و?"  # عمرو
    joined = ("".join(key) for key in itertools.islice(itertools.product(*readings), MAX_KEYS))
    return tuple(dict.fromkeys(joined)), re.compile(shape)


def _of_vowel(written: str, first: bool, last: bool) -> tuple[str, tuple[str, ...]]:
    """The letters that some vowels of a name may stand for, and their keys."""
    long = "".join(dict.fromkeys(letter for vowel in written if vowel in _LONG for letter in _LONG[vowel]))
    if first:
        sounds = tuple(dict.fromkeys(key for vowel in written[:1] for key in _SOUNDS.get(vowel, ())))
        return f"[ا{_HIDDEN}{long}][{long}{_HIDDEN}ا]{{0,2}}", ("E", "A", *sounds)
    if last:
        return f"[{long}{_HIDDEN}اهي]{{0,3}}", ("", "E")
    return f"[{long}{_HIDDEN}]{{0,3}}", ("", "E")


def may_be(latin: str, arabic: str) -> bool:
    """May a folded Arabic word, without its article, be this name in Latin letters?

    >>> may_be("Haddad", "حداد"), may_be("Haddad", "حدود")
    (True, False)
    """
    found = keys_and_shape(latin)
    return found is not None and found[1].fullmatch(arabic) is not None
