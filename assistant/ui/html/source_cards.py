"""The sources of an answer as cards below it, and the numbers in its lines that lead to them.

`changed`, wherever it is taken: the quotes that no longer hold (`Exchange.changed`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from markupsafe import Markup

from assistant.answering.render import in_pieces
from assistant.types import Answer, Citation
from assistant.ui.html.escape import NOTHING, emphasised, escape_exact, escape_text, file_name, plain_name, tongue
from assistant.ui.html.labels import SPOKEN, answer_label, facts
from assistant.ui.html.notebook_page import keep_link
from assistant.ui.html.plurals import also_in_files

_SPACE = re.compile(r"\s+")

CARD_CHARACTERS = 110
"""Characters that the three lines of a card hold for sure, at its narrowest."""

LEAD_CHARACTERS = 40
"""Characters kept before a part that answers and would lie beyond those lines."""


def sources(turn: int, answer: Answer, changed: Collection[str]) -> Markup:
    """The cards of what an answer quotes, folded away; further files of one quote stand on its card."""
    first = [citation for citation in answer.citations if not citation.also]
    if not first or answer.about == "corpus":  # whose lines are the articles themselves
        return NOTHING
    cards = Markup().join(_card(turn, citation, answer, "cite", changed) for citation in first)
    return Markup(
        '<details class="cited"><summary>{} <span class="figure">{}</span></summary>'
        '<div class="cards">{}</div></details>'
    ).format(answer_label("sources", answer.language), len(first), cards)


def nearest(turn: int, answer: Answer, changed: Collection[str]) -> Markup:
    """What came nearest where nothing answers; nothing of it where nothing came near."""
    if not answer.nearest:
        return NOTHING
    return Markup(
        '<div class="nearest"><h3><span class="tag">{}</span>{}</h3><div class="cards">{}</div></div>'
    ).format(
        answer_label("not_answer", answer.language),
        answer_label("nearest", answer.language),
        Markup().join(_card(turn, citation, answer, "near", changed) for citation in answer.nearest),
    )


_CARD = Markup(
    '<div class="card {act}{lost}" {tongue}><a class="open" href="#{act}-{turn}-{marker}">{number}'
    '<span class="head">{title}{file}{facts}</span><q {quote_tongue}>{quote}</q></a>{also}{keep}</div>'
)


def _card(turn: int, citation: Citation, answer: Answer, act: str, changed: Collection[str]) -> Markup:
    lost = f"{act}-{citation.marker}" in changed
    title = number = stated = NOTHING
    if citation.title:
        title = Markup("<strong {}>{}</strong>").format(tongue(citation.title), escape_text(citation.title))
    if act == "cite":
        number = Markup('<span class="number">{}</span>').format(citation.marker)
    if told := facts(citation.date, citation.page, answer.language, citation.remarks, citation.ocr):
        stated = Markup('<span class="facts">{}</span>').format(told)
    if lost:
        stated += Markup('<span class="overtaken">{}</span>').format(answer_label("changed", answer.language))
    return _CARD.format(
        lost=" changed" if lost else "",
        act=act,
        tongue=tongue(citation.title or citation.quote),
        turn=turn,
        marker=citation.marker,
        number=number,
        title=title,
        file=file_name(citation.source),
        facts=stated,
        quote_tongue=tongue(citation.quote),
        quote=on_one_line(citation),
        also=_also(turn, citation, answer),
        keep=NOTHING if lost else keep_link(citation.source, citation.start, citation.quote),
    )


def on_one_line(citation: Citation) -> Markup:
    """The quote without its line breaks, what answers set off and in sight: far into it, «…» leads there."""
    inside = [(start - citation.start, end - citation.start) for start, end in citation.answers]
    pieces = [(_SPACE.sub(" ", piece), is_part) for piece, is_part in in_pieces(citation.quote, inside)]
    text, part = pieces[0][0].lstrip(), pieces[1][0] if len(pieces) > 1 else ""
    if part and len(text) > LEAD_CHARACTERS and len(text + part) > CARD_CHARACTERS:
        text = "… " + text[-LEAD_CHARACTERS:].partition(" ")[2]
    parts = []
    for piece, is_part in pieces[1:]:
        parts += [(len(text), len(text + piece))] if is_part else []
        text += piece
    return emphasised(text.rstrip(), parts)


def _also(turn: int, citation: Citation, answer: Answer) -> Markup:
    others = _companions(citation, answer)
    if not others:
        return NOTHING
    spoken = SPOKEN.get(answer.language, SPOKEN["en"])
    files = len({other.source for other in others})
    links = Markup().join(marker(turn, other, answer.language) for other in others)
    told = also_in_files(files, answer.language)
    return Markup('<p class="also" {}>{} <span class="markers">{}</span></p>').format(spoken, told, links)


def _companions(citation: Citation, answer: Answer) -> list[Citation]:
    """The citations of further files that stand on the same line as this one."""
    for line in answer.lines:
        if citation.marker in line.markers:
            return [c for c in answer.citations if c.also and c.marker in line.markers]
    return []


def marker(turn: int, citation: Citation, language: str) -> Markup:
    """The number of a source, which opens it."""
    return Markup(
        '<a class="marker" href="#cite-{turn}-{marker}" title="{name}"><span class="sr">{label} </span>{marker}</a>'
    ).format(
        turn=turn,
        marker=citation.marker,
        name=escape_exact(plain_name(citation.title or citation.source)),
        label=answer_label("source", language),
    )
