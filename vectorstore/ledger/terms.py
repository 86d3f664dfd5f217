"""The stems and words of the passages: a number for each, and in how many passages it stands.

The lexical index holds the numbers alone. FTS5 keeps the terms of deleted rows until all of its segments are
merged (1.6 s for 100,000 passages, 5 s for 300,000, at every deletion), while a row of these tables is erased
where it stands, so that what remains in FTS5 of a word that no passage has any more is a number without meaning.
And the numbers of passages are at hand, without a walk through the postings of each word of a question.

Counts change at the end of a transaction, each once: common words have low numbers, since they come early, and so
stand on few pages.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from vectorstore.text.name_keys import lookup_keys

TermKind = Literal["stems", "words"]

SQL_LIST_VALUES = 500
"""Values in one SQL list; SQLite's oldest limit is 999."""

CACHED_TERMS = 300_000
"""Numbers kept in memory while writing (about 50 MB)."""

SCHEMA = """
CREATE TABLE terms (kind TEXT NOT NULL, term TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, term))
    WITHOUT ROWID;
CREATE TABLE term_counts (id INTEGER PRIMARY KEY, passages INTEGER NOT NULL);
CREATE TABLE spellings (key TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (key, word)) WITHOUT ROWID;
"""
"""`spellings`: the words by the keys of `vectorstore.text.name_keys`, under which other spellings of them are found."""


class TermTable:
    """Numbers and counts within one connection that writes; `flush` before each commit, `forget` after a rollback."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[tuple[TermKind, str], int] = {}
        self._changes: Counter[tuple[TermKind, str]] = Counter()
        self._next = 0

    def add_occurrences(self, kind: TermKind, terms: Sequence[str], step: int) -> list[int]:
        """The numbers of a passage's terms in their order; the passage is added (`step` 1) or taken out (-1)."""
        numbers = {term: self._number(kind, term) for term in dict.fromkeys(terms)}
        self._changes.update({(kind, term): step for term in numbers})
        return [numbers[term] for term in terms]

    def _number(self, kind: TermKind, term: str) -> int:
        known = self._numbers.get((kind, term))
        if known is None:
            row = self._connection.execute(
                "SELECT id FROM terms WHERE kind = ? AND term = ?", (kind, term)
            ).fetchone()
            known = self._numbers[kind, term] = row[0] if row else self._make(kind, term)
        return known

    def _make(self, kind: TermKind, term: str) -> int:
        if not self._next:
            self._next = self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM term_counts").fetchone()[0]
        number, self._next = self._next, self._next + 1
        self._connection.execute("INSERT INTO terms VALUES (?, ?, ?)", (kind, term, number))
        self._connection.execute("INSERT INTO term_counts VALUES (?, 0)", (number,))
        if kind == "words":
            rows = [(key, term) for key in lookup_keys(term)]
            self._connection.executemany("INSERT INTO spellings VALUES (?, ?)", rows)
        return number

    def flush(self) -> None:
        """Write the counts that changed, and erase the terms that no passage has any more."""
        changes = {term: step for term, step in self._changes.items() if step}
        self._changes.clear()
        if not changes:
            return
        steps = sorted((self._numbers[term], step) for term, step in changes.items())
        self._connection.executemany(
            "UPDATE term_counts SET passages = passages + ?2 WHERE id = ?1", steps
        )
        for kind, term in [term for term, step in changes.items() if step < 0]:
            gone = self._connection.execute(
                "DELETE FROM term_counts WHERE id = ? AND passages <= 0", (self._numbers[kind, term],)
            )
            if gone.rowcount:
                self._erase(kind, term)
        if len(self._numbers) > CACHED_TERMS:
            self._numbers.clear()

    def _erase(self, kind: TermKind, term: str) -> None:
        del self._numbers[kind, term]
        self._connection.execute("DELETE FROM terms WHERE kind = ? AND term = ?", (kind, term))
        if kind == "words":
            rows = [(key, term) for key in lookup_keys(term)]
            self._connection.executemany("DELETE FROM spellings WHERE key = ? AND word = ?", rows)

    def forget(self) -> None:
        """Drop what a rolled back transaction counted."""
        self._numbers.clear()
        self._changes.clear()
        self._next = 0


def lookup(connection: sqlite3.Connection, kind: TermKind, terms: Iterable[str]) -> dict[str, tuple[int, int]]:
    """By term, its number and in how many passages it stands; terms that stand in none are left out."""
    wanted, rows = list(set(terms)), []
    for first in range(0, len(wanted), SQL_LIST_VALUES):
        page = wanted[first : first + SQL_LIST_VALUES]
        rows += connection.execute(
            "SELECT t.term, t.id, c.passages FROM terms t JOIN term_counts c ON c.id = t.id"
            f" WHERE t.kind = ? AND t.term IN ({','.join('?' * len(page))})",
            (kind, *page),
        )
    return {term: (number, passages) for term, number, passages in rows}


def words_by_key(connection: sqlite3.Connection, key: str) -> list[str]:
    """The words as written that are looked up under a spelling key."""
    return [row[0] for row in connection.execute("SELECT word FROM spellings WHERE key = ?", (key,))]
