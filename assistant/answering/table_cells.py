"""Does the question ask for a cell of a table in which nothing stands?

A row is one sentence, «heading: cell | heading: cell | heading: —», and a figure under another heading is as near to
the question as the one that is missing. So the row that the question names is found by its cells, and the column by
its heading: where they meet in an empty cell, the articles do not answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.sentence_ranking import Sentence
from assistant.question.query import Query, Term
from assistant.retrieval.lexical_scores import coverage, tokenize
from vectorstore.text.tables import RowCell, row_cells

ROWS_COMPARED = 12
"""Sentences of the ranking, from the best one on, among which the row is looked for that the question names."""


def asks_empty_cell(query: Query, ranked: Sequence[Sentence]) -> bool:
    """Is the best sentence a row, and the cell that is asked for in the row that is named an empty one?"""
    if not ranked or not row_cells(ranked[0].text):
        return False
    terms = [term for term in query.terms if term.asked]
    rows = [row_cells(s.text) for s in ranked[:ROWS_COMPARED] if s.source == ranked[0].source]
    rows = [row for row in rows if row]
    named = max(rows, key=lambda row: _weight(terms, " ".join(cell.text for cell in row)))  # the first of equals
    return _asked_is_empty(terms, named)


def _asked_is_empty(terms: Sequence[Term], row: Sequence[RowCell]) -> bool:
    """Has the heading of an empty cell more of the question's words than that of any cell with something in it?

    Words that stand in the row's cells say which row is meant, and not which column.
    """
    _, of_row = coverage(terms, tokenize(" ".join(cell.text for cell in row)))
    left = [term for term in terms if term.stem not in of_row]
    filled = max((_weight(left, cell.heading) for cell in row if cell.text), default=0.0)
    return any(_weight(left, cell.heading) > filled for cell in row if not cell.text)


def _weight(terms: Sequence[Term], text: str) -> float:
    """The weight of the words that stand in a text; each counts a little however common it is."""
    _, covered = coverage(terms, tokenize(text))
    return sum(1.0 + term.weight for term in terms if term.stem in covered)
