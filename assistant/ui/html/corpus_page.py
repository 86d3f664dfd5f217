"""The corpus page as HTML: totals of the index, and its files with what became of each, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from assistant.messages import REFUSALS, say, why_refused
from assistant.ui.catalogue import CHOSEN, EVERY, REFUSED, Catalogue, key_of
from assistant.ui.html.escape import escape_exact, escape_text, file_name, plain_name, tongue
from assistant.ui.html.frame import close, empty
from assistant.ui.html.labels import both, in_both, said
from assistant.ui.html.plurals import count, count_articles, size
from assistant.ui.state import ListState, SourceFilter
from vectorstore.ledger.rows import ArticleRecord, FileRecord, IndexFacts

FILES_PER_PAGE = 50
"""Files on one page of the list: what a person leafs through; more are searched."""

ARTICLES_PER_PAGE = 20
"""Articles on one page below an unfolded file."""

FIRST_CHARACTERS = 160
"""Characters of an article without a title that are listed in its place (two lines)."""

BRIEF = 200_000
"""Characters of a text up to which it is read for its first words; a longer one is listed by its name."""


def preparing() -> str:
    """The head of the page before there is a list."""
    return f'<section class="listed"><header><h2 tabindex="-1">{both("articles")}</h2>{close()}</header></section>'


def head(catalogue: Catalogue, facts: IndexFacts, corpus: str, model: str | None, may_change: bool) -> str:
    """Heading, totals, and what can be done with the whole corpus."""
    totals = catalogue.totals
    rows = [
        ("folder", f'<bdi dir="ltr">{escape_text(corpus)}</bdi>'),
        ("indexed", count(totals.indexed, "files")),
        ("passages", f"{totals.passages:,}"),
        ("characters", f"{totals.characters:,}"),
        ("index_size", size(facts.bytes)),
        ("model", f'<bdi dir="ltr">{escape_text(model)}</bdi>' if model else both("bundled_model")),
        ("synced", _moment(facts.synced)),
    ]
    if totals.refused:
        rows.insert(2, ("refused", count(totals.refused, "files")))
    listed = "".join(f"<li><span>{both(label)}</span> <b>{value}</b></li>" for label, value in rows if value)
    tools = f'<button type="button" class="quiet do-sync">{both("sync_now")}</button>'
    if may_change:
        tools = f'<button type="button" class="plain do-upload">{both("add_files")}</button>{tools}'
    if totals.refused:
        tools += f'<button type="button" class="quiet do-retry-refused">{both("try_refused")}</button>'
    drop = f'<p class="aside drop">{both("drop_here")}</p>' if may_change else ""
    return (
        f'<section class="listed"><header><h2 tabindex="-1">{both("articles")}</h2>'
        f'<span class="count">{count_articles(totals.articles)}</span>{close()}</header>'
        f'<div class="tools">{tools}</div>{drop}'
        f'<details class="totals"><summary>{both("about_index")}</summary><ul>{listed}</ul></details></section>'
    )


def rows(
    catalogue: Catalogue,
    shelf: ListState,
    scope: SourceFilter,
    begin: Callable[[FileRecord], str],
    corpus: str,
    may_change: bool,
    original: bool = True,
) -> str:
    """The files that the shelf shows; `begin` gives the text of a file's one article, which has no title.

    `original`: whether the files themselves can be opened."""
    if not catalogue.files:
        return empty(corpus)
    found = catalogue.find(shelf.words, shelf.kind, scope.sources)
    last = max(0, (len(found) - 1) // FILES_PER_PAGE)
    page = min(shelf.page, last)
    visible = found[page * FILES_PER_PAGE : (page + 1) * FILES_PER_PAGE]
    items = "".join(_file(catalogue, record, shelf, scope, begin, may_change, original) for record in visible)
    body = f'<ol class="files">{items}</ol>' if visible else f'<p class="none">{both("none_found")}</p>'
    pager = _pager("page", page, last, len(found), FILES_PER_PAGE)
    return f'<div class="shelf">{_kinds(catalogue, shelf, scope)}{_choosing(found, shelf, scope)}{body}{pager}</div>'


def _kinds(catalogue: Catalogue, shelf: ListState, scope: SourceFilter) -> str:
    """All files, those that were not read, those that are chosen: links, where there are any."""
    numbers = {EVERY: len(catalogue.files), REFUSED: catalogue.totals.refused, CHOSEN: len(scope.sources)}
    links = "".join(
        f'<a class="kind" role="button" href="#only-{kind}" aria-pressed="{str(kind == shelf.kind).lower()}">'
        f'{both(f"only_{kind}")} <span class="figure">{number:,}</span></a>'
        for kind, number in numbers.items()
        if number or kind == EVERY or kind == shelf.kind
    )
    return f'<div class="kinds">{links}</div>'


def _choosing(found: Sequence[FileRecord], shelf: ListState, scope: SourceFilter) -> str:
    """Choose all that were found, or none: the way to limit a question to thousands of files."""
    links = []
    indexed = [record.source for record in found if record.status == "indexed"]
    if indexed and shelf.words.strip() and not scope.sources.issuperset(indexed):
        links.append(f'<a role="button" href="#choose-found">{both("choose_found")}</a>')
    if scope:
        links.append(f'<a role="button" href="#choose-none">{both("choose_none")}</a>')
    return f'<p class="choosing">{"".join(links)}</p>' if links else f'<p class="aside">{both("choose_how")}</p>'


def _file(
    catalogue: Catalogue,
    record: FileRecord,
    shelf: ListState,
    scope: SourceFilter,
    begin: Callable[[FileRecord], str],
    may_change: bool,
    original: bool,
) -> str:
    key = key_of(record.source)
    many = record.articles > 1
    name, first = _name(record, begin)
    facts = [both("read" if not record.reason else "read_partly")] if record.status == "indexed" else []
    if record.status == "indexed":
        facts += [count_articles(record.articles)] if many else []
        facts += [count(record.passages, "passages"), count(record.characters, "characters")]
        facts += [f'<bdi dir="ltr">{escape_text(part)}</bdi>' for part in (record.encoding, record.date) if part]
    about = "".join(f"<span>{fact}</span>" for fact in facts)
    why = f'<p class="why">{reason(record)}</p>' if record.reason else ""
    file = file_name(record.source)
    if record.status != "indexed":
        title = f'<span class="name">{file}</span>'
    elif many:
        unfolded = shelf.unfolded == key
        target = "fold" if unfolded else f"unfold-{key}"
        title = (
            f'<a class="name folded" role="button" aria-expanded="{str(unfolded).lower()}" href="#{target}">{file}</a>'
        )
    else:
        title = f'<a class="name" href="#file-{key}" {tongue(first)}>{name}{file}</a>'
    links = ""
    if original:
        links = f'<a class="quiet" href="/isnad/file/{key}" target="_blank" rel="noopener">{both("original")}</a>'
    if may_change:
        links += f'<a class="quiet remove" role="button" href="#remove-{key}">{both("remove")}</a>'
    inside = _inside(catalogue, record, shelf) if many and shelf.unfolded == key else ""
    state = "refused" if record.status != "indexed" else "indexed"
    return (
        f'<li class="{state}">{_choice(record, key, scope)}<div class="about">{title}'
        f'<p class="facts">{about}</p>{why}<p class="links">{links}</p></div>{inside}</li>'
    )


def _choice(record: FileRecord, key: str, scope: SourceFilter) -> str:
    if record.status != "indexed":
        return '<span class="mark" aria-hidden="true"></span>'
    on = str(record.source in scope.sources).lower()
    name = escape_exact(plain_name(record.title or record.source))
    return f'<a class="choice" role="checkbox" aria-checked="{on}" href="#choose-{key}" aria-label="{name}"></a>'


def _name(record: FileRecord, begin: Callable[[FileRecord], str]) -> tuple[str, str]:
    """A file's title as HTML, its first words where it has none; and the text, for its direction."""
    title = record.title.strip()
    if title:
        return f"<strong {tongue(title)}>{escape_text(title)}</strong>", title
    if record.status != "indexed" or record.articles != 1 or record.characters > BRIEF:
        return "", ""
    words = " ".join(begin(record)[:FIRST_CHARACTERS].split())
    if not words:
        return "", ""
    return f"<em {tongue(words)}>{escape_text(words)}…</em>", words


def _inside(catalogue: Catalogue, record: FileRecord, shelf: ListState) -> str:
    """The articles of one file that holds many."""
    key, last = key_of(record.source), (record.articles - 1) // ARTICLES_PER_PAGE
    page = min(shelf.inside, last)
    listed = catalogue.articles(record, ARTICLES_PER_PAGE, page * ARTICLES_PER_PAGE)
    items = "".join(f"<li>{_article(key, article)}</li>" for article in listed)
    return f'<ol class="inside">{items}</ol>{_pager(f"inside-{key}", page, last, record.articles, ARTICLES_PER_PAGE)}'


def _article(key: str, article: ArticleRecord) -> str:
    title = article.title.strip() or article.source
    date = file_name(article.date) if article.date else ""
    return (
        f'<a href="#article-{key}-{key_of(article.source)}" {tongue(title)}>'
        f"<span {tongue(title)}>{escape_text(title)}</span>{date}</a>"
    )


def _pager(event: str, page: int, last: int, number: int, size: int) -> str:
    if not last:
        return ""
    first = page * size + 1
    here, total = f"{first:,}–{min(first + size - 1, number):,}", f"{number:,}"
    before = f'<a class="quiet" role="button" href="#{event}-{page - 1}">{both("previous")}</a>' if page else ""
    after = f'<a class="quiet" role="button" href="#{event}-{page + 1}">{both("next")}</a>' if page < last else ""
    arabic = say("page_range", "ar", range=f'<bdi dir="ltr">{here}</bdi>', total=total)
    of = in_both(arabic, say("page_range", "en", range=here, total=total))
    return f'<p class="pager">{before}<span>{of}</span>{after}</p>'


def reason(record: FileRecord) -> str:
    """Why a file, or a part of it, was not read, in both languages."""
    if record.reason not in REFUSALS:
        return escape_text(record.reason)
    return said(record.reason, why_refused, source=record.source, detail=record.detail)


def _moment(synced: str) -> str:
    """A moment in UTC, shown in this machine's own time."""
    try:
        moment = datetime.fromisoformat(synced).astimezone()
    except ValueError:
        return ""
    return f'<bdi dir="ltr">{moment:%Y-%m-%d %H:%M}</bdi>'
