"""The articles on a subject that a question about the folder names in words of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np

from assistant.corpus_answers.folder import Folder
from assistant.corpus_answers.mentions import find_mentions, subject
from assistant.lexicon.folder import ARTICLE_KINDS
from assistant.question.query import Query
from assistant.retrieval.lexical_scores import coverage, tokenize
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import stem, words
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Hit

NEAREST_PASSAGES = 40
MEANT_ARTICLES = 3
"""Articles of one subject that are told of where a question speaks of one: which is meant nobody can know."""

READ_ARTICLES = 12
"""Best articles of the search that are read through for how much they are about a subject."""

LIKENESS_WEIGHT, TITLED_WEIGHT, HIT_WEIGHT, NEAREST_HITS = 10.0, 0.5, 0.1, 3
"""What the cosines of text and title count beside the share of sentences that have the words, a word in the title, and
the scores of the best passages.

Over 63 subjects of three folders, named in a word or two, some in none that the article has, the right article is first
for 56; by the search with those that mention all of it first, for 52.
"""

LEAST_TOGETHER = 0.7
"""Share of the words of a subject, by weight, that stand together in the article that is told to be on it."""

SURE_MARGIN = 0.3
"""How far behind the first article another one is no longer named beside it."""


def about_subject(topic: str, folder: Folder) -> list[ArticleRecord]:
    """Articles on a subject, those that search finds nearest first and that mention all of it before the others."""
    query = folder.search.query(topic)
    mentioning = {mention.article.source for mention in find_mentions(query, folder)[0]}
    sources = [article.source for article in folder.articles] if folder.chosen else None
    vector = folder.search.embedder.embed_query(query.text)
    hits = folder.search.rank(query, vector, NEAREST_PASSAGES, sources)
    ranked = list(dict.fromkeys(hit.passage.source for hit in hits))
    ordered = sorted(ranked, key=lambda source: source not in mentioning)
    return [article for source in ordered if (article := folder.numbered(source))]


def most_about(topic: str, folder: Folder) -> list[ArticleRecord]:
    """The article whose text and title are most about a subject, by its meaning as well as its words («البنك» of one
    that says «المصرف»); behind it those that are hardly less so, and may be meant as well."""
    query = folder.search.query(topic)
    vector = folder.search.embedder.embed_query(query.text)
    sources = [article.source for article in folder.articles] if folder.chosen else None
    hits: dict[str, list[Hit]] = defaultdict(list)
    for hit in folder.search.rank(query, vector, NEAREST_PASSAGES, sources):
        hits[hit.passage.source].append(hit)
    scored = []
    for source in list(hits)[:READ_ARTICLES]:
        article = folder.numbered(source)
        if article is not None:
            near = sum(hit.score for hit in hits[source][:NEAREST_HITS])
            scored.append((_about(query, vector, article, folder) + HIT_WEIGHT * near, article))
    scored.sort(key=lambda item: -item[0])
    return [article for score, article in scored if score >= scored[0][0] - SURE_MARGIN][:MEANT_ARTICLES]


def _about(query: Query, vector: np.ndarray, article: ArticleRecord, folder: Folder) -> float:
    """How much an article is about a query: likeness of its text and its title, and how often it has the words."""
    passages = {
        name: p for name, p in folder.search.snapshot.passages_of(article.source).items() if p.kind == "body"
    }
    if not passages:
        return 0.0
    embedded = folder.search.snapshot.vectors(passages)
    mean = np.mean([embedded[name].vector for name in passages], axis=0)
    mean /= max(float(np.linalg.norm(mean)), 1e-9)
    title = folder.search.embedder.embed_query(article.title) if article.title else mean
    sentences = [p.sentence(span) for p in passages.values() for span in p.sentences]
    having_words = sum(bool(coverage(query.terms, tokenize(one))[1]) for one in sentences) / max(1, len(sentences))
    titled = bool(coverage(query.terms, tokenize(article.title))[1])
    return LIKENESS_WEIGHT * float(vector @ mean + vector @ title) + having_words + TITLED_WEIGHT * titled


def on_subject(topic: str, folder: Folder) -> list[ArticleRecord]:
    """The articles that may be meant by «مقال البنك المركزي»: those with all of it in their title, else the nearest
    one that mentions it; none where no article does."""
    plain = subject(topic, ARTICLE_KINDS)
    for asked in dict.fromkeys((topic, plain)):
        wanted = stems_of(asked)
        titled = [one for one in folder.articles if wanted and wanted <= _called(one)]
        if titled:
            return titled[:MEANT_ARTICLES]
    terms = folder.search.query(plain or topic).terms
    if not all(term.frequency for term in terms):
        return []  # what it is about is nowhere told of
    return [one for one in most_about(plain or topic, folder)[:1] if _has_together(plain or topic, one, folder)]


def _called(article: ArticleRecord) -> frozenset[str]:
    """The stems of an article's title and of its file's name, which may say what it is."""
    return stems_of(article.title) | stems_of(PurePosixPath(article.file).stem.replace("_", " "))


def _has_together(topic: str, article: ArticleRecord, folder: Folder) -> bool:
    """Has the article all the words of a subject in one passage, the name of an office beside a name excepted?"""
    among = replace(folder, articles=[article], chosen=True)
    query = folder.search.query(topic)
    found, kept = find_mentions(query, among)
    return bool(found) and sum(term.weight for term in kept) >= LEAST_TOGETHER * sum(t.weight for t in query.terms)


def having(topic: str, articles: Sequence[ArticleRecord], folder: Folder) -> list[ArticleRecord]:
    """Those of some articles that have the words of a subject, as far as any of them has them together."""
    among = replace(folder, articles=articles, chosen=True)
    found = {mention.article.source for mention in find_mentions(folder.search.query(topic), among)[0]}
    return [article for article in articles if article.source in found]


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something."""
    return frozenset(stem(word) for word in words(text or "") if word not in STOPWORDS)
