"""What each source says to a question, as a table in the panel: verbatim quotes, what differs, and «not mentioned»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from assistant.sources.cells import Cell, Conflict
from assistant.sources.comparison import Comparison, Row
from assistant.types import Citation
from assistant.ui.catalogue import key_of
from assistant.ui.html.article_panel import to_list
from assistant.ui.html.escape import NOTHING, escape_text, file_name, tongue
from assistant.ui.html.frame import close
from assistant.ui.html.labels import both, facts, said
from vectorstore.controls import UNQUOTED
from vectorstore.types import Span

DIFFERS = {
    "number": "differ_number", "day": "differ_day", "name": "differ_name", "denial": "differ_denial",
    "office": "differ_office", "attended": "differ_attended",
}  # fmt: skip
"""What is said of a difference of each kind."""

_PAGE = Markup(
    '<article class="opened sides" data-number="{number}"><header>{back}{close}</header>'
    '<div class="title"><div class="named"><h2 tabindex="-1">{title}</h2>{asked}</div>{tools}</div>'
    '<div class="scroll">{body}</div></article>'
)
_TABLE = Markup(
    '<table role="table"><caption class="sr">{caption}</caption><thead class="sr"><tr role="row">'
    '<th role="columnheader" scope="col">{source}</th><th role="columnheader" scope="col">{said}</th></tr></thead>'
    "{bodies}</table>"
)
_ROW = Markup(
    '<tr role="row"><th role="rowheader" scope="row">{title}{file}{facts}{copied}</th><td role="cell">{said}</td></tr>'
)


def table(compared: Comparison, turn: int, files: Mapping[str, str], number: int) -> Markup:
    """The table of a question of the conversation, the `turn`th; `files`: the file of each article.

    `number` tells this drawing from the one before, which may hold the same.
    """
    spoken = compared.standalone.strip() or compared.question
    asked = Markup('<p class="question" {}>{}</p>').format(tongue(spoken), escape_text(spoken))
    if any(row.mentioned for row in compared.rows):
        told = Markup('<p class="aside">{}</p>').format(both("compare_how"))
    else:
        told = Markup('<p class="why">{}</p>').format(both("compare_none"))
    bodies = Markup().join(_groups(compared, turn, files))
    listed = _TABLE.format(
        caption=both("compare_sources"), source=both("compare_source"), said=both("compare_said"), bodies=bodies
    )
    body = told + _differences(compared.differences, turn, files) + (listed if bodies else NOTHING)
    export = Markup('<div class="tools"><a class="quiet" role="button" href="#export-compare-{}">{}</a></div>')
    return _PAGE.format(
        number=number, back=to_list(), close=close(), title=both("compare_sources"), asked=asked, body=body,
        tools=export.format(turn, both("export")) if bodies else NOTHING,
    )  # fmt: skip


def failed(sentence: Markup, number: int) -> Markup:
    """Why there is no table."""
    why = Markup('<p class="failure" role="alert">{}</p>').format(sentence)
    return _PAGE.format(
        number=number, back=to_list(), close=close(), title=both("compare_sources"), asked=NOTHING, body=why,
        tools=NOTHING,
    )  # fmt: skip


def back(turn: int) -> Markup:
    """The way from an opened quote back to its table."""
    return Markup('<a class="quiet back" href="#compare-{}">{}</a>').format(turn, both("compare_back"))


def _groups(compared: Comparison, turn: int, files: Mapping[str, str]) -> Sequence[Markup]:
    """The rows, happening by happening, those of the most sources first; headed where there are several."""
    sizes = {row.event: sum(other.event == row.event for other in compared.rows) for row in compared.rows}
    several = [event for event, size in sizes.items() if event and size > 1]

    def place(row: Row) -> tuple[bool, int]:
        return (row.event not in several, several.index(row.event) if row.event in several else 0)

    groups = [(key, list(rows)) for key, rows in groupby(sorted(compared.rows, key=place), key=place)]
    made = []
    for (alone, _), rows in groups:
        head = NOTHING
        if len(groups) > 1:
            label = both("compare_others" if alone else "compare_event")
            head = Markup('<tr role="row" class="group"><th role="rowheader" scope="rowgroup" colspan="2">{}</th></tr>')
            head = head.format(label)
        drawn = Markup().join(_row(row, compared.differences, turn, files) for row in rows)
        made.append(Markup('<tbody role="rowgroup">{}{}</tbody>').format(head, drawn))
    return made


def _row(row: Row, differences: Sequence[Conflict], turn: int, files: Mapping[str, str]) -> Markup:
    title = NOTHING
    if row.title:
        title = Markup("<strong {}>{}</strong>").format(tongue(row.title), escape_text(row.title))
    told = facts(row.date, None)
    quotes = Markup().join(_quote(citation, differences, turn, files) for citation in row.citations)
    silent = Markup('<span class="silent">{}</span>').format(said("not_said"))
    copied = Markup('<p class="copied">{}</p>').format(said("copy_of", source=row.copy_of)) if row.copy_of else NOTHING
    return _ROW.format(
        title=title,
        file=file_name(row.source),
        facts=Markup('<span class="facts">{}</span>').format(told) if told else NOTHING,
        copied=copied,
        said=quotes or silent,
    )


def _quote(citation: Citation, differences: Sequence[Conflict], turn: int, files: Mapping[str, str]) -> Markup:
    """A quote with the words set off that answer, those marked that differ elsewhere, and its marker."""
    differing = [
        (place, one.kind)
        for one in differences
        for cell, place in zip((one.one, one.other), one.places, strict=True)
        if cell.citation == citation and one.kind != "denial"
    ]
    return Markup('<p class="said" {}>«{}»{}</p>').format(
        tongue(citation.quote), _marked(citation, dict(differing)), _marker(citation, turn, files)
    )


def _marked(citation: Citation, differing: Mapping[Span, str]) -> Markup:
    pieces, place = [], citation.start
    for (start, end), kind in sorted(differing.items()):
        if start < place:
            continue  # two differences in the same words are marked once
        words = _plain(citation, start, end)
        mark = Markup('<mark class="differs {}">{}</mark>').format(kind, words)
        pieces += [_plain(citation, place, start), mark]
        place = end
    return Markup().join([*pieces, _plain(citation, place, citation.end)])


def _plain(citation: Citation, start: int, end: int) -> Markup:
    """A stretch of a quote on one line; the line breaks of a file are no breaks of its sentences."""
    text = citation.quote[start - citation.start : end - citation.start]
    folded = " ".join(text.split())
    before, after = (" " if text[place : place + 1].isspace() else "" for place in (0, len(text) - 1))
    return escape_text(UNQUOTED.sub("", f"{before}{folded}{after}" if folded else before))


def _marker(citation: Citation, turn: int, files: Mapping[str, str], words: Span | None = None) -> Markup:
    first, last = words or citation.answer or (0, 0)
    return Markup(
        ' <a class="marker" href="#found-{}-{}-{}-{}-{}-{}-compare-{}"><span class="sr">{} </span>{}</a>'
    ).format(
        key_of(files[citation.source]), key_of(citation.source), citation.start, citation.end, first, last, turn,
        both("compare_source"), citation.marker,
    )  # fmt: skip


def _differences(found: Sequence[Conflict], turn: int, files: Mapping[str, str]) -> Markup:
    """What differs, each kind named, with the words of both sides."""
    if not found:
        return NOTHING
    items = Markup().join(
        Markup('<li><span class="tag">{}</span>{}{}</li>').format(
            said(DIFFERS[one.kind]),
            _side(one.one, one.places[0], turn, files),
            _side(one.other, one.places[1], turn, files),
        )
        for one in found
    )
    return Markup('<section class="differing"><h3>{}</h3><ul>{}</ul></section>').format(both("compare_differ"), items)


def _side(cell: Cell, place: Span, turn: int, files: Mapping[str, str]) -> Markup:
    words = " ".join(cell.text.split())
    return Markup('<span class="side"><bdi {}>«{}»</bdi>{}</span>').format(
        tongue(words), escape_text(words), _marker(cell.citation, turn, files, place)
    )
