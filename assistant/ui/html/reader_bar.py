"""What a reader of an article finds above its text: search in it, the conversation's quotes, its outline, its pages.

The buttons work once `reader.js` is there, which is loaded with the first article. What that needs to know stands in a
hidden span, in JSON: what the article is called in an address, its pages, and the few sentences with numbers in them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from markupsafe import Markup

from assistant.messages import section
from assistant.ui.catalogue import key_of
from assistant.ui.html.escape import NOTHING, escape_exact, escape_sentence, escape_text, tongue
from assistant.ui.html.labels import in_both
from assistant.ui.html.plurals import count
from assistant.ui.quoted import Quoted
from vectorstore.text.headings import Heading
from vectorstore.types import Document, Span

WORDS = {key: (words["ar"], words["en"]) for key, words in section("reader").items()}
"""Arabic and English of each sentence of the panel, which come with an article and not with the page."""

SPOKEN_BY_SCRIPT = ("reader_tally", "reader_many", "reader_none", "reader_text")
SPOKEN_OF_PAGES = (
    "reader_turned", "reader_drawing", "reader_not_drawn", "reader_sheet", "reader_page_before", "reader_page_after",
)  # fmt: skip

WAYS = {"before": "reader_quote_before", "after": "reader_quote_after"}

MIN_HEADINGS = 2
"""Headings from which an outline leads anywhere."""

MAX_HEADINGS = 2_000
"""Headings that are listed: those of a thick handbook."""

PAGED = ".pdf"

OFFICE = frozenset({".docx", ".doc", ".odt", ".rtf", ".pptx", ".odp", ".xlsx", ".ods"})
"""Formats whose pages only come to be in an office program: the window shows their text."""


@dataclass(frozen=True, slots=True)
class Guide:
    """What leads through an article: the quotes of the conversation in it and its headings, both in order."""

    quotes: Sequence[Quoted] = ()
    headings: Sequence[Heading] = ()


_BAR = Markup(
    '<div class="reading"><div class="guides"><button type="button" class="quiet lens do-find" title="Ctrl+F">{find}'
    "</button>{outline}{sheet}"
    '<button type="button" class="quiet printer do-print">{print}</button>{quotes}</div>'
    '<div class="finding"><label><span class="sr">{words}</span></label><span class="tally"></span>'
    '<button type="button" class="quiet step do-hit-before"><i class="arrow before"></i><span class="sr">{before}'
    '</span></button><button type="button" class="quiet step do-hit-after"><i class="arrow after"></i>'
    '<span class="sr">{after}</span></button>'
    '<button type="button" class="quiet step do-unfind"><span class="sr">{close}</span></button></div>'
    '<span class="about payload" hidden>{about}</span></div>'
)
_SHEET = Markup('<button type="button" class="quiet leaf do-sheet">{}</button>')


def reader_bar(document: Document, here: Span, visible: Span, guide: Guide, original: bool) -> Markup:
    """The bar of an article of which the quote `here` is opened (an empty span for none) and `visible` is shown.

    `original`: whether its file can be opened, and so its pages be drawn.
    """
    drawn = original and is_paged(document)
    return _BAR.format(
        find=word("reader_find"),
        words=word("reader_find_words"),
        before=word("reader_hit_before"),
        after=word("reader_hit_after"),
        close=word("reader_find_close"),
        outline=_outline(guide.headings, visible),
        sheet=_SHEET.format(word("reader_sheet")) if drawn else NOTHING,
        print=word("reader_print"),
        quotes=_quotes(guide.quotes, here),
        about=escape_exact(json.dumps(_about(document, here, visible, drawn))),
    )


def is_paged(document: Document) -> bool:
    """Has the article's file pages that can be drawn?"""
    return bool(document.pages) and PurePosixPath(document.file).suffix.lower() == PAGED


def as_text(document: Document) -> Markup:
    """Of an office program's file: that this is its text, and why its pages are not shown; nothing of any other."""
    if PurePosixPath(document.file).suffix.lower() not in OFFICE:
        return NOTHING
    return Markup('<p class="aside">{}</p>').format(word("reader_as_text"))


def word(key: str, **values: int) -> Markup:
    """A sentence of the panel in both languages."""
    return in_both(*(escape_sentence(text.format(**values)) for text in WORDS[key]))


def _about(document: Document, here: Span, visible: Span, drawn: bool) -> dict[str, object]:
    return {
        "source": quote(document.source.encode("utf-8", "surrogatepass"), safe=""),
        "part": list(visible) if visible[1] - visible[0] < len(document.text) else None,
        "key": key_of(document.file) if drawn else "",
        "page": document.page(here[0]) or 1,
        "pages": len(document.pages),
        "words": {key: WORDS[key] for key in SPOKEN_BY_SCRIPT + (SPOKEN_OF_PAGES if drawn else ())},
    }


_OUTLINE = Markup('<details class="outline"><summary>{}</summary><ol>{}</ol></details>')
_HEADING = Markup('<li class="deep-{}"><a href="#{}-{}" {}>{}</a></li>')


def _outline(headings: Sequence[Heading], visible: Span) -> Markup:
    """The headings as links; one outside of what is shown is opened by where it stands."""
    if len(headings) < MIN_HEADINGS:
        return NOTHING
    rows = []
    for number, one in enumerate(headings[:MAX_HEADINGS]):
        shown = visible[0] <= one.start < visible[1]
        href = ("heading", f"{number}") if shown else ("at", f"{one.start}-{number}")
        rows.append(_HEADING.format(one.depth, *href, tongue(one.name), escape_text(one.name)))
    return _OUTLINE.format(word("reader_outline"), Markup().join(rows))


_QUOTES = Markup('<div class="quotes">{}<span class="at">{}</span>{}</div>')
_STEP = Markup('<a class="quiet step" href="#{}"><i class="arrow {}"></i><span class="sr">{}</span></a>')
_NO_STEP = Markup('<span class="quiet step"><i class="arrow {}"></i></span>')


def _quotes(quotes: Sequence[Quoted], here: Span) -> Markup:
    """«الاقتباس 2 من 5» with the ways to the one before and the one after; nothing where there is no other."""
    places = [one.span for one in quotes]
    if not quotes or places == [here]:
        return NOTHING
    if here in places:
        number = places.index(here)
        told, before, after = word("reader_quote", n=number + 1, of=len(places)), number - 1, number + 1
    else:
        after = sum(place[0] < here[0] for place in places)
        told, before = count(len(places), "quotes"), after - 1
    return _QUOTES.format(_step(quotes, before, "before"), told, _step(quotes, after, "after"))


def _step(quotes: Sequence[Quoted], number: int, way: str) -> Markup:
    if not 0 <= number < len(quotes):
        return _NO_STEP.format(way)
    return _STEP.format(quotes[number].event, way, word(WAYS[way]))
