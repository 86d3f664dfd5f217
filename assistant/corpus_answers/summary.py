"""An article in three to five of its own sentences.

LexRank (Erkan & Radev 2004): a sentence is central when many others are near it, by the stored sentence vectors. To
that comes a prior for the lead and for what is near the title, because news says the main thing first; redundancy is
removed by maximal marginal relevance (Carbonell & Goldstein 1998). Sentences of the text only: no titles, captions or
subscribe boxes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.corpus_answers.folder import Folder, quoted_sentence
from assistant.types import Draft
from vectorstore.text.arabic import words
from vectorstore.types import Passage, Span

SENTENCES = 4
MIN_WORDS, MAX_CHARACTERS = 8, 600
"""A sentence shorter than this says little by itself, a longer one is no summary."""

MAX_READ_SENTENCES = 300
"""Sentences of an article that are compared; beyond, its beginning stands for it."""

_ENDS = tuple(".!؟?…»”\"'")
"""What a sentence ends with, unlike a caption («(أرشيف)») or a heading."""

DAMPING, COSINE_FLOOR = 0.85, 0.8
"""The walk of LexRank, and the cosine up to which this encoder calls two sentences of one language unrelated."""

LEAD_SHARE, TITLE_SHARE = 0.5, 0.3
"""Shares of the score that are the lead's (1 for the first sentence, 1/2 for the second, …) and the title's (the
sentence's likeness to it); the rest is LexRank's.

Of the 23 gold slices of six news articles, four sentences hold: 12 by these, 9 by LexRank alone (none in one of the
articles), 9 by the title alone, 14 by the lead alone. So the lead counts most; the rest is a judgement, because six are
too few to fit, and what is no news does not say the main thing first.
"""

REDUNDANCY = 0.4
"""How much of a sentence's likeness to those already chosen is taken off its score."""


def summarise(folder: Folder, source: str, count: int = SENTENCES) -> list[Draft]:
    """At most `count` sentences of the article, in the order of the text; none for an article without any."""
    sentences, vectors = whole_sentences(folder, source)
    title = sentences[0][0].article_title if sentences else ""
    named = folder.search.embedder.embed_query(title) if title else None
    return [quoted_sentence(*sentences[i]) for i in sorted(choose_central(vectors, count, named))]


def whole_sentences(folder: Folder, source: str) -> tuple[list[tuple[Passage, Span]], np.ndarray]:
    """The sentences of an article's text with their vectors, each sentence once."""
    index = folder.search.snapshot
    passages = {name: p for name, p in index.passages_of(source).items() if p.kind == "body"}
    embedded = index.vectors(passages)
    sentences: list[tuple[Passage, Span]] = []
    rows = []
    seen: set[str] = set()
    for name, passage in passages.items():
        for span, row in zip(passage.sentences, embedded[name].sentences, strict=True):
            text = " ".join(words(passage.sentence(span)))
            whole = passage.sentence(span).rstrip().endswith(_ENDS) and len(text.split()) >= MIN_WORDS
            new = text not in seen and text != " ".join(words(passage.article_title))
            if whole and new and span[1] - span[0] <= MAX_CHARACTERS:
                seen.add(text)
                sentences.append((passage, span))
                rows.append(row)
    if not sentences:  # an article of a line or two: what there is
        sentences = [(p, span) for p in passages.values() for span in p.sentences]
        rows = [row for name in passages for row in embedded[name].sentences]
    vectors = np.array(rows[:MAX_READ_SENTENCES], np.float32).reshape(len(rows[:MAX_READ_SENTENCES]), -1)
    return sentences[:MAX_READ_SENTENCES], vectors


def choose_central(vectors: np.ndarray, count: int, title: np.ndarray | None = None) -> list[int]:
    """Places of the sentences chosen, best first; `vectors` (n, d) of unit length in the order of the text.

    `title`: the vector (d,) of the article's title, where it has one.
    """
    if not len(vectors):
        return []
    near = np.clip((vectors @ vectors.T - COSINE_FLOOR) / (1 - COSINE_FLOOR), 0, 1)
    central = lexrank(near)
    lead = 1 / np.arange(1, len(vectors) + 1)
    scores = (1 - LEAD_SHARE - TITLE_SHARE) * central / central.max() + LEAD_SHARE * lead
    if title is not None:
        likeness = vectors @ title
        scores += TITLE_SHARE * (likeness - likeness.min()) / max(float(np.ptp(likeness)), 1e-6)
    chosen = [int(scores.argmax())]
    while len(chosen) < min(count, len(vectors)):
        gains = (1 - REDUNDANCY) * scores - REDUNDANCY * near[:, chosen].max(axis=1)
        gains[chosen] = -np.inf
        chosen.append(int(gains.argmax()))
    return chosen


def lexrank(near: np.ndarray, steps: int = 50) -> np.ndarray:
    """The stationary distribution of a walk between sentences by their likeness (n, n), with restarts."""
    count = len(near)
    moves = near / np.maximum(near.sum(axis=1, keepdims=True), 1e-9)
    rank = np.full(count, 1 / count)
    for _ in range(steps):
        rank = (1 - DAMPING) / count + DAMPING * (moves.T @ rank)
    return rank


def choose_representative(vectors: np.ndarray, count: int) -> list[tuple[int, int]]:
    """Articles that stand for all of them, each with how many are nearest to it; the largest group first.

    Greedy facility location: each one added brings the others nearest to one of those chosen.
    """
    likeness = vectors @ vectors.T
    best = np.full(len(vectors), -1.0)
    chosen: list[int] = []
    for _ in range(min(count, len(vectors))):
        gains = np.maximum(likeness - best[:, None], 0).sum(axis=0)
        gains[chosen] = -np.inf
        chosen.append(int(gains.argmax()))
        best = np.maximum(best, likeness[:, chosen[-1]])
    nearest = likeness[:, chosen].argmax(axis=1)
    groups = [(place, int((nearest == i).sum())) for i, place in enumerate(chosen)]
    return sorted(groups, key=lambda group: -group[1])


def article_vectors(folder: Folder, sources: Sequence[str]) -> np.ndarray:
    """One unit vector an article (n, d): the mean of its passages'."""
    rows = []
    for source in sources:
        passages = folder.search.snapshot.passages_of(source)
        ids = [name for name, passage in passages.items() if passage.kind != "boilerplate"]
        found = folder.search.snapshot.vectors(ids)
        mean = np.mean([found[name].vector for name in ids], axis=0) if ids else None
        rows.append(mean if mean is not None else np.zeros(folder.search.embedder.dimension, np.float32))
    matrix = np.array(rows, np.float32)
    matrix -= matrix.mean(axis=0)  # what all articles share says nothing about any
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
