"""A conversation as chat messages: questions, quoted lines with their markers, source cards, notes.

Each message is one line of HTML, so that the chat's Markdown takes it as it is; `escape` has escaped everything in it
that we did not write. What can be clicked is a link `#cite-TURN-MARKER`, `#near-…`, `#retry-TURN`, `#edit-TURN`,
`#export-TURN`, `#compare-TURN`, `#narrow-TURN-EVENT`, `#earlier-TURN`, `#keep=PLACE`, which survive the sanitiser
of the chat and which `window.js` hands to the server.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from markupsafe import Markup

from assistant.answering.render import frame_of
from assistant.export.answers import Asked, answer_document
from assistant.export.plain import plain_text
from assistant.messages import say
from assistant.types import Answer, Citation, Line
from assistant.ui.html.escape import NOTHING, emphasised, escape_exact, escape_text, file_name, plain_name, tongue
from assistant.ui.html.keeping import judgement, versions, when
from assistant.ui.html.labels import answer_label, both, facts
from assistant.ui.html.notebook_page import keep_link
from assistant.ui.html.plurals import also_in_files, count, sources_with, within
from assistant.ui.state import FAILED, PENDING, STOPPED, Conversation, Exchange

_SPACE = re.compile(r"\s+")

CARD_CHARACTERS = 110
"""Characters that the three lines of a card hold for sure, at its narrowest."""

LEAD_CHARACTERS = 40
"""Characters kept before a part that answers and would lie beyond those lines."""

MAX_NAMED_FILES = 3
"""Files that a search was limited to, up to which they are named and not only counted."""

SPOKEN = {
    "ar": Markup('dir="rtl" lang="ar"'),
    "en": Markup('dir="ltr" lang="en"'),
    "fr": Markup('dir="ltr" lang="fr"'),
}
"""Attributes of what is said in a language."""


LONG_LINE, AROUND_BEFORE, AROUND_AFTER = 340, 90, 170
"""Characters of a line up to which it is shown whole, and of a longer one those around the words that answer: some
seven lines of a phone."""

FOLDED_CHARACTERS, FOLDED_LINES = 320, 4
"""A question that is longer, in characters or in lines, shows its first lines: an answer is to stand below it."""


def messages(conversation: Conversation) -> list[dict[str, str]]:
    """The value of the chat component; each content is HTML. Of a long conversation its last part (`first`)."""
    shown_messages = []
    first = conversation.first
    for turn, exchange in enumerate(conversation.exchanges[first:], first):
        asked = question(exchange, turn == conversation.editing)
        if first and turn == first:
            asked = earlier(first) + asked
        shown_messages.append({"role": "user", "content": asked})
        last = turn == len(conversation.exchanges) - 1
        shown_messages.append({"role": "assistant", "content": reply(turn, exchange, last)})
    return shown_messages


def earlier(first: int) -> Markup:
    """The link to the part of the conversation before its exchange `first`."""
    link = Markup('<p class="earlier"><a class="act" role="button" href="#earlier-{}">{}</a></p>')
    return link.format(first - 1, count(first, "earlier"))


def question(exchange: Exchange, editing: bool = False) -> Markup:
    """The visitor's words, folded where they are long, and when they were asked; faded while they are reworded."""
    asked, state, fold = exchange.question, " rewording" if editing else "", NOTHING
    if len(asked) > FOLDED_CHARACTERS or asked.count("\n") >= FOLDED_LINES:
        state, fold = state + " long", whole("show_all")
    return Markup('<div class="asked{}"><h2 {}>{}</h2>{}{}</div>').format(
        state, tongue(asked), escape_text(asked), fold, when(exchange.asked)
    )


def whole(label: str, spoken: Markup = NOTHING) -> Markup:
    """The link that unfolds what stands around it and folds it again (`desk.js`)."""
    return Markup('<a class="whole" role="button" aria-expanded="false" href="#whole" {}>{}</a>').format(
        spoken, both(label)
    )


_PENDING = Markup('<div class="pending" role="status"><span class="dots"><i></i><i></i><i></i></span>{}</div>')


def reply(turn: int, exchange: Exchange, last: bool = True) -> Markup:
    """An answer, as much of it as there is, with what can be done about it; `last`: nothing follows it."""
    parts = []
    if exchange.answer is not None:
        parts.append(answered(turn, exchange.answer, _limited(exchange), exchange.changed))
    if exchange.status == PENDING:
        parts.append(_PENDING.format(exchange.note or both("searching")))
    elif exchange.status == STOPPED:
        parts.append(Markup('<p class="aside">{}</p>').format(exchange.note or both("stopped")))
    elif exchange.status == FAILED:
        parts.append(Markup('<p class="failure" role="alert">{}</p>').format(exchange.note or both("failed")))
    if exchange.status != PENDING:
        parts.append(_actions(turn, exchange, last))
    return Markup('<div class="reply">{}</div>').format(Markup().join(parts))


def answered(turn: int, answer: Answer, limited: Markup = NOTHING, changed: Collection[str] = ()) -> Markup:
    """The quoted lines and their sources, or the abstention and what came nearest.

    `limited` says which files alone were searched; `changed` are the quotes that no longer hold (`Exchange.changed`).
    """
    spoken = SPOKEN.get(answer.language, SPOKEN["en"])
    kind = answer.kind
    body = _abstention(turn, answer, changed) if kind == "abstention" else _quoted(turn, answer, changed)
    around = Markup().join(
        (limited, _understood(answer), body, _worded(answer), _searched(answer), _sources(turn, answer, changed))
    )
    return Markup('<div class="{}" {}>{}</div>').format(kind, spoken, around)


def _quoted(turn: int, answer: Answer, changed: Collection[str]) -> Markup:
    frame = Markup('<p class="sentence">{}</p>').format(escape_text(answer.lead)) if answer.lead else NOTHING
    if not (answer.about or answer.lead) and (told := frame_of(answer.lines, answer.language)):
        frame += Markup('<p class="frame">{}</p>').format(escape_text(told))
    titles = {citation.marker: citation for citation in answer.citations}
    dated = answer.about == "corpus"
    drawn = {
        line.markers[:1]: _line(turn, line, titles, answer.language, dated, changed)
        + _standing(turn, number, line, titles, answer.language)
        for number, line in enumerate(answer.lines)
    }
    if answer.groups:
        return frame + _by_event(turn, answer, drawn)
    lines = Markup().join(drawn.values())
    return Markup('{}<div class="lines">{}</div>').format(frame, lines) if lines else frame


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
        markers=Markup().join(_marker(turn, citation, language) for citation in cited),
        where=where,
    )


def _standing(turn: int, number: int, line: Line, citations: dict[int, Citation], language: str) -> Markup:
    """In how many of the event's sources the line's statement was found, and on demand what the others say."""
    standing, cited = line.standing, citations.get(line.markers[0]) if line.markers else None
    if standing is None or cited is None:
        return NOTHING
    told = sources_with(standing.found, standing.sources, language)
    spoken = SPOKEN.get(language, SPOKEN["en"])
    if not standing.citations:
        return Markup('<p class="standing alone" {}>{}</p>').format(spoken, told)
    start, end = (place - cited.start for place in standing.statement)
    meant = _SPACE.sub(" ", cited.quote[start:end])
    part = Markup("<p>{} <q {}>{}</q></p>").format(
        answer_label("standing_what", language), tongue(meant), escape_text(meant)
    )
    link = Markup('<li><a href="#said-{}-{}-{}" {}><q>{}</q>{}</a></li>')
    others = Markup().join(
        link.format(turn, number, place, tongue(one.quote), _on_one_line(one), file_name(one.source, "where"))
        for place, one in enumerate(standing.citations)
    )
    whole = line.quoted and standing.statement == (cited.start, cited.end)
    return _STANDING.format(
        spoken=spoken, told=told, part=NOTHING if whole else part,
        where=answer_label("standing_where", language), others=others,
    )  # fmt: skip


_STANDING = Markup(
    '<details class="standing" {spoken}><summary>{told}</summary>{part}<p>{where}</p><ul>{others}</ul></details>'
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
    text, part = line.text, line.answer
    if len(text) <= LONG_LINE:
        return emphasised(text, part)
    start, end = part or (0, 0)
    first = text.rfind(" ", 0, start - AROUND_BEFORE) + 1 if start > AROUND_BEFORE else 0
    last = text.find(" ", end + AROUND_AFTER)
    last = len(text) if last < 0 else last
    rest, cut = Markup('<span class="rest">{}</span>'), Markup('<span class="cut" aria-hidden="true">…</span>')
    shown = emphasised(text[first:last], (start - first, end - first) if part else None)
    before = cut + rest.format(escape_text(text[:first])) if first else NOTHING
    return before + shown + (rest.format(escape_text(text[last:])) + cut if last < len(text) else NOTHING)


def _marker(turn: int, citation: Citation, language: str) -> Markup:
    return Markup(
        '<a class="marker" href="#cite-{turn}-{marker}" title="{name}"><span class="sr">{label} </span>{marker}</a>'
    ).format(
        turn=turn,
        marker=citation.marker,
        name=escape_exact(plain_name(citation.title or citation.source)),
        label=answer_label("source", language),
    )


def _abstention(turn: int, answer: Answer, changed: Collection[str]) -> Markup:
    sentence = Markup('<p class="sentence">{}</p>').format(escape_text(answer.text))
    if not answer.nearest:
        return sentence
    return Markup(
        '{}<div class="nearest"><h3><span class="tag">{}</span>{}</h3><div class="cards">{}</div></div>'
    ).format(
        sentence,
        answer_label("not_answer", answer.language),
        answer_label("nearest", answer.language),
        Markup().join(_card(turn, citation, answer, "near", changed) for citation in answer.nearest),
    )


def _sources(turn: int, answer: Answer, changed: Collection[str]) -> Markup:
    first = [citation for citation in answer.citations if not citation.also]
    if not first or answer.about == "corpus":  # whose lines are the articles themselves
        return NOTHING
    cards = Markup().join(_card(turn, citation, answer, "cite", changed) for citation in first)
    return Markup(
        '<details class="cited"><summary>{} <span class="figure">{}</span></summary>'
        '<div class="cards">{}</div></details>'
    ).format(answer_label("sources", answer.language), len(first), cards)


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
        quote=_on_one_line(citation),
        also=_also(turn, citation, answer),
        keep=NOTHING if lost else keep_link(citation.source, citation.start, citation.quote),
    )


def _on_one_line(citation: Citation) -> Markup:
    """The quote without its line breaks, the part that answers set off and in sight: far into it, «…» leads there."""
    start, end = citation.answer or (citation.start, citation.start)
    inside = (start - citation.start, end - citation.start)
    quote = citation.quote
    pieces = (quote[: inside[0]], quote[slice(*inside)], quote[inside[1] :])
    before, part, after = (_SPACE.sub(" ", piece) for piece in pieces)
    before, after = before.lstrip(), after.rstrip()
    if part and len(before) > LEAD_CHARACTERS and len(before + part) > CARD_CHARACTERS:
        before = "… " + before[-LEAD_CHARACTERS:].partition(" ")[2]
    return emphasised(before + part + after, (len(before), len(before + part)) if part else None)


def _also(turn: int, citation: Citation, answer: Answer) -> Markup:
    others = _companions(citation, answer)
    if not others:
        return NOTHING
    spoken = SPOKEN.get(answer.language, SPOKEN["en"])
    files = len({other.source for other in others})
    links = Markup().join(_marker(turn, other, answer.language) for other in others)
    told = also_in_files(files, answer.language)
    return Markup('<p class="also" {}>{} <span class="markers">{}</span></p>').format(spoken, told, links)


def _companions(citation: Citation, answer: Answer) -> list[Citation]:
    """The citations of further files that stand on the same line as this one."""
    for line in answer.lines:
        if citation.marker in line.markers:
            return [c for c in answer.citations if c.also and c.marker in line.markers]
    return []


def _limited(exchange: Exchange) -> Markup:
    """The files that the search was limited to: how many, and which where they are few."""
    if not exchange.within:
        return NOTHING
    language = exchange.answer.language if exchange.answer else "ar"
    names = Markup().join(file_name(name) for name in exchange.within[:MAX_NAMED_FILES])
    listed = names if len(exchange.within) <= MAX_NAMED_FILES else NOTHING
    told = within(len(exchange.within), exchange.total, language)
    return Markup('<p class="aside within">{} {}</p>').format(told, listed)


def _understood(answer: Answer) -> Markup:
    if " ".join(answer.standalone.split()) == " ".join(answer.question.split()):
        return NOTHING
    label = answer_label("understood", answer.language)
    return Markup('<p class="aside">{} <bdi {}>{}</bdi></p>').format(
        label, tongue(answer.standalone), escape_text(answer.standalone)
    )


def _worded(answer: Answer) -> Markup:
    """Which model worded the answer, what it read and what was removed; or why there are quotes instead."""
    done = answer.generation
    if done is None or answer.state:
        return NOTHING
    told = []
    if answer.answerer == done.model:
        counts = {"read": done.read, "found": done.found, "removed": done.removed_count}
        told.append(say("llm_worded", answer.language, model=plain_name(done.model), **counts))
    if done.note:
        told.append(say(done.note, answer.language, model=plain_name(done.model)))
    note = Markup('<p class="aside worded">{}</p>')
    return Markup().join(note.format(escape_text(sentence)) for sentence in told)


def _searched(answer: Answer) -> Markup:
    if not answer.variants:
        return NOTHING
    words = Markup().join(Markup("<bdi>{}</bdi>").format(escape_text(variant)) for variant in answer.variants)
    return Markup('<p class="aside searched">{} {}</p>').format(answer_label("searched", answer.language), words)


def _actions(turn: int, exchange: Exchange, last: bool) -> Markup:
    """`last`: the end of the conversation, where all of it can be taken away."""
    links = [("retry", "retry"), ("edit", "edit")]
    if exchange.answer is not None and not (exchange.answer.abstained or exchange.changed):
        links.append(("copy", "copy_answer"))
        if exchange.answer.kind == "answer":
            links.append(("compare", "compare_sources"))
    if exchange.answer is not None:
        links.append(("export", "export"))
    link = Markup('<a class="act {}" href="#{}-{}">{}</a>')
    written = Markup().join(link.format(act, act, turn, both(label)) for act, label in links)
    whole = link.format("export", "export", "all", both("export_all")) if last and turn else NOTHING
    return Markup('<p class="actions">{}{}{}{}{}</p>').format(
        versions(turn, exchange), written, whole, judgement(turn, exchange), _copied(exchange)
    )


def _copied(exchange: Exchange) -> Markup:
    """What «copy the answer» copies: its lines with the numbers of their footnotes, and the footnotes."""
    if exchange.answer is None or exchange.answer.abstained or exchange.changed:
        return NOTHING  # of quotes that no longer stand in their articles none is copied as if they did
    text = plain_text(answer_document(Asked(exchange.question, exchange.answer, exchange.within)), places=False)
    return Markup('<span class="payload" hidden>{}</span>').format(escape_exact(text))
