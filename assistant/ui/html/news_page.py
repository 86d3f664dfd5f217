"""What is new as HTML: articles that came, changed, moved or went, what people say in them, and happenings; every quote
opens its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from assistant.names.register import Name
from assistant.sources.news import ArticleNews, Happened, News, Statement
from assistant.types import Citation
from assistant.ui.html.escape import NOTHING, escape_text, file_name, tongue
from assistant.ui.html.events_page import quoted
from assistant.ui.html.labels import said
from assistant.ui.html.plurals import count

PERIODS = (("last", "news_since_visit"), ("yesterday", "news_yesterday"), ("week", "news_week"), ("all", "news_all"))

MOST = 50
"""Articles of one group that are shown."""

_GROUP = Markup('<section class="news"><h3>{title} <span class="figure">{number}</span></h3>'
                '<ul class="moments">{items}</ul></section>')  # fmt: skip


def page(news: News, asked: str, files: Mapping[str, str]) -> Markup:
    """The groups that have something in them, below from when on they are."""
    groups = Markup().join(
        _articles(title, found, files)
        for title, found in (
            ("news_added", news.added), ("news_changed", news.changed), ("news_moved", news.moved),
            ("news_removed", news.removed),
        )
    )  # fmt: skip
    groups += _statements(news.statements or (), files) + _events(news.events or (), files)
    told = Markup('<p class="aside">{}</p>').format(said("news_how"))
    if news.none:
        told += Markup('<p class="aside">{}</p>').format(said("news_no_visit"))
    if not news.reaches_back:
        told += Markup('<p class="aside">{}</p>').format(said("news_recorded", when=_time(news.recorded)))
    if news.read < news.total:
        words = said("news_cut", read=f"{news.read:,}", total=f"{news.total:,}")
        told += Markup('<p class="aside">{}</p>').format(words)
    nothing = NOTHING if groups else Markup('<div class="none"><p>{}</p></div>').format(said("news_nothing"))
    waits = NOTHING
    if news.statements is None or news.events is None:
        waits = Markup('<p class="aside" role="status">{}</p>').format(said("news_waits"))
    return _periods(asked) + told + groups + nothing + waits


def notice(number: int) -> Markup:
    """So many articles came since the last visit."""
    return Markup(
        '<p class="newly" role="status"><span>{}</span> <button type="button" class="plain-line" data-newly="look">{}'
        '</button> <button type="button" class="quiet" data-newly="hide">{}</button></p>'
    ).format(count(number, "new_articles"), said("news_look"), said("news_dismiss"))


def _periods(asked: str) -> Markup:
    drawn = Markup().join(
        Markup('<button type="button" class="kind" data-since="{}" aria-pressed="{}">{}</button>').format(
            period, "true" if period == asked else "false", said(label)
        )
        for period, label in PERIODS
    )
    day = asked if asked[:1].isdigit() else ""
    return Markup(
        '<div class="views periods" role="group">{}<label><span>{}</span> '
        '<input type="date" data-since-day value="{}"/></label></div>'
    ).format(drawn, said("news_day"), day)


def _time(iso: str) -> str:
    """A moment of the ledger as it is shown: to the minute, UTC."""
    return iso.replace("T", " ")[:16] + " UTC" if iso else "—"


def _articles(title: str, found: Sequence[ArticleNews], files: Mapping[str, str]) -> Markup:
    if not found:
        return NOTHING
    items = Markup().join(_article(title, one, files) for one in found[:MOST])
    return _group(title, len(found), items)


def _group(title: str, number: int, items: Markup) -> Markup:
    return _GROUP.format(title=said(title), number=f"{number:,}", items=items)


def _article(group: str, one: ArticleNews, files: Mapping[str, str]) -> Markup:
    title = NOTHING
    if one.title.strip():
        title = Markup("<strong {}>{}</strong> ").format(tongue(one.title), escape_text(one.title))
    published = said("news_published", when=one.published) if one.published else NOTHING
    indexed = said("news_gone_at" if group == "news_removed" else "news_indexed", when=_time(one.indexed))
    facts = [published, indexed]
    if group == "news_changed":
        facts.append(said("news_sentences", fresh=f"{one.fresh:,}", gone=f"{one.gone:,}"))
    if one.before:
        facts.append(said("news_before", source=one.before))
    told = Markup().join(Markup("<span>{}</span>").format(fact) for fact in facts if fact)
    quotes = Markup().join(_quote(quote, files) for quote in one.quotes)
    read = one.title.strip() or " ".join(quote.quote for quote in one.quotes[:1])
    name = file_name(one.source) if one.source else said("news_nameless")
    return Markup('<li class="moment" {}>{}{}<p class="facts">{}</p>{}</li>').format(
        tongue(read) if read else NOTHING, title, name, told, quotes
    )


def _quote(one: Citation, files: Mapping[str, str]) -> Markup:
    words = " ".join(one.quote.split())
    return Markup("<p>{}</p>").format(
        quoted(one, one.answer, files, Markup("<q {}>{}</q>").format(tongue(words), escape_text(words)))
    )


def _place(one: Citation) -> Markup:
    return Markup('<p class="facts">{}</p>').format(file_name(one.source))


def _statements(found: Sequence[Statement], files: Mapping[str, str]) -> Markup:
    """What each person said, together."""
    if not found:
        return NOTHING
    by_name: dict[str, tuple[Name, list[Citation]]] = {}
    for one in found:
        by_name.setdefault(one.name.key, (one.name, []))[1].append(one.citation)
    items = Markup().join(
        Markup('<li class="moment" {}><strong {}>{}</strong>{}</li>').format(
            tongue(quotes[0].quote),
            tongue(name.text),
            escape_text(name.text),
            Markup().join(map(Markup().join, ((_quote(one, files), _place(one)) for one in quotes))),
        )
        for name, quotes in by_name.values()
    )
    return _group("news_statements", len(found), items)


def _events(found: Sequence[Happened], files: Mapping[str, str]) -> Markup:
    if not found:
        return NOTHING
    items = Markup().join(
        Markup('<li class="moment" {}><span class="tag">{}</span>{}<p class="facts">{}</p></li>').format(
            tongue(one.title.quote),
            said("news_event_known" if one.known else "news_event_new"),
            _quote(one.title, files),
            Markup().join(Markup("<span>{}</span>").format(file_name(source)) for source in one.added[:MOST]),
        )
        for one in found
    )
    return _group("news_events", len(found), items)
