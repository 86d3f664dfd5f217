"""One article in the panel beside the conversation, with the quote highlighted."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.export.links import passage_fragment
from assistant.messages import say
from assistant.ui.catalogue import key_of
from assistant.ui.html.article_text import Marks, article_text
from assistant.ui.html.escape import NOTHING, escape_exact, escape_text, file_name, plain_name, tongue
from assistant.ui.html.frame import close
from assistant.ui.html.labels import both, facts
from assistant.ui.html.notebook_page import keep_link
from assistant.ui.html.reader_bar import Guide, as_text, is_paged, reader_bar, word
from vectorstore.text.script import word_lean
from vectorstore.types import Document, Span

MAX_SHOWN_CHARACTERS = 200_000
"""Characters of an article shown whole (a book's length, which a browser lays out in well under a second);
of a longer text, this many around the quote."""


def article(
    document: Document, start: int = 0, end: int = 0, answers: Sequence[Span] = (), *, original: bool = True,
    note: Markup = NOTHING, back: Markup | None = None, guide: Guide | None = None,
) -> Markup:  # fmt: skip
    """A whole article as HTML, with `[start, end)` marked, its name, and a button that copies the quote.

    `answers`: the parts of it that answer, which are set off once more; `original`: whether its file can be opened;
    `note` stands above the text; `back`: the way back to where it was opened from, in place of the one to the list;
    `guide`: what leads through it.
    """
    guide = guide or Guide()
    text = document.text
    first, last = 0, len(text)
    if len(text) > MAX_SHOWN_CHARACTERS:
        first = max(0, min(start - MAX_SHOWN_CHARACTERS // 2, len(text) - MAX_SHOWN_CHARACTERS))
        last = first + MAX_SHOWN_CHARACTERS
    quote = text[start:end]
    cut = Markup('<p class="aside">{}</p>').format(both("excerpt")) if last - first < len(text) else NOTHING
    marks = Marks((start, end), answers, [one.span for one in guide.quotes], [(h.start, h.end) for h in guide.headings])
    return Markup(
        '<article class="opened">{head}{bar}{note}{kind}{cut}<div class="beside">'
        '<div class="text" tabindex="0" {tongue}>{body}</div></div></article>'
    ).format(
        head=_head(document, quote, start, original, back or to_list()),
        bar=reader_bar(document, (start, end), (first, last), guide, original),
        note=note,
        kind=as_text(document) if original else NOTHING,
        cut=cut,
        tongue=tongue(text[first:last]),
        body=article_text(text, (first, last), marks),
    )


def changed(document: Document, quote: str, *, original: bool = True, guide: Guide | None = None) -> Markup:
    """An article that no longer has what was quoted from it: said first, with those words, and nothing is marked."""
    told = Markup('<div class="overtaken" role="status"><p tabindex="-1">{}</p><q {}>{}</q></div>').format(
        both("overtaken"), tongue(quote), escape_text(quote)
    )
    return article(document, original=original, note=told, guide=guide)


def gone() -> Markup:
    """What is shown where the source of a click is not there any more."""
    return Markup('<article class="opened"><header>{}{}</header><p class="none">{}</p></article>').format(
        to_list(), close(), both("gone")
    )


_HEAD = Markup(
    '<header>{back}{close}</header><div class="title"><div class="named" {tongue}>{title}{file}{facts}</div>{address}'
    '<div class="tools">{tools}{original}</div></div>'
)


def _head(document: Document, quote: str, start: int, original: bool, back: Markup) -> Markup:
    title = document.title.strip()
    named = NOTHING
    if title:
        named = Markup('<h2 {} tabindex="-1">{}</h2>').format(tongue(title), escape_text(title))
    page = document.page(start) if quote else None
    return _HEAD.format(
        back=back,
        close=close(),
        tongue=tongue(title or document.text[:500]),
        title=named,
        file=file_name(document.source),
        facts=_facts(document, page, bool(quote) and document.is_scanned(start, start + len(quote))),
        address=_address(document.url),
        tools=_tools(document, quote, start) if quote else NOTHING,
        original=_original(document, page) if original else NOTHING,
    )


def _tools(document: Document, quote: str, start: int) -> Markup:
    """What can be done with a quote, and what is copied: it with title, date, page and file, and its link."""
    page = document.page(start)
    on_page = say("page", "ar" if word_lean(quote) >= 0 else "en", page=page) if page is not None else ""
    told = (document.title.strip(), document.date, on_page, document.source)
    return Markup(
        '<button type="button" class="copy do-copy">{}</button>'
        '<button type="button" class="quiet do-to-quote">{}</button>'
        '<button type="button" class="quiet do-copy-link">{}</button>{}'
        '<span class="payload" hidden>«{}»&#10;{}</span><span class="place payload" hidden>{}</span>'
    ).format(
        both("copy"), both("to_quote"), both("copy_link"), keep_link(document.source, start, quote),
        escape_exact(quote),
        escape_exact(" — ".join(plain_name(part) for part in told if part)),
        passage_fragment(document.source, start, start + len(quote)),
    )  # fmt: skip


def _facts(document: Document, page: int | None, scanned: bool) -> Markup:
    """The date of an article, and the page that its quote stands on, where the file has them."""
    told = facts(document.date, page, remarks=document.remarks, scanned=scanned)
    return Markup('<p class="facts">{}</p>').format(told) if told else NOTHING


def _original(document: Document, page: int | None) -> Markup:
    """The file itself: to be saved, and a PDF to be opened at the page of the quote, too."""
    key = key_of(document.file)
    if not is_paged(document):
        return Markup('<a class="quiet original" href="/isnad/file/{}">{}</a>').format(key, word("reader_save"))
    place = f"#page={page}" if page is not None else ""
    return Markup(
        '<a class="quiet original" href="/isnad/file/{}{}" target="_blank" rel="noopener noreferrer">{}</a>'
        '<a class="quiet" href="/isnad/file/{}?save=1">{}</a>'
    ).format(key, place, both("original"), key, word("reader_save"))


def _address(url: str) -> Markup:
    """Where an article comes from, as text to be copied: a link would tell that site who reads its article."""
    if not url:
        return NOTHING
    button = Markup('<button type="button" class="quiet do-copy-url">{}</button>').format(both("copy_url"))
    return Markup('<p class="address"><bdi class="url" dir="ltr">{}</bdi>{}</p>').format(escape_text(url), button)


def to_list() -> Markup:
    """The button that leads to the list of all articles."""
    return Markup('<button type="button" class="quiet back do-list">{}</button>').format(both("all_articles"))
