"""The articles on a subject that a question about the folder names in words of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.corpus_answers.folder import Folder
from assistant.corpus_answers.mentions import find_mentions
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import stem, words
from vectorstore.text.stopwords import STOPWORDS

NEAREST_PASSAGES = 40
MEANT_ARTICLES = 3
"""Articles of one subject that are told of where a question speaks of one: which is meant nobody can know."""


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


def on_subject(topic: str, folder: Folder) -> list[ArticleRecord]:
    """The articles that may be meant by «مقال البنك المركزي»: those with all of it in their title, else the nearest
    one that mentions it; none where no article does."""
    wanted = stems_of(topic)
    titled = [one for one in folder.articles if wanted and wanted <= stems_of(one.title)]
    if titled:
        return titled[:MEANT_ARTICLES]
    return having(topic, about_subject(topic, folder)[:1], folder)


def having(topic: str, articles: Sequence[ArticleRecord], folder: Folder) -> list[ArticleRecord]:
    """Those of some articles that have the words of a subject, as far as any of them has them together."""
    among = replace(folder, articles=articles, chosen=True)
    found = {mention.article.source for mention in find_mentions(folder.search.query(topic), among)[0]}
    return [article for article in articles if article.source in found]


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something."""
    return frozenset(stem(word) for word in words(text or "") if word not in STOPWORDS)
