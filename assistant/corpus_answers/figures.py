"""The figures of an article, as the sentences that have them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.corpus_answers.folder import Folder, quoted_sentence
from assistant.types import Draft
from assistant.verification.numbers import find_figures
from vectorstore.ledger.rows import ArticleRecord

SHOWN_SENTENCES = 12
READ_ARTICLES = 20

_KINDS = frozenset({"number", "percent"})


def figure_sentences(folder: Folder, articles: Sequence[ArticleRecord]) -> tuple[Draft, ...]:
    """The sentences of the articles that count or measure something, in the order of the text; a date alone is none."""
    drafts, seen = [], set()
    for article in articles[:READ_ARTICLES]:
        for passage in folder.passages(article.source):
            for span in passage.sentences if passage.kind == "body" else ():
                text = passage.sentence(span)
                key = article.source, " ".join(text.split())
                if key not in seen and _counts(text):  # a headline often stands there twice
                    seen.add(key)
                    drafts.append(quoted_sentence(passage, span))
                if len(drafts) == SHOWN_SENTENCES:
                    return tuple(drafts)
    return tuple(drafts)


def _counts(text: str) -> bool:
    return any(one.kind in _KINDS and not one.is_date_like for one in find_figures(text))
