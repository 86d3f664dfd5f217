"""What one article leaves doubtful, settled by all of them: words that the tagger nearly takes for a name are one where
the corpus names the same elsewhere, in any spelling; and a person is, whom the article names twice, the second time by
his last name alone («أمبر راد», then «راد»). Figures: `assistant/weights/names.md`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon.names import BODIES, OFFICES, ROLES
from assistant.names.borders import Kind
from assistant.names.features import is_listed_place, is_nation_adjective, without_clitic
from vectorstore.text.arabic import Token, tokens, words
from vectorstore.text.name_keys import CACHED_WORDS, MIN_KEY_CONSONANTS, consonant_count, is_native_shaped, phonetic_key
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

MIN_ARTICLES_ALONE = 2
"""Articles that must name a single word by which another may be meant: one that has a pattern of Arabic, and one that
they spell otherwise («لسنا» has the consonants of a name)."""

MAX_PERSON_WORDS = 4

_FATHATAN = "\N{ARABIC FATHATAN}"
"""No name of foreign shape has the ending of «ميتًا»."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name as it is written, at `span` of its article."""

    text: str
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class _Known:
    """A name of the corpus by its key: what it mostly is, how many articles surely name it, and its spellings."""

    kind: Kind
    articles: int
    spellings: frozenset[tuple[str, ...]]


def with_doubtful(
    sure: Mapping[str, Sequence[Found]], doubtful: Mapping[str, Sequence[Found]]
) -> dict[str, Sequence[Found]]:
    """The names of each article, and the doubtful ones that the corpus, or the article itself, tells to be one."""
    known = _known(sure)
    longest = max(map(len, known), default=0)
    found = {}
    for source, names in sure.items():
        beside = doubtful.get(source, ())
        again = [part for one in beside for part in _named_elsewhere(one, known, longest)]
        taken = [one.span for one in again]
        again += [one for one in _named_twice(beside, names) if not any(_meet(one.span, span) for span in taken)]
        found[source] = sorted((*names, *again), key=lambda one: one.span) if again else names
    return found


def _known(sure: Mapping[str, Sequence[Found]]) -> dict[tuple[str, ...], _Known]:
    kinds: dict[tuple[str, ...], Counter[Kind]] = defaultdict(Counter)
    articles: dict[tuple[str, ...], set[str]] = defaultdict(set)
    spellings: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for source, names in sure.items():
        for one in names:
            written = tuple(words(one.text))
            key = _key(written)
            kinds[key][one.kind] += 1
            articles[key].add(source)
            spellings[key].add(written)
    return {
        key: _Known(counts.most_common(1)[0][0], len(articles[key]), frozenset(spellings[key]))
        for key, counts in kinds.items()
        if key
    }


def _key(written: Sequence[str]) -> tuple[str, ...]:
    """A name by the spelling keys of those of its words that no Arabic pattern explains."""
    return tuple(map(_spelled, written))


@lru_cache(maxsize=CACHED_WORDS)
def _spelled(word: str) -> str:
    key = "" if word.isascii() or is_native_shaped(word) else phonetic_key(word)
    return key if consonant_count(key) >= MIN_KEY_CONSONANTS else word


def _named_elsewhere(one: Found, known: Mapping[tuple[str, ...], _Known], longest: int) -> Iterator[Found]:
    """The names of the corpus among the words of a doubtful one, the longest first."""
    written = tokens(one.text)
    place = 0
    while place < len(written):
        for length in range(min(longest, len(written) - place), 0, -1):
            words = written[place : place + length]
            name = next((n for cut in _cuts(words[0]) if (n := _as_known(one, words, cut, known))), None)
            if name is not None:
                yield name
                place += length - 1
                break
        place += 1


def _cuts(word: Token) -> Iterator[int]:
    """How many letters written onto a word may be taken off."""
    yield 0
    bare = without_clitic(word.text)
    if not bare.startswith("ال") and word.text.endswith(bare) and bare != word.text:
        yield len(word.text) - len(bare)


def _as_known(
    one: Found, written: Sequence[Token], cut: int, known: Mapping[tuple[str, ...], _Known]
) -> Found | None:
    parts = (written[0].text[cut:], *(token.text for token in written[1:]))
    name = known.get(_key(parts))
    if name is None or (cut and parts not in name.spellings):
        return None
    start, end = written[0].start + cut, written[-1].end
    text = one.text[start:end]
    if len(parts) == 1 and not is_listed_place(parts[0]):
        ordinary = parts[0] in STOPWORDS or is_nation_adjective(parts[0]) or _FATHATAN in text
        another = is_native_shaped(parts[0]) or parts not in name.spellings
        if ordinary or (another and name.articles < MIN_ARTICLES_ALONE):
            return None
    if any(unicodedata.combining(letter) for letter in text[:1]):
        return None  # marks among the letters that were taken off
    return Found(text, name.kind, (one.span[0] + start, one.span[0] + end))


def _named_twice(doubtful: Sequence[Found], sure: Sequence[Found]) -> Iterator[Found]:
    """Persons by their whole name whose last name stands alone elsewhere in the article, and that last name."""
    people = [one for one in doubtful if one.kind == "person"]
    alone: dict[str, list[Found]] = defaultdict(list)
    for one in people:
        parts = words(one.text)
        if len(parts) == 1:
            alone[parts[0]].append(one)
    surely = {parts[0] for one in sure if one.kind == "person" and len(parts := words(one.text)) == 1}
    told: set[str] = set()
    for one in people:
        parts = words(one.text)
        if 1 < len(parts) <= MAX_PERSON_WORDS and parts[-1] in alone.keys() | surely and _may_be_person(parts):
            yield one
            if parts[-1] not in told:
                told.add(parts[-1])
                yield from alone.get(parts[-1], ())


def _may_be_person(parts: Sequence[str]) -> bool:
    """No office, body, particle or people of a nation among them, and a last name without the article."""
    other = STOPWORDS | OFFICES | ROLES | BODIES
    ordinary = any({word, without_clitic(word)} & other or is_nation_adjective(word) for word in parts)
    return not ordinary and not parts[-1].startswith("ال")


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
