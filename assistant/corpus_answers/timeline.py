"""What articles tell with a whole date, in the order of the dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.corpus_answers.folder import Folder, quoted_sentence
from assistant.types import Draft
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.publication_date import days_in
from vectorstore.types import Passage, Span

READ_ARTICLES = 300
MAX_EVENTS = 10


def dated_sentences(folder: Folder, articles: Sequence[ArticleRecord]) -> tuple[Draft, ...]:
    """Sentences with a date in the articles, earliest first; a sentence counts by its first date.

    Lines around the texts, where a date is mostly that of the page, only where no text has a date.
    """
    passages = [passage for article in articles[:READ_ARTICLES] for passage in folder.passages(article.source)]
    found = _dated(passage for passage in passages if passage.kind == "body") or _dated(passages)
    found.sort(key=lambda item: item[:3])
    return tuple(quoted_sentence(passage, span) for _, _, span, passage in found[:MAX_EVENTS])


def _dated(passages: Iterable[Passage]) -> list[tuple[str, str, Span, Passage]]:
    """The sentences with a date: the first one, where the sentence stands, and its passage."""
    found, seen = [], set()
    for passage in passages:
        for span in passage.sentences:
            text = passage.sentence(span)
            key = passage.source, " ".join(text.split())
            if key not in seen and (days := days_in(text)):  # a headline often stands there twice
                seen.add(key)
                found.append((min(days), passage.source, span, passage))
    return found
