"""What the articles tell of a name, in their own words: who it is, what it said, what was said of it, with whom.

Who it is and what it said, is seen from what stands beside the name (`question.beside_name`). Every line is a sentence
as it stands, with its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.citations import cite, verified_source
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.names.register import Name, Register
from assistant.question.beside_name import beside_name, speaks
from assistant.types import Citation, Quote
from vectorstore.search import Snapshot
from vectorstore.text.arabic import fold, tokens
from vectorstore.types import Passage, Span

READ_ARTICLES = 300
"""Articles that are read for one name, those with the most mentions first."""

SHOWN = 12
"""Quotes of each kind."""

BESIDE = 12
"""Names that stand in the same sentences, the most frequent ones."""


@dataclass(frozen=True, slots=True)
class InArticle:
    """An article that has the name: how often, and the first sentence with it."""

    source: str
    title: str
    date: str
    mentions: int
    first: Citation


@dataclass(frozen=True, slots=True)
class Told:
    """What the articles tell of `name`. In each citation `answer` is the part that tells: the words beside the name, or
    the name itself. `beside`: other names of the same sentences, with in how many of them."""

    name: Name
    who: tuple[Citation, ...]
    said: tuple[Citation, ...]
    said_of: tuple[Citation, ...]
    beside: tuple[tuple[Name, int], ...]
    articles: tuple[InArticle, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence with the name: its passage and span, the name in it, and the others."""

    passage: Passage
    span: Span
    place: Span
    others: frozenset[str]


def tell(snapshot: Snapshot, known: Register, name: Name) -> Told:
    """All that is told of a name of the register; reads its articles, some 2 ms each."""
    sources = sorted(name.places, key=lambda source: (-len(name.places[source]), source))[:READ_ARTICLES]
    lines = [line for source in sources for line in _lines(snapshot, known, name, source)]
    beside = Counter(key for line in lines for key in line.others)
    listed = [(known.by_key[key], count) for key, count in beside.most_common(BESIDE)]
    who, said, said_of = [], [], []
    phrases: set[str] = set()
    for line in lines:
        text = line.passage.sentence(line.span)
        found = tokens(text)
        place = (line.place[0] - line.span[0], line.place[1] - line.span[0])
        apposition = beside_name(text, found, place)
        if apposition is not None:
            phrase = fold(text[slice(*apposition)])
            if phrase not in phrases:
                phrases.add(phrase)
                who.append(_quoted(line, (line.span[0] + apposition[0], line.span[0] + apposition[1])))
        if speaks(text, found, place):
            said.append(_quoted(line, line.place))
        elif any(word.text in SAYING_FORMS for word in found):
            said_of.append(_quoted(line, line.place))
    articles = _in_articles(snapshot, name, sources, lines)
    cited = [_cited(snapshot, quotes) for quotes in (who, said, said_of)]
    return Told(name, cited[0], cited[1], cited[2], tuple(listed), tuple(articles))


def statements_of(snapshot: Snapshot, known: Register, name: Name, sources: Sequence[str]) -> tuple[Citation, ...]:
    """What somebody said in some of the articles that have the name, sentence by sentence."""
    said = []
    for line in (line for source in sources for line in _lines(snapshot, known, name, source)):
        text = line.passage.sentence(line.span)
        if speaks(text, tokens(text), (line.place[0] - line.span[0], line.place[1] - line.span[0])):
            said.append(_quoted(line, line.place))
    return _cited(snapshot, said)


def _lines(snapshot: Snapshot, known: Register, name: Name, source: str) -> Iterator[_Line]:
    """The sentences of an article that have the name, each once and by its first mention."""
    others = [(span, key) for key in known.by_article.get(source, ()) if key != name.key
              for span in known.by_key[key].places[source] if span not in name.places[source]]  # fmt: skip
    written = {text for text, _ in name.spellings}
    told: set[str] = set()
    for passage in snapshot.passages_of(source).values():
        for span in passage.sentences:
            text = passage.sentence(span)
            here = [
                (start, end)
                for start, end in name.places[source]
                if span[0] <= start and end <= span[1] and text[start - span[0] : end - span[0]] in written
            ]
            if here and text not in told:
                told.add(text)  # a headline often stands there twice
                beside = frozenset(key for (start, end), key in others if span[0] <= start and end <= span[1])
                yield _Line(passage, span, here[0], beside)


def _quoted(line: _Line, part: Span) -> Quote:
    text = line.passage.sentence(line.span)
    return Quote(line.passage.source, line.passage.article_title, *line.span, text, answer=part)


def _cited(snapshot: Snapshot, quotes: Sequence[Quote]) -> tuple[Citation, ...]:
    """The quotes that stand where they say, numbered."""
    found = []
    for quote in quotes:
        article = verified_source(quote, snapshot.document)
        if article is not None and len(found) < SHOWN:
            found.append(cite(len(found) + 1, quote, article))
    return tuple(found)


def _in_articles(snapshot: Snapshot, name: Name, sources: Sequence[str], lines: Sequence[_Line]) -> Iterator[InArticle]:
    """The articles with the first sentence of each that has the name; none without such a sentence."""
    first: dict[str, _Line] = {}
    for line in lines:
        first.setdefault(line.passage.source, line)
    for source in sources:
        line = first.get(source)
        cited = _cited(snapshot, [_quoted(line, line.place)]) if line else ()
        if cited:
            article = snapshot.document(source)
            yield InArticle(source, article.title, article.date, len(name.places[source]), cited[0])
