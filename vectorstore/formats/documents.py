"""A file becomes its articles, or refusals that say why; the folder's files are found here too.

Plain text and records are read here, in this process; formats with a parser that a file can break in the one of
`vectorstore.formats.sandbox`.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from vectorstore.errors import VectorstoreError
from vectorstore.formats.authors import author_told
from vectorstore.formats.doc import DOC_HEAD_BYTES, convert_doc, kind_of_doc
from vectorstore.formats.encoding import read_text
from vectorstore.formats.jsonl import clean, read_jsonl
from vectorstore.formats.junk_title import is_junk_title
from vectorstore.formats.markdown import front_matter, underlined, with_rows
from vectorstore.formats.sandbox import EXTRACTOR
from vectorstore.text.boilerplate import is_date_line
from vectorstore.text.bylines import byline_date, is_month_line
from vectorstore.text.layout import Block, find_blocks, title_of
from vectorstore.text.outline import MIN_HEADINGS, is_division
from vectorstore.text.publication_date import find_issued, find_met, find_published, only_date, parse_date
from vectorstore.text.sentences import sentences_within
from vectorstore.types import Document, Extracted, Mark, Refusal

MARKDOWN_SUFFIX = ".md"
PLAIN_SUFFIXES = frozenset({".txt", MARKDOWN_SUFFIX})
JSONL_SUFFIX = ".jsonl"
DOC_SUFFIX = ".doc"
PDF = "pdf"
_SUFFIXES_BY_KIND = {
    "html": ".html .htm .xhtml .xht",
    PDF: ".pdf",
    "docx": ".docx .docm .dotx .dotm",
    "pptx": ".pptx .pptm .ppsx .potx",
    "xlsx": ".xlsx .xlsm .xltx",
    "odf": ".odt .ods .odp .ott .fodt .fods .fodp",
    "epub": ".epub",
    "eml": ".eml",
    "mhtml": ".mhtml .mht",
    "rtf": ".rtf",
    "csv": ".csv .tsv",
}
KIND_BY_SUFFIX = {suffix: kind for kind, suffixes in _SUFFIXES_BY_KIND.items() for suffix in suffixes.split()}
SUFFIXES = frozenset({*PLAIN_SUFFIXES, JSONL_SUFFIX, DOC_SUFFIX, *KIND_BY_SUFFIX})
COMMENTED_SUFFIXES = frozenset({DOC_SUFFIX, *(end for end, kind in KIND_BY_SUFFIX.items() if kind in ("docx", "odf"))})
"""Those of files in which people write comments beside the text, that are read on request."""

NAMED_SUFFIXES = frozenset(
    {*PLAIN_SUFFIXES, JSONL_SUFFIX, DOC_SUFFIX, ".ods", ".odp"}
    | {suffixes.split()[0] for suffixes in _SUFFIXES_BY_KIND.values()}
)
"""Those that are told to people; the others are the same under another name."""

ARCHIVE_SUFFIXES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"})

READERS_VERSION = 9
"""Raised whenever the same file would be read differently: an index made before is then stale."""

_MB = 1024 * 1024
MAX_FILE_BYTES = 50 * _MB
"""Bytes: far above any article; an archive or a log in the folder should not stop the rest."""

MAX_BYTES_BY_KIND = {
    **dict.fromkeys(("docx", "pptx", "xlsx", "odf", "epub", "eml", "mhtml"), 50 * _MB),
    "html": 20 * _MB, "rtf": 20 * _MB, "csv": 20 * _MB, "pdf": 210 * _MB,
}  # fmt: skip
"""The same for the formats that are extracted: a page's tree takes thirty times its size, and a PDF's pages are
read one at a time. Files of records have no limit, but their lines have."""

_DATED_KINDS = frozenset({"odf", "rtf", "pptx"})
"""Formats of letters, reports and slides, which say their day in a line by itself; others' readers look for it."""

_DATE_LINES = 6

UNEXPECTED = "unexpected"
"""Why a file is refused over which the program itself failed."""

ScansOf = Callable[[str], Mapping[int, Sequence[str]]]
"""The hash of a file to what was read optically of its pages, by number from 1: their paragraphs."""

Made = TypeVar("Made")

log = logging.getLogger(__name__)


def read_documents(
    path: Path, source: str, scans_of: ScansOf | None = None, comments: bool = False
) -> Iterator[Document | Refusal]:
    """The articles of one file, in order: one for most formats, one a record for `.jsonl` (`file.jsonl#id`).

    `scans_of` knows which pages of a file were read optically before. `comments`: what people wrote beside the text
    is read too.

    A file that cannot be read at all gives exactly one refusal, a bad line of records one of its own.
    Whatever is wrong with a file is a value, so that the rest of the folder goes on.
    """
    suffix = path.suffix.lower()
    if suffix == JSONL_SUFFIX:
        yield from read_jsonl(path, source)
    elif suffix in PLAIN_SUFFIXES:
        yield _plain(path, source)
    elif suffix in KIND_BY_SUFFIX:
        yield _extracted(path, source, KIND_BY_SUFFIX[suffix], scans_of, comments)
    elif suffix == DOC_SUFFIX:
        yield _converted(path, source, comments)
    elif suffix in ARCHIVE_SUFFIXES:
        yield Refusal(source, "archive", path.suffix)
    else:
        yield Refusal(source, "unsupported", path.suffix)


def unexpected_refused(source: str, made: Iterator[Made]) -> Iterator[Made | Refusal]:
    """What is made of one file, and in the place of an error that nobody foresaw its refusal: the others go on.

    What is not the file's fault passes: errors with a code, of SQLite, of the disk, and of a full memory.
    """
    try:
        yield from made
    except (VectorstoreError, sqlite3.Error, OSError, MemoryError):
        raise
    except Exception as error:
        log.exception("%s could not be read", source)
        yield Refusal(source, UNEXPECTED, type(error).__name__)


def _plain(path: Path, source: str) -> Document | Refusal:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        return Refusal(source, "unreadable", error.strerror or type(error).__name__)
    if len(data) > MAX_FILE_BYTES:
        return _too_large(source, MAX_FILE_BYTES)
    decoded = read_text(data)
    if isinstance(decoded, str):
        return Refusal(source, decoded)
    text, encoding, remarks = decoded
    stated: Mapping[str, str] = {}
    marks: tuple[Mark, ...] = ()
    if path.suffix.lower() == MARKDOWN_SUFFIX:
        text, rows = with_rows(text)
        stated, above = front_matter(text)
        marks = tuple(sorted([*above, *rows, *(one for one in underlined(text) if not above or one[0] > above[-1][0])]))
    parts = find_blocks(text, marks)
    sha256 = hashlib.sha256(data).hexdigest()
    title = " ".join(stated.get("title", "").split()) or title_of(text, parts)
    date = parse_date(stated.get("date")) or _date_of(text, parts) or _date_in_text(title, text, parts)
    told = (*remarks, *author_told(stated.get("author", "")))
    return Document(source, text, title, sha256, encoding, date=date, marks=marks, remarks=told)


def _converted(path: Path, source: str, comments: bool) -> Document | Refusal:
    """An old Word document by way of a .docx, with the hash of its own bytes; or what it is under a wrong name.

    Where there is no room to convert it, it is `unreadable`, which the next sync tries again.
    """
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > MAX_FILE_BYTES:
                return _too_large(source, MAX_FILE_BYTES)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            kind = kind_of_doc(file.read(DOC_HEAD_BYTES))
        if kind:
            return _extracted(path, source, kind, comments=comments)
        with tempfile.TemporaryDirectory(prefix="isnad-doc-", ignore_cleanup_errors=True) as folder:
            made = convert_doc(path, source, Path(folder))
            found = made if isinstance(made, Refusal) else _extracted(made, source, "docx", comments=comments)
    except OSError as error:
        return Refusal(source, "unreadable", error.strerror or type(error).__name__)
    return found if isinstance(found, Refusal) else replace(found, sha256=sha256)


def _extracted(
    path: Path, source: str, kind: str, scans_of: ScansOf | None = None, comments: bool = False
) -> Document | Refusal:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES_BY_KIND[kind]:
                return _too_large(source, MAX_BYTES_BY_KIND[kind])
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return Refusal(source, "unreadable", error.strerror or type(error).__name__)
    if not size:
        return Refusal(source, "empty")
    scans = scans_of(sha256) if scans_of is not None and kind == PDF else None
    found = EXTRACTOR.extract(path, source, kind, scans, comments=comments)
    if isinstance(found, Refusal):
        return found
    text = clean(found.text)
    blocks = find_blocks(text, found.marks)
    title = _title(found, text, blocks)
    date = found.date or (_date_of if kind in _DATED_KINDS else _byline_day)(text, _ends(blocks))
    if not date and kind in _DATED_KINDS:
        date = _date_in_text(title, text, blocks)
    return Document(
        source,
        text,
        title,
        sha256,
        found.encoding,
        date=date,
        url=clean(found.url),
        pages=found.pages,
        marks=found.marks,
        remarks=found.remarks,
    )


def _title(found: Extracted, text: str, blocks: Sequence[Block]) -> str:
    title = " ".join(clean(found.title).split())
    return title_of(text, blocks) if not title or is_junk_title(title) else title


def _date_of(text: str, parts: Sequence[Block]) -> str:
    """The day that the lines of nothing but a date agree on, as they stand above or below an article.

    Where there are none, or not of one day, that of the lines with author, place or paper.
    """
    lines = [text[part.start : part.end] for part in parts if part.dated]
    return only_date(find_published(line) for line in lines if is_date_line(line)) or _byline_day(text, parts)


def _byline_day(text: str, parts: Sequence[Block]) -> str:
    lines = [text[part.start : part.end] for part in parts if part.dated]
    return only_date(map(byline_date, lines)) or _month_alone(text, lines)


def _month_alone(text: str, lines: Sequence[str]) -> str:
    """The month that a line above or below an article is; empty where more lines are one, as in a chronology."""
    months = [line for line in lines if is_month_line(line)]
    if not months or sum(map(is_month_line, text.split("\n"))) > 1:
        return ""
    return find_published(months[0])


def _ends(parts: Sequence[Block]) -> Sequence[Block]:
    """The first and the last lines: a book or a report has other dates within it."""
    return parts if len(parts) <= 2 * _DATE_LINES else [*parts[:_DATE_LINES], *parts[-_DATE_LINES:]]


def _date_in_text(title: str, text: str, parts: Sequence[Block]) -> str:
    """The day that minutes say in their first sentence, and a law of several articles in its last lines."""
    body = [part for part in parts if part.kind == "body"]
    if not body:
        return ""
    if met := find_met(title, text[slice(*sentences_within(text, body[0].start, body[0].end)[0])]):
        return met
    divisions = sum(part.level > 0 and is_division(text[part.start : part.end]) for part in parts)
    last = (text[part.start : part.end] for part in body[-_DATE_LINES:])
    return only_date(map(find_issued, last)) if divisions >= MIN_HEADINGS else ""


def _too_large(source: str, limit: int) -> Refusal:
    return Refusal(source, "too_large", f"> {limit // _MB} MB")
