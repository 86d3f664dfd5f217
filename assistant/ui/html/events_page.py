"""The events page as HTML: a card for each happening, every cell with its quote, and the dated sentences as a list that
`events.js` draws a line of time from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from assistant.sources.cards import EventCard, Source
from assistant.sources.cells import Cell, Conflict
from assistant.sources.chronology import Dated
from assistant.sources.survey import Survey
from assistant.types import Citation
from assistant.ui.catalogue import key_of
from assistant.ui.html import briefing_page
from assistant.ui.html.escape import NOTHING, escape_exact, escape_text, file_name, plain_name, tongue
from assistant.ui.html.labels import LANGUAGES, both, in_both, in_figures, said
from assistant.ui.html.plurals import counted
from assistant.ui.html.side_by_side import DIFFERS
from vectorstore.types import Span

WORKED_OUT = {"resolved": "when_resolved", "hijri": "when_hijri", "published": "when_published"}
"""What is said of a date that does not stand there as it is."""

_FRAME = Markup(
    '<section class="seeking happening"><header><h2 tabindex="-1">{title}</h2>'
    '<button type="button" class="quiet leave do-events">{back}</button></header>'
    '<div class="views" role="group"><button type="button" class="kind" data-view="events" aria-pressed="true">{cards}'
    '</button><button type="button" class="kind" data-view="timeline" aria-pressed="false">{line}</button>'
    '<button type="button" class="kind" data-view="news" aria-pressed="false">{news}</button></div>'
    '<p class="told" role="status"></p><div class="survey"></div></section>'
)


def frame() -> Markup:
    """The page before anything was asked for; `events.js` puts what was found into `.survey`."""
    return _FRAME.format(
        title=both("events_title"),
        back=both("search_back"),
        cards=both("events_cards"),
        line=both("events_line"),
        news=said("news_view"),
    )


def preparing(done: int, total: int) -> Markup:
    """While the articles are read."""
    bar = Markup('<progress max="{}" value="{}"></progress>').format(total, done) if total else NOTHING
    return Markup('<div class="none working"><p>{}</p>{}</div>').format(both("events_reading"), bar)


def cards(survey: Survey, found: Sequence[EventCard], skip: int, most: int, files: Mapping[str, str]) -> Markup:
    """A page of cards and the button for the next; before the first, how many there are and what was not read."""
    drawn = Markup().join(_card(card, files) for card in found)
    shown = skip + most
    more = NOTHING
    if shown < len(survey.events):
        button = Markup('<button type="button" class="more plain-line" data-skip="{}">{}</button>')
        more = button.format(shown, both("search_more"))
    head = _head(survey) if not skip else NOTHING
    return Markup('{}<ol class="happenings">{}</ol>{}').format(head, drawn, more)


def _head(survey: Survey) -> Markup:
    several = sum(len(sources) > 1 for sources in survey.events)
    if not survey.events:
        return Markup('<div class="none"><strong>{}</strong></div>').format(both("empty"))
    told = NOTHING
    if several:
        words = in_both(*(counted(several, "happenings", language) for language in LANGUAGES))
        told = Markup('<p class="summary">{}</p>').format(words)
    else:
        told = Markup('<p class="summary">{}</p>').format(both("events_none"))
    how = Markup('<p class="aside">{}</p>').format(both("events_how"))
    brief = Markup('<p class="ways">{}</p>').format(briefing_page.button("all", "brief_corpus"))
    return told + how + _cut(survey) + brief


def _cut(survey: Survey) -> Markup:
    if survey.read >= survey.total:
        return NOTHING
    told = said("events_cut", read=f"{survey.read:,}", total=f"{survey.total:,}")
    return Markup('<p class="aside">{}</p>').format(told)


_CARD = Markup(
    '<li class="card happened"><h3 {way}>{title}</h3><dl>{cells}</dl>{differing}<h4>{sources}</h4>'
    '<ul class="from">{from_}</ul><p class="ways">{brief}</p></li>'
)


def _card(card: EventCard, files: Mapping[str, str]) -> Markup:
    title = _linked(card.title, files) if card.title else _silent("not_stated")
    rows = [("event_place", [card.place]), ("event_day", [card.day]), ("event_published", [card.published])]
    cells = [_row(label, [cell for cell in found if cell], files) for label, found in rows]
    cells.append(_row("event_named", card.named, files))
    differing = NOTHING
    if card.differences:
        items = Markup().join(_conflict(one, files) for one in card.differences)
        differing = Markup('<details class="differing"><summary>{}</summary><ul>{}</ul></details>').format(
            both("compare_differ"), items
        )
    counted_sources = in_both(*(counted(card.reports, "sources", language) for language in LANGUAGES))
    return _CARD.format(
        way=tongue(card.title.text) if card.title else NOTHING, title=title,
        cells=Markup().join(cells), differing=differing, sources=counted_sources,
        from_=Markup().join(_source(source, files) for source in card.sources),
        brief=briefing_page.button(f"event-{key_of(card.sources[0].source)}"),
    )  # fmt: skip


def _silent(code: str) -> Markup:
    """That something is not stated."""
    return Markup('<span class="silent">{}</span>').format(said(code))


def _row(label: str, cells: Sequence[Cell], files: Mapping[str, str]) -> Markup:
    told = Markup().join(Markup("<span>{}</span>").format(_linked(cell, files)) for cell in cells)
    return Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(said(label), told or _silent("not_stated"))


def _linked(cell: Cell, files: Mapping[str, str]) -> Markup:
    """The words of a cell, which open the quote that they stand in and show it when pointed at."""
    words = " ".join(cell.text.split())
    shown = Markup("<bdi {}>{}</bdi>").format(tongue(words), escape_text(words))
    return quoted(cell.citation, _within(cell), files, shown)


def _within(cell: Cell) -> Span | None:
    words = cell.text.removesuffix("…")  # a title that is the beginning of a sentence
    at = cell.citation.quote.find(words)
    return (cell.citation.start + at, cell.citation.start + at + len(words)) if at >= 0 else None


def quoted(citation: Citation, words: Span | None, files: Mapping[str, str], shown: Markup) -> Markup:
    if citation.source not in files:
        return shown
    first, last = words or (0, 0)
    quote = plain_name(" ".join(citation.quote.split()))
    return Markup('<a class="cell" href="#found-{}-{}-{}-{}-{}-{}" title="{}">{}</a>').format(
        key_of(files[citation.source]), key_of(citation.source), citation.start, citation.end, first, last,
        escape_exact(quote), shown,
    )  # fmt: skip


def _conflict(one: Conflict, files: Mapping[str, str]) -> Markup:
    sides = NOTHING
    for cell, place in zip((one.one, one.other), one.places, strict=True):
        words = Markup("<bdi>«{}»</bdi>").format(escape_text(" ".join(cell.text.split())))
        sides += Markup('<span class="side">{}</span>').format(quoted(cell.citation, place, files, words))
    return Markup('<li><span class="tag">{}</span>{}</li>').format(said(DIFFERS[one.kind]), sides)


def _source(source: Source, files: Mapping[str, str]) -> Markup:
    title = NOTHING
    if source.title.strip():
        title = Markup("<strong {}>{}</strong>").format(tongue(source.title), escape_text(source.title))
    shown = title + file_name(source.source)
    if source.source in files:
        shown = Markup('<a href="#article-{}-{}">{}</a>').format(
            key_of(files[source.source]), key_of(source.source), shown
        )
    dated = in_figures(escape_text(source.date)) if source.date else NOTHING
    copied = Markup(" <em>{}</em>").format(said("copy_of", source=source.copy_of)) if source.copy_of else NOTHING
    return Markup('<li>{} <span class="facts">{}</span>{}</li>').format(shown, dated, copied)


_LINE = Markup(
    '<div class="drawn">{tools}<div class="canvas"></div></div>{told}{cut}<ol class="moments">{moments}</ol>'
)
_TOOLS = Markup(
    '<div class="zoom"><button type="button" class="quiet" data-zoom="in" data-name="zoom_in">+</button>'
    '<button type="button" class="quiet" data-zoom="out" data-name="zoom_out">−</button>'
    '<button type="button" class="quiet" data-zoom="all">{all}</button>'
    '<button type="button" class="quiet" data-zoom="print">{print}</button></div>'
)


def timeline(survey: Survey, files: Mapping[str, str]) -> Markup:
    """The dated sentences as a list, earliest first, and the place where `events.js` draws them."""
    if not survey.dated:
        return Markup('<div class="none"><p>{}</p></div>').format(both("timeline_none"))
    told = Markup('<p class="aside">{}</p>').format(both("timeline_how"))
    cut = _cut(survey)
    if survey.dated_total > len(survey.dated):
        words = said("timeline_cut", shown=f"{len(survey.dated):,}", total=f"{survey.dated_total:,}")
        cut += Markup('<p class="aside">{}</p>').format(words)
    moments = Markup().join(_moment(one, files) for one in survey.dated)
    tools = _TOOLS.format(all=both("zoom_all"), print=both("print"))
    return _LINE.format(tools=tools, told=told, cut=cut, moments=moments)


def _moment(one: Dated, files: Mapping[str, str]) -> Markup:
    quote = " ".join(one.citation.quote.split())
    written = " ".join(one.written.split())
    if one.how == "published" and written == quote:
        written = ""  # the headline is the first sentence, which stands below
    resolved = in_figures(escape_text(one.iso))
    words = Markup("<bdi {}>{}</bdi>").format(tongue(written), escape_text(written)) if written else NOTHING
    when = Markup("{} [{}]").format(words, resolved) if one.how != "published" else resolved + Markup(" ") + words
    how = Markup("<small>{}</small>").format(both(WORKED_OUT[one.how])) if one.how in WORKED_OUT else NOTHING
    shown = Markup("<q {}>{}</q>").format(tongue(quote), escape_text(quote))
    opened = quoted(one.citation, one.citation.answer, files, shown)
    return Markup('<li class="moment {}" data-when="{}" {}><p class="when">{} {}</p>{}{}</li>').format(
        one.how, one.iso, tongue(quote), when, how, opened, file_name(one.citation.source)
    )
