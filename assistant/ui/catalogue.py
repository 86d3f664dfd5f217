"""What the index holds, as the corpus page leafs through it: one state, prepared once for all visitors.

The page names a file by a key that means nothing outside this process: nothing that a browser sends is ever
used as a path or a name.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from vectorstore.ledger.rows import ArticleRecord, FileRecord
from vectorstore.text.arabic import fold

_SECRET = secrets.token_bytes(32)

SEARCHED_TITLES = 2_000
"""Articles of one file whose titles a search looks through; of a longer file only the first ones."""

EVERY, REFUSED, CHOSEN = "every", "refused", "chosen"

ORDERS = BY_NAME, BY_DAY, BY_EVENT, BY_ADDED = "name", "day", "event", "added"
"""By path; by the day of the article, newest first and those without one last; by when it was read, latest first."""


def key_of(source: str) -> str:
    """The name of a file or an article in the page: opaque, the same for as long as the program runs."""
    return hashlib.blake2b(source.encode("utf-8", "surrogatepass"), key=_SECRET, digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the corpus: files indexed and refused, and what the indexed ones hold."""

    indexed: int
    refused: int
    articles: int
    passages: int
    characters: int


class Catalogue:
    """The files of one state of the index, found by key, or by words of their names and titles."""

    def __init__(
        self, files: Sequence[FileRecord], articles: Callable[[str, int, int], Sequence[ArticleRecord]]
    ) -> None:
        """`articles` gives a stretch of one file's articles: its path, how many, and how many to skip."""
        self.files = tuple(files)
        self._articles = articles
        self._by_key = {key_of(record.source): record for record in self.files}
        self._words = [fold(f"{record.source} {record.title}") for record in self.files]
        self._titles: dict[str, str] = {}
        kept = [record for record in self.files if record.status == "indexed"]
        self.totals = Totals(
            indexed=len(kept),
            refused=len(self.files) - len(kept),
            articles=sum(record.articles for record in kept),
            passages=sum(record.passages for record in kept),
            characters=sum(record.characters for record in kept),
        )
        self.names = frozenset(record.source for record in kept)

    def file(self, key: str) -> FileRecord | None:
        """The file of a key, or None."""
        return self._by_key.get(key)

    def article(self, record: FileRecord, key: str) -> str | None:
        """The source of one article of a file by its key, or None."""
        for first in range(0, record.articles, SEARCHED_TITLES):
            for article in self._articles(record.source, SEARCHED_TITLES, first):
                if key_of(article.source) == key:
                    return article.source
        return None

    def first_article(self, record: FileRecord) -> str | None:
        """The source of a file's first article, in a `.jsonl` file not its path; None where it is gone since."""
        return next((article.source for article in self._articles(record.source, 1, 0)), None)

    def articles(self, record: FileRecord, limit: int, skipped: int = 0) -> Sequence[ArticleRecord]:
        """A stretch of the articles of one file, sorted by source."""
        return self._articles(record.source, limit, skipped)

    def find(
        self,
        words: str,
        kind: str = EVERY,
        chosen: Collection[str] = (),
        order: str = BY_NAME,
        happenings: Mapping[str, int] | None = None,
    ) -> list[FileRecord]:
        """The files whose name or title holds every one of the words; `kind` and `order` are some of the above.

        `happenings` numbers those that tell of one happening with others (`Surveys.happenings`): they come first.
        """
        wanted = fold(words).split()
        found = []
        for record, text in zip(self.files, self._words, strict=True):
            if (kind == REFUSED and record.status == "indexed") or (kind == CHOSEN and record.source not in chosen):
                continue
            if all(word in text for word in wanted) or self._in_titles(record, wanted):
                found.append(record)
        if order == BY_DAY:
            found.sort(key=lambda record: record.date, reverse=True)
        elif order == BY_EVENT:
            numbers = happenings or {}
            found.sort(key=lambda record: (numbers.get(record.source, len(numbers) + 1), record.date))
        elif order == BY_ADDED:
            found.sort(key=lambda record: record.read_ns, reverse=True)
        return found

    def _in_titles(self, record: FileRecord, wanted: Sequence[str]) -> bool:
        """Whether an article of a file that holds many is called so; titles are folded once for each state."""
        if record.articles < 2:
            return False
        if record.source not in self._titles:
            listed = self._articles(record.source, SEARCHED_TITLES, 0)
            self._titles[record.source] = "\n".join(fold(article.title) for article in listed)
        return any(all(word in title for word in wanted) for title in self._titles[record.source].split("\n"))
