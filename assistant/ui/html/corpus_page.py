"""The corpus page as HTML: totals of the index, and its files with what became of each, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from assistant.export.links import host_of
from assistant.messages import COUNTED, REFUSALS, say, why_refused
from assistant.ui.catalogue import BY_DAY, BY_EVENT, CHOSEN, EVERY, ORDERS, REFUSED, Catalogue, key_of
from assistant.ui.html.escape import NOTHING, escape_exact, escape_sentence, escape_text, file_name, plain_name, tongue
from assistant.ui.html.frame import close, empty
from assistant.ui.html.labels import both, in_both, in_figures, remarked, said
from assistant.ui.html.plurals import count, count_articles, size
from assistant.ui.html.reader_bar import PAGED, word
from assistant.ui.state import ListState, SourceFilter
from vectorstore.ledger.rows import ArticleRecord, FileRecord, IndexFacts

FILES_PER_PAGE = 50
"""Files on one page of the list: what a person leafs through; more are searched."""

ARTICLES_PER_PAGE = 20
"""Articles on one page below an unfolded file."""

FIRST_CHARACTERS = 160
"""Characters of an article without a title that are listed in its place (two lines)."""

MONTH = 7
"""Characters of a day that name its month."""

BRIEF = 200_000
"""Characters of a text up to which it is read for its first words; a longer one is listed by its name."""


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
        items = Markup().join(_file(catalogue, one, shelf, scope, begin, may_change, original) for one in records)
        body += Markup('{}<ol class="files">{}</ol>').format(heading, items)
    if not visible:
        body = Markup('<p class="none">{}</p>').format(both("none_found"))
    pager = _pager("page", page, last, len(found), FILES_PER_PAGE)
    return Markup('<div class="shelf">{}{}{}{}</div>').format(
        _kinds(catalogue, shelf, scope), _choosing(found, shelf, scope), body, pager
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


_FILE = Markup(
    '<li class="{state}">{choice}<div class="about">{title}<p class="facts" {way}>{facts}</p>{why}{more}'
    '<p class="links">{links}</p></div>{inside}</li>'
)


def _file(
    catalogue: Catalogue,
    record: FileRecord,
    shelf: ListState,
    scope: SourceFilter,
    begin: Callable[[FileRecord], str],
    may_change: bool,
    original: bool,
) -> Markup:
    key = key_of(record.source)
    unfolded = record.articles > 1 and shelf.unfolded == key
    title, way = _title(record, key, unfolded, begin)
    return _FILE.format(
        state="refused" if record.status != "indexed" else "indexed",
        choice=_choice(record, key, scope),
        title=title,
        way=way,
        facts=_facts(catalogue, record),
        more=_more(record),
        why=Markup('<p class="why">{}</p>').format(reason(record)) if record.reason else NOTHING,
        links=_links(record, key, may_change, original),
        inside=_inside(catalogue, record, shelf) if unfolded else NOTHING,
    )


def _title(
    record: FileRecord, key: str, unfolded: bool, begin: Callable[[FileRecord], str]
) -> tuple[Markup, Markup]:
    """The name of a file, as a link to its article or to the list of its articles; and which way an article's runs, so
    that its date stands below it."""
    file = file_name(record.source)
    if record.status != "indexed":
        return Markup('<span class="name">{}</span>').format(file), NOTHING
    if record.articles > 1:
        target = "fold" if unfolded else f"unfold-{key}"
        return Markup('<a class="name folded" role="button" aria-expanded="{}" href="#{}">{}</a>').format(
            str(unfolded).lower(), target, file
        ), NOTHING
    name, first = _name(record, begin)
    way = tongue(first)
    return Markup('<a class="name" href="#file-{}" {}>{}{}</a>').format(key, way, name, file), way


def _facts(catalogue: Catalogue, record: FileRecord) -> Markup:
    """What a reader asks of an article: its site, its day, and whether something of it is missing."""
    if record.status != "indexed":
        return NOTHING
    facts = [both("read_partly")] if record.reason else []
    facts += [count_articles(record.articles)] if record.articles > 1 else []
    address = next((article.url for article in catalogue.articles(record, 1)), "") if record.articles == 1 else ""
    facts += [in_figures(escape_text(part)) for part in (host_of(address), record.date) if part]
    facts += [remarked(one) for one in record.remarks]
    return Markup().join(Markup("<span>{}</span>").format(fact) for fact in facts)


def _more(record: FileRecord) -> Markup:
    """How a file was read and what was made of it, on demand; nothing of one that was not read."""
    if record.status != "indexed":
        return NOTHING
    told = [count(record.passages, "passages"), count(record.characters, "characters")]
    told += [in_figures(escape_text(record.encoding))] if record.encoding else []
    listed = Markup().join(Markup("<span>{}</span>").format(one) for one in told)
    return Markup('<details class="more"><summary>{}</summary><p class="facts">{}</p></details>').format(
        both("details"), listed
    )


def _links(record: FileRecord, key: str, may_change: bool, original: bool) -> Markup:
    links = []
    if original and record.source.lower().endswith(PAGED):
        link = Markup('<a class="quiet" href="/isnad/file/{}" target="_blank" rel="noopener">{}</a>')
        links.append(link.format(key, both("original")))
    elif original:
        links.append(Markup('<a class="quiet" href="/isnad/file/{}">{}</a>').format(key, word("reader_save")))
    if may_change:
        link = Markup('<a class="quiet remove" role="button" href="#remove-{}">{}</a>')
        links.append(link.format(key, both("remove")))
    return Markup().join(links)


def _choice(record: FileRecord, key: str, scope: SourceFilter) -> Markup:
    if record.status != "indexed":
        return Markup('<span class="mark" aria-hidden="true"></span>')
    on = str(record.source in scope.sources).lower()
    name = escape_exact(plain_name(record.title or record.source))
    return Markup('<a class="choice" role="checkbox" aria-checked="{}" href="#choose-{}" aria-label="{}"></a>').format(
        on, key, name
    )


def _name(record: FileRecord, begin: Callable[[FileRecord], str]) -> tuple[Markup, str]:
    """A file's title and first words as HTML, or the one it has; and the first of them, for its direction."""
    title = record.title.strip()
    named = Markup("<strong {}>{}</strong>").format(tongue(title), escape_text(title)) if title else NOTHING
    if record.status != "indexed" or record.articles != 1 or record.characters > BRIEF:
        return named, title
    text = begin(record).lstrip().removeprefix(title)[: 4 * FIRST_CHARACTERS]
    whole = " ".join(text.split())
    words = whole[:FIRST_CHARACTERS].strip()
    if not words:
        return named, title
    cut = "…" if len(whole) > FIRST_CHARACTERS else ""
    first = Markup('<em class="{}" {}>{}{}</em>').format(
        "under" if title else "", tongue(words), escape_text(words), cut
    )
    return named + first, title or words


def _inside(catalogue: Catalogue, record: FileRecord, shelf: ListState) -> Markup:
    """The articles of one file that holds many."""
    key, last = key_of(record.source), (record.articles - 1) // ARTICLES_PER_PAGE
    page = min(shelf.inside, last)
    listed = catalogue.articles(record, ARTICLES_PER_PAGE, page * ARTICLES_PER_PAGE)
    items = Markup().join(Markup("<li>{}</li>").format(_article(key, article)) for article in listed)
    pager = _pager(f"inside-{key}", page, last, record.articles, ARTICLES_PER_PAGE)
    return Markup('<ol class="inside">{}</ol>{}').format(items, pager)


def _article(key: str, article: ArticleRecord) -> Markup:
    title = article.title.strip() or article.source
    return Markup('<a href="#article-{key}-{article}" {tongue}><span {tongue}>{title}</span>{date}</a>').format(
        key=key,
        article=key_of(article.source),
        tongue=tongue(title),
        title=escape_text(title),
        date=file_name(article.date) if article.date else NOTHING,
    )


def _pager(event: str, page: int, last: int, number: int, size: int) -> Markup:
    if not last:
        return NOTHING
    first = page * size + 1
    here, total = f"{first:,}–{min(first + size - 1, number):,}", f"{number:,}"
    link = Markup('<a class="quiet" role="button" href="#{}-{}">{}</a>')
    before = link.format(event, page - 1, both("previous")) if page else NOTHING
    after = link.format(event, page + 1, both("next")) if page < last else NOTHING
    arabic = escape_sentence(COUNTED["page_range"]["ar"]).format(range=in_figures(here), total=total)
    of = in_both(arabic, say("page_range", "en", range=here, total=total))
    return Markup('<p class="pager">{}<span>{}</span>{}</p>').format(before, of, after)


def reason(record: FileRecord) -> Markup:
    """Why a file, or a part of it, was not read, in both languages."""
    if record.reason not in REFUSALS:
        return escape_text(record.reason)
    return said(record.reason, why_refused, source=record.source, detail=record.detail)


def _moment(synced: str) -> Markup:
    """A moment in UTC, shown in this machine's own time."""
    try:
        moment = datetime.fromisoformat(synced).astimezone()
    except ValueError:
        return NOTHING
    return in_figures(f"{moment:%Y-%m-%d %H:%M}")
