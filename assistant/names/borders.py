"""Where a name begins and ends, whatever the labels say: never across a comma, and two that «و» joins are two."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from assistant.lexicon.names import BEFORE_BODIES, BEFORE_PLACES, BODIES, PLACE_NOUNS
from assistant.lexicon.numbers import word_set
from assistant.lexicon.speech_verbs import OPINIONS
from assistant.names.features import is_listed_place, is_nation_adjective, without_clitic
from vectorstore.text.arabic import Token
from vectorstore.text.calendar_names import month_words, weekday_numbers
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.name_keys import CACHED_WORDS, is_native_shaped
from vectorstore.text.stopwords import STOPWORDS

Kind = Literal["person", "place", "organisation"]
Run = tuple[int, int, Kind]
"""A name among the words of a sentence: the places of its first word and behind its last, and its kind."""

_BREAKS = re.compile(r"[^ .'’\-–\u200c-\u200f]")
_OPENING = " \"“«'"
_BODY_NOUNS = BEFORE_BODIES | word_set("شركات شبكه نادي")
_NOUNS_OF_PLACE = BEFORE_PLACES | word_set("مقاطعه")
_NOUNS = _BODY_NOUNS | _NOUNS_OF_PLACE

_CALLED = frozenset(("يدعي", "تدعي", "المدعو", "المدعوه"))
_OPINIONS = frozenset((*OPINIONS, *(f"{joined}{verb}" for joined in "وف" for verb in OPINIONS)))
_PLURAL_VERB = re.compile("^[يت].{2,}ون$")
_OWNED = re.compile("..(?:هم|هن|كم)$")
_TWO = re.compile("^(?!ال|و).{3,}ان$")

_DAYS = frozenset(("امس", "اليوم", "غدا"))


def bare(word: str, written: Collection[str]) -> str:
    """The word without a conjunction or preposition that is written onto it: «لبوتين», but not «بوتين».

    It is where the text has the word without it, or the rest is a listed place, or a noun of a body («بجامعة»).
    """
    if is_listed_place(word):
        return word
    for rest in _rests(word):
        if rest in written or rest in BODIES or rest in PLACE_NOUNS or is_listed_place(rest):
            return rest
    return word.removeprefix("و") if word.startswith("وو") else word


def known_words(sentences: Iterable[Sequence[Token]]) -> frozenset[str]:
    """The words of a text by which a letter may be taken off another of its words (`bare`).

    Nothing is written onto a word behind a preposition («عن فورد», «على وايد»), so that its first letter is its own,
    and what the text has of the rest («كما ورد») is another word.
    """
    found = list(sentences)
    behind = (
        after.text for words in found for before, after in pairwise(words) if before.text in PREPOSITIONS
    )  # fmt: skip
    return frozenset(word.text for words in found for word in words).difference(*map(_rests, behind))


@lru_cache(maxsize=CACHED_WORDS)
def _rests(word: str) -> tuple[str, ...]:
    """The word without its first letter, and without its first two, where they may be written onto it."""
    both = without_clitic(word)
    if both == word:
        return ()
    return (word[1:], both) if word[0] in "وف" and len(word) > 3 else (both,)


def kind_by_noun(word: str) -> Kind | None:
    """What a name is by the noun directly before it: «شركات غوغل», «مدينة بالو»; None where that tells nothing."""
    core = re.sub("^[وفبلك]?(?:ال|لل)?", "", word) if word not in _NOUNS else word
    if core in _BODY_NOUNS:
        return "organisation"
    return "place" if core in _NOUNS_OF_PLACE else None


def settled(sentence: str, found: Sequence[Token], run: Run, written: Collection[str]) -> Iterator[Run]:
    """The names that a run of labelled words really is: none, one or several."""
    first, last, kind = run
    if first and not sentence[found[first - 1].end : found[first].start].strip():
        kind = kind_by_noun(found[first - 1].text) or kind
        if kind == "organisation" and found[first - 1].text in _CALLED and not _body_before(found, first - 1):
            kind = "person"  # «موظفة تدعى رشا سلوم», but «شركة تدعى نبضة»
    begin = first
    for place in range(first, last):
        end = place + 1
        broken = end < last and bool(_BREAKS.search(sentence[found[place].end : found[end].start]))
        if end == last or broken or _joined(found[end].text, kind, written):
            yield from _trimmed(found, (begin, end, kind))
            begin = end


def behind_a_noun(sentence: str, found: Sequence[Token], run: Run, written: Collection[str]) -> Run | None:
    """The name of a doubtful run right behind a noun for one («موقع ميديام»), up to its first word of Arabic pattern.

    None where it begins with such a word, or with one that the text knows with the article. Before the adjective of a
    nation a place may be named by any word («جزيرة إيشيا الإيطالية»).
    """
    first, last, _ = run
    word = found[first].text
    if not first or word.startswith("ال") or word in STOPWORDS or f"ال{word}" in written:
        return None
    if sentence[found[first - 1].end : found[first].start].strip(_OPENING):
        return None
    kind = kind_by_noun(found[first - 1].text)
    native = (i for i in range(first + 1, last) if is_native_shaped(found[i].text) or found[i].text.startswith("ال"))
    behind = next(native, last)
    of_nation = behind < last and found[behind].text.startswith("ال") and is_nation_adjective(found[behind].text)
    if is_native_shaped(word) and not (kind == "place" and of_nation):
        return None
    return (first, behind, kind) if kind else None


def _joined(word: str, kind: Kind, written: Collection[str]) -> bool:
    """Does a further name begin with this word of a run («سوريا والعراق»)? A body's own name has «و» in it as well."""
    rest = word[1:]
    if not word.startswith("و") or len(rest) < 3:
        return False
    if is_listed_place(rest):
        return True
    return rest in written and (kind != "organisation" or not is_native_shaped(rest)) and not rest.startswith("ال")


def _trimmed(found: Sequence[Token], run: Run) -> Iterator[Run]:
    """Without a day at its end; nothing where no name is left."""
    first, last, kind = run
    if kind == "person" and last - first > 1 and found[first].text in _OPINIONS:
        first += 1  # «ويرى أورتيغا»
    while last > first and _is_day(found[last - 1].text):
        last -= 1
    names = [word.text for word in found[first:last]]
    if not names or (len(names) == 1 and _is_no_name(names[0])) or _is_of_a_nation(names):
        return
    if _is_clause(names) or (len(names) == 1 and _is_counted(found, first)):
        return
    yield first, last, kind


def _is_of_a_nation(names: Sequence[str]) -> bool:
    """«مسؤولون أوروبيون»: people of a nation, who are nobody by name."""
    plural = names[-1].endswith(("يون", "يين", "يات"))
    return len(names) == 2 and plural and is_nation_adjective(names[1]) and is_native_shaped(names[0])


def _is_clause(names: Sequence[str]) -> bool:
    """«أجدادهم يوقدون»: a noun with its pronoun and a verb in the plural; either may be a name («أدهم», «تومسون»)."""
    verb = any(_PLURAL_VERB.match(word) and is_native_shaped(word) for word in names)
    owned = bool(_OWNED.search(names[0])) and is_native_shaped(names[0]) and not is_listed_place(names[0])
    return len(names) > 1 and verb and owned


def _is_counted(found: Sequence[Token], place: int) -> bool:
    """«فندقان كبيران»: two, with an adjective beside it that agrees; neither is a name."""
    word = found[place].text
    if not _TWO.search(word) or is_listed_place(word) or not is_native_shaped(word):
        return False
    beside = [found[i].text for i in (place - 1, place + 1) if 0 <= i < len(found)]
    return any(_TWO.search(one) and is_native_shaped(one) and not is_listed_place(one) for one in beside)


def _body_before(found: Sequence[Token], place: int) -> bool:
    return any(kind_by_noun(word.text) == "organisation" for word in found[max(0, place - 3) : place])


def _is_day(word: str) -> bool:
    weekday = word.startswith("ال") and word.removeprefix("ال") in weekday_numbers()
    return word in _DAYS or word in month_words() or weekday


def _is_no_name(word: str) -> bool:
    """A particle, an adjective of a nation or a single letter stands for nobody; «ألمانيا» is a country as well."""
    plain = without_clitic(word)
    adjective = is_nation_adjective(plain) and not (is_listed_place(word) or is_listed_place(plain))
    return word in STOPWORDS or len(plain) < 2 or adjective
