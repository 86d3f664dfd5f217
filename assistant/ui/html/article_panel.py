"""One article in the panel beside the conversation, with the quote highlighted."""

from __future__ import annotations

from assistant.ui.catalogue import key_of
from assistant.ui.html.escape import emphasised, escape_exact, escape_text, file_name, plain_name, stretches, tongue
from assistant.ui.html.frame import close
from assistant.ui.html.labels import both, facts
from vectorstore.types import Document, Span

MAX_SHOWN_CHARACTERS = 200_000
"""Characters of an article shown whole (a book's length, which a browser lays out in well under a second);
of a longer text, this many around the quote."""


def article(
    document: Document, start: int = 0, end: int = 0, answer: Span | None = None, *, original: bool = True
) -> str:
    """A whole article as HTML, with `[start, end)` marked, its name, and a button that copies the quote.

    `answer`: the part of it that answers, which is set off once more; `original`: whether its file can be opened.
    """
    text = document.text
    first, last = 0, len(text)
    if len(text) > MAX_SHOWN_CHARACTERS:
        first = max(0, min(start - MAX_SHOWN_CHARACTERS // 2, len(text) - MAX_SHOWN_CHARACTERS))
        last = first + MAX_SHOWN_CHARACTERS
    quote = text[start:end]
    cut = f'<p class="aside">{both("excerpt")}</p>' if last - first < len(text) else ""
    return (
        f'<article class="opened">{_head(document, quote, start, original)}{cut}'
        f'<div class="text" {tongue(text[first:last])}>{_body(text, (first, last), (start, end), answer)}</div>'
        "</article>"
    )


def _body(text: str, visible: Span, quote: Span, answer: Span | None) -> str:
    """The visible part of a text, each stretch of it in its own direction; a quote is marked in all that it meets."""
    pieces, marked = [], False
    for stretch in stretches(text[slice(*visible)]):
        own = (visible[0] + stretch.start, visible[0] + stretch.end)
        first, last = _within(quote, own)
        mark = ""
        if first < last:
            name = "" if marked else ' id="quote" tabindex="-1"'  # where «to the quote» leads
            part = _within(answer, (first, last)) if answer else (0, 0)
            inside = (part[0] - first, part[1] - first) if part[0] < part[1] else None
            mark, marked = f"<mark{name}>{emphasised(text[first:last], inside)}</mark>", True
        before, after = escape_text(text[own[0] : first]), escape_text(text[last : own[1]])
        pieces.append(f"<div {stretch.tongue}>{before}{mark}{after}</div>")
    return "".join(pieces)


def _within(span: Span, bounds: Span) -> Span:
    """The part of a span inside the bounds; where there is none, an empty span at one of them."""
    low, high = bounds
    first = min(max(span[0], low), high)
    return first, max(first, min(span[1], high))


def gone() -> str:
    """What is shown where the source of a click is not there any more."""
    return f'<article class="opened"><header>{_back()}{close()}</header><p class="none">{both("gone")}</p></article>'


def _head(document: Document, quote: str, start: int, original: bool) -> str:
    title = document.title.strip()
    named = f'<h2 {tongue(title)} tabindex="-1">{escape_text(title)}</h2>' if title else ""
    page = document.page(start) if quote else None
    tools = ""
    if quote:
        source = " — ".join(plain_name(name) for name in (title, document.source) if name)
        tools = (
            f'<button type="button" class="copy do-copy">{both("copy")}</button>'
            f'<button type="button" class="quiet do-to-quote">{both("to_quote")}</button>'
            f'<span class="payload" hidden>«{escape_exact(quote)}»&#10;{escape_exact(source)}</span>'
        )
    return (
        f"<header>{_back()}{close()}</header>"
        f'<div class="title"><div class="named" {tongue(title or document.text[:500])}>{named}'
        f"{file_name(document.source)}{_facts(document, page)}</div>{_address(document.url)}"
        f'<div class="tools">{tools}{_original(document, page) if original else ""}</div></div>'
    )


def _facts(document: Document, page: int | None) -> str:
    """The date of an article, and the page that its quote stands on, where the file has them."""
    return f'<p class="facts">{told}</p>' if (told := facts(document.date, page)) else ""


def _original(document: Document, page: int | None) -> str:
    """A link to the file itself, at the page of the quote."""
    place = f"#page={page}" if page is not None else ""
    link = f"/isnad/file/{key_of(document.file)}{place}"
    return f'<a class="quiet original" href="{link}" target="_blank" rel="noopener noreferrer">{both("original")}</a>'


def _address(url: str) -> str:
    """Where an article comes from, as text to be copied: a link would tell that site who reads its article."""
    if not url:
        return ""
    button = f'<button type="button" class="quiet do-copy-url">{both("copy_url")}</button>'
    return f'<p class="address"><bdi class="url" dir="ltr">{escape_text(url)}</bdi>{button}</p>'


def _back() -> str:
    return f'<button type="button" class="quiet back do-list">{both("all_articles")}</button>'
