"""Who says what: a question put to each article by itself, and its answer or «not mentioned» in a row of its own.

An article that does not answer is never shown as denying: its row says that it does not mention it, which is what the
decision to answer (`answering.abstention`), limited to that article, can tell.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.abstention import decide_answerable
from assistant.answering.citations import verify_and_number
from assistant.answering.compose import choose_sentences, to_drafts, without_unfit
from assistant.answering.found import Found, find
from assistant.answering.table_cells import asks_empty_cell
from assistant.names.register import Register
from assistant.question.followup import Standalone
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search
from assistant.sources.cells import Cell, Conflict, quote_json
from assistant.sources.differences import find_differences
from assistant.sources.happenings import same_event_articles
from assistant.sources.likeness import copies
from assistant.sources.portraits import Portrait
from assistant.sources.said import Difference
from assistant.types import Citation, Draft, Line

MAX_SOURCES = 8
"""Rows of the table: each costs as much as a question, and more are not read side by side."""

LOOKED_AT_HITS = 12
"""Best passages whose articles are asked one by one."""

MAX_QUOTES = 2
"""Sentences shown of one article."""

SCORE_MARGIN, SURE_MARGIN, SURE_PART_LOGIT = 1.5, 4.0, 4.5
"""How far (a logit) below the best article's best sentence another's may score and still answer; further where the
reader is sure that a part of it answers.

Limited to one article the decision to answer is too easy: over 50 questions with the seeds 61 of the 63 articles that
hold the evidence answer, and 82 others. With these 57 and 17; with a margin of 2 alone 58 and 20, of 3 59 and 33.
With the third reader, over 96 questions, 85 of 109 and 37 others; from 3 to 6 the last number moves from 41 to 34.
"""

MAX_TABLE_CHARACTERS = 700 * MAX_SOURCES
"""As many for each row as an answer has (`citations.MAX_ANSWER_CHARACTERS`)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article and what it says, a line a quote; no lines where it does not mention what is asked.

    `date` is ISO 8601 or empty where the article states none. `event` numbers the happenings that articles of the table
    tell of, 0 where that was not looked at; `copy_of`: the article whose text it repeats.
    """

    source: str
    title: str
    date: str
    lines: tuple[Line, ...] = ()
    citations: tuple[Citation, ...] = ()
    event: int = 0
    copy_of: str = ""

    @property
    def mentioned(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table of one question: rows that answer first, in the order of the search, then those that do not.

    `differences`: where quotes of one happening differ; what is said of different ones only stands side by side.
    """

    question: str
    standalone: str
    language: str
    rows: tuple[Row, ...]
    differences: tuple[Conflict, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Those of all rows; markers are unique in the table."""
        return tuple(citation for row in self.rows for citation in row.citations)

    def as_json(self) -> dict[str, object]:
        """The object that `compare --json` prints (see `docs/json.md`)."""
        return {
            "question": self.question,
            "understood": self.standalone,
            "rows": [
                {
                    "source": row.source, "title": row.title, "date": row.date or None, "mentioned": row.mentioned,
                    "event": row.event or None, "copy_of": row.copy_of or None,
                    "citations": [quote_json(c) for c in row.citations],
                }
                for row in self.rows
            ],
            "differences": [difference.as_json() for difference in self.differences],
        }  # fmt: skip


def compare(
    search: Search,
    reader: Reader | None,
    question: str,
    standalone: Standalone,
    language: str,
    sources: Collection[str] | None = None,
    known: Register | None = None,
) -> Comparison:
    """What each article says to the question.

    Asked are the articles of the best hits, and those of the same event as one that answers, `MAX_SOURCES` together.
    Which are shown: all that answer, and of the others those of the same event; where none answers, those asked.
    The cost does not grow with the number of articles: neighbours come from the index of vectors.
    """
    found = find(search, reader, standalone, sources, LOOKED_AT_HITS)
    named = [hit.passage.source for hit in found.hits[:LOOKED_AT_HITS] if hit.passage.kind != "boilerplate"]
    asked = list(dict.fromkeys(named))[:MAX_SOURCES]
    said = {source: _says(search, reader, standalone, source) for source in asked}
    beside = same_event_articles(search, _kept(said), sources)
    for source in [one for one in beside if one not in said][: MAX_SOURCES - len(_kept(said))]:
        said[source] = _says(search, reader, standalone, source)
    answering = _kept(said)
    silent = [source for source in said if source not in answering and (source in beside or not answering)]
    shown = {source: said[source].drafts if source in answering else [] for source in (*answering, *silent)}
    rows = _rows(search, dict(itertools.islice(shown.items(), MAX_SOURCES)), beside)
    return Comparison(question, standalone.text, language, rows, _differences(search, rows, beside, known))


def _differences(
    search: Search, rows: Sequence[Row], beside: Mapping[str, tuple[Portrait, int]], known: Register | None
) -> tuple[Conflict, ...]:
    """Where the quotes of the table differ, happening by happening."""
    quoted = {row.source: row.citations for row in rows if row.event}
    within = {source: [(c.start, c.end) for c in citations] for source, citations in quoted.items()}
    found: list[Difference] = []
    for event in sorted({row.event for row in rows if row.event and row.mentioned}):
        members = [beside[row.source][0] for row in rows if row.event == event and row.mentioned]
        found += find_differences(search, members, within, known)
    conflicts = []
    for one in found:
        cells = [
            Cell(text, citation)
            for text, quote, place in zip((one.one, one.other), one.quotes, one.places, strict=True)
            for citation in quoted.get(quote.source, ())
            if citation.start <= place[0] and place[1] <= citation.end
        ]
        if len(cells) == 2:
            conflicts.append(Conflict(one.kind, cells[0], cells[1], one.places))
    return tuple(conflicts)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one article says to the question, best first; empty for no answer. `score` and `part_logit` are those of its
    best sentence."""

    drafts: list[Draft]
    score: float = 0.0
    part_logit: float = 0.0


def _kept(said: Mapping[str, _Said]) -> list[str]:
    """The articles that answer: of those that do at all, the ones near enough to the best."""
    best = max((one.score for one in said.values() if one.drafts), default=0.0)
    return [
        source
        for source, one in said.items()
        if one.drafts and one.score >= best - (SURE_MARGIN if one.part_logit > SURE_PART_LOGIT else SCORE_MARGIN)
    ]


def _says(search: Search, reader: Reader | None, standalone: Standalone, source: str) -> _Said:
    found = find(search, reader, standalone, [source])
    if not _answers(found, search):
        return _Said([])
    weight = sum(term.weight for term in found.query.terms) or 1.0
    shares = {term.stem: term.weight / weight for term in found.query.terms}
    chosen = choose_sentences(found.ranked, shares)[:MAX_QUOTES]
    drafts = to_drafts(without_unfit(chosen, [found.query]), found.ranked)
    return _Said(drafts, found.ranked[0].score, found.ranked[0].part_logit)


def _answers(found: Found, search: Search) -> bool:
    evidence = decide_answerable(found.query, found.hits, found.ranked, search.passage_count)
    return evidence.answers and not asks_empty_cell(found.query, found.ranked)


def _rows(
    search: Search, said: Mapping[str, list[Draft]], beside: Mapping[str, tuple[Portrait, int]]
) -> tuple[Row, ...]:
    """The rows with their quotes verified together, so that no marker stands for two of them."""
    document = search.snapshot.document
    drafts = [draft for of_one in said.values() for draft in of_one]
    lines, citations, _ = verify_and_number(drafts, document, _note, MAX_TABLE_CHARACTERS)
    by_marker = {citation.marker: citation for citation in citations}
    repeated = copies(beside[source][0] for source in said if source in beside)
    rows = []
    for source in said:
        article = document(source)
        own = tuple(line for line in lines if by_marker[line.markers[0]].source == source)
        cited = tuple(by_marker[marker] for line in own for marker in line.markers)
        event = beside[source][1] if source in beside else 0
        rows.append(Row(source, article.title, article.date, own, cited, event, repeated.get(source, "")))
    return tuple(sorted(rows, key=lambda row: not row.mentioned))


def _note(citations: Sequence[Citation]) -> str:
    return citations[0].source
