"""The corpus page as HTML: totals of the index, and its files with what became of each, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from assistant.ui.catalogue import BY_DAY, BY_EVENT, CHOSEN, EVERY, ORDERS, REFUSED, Catalogue
from assistant.ui.html.escape import NOTHING, escape_text, tongue
from assistant.ui.html.file_row import file_row, pager
from assistant.ui.html.frame import close, empty
from assistant.ui.html.labels import both, in_figures, said
from assistant.ui.html.plurals import count, count_articles, size
from assistant.ui.state import ListState, SourceFilter
from vectorstore.ledger.rows import FileRecord, IndexFacts

FILES_PER_PAGE = 50
"""Files on one page of the list: what a person leafs through; more are searched."""

MONTH = 7
"""Characters of a day that name its month."""


def preparing() -> Markup:
    """The head of the page before there is a list."""
    return Markup('<section class="listed"><header><h2 tabindex="-1">{}</h2>{}</header></section>').format(
        both("articles"), close()
    )


_HEAD = Markup(
    '<section class="listed"><header><h2 tabindex="-1">{heading}</h2><span class="count">{count}</span>{close}</header>'
    '<div class="tools">{tools}</div>{drop}'
    '<details class="totals"><summary>{about}</summary><ul>{facts}</ul></details></section>'
)


def head(
    catalogue: Catalogue, facts: IndexFacts, corpus: str, model: str | None, may_change: bool, needs_ocr: bool = False
) -> Markup:
    """Heading, totals, and what can be done with the whole corpus; `needs_ocr`: nothing reads its pages of pictures."""
    totals = catalogue.totals
    rows = [
        ("folder", in_figures(escape_text(corpus))),
        ("indexed", count(totals.indexed, "files")),
        ("passages", f"{totals.passages:,}"),
        ("characters", f"{totals.characters:,}"),
        ("index_size", size(facts.bytes)),
        ("model", in_figures(escape_text(model)) if model else both("bundled_model")),
        ("synced", _moment(facts.synced)),
    ]
    if totals.refused:
        rows.insert(2, ("refused", count(totals.refused, "files")))
    listed = Markup("<li><span>{}</span> <b>{}</b></li>")
    return _HEAD.format(
        heading=both("articles"),
        count=count_articles(totals.articles),
        close=close(),
        tools=_tools(may_change, totals.refused > 0),
        drop=Markup().join(
            Markup('<p class="{}">{}</p>').format(name, sentence)
            for name, sentence, told in (
                ("aside drop", both("drop_here"), may_change),
                ("aside", said("needs_ocr"), needs_ocr),
            )
            if told
        ),
        about=both("about_index"),
        facts=Markup().join(listed.format(both(label), value) for label, value in rows if value),
    )


def _tools(may_change: bool, refused: bool) -> Markup:
    """What can be done with the whole corpus; `refused`: some files were not read."""
    buttons = [("quiet do-sync", "sync_now")]
    if may_change:
        buttons.insert(0, ("plain do-upload", "add_files"))
    if refused:
        buttons.append(("quiet do-retry-refused", "try_refused"))
    button = Markup('<button type="button" class="{}">{}</button>')
    return Markup().join(button.format(name, both(label)) for name, label in buttons)


def rows(
    catalogue: Catalogue,
    shelf: ListState,
    scope: SourceFilter,
    begin: Callable[[FileRecord], str],
    corpus: str,
    may_change: bool,
    original: bool = True,
    happenings: Mapping[str, int] | None = None,
) -> Markup:
    """The files that the shelf shows; `begin` gives the text of a file's one article, which has no title.

    `original`: whether the files themselves can be opened; `happenings`: as for `Catalogue.find`, None while it is
    found out which there are."""
    if not catalogue.files:
        return empty(corpus)
    found = catalogue.find(shelf.words, shelf.kind, scope.sources, shelf.order, happenings)
    last = max(0, (len(found) - 1) // FILES_PER_PAGE)
    page = min(shelf.page, last)
    visible = found[page * FILES_PER_PAGE : (page + 1) * FILES_PER_PAGE]
    body = NOTHING
    if shelf.order == BY_EVENT and happenings is None:
        body = Markup('<p class="aside" role="status">{}</p>').format(both("events_reading"))
    for heading, records in _sections(visible, shelf.order, happenings or {}):
        items = Markup().join(file_row(catalogue, one, shelf, scope, begin, may_change, original) for one in records)
        body += Markup('{}<ol class="files">{}</ol>').format(heading, items)
    if not visible:
        body = Markup('<p class="none">{}</p>').format(both("none_found"))
    leaves = pager("page", page, last, len(found), FILES_PER_PAGE)
    return Markup('<div class="shelf">{}{}{}{}</div>').format(
        _kinds(catalogue, shelf, scope), _choosing(found, shelf, scope), body, leaves
    )


def _sections(
    visible: Sequence[FileRecord], order: str, happenings: Mapping[str, int]
) -> Iterator[tuple[Markup, list[FileRecord]]]:
    """The files under what they have in common: their month, or the happening that several tell of."""

    def common(record: FileRecord) -> str | int | None:
        return {BY_DAY: record.date[:MONTH], BY_EVENT: happenings.get(record.source)}.get(order)

    parts = [(key, list(records)) for key, records in groupby(visible, key=common)]
    head = Markup('<h3 class="part" {}>{}</h3>')
    for key, records in parts:
        heading = NOTHING
        if order == BY_DAY:
            heading = head.format(NOTHING, in_figures(escape_text(str(key))) if key else both("no_day"))
        elif order == BY_EVENT and key is not None:
            title = next((record.title.strip() for record in records if record.title.strip()), records[0].source)
            heading = head.format(tongue(title), escape_text(title))
        elif order == BY_EVENT and len(parts) > 1:
            heading = head.format(NOTHING, both("no_event"))
        yield heading, records


_KIND = Markup(
    '<a class="kind" role="button" href="#only-{kind}" aria-pressed="{pressed}">'
    '{label} <span class="figure">{number:,}</span></a>'
)


def _kinds(catalogue: Catalogue, shelf: ListState, scope: SourceFilter) -> Markup:
    """All files, those that were not read, those that are chosen: links, where there are any."""
    numbers = {EVERY: len(catalogue.files), REFUSED: catalogue.totals.refused, CHOSEN: len(scope.sources)}
    links = Markup().join(
        _KIND.format(kind=kind, pressed=str(kind == shelf.kind).lower(), label=both(f"only_{kind}"), number=number)
        for kind, number in numbers.items()
        if number or kind == EVERY or kind == shelf.kind
    )
    orders = _orders(shelf) if len(catalogue.files) > 1 else NOTHING
    return Markup('<div class="kinds">{}{}</div>').format(links, orders)


def _orders(shelf: ListState) -> Markup:
    """The order of the list, as links of which one is pressed."""
    link = Markup('<a class="kind" role="button" href="#order-{}" aria-pressed="{}">{}</a>')
    links = (link.format(one, str(one == shelf.order).lower(), both(f"order_{one}")) for one in ORDERS)
    return Markup('<span class="orders"><span class="sr">{}: </span>{}</span>').format(
        both("search_order"), Markup().join(links)
    )


def _choosing(found: Sequence[FileRecord], shelf: ListState, scope: SourceFilter) -> Markup:
    """Choose all that were found, or none: the way to limit a question to thousands of files."""
    links = []
    indexed = [record.source for record in found if record.status == "indexed"]
    if indexed and shelf.words.strip() and not scope.sources.issuperset(indexed):
        links.append(Markup('<a role="button" href="#choose-found">{}</a>').format(both("choose_found")))
    if scope:
        links.append(Markup('<a role="button" href="#choose-none">{}</a>').format(both("choose_none")))
    if not links:
        return Markup('<p class="aside">{}</p>').format(both("choose_how"))
    return Markup('<p class="choosing">{}</p>').format(Markup().join(links))


def _moment(synced: str) -> Markup:
    """A moment in UTC, shown in this machine's own time."""
    try:
        moment = datetime.fromisoformat(synced).astimezone()
    except ValueError:
        return NOTHING
    return in_figures(f"{moment:%Y-%m-%d %H:%M}")
