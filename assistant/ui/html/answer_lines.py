"""The lines of an answer: its quotes with their markers and articles, by event where there are several.

`changed`, wherever it is taken: the quotes that no longer hold (`Exchange.changed`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from markupsafe import Markup

from assistant.answering.render import first_beside, frame_of
from assistant.messages import say
from assistant.types import Answer, Citation, Line
from assistant.ui.html.escape import NOTHING, emphasised, escape_text, file_name, tongue
from assistant.ui.html.labels import SPOKEN, answer_label, both, facts
from assistant.ui.html.plurals import sources_with
from assistant.ui.html.source_cards import marker, on_one_line

_SPACE = re.compile(r"\s+")

LONG_LINE, AROUND_BEFORE, AROUND_AFTER = 340, 90, 170
"""Characters of a line up to which it is shown whole, and of a longer one those around the words that answer: some
seven lines of a phone."""


def quoted(turn: int, answer: Answer, changed: Collection[str]) -> Markup:
    """All lines of an answer under what introduces them; nothing where it has neither."""
    frame = Markup('<p class="sentence">{}</p>').format(escape_text(answer.lead)) if answer.lead else NOTHING
    if not (answer.about or answer.lead) and (told := frame_of(answer.lines, answer.language)):
        frame += Markup('<p class="frame">{}</p>').format(escape_text(told))
    titles = {citation.marker: citation for citation in answer.citations}
    dated = answer.about == "corpus"
    drawn = [
        _line(turn, line, titles, answer.language, dated, changed)
        + _standing(turn, number, line, titles, answer.language)
        for number, line in enumerate(answer.lines)
    ]
    if answer.groups:
        firsts = (line.markers[:1] for line in answer.lines)
        return frame + _by_event(turn, answer, dict(zip(firsts, drawn, strict=True)))
    cut = first_beside(answer.lines)
    lines, beside = Markup().join(drawn[:cut]), Markup().join(drawn[cut:])
    if beside:
        told = escape_text(say("may_help", answer.language).rstrip(": "))
        beside = _BESIDE.format(spoken=SPOKEN.get(answer.language, SPOKEN["en"]), told=told, lines=beside)
    return frame + (_LINES.format(lines) if lines else NOTHING) + beside


_LINES = Markup('<div class="lines">{}</div>')
_BESIDE = Markup('<section class="apart"><h3 {spoken}>{told}</h3><div class="lines">{lines}</div></section>')


def _by_event(turn: int, answer: Answer, drawn: Mapping[tuple[int, ...], Markup]) -> Markup:
    """The lines under what their event is, each event with a link that asks the same of it alone.

    Those of a reply about the folder stand under what they have in common.
    """
    language, found = answer.language, NOTHING
    for number, group in enumerate(answer.groups):
        own = Markup().join(drawn[(marker,)] for marker in group.markers if (marker,) in drawn)
        if not own:
            continue  # the answer is still growing
        title = " ".join(group.title.split()) or say("not_stated", language)
        stated = [" ".join(one.split()) for one in (group.place, group.day) if one]
        told = Markup().join(Markup("<bdi>{}</bdi>").format(escape_text(one)) for one in stated)
        if told:
            told = Markup('<p class="facts">{}</p>').format(told)
        narrow = NOTHING
        if not answer.about:
            narrow = _NARROW.format(
                turn=turn, number=number, spoken=SPOKEN.get(language, SPOKEN["en"]),
                label=answer_label("narrow", language), title=escape_text(title),
            )  # fmt: skip
        found += _GROUP.format(tongue=tongue(title), title=escape_text(title), told=told, lines=own, narrow=narrow)
    return found


_GROUP = Markup(
    '<section class="event"><h3 {tongue}>{title}</h3>{told}<div class="lines">{lines}</div>{narrow}</section>'
)
_NARROW = Markup(
    '<p class="narrow"><a class="act" role="button" href="#narrow-{turn}-{number}" {spoken}>{label}'
    '<span class="sr">: {title}</span></a></p>'
)

_LINE = Markup('<p class="line{lost}" {tongue}>{text}<span class="markers">{markers}</span>{where}{whole}</p>')


def _line(
    turn: int, line: Line, citations: dict[int, Citation], language: str, dated: bool, changed: Collection[str]
) -> Markup:
    cited = [citations[marker] for marker in line.markers if marker in citations]
    where = Markup().join(
        file_name(citation.source, "where") if dated else _where(citation, language) for citation in cited[:1]
    )
    if dated and cited:  # an item of the folder: its date stands nowhere else
        told = facts(cited[0].date, None, language)
        where += Markup('<span class="facts">{}</span>').format(told) if told else NOTHING
    text = _folded(line)
    lost = any(f"cite-{marker}" in changed for marker in line.markers)
    if lost:  # it stands in no quotation marks any more
        where = Markup('<span class="overtaken">{}</span>').format(answer_label("changed", language)) + where
    return _LINE.format(
        lost=(" changed" if lost else "") + (" long" if len(line.text) > LONG_LINE else ""),
        tongue=tongue(line.text),
        text=Markup("«{}»").format(text) if line.quoted and not lost else text,
        whole=whole("show_all") if len(line.text) > LONG_LINE else NOTHING,
        markers=Markup().join(marker(turn, citation, language) for citation in cited),
        where=where,
    )


def _standing(turn: int, number: int, line: Line, citations: dict[int, Citation], language: str) -> Markup:
    """In how many of the event's sources the line's statement was found, and on demand what the others say."""
    standing, cited = line.standing, citations.get(line.markers[0]) if line.markers else None
    if standing is None or cited is None or (line.beside and not standing.elsewhere):
        return NOTHING  # that nobody else says what does not answer is no news
    told = sources_with(standing.found, standing.sources, language)
    spoken = SPOKEN.get(language, SPOKEN["en"])
    if not standing.elsewhere:
        return Markup('<p class="standing alone" {}>{}</p>').format(spoken, told)
    if standing.contrary:
        told += Markup(' · <span class="contrary">{}</span>').format(answer_label("standing_differs", language))
    start, end = (place - cited.start for place in standing.statement)
    meant = _SPACE.sub(" ", cited.quote[start:end])
    part = Markup("<p>{} <q {}>{}</q></p>").format(
        answer_label("standing_what", language), tongue(meant), escape_text(meant)
    )
    link = Markup('<li><a href="#said-{}-{}-{}" {}><q>{}</q>{}</a></li>')
    others = [
        link.format(turn, number, place, tongue(one.quote), on_one_line(one), file_name(one.source, "where"))
        for place, one in enumerate(standing.elsewhere)
    ]
    agreeing, differing = others[: len(standing.citations)], others[len(standing.citations) :]
    lists = [
        Markup("<p>{}</p><ul>{}</ul>").format(answer_label(key, language), Markup().join(rows))
        for key, rows in (("standing_where", agreeing), ("standing_contrary", differing))
        if rows
    ]
    whole = line.quoted and standing.statement == (cited.start, cited.end)
    return _STANDING.format(
        spoken=spoken, told=told, part=NOTHING if whole else part,
        lists=Markup().join(lists),
    )  # fmt: skip


_STANDING = Markup(
    '<details class="standing" {spoken}><summary>{told}</summary>{part}{lists}</details>'
)


def _where(citation: Citation, language: str) -> Markup:
    """The article of a line as a reader knows it: its title and day, or the name of its file where it has no title."""
    if not citation.title:
        return file_name(citation.source, "where")
    told = facts(citation.date, None, language)
    day = Markup('<span class="facts">{}</span>').format(told) if told else NOTHING
    return Markup('<span class="where titled" {}>{}</span>{}').format(
        tongue(citation.title), escape_text(citation.title), day
    )


def _folded(line: Line) -> Markup:
    """The words of a line; of a long one, those far from what answers stand in spans that are folded away at first."""
    text, parts = line.text, line.answers
    if len(text) <= LONG_LINE:
        return emphasised(text, parts)
    start, end = (parts[0][0], parts[-1][1]) if parts else (0, 0)
    first = text.rfind(" ", 0, start - AROUND_BEFORE) + 1 if start > AROUND_BEFORE else 0
    last = text.find(" ", end + AROUND_AFTER)
    last = len(text) if last < 0 else last
    rest, cut = Markup('<span class="rest">{}</span>'), Markup('<span class="cut" aria-hidden="true">…</span>')
    shown = emphasised(text[first:last], [(begin - first, stop - first) for begin, stop in parts])
    before = cut + rest.format(escape_text(text[:first])) if first else NOTHING
    return before + shown + (rest.format(escape_text(text[last:])) + cut if last < len(text) else NOTHING)


def whole(label: str, spoken: Markup = NOTHING) -> Markup:
    """The link that unfolds what stands around it and folds it again (`desk.js`)."""
    return Markup('<a class="whole" role="button" aria-expanded="false" href="#whole" {}>{}</a>').format(
        spoken, both(label)
    )
