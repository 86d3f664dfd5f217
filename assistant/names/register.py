"""The names of a corpus, each once: spellings, scripts and short forms joined, counted, by article.

Two ways of writing are one name where the evidence is in the writing and in the corpus, never in a list:

- without a conjunction or preposition, or the article, that the corpus also writes it without;
- the same spelling key, word for word, of words that no Arabic pattern explains (غوغل, جوجل), in Latin letters (Google)
  or written together (فيس بوك, فيسبوك);
- all words but one the same and that one with the same consonants (أمبر رود, أمبر راد), where the shared ones stand in
  these two names alone;
- a person's last name alone, where one person of that article, or of all, has it; where several persons of the article
  do, it is that of the one named last before it.

What only the articles show, `names.variants` joins after that.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.lexicon.names import GIVEN_NAMES
from assistant.names.doubtful import Found
from assistant.names.features import without_clitic
from assistant.names.spellings import LATIN_ARTICLES, Words, join_spellings, part_in_latin, same_in_latin, spelled
from assistant.names.tagger import KINDS, Kind
from vectorstore.text.arabic import tokens, words
from vectorstore.text.name_keys import is_native_shaped
from vectorstore.types import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A person, place or organisation. `text`: as it is mostly written in full; `key` names it as long as it is there.

    `kind` is "written" for one that stands in the articles without being known as a name (`names.written`).

    `spellings`: how it is written, the most frequent first, with how often. `places`: where, by article.
    """

    key: str
    text: str
    kind: Kind | Literal["written"]
    spellings: tuple[tuple[str, int], ...]
    places: Mapping[str, tuple[Span, ...]] = field(repr=False)

    @property
    def articles(self) -> int:
        """In how many articles it stands."""
        return len(self.places)

    @property
    def mentions(self) -> int:
        """How often it stands there."""
        return sum(map(len, self.places.values()))


@dataclass(frozen=True, slots=True)
class Register:
    """All names, those of most articles first, then the most frequent; the same by key and by article."""

    names: tuple[Name, ...]
    by_key: Mapping[str, Name]
    by_article: Mapping[str, tuple[str, ...]]

    def of_kind(self, kind: Kind) -> list[Name]:
        return [name for name in self.names if name.kind == kind]

    def meant(self, typed: str) -> list[Name]:
        """The names that somebody may mean by what he types: in any spelling or script, whole or in part."""
        asked = tuple(words(typed))
        if not asked:
            return []
        keys = {spelled(asked), spelled((without_clitic(asked[0]), *asked[1:]))}
        latin = [word for word in asked if word not in LATIN_ARTICLES] if "".join(asked).isascii() else []
        whole, part, family = [], [], []
        for name in self.names:
            written = [tuple(words(text)) for text, _ in name.spellings]
            if any(asked == one or spelled(one) in keys or same_in_latin(latin, one) for one in written):
                whole.append(name)
            elif name.kind == "person" and any(asked == one[-1:] or same_in_latin(latin, one[-1:]) for one in written):
                family.append(name)
            elif any(set(asked) <= set(one) or part_in_latin(latin, one) for one in written):
                part.append(name)
        people = any(name.kind == "person" for name in whole)
        return [*whole, *(family if people or not whole else ())] or part

    def counted(self, sources: Collection[str]) -> list[tuple[Name, int]]:
        """The names of some articles with in how many of them each stands, the most frequent first."""
        counts = Counter(key for source in sources for key in self.by_article.get(source, ()))
        found = [(self.by_key[key], count) for key, count in counts.items()]
        return sorted(found, key=lambda one: (-one[1], -one[0].mentions, one[0].text))


def register(found: Mapping[str, Sequence[Found]]) -> Register:
    """The names of some articles, from what was found in each."""
    found = _parted(found)
    written = {one.text: tuple(words(one.text)) for part in found.values() for one in part}
    written = {text: parts for text, parts in written.items() if parts}
    plain = _without_clitics(written)
    kinds = _kinds(found, plain)
    joined = join_spellings(kinds)
    named, several = _with_short_names(found, plain, kinds, joined)
    return _collected(found, plain, named, several)


def _parted(found: Mapping[str, Sequence[Found]]) -> Mapping[str, Sequence[Found]]:
    """The same, with two names that «و» joins as two where each stands alone elsewhere («جوجل وفيسبوك»)."""
    known = {spelled(tuple(words(one.text))) for part in found.values() for one in part}

    def parts(one: Found) -> Iterator[Found]:
        written = tokens(one.text)
        for place, word in enumerate(written[1:], 1):
            left, right = written[:place], [word.text[1:], *(other.text for other in written[place + 1 :])]
            if not word.text.startswith("و") or not right[0]:
                continue
            if spelled(tuple(t.text for t in left)) in known and spelled(tuple(right)) in known:
                start, behind = one.span[0], word.start + 1
                yield Found(one.text[: left[-1].end], one.kind, (start, start + left[-1].end))
                yield from parts(Found(one.text[behind:], one.kind, (start + behind, one.span[1])))
                return
        yield one

    return {source: [half for one in part for half in parts(one)] for source, part in found.items()}


def _without_clitics(written: Mapping[str, Words]) -> dict[str, Words]:
    """The words of each way of writing, without a clitic or article that the name is also written without."""
    known = set(written.values())
    plain = {}
    for text, parts in written.items():
        bare = (without_clitic(parts[0]), *parts[1:])
        if bare in known:
            parts = bare
        without = (parts[0].removeprefix("ال"), *parts[1:])
        plain[text] = without if without in known and len(without[0]) > 2 else parts
    return plain


def _kinds(found: Mapping[str, Sequence[Found]], plain: Mapping[str, Words]) -> dict[Words, Kind]:
    """What each name mostly is."""
    votes: dict[Words, Counter[Kind]] = defaultdict(Counter)
    for part in found.values():
        for one in part:
            if one.text in plain:
                votes[plain[one.text]][one.kind] += 1
    return {name: max(KINDS, key=lambda kind: counts[kind]) for name, counts in votes.items()}


def _with_short_names(
    found: Mapping[str, Sequence[Found]],
    plain: Mapping[str, Words],
    kinds: Mapping[Words, Kind],
    joined: Mapping[Words, Words],
) -> tuple[dict[tuple[str, Words], Words], set[tuple[str, Words]]]:
    """For each article and each name as it is written there, the name that it is: a last name alone is a person's.

    And those last names that several persons of the article have.
    """
    everywhere = _by_part(name for name, kind in kinds.items() if kind == "person")
    named: dict[tuple[str, Words], Words] = {}
    several: set[tuple[str, Words]] = set()
    for source, part in found.items():
        here = {plain[one.text] for one in part if one.text in plain}
        people = _by_part(name for name in here if kinds[name] == "person")
        for name in here:
            whole = name
            if len(name) == 1 and kinds[name] == "person":
                key = spelled(name)[0]
                for places in (people, everywhere):
                    candidates = {joined[one] for one in places.get(key, ())}
                    if len(candidates) == 1:
                        whole = next(iter(candidates))
                    if candidates:
                        if len(candidates) > 1 and places is people:
                            several.add((source, name))
                        break
            named[source, name] = joined[whole]
    return named, several


def _by_part(people: Iterable[Words]) -> dict[str, set[Words]]:
    """Persons of several words by the key of their last."""
    found: dict[str, set[Words]] = defaultdict(set)
    for name in people:
        if len(name) > 1:
            found[spelled(name)[-1]].add(name)
    return found


def _collected(
    found: Mapping[str, Sequence[Found]],
    plain: Mapping[str, Words],
    named: Mapping[tuple[str, Words], Words],
    several: Collection[tuple[str, Words]],
) -> Register:
    spellings: dict[Words, Counter[str]] = defaultdict(Counter)
    places: dict[Words, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    votes: dict[Words, Counter[Kind]] = defaultdict(Counter)
    for source, part in found.items():
        before: dict[str, Words] = {}
        for one in sorted(part, key=lambda one: one.span):
            if one.text in plain:
                written = plain[one.text]
                name = named[source, written]
                if (source, written) in several:
                    name = before.get(spelled(written)[0], name)
                elif len(written) > 1 and one.kind == "person" and _is_full(written):
                    before[spelled(written)[-1]] = name
                spellings[name][one.text] += 1
                places[name][source].append(one.span)
                votes[name][one.kind] += 1
    names = [_name(spellings[name], votes[name], places[name], plain) for name in places]
    names.sort(key=lambda one: (-one.articles, -one.mentions, one.text))
    by_article: dict[str, list[str]] = defaultdict(list)
    for one in names:
        for source in one.places:
            by_article[source].append(one.key)
    return Register(tuple(names), {one.key: one for one in names}, {k: tuple(v) for k, v in by_article.items()})


def _is_full(name: Words) -> bool:
    """Is it a full name, and no word before a foreign one («عكس بيورن») that was taken for a given name?"""
    foreign = not is_native_shaped(name[-1])
    return not (foreign and is_native_shaped(name[0]) and name[0] not in GIVEN_NAMES)


def _name(
    spellings: Counter[str], votes: Counter[Kind], places: Mapping[str, list[Span]], plain: Mapping[str, Words]
) -> Name:
    """One name: written as it is mostly written in full, without what is written onto it."""
    kind = max(KINDS, key=lambda one: votes[one])

    def fit(text: str) -> tuple[int, ...]:
        bare = tuple(words(text)) == plain[text]
        full = len(plain[text]) if kind == "person" else 0
        return (not text.isascii(), min(full, 2), bare, spellings[text], -len(text))

    text = max(spellings, key=fit)
    key = hashlib.sha256(f"{kind} {' '.join(plain[text])}".encode()).hexdigest()[:24]
    counted = tuple(sorted(spellings.items(), key=lambda one: (-one[1], one[0])))
    return Name(key, text, kind, counted, {source: tuple(spans) for source, spans in places.items()})
