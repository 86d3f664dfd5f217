"""What articles tell with a whole date, in the order of the dates."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.corpus_answers.folder import Folder, quoted_sentence
from assistant.types import Draft
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.publication_date import days_in

READ_ARTICLES = 300
MAX_EVENTS = 10


def dated_sentences(folder: Folder, articles: Sequence[ArticleRecord]) -> tuple[Draft, ...]:
    """Sentences with a date in the text of the articles, earliest first; a sentence counts by its first date."""
    found = []
    for article in articles[:READ_ARTICLES]:
        for passage in folder.passages(article.source):
            if passage.kind != "body":
                continue
            for span in passage.sentences:
                days = days_in(passage.sentence(span))
                if days:
                    found.append((min(days), passage.source, span, passage))
    found.sort(key=lambda item: item[:3])
    return tuple(quoted_sentence(passage, span) for _, _, span, passage in found[:MAX_EVENTS])
