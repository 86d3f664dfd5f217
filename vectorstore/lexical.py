"""The lexical index: BM25 by SQLite's FTS5, inside the ledger's own file and transactions.

Why FTS5 and not a separate engine: it changes in place, commits or rolls back together with the
passages that it indexes (so the two cannot disagree after a crash), holds no text (contentless) and
lists its vocabulary with document frequencies. Over 100,000 passages of 80 words it was measured at
12 MB, 6 s to build, and 2 ms for a question without its most frequent words (109 ms with them),
so `search` leaves out words that stand in more than a twentieth of a large index while rarer ones remain.

Two columns: `stems` (light10, for matching words) and `words` (normalised as written, for matching
spellings of names). This module does not commit: the ledger owns the transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from vectorstore.arabic import stem, tokens
from vectorstore.stopwords import STOPWORDS
from vectorstore.types import Passage

LARGE_INDEX = 5_000
"""Passages from which frequent words are left out of a search; below it every word is cheap."""

FREQUENT_SHARE = 0.05
"""Share of the passages above which a word counts as frequent (it weighs next to nothing in BM25)."""

TITLE_WORDS = 1
"""How often the words of an article's title count in each of its passages."""


def create(connection: sqlite3.Connection) -> None:
    """Make the empty index and the view of its vocabulary, if they are not there yet."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS lexical USING fts5(stems, words, content='', detail='column',"
        " tokenize=\"ascii tokenchars '_.,:/-%'\")"
    )
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS lexical_terms USING fts5vocab('lexical', 'col')")


def indexed_terms(passage: Passage) -> tuple[str, str]:
    """The two columns of a passage: its stems and its words, title included, separated by spaces."""
    words = [token.text for token in tokens(passage.text)]
    words += [token.text for token in tokens(passage.title)] * TITLE_WORDS
    words = [word for word in words if word not in STOPWORDS]
    return " ".join(map(stem, words)), " ".join(words)


def add(connection: sqlite3.Connection, rowid: int, passage: Passage) -> None:
    """Index a passage under the rowid that the ledger gave it."""
    connection.execute("INSERT INTO lexical(rowid, stems, words) VALUES (?, ?, ?)", (rowid, *indexed_terms(passage)))


def remove(connection: sqlite3.Connection, rowid: int, passage: Passage) -> None:
    """Take a passage out; a contentless index needs the very terms that were put in."""
    connection.execute(
        "INSERT INTO lexical(lexical, rowid, stems, words) VALUES ('delete', ?, ?, ?)",
        (rowid, *indexed_terms(passage)),
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
    terms = _selective(connection, stems, words)
    if not terms or (sources is not None and not sources):
        return []
    query = " OR ".join(f"{{{column}}} : {_quoted(term)}" for column, term in terms)
    scope, parameters = "", [query]
    if sources is not None:
        scope = " AND rowid IN (SELECT rowid FROM passages WHERE source IN (SELECT value FROM json_each(?)))"
        parameters.append(json.dumps(sorted(sources)))
    rows = connection.execute(
        f"SELECT rowid, -bm25(lexical) FROM lexical WHERE lexical MATCH ?{scope} ORDER BY bm25(lexical), rowid LIMIT ?",
        (*parameters, limit),
    )
    return [(rowid, score) for rowid, score in rows]


def document_frequency(connection: sqlite3.Connection, terms: Iterable[str], column: str = "stems") -> dict[str, int]:
    """In how many passages each term stands; terms that stand in none are left out."""
    found = {}
    for term in set(terms):
        row = connection.execute(
            "SELECT doc FROM lexical_terms WHERE term = ? AND col = ?", (term, column)
        ).fetchone()
        if row:
            found[term] = row[0]
    return found


def vocabulary(connection: sqlite3.Connection) -> dict[str, int]:
    """Every word as written (normalised, clitics attached) with the number of passages it stands in."""
    return dict(connection.execute("SELECT term, doc FROM lexical_terms WHERE col = 'words'"))


def _selective(
    connection: sqlite3.Connection, stems: Collection[str], words: Collection[str]
) -> Sequence[tuple[str, str]]:
    """(column, term) pairs to search: all of them, or in a large index those that select."""
    total = connection.execute("SELECT count(*) FROM passages").fetchone()[0]
    frequency: Mapping[tuple[str, str], int] = {
        **{("stems", term): count for term, count in document_frequency(connection, stems, "stems").items()},
        **{("words", term): count for term, count in document_frequency(connection, words, "words").items()},
    }
    if total < LARGE_INDEX:
        return sorted(frequency)
    rare = [term for term, count in frequency.items() if count <= total * FREQUENT_SHARE]
    return sorted(rare or sorted(frequency, key=lambda term: frequency[term])[:1])


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
