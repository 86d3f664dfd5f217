"""Countries, their capitals and adjectives: what may stand for a name of theirs in an article.

«واشنطن» speaks where an article has «الولايات المتحدة» or «أمريكيون»: a capital stands for its country, an adjective
for its name. `assistant/lexicon/territories.tsv` is written by `training/territories.py`, which says from what.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.lexicon.continents import CONTINENTS
from vectorstore.text.arabic import strip_clitics
from vectorstore.text.latin_names import may_be
from vectorstore.text.name_keys import bare_forms
from vectorstore.text.near_spellings import in_alike_letters

FILE = Path(__file__).parent.parent / "lexicon" / "territories.tsv"

ADJECTIVE_ENDINGS = ("", "ه", "ا", "ون", "ين", "ات", "تين", "ان")
"""What may follow an adjective («إيطالي»)."""

LEAST_ALIKE = 5
"""Letters of a name that is known in other letters as well («واشنتن»)."""

LATIN_ROOT = 5
"""Letters by which a Latin word is known as of a country: «Français» and «France», «Syriens» and «Syrie»."""

_ADJECTIVE_FORMS = ("يون", "يين", "يات", "يتين", "يه", "ي")


@dataclass(frozen=True, slots=True)
class Territory:
    """A country or, without names, a city alone; everything folded, a name of several words as one text."""

    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    cities: tuple[str, ...]
    latin: frozenset[str]

    @property
    def stand_ins(self) -> tuple[str, ...]:
        """All of its names, and its adjectives in every form."""
        formed = [adjective + ending for adjective in self.adjectives for ending in ADJECTIVE_ENDINGS]
        return (*self.names, *self.cities, *formed)


def is_place_name(word: str) -> bool:
    """Is a folded word, without what is written onto it, a country or a city of the table?"""
    table = _by_word()
    return any(form in table and form not in _adjective_words() for form in (word, *bare_forms(word)))


def is_territory(name: str) -> bool:
    """Is a folded name, of one word or several («الولايات المتحدة»), a country or a city of the table?"""
    return name in _names() if " " in name else is_place_name(name)


def is_city(word: str) -> bool:
    """Is a folded word, without what is written onto it, a city of the table and no country («الخرطوم», not «تونس»)?"""
    return not _cities().isdisjoint((word, *bare_forms(word)))


def stand_ins(word: str) -> tuple[str, ...]:
    """What may stand for a folded word in an article: names, adjectives and capital of the countries it belongs to; of
    a continent its name and adjectives («Europeans» for «مواطني أوروبا»).

    A Latin word gets the Arabic ones («Washington», «German»). Empty for a word of no country.
    """
    table = _by_word()
    found: dict[str, None] = {}
    for form in _forms(word):
        for one in (*table.get(form, ()), *_by_letters().get(in_alike_letters(form), ()), *_continents().get(form, ())):
            found |= dict.fromkeys(one.stand_ins)
    return tuple(found)


def arabic_for(latin: str, told: Collection[str]) -> frozenset[str]:
    """Names and adjectives, in their forms, of what an English word says the country or continent of («Kuwaiti»); of
    a capital that city's name alone. Empty for any other word; `told`: the Arabic for it in a dictionary.

    The words of a country's name in the table say little by themselves («United», «Islands»): what a dictionary has
    for a word tells whether it is the country's, and of what no dictionary has only one country may have it.
    """
    continents = [continent for continent in _continents().get(latin, ()) if latin in continent.latin]
    countries = [territory for territory in territories() if territory.code]
    own = [territory for territory in countries if latin in territory.latin]
    singular = {gloss.removesuffix(ending) for gloss in told for ending in ("", "ون")}
    begun = latin[: LATIN_ROOT - 1]  # «Turkey» beside «Turkish»
    alike = (one for one in countries if any(word.startswith(begun) for word in one.latin))
    meant = continents or [one for one in alike if singular & _single_words(one)]
    if not (meant or told) and len(own) == 1:
        meant = own
    return frozenset().union(*(_called(one, latin, told) for one in meant))


def _called(territory: Territory, latin: str, told: Collection[str]) -> set[str]:
    """What of a country a Latin word stands for: a city of its, or its names and adjectives."""
    adjectives = {adjective + ending for adjective in territory.adjectives for ending in ADJECTIVE_ENDINGS}
    names = {name.removeprefix("ال") for name in territory.names if " " not in name} | adjectives
    for city in territory.cities:
        parts = {_bare(part) for part in city.split()} - names
        if any(part in told or may_be(latin, part) for part in parts):
            return set() if " " in city else parts
    return names


def _single_words(territory: Territory) -> set[str]:
    words = (*territory.names, *territory.adjectives, *territory.cities)
    return {form for word in words if " " not in word for form in (word, word.removeprefix("ال"))}


def capitals_of(word: str) -> frozenset[str]:
    """The capitals, in Arabic, of the country that a folded word names; none for another word."""
    found: set[str] = set()
    for territory in _by_word().get(word, ()):
        if any(word in (name, _bare(name)) for name in territory.names) or word in territory.latin:
            found |= {*territory.cities}
    return frozenset(found)


def country_forms(word: str) -> frozenset[str]:
    """Names that an adjective may be made of, by its form: «أذربيجانيون» → «أذربيجان», «أذربيجانا», «أذربيجانيا»."""
    bare = strip_clitics(word)
    for ending in _ADJECTIVE_FORMS:
        base = bare.removesuffix(ending)
        if base != bare and len(base) > 3:
            return frozenset(base + end for end in ("", "ا", "يا", "ه", "ي"))
    return frozenset()


def _forms(word: str) -> set[str]:
    """The word, and what it is without clitics and the endings of an adjective."""
    found = {word, word[:LATIN_ROOT]} if word.isascii() else {word, *bare_forms(word)}
    return found | {form.removesuffix(ending) for form in found for ending in ADJECTIVE_ENDINGS[1:]}


@cache
def territories() -> tuple[Territory, ...]:
    """The lines of the table, read once."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        code, *lists = line.split("\t")
        names, adjectives, cities, latin = (tuple(filter(None, part.split("|"))) for part in lists)
        found.append(Territory(code, names, adjectives, cities, frozenset(latin)))
    return tuple(found)


@cache
def _continents() -> Mapping[str, tuple[Territory, ...]]:
    """Continents by their single words. Apart from the countries: what is in Europe need not say so, and no happening
    has a continent for its place."""
    found: dict[str, tuple[Territory, ...]] = {}
    for names, adjectives, latin in CONTINENTS:
        continent = Territory("", names, adjectives, (), frozenset(latin))
        for word in {*names, *adjectives, *latin, *(word[:LATIN_ROOT] for word in latin)}:
            found[word] = (continent,)
    return found


@cache
def _by_word() -> Mapping[str, tuple[Territory, ...]]:
    """Territories by their single words, with and without the article, their adjectives and their Latin words."""
    found: dict[str, tuple[Territory, ...]] = {}
    for territory in territories():
        single = [name for name in (*territory.names, *territory.cities) if " " not in name]
        latin = {part for word in territory.latin for part in (word, word[:LATIN_ROOT])}
        for word in {*single, *map(_bare, single), *territory.adjectives, *latin}:
            found[word] = (*found.get(word, ()), territory)
    return found


@cache
def _cities() -> frozenset[str]:
    """Cities of a single word, with and without the article, whose name is no country's."""
    countries = {form for territory in territories() for name in territory.names for form in (name, _bare(name))}
    single = {city for territory in territories() for city in territory.cities if " " not in city}
    return frozenset(single | set(map(_bare, single))) - countries


@cache
def _names() -> frozenset[str]:
    return frozenset(name for territory in territories() for name in (*territory.names, *territory.cities))


@cache
def _by_letters() -> Mapping[str, tuple[Territory, ...]]:
    """The same for words of five letters and more, whichever of the letters that are alike they are written with."""
    return {in_alike_letters(word): found for word, found in _by_word().items() if len(word) >= LEAST_ALIKE}


@cache
def _adjective_words() -> frozenset[str]:
    return frozenset(word for territory in territories() for word in territory.adjectives)


def _bare(name: str) -> str:
    return name.removeprefix("ال") if len(name) > 5 else name
