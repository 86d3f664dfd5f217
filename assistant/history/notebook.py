"""The notebook: quotes of articles that were set aside, and own notes, in an order of one's own.

It lies in the file of the conversations. A quote is kept with its place, and held against the article of today when it
is shown: it is found again where it moved to, and said to be gone where it is.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.history.file import HistoryFile
from assistant.history.kept import moment
from assistant.history.requote import TextOf, place_now
from assistant.history.store import KEY_BYTES, storable
from assistant.types import Citation
from vectorstore.controls import UNSEEN
from vectorstore.errors import VectorstoreError
from vectorstore.text.arabic import fold

MAX_TEXT_CHARACTERS, MAX_TAGS, MAX_TAG_CHARACTERS = 10_000, 12, 40
"""Of a note; what is beyond is left out."""

DIGEST_CHARACTERS = 16

_COMMAS = re.compile("[,،;؛\n]")

Standing = Literal["own", "stands", "changed", "gone", "unchecked"]


@dataclass(frozen=True, slots=True)
class Note:
    """A quote, exactly `document.text[start:end]` of `source` when it was kept, or a note of one's own (no source).

    `text` are one's own words on it. `made` is a moment (ISO 8601, UTC). `title`, `date`, `page` and `ocr` are as of a
    `Citation`. `key` is 24 hexadecimal digits.
    """

    key: str = ""
    made: str = ""
    source: str = ""
    start: int = 0
    end: int = 0
    quote: str = ""
    title: str = ""
    date: str = ""
    page: int | None = None
    ocr: bool = False
    text: str = ""
    tags: tuple[str, ...] = ()
    star: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A note where its quote stands now, and whether it does: "own" notes quote nothing, and "unchecked" is one whose
    article could not be looked at."""

    note: Note
    standing: Standing


def held(note: Note, text_of: TextOf | None) -> Held:
    """The note held against its article as it is now; None for `text_of` where no article can be read yet."""
    if not note.source:
        return Held(note, "own")
    if text_of is None:
        return Held(note, "unchecked")
    text = text_of(note.source)
    now = place_now(Citation(0, note.source, note.title, note.start, note.end, note.quote), text)
    if now is None:
        return Held(note, "gone" if text is None else "changed")
    return Held(replace(note, start=now.start, end=now.end), "stands")


def digest(quote: str) -> str:
    """What a page names beside a place, so that no other words are kept than those that it showed."""
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_CHARACTERS]


def tags_of(written: str) -> tuple[str, ...]:
    """The tags that a line names, with commas between them; two that differ only in spelling are one."""
    found: dict[str, str] = {}
    for part in _COMMAS.split(storable(written)):
        tag = " ".join(UNSEEN.sub("", part).replace("#", " ").split())[:MAX_TAG_CHARACTERS].rstrip()
        if tag:
            found.setdefault(fold(tag) or tag, tag)
    return tuple(found.values())[:MAX_TAGS]


def chosen(notes: Iterable[Note], tag: str = "", star: bool = False) -> list[Note]:
    """The notes that have the tag, in whatever spelling, and the star, where these are asked for."""
    return [
        note
        for note in notes
        if (note.star or not star) and (not tag or fold(tag) in {fold(one) for one in note.tags})
    ]


class Notebook:
    """The notes of one file, which the conversations may have open as well; for all threads.

    Every method raises VectorstoreError: history_full, history_busy, history_unreadable, history_damaged; those that
    name a note also `no_note`, where it is not there or deleted. What was deleted `ConversationStore.erase` erases.
    """

    def __init__(self, path: Path) -> None:
        """Raises as `file.HistoryFile`; `set_aside` as there."""
        self._file = HistoryFile(path)
        self._reading, self._writing = self._file.reading, self._file.writing
        self.set_aside = self._file.set_aside

    def close(self) -> None:
        """Let go of the file; harmless when repeated."""
        self._file.close()

    def add(self, note: Note) -> str:
        """Put a note on top and give its key; a quote that is there already keeps its place and its key."""
        note = replace(note, text=storable(note.text)[:MAX_TEXT_CHARACTERS], title=storable(note.title))
        with self._writing() as connection:
            known = connection.execute(
                "SELECT key FROM note WHERE source = ? AND start = ? AND quote = ? AND quote <> '' AND deleted = ''",
                (_name(note.source), note.start, storable(note.quote)),
            ).fetchone()
            if known is not None:
                return known[0]
            (top,) = connection.execute("SELECT coalesce(min(position), 0) - 1 FROM note").fetchone()
            key = secrets.token_hex(KEY_BYTES)
            connection.execute(
                "INSERT INTO note (key, position, made, source, start, stop, quote, title, date, page, ocr, text, tags,"
                " star) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    key, top, note.made or moment(), _name(note.source), note.start, note.end, storable(note.quote),
                    note.title, note.date, note.page, int(note.ocr), note.text, json.dumps(note.tags), int(note.star),
                ),
            )  # fmt: skip
        return key

    def listed(self) -> list[Note]:
        """All notes in their order."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT key, made, source, start, stop, quote, title, date, page, ocr, text, tags, star FROM note"
                " WHERE deleted = '' ORDER BY position, key"
            ).fetchall()
        return [_note(row) for row in rows]

    def write(self, key: str, text: str, tags: tuple[str, ...]) -> None:
        """One's own words and tags of a note; `tags` as `tags_of` gives them."""
        written = storable(text.strip())[:MAX_TEXT_CHARACTERS]
        self._change("text = ?, tags = ?", written, json.dumps(tags), key=key)

    def star(self, key: str, starred: bool) -> None:
        """Give a note a star, or take it away."""
        self._change("star = ?", int(starred), key=key)

    def swap(self, key: str, other: str) -> None:
        """Let two notes change places."""
        with self._writing() as connection:
            found = dict(
                connection.execute(
                    "SELECT key, position FROM note WHERE key IN (?, ?) AND deleted = ''", (key, other)
                ).fetchall()
            )
            if found.keys() != {key, other}:
                raise VectorstoreError("no_note")
            placed = [(found[other], key), (found[key], other)]
            connection.executemany("UPDATE note SET position = ? WHERE key = ?", placed)

    def delete(self, key: str) -> None:
        """Take a note out of the list, from where `restore` puts it back until it is erased."""
        self._change("deleted = ?", moment(), key=key)

    def restore(self, key: str) -> None:
        """Put a deleted note back where it was; raises VectorstoreError("no_note") where it is erased already."""
        with self._writing() as connection:
            sql = "UPDATE note SET deleted = '' WHERE key = ? AND deleted <> ''"
            if not connection.execute(sql, (key,)).rowcount:
                raise VectorstoreError("no_note")

    def _change(self, columns: str, *values: object, key: str) -> None:
        with self._writing() as connection:
            sql = f"UPDATE note SET {columns} WHERE key = ? AND deleted = ''"
            if not connection.execute(sql, (*values, key)).rowcount:
                raise VectorstoreError("no_note")


def _name(source: str) -> str:
    """A file's name as JSON, which holds one that is no UTF-8, too."""
    return json.dumps(source)


def _note(row: Sequence[object]) -> Note:
    key, made, source, start, stop, quote, title, date, page, ocr, text, tags, star = row
    return Note(
        str(key), str(made), json.loads(str(source)), int(start), int(stop), str(quote), str(title), str(date),
        None if page is None else int(page), bool(ocr), str(text), tuple(json.loads(str(tags))), bool(star),
    )  # fmt: skip
