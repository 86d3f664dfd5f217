"""The articles that a question about the folder is answered from, and how one of them is shown: by its title."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.names.register import Register
from assistant.retrieval.searcher import Search
from assistant.types import Draft, Quote
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.types import Passage, Span

MAX_ARTICLES = 100_000
"""Articles that are looked at."""

MAX_NAME_CHARACTERS = 160
"""Characters of an article's first sentence where it stands for a title."""


@dataclass(frozen=True, slots=True)
class Folder:
    """`articles`: those searched, sorted by source, in the order that a list numbers them; `chosen`: not all of them.

    `names` are those of all articles; None while they are still being found. `last_cited` finds the sources of the last
    answer, first the first: «this article», and `last_asked` what it answered, standing alone. They cost an answer, so
    they are asked only where the question points back.
    """

    search: Search
    articles: Sequence[ArticleRecord]
    language: str
    chosen: bool = False
    last_cited: Callable[[], tuple[str, ...]] = tuple
    names: Register | None = None
    last_asked: Callable[[], str] = str

    def passages(self, source: str) -> list[Passage]:
        """The passages of an article in the order of its text."""
        return list(self.search.snapshot.passages_of(source).values())

    def numbered(self, source: str) -> ArticleRecord | None:
        return next((article for article in self.articles if article.source == source), None)


def open_folder(
    search: Search,
    language: str,
    sources: Collection[str] | None = None,
    last_cited: Callable[[], tuple[str, ...]] = tuple,
    names: Register | None = None,
    last_asked: Callable[[], str] = str,
) -> Folder:
    """The articles of the index, or of the files and articles that were chosen."""
    articles = search.snapshot.articles(MAX_ARTICLES)
    if sources is not None:
        articles = tuple(one for one in articles if one.source in sources or one.file in sources)
    return Folder(search, articles, language, sources is not None, last_cited, names, last_asked)


def named_by_title(folder: Folder, article: ArticleRecord) -> Draft:
    """An item of a list: the title where it stands in the text, else the first sentence; either is a quote.

    A title that the file states elsewhere is shown as it is, over the first sentence as its source.
    """
    text = folder.search.snapshot.document(article.source).text
    at = text.find(article.title) if article.title else -1
    if at >= 0:
        return _quoted(article, (at, at + len(article.title)), article.title)
    span, sentence = first_sentence(folder, article, text)
    quoted = _quoted(article, span, sentence)
    return Draft(article.title, quoted.quotes, quoted=False) if article.title else quoted


def first_sentence(folder: Folder, article: ArticleRecord, text: str) -> tuple[Span, str]:
    """Where the text of an article begins to speak, cut between words where it is long."""
    bodies = [p for p in folder.passages(article.source) if p.kind == "body" and p.sentences]
    start, end = bodies[0].sentences[0] if bodies else (0, min(len(text), MAX_NAME_CHARACTERS))
    sentence = text[start:end]
    if len(sentence) > MAX_NAME_CHARACTERS:
        sentence = sentence[:MAX_NAME_CHARACTERS].rsplit(None, 1)[0]
    return (start, start + len(sentence)), sentence


def is_cut(folder: Folder, draft: Draft) -> bool:
    """Does the sentence go on behind the quote of an item of a list?"""
    quote = draft.quotes[0]
    return draft.text == quote.text and any(
        span[0] <= quote.start and quote.end < span[1]
        for passage in folder.passages(quote.source)
        for span in passage.sentences
    )


def quoted_sentence(passage: Passage, span: Span) -> Draft:
    """A sentence of a passage as a line."""
    text = passage.sentence(span)
    return Draft(text, (Quote(passage.source, passage.title, *span, text),))


def _quoted(article: ArticleRecord, span: Span, text: str) -> Draft:
    return Draft(text, (Quote(article.source, article.title, *span, text),))
