"""One file read into parts: its articles with their passages, ready to be embedded and written.

A file of many articles comes in several parts, so that it need not fit into memory; one that changes while it is
read is read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from vectorstore.formats.documents import UNEXPECTED, ScansOf, read_documents, unexpected_refused
from vectorstore.ledger.keys import pipeline_version
from vectorstore.ledger.reader import LedgerReader
from vectorstore.ledger.rows import Stamp
from vectorstore.sync.listing import why_closed
from vectorstore.sync.scan import PendingFile
from vectorstore.sync.scans import is_pdf, scans_of
from vectorstore.sync.stamps import file_sha256, file_stamp, is_unchanged
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Passage, Refusal

BATCH_PASSAGES = 512
"""Passages of new articles after which a part ends."""

MAX_READS = 3
"""How often a file is read at once that changes while it is read; after that, it waits for the next sync."""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """A document with its passages; none of them where the ledger already has it as it is."""

    document: Document
    passages: tuple[Passage, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class FileBatch:
    """Articles of one file that was read, ready to be written to the ledger.

    `stamp`: how the file looked before it was read; None: it vanished. `kept`: on the last part, the sources of
    all its articles; before, None. `encoding`: of the last article that was read by then.
    """

    found: PendingFile
    stamp: Stamp | None
    sha256: str
    articles: tuple[ReadArticle, ...]
    first: bool
    kept: frozenset[str] | None
    refusals: tuple[Refusal, ...]
    encoding: str = ""

    @property
    def is_last(self) -> bool:
        """Whether it is the last part of its file."""
        return self.kept is not None or self.stamp is None

    @property
    def passages(self) -> list[Passage]:
        return [passage for article in self.articles for passage in article.passages]


def read_batches(found: PendingFile, ledger: LedgerReader, fingerprint: str) -> Iterator[FileBatch]:
    """Read and split one file, in as many parts as it needs; the last one knows all its articles.

    A file that changed meanwhile is read again, and its parts replace those that were written already; one that
    never holds still is kept as it was last read, under a hash that no file has: the next sync reads it again.
    """
    before = {} if found.again else ledger.article_versions(found.file)
    scans = scans_of(ledger.path.parent)
    for attempt in range(1, MAX_READS + 1):
        stamp = file_stamp(found.path)
        if stamp is None:
            yield FileBatch(found, None, "", (), True, None, ())
            return
        sha256 = file_sha256(found.path)
        last: FileBatch | None = None
        for part in _read(found, stamp, sha256, before, fingerprint, scans):
            if last is not None:
                yield last
                before = {}  # the ledger may have what stood there a moment ago
            last = part
        assert last is not None
        if is_unchanged(stamp, sha256, found.path):
            yield last
        elif attempt == MAX_READS:
            yield replace(last, stamp=Stamp(-1, 0, 0, 0), sha256="")
        else:
            continue
        return


def _read(
    found: PendingFile,
    stamp: Stamp,
    sha256: str,
    before: Mapping[str, tuple[str, str]],
    fingerprint: str,
    scans: ScansOf,
) -> Iterator[FileBatch]:
    """The parts of a file as it stands; articles that are as they were `before` have no passages.

    A file that fails unexpectedly is refused as a whole: what was written of it already goes with its last part.
    """
    articles: list[ReadArticle] = []
    refusals: list[Refusal] = []
    kept: set[str] = set()
    first, passages, encoding = True, 0, ""
    made_by = pipeline_version((fingerprint, found.versions))
    for article in unexpected_refused(found.file, _articles(found, before, made_by, scans)):
        if isinstance(article, Refusal):
            if article.reason == UNEXPECTED:
                yield FileBatch(found, stamp, sha256, (), first, frozenset(), (article,))
                return
            refusals.append(article)
            continue
        articles.append(article)
        kept.add(article.document.source)
        encoding = article.document.encoding
        passages += len(article.passages)
        if passages >= BATCH_PASSAGES:
            yield FileBatch(found, stamp, sha256, tuple(articles), first, None, (), encoding)
            articles, first, passages = [], False, 0
    yield FileBatch(found, stamp, sha256, tuple(articles), first, frozenset(kept), tuple(refusals), encoding)


def _articles(
    found: PendingFile, before: Mapping[str, tuple[str, str]], made_by: str, scans: ScansOf
) -> Iterator[ReadArticle | Refusal]:
    """The articles of a file, each once, with the passages of those that are not as they were `before`."""
    seen: set[str] = set()
    for document in _documents(found, scans):
        if isinstance(document, Refusal):
            yield document
        elif document.source not in seen:
            seen.add(document.source)
            known = before.get(document.source) == (document.sha256, made_by)
            yield ReadArticle(document, () if known else tuple(split_passages(document)), known)


def _documents(found: PendingFile, scans: ScansOf) -> Iterator[Document | Refusal]:
    if found.path.is_dir():  # `find_files` could not look into it
        yield Refusal(found.file, "unreadable", why_closed(found.path))
        return
    named = found.inside or found.file
    if named != found.path.as_posix()[-len(named) :]:
        yield Refusal(found.file, "unreadable", "the name of the file is not valid UTF-8")
        return
    options: dict[str, object] = {"scans_of": scans} if is_pdf(found.file) else {}
    if found.comments:
        options["comments"] = True
    yield from read_documents(found.path, found.file, **options)
