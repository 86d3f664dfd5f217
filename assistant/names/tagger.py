"""The names of a text: a linear chain over the words of each sentence, by what `features` tells and the encoder's
vectors of a word's pieces (its table alone: no network is run).

A person seen once by his whole name («دولي مينجا») is known by a part of it in the rest of the text. Weights are made
by `python -m training.train_names`; what they reach stands in `assistant/weights/names.md`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.names.borders import Kind, Run, bare, behind_a_noun, known_words, settled
from assistant.names.scores import LABELS, Scores, best_labels
from vectorstore.embedding.e5_weights import weights_path
from vectorstore.embedding.text_input import TextInput, shared_input
from vectorstore.text.arabic import Token, tokens
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

KINDS: tuple[Kind, ...] = ("person", "place", "organisation")

WEIGHTS = Path(__file__).parent.parent / "weights" / "names.npz"

_NONE = np.array([label == "O" for label in LABELS], float)

_BEFORE_ALIF = re.compile("[وفبلك]إ")

MIN_REPEATED_LETTERS = 3
"""Letters of a word that is known again by itself."""

DOUBT = 3.0
"""How much likelier than the best labels say a name may be, as a logit, to be kept as a doubtful one, for what other
articles tell of it (`names.doubtful`)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: `span` in the text without what is written onto it, `words` folded."""

    span: Span
    kind: Kind
    words: tuple[str, ...]


class Tagger:
    """Loaded weights. May be called from several threads."""

    def __init__(self, weights: dict[str, np.ndarray], text: TextInput) -> None:
        self._scores = Scores(weights, text)
        self._moves = weights["moves"].astype(np.float32)

    @property
    def cities(self) -> frozenset[int]:
        """Names of cities by `features.key_of`."""
        return self._scores.cities

    def mentions(self, text: str, sentences: Sequence[Span]) -> list[Mention]:
        """The names in the sentences of a text, in their order; offsets count in the text."""
        return self.read(text, sentences)[0]

    def read(self, text: str, sentences: Sequence[Span]) -> tuple[list[Mention], list[Mention]]:
        """The names of a text, and what else may be one: words that the labels take for none, by up to `DOUBT`."""
        found = [tokens(text[start:end]) for start, end in sentences]
        written = known_words(found)
        scores = self._scores.of([text[start:end] for start, end in sentences], found)
        labels = best_labels([*scores, *(rows - DOUBT * _NONE for rows in scores)], self._moves)

        def runs(labelled: Sequence[Sequence[str]]) -> list[list[Run]]:
            return [
                [one for run in runs_of(best) for one in settled(text[start:end], words, run, written)]
                for (start, end), words, best in zip(sentences, found, labelled, strict=True)
            ]

        def mentioned(runs: Sequence[Sequence[Run]]) -> list[Mention]:
            return [
                _mention(text, start, words[first:last], kind, written)
                for (start, _), words, spans in zip(sentences, found, runs, strict=True)
                for first, last, kind in spans
            ]

        names = [[bare(token.text, written) for token in words] for words in found]
        perhaps = runs(labels[len(found) :])
        told = []
        for here, there, words, (start, end) in zip(runs(labels[: len(found)]), perhaps, found, sentences, strict=True):
            nouns = (behind_a_noun(text[start:end], words, one, written) for one in _beside(here, there))
            told.append(sorted([*here, *filter(None, nouns)]))
        sure = _known_again(names, told)
        return mentioned(sure), mentioned([_beside(*both) for both in zip(sure, perhaps, strict=True)])

    def labels(self, sentence: str, found: Sequence[Token]) -> list[str]:
        """The best labels of a sentence's words, each looked at alone."""
        return best_labels(self._scores.of([sentence], [found]), self._moves)[0]


@cache
def load_tagger() -> Tagger | None:
    """The shipped tagger, loaded once; None where the encoder's table is not on this machine."""
    path = weights_path()
    if path is None:
        return None
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return Tagger(dict(stored), shared_input(path))


def runs_of(labels: Sequence[str]) -> list[Run]:
    """The names among labelled words."""
    runs: list[Run] = []
    for place, label in enumerate(labels):
        if label == "O":
            continue
        mark, _, kind = label.partition("-")
        if mark == "I" and runs and runs[-1][1] == place and runs[-1][2] == kind:
            runs[-1] = (runs[-1][0], place + 1, runs[-1][2])
        elif mark in "BI":
            runs.append((place, place + 1, kind))  # type: ignore[arg-type]
    return runs


def _beside(taken: Sequence[Run], runs: Sequence[Run]) -> list[Run]:
    """Those of the runs that share no word with one that is taken."""
    return [one for one in runs if not any(one[0] < last and first < one[1] for first, last, _ in taken)]


def _known_again(
    sentences: Sequence[Sequence[str]], runs: Sequence[Sequence[Run]]
) -> list[list[Run]]:
    """The same, with what the rest of the text tells: one kind for one name, and names seen elsewhere in it."""
    votes: dict[tuple[str, ...], Counter[Kind]] = {}
    for words, spans in zip(sentences, runs, strict=True):
        for first, last, kind in spans:
            name = tuple(words[first:last])
            votes.setdefault(name, Counter())[kind] += 1
            if kind == "person" and len(name) > 1:
                for part in {name[0], name[-1]}:
                    votes.setdefault((part,), Counter())[kind] += 1
    kinds = {
        name: counts.most_common(1)[0][0]
        for name, counts in votes.items()
        if len(name) > 1 or (name[0] not in STOPWORDS and len(name[0]) >= MIN_REPEATED_LETTERS)
    }
    lengths: dict[str, int] = {}
    for name in kinds:
        lengths[name[0]] = max(len(name), lengths.get(name[0], 0))
    return [_read_again(words, spans, kinds, lengths) for words, spans in zip(sentences, runs, strict=True)]


def _read_again(
    words: Sequence[str], spans: Sequence[Run], kinds: Mapping[tuple[str, ...], Kind], lengths: Mapping[str, int]
) -> list[Run]:
    """The names of one sentence: those found, and beside them those that stand elsewhere in the text.

    `lengths`: the most words of a name that begins with a word.
    """
    taken = {place for first, last, _ in spans for place in range(first, last)}
    found = [(first, last, kinds.get(tuple(words[first:last]), kind)) for first, last, kind in spans]
    place = 0
    while place < len(words):
        for length in range(min(lengths.get(words[place], 0), len(words) - place), 0, -1):
            name = tuple(words[place : place + length])
            if name in kinds and not taken.intersection(range(place, place + length)):
                found.append((place, place + length, kinds[name]))
                place += length - 1
                break
        place += 1
    return sorted(found)


def _mention(text: str, start: int, found: Sequence[Token], kind: Kind, written: Collection[str]) -> Mention:
    """The name of some words of a sentence that begins at `start`."""
    first = found[0]
    plain = bare(first.text, written)
    if plain == first.text and plain[1:] not in STOPWORDS and _BEFORE_ALIF.match(text, start + first.start):
        plain = plain[1:]  # «لإيلينا»: no word has that letter within it
    cut = len(first.text) - len(plain)
    if plain != first.text and cut == first.text.startswith(("ولل", "فلل")):
        cut += 1  # «للأمم»: one letter stays of the article
    begins = _skip(text, start + first.start, start + first.end, cut)
    return Mention((begins, start + found[-1].end), kind, (plain, *(token.text for token in found[1:])))


def _skip(text: str, start: int, end: int, letters: int) -> int:
    """Where a word begins behind its first letters; marks belong to the letter before them."""
    while letters and start < end:
        letters -= text[start].isalpha()
        start += 1
        while start < end and unicodedata.combining(text[start]):
            start += 1
    return start
