"""What flows from files to hits: small frozen values, without behaviour beyond derived facts."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

Span = tuple[int, int]
"""Start and end in characters (Python `str` indices), end exclusive."""

PassageKind = Literal["body", "title", "boilerplate", "outline"]
"""`boilerplate` is what surrounds an article: comment lines, subscribe boxes, image names, bylines. `outline` says
where something stands and answers nothing: headings, the questions of an FAQ, lines of a table of contents."""

PATH_MARK = " › "
"""Between a document's title and the headings that a passage stands under."""

Mark = tuple[int, int, str]
"""What a reader knows of a stretch of its text: start, end, and `title` (the headline, wherever it stands), `h1` … `h6`
(a heading), `row` (of a table, each cell behind its heading), `comment` (somebody's, with the name), `contents` (a line
of a table of contents) or `aside` (a running head, a page number)."""


PAGES_UNREAD, PAGES_OCR = "pages_unread", "pages_ocr"
COMMENTS_UNREAD = "comments_unread"
ATTACHMENTS_UNREAD = "attachments_unread"
FILE_DATE, AUTHOR = "file_date", "author"

_NUMBERS = re.compile(r"[0-9]{1,6}(-[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader of an article should know of its file: `code` says what, `detail` which or where.

    `pages_unread`: pages that are pictures or unreadable («2-5, 7»). `pages_ocr`: pages whose text was read from a
    picture of them, and so perhaps not as it stands there. `bytes_unread`: lines of a text with bytes
    that are no character. `mojibake`: the text was decoded wrongly before it came here, and is as it came;
    `repaired`: it was, and was put right. `file_date`: when the file was made, which is not the article's day.
    `author`: whom the file names so. `comments_unread`: so many comments that people wrote beside the text, which are
    read on request. `attachments_unread`: the names of what came with a letter.
    """

    code: str
    detail: str

    @property
    def is_loss(self) -> bool:
        """Is something of the text missing or wrong, so that it is told beside every answer from it?"""
        return self.code not in (FILE_DATE, AUTHOR, PAGES_OCR, COMMENTS_UNREAD, ATTACHMENTS_UNREAD)

    @property
    def numbers(self) -> frozenset[int]:
        """The pages or lines that `detail` names."""
        runs = (run.split("-") for run in self.detail.split(", ") if _NUMBERS.fullmatch(run))
        return frozenset(number for run in runs for number in range(int(run[0]), int(run[-1]) + 1))


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `text` is what its offsets count in: the decoded file exactly as it stands, newlines and BOM
    included, for plain text; for other formats the text that was extracted, which the index keeps.

    `source` names it inside the corpus folder: the path of its file with `/`, and for one article of a file that
    holds many, `path#record`. `date` (ISO 8601: a day, a month or a year) and `url` are as the file states them
    and empty where it does not. `pages`: where each page begins in `text`, for formats that have pages. `marks`, in
    order, say how its passages are cut; the index does not keep them. `remarks`: what of the file was not read, and
    what is known of the file alone.
    """

    source: str
    text: str
    title: str
    sha256: str
    encoding: str
    date: str = ""
    url: str = ""
    record: str = ""
    pages: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def file(self) -> str:
        """The path of the file that the article stands in."""
        return self.source.removesuffix(f"#{self.record}") if self.record else self.source

    def page(self, offset: int) -> int | None:
        """The page, from 1, on which the character at `offset` stands; None where there are no pages."""
        return bisect_right(self.pages, offset) or 1 if self.pages else None

    def is_scanned(self, start: int, end: int) -> bool:
        """Was some of the slice read from a picture? Then it need not be what stands there, word for word."""
        read = next((one.numbers for one in self.remarks if one.code == PAGES_OCR), frozenset())
        first, last = self.page(start), self.page(max(start, end - 1))
        return bool(read) and first is not None and any(page in read for page in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that was not read: `reason` is a code (`empty`, `binary`, `undecodable`, …)."""

    source: str
    reason: str
    detail: str = ""


MAX_TEXT_CHARACTERS = 20_000_000
"""Characters that are taken out of one file: some 40 novels. More is not an article."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a reader took out of a file that is not plain text; the fields are those of `Document`."""

    text: str
    title: str = ""
    date: str = ""
    url: str = ""
    encoding: str = ""
    pages: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of a document: `text == document.text[start:end]`, and so for each sentence span.

    `sentences` are spans in the DOCUMENT, in order, inside `[start, end)`.
    `title` is where it stands, «title of the document › heading › heading»: it helps to find the passage and is not
    part of its text.
    """

    source: str
    start: int
    end: int
    text: str
    title: str
    kind: PassageKind
    sentences: tuple[Span, ...]

    @property
    def article_title(self) -> str:
        """The title of the document alone, without the headings."""
        return f" {self.title}".partition(PATH_MARK)[0].strip()

    @property
    def headings(self) -> str:
        """The headings that it stands under, without the title of the document; empty where there are none."""
        return f" {self.title}".partition(PATH_MARK)[2]

    @property
    def id(self) -> str:
        """Stable name: the same slice of the same file has the same id, another text another one."""
        named = f"{self.source}\0{self.start}\0{self.end}\0{self.kind}\0{self.title}\0{self.text}"
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def sentence(self, span: Span) -> str:
        """The text of one of this passage's sentences."""
        return self.text[span[0] - self.start : span[1] - self.start]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found; `score` is the fused one, the others say where it came from."""

    passage: Passage
    score: float
    dense: float | None = None
    lexical: float | None = None


OnProgress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """Unit vectors in float32: `vector` (d,) of the passage, `sentences` (n, d) in the passage's order."""

    vector: np.ndarray
    sentences: np.ndarray
