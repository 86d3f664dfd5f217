"""A briefing as HTML: its sections, every sentence a link that opens its article, and the ways to take it away."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

from assistant.export.briefings import silent_of
from assistant.sources.briefing import Briefing, Item, Section
from assistant.types import Citation
from assistant.ui.catalogue import key_of
from assistant.ui.html.escape import NOTHING, escape_text, file_name, tongue
from assistant.ui.html.labels import LANGUAGES, both, facts, in_both, said

_SPACES = re.compile(r"\s+")

WAYS = {"docx": "export_docx", "pdf": "export_pdf", "html": "export_html", "md": "export_md", "json": "export_json"}
"""The formats of a file, the most asked for first, and what each is called."""

_PAGE = Markup(
    '<article class="briefing"><h3 class="named" tabindex="-1">{title}</h3><p class="aside">{how}</p>{read}'
    '<p class="ways" role="group">{back}{ways}<button type="button" class="quiet" data-taken="print">{print}</button>'
    '</p><p class="state" role="status"></p>{sections}</article>'
)
_WAY = Markup('<button type="button" class="quiet" data-taken="{}">{}</button>')
_SECTION = Markup("<section><h4>{}</h4>{}{}</section>")
_QUOTE = Markup(
    '<a class="cell" href="#found-{file}-{article}-{start}-{end}-{first}-{last}"><q {way}>{before}{part}{after}</q></a>'
    ' <span class="facts">{name} {facts}</span>'
)


def button(about: str, label: str = "brief") -> Markup:
    """What asks for a briefing: `about` as in `ui.briefings`."""
    return Markup('<button type="button" class="quiet" data-brief="{}">{}</button>').format(about, both(label))


def working() -> Markup:
    """While it is made."""
    return Markup('<div class="none working"><p>{}</p></div>').format(both("brief_making"))


def page(briefing: Briefing, back: Markup, files: Mapping[str, str]) -> Markup:
    """The page; `back` leads to where it was asked for, `files` has the file of each article."""
    title = " ".join(briefing.title.split())
    read = NOTHING
    if briefing.read < briefing.articles:
        told = said("brief_read", read=f"{briefing.read:,}", articles=f"{briefing.articles:,}")
        read = Markup('<p class="aside">{}</p>').format(told)
    ways = Markup().join(_WAY.format(ending, both(label)) for ending, label in WAYS.items())
    return _PAGE.format(
        title=said("brief_of", title=title) if title else said("brief_all"), how=said("brief_how"), read=read,
        back=back, ways=ways, print=both("print"),
        sections=Markup().join(_section(one, files) for one in briefing.sections),
    )  # fmt: skip


def _section(section: Section, files: Mapping[str, str]) -> Markup:
    items = Markup().join(_item(item, files) for item in section.items)
    told = NOTHING
    if section.silent:
        what = in_both(*(escape_text(silent_of(section, language)) for language in LANGUAGES))
        told += Markup('<p class="silent">{}</p>').format(what)
    if section.is_cut:
        told += Markup('<p class="aside">{}</p>').format(
            said("brief_some", shown=len(section.items), total=section.total)
        )
    if not section.items and not section.silent:
        told += Markup('<p class="silent">{}</p>').format(said(f"{section.code}_none"))
    return _SECTION.format(said(section.code), Markup("<ul>{}</ul>").format(items) if items else NOTHING, told)


def _item(item: Item, files: Mapping[str, str]) -> Markup:
    words = " ".join(item.label.split())
    label = Markup("<bdi>{}</bdi> ").format(escape_text(words)) if words else NOTHING
    label += Markup("<small>{}</small>").format(said(item.code)) if item.code else NOTHING
    head = Markup('<p class="when">{}</p>').format(label) if label else NOTHING
    quotes = Markup().join(Markup("<p>{}</p>").format(_quote(one, files)) for one in item.citations)
    way = tongue(item.citations[0].quote) if item.citations else NOTHING
    return Markup("<li {}>{}{}</li>").format(way, head, quotes)


def _quote(one: Citation, files: Mapping[str, str]) -> Markup:
    first, last = one.answer or (one.start, one.start)
    before, part, after = (  # the line breaks of a file are no breaks of its sentences
        escape_text(_SPACES.sub(" ", one.quote[start - one.start : end - one.start]))
        for start, end in ((one.start, first), (first, last), (last, one.end))
    )
    return _QUOTE.format(
        file=key_of(files.get(one.source, one.source)), article=key_of(one.source), start=one.start, end=one.end,
        first=one.answer[0] if one.answer else 0, last=one.answer[1] if one.answer else 0, way=tongue(one.quote),
        before=before, part=Markup("<b>{}</b>").format(part) if one.answer else NOTHING, after=after,
        name=file_name(one.source), facts=facts(one.date, one.page, scanned=one.ocr),
    )  # fmt: skip
