"""What a search by words asks for, and what it finds: values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from vectorstore.text.pattern import Pattern
from vectorstore.types import Passage, Span

Order = Literal["relevance", "date"]


@dataclass(frozen=True, slots=True)
class WordSearch:
    """A pattern, and what its passages are limited to.

    `near`: words are found in their other forms and spellings too, and not only as they were typed; a phrase never is.
    `sources`: names of files or articles; `formats`: endings of file names («pdf»); `since` and `until`: days, months
    or years of the article (ISO 8601, both included); empty ones are no limit. `articles`: of those only, where it is
    not None; ones that are not there are no error. `order`: by BM25, or the newest first.
    """

    pattern: Pattern
    near: bool = True
    sources: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    articles: tuple[str, ...] | None = None
    order: Order = "relevance"
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class WordHit:
    """A passage that the pattern fits. `spans` are the words found, in the document; `title_spans` in its title.

    `file`, `date` and `page` are as the article has them; date and page may be missing.
    """

    passage: Passage
    score: float
    spans: tuple[Span, ...]
    title_spans: tuple[Span, ...] = ()
    file: str = ""
    date: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """A stretch of the hits, best first, of `total` passages in `files` files.

    Where `complete` is false there are more: a phrase is compared word for word with the first `total` passages alone.
    `facets`: in how many of the passages each file, format and year stands, the most frequent first; their `dates` are
    years too, or the months where all are of one year, or the days where all are of one month; `undated`:
    passages of articles without a date. `also`: other words that were looked for; `missing`: words of the pattern
    that no passage has in any form. `articles`: all those that the passages stand in.
    """

    total: int
    files: int
    hits: tuple[WordHit, ...]
    complete: bool = True
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    undated: int = 0
    also: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


NOTHING_FOUND = Findings(0, 0, ())
