"""Which sentence answers: the sentences of the best passages, scored by a few features in a linear model.

The features are what can be known without reading as a person reads: how near the sentence and its
passage are to the question in meaning, how many of the question's words (by weight) stand in the sentence,
in its neighbours and in the title, whether it offers the kind of thing that is asked for, and its length.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.question.answer_type import AnswerType, expected_type, match_score
from assistant.question.query import Query
from assistant.retrieval.lexical_scores import AnalysedWord, coverage, near_coverage, tokenize
from assistant.retrieval.reader import UNREAD_LOGIT, Reading
from vectorstore.types import Hit, Span

FEATURES = (
    "sentence_cosine", "passage_cosine", "coverage", "neighbour_coverage", "title_coverage",
    "passage_score", "offers", "short", "long", "novel", "boilerplate", "heading", "near_coverage",
    "read_span", "read_passage",
)  # fmt: skip

WEIGHTS = np.array([40.7, 0.0, 5.7, 1.4, 2.0, 1.5, 1.4, -1.0, 0.2, 0.6, -1.0, -1.5, 6.9, 0.0, 0.0])
"""Conditional logit over the sentences of the best passages (McFadden 1974): which one holds the answer.

Fitted on ARCD train and XQuAD-ar together by `benchmarks/calibrate.py`. Those have neither titles nor page
boilerplate, so the four weights about these (title_coverage, short, boilerplate, heading) are a judgement. The
passage's own cosine adds nothing beside its score.
"""

WEIGHTS_READ = np.append(0.68 * WEIGHTS[:-2], (0.24, 0.07))
"""The same where a reader has read: the weights above together, and the logits of the sentence's best part and of its
passage, a conditional logit of three weights on held-out questions of ARCD and XQuAD, in Arabic and English. Right
sentence first / among the first three without and with these logits: .64 / .87 and .70 / .92
(`benchmarks/calibrate_reader.py`).
"""

READ_SPAN = FEATURES.index("read_span")
ANSWER_MARGIN_LOGITS = 1.0
"""The part that answers is named in sentences whose part scores this near the best one; elsewhere it is seldom right.

Share of shown sentences whose part overlaps an answer, on the held-out questions, by how far it scores below the best:
0: .61, up to 1: .51, 1 to 2: .18, 2 to 4: .20.
"""

ABOUT_ARTICLE_FACTOR = -3.0
"""A line around the text counts this many times as much, the other way, where the article itself is asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence that may answer. `score` is a logit: differences between sentences are what it says.

    `answer` is the part of it that the reader would give as the answer, a span of the document. Two rankings score
    the same sentence differently, and vectors cannot be compared by `==`: what says whether two are one is `place`.
    """

    hit: Hit
    span: Span
    text: str
    words: tuple[AnalysedWord, ...]
    vector: np.ndarray
    features: tuple[float, ...]
    covered: frozenset[str]
    score: float
    answer: Span | None = None

    @property
    def source(self) -> str:
        return self.hit.passage.source

    @property
    def place(self) -> tuple[str, Span]:
        """Where it stands, which is what makes it this sentence in whatever ranking."""
        return self.source, self.span


def rank_sentences(
    query: Query,
    question: np.ndarray,
    hits: Sequence[Hit],
    vectors: Mapping[str, np.ndarray],
    readings: Mapping[str, Reading] | None = None,
) -> list[Sentence]:
    """Every sentence of the hits with its features and score, best first.

    `vectors`: by passage id, one row per sentence; `question`: the query's vector. Rows have unit length.
    `readings`: by passage id, of every hit, where a reader has read them.
    """
    kind = expected_type(query.text)
    asked = {term.stem for term in query.terms} | {term.text for term in query.terms}
    best = max((hit.score for hit in hits), default=0.0)
    found = []
    for hit in hits:
        rows, reading = vectors[hit.passage.id], (readings or {}).get(hit.passage.id)
        for i in range(len(hit.passage.sentences)):
            found.append(_sentence(query, question, hit, i, rows, kind, asked, best, reading))
    surest = max((s.features[READ_SPAN] for s in found), default=0.0)
    told = [s if s.features[READ_SPAN] > surest - ANSWER_MARGIN_LOGITS else replace(s, answer=None) for s in found]
    return sorted(told, key=lambda s: (-s.score, s.source, s.span))


def _sentence(
    query: Query,
    question: np.ndarray,
    hit: Hit,
    i: int,
    vectors: np.ndarray,
    kind: AnswerType,
    asked: Collection[str],
    best: float,
    reading: Reading | None,
) -> Sentence:
    passage = hit.passage
    span = passage.sentences[i]
    text = passage.sentence(span)
    words = tokenize(text)
    share, covered = coverage(query.terms, words)
    around = [passage.sentence(s) for s in passage.sentences[max(0, i - 1) : i] + passage.sentences[i + 1 : i + 2]]
    with_neighbours, _ = coverage(query.terms, [*words, *(word for near in around for word in tokenize(near))])
    with_title, _ = coverage(query.terms, [*words, *tokenize(passage.title)])
    content = [word for word in words if not word.stop]
    new = sum(word.stem not in asked for word in content)
    features = (
        float(vectors[i].astype(np.float32) @ question),
        float(hit.dense or 0.0),
        share,
        with_neighbours - share,
        with_title - share,
        hit.score - best,
        match_score(kind, text, [word.text for word in content], asked),
        float(len(content) < 4 and not query.about_article),
        math.log1p(len(content)) / 3,
        min(1.0, new / 6),
        float(passage.kind == "boilerplate") * (ABOUT_ARTICLE_FACTOR if query.about_article else 1.0),
        float(passage.kind == "title"),
        near_coverage(query.terms, words) - share,
        reading.scores[i] if reading else 0.0,
        reading.answered if reading else 0.0,
    )
    score = float(np.dot(WEIGHTS_READ if reading else WEIGHTS, features))
    answer = reading.spans[i] if reading and reading.scores[i] > UNREAD_LOGIT else None
    return Sentence(hit, span, text, words, vectors[i], features, covered, score, answer)
