"""Which cell of a table a question asks for, and whether anything stands in it.

A row is one sentence, «heading: cell | heading: cell | heading: —», and a figure under another heading, or of another
row, is as near to the question as the one that is meant. But it can be told: the row is the one whose cells have the
question's words, and the column the one whose heading has the others. Where they meet is what is set off; where the
question tells no column, nothing is, rather than one figure of several; where they meet in an empty cell, the articles
do not answer. Rows of the same table that have fewer of the question's words do not answer it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.sentence_ranking import Sentence
from assistant.lexicon.kinds import YEARS
from assistant.lexicon.measures import MEASURING
from assistant.question.query import Query, Term
from assistant.retrieval.lexical_scores import tokenize
from assistant.verification.word_match import SAME_ROOT_SIMILARITY, word_similarity
from vectorstore.text.arabic import fold
from vectorstore.text.tables import RowCell, row_cells
from vectorstore.types import Span

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|2[01])\d\d(?!\d)")
_SAYS_NOTHING = MEASURING | {"عام", *YEARS.split("|")}
"""Words that a row need not have: a verb of measure, and what stands before a year."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A sentence that is the row of a table, and the question's words in its cells, by their stems."""

    sentence: Sentence
    cells: tuple[RowCell, ...]
    named: frozenset[str]

    @property
    def table(self) -> tuple[str, ...]:
        """What the rows of one table share: the article, and the headings."""
        return (self.sentence.source, *(cell.heading for cell in self.cells))


def asks_empty_cell(query: Query, ranked: Sequence[Sentence]) -> bool:
    """Is the best sentence a row, the one that is named, and nothing in the cell that is asked for?"""
    rows = _rows(query, ranked)
    if not rows or rows[0].sentence is not ranked[0]:
        return False
    first = max((row for row in rows if row.table == rows[0].table), key=lambda row: _weight(query, row.named))
    cell = asked_cell(query, first.cells, first.sentence.hit.passage.title)
    return cell is not None and not cell.text


def settle_rows(query: Query, ranked: Sequence[Sentence], gather: bool = False) -> list[Sentence]:
    """The ranking in which the row that is named stands for its table, and the cell that is asked for is set off.

    A row gives way to one of its table that has its words of the question and more. `gather`: several things are asked
    for, so that no row gives way.
    """
    rows = _rows(query, ranked)
    if not rows:
        return list(ranked)
    settled = {row.sentence.place: row.sentence for row in rows}
    for table in {row.table: None for row in rows}:
        mates = [row for row in rows if row.table == table]
        kept = [row for row in mates if not any(row.named < other.named for other in mates)]
        if not gather:
            settled |= dict.fromkeys(row.sentence.place for row in mates if row not in kept)
        best = max(kept, key=lambda row: _weight(query, row.named))
        if best.named:
            top = max(row.sentence.score for row in mates)
            settled[best.sentence.place] = replace(best.sentence, score=max(best.sentence.score, top))
    read = any(sentence.answer for sentence in ranked)
    found = [settled.get(s.place, s) for s in ranked]
    by_place = {row.sentence.place: row for row in rows}
    marked = [_set_off(query, s, by_place.get(s.place)) if read else s for s in found if s is not None]
    return _told_first(query, sorted(marked, key=lambda s: -s.score))


def tells_cell(query: Query, ranked: Sequence[Sentence]) -> bool:
    """Is the best sentence the one row of its table that is named, and has all that is asked, the cell filled?"""
    rows = _rows(query, ranked)
    return bool(rows) and rows[0].sentence is ranked[0] and _is_told(query, rows[0], rows)


def beside_cell(query: Query, chosen: Sequence[Sentence]) -> list[Sentence]:
    """Of the chosen sentences, the best one first, those that lack what is asked where that one is the cell's row."""
    if not chosen or not tells_cell(query, chosen):
        return []
    told = _borne_out(query, chosen[0])
    return [one for one in chosen[1:] if not told <= _borne_out(query, one)]


def asked_cell(query: Query, cells: Sequence[RowCell], title: str = "") -> RowCell | None:
    """The cell of a row under the heading that the question tells; None where it tells none, or several alike.

    Words of the question in a cell say which row is meant, those of the title least of all which column.
    """
    labels = [cell for place, cell in enumerate(cells) if _is_label(query, cell, place)]
    if _is_of_another_year(query, " ".join((title, *(f"{cell.heading} {cell.text}" for cell in cells)))):
        return None
    told = _found(query.terms, " ".join(cell.text for cell in labels))
    about = {stem for stem, alike in _found(query.terms, title).items() if alike == 1.0}
    left = [term for term in query.terms if term.stem not in told]
    groups = (
        [term for term in left if term.asked and term.stem not in about],
        [term for term in left if term.asked and term.stem in about],
        [term for term in left if not term.asked],
    )
    open_cells = [cell for cell in cells if cell not in labels and not _is_of_another_year(query, cell.heading)]
    scores = [tuple(_likeness(group, cell.heading) for group in groups) for cell in open_cells]
    best = max(scores, default=(0.0,))
    if any(best):
        return open_cells[scores.index(best)] if scores.count(best) == 1 else None
    return open_cells[0] if labels and len(open_cells) == 1 else None


def _rows(query: Query, ranked: Sequence[Sentence]) -> list[_Row]:
    rows = []
    for sentence in ranked:
        if cells := tuple(row_cells(sentence.text)):
            said = _found(query.terms, " ".join(cell.text for cell in cells))
            rows.append(_Row(sentence, cells, frozenset(stem for stem, alike in said.items() if alike == 1.0)))
    return rows


def _set_off(query: Query, sentence: Sentence, row: _Row | None) -> Sentence:
    """The row with the cell that is asked for as its answer; with what the reader chose where that is one cell, and
    no other looks like it."""
    if row is None:
        return sentence
    cell = asked_cell(query, row.cells, sentence.hit.passage.title)
    if cell is not None and cell.text and (row.named or sentence.answer):
        return replace(sentence, answer=_in_document(sentence, cell.span))
    if cell is not None or sentence.answer is None:
        return replace(sentence, answer=None)
    start, end = (place - sentence.span[0] for place in sentence.answer)
    chosen = [one for one in row.cells if one.span[0] <= start and end <= one.span[1]]
    alone = bool(chosen) and [_shape(one.text) for one in row.cells].count(_shape(chosen[0].text)) == 1
    return sentence if alone else replace(sentence, answer=None)


def _told_first(query: Query, ranked: list[Sentence]) -> list[Sentence]:
    """A row that has all that is asked comes before a sentence that has less of it."""
    rows = _rows(query, ranked)
    told = next((row.sentence for row in rows if _is_told(query, row, rows)), None)
    if told is None or _borne_out(query, ranked[0]) >= _borne_out(query, told):
        return ranked
    first = replace(told, score=max(told.score, ranked[0].score))
    return [first, *(s for s in ranked if s.place != told.place)]


def _is_told(query: Query, row: _Row, rows: Sequence[_Row]) -> bool:
    mates = [other for other in rows if other.table == row.table and other is not row]
    if not row.named or any(row.named <= other.named for other in mates):
        return False
    cell = asked_cell(query, row.cells, row.sentence.hit.passage.title)
    needed = {term.stem for term in query.terms if term.asked and term.text not in _SAYS_NOTHING}
    return cell is not None and bool(cell.text) and needed <= _borne_out(query, row.sentence)


def _borne_out(query: Query, sentence: Sentence) -> frozenset[str]:
    """The question's words that stand in a sentence or over it, in any form of their roots."""
    asked = [term for term in query.terms if term.asked and term.text not in _SAYS_NOTHING]
    return frozenset(_found(asked, f"{sentence.hit.passage.title}\n{sentence.text}"))


def _is_label(query: Query, cell: RowCell, place: int) -> bool:
    """Does a cell say which row it is? One with a figure of its own is rather what is asked for («17 هدفًا»)."""
    if not any(alike == 1.0 for alike in _found(query.terms, cell.text).values()):
        return False
    return place == 0 or set(_FIGURE.findall(fold(cell.text))) <= set(_FIGURE.findall(fold(query.text)))


def _is_of_another_year(query: Query, text: str) -> bool:
    """Is there a year in the text, and none of those that the question has?"""
    asked, told = (set(_YEAR.findall(fold(one))) for one in (query.text, text))
    return bool(asked and told) and not asked & told


def _found(terms: Sequence[Term], text: str) -> Mapping[str, float]:
    """The words, by their stems, that stand in a text in any form or spelling, each with how much it is the same."""
    words = {word.text for word in tokenize(text)}
    found = {}
    for term in terms:
        alike = max((word_similarity(term.text, word) for word in words), default=0.0)
        alike = 1.0 if term.words & words else alike
        if alike >= SAME_ROOT_SIMILARITY:
            found[term.stem] = alike
    return found


def _likeness(terms: Sequence[Term], heading: str) -> float:
    """The weight of the words that stand in a heading; each counts a little however common it is."""
    found = _found(terms, heading)
    return sum(found[term.stem] * (1.0 + term.weight) for term in terms if term.stem in found)


def _weight(query: Query, stems: frozenset[str]) -> float:
    return sum(1.0 + term.weight for term in query.terms if term.stem in stems)


def _shape(text: str) -> str:
    return _FIGURE.sub("#", " ".join(fold(text).split()))


def _in_document(sentence: Sentence, span: Span) -> Span:
    return sentence.span[0] + span[0], sentence.span[0] + span[1]
