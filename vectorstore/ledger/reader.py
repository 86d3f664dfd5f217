"""Reading the ledger: one SQLite connection that sees what is committed, and cannot write.

What the tables are stands in `schema`, how they are written in `writer`. A second process reads through here
while the first one writes; within one process a reader can hold still while a sync goes on. What takes more than a
query stands with its noun: `articles`, `sound_rows`, `vectors`, `lexical`, `terms`, `changes`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from vectorstore.ledger import articles, changes, lexical, terms, vectors
from vectorstore.ledger.checks import check_rows, damage_named
from vectorstore.ledger.connection import connect
from vectorstore.ledger.digests import corruption_error
from vectorstore.ledger.rows import ArticleRecord, FileRecord, FileState, Stamp, StoredPassage
from vectorstore.ledger.sound_rows import embedded_of, must_be_sound, passage_of, passages_by_id, stored_of
from vectorstore.ledger.vectors import EMBEDDED, VECTOR, VECTORS, WITH_VECTORS
from vectorstore.types import Document, Embedded, Passage

SQL_LIST_VALUES = 500
"""Values in one SQL list; SQLite's oldest limit is 999."""


class LedgerReader:
    """One open connection, guarded by one lock, so that any thread may ask."""

    def __init__(self, path: Path) -> None:
        """Open an existing ledger; raises sqlite3 errors as they are."""
        self.path = path
        self._lock = threading.RLock()
        self._connection = connect(path, "rw")
        self._connection.execute("PRAGMA query_only = ON")

    def is_empty(self) -> bool:
        """Whether the file holds no table at all (it is new)."""
        return not self._all("SELECT 1 FROM sqlite_master LIMIT 1")

    @property
    def version(self) -> int:
        """The schema version that the file was made with."""
        return int(self._all("PRAGMA user_version")[0][0])

    def columns(self, table: str) -> list[str]:
        """The names of a table's columns in their order."""
        return [row[1] for row in self._all(f"PRAGMA table_info({table})")]

    def check(self, should_stop: Callable[[], bool] = lambda: False) -> None:
        """Raise sqlite3.DatabaseError when the file, a row in it, or what ties the rows together is damaged."""
        with damage_named():
            with self._lock:
                found = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
                loose = self._connection.execute("PRAGMA foreign_key_check").fetchone()
            if found != "ok" or loose:
                raise corruption_error(found if found != "ok" else f"a row of {loose[0]} without its {loose[2]}")
            check_rows(self._all, should_stop)

    def interrupt(self) -> None:
        """Break off what another thread asks of this connection just now; it raises sqlite3.OperationalError there."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close the connection; a read or write after it raises sqlite3.ProgrammingError."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Keep every read of this connection at what is committed now, while another one writes."""
        with self._lock:
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT count(*) FROM meta").fetchone()
        try:
            yield
        finally:
            with self._lock:
                self._connection.execute("COMMIT")

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Let several reads see one state, where they do not already."""
        with self._lock:
            if self._connection.in_transaction:
                yield
            else:
                with self.snapshot():
                    yield

    def _all(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple]:
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    def _each(self, sql: str, values: Iterable[object]) -> Iterator[tuple]:
        """Rows of a query whose `{}` takes a list of any length."""
        pending = list(dict.fromkeys(values))
        for first in range(0, len(pending), SQL_LIST_VALUES):
            page = pending[first : first + SQL_LIST_VALUES]
            yield from self._all(sql.format(",".join("?" * len(page))), page)

    # -- the whole index ---------------------------------------------------------------------------

    def get(self, key: str) -> str | None:
        """A note about the whole index, or None."""
        rows = self._all("SELECT value FROM meta WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    @property
    def revision(self) -> str:
        """A name for the present set of passages and vectors; every change of it draws a new one."""
        return self.get("revision") or ""

    def changes(self, after: int = 0, since_ns: int = 0) -> tuple[changes.Change, ...]:
        """What is written down behind a number and from a time on (ns since 1970), in its order."""
        if not changes.is_begun(self._connection):
            return ()
        return changes.read(
            self._all("SELECT * FROM changes WHERE number > ? AND at_ns >= ? ORDER BY number", (after, since_ns))
        )

    def changes_known(self) -> tuple[int, int]:
        """Since when changes are written down (ns since 1970), and the number of the last one; zeros where not."""
        if not changes.is_begun(self._connection):
            return 0, 0
        began = self._all("SELECT coalesce(min(at_ns), 0) FROM changes WHERE number = 0")[0][0]
        return began, self._all("SELECT coalesce(max(number), 0) FROM changes")[0][0]

    # -- files and articles ------------------------------------------------------------------------

    def states(self) -> dict[str, FileState]:
        """All files that were looked at, by their path in the folder."""
        rows = self._all(
            "SELECT file, sha256, size, mtime_ns, ctime_ns, read_ns, embedder, splitter, status, reason FROM files"
        )
        return {row[0]: FileState(row[1], Stamp(*row[2:6]), *row[6:]) for row in rows}

    def files(self) -> tuple[FileRecord, ...]:
        """What became of every file, sorted by its path."""
        return tuple(map(articles.file_of, self._all(articles.FILES)))

    def articles(self, limit: int, offset: int = 0, file: str | None = None) -> tuple[ArticleRecord, ...]:
        """A stretch of the articles, of one file or of all, sorted by source."""
        where, values = ("", ()) if file is None else (" WHERE file = ?", (file,))
        rows = self._all(
            f"SELECT source, file, title, date, url, characters FROM documents{where} ORDER BY source LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )
        return tuple(ArticleRecord(*row) for row in rows)

    def document(self, source: str) -> Document | None:
        """An article as it was read, or None."""
        with self._held():
            rows = self._all(articles.DOCUMENT, (source,))
            passages = self.passages_of(source).values() if rows else ()
        return articles.document_of(source, rows[0], passages) if rows else None

    def pages_of(self, sources: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """Where each page begins in the texts of some articles."""
        found = self._each("SELECT source, pages FROM documents WHERE source IN ({})", sources)
        return {source: tuple(json.loads(pages)) for source, pages in found}

    def article_dates(self) -> list[tuple[str, str, str]]:
        """Source, file and date of every article, sorted by source."""
        return self._all("SELECT source, file, date FROM documents ORDER BY source")

    def article_versions(self, file: str) -> dict[str, tuple[str, str]]:
        """By source, the hash of each article of a file and what its passages were made by."""
        rows = self._all("SELECT source, sha256, made_by FROM documents WHERE file = ?", (file,))
        return {source: (sha256, made_by) for source, sha256, made_by in rows}

    def all_article_versions(self) -> dict[str, tuple[str, str]]:
        """By source, the hash of every article and what its passages were made by."""
        return {row[0]: row[1:] for row in self._all("SELECT source, sha256, made_by FROM documents")}

    def scope(self, names: Iterable[str]) -> tuple[set[str], set[str]]:
        """The articles that names of files or articles stand for, and the names that stand for nothing.

        A file that was refused, or that holds no article, is known and stands for no article.
        """
        return articles.scope(self._each, names)

    # -- passages ----------------------------------------------------------------------------------

    def count(self, sources: Collection[str] | None = None) -> int:
        """Number of passages, of some articles or of all."""
        if sources is None:
            return int(self._all("SELECT count(*) FROM passages")[0][0])
        return sum(row[0] for row in self._each("SELECT count(*) FROM passages WHERE source IN ({})", sources))

    def ids(self) -> list[str]:
        """The ids of all passages, in order of their rows."""
        return [row[0] for row in self._all("SELECT id FROM passages ORDER BY rowid")]

    def known_ids(self, ids: Iterable[str], sources: Collection[str] | None = None) -> set[str]:
        """Those of the ids that are here, in some articles or in any."""
        rows = self._each("SELECT id, source FROM passages WHERE id IN ({})", ids)
        return {name for name, source in rows if sources is None or source in sources}

    def ids_of_rows(self, rowids: Iterable[int]) -> dict[int, str]:
        """Passage ids by row."""
        return dict(self._each("SELECT rowid, id FROM passages WHERE rowid IN ({})", rowids))

    def placed_rows(self) -> list[tuple[str, int]]:
        """Source and row of every passage, in no order; read from an index alone."""
        return self._all("SELECT source, rowid FROM passages")

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Passages by id; an id that is not here is left out."""
        return passages_by_id(self._each("SELECT * FROM passages WHERE id IN ({})", ids))

    def passages_of(self, source: str) -> dict[str, Passage]:
        """The passages of an article by id, in the order of its text."""
        return passages_by_id(self._all("SELECT * FROM passages WHERE source = ? ORDER BY ordinal", (source,)))

    def passages_of_rows(self, rowids: Iterable[int]) -> dict[int, Passage]:
        """Passages by row."""
        return {row[0]: passage_of(row) for row in self._each("SELECT * FROM passages WHERE rowid IN ({})", rowids)}

    def texts_of_rows(self, rowids: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Text and title of passages by row."""
        found = self._each("SELECT rowid, text, title FROM passages WHERE rowid IN ({})", rowids)
        return {rowid: (text, title) for rowid, text, title in found}

    # -- vectors -----------------------------------------------------------------------------------

    def known_keys(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys whose vectors are here."""
        return {row[0] for row in self._each("SELECT key FROM vectors WHERE key IN ({})", keys)}

    def stored(self, source: str | None = None, *, page: int = 1000) -> Iterator[StoredPassage]:
        """Passages with their vectors, of one file or of all, a page in memory at a time."""
        scope = "" if source is None else " AND p.source = ?"
        sql = f"SELECT {VECTOR}, p.* FROM {WITH_VECTORS} WHERE p.rowid > ?{scope} ORDER BY p.rowid LIMIT {int(page)}"
        last = -1
        while rows := self._all(sql, (last,) if source is None else (last, source)):
            yield from map(stored_of, rows)
            last = rows[-1][3]

    def stored_by_id(self, ids: Iterable[str]) -> Iterator[StoredPassage]:
        """Passages with their vectors by id, in no order; an id that is not here is left out."""
        yield from map(stored_of, self._each(f"SELECT {VECTOR}, p.* FROM {WITH_VECTORS} WHERE p.id IN ({{}})", ids))

    def sample(self, number: int) -> list[StoredPassage]:
        """A few passages of different content, drawn by chance but always the same: the first by hash."""
        drawn = f"SELECT min(rowid) FROM passages GROUP BY vector_key ORDER BY vector_key LIMIT {int(number)}"
        return list(map(stored_of, self._all(f"SELECT {VECTOR}, p.* FROM {WITH_VECTORS} WHERE p.rowid IN ({drawn})")))

    def vector_pages(self, page: int) -> Iterator[tuple[list[str], np.ndarray]]:
        """The ids of all passages and their vectors (n, d), up to `page` at a time, in order of their rows."""
        yield from vectors.pages(self._all, page)

    def vectors(self, dimension: int) -> tuple[list[str], np.ndarray]:
        """The ids of all passages and their vectors (n, dimension); other dimensions are left out."""
        with self._lock:
            number = self.count()
            return vectors.matrix(self._connection.execute(vectors.ALL), number, dimension)

    def nearest(self, vector: np.ndarray, limit: int, sources: Collection[str]) -> list[tuple[str, float]]:
        """Ids and cosines of the passages of some articles nearest to a vector of unit length, best first.

        Exact, and a page in memory at a time.
        """
        return vectors.nearest(self._each(vectors.OF_SOURCES, sources), vector, limit)

    def embedded(self, ids: Iterable[str]) -> dict[str, Embedded]:
        """The vectors of passages and of their sentences, by passage id; an id that is not here is left out."""
        rows = list(self._each(f"SELECT {VECTORS}, p.id {EMBEDDED}", ids))
        return {row[4]: made for row, made in zip(rows, embedded_of(rows), strict=True)}

    def embedded_passages(self, ids: Iterable[str]) -> dict[str, tuple[Passage, Embedded]]:
        """Passages with the vectors of `embedded`, by id; an id that is not here is left out."""
        rows = list(self._each(f"SELECT {VECTORS}, p.* {EMBEDDED}", ids))
        return {row[5]: (passage_of(row[4:]), made) for row, made in zip(rows, embedded_of(rows), strict=True)}

    # -- words -------------------------------------------------------------------------------------

    def search_words(
        self, stems: Collection[str], words: Collection[str], limit: int, sources: Collection[str] | None
    ) -> list[tuple[str, float]]:
        """Passage ids by BM25, best first (see `lexical.search`)."""
        with self._lock:
            rows = lexical.search(self._connection, stems, words, limit, sources)
            ids = self.ids_of_rows(rowid for rowid, _ in rows)
        return [(ids[rowid], score) for rowid, score in rows if rowid in ids]

    def matching(
        self, clauses: Collection[Collection[tuple[int, ...]]], excluded: Collection[tuple[int, ...]]
    ) -> list[tuple[int, float]]:
        """Every row with one of the phrases of each clause and none excluded, and its BM25 (see `lexical.matching`)."""
        with self._lock:
            return lexical.matching(self._connection, clauses, excluded)

    def term_numbers(self, kind: terms.TermKind, words: Iterable[str]) -> dict[str, int]:
        """The numbers of the stems or words in the lexical index; those that stand in no passage are left out."""
        with self._lock:
            return {term: number for term, (number, _) in terms.lookup(self._connection, kind, words).items()}

    def document_frequency(self, words: Iterable[str], kind: terms.TermKind) -> dict[str, int]:
        """In how many passages each stem or word stands; those that stand in none are left out."""
        with self._lock:
            return lexical.document_frequency(self._connection, set(words), kind)

    def words_by_key(self, key: str) -> list[str]:
        """The words as written that are looked up under a spelling key (see `vectorstore.text.name_keys`)."""
        with self._lock:
            return terms.words_by_key(self._connection, key)

    def words_with(self, part: str, limit: int) -> list[str]:
        """The first words as written that have this part."""
        with self._lock:
            return terms.words_with(self._connection, part, limit)

    def first_texts(self, words: Collection[str], limit: int) -> list[str]:
        """The texts of the first passages with any of the words."""
        with self._lock:
            rowids = lexical.first_rows(self._connection, words, limit)
            rows = list(self._each("SELECT * FROM passages WHERE rowid IN ({})", rowids))
        for row in rows:
            must_be_sound("passage", row)
        return [row[7] for row in rows]
