"""Do the articles answer at all? A calibrated decision on measured evidence.

No single similarity tells: a question about something that the articles leave out is as near to them as one
that they answer. So a logistic model weighs what can be known together: how near the nearest sentence is, how
much of the question's weight stands close together in a passage, how sure the reader is, and whether the question
turns on a name that no article has.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.sentence_ranking import OFFERS, SENTENCE_COSINE, Sentence
from assistant.question.query import Query
from assistant.retrieval.lexical_scores import coverage, near_coverage, tokenize
from vectorstore.types import Hit

FEATURES = (
    "sentence_cosine", "sentence_coverage", "unknown_name", "near_coverage", "nothing_offered", "corpus_size", "read",
)  # fmt: skip
WEIGHTS_ARABIC = np.array([22.2, 0.0, -3.0, 2.1, -0.8, -1.28, 0.0])
BIAS_ARABIC = -16.77
"""Logistic regression on ARCD train (each question with and without its right paragraph) and NoMIRACL's dev
half, weighted alike: sentence_cosine and near_coverage (`benchmarks/calibrate.py abstention`). Adding any other
feature there moved the balanced accuracy, cross-validated over the halves of NoMIRACL, by less than .01
(.72 with these two and unknown_name); so did the nearest passage's cosine, its lexical share, its margin over the
next ones, the share of the question that it covers, and the weight of unknown words, which are therefore not measured.

A judgement, because those sets have no such cases: unknown_name (a foreign name that no article has is a false
premise), and corpus_size, the base-10 logarithm of the passages. The best cosine among many passages is
higher by chance, and a small folder is asked about what is in it, so its threshold is lower: sentence_cosine
.81 at 50 passages against .91 at 3,000 (with near_coverage .5).
"""

WEIGHTS_LATIN = np.array([22.2, 2.0, 0.0, 0.0, -0.8, -0.9, 0.0])
BIAS_LATIN = -16.3
"""For questions in another script, whose words no article has: the same cosine, and the names that were found in
their Arabic spelling. A judgement as well; a question far from the corpus is not always told apart.
"""

WEIGHTS_READ_ARABIC = np.array([17.5, 0.0, -3.0, 0.5, 0.0, -2.52, 0.39])
BIAS_READ_ARABIC = -8.6
WEIGHTS_READ_LATIN = np.array([17.5, 0.0, 0.0, 0.5, 0.0, -0.9, 0.39])
BIAS_READ_LATIN = -11.5
"""The same where a reader has read: `read` is the best logit of a passage being answered.

Cosine, near_coverage and read: logistic regression on the held-out questions of ARCD and XQuAD (each also with a name
or number exchanged, and without its right paragraph) and NoMIRACL's dev half, weighted alike
(`benchmarks/calibrate_reader.py`). Biases and corpus_size: judged so that the threshold is near the best
one of each set at its size (NoMIRACL 17.2 at 2,860 passages, ARCD and XQuAD 15.8 at some 400, English on XQuAD-ar
13.9) and goes on falling towards a small folder. unknown_name as above, but not in another script, where no name is
known for sure.
"""

MAX_CORPUS_SIZE_LOG10 = 3.46
"""corpus_size counts at most this much: nothing was measured beyond 2,860 passages (NoMIRACL), and a threshold that
went on climbing would answer nothing in an archive."""

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the decision rests on, in the order of `FEATURES`, and the probability that it gives."""

    features: tuple[float, ...]
    probability: float

    @property
    def answers(self) -> bool:
        return self.probability >= THRESHOLD


def decide_answerable(query: Query, hits: Sequence[Hit], ranked: Sequence[Sentence], corpus_size: int) -> Evidence:
    """How likely it is that the articles answer the question; `corpus_size` is the number of passages indexed."""
    if not hits or not ranked:
        return Evidence((0.0,) * len(FEATURES), 0.0)
    features = measure_evidence(query, hits, ranked, corpus_size)
    arabic = query.language == "ar"
    if any(s.answer for s in ranked):
        weights, bias = (
            (WEIGHTS_READ_ARABIC, BIAS_READ_ARABIC) if arabic else (WEIGHTS_READ_LATIN, BIAS_READ_LATIN)
        )
    else:
        weights, bias = (WEIGHTS_ARABIC, BIAS_ARABIC) if arabic else (WEIGHTS_LATIN, BIAS_LATIN)
    logit = float(np.dot(weights, features)) + bias
    return Evidence(features, 1 / (1 + math.exp(-max(-50.0, min(50.0, logit)))))


def measure_evidence(
    query: Query, hits: Sequence[Hit], ranked: Sequence[Sentence], corpus_size: int
) -> tuple[float, ...]:
    """The features of one question."""
    terms = [term for term in query.terms if term.asked]
    return (
        max(s.features[SENTENCE_COSINE] for s in ranked),
        max(coverage(terms, s.words)[0] for s in ranked[:5]),
        float(any(term.name for term in terms if not term.frequency)),
        max(near_coverage(terms, tokenize(hit.passage.text) + tokenize(hit.passage.title)) for hit in hits[:5]),
        float(max(s.features[OFFERS] for s in ranked[:3]) == 0),
        min(MAX_CORPUS_SIZE_LOG10, math.log10(max(corpus_size, 10))),
        max(s.passage_logit for s in ranked),
    )
