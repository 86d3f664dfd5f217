"""An article as it is compared with others: its vectors, the names and the words in it.

What is read of it is its beginning, where news says what happened, who took part and where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.answering.render import clean_quote
from assistant.retrieval.lexical_scores import tokenize
from assistant.retrieval.searcher import Search
from assistant.verification.names import look_up_ahead, name_positions, nation_key
from assistant.verification.word_match import claim_words
from vectorstore.text.name_keys import consonant_count, phonetic_key
from vectorstore.types import Passage, Span

READ_SENTENCES = 60
"""Sentences of an article that are read: some 1,500 words of news."""

RUN_WORDS = 4
"""Words in a row of which two articles share few unless one was copied from the other."""

KEPT_PORTRAITS = 200
"""Portraits that are kept, some 100 KB each: those of the happenings that are asked about come again."""

MIN_NAME_CONSONANTS = 2
"""Consonants in the key of a name: with one, everything is a spelling of everything."""


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """`vector`: float32 (d,), unit length, the mean of its sentences'.

    `sentences`: the first of the text, each with its passage and span, none twice, and `vectors` (n, d) theirs. `names`
    counts spelling keys (and countries), `words` stems; `runs`: every `RUN_WORDS` stems in a row.
    """

    source: str
    title: str
    date: str
    vector: np.ndarray
    sentences: tuple[tuple[Passage, Span], ...]
    vectors: np.ndarray
    names: Mapping[str, int]
    words: Mapping[str, int]
    runs: frozenset[tuple[str, ...]]


def kept(search: Search, key: str, make: Callable[[], Any]) -> Any:
    """What `make` gives, made once for a state of the index; `key` says what it is."""
    if key not in search.kept:
        made = make()
        if len(search.kept) >= KEPT_PORTRAITS:
            search.kept.clear()
        search.kept[key] = made
    return search.kept[key]


def portrait(search: Search, source: str) -> Portrait | None:
    """The portrait of an article, made once for a state of the index; None for one without a sentence of text."""
    return kept(search, f"portrait {source}", lambda: draw_article(search, source))


def draw_article(search: Search, source: str) -> Portrait | None:
    """The same, made anew and not kept: for whoever goes through all articles."""
    snapshot = search.snapshot
    bodies = {id: p for id, p in snapshot.passages_of(source).items() if p.kind == "body" and p.sentences}
    if not bodies:
        return None
    article = snapshot.document(source)
    embedded = snapshot.vectors(list(bodies))
    rows = np.concatenate([embedded[id].sentences for id in bodies])
    places = [(p, span) for p in bodies.values() for span in p.sentences]
    first = {clean_quote(p.sentence(span)): number for number, (p, span) in reversed([*enumerate(places)])}
    kept = sorted(first.values())[:READ_SENTENCES]  # a headline often stands there twice
    places, rows = [places[number] for number in kept], rows[kept].astype(np.float32)
    return draw(search, source, article.title, article.date, places, rows)


def draw(
    search: Search, source: str, title: str, date: str, places: Sequence[tuple[Passage, Span]], rows: np.ndarray
) -> Portrait:
    """A portrait from sentences and their vectors (n, d), unit rows."""
    names: Counter[str] = Counter()
    words: Counter[str] = Counter()
    stems: list[str] = []
    texts = [passage.sentence(span) for passage, span in places]
    found = [tokenize(text) for text in texts]
    look_up_ahead((word.text for sentence in found for word in sentence), search.spellings)
    for text, sentence in zip(texts, found, strict=True):
        names.update(key for _, key in names_of(text, search))
        words.update(word.stem for word in sentence if not word.stop and not word.text.isdigit())
        stems += [word.stem for word in sentence]
    runs = frozenset(zip(*(stems[start:] for start in range(RUN_WORDS)), strict=False))
    mean = rows.mean(axis=0)
    length = float(np.linalg.norm(mean)) or 1.0
    return Portrait(source, title, date, mean / length, tuple(places), rows, names, words, runs)


def names_of(text: str, search: Search) -> list[tuple[int, str]]:
    """The names of a sentence: the place of each among its words, and the key under which its spellings meet."""
    words = claim_words(text)
    found = []
    for place in sorted(name_positions(text, words, search.spellings)):
        key = name_key(words[place].text, search)
        if key:
            found.append((place, key))
    return found


def name_key(word: str, search: Search) -> str:
    """A country, or the spelling key of a word without what is written onto it; empty where it tells nothing apart."""
    country = nation_key(word)
    if country:
        return country
    key = phonetic_key(search.spellings.base_forms(word)[-1])
    return key if consonant_count(key) >= MIN_NAME_CONSONANTS else ""
