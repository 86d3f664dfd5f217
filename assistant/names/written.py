"""A name as somebody types it where it stands in the articles, whether or not anybody knew it for a name.

The tagger overlooks names, and a name that it overlooked must not be said to stand nowhere: here the words that are
typed are looked for as they are, in a row, the first one with whatever is written onto it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from assistant.lexicon.names import TITLES
from assistant.names.register import Name
from vectorstore.search import Snapshot
from vectorstore.text.arabic import stem, tokens, words
from vectorstore.text.latin_names import may_be
from vectorstore.text.name_keys import NameVariants, consonant_count, phonetic_key
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Passage, Span

LOOKED_AT_PASSAGES = 2_000
"""Passages with a word of the name that are looked through."""

_FATHERS = ("ابي", "ابا")
_CASES = {**dict.fromkeys(_FATHERS, "ابو"), "بني": "بنو", "ابن": "بن"}

PERHAPS_SHOWN = 5
"""Arabic words that are offered for a name in Latin letters."""

LEAST_CONSONANTS = 2
"""Consonants of an Arabic word that a Latin one may be, for it to be worth telling."""


def without_title(typed: str) -> str:
    """What is typed without a title at its start («السيد عمر»); nothing where no title stands there or no name behind
    it."""
    found = tokens(typed)
    return typed[found[1].start :] if len(found) > 1 and found[0].text in TITLES else ""


def written_name(snapshot: Snapshot, typed: str) -> Name | None:
    """The places of a name in the texts as it is typed; None where its words stand nowhere in a row."""
    asked = words(typed)
    return _found(snapshot, asked) if set(asked) - STOPWORDS else None


def _found(snapshot: Snapshot, asked: Sequence[str]) -> Name | None:
    places: dict[str, set[Span]] = defaultdict(set)
    spellings: Counter[str] = Counter()
    firsts = NameVariants(snapshot).surface_forms(asked[0])
    for passage in _having(snapshot, asked):
        for span in _runs(passage, asked, firsts):
            if span not in places[passage.source]:
                places[passage.source].add(span)
                spellings[passage.text[span[0] - passage.start : span[1] - passage.start]] += 1
    places = {source: spans for source, spans in places.items() if spans}
    if not places:
        return None
    counted = tuple(sorted(spellings.items(), key=lambda one: (len(one[0]), -one[1], one[0])))
    key = hashlib.sha256(f"written {' '.join(asked)}".encode()).hexdigest()[:24]
    return Name(key, counted[0][0], "written", counted, {one: tuple(sorted(places[one])) for one in sorted(places)})


def _having(snapshot: Snapshot, asked: Sequence[str]) -> Iterator[Passage]:
    """The passages that may have the words, by the rarest of them."""
    variants = NameVariants(snapshot)
    telling = [word for word in asked if word not in STOPWORDS and _plain(word) not in _CASES.values()]
    telling = telling or list(asked)
    forms = {word: variants.surface_forms(word) | variants.surface_forms(_plain(word)) for word in telling}
    counts = {word: sum(variants.frequency(found).values()) for word, found in forms.items()}
    rarest = min(telling, key=lambda word: counts[word])
    hits = snapshot.search_text({stem(rarest)}, forms[rarest], LOOKED_AT_PASSAGES)
    yield from snapshot.passages([name for name, _ in hits]).values()


def _runs(passage: Passage, asked: Sequence[str], firsts: frozenset[str]) -> Iterator[Span]:
    """Where the words stand in a row in a passage; the first one in any of its forms, the others with the article or
    without («فريد حداد», «فريد الحداد»)."""
    found = tokens(passage.text)
    wanted = [_plain(word) for word in asked]
    for place, word in enumerate(found):
        row = found[place : place + len(asked)]
        begins = word.text in firsts or _plain(word.text) == wanted[0]
        if begins and [_plain(one.text) for one in row[1:]] == wanted[1:]:
            yield passage.start + word.start, passage.start + row[-1].end


def _plain(word: str) -> str:
    """A folded word without the article, «أبي» and «أبا» as «أبو»."""
    bare = word.removeprefix("ال") if len(word) > 4 else word
    return _CASES.get(bare, bare)


def perhaps_written(snapshot: Snapshot, typed: str) -> tuple[str, ...]:
    """The Arabic words of the articles that a name in Latin letters may be, the most frequent first, for one of its
    words at least; with these nobody may say that it stands nowhere."""
    variants = NameVariants(snapshot)
    found: set[str] = set()
    for word in words(typed):
        if word.isascii() and word not in STOPWORDS:
            alike = variants.same_key(word)
            found |= {
                one for one in alike if consonant_count(phonetic_key(one)) >= LEAST_CONSONANTS and may_be(word, one)
            }
    counts = variants.frequency(sorted(found - STOPWORDS))
    known = sorted(counts, key=lambda one: (-counts[one], one))[:PERHAPS_SHOWN]
    return tuple(_as_written(snapshot, word) for word in known)


def _as_written(snapshot: Snapshot, word: str) -> str:
    """A folded word as the first passage that has it writes it («هدى»)."""
    for text in snapshot.first_texts([word], 1):
        return next((text[one.start : one.end] for one in tokens(text) if one.text == word), word)
    return word
