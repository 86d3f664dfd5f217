"""How well the words of a question match the words of passages: three lexical scores, each a share of its most.

- `stem_scores`: BM25 over light stems, the spellings of one name counted as one word;
- `gram_scores`: BM25 over three-letter pieces of words, which meet where no stemmer unites two forms
  (شركات/شركة, كتب/كاتبة) and where a spelling is off by a letter;
- `document_scores`: BM25 of the passage's whole file as far as the candidates show it, because a sentence
  seldom repeats what its article is about.

Each is divided by the most that the question could reach, words that the corpus lacks included, so that a
question whose words the corpus does not have (one in English, say) silences the lexical side by itself.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.question.query import Query, Term, inverse_frequency
from vectorstore.text.arabic import stem, words
from vectorstore.text.similarity import gram_similarity, letter_grams
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Passage

K1, B = 1.2, 0.75
"""BM25 (Robertson & Zaragoza 2009), the same values as SQLite's FTS5."""

STEM_SHARE, GRAM_SHARE, DOCUMENT_SHARE = 0.1, 0.6, 0.3
"""Fitted on ARCD train together with `retrieval.fuse` (`benchmarks/calibrate.py fusion`): alone, stems reach nDCG@10
.834 there, pieces .846, whole files .843, and the three together .860. Stems keep a tenth although zero is no
worse on that set, because only they carry the spellings of names."""


@dataclass(frozen=True, slots=True)
class AnalysedWord:
    """A word of a passage as it is compared: normalised, and its light stem."""

    text: str
    stem: str
    stop: bool


@functools.lru_cache(maxsize=200_000)
def _word(text: str) -> AnalysedWord:
    return AnalysedWord(text, stem(text), text in STOPWORDS)


@functools.lru_cache(maxsize=20_000)
def tokenize(text: str) -> tuple[AnalysedWord, ...]:
    """The words of a text, in order; cached, because the same sentences are read for many questions."""
    return tuple(map(_word, words(text)))


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each stem, each word and each piece stands in a text, function words left out."""

    stems: Counter[str]
    words: Counter[str]
    grams: Counter[str]
    length: int


@functools.lru_cache(maxsize=20_000)
def count_terms(text: str) -> TermCounts:
    """The counts of a text; cached like `tokenize`."""
    content = [word for word in tokenize(text) if not word.stop]
    pieces = Counter(piece for word in content for piece in letter_grams(word.text))
    return TermCounts(Counter(w.stem for w in content), Counter(w.text for w in content), pieces, len(content))


def lexical_scores(query: Query, passages: Sequence[Passage]) -> np.ndarray:
    """One score a passage, 0 to about 1, from the three of this module."""
    return (
        STEM_SHARE * stem_scores(query, passages)
        + GRAM_SHARE * gram_scores(query, passages)
        + DOCUMENT_SHARE * document_scores(query, passages)
    )


def stem_scores(query: Query, passages: Sequence[Passage]) -> np.ndarray:
    """BM25 over stems and spellings, with the document frequencies of the whole corpus."""
    found = [count_terms(_findable(passage)) for passage in passages]
    return _term_scores(query, [[item] for item in found])


def document_scores(query: Query, passages: Sequence[Passage]) -> np.ndarray:
    """The same for all candidates of a file taken together, given to each of them."""
    files: dict[str, list[TermCounts]] = {}
    for passage in passages:
        files.setdefault(passage.source, []).append(count_terms(_findable(passage)))
    scores = dict(zip(files, _term_scores(query, list(files.values())), strict=True))
    return np.array([scores[passage.source] for passage in passages])


def gram_scores(query: Query, passages: Sequence[Passage]) -> np.ndarray:
    """BM25 over pieces of words, with frequencies among the candidates: what tells these apart counts."""
    found = [count_terms(_findable(passage)) for passage in passages]
    wanted: dict[str, float] = {}
    for term in query.terms:
        for piece in letter_grams(term.text):
            wanted[piece] = max(wanted.get(piece, 0.0), 1.0 if term.asked else 0.5)
    lengths = np.array([sum(item.grams.values()) for item in found], dtype=float)
    total, ceiling = np.zeros(len(found)), 0.0
    for piece, weight in wanted.items():
        frequency = np.array([item.grams[piece] for item in found], dtype=float)
        rarity = weight * inverse_frequency(float((frequency > 0).sum()), len(found))
        total += rarity * _saturated(frequency, lengths)
        ceiling += rarity * (K1 + 1)
    return total / ceiling if ceiling else total


def _term_scores(query: Query, texts: Sequence[Sequence[TermCounts]]) -> np.ndarray:
    lengths = np.array([sum(item.length for item in text) for text in texts], dtype=float)
    total = np.zeros(len(texts))
    for term in query.terms:
        frequency = np.array([sum(occurrences(term, item) for item in text) for text in texts], dtype=float)
        total += term.weight * _saturated(frequency, lengths)
    ceiling = sum(term.weight for term in query.terms) * (K1 + 1)
    return total / ceiling if ceiling else total


def _saturated(frequency: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0))
    return frequency * (K1 + 1) / (frequency + norm)


def occurrences(term: Term, found: TermCounts) -> int:
    """How often a term stands in a text, in any of its forms and spellings."""
    return found.stems[term.stem] + sum(found.words[word] for word in term.words if stem(word) != term.stem)


def coverage(terms: Iterable[Term], found: Sequence[AnalysedWord]) -> tuple[float, frozenset[str]]:
    """Share of the question's words, by weight, that stand among these words; and which (their stems)."""
    terms = tuple(terms)
    total = sum(term.weight for term in terms)
    stems = {word.stem for word in found if not word.stop}
    forms = {word.text for word in found}
    covered = frozenset(term.stem for term in terms if term.stem in stems or term.words & forms)
    return (sum(term.weight for term in terms if term.stem in covered) / total if total else 0.0), covered


def near_coverage(terms: Iterable[Term], found: Sequence[AnalysedWord]) -> float:
    """`coverage` that also counts words written alike, each as far as it is alike."""
    terms = tuple(terms)
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    _, covered = coverage(terms, found)
    forms = {word.text for word in found if not word.stop}
    near = 0.0
    for term in terms:
        exact = term.stem in covered
        near += term.weight * (1.0 if exact else max((gram_similarity(term.text, form) for form in forms), default=0.0))
    return near / total


def _findable(passage: Passage) -> str:
    return f"{passage.title}\n{passage.text}" if passage.title else passage.text
