"""The lexical index: BM25 by SQLite's FTS5, inside the ledger's own file and transactions.

Why FTS5 and not a separate engine: it changes in place, commits or rolls back together with the
passages that it indexes (so the two cannot disagree after a crash) and holds no text (contentless). What it
indexes are the numbers of stems (light10, for matching words) and of words (normalised as written, for matching
spellings of names), see `terms`. Positions are kept (`detail=full`): a phrase is numbers of words in a row, without
the particles between them, and in a contentless table without positions bm25() is 0 for every row. Over 100,000
passages of 50 words: 47 MB, and 1 to 1.5 µs for each posting of a question's words.

This module does not commit: the ledger owns the transaction.
"""

from __future__ import annotations

import functools
import json
import sqlite3
from collections.abc import Collection, Iterable

from vectorstore.ledger.digests import corruption_error
from vectorstore.ledger.terms import TermKind, TermTable, lookup, words_by_key
from vectorstore.text.arabic import stem, words
from vectorstore.text.name_keys import lookup_keys
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Passage

MAX_POSTINGS = 10_000
"""Passages that the words of a question may stand in, all together: rarer words come first, and those beyond are
left out. All words of nearly every question over a few thousand passages are searched; over 300,000, words that
stand in fewer than one of thirty passages, and those that weigh less in BM25 choose among what the others found."""

TITLE_WORDS = 1
"""How often the words of an article's title count in each of its passages."""


def create(connection: sqlite3.Connection) -> None:
    """Make the empty index."""
    connection.execute(
        "CREATE VIRTUAL TABLE lexical USING fts5(terms, content='', detail='full', tokenize='ascii')"
    )


_stem = functools.lru_cache(maxsize=100_000)(stem)


def indexed_terms(passage: Passage) -> tuple[list[str], list[str]]:
    """The stems and the words of a passage in order, title included."""
    found = words(passage.text) + words(passage.title) * TITLE_WORDS
    found = [word for word in found if word not in STOPWORDS]
    return [_stem(word) for word in found], found


def add(connection: sqlite3.Connection, terms: TermTable, passages: Iterable[tuple[int, Passage]]) -> None:
    """Index passages, each under the rowid that the ledger gave it."""
    rows = [(rowid, _numbers(terms, passage, 1)) for rowid, passage in passages]
    connection.executemany("INSERT INTO lexical(rowid, terms) VALUES (?, ?)", rows)


def remove(connection: sqlite3.Connection, terms: TermTable, rowid: int, passage: Passage) -> None:
    """Take a passage out; a contentless index needs the very terms that were put in."""
    connection.execute(
        "INSERT INTO lexical(lexical, rowid, terms) VALUES ('delete', ?, ?)", (rowid, _numbers(terms, passage, -1))
    )


def search(
    connection: sqlite3.Connection,
    stems: Collection[str],
    words: Collection[str],
    limit: int,
    sources: Collection[str] | None = None,
) -> list[tuple[int, float]]:
    """The best `limit` rows with any of the stems or words, by BM25 (k1 1.2, b .75), higher is better.

    `sources` keeps to the passages of these files (through the ledger's table `passages`).
    """
    numbers = _selective(connection, stems, words)
    if not numbers or (sources is not None and not sources):
        return []
    scope, parameters = "", [_any_of(numbers)]
    if sources is not None:
        # `+`: or FTS5 is asked anew for each row of the chosen files
        scope = " AND +rowid IN (SELECT rowid FROM passages WHERE source IN (SELECT value FROM json_each(?)))"
        parameters.append(json.dumps(sorted(sources)))
    rows = connection.execute(
        f"SELECT rowid, -bm25(lexical) FROM lexical WHERE lexical MATCH ?{scope} ORDER BY bm25(lexical), rowid LIMIT ?",
        (*parameters, limit),
    )
    return [(rowid, score) for rowid, score in rows]


def matching(
    connection: sqlite3.Connection,
    clauses: Collection[Collection[tuple[int, ...]]],
    excluded: Collection[tuple[int, ...]],
) -> list[tuple[int, float]]:
    """Every row that has one of the phrases of each clause and none that is excluded, with its BM25, in no order.

    A phrase is the numbers of its terms in a row, mostly one; see `terms.lookup`.
    """
    if not clauses or not all(clauses):
        return []
    expression = " AND ".join(f"({_phrases(clause)})" for clause in clauses)
    if excluded:
        expression = f"({expression}) NOT ({_phrases(excluded)})"
    return connection.execute(
        "SELECT rowid, -bm25(lexical) FROM lexical WHERE lexical MATCH ?", (expression,)
    ).fetchall()


def _phrases(phrases: Collection[tuple[int, ...]]) -> str:
    return " OR ".join('"' + " ".join(format(number, "x") for number in phrase) + '"' for phrase in phrases)


def first_rows(connection: sqlite3.Connection, words: Collection[str], limit: int) -> list[int]:
    """The first `limit` rows with any of the words, in the order in which they were added; costs only these."""
    numbers = [number for number, _ in lookup(connection, "words", words).values()]
    if not numbers:
        return []
    rows = connection.execute(
        "SELECT rowid FROM lexical WHERE lexical MATCH ? ORDER BY rowid LIMIT ?", (_any_of(numbers), limit)
    )
    return [row[0] for row in rows]


def document_frequency(
    connection: sqlite3.Connection, terms: Collection[str], kind: TermKind = "stems"
) -> dict[str, int]:
    """In how many passages each term stands; terms that stand in none are left out."""
    return {term: passages for term, (_, passages) in lookup(connection, kind, terms).items()}


def check(connection: sqlite3.Connection, passages: Iterable[Passage]) -> None:
    """Raise sqlite3.DatabaseError where the index is not that of what it indexes.

    The passages of every term are counted again from its postings; the words of `passages`, which may be a sample, must
    all be there, under each key of their spelling.
    """
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, lexical, row)")
    wrong = connection.execute(
        "SELECT c.id FROM term_counts c LEFT JOIN temp.vocabulary v ON v.term = printf('%x', c.id)"
        " WHERE coalesce(v.doc, 0) != c.passages LIMIT 1"
    ).fetchone()
    loose = connection.execute("SELECT (SELECT count(*) FROM terms) - (SELECT count(*) FROM term_counts)").fetchone()[0]
    if wrong or loose:
        raise corruption_error("the word index and its counts do not agree")
    stems, words = set(), set()
    for passage in passages:
        for found, some in zip((stems, words), indexed_terms(passage), strict=True):
            found.update(some)
    if any(len(lookup(connection, kind, some)) < len(some) for kind, some in (("stems", stems), ("words", words))):
        raise corruption_error("the word index lacks a word")
    for word in words:
        if any(word not in words_by_key(connection, key) for key in lookup_keys(word)):
            raise corruption_error("the word index lacks a spelling")


def _any_of(numbers: Collection[int]) -> str:
    return " OR ".join(f'"{number:x}"' for number in numbers)


def _numbers(terms: TermTable, passage: Passage, step: int) -> str:
    stems, words = indexed_terms(passage)
    numbers = terms.add_occurrences("stems", stems, step) + terms.add_occurrences("words", words, step)
    return " ".join(numbers)


def _selective(connection: sqlite3.Connection, stems: Collection[str], words: Collection[str]) -> list[int]:
    """Numbers of the terms to search: the rarest, and others while the postings of all are few enough."""
    known = [*lookup(connection, "stems", stems).values(), *lookup(connection, "words", words).values()]
    chosen: list[int] = []
    total = 0
    for number, passages in sorted(known, key=lambda one: (one[1], one[0])):
        total += passages
        if chosen and total > MAX_POSTINGS:
            break
        chosen.append(number)
    return chosen
