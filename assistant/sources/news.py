"""What changed in the corpus since a day, or since somebody last looked: articles, what people say in them, events.

When an article was indexed is what the ledger says; when it was published is what the article says, and the two are
told apart. Whatever is said of an article that is there is a quote of it; of one that is gone there is its name and
title.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.answering.citations import cite, verified_source
from assistant.names.register import Name, Register
from assistant.names.told import statements_of
from assistant.sources.cells import quote_json
from assistant.sources.survey import Survey
from assistant.types import Citation, Quote
from vectorstore.ledger.changes import ArticleChange, sentence_hash
from vectorstore.search import Snapshot
from vectorstore.types import Passage, Span

READ_ARTICLES = 300
"""Articles that are quoted, and read for what people say in them, by name."""

MAX_STATEMENTS = 200
FRESH_SENTENCES = 6
"""Sentences that are quoted of what is new in an article that changed."""


@dataclass(frozen=True, slots=True)
class Since:
    """From when on: behind the change of a number, from a time on (ns since 1970), or both zero for all that is known.

    `last`: since the last visit; `none`: there was none that is remembered.
    """

    number: int = 0
    at_ns: int = 0
    last: bool = False
    none: bool = False


@dataclass(frozen=True, slots=True)
class ArticleNews:
    """One article, `source` empty where it is gone: `indexed` (ISO 8601, UTC) by this machine's clock,
    `published` as it says itself, or empty.

    `quotes`: its first sentence, or the sentences that are new in it; `fresh` and `gone` count the new ones and those
    that are no longer there. `before`: where a moved one lay. `about`: the quotes are of what was asked about.
    """

    source: str
    title: str
    published: str
    indexed: str
    quotes: tuple[Citation, ...] = ()
    fresh: int = 0
    gone: int = 0
    before: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said, in a sentence that is new."""

    name: Name
    citation: Citation


@dataclass(frozen=True, slots=True)
class Happened:
    """A happening that several articles tell of: `added` are the new ones, `known` those that were there."""

    title: Citation
    added: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """`since` and `recorded` (ISO 8601, UTC): from when on, and from when on changes are known at all; empty for none.

    `events` is None where the articles have not been compared, `statements` where nobody has looked for names. `read`
    of `total` new and changed articles were quoted. `last` as in `Since`; `none`: no earlier visit is remembered.
    """

    since: str
    recorded: str
    last: bool
    none: bool
    added: tuple[ArticleNews, ...]
    changed: tuple[ArticleNews, ...]
    moved: tuple[ArticleNews, ...]
    removed: tuple[ArticleNews, ...]
    statements: tuple[Statement, ...] | None
    events: tuple[Happened, ...] | None
    read: int
    total: int

    @property
    def reaches_back(self) -> bool:
        """Is all known that was asked for? Else changes before `recorded` were not written down."""
        return not self.since or not self.recorded or self.since >= self.recorded

    def as_json(self) -> dict[str, object]:
        """The object of `since --json` (see `docs/json.md`)."""
        groups = {"added": self.added, "changed": self.changed, "moved": self.moved, "removed": self.removed}
        said, events = self.statements, self.events
        return {
            "since": self.since or None, "last": self.last, "recorded_since": self.recorded or None,
            **{name: [_article_json(one) for one in found] for name, found in groups.items()},
            "statements": None if said is None else [
                {"name": one.name.text, "kind": one.name.kind, "citation": quote_json(one.citation)} for one in said
            ],
            "events": None if events is None else [
                {"title": quote_json(one.title), "added": list(one.added), "known": list(one.known)} for one in events
            ],
            "read": self.read, "articles": self.total,
        }  # fmt: skip


def _article_json(one: ArticleNews) -> dict[str, object]:
    return {
        "source": one.source or None, "title": one.title, "published": one.published or None, "indexed": one.indexed,
        "quotes": [quote_json(quote) for quote in one.quotes], "sentences_added": one.fresh,
        "sentences_gone": one.gone, "before": one.before or None,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the news is asked for: of these `sources` alone, sentences that are `about` something, what these
    `people` said; None for all of it. What is gone has no source."""

    sources: Collection[str] | None = None
    about: Callable[[str], bool] | None = None
    people: Sequence[Name] | None = None

    def has(self, one: ArticleChange) -> bool:
        return self.sources is None or one.source in self.sources


EVERYTHING = Wanted()


def find_news(
    snapshot: Snapshot, since: Since, known: Register | None, found: Survey | None, wanted: Wanted = EVERYTHING
) -> News:
    """What is new. Reads some 2 ms an article."""
    began, _ = snapshot.changes_known()
    changes = [one for one in snapshot.changes(since.number, since.at_ns) if wanted.has(one)]
    by_kind: dict[str, list[ArticleChange]] = {}
    for one in sorted(changes, key=lambda one: (-one.at_ns, one.source)):
        by_kind.setdefault(one.kind, []).append(one)
    fresh = [*by_kind.get("added", ()), *by_kind.get("changed", ())]
    read = {one.source: one for one in fresh[:READ_ARTICLES]}
    told = {
        kind: tuple(_article(snapshot, one, one.source in read, wanted.about) for one in rows)
        for kind, rows in by_kind.items()
    }
    if wanted.about is not None:  # a sentence that is not about it is no news of it
        told |= {kind: tuple(one for one in told.get(kind, ()) if one.quotes) for kind in ("added", "changed")}
    return News(
        since=moment(since.at_ns), recorded=moment(began), last=since.last, none=since.none,
        added=told.get("added", ()), changed=told.get("changed", ()), moved=told.get("moved", ()),
        removed=told.get("removed", ()),
        statements=None if known is None else _statements(snapshot, known, read, wanted.people),
        events=None if found is None else _events(snapshot, found, {one.source for one in by_kind.get("added", ())}),
        read=len(read), total=len(fresh),
    )  # fmt: skip


def moment(at_ns: int) -> str:
    """ISO 8601 in UTC, to the second; empty for none."""
    return datetime.fromtimestamp(at_ns // 1_000_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at_ns > 0 else ""


def _article(
    snapshot: Snapshot, one: ArticleChange, quoted: bool, about: Callable[[str], bool] | None
) -> ArticleNews:
    if one.kind == "removed":
        return ArticleNews(one.source, one.title, one.date, moment(one.at_ns), gone=0)
    sentences = _sentences(snapshot, one) if quoted or one.kind == "moved" else []
    if about is not None:
        sentences = [(passage, span) for passage, span in sentences if about(passage.sentence(span))]
    most = FRESH_SENTENCES if one.kind == "changed" else 1
    quotes = _cited(snapshot, sentences[:most])
    fresh = len(sentences) if one.kind == "changed" else 0
    told = (one.source, one.title, one.date, moment(one.at_ns))
    return ArticleNews(*told, quotes, fresh, one.went, one.before, about is not None)


def _sentences(snapshot: Snapshot, one: ArticleChange) -> list[tuple[Passage, Span]]:
    """The sentences of an article's text; of one that changed, those that are new, each once."""
    found, seen = [], set()
    for passage in snapshot.passages_of(one.source).values():
        for span in passage.sentences if passage.kind == "body" else ():
            name = sentence_hash(passage.sentence(span))
            if name not in seen and (one.kind != "changed" or name in one.came):
                seen.add(name)
                found.append((passage, span))
    return found


def _cited(snapshot: Snapshot, sentences: Sequence[tuple[Passage, Span]]) -> tuple[Citation, ...]:
    """The sentences as quotes that stand where they say, numbered."""
    found = []
    for passage, span in sentences:
        quote = Quote(passage.source, passage.article_title, *span, passage.sentence(span))
        article = verified_source(quote, snapshot.document)
        if article is not None:
            found.append(cite(len(found) + 1, quote, article))
    return tuple(found)


def _statements(
    snapshot: Snapshot, known: Register, read: Mapping[str, ArticleChange], people: Sequence[Name] | None
) -> tuple[Statement, ...]:
    """What is said in new sentences, those of one name together, the names with most of it first."""
    by_name: list[tuple[Name, list[Citation]]] = []
    for name in known.of_kind("person") if people is None else people:
        sources = [source for source in read if source in name.places]
        said = [
            one for one in (statements_of(snapshot, known, name, sources) if sources else ())
            if read[one.source].kind == "added" or sentence_hash(one.quote) in read[one.source].came
        ]  # fmt: skip
        if said:
            by_name.append((name, said))
    by_name.sort(key=lambda pair: (-len(pair[1]), pair[0].text))
    return tuple(Statement(name, one) for name, said in by_name for one in said)[:MAX_STATEMENTS]


def _events(snapshot: Snapshot, found: Survey, added: set[str]) -> tuple[Happened, ...]:
    """The happenings of several articles of which one is new; entitled by the first sentence of a new one."""
    told = []
    for members in found.events:
        new = [source for source in members if source in added]
        if not new or len(members) < 2:
            continue
        first = ArticleChange(new[0], "added", 0, "", "")
        title = _cited(snapshot, _sentences(snapshot, first)[:1])
        if title:
            told.append(Happened(title[0], tuple(new), tuple(one for one in members if one not in added)))
    return tuple(told)
