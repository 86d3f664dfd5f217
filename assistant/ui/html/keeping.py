"""What stands around an answer that has a past: when it was asked, its versions, what was thought of it."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from assistant.history.kept import DOWN, UP
from assistant.ui.html.escape import NOTHING, escape_text, tongue
from assistant.ui.html.labels import both, in_figures
from assistant.ui.state import Exchange


def local_time(moment: str) -> datetime | None:
    """A moment (ISO 8601) in the time of this machine; None for what is none."""
    try:
        return datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return None


def when(moment: str) -> Markup:
    """The time of day, with the day where that is another one; nothing for what is no moment."""
    told = local_time(moment)
    if told is None:
        return NOTHING
    day = "" if told.date() == datetime.now().astimezone().date() else f"{told:%Y-%m-%d} "
    return Markup('<span class="when">{}</span>').format(in_figures(escape_text(f"{day}{told:%H:%M}")))


_STEP = Markup('<a class="act step" href="#version-{}-{}"><span class="sr">{}</span>{}</a>')
_NO_STEP = Markup('<span class="step" aria-hidden="true">{}</span>')
BEFORE, AFTER = Markup('<i class="arrow before"></i>'), Markup('<i class="arrow after"></i>')


def versions(turn: int, exchange: Exchange) -> Markup:
    """«‹ 1/2 ›» where a question has been asked more than once."""
    count, place = len(exchange.others) + 1, exchange.place
    if count == 1:
        return NOTHING
    before = _STEP.format(turn, place - 1, both("version_before"), BEFORE) if place else _NO_STEP.format(BEFORE)
    after = _STEP.format(turn, place + 1, both("version_after"), AFTER) if place + 1 < count else _NO_STEP.format(AFTER)
    told = Markup('<span class="count"><span class="sr">{}</span>{}</span>').format(
        both("version"), in_figures(escape_text(f"{place + 1}/{count}"))
    )
    return Markup('<span class="versions">{}{}{}</span>').format(before, told, after)


_VOTE = Markup('<a class="act vote {kind}{chosen}" href="#vote-{turn}-{asks}">{label}{state}</a>')
_WORD = Markup('<a class="act word {}" href="#word-{}">{}</a>')
_VOTES = (("up", UP, both("vote_up"), both("vote_word_up")), ("down", DOWN, both("vote_down"), both("vote_word_down")))


def judgement(turn: int, exchange: Exchange) -> Markup:
    """Whether a kept answer was good, and a word about it; nothing where it is not kept, for there it would be lost."""
    if not exchange.key or exchange.answer is None or exchange.answer.about:
        return NOTHING
    links, words = [], NOTHING
    for kind, vote, label, ask in _VOTES:
        chosen, state, asks = "", NOTHING, kind
        if exchange.vote == vote:
            chosen, state, asks = " chosen", Markup('<span class="sr">{}</span>').format(both("vote_chosen")), "none"
            said = Markup("<bdi {}>{}</bdi>").format(tongue(exchange.word), escape_text(exchange.word))
            words = _WORD.format(kind, turn, said if exchange.word else ask)
        links.append(_VOTE.format(kind=kind, chosen=chosen, turn=turn, asks=asks, label=label, state=state))
    return Markup().join((*links, words))
