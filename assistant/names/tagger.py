"""The names of a text: a linear chain over the words of each sentence, by what `features` tells and the encoder's
vectors of a word's pieces (its table alone: no network is run).

A person seen once by his whole name («دولي مينجا») is known by a part of it in the rest of the text. Weights are made
by `python -m training.train_names`; what they reach stands in `assistant/weights/names.md`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.names.borders import Kind, Run, bare, behind_a_noun, known_words, settled
from assistant.names.features import STEPS, key_of, of_neighbour, of_place, of_word
from vectorstore.embedding.e5_weights import weights_path
from vectorstore.embedding.text_input import TextInput, shared_input
from vectorstore.text.arabic import Token, tokens
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Span

KINDS: tuple[Kind, ...] = ("person", "place", "organisation")
LABELS = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))
"""What a word may be: no name, the first or a further word of one."""

WEIGHTS = Path(__file__).parent.parent / "weights" / "names.npz"

CACHED_WORDS = 50_000
"""Words whose part of the scores is remembered."""

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
        self._keys, self._weights = weights["keys"], weights["weights"].astype(np.float32)
        self._cities = frozenset(map(int, weights["cities"]))
        self._mean, self._vectors = weights["mean"].astype(np.float32), weights["vectors"].astype(np.float32)
        self._moves = weights["moves"].astype(np.float32)
        self._text = text
        self._own: dict[str, np.ndarray] = {}
        self._beside: dict[str, np.ndarray] = {}

    @property
    def cities(self) -> frozenset[int]:
        """Names of cities by `features.key_of`."""
        return self._cities

    def mentions(self, text: str, sentences: Sequence[Span]) -> list[Mention]:
        """The names in the sentences of a text, in their order; offsets count in the text."""
        return self.read(text, sentences)[0]

    def read(self, text: str, sentences: Sequence[Span]) -> tuple[list[Mention], list[Mention]]:
        """The names of a text, and what else may be one: words that the labels take for none, by up to `DOUBT`."""
        found = [tokens(text[start:end]) for start, end in sentences]
        written = known_words(found)
        scores = [self._scores(text[start:end], words) for (start, end), words in zip(sentences, found, strict=True)]

        def runs(leaning: float) -> list[list[Run]]:
            return [
                [
                    one
                    for run in runs_of(self._best(rows, leaning))
                    for one in settled(text[start:end], words, run, written)
                ]
                for (start, end), words, rows in zip(sentences, found, scores, strict=True)
            ]

        def mentioned(runs: Sequence[Sequence[Run]]) -> list[Mention]:
            return [
                _mention(text, start, words[first:last], kind, written)
                for (start, _), words, spans in zip(sentences, found, runs, strict=True)
                for first, last, kind in spans
            ]

        names = [[bare(token.text, written) for token in words] for words in found]
        perhaps = runs(DOUBT)
        told = []
        for here, there, words, (start, end) in zip(runs(0.0), perhaps, found, sentences, strict=True):
            nouns = (behind_a_noun(text[start:end], words, one, written) for one in _beside(here, there))
            told.append(sorted([*here, *filter(None, nouns)]))
        sure = _known_again(names, told)
        return mentioned(sure), mentioned([_beside(*both) for both in zip(sure, perhaps, strict=True)])

    def labels(self, sentence: str, found: Sequence[Token]) -> list[str]:
        """The best labels of a sentence's words, each looked at alone."""
        return self._best(self._scores(sentence, found), 0.0)

    def _best(self, scores: np.ndarray, leaning: float) -> list[str]:
        """The labels of the highest score by Viterbi's algorithm; `leaning` is taken off that of no name."""
        if not len(scores):
            return []
        scores = scores - leaning * (np.arange(len(LABELS)) == 0)
        best, back = scores[0], []
        for row in scores[1:]:
            reached = best[:, None] + self._moves
            back.append(reached.argmax(0))
            best = reached.max(0) + row
        path = [int(best.argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return [LABELS[place] for place in reversed(path)]

    def _scores(self, sentence: str, found: Sequence[Token]) -> np.ndarray:
        """Of each word the score of each label, float32 (n, labels)."""
        scores = np.zeros((len(found), len(LABELS)), np.float32)
        for i, told in enumerate(of_place(sentence, found, self._cities)):
            scores[i] = self._of_keys(told) + self._of_word(found[i].text, sentence[found[i].start : found[i].end])
        beside = [self._of_neighbour(token.text) for token in found]
        for place, step in enumerate(STEPS):
            for i in range(max(0, -step), min(len(found), len(found) - step)):
                scores[i] += beside[i + step][place]
        return scores

    def _of_word(self, word: str, raw: str) -> np.ndarray:
        known = self._own.get(word)
        if known is None:
            if len(self._own) >= CACHED_WORDS:
                self._own.clear()
            vector = piece_vector(self._text, word)
            known = self._own[word] = self._of_keys(of_word(word)) + (vector - self._mean) @ self._vectors
        return known

    def _of_neighbour(self, word: str) -> np.ndarray:
        """What a word adds to those beside it, float32 (steps, labels)."""
        known = self._beside.get(word)
        if known is None:
            if len(self._beside) >= CACHED_WORDS:
                self._beside.clear()
            told = of_neighbour(word)
            known = np.stack([self._of_keys([f"{step}:{one}" for one in told]) for step in STEPS])
            self._beside[word] = known
        return known

    def _of_keys(self, told: Sequence[str]) -> np.ndarray:
        keys = np.fromiter(map(key_of, told), np.uint32, len(told))
        places = np.searchsorted(self._keys, keys)
        places[places == len(self._keys)] = 0
        known = self._keys[places] == keys
        return self._weights[places[known]].sum(0)


def piece_vector(text: TextInput, word: str) -> np.ndarray:
    """The mean of the encoder's vectors of a folded word's pieces, float32 (d,); zeros for a word without any."""
    ids, _, frame = text.encode(word)
    ids = ids[~frame]
    return text.words(ids).mean(0) if len(ids) else np.zeros(text.hidden, np.float32)


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
    longest = max(map(len, kinds), default=0)
    return [_read_again(words, spans, kinds, longest) for words, spans in zip(sentences, runs, strict=True)]


def _read_again(
    words: Sequence[str], spans: Sequence[Run], kinds: Mapping[tuple[str, ...], Kind], longest: int
) -> list[Run]:
    """The names of one sentence: those found, and beside them those that stand elsewhere in the text."""
    taken = {place for first, last, _ in spans for place in range(first, last)}
    found = [(first, last, kinds.get(tuple(words[first:last]), kind)) for first, last, kind in spans]
    place = 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
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
