"""The whole corpus read once: which articles tell of one happening, and which sentences say when.

Article by article, each in a snapshot of its own, so that a sync need not wait for it; where the corpus changes
meanwhile the survey is of no use and is begun again. A corpus larger than `MAX_ARTICLES` is read in part, which is
told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from assistant.answering.citations import cite
from assistant.retrieval.searcher import Search
from assistant.sources.chronology import Dated, When, dated_sentences
from assistant.sources.happenings import group
from assistant.sources.portraits import Portrait, draw_article
from assistant.types import Quote
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.types import OnProgress, Passage, Span

MAX_ARTICLES = 3_000
"""Articles that are read: some 15 ms and 100 KB each while they are compared."""

MAX_DATED = 2_000
"""Dated sentences that are kept, the earliest first."""

Reading = Callable[[], AbstractContextManager[Search]]


@dataclass(frozen=True, slots=True)
class Survey:
    """`events`: the sources of each happening, those of most articles first. `dated`: earliest first.

    `read` of `total` articles were read; `dated_total` sentences say when, of which `dated` holds the first.
    """

    revision: str
    events: tuple[tuple[str, ...], ...]
    dated: tuple[Dated, ...]
    read: int
    total: int
    dated_total: int


def survey(reading: Reading, on_progress: OnProgress, should_stop: Callable[[], bool]) -> Survey | None:
    """Read the corpus; None where it changed meanwhile, or where it was stopped."""
    with reading() as search:
        revision = search.snapshot.revision
        records = search.snapshot.articles(MAX_ARTICLES)
        total = _count(search, len(records))
    portraits: list[Portrait] = []
    dated: list[Dated] = []
    for number, record in enumerate(records):
        if should_stop():
            return None
        with reading() as search:
            if search.snapshot.revision != revision:
                return None
            drawn = draw_article(search, record.source)
            dated += _dated(search, record)
        portraits += [drawn] if drawn is not None else []
        on_progress("survey", number + 1, len(records))
    groups = group(portraits)
    events = tuple(tuple(portraits[place].source for place in members) for members in groups)
    with reading() as search:
        if search.snapshot.revision != revision:
            return None
        for members in groups:
            dated += _published(search, [portraits[place] for place in members])
    dated = _once(dated)
    dated.sort(key=lambda one: (one.iso, one.citation.source, one.citation.start))
    return Survey(revision, events, tuple(dated[:MAX_DATED]), len(records), total, len(dated))


def _count(search: Search, known: int) -> int:
    """Articles of the index, which a list of `MAX_ARTICLES` may not hold."""
    if known < MAX_ARTICLES:
        return known
    return sum(record.articles for record in search.snapshot.files() if record.status == "indexed")


def _published(search: Search, members: Sequence[Portrait]) -> list[Dated]:
    """A happening that several articles tell of, by the first day on which one of them was published."""
    known = [one for one in members if len(one.date) == 10]
    if len(members) < 2 or not known:
        return []
    first = min(known, key=lambda one: one.date)
    passage, span = first.sentences[0]
    quote = Quote(first.source, first.title, *span, passage.sentence(span))
    return [Dated(first.date, first.title, "published", cite(0, quote, search.snapshot.document(first.source)))]


def _once(dated: Sequence[Dated]) -> list[Dated]:
    """The same without the day of publication of an article whose first sentence names that day itself."""
    told = {(one.iso, one.citation.source, one.citation.start) for one in dated if one.how != "published"}
    return [
        one for one in dated
        if one.how != "published" or (one.iso, one.citation.source, one.citation.start) not in told
    ]  # fmt: skip


def _dated(search: Search, record: ArticleRecord) -> list[Dated]:
    article = search.snapshot.document(record.source)
    passages = iter(search.snapshot.passages_of(record.source).values())
    found = []
    seen: set[str] = set()
    for when, passage, span in dated_sentences(passages, record.date):
        text = " ".join(passage.sentence(span).split())
        if text not in seen:  # a headline often stands there twice
            seen.add(text)
            quote = Quote(record.source, record.title, *span, passage.sentence(span), answer=_place(when, span))
            found.append(Dated(when.iso, _written(when, passage, span), when.how, cite(0, quote, article)))
    return found


def _place(when: When, span: Span) -> Span:
    return span[0] + when.span[0], span[0] + when.span[1]


def _written(when: When, passage: Passage, span: Span) -> str:
    return " ".join(passage.sentence(span)[slice(*when.span)].split())
