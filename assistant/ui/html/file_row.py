"""A file in the list of the corpus page: its name and first words, what became of it, and the articles inside."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from assistant.export.links import host_of
from assistant.messages import COUNTED, REFUSALS, say, why_refused
from assistant.ui.catalogue import Catalogue, key_of
from assistant.ui.html.escape import NOTHING, escape_exact, escape_sentence, escape_text, file_name, plain_name, tongue
from assistant.ui.html.labels import both, in_both, in_figures, remarked, said
from assistant.ui.html.plurals import count, count_articles
from assistant.ui.html.reader_bar import PAGED, word
from assistant.ui.state import ListState, SourceFilter
from vectorstore.ledger.rows import ArticleRecord, FileRecord

ARTICLES_PER_PAGE = 20
"""Articles on one page below an unfolded file."""

FIRST_CHARACTERS = 160
"""Characters of an article without a title that are listed in its place (two lines)."""

BRIEF = 200_000
"""Characters of a text up to which it is read for its first words; a longer one is listed by its name."""


_FILE = Markup(
    '<li class="{state}">{choice}<div class="about">{title}<p class="facts" {way}>{facts}</p>{why}{more}'
    '<p class="links">{links}</p></div>{inside}</li>'
)


def file_row(
    catalogue: Catalogue,
    record: FileRecord,
    shelf: ListState,
    scope: SourceFilter,
    begin: Callable[[FileRecord], str],
    may_change: bool,
    original: bool,
) -> Markup:
    """An item of the list; `begin` and `original` as for `corpus_page.rows`."""
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


def _title(record: FileRecord, key: str, unfolded: bool, begin: Callable[[FileRecord], str]) -> tuple[Markup, Markup]:
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
    leaves = pager(f"inside-{key}", page, last, record.articles, ARTICLES_PER_PAGE)
    return Markup('<ol class="inside">{}</ol>{}').format(items, leaves)


def _article(key: str, article: ArticleRecord) -> Markup:
    title = article.title.strip() or article.source
    return Markup('<a href="#article-{key}-{article}" {tongue}><span {tongue}>{title}</span>{date}</a>').format(
        key=key,
        article=key_of(article.source),
        tongue=tongue(title),
        title=escape_text(title),
        date=file_name(article.date) if article.date else NOTHING,
    )


def pager(event: str, page: int, last: int, number: int, size: int) -> Markup:
    """Which part of a list this is, with links to the ones before and after; nothing where there is one alone."""
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
