"""The kept conversations: written turn by turn, listed, searched, and erased."""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from assistant.history.answer_json import decode_answer, encode_answer
from assistant.history.file import HistoryFile
from assistant.history.kept import KeptConversation, KeptTurn, KeptVersion, Listed, moment
from vectorstore.errors import VectorstoreError
from vectorstore.text.arabic import fold

log = logging.getLogger(__name__)

KEY_BYTES = 12
MAX_TITLE_CHARACTERS = 120
MAX_WORDS, MAX_WORD_CHARACTERS = 8, 100
"""Of a search in the conversations; what is beyond is left out."""

FAILED = "failed"
"""The status of a version whose answer cannot be read any more."""


class ConversationStore:
    """One open file of conversations, for all threads; another process may have it open as well.

    Every method raises VectorstoreError: history_full, history_busy, history_unreadable, history_damaged; those that
    name a conversation also `no_conversation`, where it is not there or deleted.
    """

    def __init__(self, path: Path) -> None:
        """Raises as `file.HistoryFile`; `set_aside` as there."""
        self._file = HistoryFile(path)
        self._reading, self._writing = self._file.reading, self._file.writing
        self.set_aside = self._file.set_aside

    def close(self) -> None:
        """Let go of the file; harmless when repeated."""
        self._file.close()

    # -- conversations ---------------------------------------------------------------------------

    def begin(self, title: str) -> str:
        """The key of a new conversation."""
        key, title = secrets.token_hex(KEY_BYTES), shortened(title)
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO conversation (key, title, folded, used) VALUES (?, ?, ?, ?)",
                (key, title, fold(title), moment()),
            )
        return key

    def write(self, key: str, position: int, turn: KeptTurn) -> None:
        """Keep a turn as it is now, at its place (from 0); a version that another page added to it meanwhile stays."""
        with self._writing() as connection:
            _changed(connection, "UPDATE conversation SET used = ? WHERE key = ? AND deleted = ''", moment(), key)
            known = "SELECT asked, question, number FROM version WHERE turn = ?"
            numbers = {(asked, question): number for asked, question, number in connection.execute(known, (turn.key,))}
            for version in turn.versions:
                numbers.setdefault((version.asked, storable(version.question)), len(numbers))
            placed = [numbers[version.asked, storable(version.question)] for version in turn.versions]
            connection.execute(
                "INSERT INTO turn (key, conversation, position, shown) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET shown = excluded.shown",
                (turn.key, key, position, placed[turn.shown]),
            )
            connection.executemany(
                "INSERT OR REPLACE INTO version (turn, number, question, status, asked, within, total, answer, folded,"
                " vote, word) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(turn.key, number, *_row(one)) for number, one in zip(placed, turn.versions, strict=True)],
            )

    def read(self, key: str) -> KeptConversation:
        """A conversation with all versions of its turns; those that two pages put at one place stand there by time."""
        with self._reading() as connection:
            titled = "SELECT title FROM conversation WHERE key = ? AND deleted = ''"
            named = connection.execute(titled, (key,)).fetchone()
            found = connection.execute(
                "SELECT turn.key, shown, question, answer, status, asked, within, total, vote, word"
                " FROM turn JOIN version ON version.turn = turn.key WHERE conversation = ?"
                " ORDER BY position, turn.rowid, number",
                (key,),
            ).fetchall()
        if named is None:
            raise VectorstoreError("no_conversation")
        turns: dict[str, KeptTurn] = {}
        for name, shown, *fields in found:
            before = turns[name].versions if name in turns else ()
            turns[name] = KeptTurn(name, (*before, _version(fields)), shown)
        return KeptConversation(key, named[0], tuple(turns.values()))

    def rename(self, key: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        if title := shortened(title):
            with self._writing() as connection:
                sql = "UPDATE conversation SET title = ?, folded = ? WHERE key = ? AND deleted = ''"
                _changed(connection, sql, title, fold(title), key)

    def pin(self, key: str, pinned: bool) -> None:
        """Keep a conversation at the top of the list, or no longer."""
        with self._writing() as connection:
            _changed(connection, "UPDATE conversation SET pinned = ? WHERE key = ? AND deleted = ''", int(pinned), key)

    # -- deleting --------------------------------------------------------------------------------

    def delete(self, key: str) -> None:
        """Take a conversation out of the list; `erase` takes it off the disk, `restore` puts it back."""
        with self._writing() as connection:
            _changed(connection, "UPDATE conversation SET deleted = ? WHERE key = ? AND deleted = ''", moment(), key)

    def restore(self, key: str) -> None:
        """Put a deleted conversation back; raises VectorstoreError("no_conversation") where it is erased already."""
        with self._writing() as connection:
            _changed(connection, "UPDATE conversation SET deleted = '' WHERE key = ? AND deleted <> ''", key)

    def erase(self, older_than: float = 0.0) -> int:
        """Overwrite in the file what was deleted at least so many seconds ago, notes of the notebook, too; how many
        deleted ones are left.

        What is deleted is overwritten by zeros as it goes (`secure_delete`), and the file is then written anew, since
        SQLite may have copied a row within a page before. What the file system, a backup or a snapshot keeps of
        blocks that were once the file's is beyond its reach.
        """
        due = moment(-older_than)
        with self._writing() as connection:
            gone = left = 0
            for table in ("conversation", "note"):
                gone += connection.execute(f"DELETE FROM {table} WHERE deleted <> '' AND deleted <= ?", (due,)).rowcount
                left += connection.execute(f"SELECT count(*) FROM {table} WHERE deleted <> ''").fetchone()[0]
        if gone:
            try:
                with self._reading() as connection:
                    connection.execute("VACUUM")
            except VectorstoreError as error:  # the zeros stand already; another window is busy, or the disk full
                log.info("not written anew: %s", error)
        return left

    # -- the list --------------------------------------------------------------------------------

    def listed(self, words: str = "", limit: int = 50, skip: int = 0) -> list[Listed]:
        """Conversations, pinned ones first, then by when they were last used; only those with all of the words.

        Words are compared as the index folds them, and also inside other words: «اتفاق» is found in «الاتفاق».
        """
        wanted = [word[:MAX_WORD_CHARACTERS] for word in fold(words).split()][:MAX_WORDS]
        has = (
            " AND (instr(c.folded, ?) OR EXISTS (SELECT 1 FROM turn JOIN version ON version.turn = turn.key"
            " WHERE turn.conversation = c.key AND instr(version.folded, ?)))"
        )
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT c.key, c.title, c.used, (SELECT count(*) FROM turn WHERE conversation = c.key), c.pinned"
                f" FROM conversation c WHERE c.deleted = ''{has * len(wanted)}"
                " ORDER BY c.pinned DESC, c.used DESC, c.key LIMIT ? OFFSET ?",
                (*(word for word in wanted for _ in range(2)), limit, skip),
            ).fetchall()
            places = {row[0]: _first_place(connection, row[0], wanted) for row in rows} if wanted else {}
        return [
            Listed(key, title, used, turns, bool(pinned), *places.get(key, ("", 0)))
            for key, title, used, turns, pinned in rows
        ]

    def count(self) -> int:
        """How many conversations there are."""
        with self._reading() as connection:
            return connection.execute("SELECT count(*) FROM conversation WHERE deleted = ''").fetchone()[0]

    def voted(self) -> list[KeptConversation]:
        """The conversations in which an answer was judged, the oldest first."""
        with self._reading() as connection:
            keys = connection.execute(
                "SELECT DISTINCT c.key FROM conversation c JOIN turn ON turn.conversation = c.key"
                " JOIN version ON version.turn = turn.key WHERE c.deleted = '' AND version.vote <> 0 ORDER BY c.rowid"
            ).fetchall()
        return [self.read(key) for (key,) in keys]


def _first_place(connection: sqlite3.Connection, key: str, words: Sequence[str]) -> tuple[str, int]:
    """The question of the turn that has most of the words, the first of those, and its number."""
    rows = connection.execute(
        "SELECT turn.key, question, folded FROM turn JOIN version ON version.turn = turn.key WHERE conversation = ?"
        " ORDER BY position, turn.rowid, number",
        (key,),
    ).fetchall()
    places = {turn: place for place, turn in enumerate(dict.fromkeys(row[0] for row in rows))}
    scored = [(sum(word in folded for word in words), question, places[turn]) for turn, question, folded in rows]
    best = max(scored, key=lambda row: row[0], default=(0, "", 0))
    return (best[1], best[2]) if best[0] else ("", 0)


def _changed(connection: sqlite3.Connection, sql: str, *values: object) -> None:
    """Run an update of one conversation; raises VectorstoreError("no_conversation") where it met none."""
    if not connection.execute(sql, values).rowcount:
        raise VectorstoreError("no_conversation")


def _row(version: KeptVersion) -> tuple[object, ...]:
    answer, question = version.answer, storable(version.question)
    said = storable(f"{question}\n{answer.text if answer else ''}")
    return (
        question, version.status, version.asked, json.dumps(version.within), version.total,
        encode_answer(answer) if answer else "", fold(said), version.vote, storable(version.word),
    )  # fmt: skip


def _version(fields: Sequence[object]) -> KeptVersion:
    question, written, status, asked, within, total, vote, word = fields
    answer = None
    try:
        answer = decode_answer(str(written)) if written else None
        files = tuple(str(name) for name in json.loads(str(within)))
    except ValueError:
        log.exception("an answer of the history cannot be read")
        status, files = FAILED, ()
    return KeptVersion(str(question), answer, str(status), str(asked), files, int(total), int(vote), str(word))


def shortened(title: str) -> str:
    """A title on one line, of a length that a list can show."""
    line = " ".join(storable(title).split())
    return line if len(line) <= MAX_TITLE_CHARACTERS else f"{line[: MAX_TITLE_CHARACTERS - 1].rstrip()}…"


def storable(text: str) -> str:
    """The text without halves of characters, which a page can send and a database cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
