"""What became of each article and when the ledger learned of it: a row for whatever came, changed, moved or went.

It is written in the transaction that changes the article. The time is that of this machine's clock when the article was
indexed, and has nothing to do with the day on which it was published. Of an article that is gone not even the name is
kept: its rows stand for a year under a hash of it (`nameless`), by which they are its own again should it come back. Of
one that changed there are hashes of the sentences that came and went.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from vectorstore.ledger.digests import corruption_error, is_sound, row_digest
from vectorstore.types import Document, Passage

SCHEMA = """
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, kind TEXT NOT NULL, at_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL, detail TEXT NOT NULL, digest BLOB NOT NULL);
CREATE INDEX changes_by_source ON changes(source, number);
"""
"""Row 0 says since when all this is written down. `sha256`: of the article from then on; of one that is gone, the last
one."""

ChangeKind = Literal["began", "known", "added", "changed", "moved", "removed"]
"""`known`: the article was indexed before it was written down when."""

KEPT_NS = 366 * 86_400 * 1_000_000_000
"""Nanoseconds that the rows of an article are kept which is gone."""

MAX_SENTENCES = 2_000
"""Hashes of sentences of one change; an article of which more changed is a new one."""

HASH_CHARACTERS = 16

GONE = "\0gone "
"""Before the hash of a name: no file is called so."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row. `came`, `went`: hashes of sentences (`sentence_hash`); `before`: the source before a move."""

    number: int
    source: str
    kind: ChangeKind
    at_ns: int
    sha256: str
    title: str
    date: str
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """What became of an article from some change on, all its changes taken together.

    `kind`: of a `removed` one nothing is told but when: `source`, `title` and `date` are empty. `at_ns`: when the last
    of it was indexed. `came`: hashes of the sentences that are new in an article that changed, and `went` how many are
    gone; `before`: where a moved one lay, if that was seen.
    """

    source: str
    kind: Literal["added", "changed", "moved", "removed"]
    at_ns: int
    title: str
    date: str
    came: frozenset[str] = frozenset()
    went: int = 0
    before: str = ""


def sentence_hash(sentence: str) -> str:
    """A name for a sentence, however its spaces stand."""
    plain = " ".join(sentence.split()).encode("utf-8", "surrogatepass")
    return hashlib.sha256(plain).hexdigest()[:HASH_CHARACTERS]


def hashes_of(passages: Iterable[Passage]) -> dict[str, None]:
    """The hashes of all sentences of an article, in their order."""
    return {sentence_hash(passage.sentence(span)): None for passage in passages for span in passage.sentences}


# -- writing; inside a transaction -----------------------------------------------------------------


def begin(connection: sqlite3.Connection) -> None:
    """Make the table, and note of what is there already that it was known before."""
    now = time.time_ns()
    for statement in SCHEMA.strip().split(";\n"):
        connection.execute(statement)
    _insert(connection, (0, "", "began", now, "", "", "", ""))
    rows = connection.execute("SELECT source, sha256, title, date FROM documents ORDER BY source").fetchall()
    for source, sha256, title, date in rows:
        _insert(connection, (None, source, "known", now, sha256, title, date, ""))


def is_begun(connection: sqlite3.Connection) -> bool:
    """Whether the ledger has the table: before this was written down, it had none."""
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'changes'").fetchone())


def note_put(
    connection: sqlite3.Connection,
    document: Document,
    before: Iterable[Passage],
    after: Iterable[Passage],
    first: ChangeKind = "added",
) -> None:
    """Write down an article that is put into the ledger, if it is new or not what it was.

    `before`: the passages that stood there; the same article read by other rules has not changed. `first`: the kind of
    one that was never there.
    """
    _rename(connection, nameless(document.source), document.source)
    last = _last(connection, document.source)
    if last is None or last[0] == "removed":
        _add(connection, document, first)
    elif last[1] != document.sha256:
        old, new = hashes_of(before), hashes_of(after)
        came = [one for one in new if one not in old][:MAX_SENTENCES]
        went = [one for one in old if one not in new][:MAX_SENTENCES]
        _add(connection, document, "changed", json.dumps({"came": came, "went": went}))


def nameless(source: str) -> str:
    """What stands for the name of an article that is gone."""
    return GONE + hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_CHARACTERS]


def note_removed(connection: sqlite3.Connection, source: str, sha256: str) -> None:
    """Write down that an article is taken out, and forget its name and title."""
    connection.execute("UPDATE changes SET title = '', date = '' WHERE source = ?", (source,))
    connection.execute("UPDATE changes SET detail = '' WHERE source = ? AND kind = 'moved'", (source,))
    _rename(connection, source, nameless(source))
    _insert(connection, (None, nameless(source), "removed", time.time_ns(), sha256, "", "", ""))


def forget_old(connection: sqlite3.Connection) -> None:
    """Erase what is written down of articles that are long gone."""
    connection.execute(
        "DELETE FROM changes WHERE source IN (SELECT source FROM changes WHERE kind = 'removed' AND at_ns < ?)"
        " AND source NOT IN (SELECT source FROM documents)"
        " AND source NOT IN (SELECT source FROM changes WHERE at_ns >= ?)",
        (time.time_ns() - KEPT_NS,) * 2,
    )


def note_moved(connection: sqlite3.Connection, old: str, document: tuple[str, str, str, str]) -> None:
    """Write down an article that has another name now: `document` is its source, hash, title and date."""
    source, sha256, title, date = document
    detail = json.dumps({"before": old})
    _insert(connection, (None, source, "moved", time.time_ns(), sha256, title, date, detail))
    _rename(connection, old, source)


def _rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Give the rows of one article to another name, signed anew."""
    rows = connection.execute("SELECT * FROM changes WHERE source = ?", (old,)).fetchall()
    for number, _, *rest in rows:
        row = (number, new, *rest[:-1])
        connection.execute("UPDATE changes SET source = ?, digest = ? WHERE number = ?", (new, row_digest(row), number))


def add_stored(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Keep rows that another ledger had, hashes and numbers included."""
    connection.executemany("INSERT OR REPLACE INTO changes VALUES (?,?,?,?,?,?,?,?,?)", rows)


def _last(connection: sqlite3.Connection, source: str) -> tuple[str, str] | None:
    """Kind and hash of the last thing that is known of an article."""
    return connection.execute(
        "SELECT kind, sha256 FROM changes WHERE source = ? ORDER BY number DESC LIMIT 1", (source,)
    ).fetchone()


def _add(connection: sqlite3.Connection, one: Document, kind: ChangeKind, detail: str = "") -> None:
    _insert(connection, (None, one.source, kind, time.time_ns(), one.sha256, one.title, one.date, detail))


def _insert(connection: sqlite3.Connection, row: Sequence[object]) -> None:
    """Add a row under its own number or, where that is None, the next one, with its hash."""
    number = row[0]
    if number is None:
        last = connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'changes'")
        number = last.fetchone()[0] + 1
    signed = (number, *row[1:])
    connection.execute("INSERT INTO changes VALUES (?,?,?,?,?,?,?,?,?)", (*signed, row_digest(signed)))


# -- reading ---------------------------------------------------------------------------------------


def read(rows: Iterable[Sequence]) -> tuple[Change, ...]:
    """Rows of the table as values; raises sqlite3.DatabaseError for one that is not as it was written."""
    found = []
    for row in rows:
        if not is_sound(row):
            raise corruption_error(f"change {row[0]!r} is not as it was written")
        detail = json.loads(row[7] or "{}")
        came, went = tuple(detail.get("came", ())), tuple(detail.get("went", ()))
        found.append(Change(*row[:7], came, went, detail.get("before", "")))
    return tuple(found)


def net(changes: Iterable[Change]) -> list[ArticleChange]:
    """What some changes, in their order, come to for each article, sorted by source.

    One that came and went again is left out, and so is one that is again what it was. One that lies elsewhere was
    moved, whether that was seen or it seemed to go and come.
    """
    by_source: dict[str, list[Change]] = {}
    for one in changes:
        if one.kind not in ("began", "known"):
            by_source.setdefault(one.source, []).append(one)
    found = [made for source in sorted(by_source) if (made := _net_of(by_source[source])) is not None]
    return _with_moves(found, {source: rows[-1].sha256 for source, rows in by_source.items()})


def _net_of(rows: Sequence[Change]) -> ArticleChange | None:
    first, last = rows[0], rows[-1]
    was_there, is_there = first.kind != "added", last.kind != "removed"
    told = (last.at_ns, last.title, last.date)
    if not was_there:
        return ArticleChange(last.source, "added", *told) if is_there else None
    if not is_there:
        return ArticleChange(last.source, "removed", *told)
    stood: dict[str, bool] = {}
    stands: dict[str, bool] = {}
    for row in rows:
        for hashes, here in ((row.went, False), (row.came, True)):
            for one in hashes:
                stood.setdefault(one, not here)
                stands[one] = here
    came = frozenset(one for one, here in stands.items() if here and not stood[one])
    went = sum(not here and stood[one] for one, here in stands.items())
    replaced = first.kind == "removed" and last.sha256 != first.sha256  # by an index that saw it go and come
    before = next((row.before for row in rows if row.before), "")
    if came or went or replaced or (any(row.kind == "changed" for row in rows) and not stands):
        return ArticleChange(last.source, "changed", *told, came, went, before)
    return ArticleChange(last.source, "moved", *told, before=before) if before else None


def _with_moves(found: Sequence[ArticleChange], hashes: dict[str, str]) -> list[ArticleChange]:
    """The same, with what is gone in one place and came in another under one hash as moved."""
    left: dict[str, list[ArticleChange]] = {}
    for one in found:
        if one.kind == "removed" and hashes[one.source]:
            left.setdefault(hashes[one.source], []).append(one)
    made: list[ArticleChange] = []
    moved = set()
    for one in found:
        gone = left.get(hashes[one.source]) if one.kind == "added" else None
        if gone:
            old = gone.pop(0)
            moved.add(old.source)
            one = ArticleChange(one.source, "moved", one.at_ns, one.title, one.date)
        made.append(one)
    left_over = [one for one in made if one.source not in moved or one.kind != "removed"]
    return [replace(one, source="") if one.source.startswith(GONE) else one for one in left_over]
