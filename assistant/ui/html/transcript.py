"""A conversation as chat messages: questions, quoted lines with their markers, source cards, notes.

Each message is one line of HTML, so that the chat's Markdown takes it as it is; `markup.escape_text` has escaped
everything in it that we did not write. What can be clicked is a link `#cite-TURN-MARKER`, `#near-…`,
`#retry-TURN`, `#edit-TURN`, which survive the chat's sanitiser and which `window.js` hands to the server.
"""

from __future__ import annotations

import re

from assistant.messages import say
from assistant.types import Answer, Citation, Line
from assistant.ui.html.escape import emphasised, escape_exact, escape_text, file_name, plain_name, tongue
from assistant.ui.html.labels import answer_label, both, facts
from assistant.ui.html.plurals import count_other_files, within
from assistant.ui.state import FAILED, PENDING, STOPPED, Conversation, Exchange

_SPACE = re.compile(r"\s+")

CARD_CHARACTERS = 110
"""Characters that the three lines of a card hold for sure, at its narrowest."""

LEAD_CHARACTERS = 40
"""Characters kept before a part that answers and would lie beyond those lines."""

MAX_NAMED_FILES = 3
"""Files that a search was limited to, up to which they are named and not only counted."""

SPOKEN = {"ar": 'dir="rtl" lang="ar"', "en": 'dir="ltr" lang="en"', "fr": 'dir="ltr" lang="fr"'}


def messages(conversation: Conversation) -> list[dict[str, str]]:
    """The value of the chat component."""
    shown_messages = []
    for turn, exchange in enumerate(conversation.exchanges):
        kept = conversation.editing is None or turn < conversation.editing
        shown_messages.append({"role": "user", "content": question(exchange, kept)})
        shown_messages.append({"role": "assistant", "content": reply(turn, exchange)})
    return shown_messages


def question(exchange: Exchange, kept: bool = True) -> str:
    """The visitor's words; faded where they are about to be replaced."""
    return (
        f'<div class="asked{"" if kept else " leaving"}"><h2 {tongue(exchange.question)}>'
        f"{escape_text(exchange.question)}</h2></div>"
    )


def reply(turn: int, exchange: Exchange) -> str:
    """An answer, as much of it as there is, with what can be done about it."""
    parts = []
    if exchange.answer is not None:
        parts.append(answered(turn, exchange.answer, _limited(exchange)))
    if exchange.status == PENDING:
        parts.append(
            f'<div class="pending" role="status"><span class="dots"><i></i><i></i><i></i></span>'
            f"{exchange.note or both('searching')}</div>"
        )
    elif exchange.status == STOPPED:
        parts.append(f'<p class="aside">{both("stopped")}</p>')
    elif exchange.status == FAILED:
        parts.append(f'<p class="failure" role="alert">{exchange.note or both("failed")}</p>')
    if exchange.status != PENDING:
        parts.append(_actions(turn, exchange))
    return f'<div class="reply">{"".join(parts)}</div>'


def answered(turn: int, answer: Answer, limited: str = "") -> str:
    """The quoted lines and their sources, or the abstention and what came nearest.

    `limited` is HTML that says which files alone were searched.
    """
    spoken = SPOKEN.get(answer.language, SPOKEN["en"])
    kind = answer.kind
    body = _abstention(turn, answer) if kind == "abstention" else _quoted(turn, answer)
    around = f"{limited}{_understood(answer)}{body}{_worded(answer)}{_searched(answer)}{_sources(turn, answer)}"
    return f'<div class="{kind}" {spoken}>{around}</div>'


def _quoted(turn: int, answer: Answer) -> str:
    frame = f'<p class="sentence">{escape_text(answer.lead)}</p>' if answer.lead else ""
    if not answer.about and answer.language != "ar" and any(line.quoted for line in answer.lines):
        frame = f'<p class="frame">{escape_text(say("answer_frame", answer.language))}</p>'
    titles = {citation.marker: citation for citation in answer.citations}
    lines = "".join(_line(turn, line, titles, answer.language, answer.about == "corpus") for line in answer.lines)
    return f'{frame}<div class="lines">{lines}</div>' if lines else frame


def _line(turn: int, line: Line, citations: dict[int, Citation], language: str, dated: bool = False) -> str:
    markers = "".join(_marker(turn, citations[marker], language) for marker in line.markers if marker in citations)
    files = [citations[marker].source for marker in line.markers[:1] if marker in citations]
    where = "".join(file_name(file, "where") for file in files)
    if dated:  # an item of the folder: its date stands nowhere else
        told = facts(citations[line.markers[0]].date, None, language) if files else ""
        where += f'<span class="facts">{told}</span>' if told else ""
    sources = f'<span class="markers">{markers}</span>{where}'
    text = emphasised(line.text, line.answer)
    return f'<p class="line" {tongue(line.text)}>{f"«{text}»" if line.quoted else text}{sources}</p>'


def _marker(turn: int, citation: Citation, language: str) -> str:
    name = escape_exact(plain_name(citation.title or citation.source))
    return (
        f'<a class="marker" href="#cite-{turn}-{citation.marker}" title="{name}">'
        f'<span class="sr">{answer_label("source", language)} </span>{citation.marker}</a>'
    )


def _abstention(turn: int, answer: Answer) -> str:
    sentence = f'<p class="sentence">{escape_text(answer.text)}</p>'
    if not answer.nearest:
        return sentence
    cards = "".join(_card(turn, citation, answer, "near") for citation in answer.nearest)
    label = answer_label("not_answer", answer.language)
    heading = answer_label("nearest", answer.language)
    return (
        f'{sentence}<div class="nearest"><h3><span class="tag">{label}</span>{heading}</h3>'
        f'<div class="cards">{cards}</div></div>'
    )


def _sources(turn: int, answer: Answer) -> str:
    first = [citation for citation in answer.citations if not citation.also]
    if not first or answer.about == "corpus":  # whose lines are the articles themselves
        return ""
    cards = "".join(_card(turn, citation, answer, "cite") for citation in first)
    return f'<h3>{answer_label("sources", answer.language)}</h3><div class="cards">{cards}</div>'


def _card(turn: int, citation: Citation, answer: Answer, act: str) -> str:
    title = f"<strong {tongue(citation.title)}>{escape_text(citation.title)}</strong>" if citation.title else ""
    number = f'<span class="number">{citation.marker}</span>' if act == "cite" else ""
    told = facts(citation.date, citation.page, answer.language)
    stated = f'<span class="facts">{told}</span>' if told else ""
    return (
        f'<div class="card {act}" {tongue(citation.title or citation.quote)}>'
        f'<a class="open" href="#{act}-{turn}-{citation.marker}">{number}'
        f'<span class="head">{title}{file_name(citation.source)}{stated}</span>'
        f"<q {tongue(citation.quote)}>{_on_one_line(citation)}</q></a>"
        f"{_also(turn, citation, answer)}</div>"
    )


def _on_one_line(citation: Citation) -> str:
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


def _also(turn: int, citation: Citation, answer: Answer) -> str:
    others = _companions(citation, answer)
    if not others:
        return ""
    spoken = SPOKEN.get(answer.language, SPOKEN["en"])
    files = len({other.source for other in others})
    links = "".join(_marker(turn, other, answer.language) for other in others)
    count = f"{answer_label('also', answer.language)} {count_other_files(files, answer.language)}"
    return f'<p class="also" {spoken}>{count} <span class="markers">{links}</span></p>'


def _companions(citation: Citation, answer: Answer) -> list[Citation]:
    """The citations of further files that stand on the same line as this one."""
    for line in answer.lines:
        if citation.marker in line.markers:
            return [c for c in answer.citations if c.also and c.marker in line.markers]
    return []


def _limited(exchange: Exchange) -> str:
    """The files that the search was limited to: how many, and which where they are few."""
    if not exchange.within:
        return ""
    language = exchange.answer.language if exchange.answer else "ar"
    names = "".join(file_name(name) for name in exchange.within[:MAX_NAMED_FILES])
    listed = names if len(exchange.within) <= MAX_NAMED_FILES else ""
    return f'<p class="aside within">{within(len(exchange.within), exchange.total, language)} {listed}</p>'


def _understood(answer: Answer) -> str:
    if " ".join(answer.standalone.split()) == " ".join(answer.question.split()):
        return ""
    label = answer_label("understood", answer.language)
    return f'<p class="aside">{label} <bdi {tongue(answer.standalone)}>{escape_text(answer.standalone)}</bdi></p>'


def _worded(answer: Answer) -> str:
    """Which model worded the answer, what it read and what was removed; or why there are quotes instead."""
    done = answer.generation
    if done is None or answer.state:
        return ""
    told = []
    if answer.answerer == done.model:
        counts = {"read": done.read, "found": done.found, "removed": done.removed_count}
        told.append(say("llm_worded", answer.language, model=plain_name(done.model), **counts))
    if done.note:
        told.append(say(done.note, answer.language, model=plain_name(done.model)))
    return "".join(f'<p class="aside worded">{escape_text(sentence)}</p>' for sentence in told)


def _searched(answer: Answer) -> str:
    if not answer.variants:
        return ""
    words = "".join(f"<bdi>{escape_text(variant)}</bdi>" for variant in answer.variants)
    return f'<p class="aside searched">{answer_label("searched", answer.language)} {words}</p>'


def _actions(turn: int, exchange: Exchange) -> str:
    links = [("retry", "retry"), ("edit", "edit")]
    if exchange.answer is not None and not exchange.answer.abstained:
        links.append(("copy", "copy_answer"))
    written = "".join(f'<a class="act {act}" href="#{act}-{turn}">{both(label)}</a>' for act, label in links)
    return f'<p class="actions">{written}</p>'
