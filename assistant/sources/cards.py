"""A card for each happening: title, place, day, who is named, which articles tell of it; every cell is a quote.

What no article states has no cell, which is shown as not mentioned. Copies of one report are one source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.citations import verify_and_number
from assistant.corpus_answers.folder import Folder, is_cut, named_by_title, quoted_sentence
from assistant.corpus_answers.names import find_names
from assistant.names.register import Register
from assistant.retrieval.searcher import Search
from assistant.sources.cells import Cell, Conflict
from assistant.sources.differences import find_differences
from assistant.sources.happenings import MAX_ARTICLES, group, portraits_of
from assistant.sources.likeness import copies
from assistant.sources.portraits import Portrait, portrait
from assistant.sources.where_when import find_day, find_place, find_published
from assistant.types import Draft
from vectorstore.ledger.rows import ArticleRecord

NAMED = 6
MAX_CARD_CHARACTERS = 40_000

MAX_MEMBERS = 30
"""Articles of one happening that its card is made of."""


@dataclass(frozen=True, slots=True)
class Source:
    """One article of a happening; `copy_of`: the article whose text it repeats."""

    source: str
    title: str
    date: str
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class EventCard:
    """One happening.

    A cell is None, and `named` empty, where the articles state nothing; `day` is ISO 8601 where a whole date is stated,
    else a weekday as written; `published`: the first day that one of them states of itself. `reports`: articles without
    the copies of others.
    """

    title: Cell | None
    place: Cell | None
    day: Cell | None
    published: Cell | None
    named: tuple[Cell, ...]
    sources: tuple[Source, ...]
    differences: tuple[Conflict, ...] = ()

    @property
    def reports(self) -> int:
        return sum(not source.copy_of for source in self.sources)

    def as_json(self) -> dict[str, object]:
        """One object of `events --json` (see `docs/json.md`)."""
        cells = {"title": self.title, "place": self.place, "day": self.day, "published": self.published}
        return {
            **{name: cell.as_json() if cell else None for name, cell in cells.items()},
            "named": [cell.as_json() for cell in self.named],
            "differences": [difference.as_json() for difference in self.differences],
            "reports": self.reports,
            "sources": [
                {"source": s.source, "title": s.title, "date": s.date or None, "copy_of": s.copy_of or None}
                for s in self.sources
            ],
        }


def find_events(search: Search, language: str, known: Register | None = None) -> tuple[EventCard, ...]:
    """A card for every happening of the corpus, those that most articles tell of first.

    It reads every article, some 25 ms each. `known`: the register of names, where it is at hand.
    """
    portraits = portraits_of(search)
    records = {one.source: one for one in search.snapshot.articles(MAX_ARTICLES)}
    folder = Folder(search, tuple(records.values()), language, names=known)
    found = [[portraits[place] for place in members] for members in group(portraits)]
    return tuple(_card(folder, members, [records[one.source] for one in members]) for members in found)


def event_card(
    search: Search, language: str, sources: Sequence[str], known: Register | None = None, briefly: bool = False
) -> EventCard | None:
    """The card of the happening that these articles tell of; None where one of them is gone.

    `briefly`: without who is named and where the articles differ, which takes the longest.
    """
    wanted = list(sources[:MAX_MEMBERS])
    drawn = [portrait(search, source) for source in wanted]
    members = [one for one in drawn if one is not None]
    if len(members) < len(wanted):
        return None
    records = [_record(search, source) for source in wanted]
    return _card(Folder(search, tuple(records), language, names=known), members, records, briefly)


def _record(search: Search, source: str) -> ArticleRecord:
    article = search.snapshot.document(source)
    return ArticleRecord(source, article.file, article.title, article.date, article.url, len(article.text))


def _card(
    folder: Folder, members: Sequence[Portrait], records: Sequence[ArticleRecord], briefly: bool = False
) -> EventCard:
    """The card of one happening; its quotes are verified together."""
    repeated = copies(members)
    central = max(members, key=lambda one: sum(float(one.vector @ other.vector) for other in members))
    title = named_by_title(folder, next(record for record in records if record.source == central.source))
    place, day, published = find_place(folder, members), find_day(members), find_published(folder, members)
    named = () if briefly else _named(folder, members) if folder.names is not None else _by_shape(folder, records)
    names = [(text, draft) for text, draft in named if not place or text not in place[0]][:NAMED]
    wanted = [item for item in ((title.text, title), place, day, published, *names) if item]
    differing = find_differences(folder.search, members, known=folder.names) if len(members) > 1 and not briefly else []
    apart = [Draft(quote.text, (quote,)) for one in differing for quote in one.quotes]
    drafts = list(dict.fromkeys([*(draft for _, draft in wanted), *apart]))
    _, citations, _ = verify_and_number(
        drafts, folder.search.snapshot.document, lambda cited: cited[0].source, MAX_CARD_CHARACTERS
    )
    by_place = {(c.source, c.start, c.end): c for c in citations}

    def cell(item: tuple[str, Draft] | None) -> Cell | None:
        quote = item[1].quotes[0] if item else None
        held = by_place.get((quote.source, quote.start, quote.end)) if quote else None
        return Cell(item[0], held) if item and held else None

    conflicts = []
    for one in differing:
        pair = [cell((said, Draft(q.text, (q,)))) for said, q in zip((one.one, one.other), one.quotes, strict=True)]
        if pair[0] and pair[1]:
            conflicts.append(Conflict(one.kind, pair[0], pair[1], one.places))
    return EventCard(
        cell((title.text + ("…" if is_cut(folder, title) else ""), title)),
        cell(place),
        cell(day),
        cell(published),
        tuple(found for item in names if (found := cell(item))),
        tuple(Source(one.source, one.title, one.date, repeated.get(one.source, "")) for one in members),
        tuple(conflicts),
    )


def _by_shape(folder: Folder, records: Sequence[ArticleRecord]) -> Iterator[tuple[str, Draft]]:
    """Who is named in the articles, as far as the shape of the words tells, where nobody has looked for names yet."""
    for name in find_names(folder, records):
        if name.count > 1 or " " in name.text:
            yield name.text, quoted_sentence(name.passage, name.span)


def _named(folder: Folder, members: Sequence[Portrait]) -> Iterator[tuple[str, Draft]]:
    """The names of the articles by the register, each with the first sentence that has it written in full."""
    known, sources = folder.names, [one.source for one in members]
    assert known is not None
    texts = {source: folder.search.snapshot.document(source).text for source in sources}
    for name, _ in known.counted(sources):
        order = [name.text, *(text for text, _ in name.spellings)]
        found = ((source, span) for source in sources for span in name.places.get(source, ()))
        places = [(source, span) for source, span in found if texts[source][slice(*span)] in order]
        if not places:
            continue  # the article has changed since
        source, (start, end) = min(places, key=lambda one: order.index(texts[one[0]][slice(*one[1])]))
        text = texts[source][start:end]
        if len(places) < 2 and " " not in text:
            continue
        for passage in folder.passages(source):
            within = [span for span in passage.sentences if span[0] <= start and end <= span[1]]
            if within:
                yield text, quoted_sentence(passage, within[0])
                break
