"""A new ledger filled with all of an old one that proves to be whole.

A ledger that is damaged, or of an older version, is not built again from nothing: every row that its hash vouches for
is taken over. Vectors are, so that nothing is embedded twice; an article is, if all its passages are there with their
vectors, so that its file is not read twice. The word index, the counts and every index of SQLite's are made anew from
the articles. What is not taken over is read from the folder, or fetched, by the next sync.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vectorstore import seals
from vectorstore.ledger.changes import is_begun
from vectorstore.ledger.connection import connect
from vectorstore.ledger.damaged_rows import row_pages, rows_by_column
from vectorstore.ledger.digests import is_sound, sentences_are_sound, vector_digest, vector_is_sound
from vectorstore.ledger.keys import KEY_CHARACTERS, vector_key
from vectorstore.ledger.packed import pack, whole_text
from vectorstore.ledger.rows import Stamp
from vectorstore.ledger.writer import Ledger
from vectorstore.types import Document, Passage, Remark

log = logging.getLogger(__name__)

STRANGE = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What values raise that are not of the kind that was written."""

UNIT_TOLERANCE = 1e-3
"""How far from 1 the length of a vector may be that has no hash: of a ledger before version 4."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many vectors, articles and whole files were taken over, and the files of which something was lost."""

    vectors: int
    articles: int
    files: int
    lost: tuple[str, ...]


def remake_ledger(path: Path, check_replaceable: Callable[[], None] = lambda: None) -> Salvaged:
    """Put a new ledger, with what is sound of the old one, in the place of the old one, in one step.

    `check_replaceable` is called where nothing is sound, and may raise: the old one then stays.
    """
    fresh = path.with_name("new-" + path.name)
    _remove(fresh)
    try:
        with closing(Ledger(fresh)) as made:
            salvaged = copy_sound(path, made)
            if not salvaged.files:
                check_replaceable()
    except BaseException:  # interrupted, too: what is half copied is never taken for the ledger
        _remove(fresh)
        raise
    whole = seals.is_sealed(fresh)
    _remove(path, but_file=True)
    os.replace(fresh, path)
    seals.unseal(fresh)
    if whole:
        seals.seal(path)
    log.warning("%s was made anew: %s", path, salvaged)
    return salvaged


def _remove(path: Path, but_file: bool = False) -> None:
    """Remove a ledger with what stands beside it."""
    for suffix in ("-wal", "-shm") if but_file else ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    seals.unseal(path)


def copy_sound(old: Path, ledger: Ledger) -> Salvaged:
    """Fill a new, empty ledger with what is sound of the one at `old`; never raises for damage in that one.

    Files of which something was lost are marked as cut off, so that the next sync reads them again.
    """
    try:
        connection = connect(old, "rw")
    except sqlite3.Error as error:
        log.warning("nothing of %s can be read: %s", old, error)
        return Salvaged(0, 0, 0, ())
    with closing(connection):
        connection.execute("PRAGMA query_only = ON")
        # One statement that no longer parses must not hide the tables of the others.
        connection.execute("PRAGMA writable_schema = ON")
        vectors = _copy_vectors(connection, ledger)
        _copy_changes(connection, ledger)
        articles, files, lost = _copy_files(connection, ledger)
    with ledger.transaction():
        ledger.set("unfinished", "yes")
    for file in lost:
        log.warning("damaged in the index, and read again: %s", file)
    return Salvaged(vectors, articles, files, lost)


def _copy_vectors(connection: sqlite3.Connection, ledger: Ledger) -> int:
    copied = 0
    for rows in row_pages(connection, ledger, "vectors"):
        sound = [found for row in rows if (found := _sound_vectors(row)) is not None]
        with ledger.transaction():
            copied += ledger.add_stored_vectors(sound)
    return copied


def _copy_changes(connection: sqlite3.Connection, ledger: Ledger) -> None:
    """What is known of when articles came and changed; a ledger from before that was written down has none of it."""
    try:
        if not is_begun(connection):
            return
    except sqlite3.DatabaseError:  # not even the list of the tables can be read
        return
    for rows in row_pages(connection, ledger, "changes"):
        with ledger.transaction():
            ledger.add_stored_changes([tuple(row.values()) for row in rows if _is_sound(row)])


def _copy_files(connection: sqlite3.Connection, ledger: Ledger) -> tuple[int, int, tuple[str, ...]]:
    articles, whole, lost = 0, 0, []
    for rows in row_pages(connection, ledger, "files"):
        for row in rows:
            file = row.get("file")
            if not isinstance(file, str) or not _is_sound(row):
                lost.append(repr(file))
                continue
            documents, complete = _articles(connection, ledger, row)
            try:
                with ledger.transaction():
                    _write(ledger, row, documents, complete)
            except (sqlite3.IntegrityError, *STRANGE):  # two rows that say they are the same one, say
                documents, complete = [], False
            articles += len(documents)
            whole += complete
            if not complete:
                lost.append(file)
    return articles, whole, tuple(lost)


def _write(
    ledger: Ledger, row: dict, documents: Sequence[tuple[Document, tuple[str, str], list[Passage]]], complete: bool
) -> None:
    """A file with those of its articles that are sound; it counts as cut off where they are not all."""
    stamp = Stamp(*(row[name] for name in ("size", "mtime_ns", "ctime_ns", "read_ns")))
    ledger.open_file(row["file"], stamp, row["sha256"], (row["embedder"], row["splitter"]))
    for document, made_by, passages in documents:
        ledger.put_document(document, made_by, passages, first="known")
    if complete and row["status"] != "reading":
        told = (row["status"], row["reason"], row["detail"], row["encoding"])
        ledger.note_file(row["file"], told, len(documents))


def _articles(
    connection: sqlite3.Connection, ledger: Ledger, row: dict
) -> tuple[list[tuple[Document, tuple[str, str], list[Passage]]], bool]:
    """The sound articles of a file, and whether they are all that it had."""
    found, complete = [], True
    try:
        ask = connection.execute("SELECT * FROM documents WHERE file = ? ORDER BY rowid", (row["file"],))
        for one in rows_by_column(ask, connection, ledger, "documents"):
            made_by = tuple(str(one["made_by"]).rsplit(" ", 1))
            read = _article(connection, ledger, one, made_by) if len(made_by) == 2 and _is_sound(one) else None
            if read is None:
                complete = False
            else:
                text, passages = read
                found.append((_document(one, text, row["encoding"]), made_by, passages))
    except (sqlite3.Error, *STRANGE):
        complete = False
    expected = row.get("articles", len(found))
    return found, complete and (row["status"] != "indexed" or expected == len(found) > 0)


def _article(
    connection: sqlite3.Connection, ledger: Ledger, article: dict, made_by: tuple[str, str]
) -> tuple[str, list[Passage]] | None:
    """An article's text and passages, or None where one is missed, is not its slice, or has no vector.

    Before version 5 the text stood in the article's own row.
    """
    ask = connection.execute("SELECT * FROM passages WHERE source = ? ORDER BY ordinal", (article["source"],))
    rows = list(rows_by_column(ask, connection, ledger, "passages"))
    if "text" in article:
        whole = str(article["text"])
    else:
        whole = whole_text(json.loads(article["rest"]), [row["text"] for row in rows])
    found = []
    for number, row in enumerate(rows):
        spans = tuple((int(a), int(b)) for a, b in json.loads(row["sentences"]))
        text = whole[row["start"] : row["end"]]
        passage = Passage(row["source"], row["start"], row["end"], text, row["title"], row["kind"], spans)
        if not _is_sound(row) or row["ordinal"] != number or text != row["text"] or passage.id != row["id"]:
            return None
        found.append(passage)
    keys = {vector_key(made_by[0], passage) for passage in found}
    if len(found) != article.get("passages", len(found)) or len(ledger.known_keys(keys)) != len(keys):
        return None
    return whole, found


def _document(row: dict, text: str, encoding: str) -> Document:
    named = (row["source"], text, row["title"], row["sha256"])
    pages = tuple(int(page) for page in json.loads(row["pages"]))
    remarks = tuple(Remark(code, detail) for code, detail in json.loads(row.get("remarks", "[]")))
    return Document(*named, encoding, row["date"], row["url"], row["record"], pages, remarks=remarks)


def _is_sound(row: dict) -> bool:
    """Whether a row's hash vouches for it; before version 4 there is none, and other signs must do."""
    return "digest" not in row or is_sound(tuple(row.values()))


def _sound_vectors(row: dict) -> tuple[str, bytes, bytes, bytes] | None:
    """A row of vectors as it is kept today, with its hash, or None where it is not whole.

    Before version 5 the key was longer, a passage's vector in single precision, those of its sentences in half.
    """
    try:
        key, vector, sentences, *digest = row.values()
        if digest and not (vector_is_sound(key, vector, *digest) and sentences_are_sound(key, sentences, *digest)):
            return None
        if digest and len(key) == KEY_CHARACTERS:
            return key, vector, sentences, digest[0]
        wide = np.frombuffer(vector, "<f4")
        narrow = np.frombuffer(sentences, "<f2").reshape(-1, len(wide)).astype(np.float32)
        if not digest and (abs(float(np.linalg.norm(wide)) - 1) >= UNIT_TOLERANCE or not np.isfinite(narrow).all()):
            return None
        key, vector, sentences = key[:KEY_CHARACTERS], pack(wide), pack(narrow)
        return key, vector, sentences, vector_digest(key, vector, sentences)
    except STRANGE:
        return None
