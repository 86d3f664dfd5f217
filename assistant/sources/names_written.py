"""How two articles about one happening write a name: in two ways that the register knows, or beside the same word."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from assistant.lexicon.names import PLACE_NOUNS
from assistant.names.features import without_clitic
from assistant.names.register import Register
from assistant.retrieval.searcher import Search
from assistant.sources.offices import named_in
from assistant.sources.portraits import name_key
from assistant.sources.said import Difference, Said, place_of, quote_of
from assistant.verification.names import nation_key
from assistant.verification.word_match import ClaimWord, base_forms
from vectorstore.text.arabic import tokens, words
from vectorstore.text.name_keys import phonetic_key
from vectorstore.types import Span

NamedBeside = tuple[Said, str, ClaimWord, str]
"""A sentence, a word in it, the name that stands beside that, and the name without what is written onto it."""


def written_otherwise(one: Sequence[Said], other: Sequence[Said], known: Register) -> Iterator[Difference]:
    """The names of the register that two articles write in two ways, in as many words: «إلين ديوك», «إيلين ديوك»."""
    here, there = _written(one, known), _written(other, known)
    for key in here.keys() & there.keys():
        if len(here[key].keys() & there[key].keys()):
            continue
        for left, right in itertools.product(here[key], there[key]):
            apart = [place for place, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]]
            if len(left) == len(right) and apart and not _written_onto(left[apart[0]], right[apart[0]]):
                (mine, place), (theirs, beside) = here[key][left], there[key][right]
                yield Difference("name", (place, beside), (quote_of(mine), quote_of(theirs)))
                break


def _written_onto(one: str, other: str) -> bool:
    """Is one word the other with an article or a conjunction before it?"""
    return bool({one, one.removeprefix("ال"), one.removeprefix("و")} & {other, other.removeprefix("ال"), other[1:]})


def _written(article: Sequence[Said], known: Register) -> dict[str, dict[tuple[str, ...], tuple[Said, Span]]]:
    """The ways in which an article writes each name, without what is written onto it; where each stands first."""
    found: dict[str, dict[tuple[str, ...], tuple[Said, Span]]] = {}
    for said in article:
        for key, _, (start, end) in named_in(said, known):
            first, *others = tokens(said.text[start:end])
            name = known.by_key[key]
            plain = without_clitic(first.text) if name.mentions > 1 else first.text
            told = {words(text)[0] for text, _ in name.spellings if words(text)}
            bare = plain if plain in told and first.text.endswith(plain) else first.text
            form = (bare, *(word.text for word in others))
            place = (said.span[0] + start + len(first.text) - len(bare), said.span[0] + end)
            if not first.text.isascii():
                found.setdefault(key, {}).setdefault(form, (said, place))
    return found


def spelled_otherwise(search: Search, one: Sequence[Said], other: Sequence[Said]) -> Iterator[Difference]:
    """The names that some sentences of two articles write in two ways."""
    sides = [[(said, *near) for said in side for near in named_beside(said, search)] for side in (one, other)]
    yield from spellings_differ(*sides)


def spellings_differ(one: Sequence[NamedBeside], other: Sequence[NamedBeside]) -> Iterator[Difference]:
    """Names that both articles write beside the same word, with one key and in two ways: «أمبر رود», «أمبر راد»."""
    beside: dict[tuple[str, str], NamedBeside] = {}
    for named in one:
        beside.setdefault((named[1], phonetic_key(named[3])), named)
    told = {bare for *_, bare in one}
    for said, neighbour, word, bare in other:
        first = beside.get((neighbour, phonetic_key(bare)))
        if first and first[3] != bare and bare not in told:
            places = _of_name(first[0], first[2], first[3]), _of_name(said, word, bare)
            yield Difference("name", places, (quote_of(first[0]), quote_of(said)))


def named_beside(said: Said, search: Search) -> Iterator[tuple[str, ClaimWord, str]]:
    """Each name with a name that stands right beside it, or with the noun of place before it («جزيرة إيشيا»)."""
    for place, word in enumerate(said.words):
        if word.text.isascii() or not word.content or word.text.startswith("ال") or nation_key(word.text):
            continue
        bare = search.spellings.base_forms(word.text)[-1]
        for noun in base_forms(said.words[place - 1].text) & PLACE_NOUNS if place else ():
            yield noun, word, bare
        if place in said.names and name_key(word.text, search):
            for near in {place - 1, place + 1} & said.names:
                if not nation_key(said.words[near].text):
                    yield search.spellings.base_forms(said.words[near].text)[-1], word, bare


def _of_name(said: Said, word: ClaimWord, bare: str) -> Span:
    """The place of a name without what is written onto its front («وغوغل»)."""
    written_on = len(word.text) - len(bare) if word.text.endswith(bare) else 0
    return place_of(said, word.start + written_on, word.end)
