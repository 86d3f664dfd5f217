"""Retrieval: the lexical and the dense list become one ranking of passages.

Both lists propose candidates; every candidate then gets both scores exactly, so that a passage that one
list missed is not punished for it. The lexical score is BM25 divided by the most that the question could
reach, words that the corpus lacks included: a question whose words the corpus does not have (one in
English, say) thereby silences the lexical half by itself, without a switch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from assistant.question.query import Query, build_query
from assistant.retrieval.lexical_scores import lexical_scores
from assistant.retrieval.query_adapter import adapt_query
from vectorstore.embedding.embedder import Embedder
from vectorstore.index import Index
from vectorstore.ledger.terms import TermKind
from vectorstore.search import Snapshot
from vectorstore.text.arabic import words
from vectorstore.text.name_keys import KnownWords, NameVariants
from vectorstore.text.passages import heading_name
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import PATH_MARK, Embedded, Hit, Passage

CANDIDATE_PASSAGES = 60
"""Passages that each list proposes."""

DENSE_WEIGHT = 0.5
SENTENCE_SHARE = 0.7
"""Dense score = this share of the best sentence's cosine and the rest of the passage's.

These and the units are the best of a grid on ARCD train, nDCG@10 .894; on XQuAD-ar the same values give .975, on
its English questions .893 (`benchmarks/calibrate.py fusion`).
"""

DENSE_UNIT = 0.05
LEXICAL_UNIT = 0.1
"""What brings cosines and lexical shares to one scale before they are weighed. The grid had .04 for cosines; those of
an adapted question (`query_adapter`) spread 1.7 times as far. Of .04 to .07 .05 is best by the reciprocal rank of the
right passage, or shares that: .797 .804 .802 .797 over 358 questions about the seeds, .803 .803 .802 .798 over 488
about the news (.801 and .793 before there was an adapter). Other encoders than the bundled one were not measured."""

BOILERPLATE_PENALTY = 0.5
"""In units of the fused score: below the text of an article that says as much, above what says less."""

NEIGHBOUR_PASSAGES = 20
"""Passages in which the words beside a word are looked for: the first that have it."""

CACHED_WORDS = 20_000
"""Words whose neighbours are kept."""


class Searcher:
    """An opened index with its embedder; what was looked up in it is remembered until it changes."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.index = index
        self.embedder = embedder
        self._known = _Known("")

    @contextmanager
    def reading(self) -> Iterator[Search]:
        """A search over one state of the index, for as long as the block lasts (see `Index.reading`)."""
        with self.index.reading() as snapshot:
            known = self._known
            if known.revision != snapshot.revision:
                known = self._known = _Known(snapshot.revision)
            yield Search(snapshot, self.embedder, known)

    def spellings(self) -> NameVariants:
        """The spellings of names in whatever the index holds at each look-up: for what takes too long to hold a
        snapshot, such as checking what a language model writes."""
        return NameVariants(_Latest(self.index))


class _Known:
    """What was looked up in one state of an index."""

    def __init__(self, revision: str) -> None:
        self.revision = revision
        self.words = KnownWords()
        self.beside: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self.kept: dict[str, Any] = {}


class _Latest:
    """The vocabulary of an index, each look-up in a snapshot of its own."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def document_frequency(self, terms: Collection[str], kind: TermKind) -> Mapping[str, int]:
        with self._index.reading() as snapshot:
            return snapshot.document_frequency(terms, kind)

    def words_by_key(self, key: str) -> Collection[str]:
        with self._index.reading() as snapshot:
            return snapshot.words_by_key(key)


class Search:
    """One snapshot of an index as a question searches it; made by `Searcher.reading`, and of use only inside it."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder, known: _Known) -> None:
        self.snapshot = snapshot
        self.embedder = embedder
        self.passage_count = snapshot.passage_count
        self.document_frequency = snapshot.document_frequency
        self.spellings = NameVariants(snapshot, known.words)
        self._beside = known.beside
        self.kept = known.kept
        """What wings above made of this state and may use again; they bound it themselves."""
        self._ranked: Mapping[str, Embedded] = {}
        self._outline: dict[str, Passage] = {}

    def neighbours(self, word: str) -> frozenset[str]:
        """Content words that stand next to a word somewhere in the first passages that have it."""
        before, after = self._words_beside(word)
        return before | after

    def company(self, word: str) -> frozenset[str]:
        """A name as the corpus writes it, a Latin one in Arabic, and the content words next to it."""
        written = self.spellings.same_key(word)
        if not word.isascii():
            written = frozenset({*self.spellings.base_forms(word)[-1:], *written})
        return written.union(*map(self.neighbours, written))

    def followers(self, word: str) -> frozenset[str]:
        """Content words that stand right after a word somewhere in the first passages that have it."""
        return self._words_beside(word)[1]

    def _words_beside(self, word: str) -> tuple[frozenset[str], frozenset[str]]:
        found = self._beside.get(word)
        if found is None:
            written = self.spellings.surface_forms(word)
            before: set[str] = set()
            after: set[str] = set()
            for text in self.snapshot.first_texts(written, NEIGHBOUR_PASSAGES):
                # in «"غوغل" و"تويتر"» the conjunction stands alone; the names are neighbours all the same
                found_there = [one for one in words(text) if len(one) > 1]
                for position in [place for place, one in enumerate(found_there) if one in written]:
                    before.update(found_there[max(0, position - 1) : position])
                    after.update(found_there[position + 1 : position + 2])
            self.spellings.prefetch(before | after)
            if len(self._beside) >= CACHED_WORDS:
                self._beside.clear()
            found = self._beside[word] = (self._bare(before), self._bare(after))
        return found

    def _bare(self, words: Collection[str]) -> frozenset[str]:
        content = [word for word in words if word not in STOPWORDS]
        return frozenset(self.spellings.base_forms(word)[-1] for word in content)

    def query(self, question: str, context: str = "") -> Query:
        """The question's words with their weights and spellings; those of `context`, the turn before, count less."""
        return build_query(question, self, context)

    def rank(
        self, query: Query, vector: np.ndarray, limit: int, sources: Collection[str] | None = None
    ) -> list[Hit]:
        """The best `limit` passages, best first; `vector`: the question's, float32 (d,), as the embedder gave it;
        `sources`: only these files.

        Raises VectorstoreError("unknown_source") where a file of `sources` is not in the index.
        """
        wanted = max(limit, CANDIDATE_PASSAGES)
        vector = adapt_query(vector, self.embedder.fingerprint)
        stems = {term.stem for term in query.terms}
        spelled = {word for term in query.terms for word in term.words}
        found = [*self.snapshot.search_vectors(vector, wanted, sources)]
        found += self.snapshot.search_text(stems, spelled, wanted, sources)
        ids = list(dict.fromkeys(id for id, _ in found))
        if not ids:
            return []
        read = self.snapshot.embedded_passages(ids)
        self._outline = {id: read[id][0] for id in ids if id in read and read[id][0].kind == "outline"}
        ids = [id for id in ids if id in read and id not in self._outline]  # a heading answers nothing itself
        if not ids:
            return []
        passages = {id: read[id][0] for id in ids}
        self._ranked = {id: embedded for id, (_, embedded) in read.items()}
        vectors = self._ranked
        dense = np.array([_cosine(vectors[id].vector, vectors[id].sentences, vector) for id in ids])
        lexical = lexical_scores(query, [passages[id] for id in ids])
        fused = fuse(dense, lexical)
        sign = 1 if query.about_article else -1
        fused += sign * BOILERPLATE_PENALTY * np.array([passages[id].kind != "body" for id in ids])
        hits = [
            Hit(passages[id], float(fused[i]), float(dense[i]), float(lexical[i])) for i, id in enumerate(ids)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.source, hit.passage.start))[:limit]

    def headings(self, hits: Sequence[Hit]) -> dict[str, np.ndarray]:
        """The vectors of the heading right over each hit, by its passage's id, where the last ranking came upon it."""
        found: dict[str, np.ndarray] = {}
        outline = sorted(self._outline.items(), key=lambda one: one[1].start)
        for passage in (hit.passage for hit in hits):
            for id, heading in outline:  # of several of one name the nearest above
                if _is_right_over(heading, passage):
                    found[passage.id] = self._ranked[id].sentences
        return found

    def vectors(self, ids: Collection[str]) -> dict[str, Embedded]:
        """The vectors of passages and of their sentences, by passage id; those of the last ranking are at hand."""
        ranked = self._ranked
        read = self.snapshot.vectors([id for id in ids if id not in ranked])
        return {id: ranked[id] if id in ranked else read[id] for id in ids if id in ranked or id in read}


def _is_right_over(heading: Passage, passage: Passage) -> bool:
    if heading.source != passage.source or heading.end > passage.start:
        return False
    name = heading_name(heading.text)
    return bool(name) and f"{PATH_MARK}{passage.headings}".endswith(PATH_MARK + name)


def _cosine(passage: np.ndarray, sentences: np.ndarray, question: np.ndarray) -> float:
    whole = float(passage @ question)
    best = float((sentences @ question).max()) if len(sentences) else whole
    return (1 - SENTENCE_SHARE) * whole + SENTENCE_SHARE * best


def fuse(dense: np.ndarray, lexical: np.ndarray) -> np.ndarray:
    """One score from cosine and lexical share, both brought to a common unit first."""
    return DENSE_WEIGHT * dense / DENSE_UNIT + (1 - DENSE_WEIGHT) * lexical / LEXICAL_UNIT
