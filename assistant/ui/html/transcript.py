"""A conversation as chat messages: questions, answers (`answer_lines`, `source_cards`), notes, what can be done.

Each message is one line of HTML, so that the chat's Markdown takes it as it is; `escape` has escaped everything in it
that we did not write. What can be clicked is a link `#cite-TURN-MARKER`, `#near-…`, `#retry-TURN`, `#edit-TURN`,
`#export-TURN`, `#compare-TURN`, `#narrow-TURN-EVENT`, `#earlier-TURN`, `#keep=PLACE`, which survive the sanitiser
of the chat and which `window.js` hands to the server.
"""

from __future__ import annotations

from collections.abc import Collection

from markupsafe import Markup

from assistant.export.answers import Asked, answer_document
from assistant.export.plain import plain_text
from assistant.messages import say
from assistant.types import Answer
from assistant.ui.html import answer_lines, source_cards
from assistant.ui.html.escape import NOTHING, escape_exact, escape_text, file_name, plain_name, tongue
from assistant.ui.html.keeping import judgement, versions, when
from assistant.ui.html.labels import SPOKEN, answer_label, both
from assistant.ui.html.plurals import count, within
from assistant.ui.state import FAILED, PENDING, STOPPED, Conversation, Exchange

MAX_NAMED_FILES = 3
"""Files that a search was limited to, up to which they are named and not only counted."""


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
        state, fold = state + " long", answer_lines.whole("show_all")
    return Markup('<div class="asked{}"><h2 {}>{}</h2>{}{}</div>').format(
        state, tongue(asked), escape_text(asked), fold, when(exchange.asked)
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
    body = _abstention(answer) if kind == "abstention" else answer_lines.quoted(turn, answer, changed)
    body += source_cards.nearest(turn, answer, changed)
    cited = source_cards.sources(turn, answer, changed)
    around = Markup().join((limited, _understood(answer), body, _worded(answer), _searched(answer), cited))
    return Markup('<div class="{}" {}>{}</div>').format(kind, spoken, around)


def _abstention(answer: Answer) -> Markup:
    return Markup('<p class="sentence">{}</p>').format(escape_text(answer.text))


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
