"""Files and articles as the ledger has them. Functions over rows of the queries below."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from vectorstore.ledger.digests import corruption_error
from vectorstore.ledger.packed import whole_text
from vectorstore.ledger.rows import FileRecord
from vectorstore.ledger.sound_rows import must_be_sound, remarks_of
from vectorstore.types import Document, Passage

FILES = (
    "SELECT f.file, f.status, f.reason, f.detail, f.encoding, coalesce(d.title, ''), coalesce(p.number, 0),"
    " coalesce(d.characters, 0), coalesce(d.date, ''), coalesce(d.number, 0),"
    " coalesce(d.remarks, '[]'), f.read_ns FROM files f"
    " LEFT JOIN (SELECT file, count(*) AS number, sum(characters) AS characters,"
    "  iif(count(*) = 1, title, '') AS title, iif(count(*) = 1, date, '') AS date,"
    "  iif(count(*) = 1, remarks, '[]') AS remarks"
    "  FROM documents GROUP BY file) d ON d.file = f.file"
    " LEFT JOIN (SELECT d.file, count(*) AS number FROM passages p JOIN documents d ON d.source = p.source"
    "  GROUP BY d.file) p ON p.file = f.file"
    " WHERE f.status != 'reading' ORDER BY f.file"
)
"""Rows for `file_of`."""

DOCUMENT = (
    "SELECT d.title, d.sha256, f.encoding, d.date, d.url, d.record, d.pages, d.remarks, d.rest, d.*"
    " FROM documents d JOIN files f ON f.file = d.file WHERE d.source = ?"
)
"""The row for `document_of`: what is told of an article, then its own columns, which its hash vouches for."""

AskEach = Callable[[str, Iterable[object]], Iterator[tuple]]
"""An SQL query whose `{}` takes a list, and the values of that, to rows."""


def file_of(row: Sequence) -> FileRecord:
    """What became of a file."""
    return FileRecord(*row[:-2], remarks_of(row[-2]), row[-1])


def document_of(source: str, row: Sequence, passages: Iterable[Passage]) -> Document:
    """An article as it was read; raises sqlite3.DatabaseError where its row is damaged or a passage of it is lost."""
    *told, pages, remarks, rest = row[:9]
    must_be_sound("article", row[9:])
    try:
        text = whole_text(json.loads(rest), [passage.text for passage in passages])
    except ValueError as error:
        raise corruption_error(f"article {source!r} has lost a passage") from error
    return Document(source, text, *told, tuple(json.loads(pages)), remarks=remarks_of(remarks))


def scope(each: AskEach, names: Iterable[str]) -> tuple[set[str], set[str]]:
    """The articles that names of files or articles stand for, and the names that stand for nothing.

    A file that was refused, or that holds no article, is known and stands for no article.
    """
    wanted = set(names)
    sources, known = set(), set()
    for file, source in each("SELECT file, source FROM documents WHERE file IN ({})", wanted):
        sources.add(source)
        known.add(file)
    for (source,) in each("SELECT source FROM documents WHERE source IN ({})", wanted):
        sources.add(source)
        known.add(source)
    known.update(row[0] for row in each("SELECT file FROM files WHERE file IN ({})", wanted))
    return sources, wanted - known
