"""The panel beside the conversation: the list of articles, or one article with the quote highlighted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.messages import REFUSALS
from assistant.ui.labels import both, count_articles, count_refused, said
from assistant.ui.markup import emphasised, exact, plain_name, shown, tongue
from vectorstore.ledger_rows import FileRecord
from vectorstore.types import Document, Span

LISTED = 200
"""Articles in the list: what a person scrolls through; a larger corpus is searched, not leafed through."""

FIRST_WORDS = 160
"""Characters of an article without a title that are listed in its place (two lines)."""

WHOLE = 200_000
"""Characters of an article shown whole (a book's length, which a browser lays out in well under a second);
of a longer text, this many around the quote."""


def article(document: Document, start: int = 0, end: int = 0, answer: Span | None = None) -> str:
    """A whole article as HTML, with `[start, end)` marked, its name, and a button that copies the quote.

    `answer`: the part of it that answers, which is set off once more.
    """
    text = document.text
    first, last = 0, len(text)
    if len(text) > WHOLE:
        first = max(0, min(start - WHOLE // 2, len(text) - WHOLE))
        last = first + WHOLE
    quote = text[start:end]
    before, after = shown(text[first:start]), shown(text[end:last])
    part = (answer[0] - start, answer[1] - start) if answer else None
    marked = f'<mark id="quote" tabindex="-1">{emphasised(quote, part)}</mark>' if quote else ""
    cut = f'<p class="aside">{both("excerpt")}</p>' if last - first < len(text) else ""
    return (
        f'<article class="opened">{_head(document, quote)}{cut}'
        f'<div class="text" {tongue(text[first : first + 500])}>{before}{marked}{after}</div></article>'
    )


def articles(files: Sequence[FileRecord], corpus: str, begin: Callable[[str], str]) -> str:
    """The list of articles as HTML, and below it the files that were refused, with the reason.

    `begin` gives the first words of a file, which stand for the title of one that has none.
    """
    kept = [record for record in files if record.status == "indexed"]
    refused = [record for record in files if record.status != "indexed"]
    if not kept:
        body = (
            f'<div class="none"><p>{both("empty")}</p><p class="aside">{both("empty_how")}</p>'
            f'<p><bdi class="file" dir="ltr">{shown(corpus)}</bdi></p></div>'
        )
    else:
        rows = "".join(_row(number, record, begin) for number, record in enumerate(kept[:LISTED]))
        more = f'<p class="aside">{both("more_articles")}</p>' if len(kept) > LISTED else ""
        body = f'<ol class="articles">{rows}</ol>{more}'
    return (
        f'<section class="listed"><header><h2 tabindex="-1">{both("articles")}</h2>'
        f'<span class="count">{count_articles(len(kept))}</span>{_close()}</header>'
        f"{body}{_refused(refused)}</section>"
    )


def preparing() -> str:
    """The panel before there is a list: its heading only."""
    return f'<section class="listed"><header><h2>{both("articles")}</h2>{_close()}</header></section>'


def gone() -> str:
    """What is shown where the source of a click is not there any more."""
    return f'<article class="opened"><header>{_back()}{_close()}</header><p class="none">{both("gone")}</p></article>'


def _head(document: Document, quote: str) -> str:
    title = document.title.strip()
    named = f'<h2 {tongue(title)} tabindex="-1">{shown(title)}</h2>' if title else ""
    tools = ""
    if quote:
        source = " — ".join(plain_name(name) for name in (title, document.source) if name)
        tools = (
            f'<div class="tools"><button type="button" class="copy do-copy">{both("copy")}</button>'
            f'<button type="button" class="quiet do-to-quote">{both("to_quote")}</button>'
            f'<span class="payload" hidden>«{exact(quote)}»&#10;{exact(source)}</span></div>'
        )
    return (
        f"<header>{_back()}{_close()}</header>"
        f'<div class="title"><div class="named" {tongue(title or document.text[:500])}>{named}'
        f'<bdi class="file" dir="ltr">{shown(document.source)}</bdi></div>{tools}</div>'
    )


def _back() -> str:
    return f'<button type="button" class="quiet back do-list">{both("all_articles")}</button>'


def _close() -> str:
    name = f'<span class="sr">{both("close")}</span>'
    return f'<button type="button" class="quiet close do-close">{name}</button>'


def _row(number: int, record: FileRecord, begin: Callable[[str], str]) -> str:
    title, words = record.title.strip(), ""
    if title:
        named = f"<strong {tongue(title)}>{shown(title)}</strong>"
    else:
        words = " ".join(begin(record.source)[:FIRST_WORDS].split())
        named = f"<em {tongue(words)}>{shown(words)}…</em>"
    file = f'<bdi class="file" dir="ltr">{shown(record.source)}</bdi>'
    return f'<li><a href="#file-{number}" {tongue(title or words)}>{named}{file}</a></li>'


def _refused(refused: Sequence[FileRecord]) -> str:
    if not refused:
        return ""
    rows = "".join(
        f'<li><bdi class="file" dir="ltr">{shown(record.source)}</bdi> {_reason(record)}</li>'
        for record in refused[:LISTED]
    )
    summary = f"<summary>{count_refused(len(refused))}</summary>"
    return f'<details class="refused">{summary}<ul>{rows}</ul></details>'


def _reason(record: FileRecord) -> str:
    if record.reason not in REFUSALS:
        return shown(record.reason)
    return said(record.reason, source=record.source, detail=record.detail)
