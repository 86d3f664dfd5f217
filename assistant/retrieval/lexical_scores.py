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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.question.query import Query, Term, inverse_frequency
from vectorstore.text.arabic import stem, words
from vectorstore.text.similarity import GRAM_CHARACTERS, distinct_grams, gram_similarity, letter_grams
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


MAX_WORDS = 100_000
"""Analysed words that are kept, some 30 MB at most; 10,000 passages have 60,000."""


MAX_LINES = 5_000
"""Passages whose words are kept, some 5 MB: a question finds 120, and many of them are those of the one before."""

_lines: dict[str, str] = {}
"""`_content_line` by the id of a passage, which names its text; threads may share it as they do the words below."""


class _AnalysedWords(dict[str, AnalysedWord]):
    """By its normalised text, each word that was met; looking one up takes a third of what `lru_cache` takes.

    Threads may share it: one that misses a word, or finds all forgotten, makes an equal one.
    """

    def __missing__(self, text: str) -> AnalysedWord:
        if len(self) >= MAX_WORDS:
            self.clear()
        word = self[text] = AnalysedWord(text, stem(text), text in STOPWORDS)
        return word


_word = _AnalysedWords().__getitem__


@functools.lru_cache(maxsize=20_000)
def tokenize(text: str) -> tuple[AnalysedWord, ...]:
    """The words of a text, in order; cached, because the same sentences are read for many questions."""
    return tuple(map(_word, words(text)))


@dataclass(frozen=True, slots=True, eq=False)
class TermCounts:
    """How often what a query asks for stands in each of n passages, function words left out; all in float64.

    `terms` (n, number of the query's terms): each in any of its forms and spellings; `words` (n,): all words. `pieces`
    (n, number of `wanted`): each piece of three letters that is asked for, with what it weighs; `all_pieces` (n,): all
    pieces.
    """

    terms: np.ndarray
    words: np.ndarray
    wanted: Mapping[str, float]
    pieces: np.ndarray
    all_pieces: np.ndarray


def count_terms(query: Query, passages: Sequence[Passage]) -> TermCounts:
    """Count a query's words and their pieces in passages, title included; each passage is gone through once."""
    lines = list(map(_content_line, passages))
    texts = [line.split(" ")[:-1] for line in lines]
    wanted: dict[str, float] = {}
    for term in query.terms:
        for piece in letter_grams(term.text):
            wanted[piece] = max(wanted.get(piece, 0.0), 1.0 if term.asked else 0.5)
    return TermCounts(
        _count_words(query.terms, texts, lines),
        np.array([len(found) for found in texts], dtype=float),
        wanted,
        _count_pieces(list(wanted), texts, lines),
        np.array([_number_of_pieces(found) for found in texts], dtype=float),
    )


def _content_line(passage: Passage) -> str:
    """The words of a passage but for function words, each with a space behind it."""
    line = _lines.get(name := passage.id)
    if line is None:
        line = "".join([f"{word} " for word in words(_findable(passage)) if word not in STOPWORDS])
        if len(_lines) >= MAX_LINES:
            _lines.clear()
        _lines[name] = line
    return line


def _count_words(terms: Sequence[Term], texts: Sequence[Sequence[str]], lines: Sequence[str]) -> np.ndarray:
    """How often each term stands in each of some texts, which are given as words and as lines of these."""
    counts = np.zeros((len(texts), len(terms)))
    for column, term in enumerate(terms):
        for row, (found, line) in enumerate(zip(texts, lines, strict=True)):
            if term.stem in line:  # else no word has this stem: it is a part of each that has
                counts[row, column] = sum([_word(word).stem == term.stem for word in found if term.stem in word])
            if term.words and not term.words.isdisjoint(found):
                spelled = [word for word in found if word in term.words]
                counts[row, column] += sum([_word(word).stem != term.stem for word in spelled])
    return counts


def _count_pieces(pieces: Sequence[str], texts: Sequence[Sequence[str]], lines: Sequence[str]) -> np.ndarray:
    """How often each piece (see `letter_grams`) stands in each of some texts, given as for `_count_words`.

    Three letters in a row are looked up for all texts at once: by the number of a pair of letters that some piece
    begins with, and then by the letter behind it. 0 is what no piece has, such as the space between words.
    """
    counts = np.zeros((len(texts), len(pieces)))
    for column, piece in enumerate(pieces):
        if len(piece) < GRAM_CHARACTERS:  # a word by itself
            counts[:, column] = [found.count(piece) for found in texts]
    whole = {piece: column for column, piece in enumerate(pieces) if len(piece) == GRAM_CHARACTERS}
    if not whole:
        return counts
    letters = {letter: number for number, letter in enumerate(sorted(set("".join(whole))), 1)}
    begun = {begin: number for number, begin in enumerate(dict.fromkeys(piece[:2] for piece in whole), 1)}
    pairs = np.zeros((len(letters) + 1, len(letters) + 1), np.intp)
    ended = np.zeros((len(begun) + 1, len(letters) + 1), np.intp)
    for piece, column in whole.items():
        first, second, third = (letters[letter] for letter in piece)
        pairs[first, second] = begun[piece[:2]]
        ended[begun[piece[:2]], third] = column + 1
    numbers = _letter_numbers("".join(lines), letters)
    found = ended[pairs[numbers[:-2], numbers[1:-1]], numbers[2:]]
    places = np.flatnonzero(found)
    rows = np.searchsorted(np.cumsum([len(line) for line in lines]), places, side="right")
    cells = rows * len(pieces) + found[places] - 1
    return counts + np.bincount(cells, minlength=counts.size).reshape(counts.shape)


def _letter_numbers(text: str, letters: Mapping[str, int]) -> np.ndarray:
    """The number of each character of a text; 0 for one that has none."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = np.zeros(max(map(ord, letters)) + 2, np.intp)
    for letter, number in letters.items():
        table[ord(letter)] = number
    return table[np.minimum(codes, len(table) - 1)]


def _number_of_pieces(words: Sequence[str]) -> int:
    """How many pieces of three letters some words have; a shorter word is one."""
    return sum(map(len, words)) - 2 * len(words) + sum([3 - len(word) for word in words if len(word) < GRAM_CHARACTERS])


def lexical_scores(query: Query, passages: Sequence[Passage]) -> np.ndarray:
    """One score a passage, 0 to about 1, from the three of this module."""
    counts = count_terms(query, passages)
    return (
        STEM_SHARE * stem_scores(query, counts)
        + GRAM_SHARE * gram_scores(counts)
        + DOCUMENT_SHARE * document_scores(query, counts, [passage.source for passage in passages])
    )


def stem_scores(query: Query, counts: TermCounts) -> np.ndarray:
    """BM25 over stems and spellings, with the document frequencies of the whole corpus."""
    return _term_scores(query, counts.terms, counts.words)


def document_scores(query: Query, counts: TermCounts, sources: Sequence[str]) -> np.ndarray:
    """The same for all candidates of a file taken together, given to each of them; `sources`: of each candidate."""
    numbers = {source: number for number, source in enumerate(dict.fromkeys(sources))}
    files = [numbers[source] for source in sources]
    terms, words = np.zeros((len(numbers), counts.terms.shape[1])), np.zeros(len(numbers))
    np.add.at(terms, files, counts.terms)
    np.add.at(words, files, counts.words)
    return _term_scores(query, terms, words)[files]


def gram_scores(counts: TermCounts) -> np.ndarray:
    """BM25 over pieces of words, with frequencies among the candidates: what tells these apart counts."""
    shares, having = _saturated(counts.pieces, counts.all_pieces), (counts.pieces > 0).sum(axis=0)
    total, ceiling = np.zeros(len(counts.pieces)), 0.0
    for column, weight in enumerate(counts.wanted.values()):
        rarity = weight * inverse_frequency(float(having[column]), len(counts.pieces))
        total += rarity * shares[:, column]
        ceiling += rarity * (K1 + 1)
    return total / ceiling if ceiling else total


def _term_scores(query: Query, frequencies: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    total, shares = np.zeros(len(lengths)), _saturated(frequencies, lengths)
    for column, term in enumerate(query.terms):
        total += term.weight * shares[:, column]
    ceiling = sum(term.weight for term in query.terms) * (K1 + 1)
    return total / ceiling if ceiling else total


def _saturated(frequencies: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """What each frequency (n, …) counts for in texts of these lengths (n,), at most `K1` + 1."""
    norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0))
    return frequencies * (K1 + 1) / (frequencies + norm[:, None])


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
    together = " ".join(forms)
    near = 0.0
    for term in terms:
        if term.stem in covered:
            near += term.weight
        elif any(piece in together for piece in distinct_grams(term.text)):  # else nothing is alike
            near += term.weight * max([gram_similarity(term.text, form) for form in forms])
    return near / total


def _findable(passage: Passage) -> str:
    return f"{passage.title}\n{passage.text}" if passage.title else passage.text
