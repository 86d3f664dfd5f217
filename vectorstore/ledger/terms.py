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
        self._numbers: dict[TermKind, dict[str, str]] = {"stems": {}, "words": {}}  # as they are indexed: hexadecimal
        self._added: list[str] = []
        self._changes: Counter[int] = Counter()
        self._taken_out: dict[int, tuple[TermKind, str]] = {}
        self._made: list[tuple[TermKind, str, int]] = []
        self._next = 0
        self._is_new = False

    def add_occurrences(self, kind: TermKind, terms: Sequence[str], step: int) -> list[str]:
        """The numbers of a passage's terms in their order, in hexadecimal, as `lexical` keeps them; the passage is
        added (`step` 1) or taken out (-1)."""
        known = self._numbers[kind]
        numbers = list(map(known.get, terms))
        if None in numbers:  # as most passages of a growing corpus have it
            self._learn(kind, [term for term in dict.fromkeys(terms) if term not in known])
            numbers = [known[term] for term in terms]
        if step > 0:
            self._added += set(numbers)
        else:
            self._changes.subtract({int(number, 16) for number in numbers})
            self._taken_out.update((int(number, 16), (kind, term)) for number, term in zip(numbers, terms, strict=True))
        return numbers

    def _learn(self, kind: TermKind, terms: Sequence[str]) -> None:
        """Find the numbers of terms that are not in memory, and give one to those that have none."""
        if not self._next:
            self._next = self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM term_counts").fetchone()[0]
            self._is_new = self._next == 1
        # What a new ledger has is all in memory, as long as nothing was dropped from there.
        found = {} if self._is_new else lookup(self._connection, kind, terms)
        for term in terms:
            if term in found:
                number, _ = found[term]
            else:
                number, self._next = self._next, self._next + 1
                self._made.append((kind, term, number))
            self._numbers[kind][term] = format(number, "x")

    def _write_made(self) -> None:
        """Write the terms that got a number, sorted, so that each page of the tables is touched once."""
        made = sorted(self._made)
        self._made.clear()
        self._connection.executemany("INSERT INTO terms VALUES (?, ?, ?)", made)
        numbers = sorted((number, self._changes.pop(number, 0)) for _, _, number in made)
        self._connection.executemany("INSERT INTO term_counts VALUES (?, ?)", numbers)
        spellings = sorted((key, term) for kind, term, _ in made if kind == "words" for key in lookup_keys(term))
        self._connection.executemany("INSERT INTO spellings VALUES (?, ?)", spellings)

    def flush(self) -> None:
        """Write the counts that changed, and erase the terms that no passage has any more."""
        changes = self._changes
        for written, passages in Counter(self._added).items():
            number = int(written, 16)
            changes[number] = changes.get(number, 0) + passages
        self._added.clear()
        taken_out = [number for number in self._taken_out if self._changes[number] < 0]
        if self._made:
            self._write_made()
        steps = sorted((number, step) for number, step in self._changes.items() if step)
        self._connection.executemany("UPDATE term_counts SET passages = passages + ?2 WHERE id = ?1", steps)
        for number in taken_out:
            gone = self._connection.execute("DELETE FROM term_counts WHERE id = ? AND passages <= 0", (number,))
            if gone.rowcount:
                self._erase(*self._taken_out[number])
        self._changes.clear()
        self._taken_out.clear()
        if sum(map(len, self._numbers.values())) > CACHED_TERMS:
            self._forget_numbers()

    def _erase(self, kind: TermKind, term: str) -> None:
        del self._numbers[kind][term]
        self._connection.execute("DELETE FROM terms WHERE kind = ? AND term = ?", (kind, term))
        if kind == "words":
            rows = [(key, term) for key in lookup_keys(term)]
            self._connection.executemany("DELETE FROM spellings WHERE key = ? AND word = ?", rows)

    def forget(self) -> None:
        """Drop what a rolled back transaction counted."""
        self._forget_numbers()
        self._added.clear()
        self._changes.clear()
        self._taken_out.clear()
        self._made.clear()
        self._next = 0

    def _forget_numbers(self) -> None:
        self._is_new = False
        for known in self._numbers.values():
            known.clear()


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


def words_with(connection: sqlite3.Connection, part: str, limit: int) -> list[str]:
    """The first words that have this part: all are gone through, .2 s where there are a million."""
    found = connection.execute("SELECT term FROM terms WHERE kind = 'words' AND instr(term, ?) LIMIT ?", (part, limit))
    return [row[0] for row in found]


def words_by_key(connection: sqlite3.Connection, key: str) -> list[str]:
    """The words as written that are looked up under a spelling key."""
    return [row[0] for row in connection.execute("SELECT word FROM spellings WHERE key = ?", (key,))]
