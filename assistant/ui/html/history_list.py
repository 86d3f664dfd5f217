"""The list of kept conversations as HTML, and what the page is told of the one that is open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from markupsafe import Markup

from assistant.history.kept import Listed
from assistant.ui.html.escape import NOTHING, escape_exact, escape_text, file_name, tongue
from assistant.ui.html.keeping import local_time
from assistant.ui.html.labels import LANGUAGES, both, in_both, in_figures
from assistant.ui.html.plurals import count
from assistant.ui.state import Conversation

TITLE_CHARACTERS = 120
"""Characters of a question in the list of those that are not in the page."""


def current(conversation: Conversation) -> Markup:
    """Which kept conversation is open, that it is private, or why it is not kept; nothing before the first question.

    `data-first` is the first exchange in the page, `data-before` a JSON list of the questions before it.
    """
    told = NOTHING
    if conversation.private:
        told = Markup('<p class="private">{}</p>').format(both("private_is"))
    if conversation.unkept:
        told += Markup('<p class="failure" role="alert">{}</p>').format(conversation.unkept)
    if not told and not conversation.exchanges:
        return NOTHING
    first = conversation.first
    before = [" ".join(one.question.split())[:TITLE_CHARACTERS] for one in conversation.exchanges[:first]]
    return _CURRENT.format(
        key=conversation.key, turns=len(conversation.exchanges), first=first, told=told,
        before=escape_exact(json.dumps(before, ensure_ascii=False)),
    )  # fmt: skip


_CURRENT = Markup(
    '<div class="current" data-talk="{key}" data-turns="{turns}" data-first="{first}" data-before="{before}">'
    "{told}</div>"
)


_ROW = Markup(
    '<li data-key="{key}"><button type="button" class="open-talk" data-place="{place}">'
    '<strong {tongue}>{title}</strong>{found}<span class="when">{when}</span></button>'
    '<button type="button" class="quiet more-of" data-name="talk_more" aria-expanded="false">{dots}</button>'
    '<div class="deeds" hidden>{deeds}</div></li>'
)
_DEED = Markup('<button type="button" class="quiet" data-talk-deed="{}">{}</button>')
_DOTS = Markup(
    '<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="4.5" cy="10" r="1.3"/><circle cx="10" cy="10" r="1.3"/>'
    '<circle cx="15.5" cy="10" r="1.3"/></svg>'
)


def listing(rows: Sequence[Listed], more: int | None, searched: bool, now: datetime | None = None) -> Markup:
    """Conversations below their days; `more`: how many there are before those that follow, None where none do.

    `searched`: they were searched for; `now` is a moment of today, with its zone.
    """
    if not rows:
        return Markup('<p class="none">{}</p>').format(both("talks_none_found" if searched else "talks_none"))
    today = (now or datetime.now().astimezone()).date()
    days = []
    for heading, group in groupby(rows, key=lambda row: _day_of(row, today)):
        listed = Markup().join(map(_row, group))
        days.append(Markup('<section class="day"><h3>{}</h3><ul>{}</ul></section>').format(heading, listed))
    if more is not None:
        button = Markup('<button type="button" class="more plain-line" data-skip="{}">{}</button>')
        days.append(button.format(more, both("search_more")))
    return Markup().join(days)


def _row(row: Listed) -> Markup:
    told = local_time(row.used)
    clock = in_figures(escape_text(f"{told:%H:%M}")) if told else NOTHING
    found = NOTHING
    if row.found and row.found != row.title:
        found = Markup('<span class="found-in" {}>{}</span>').format(tongue(row.found), escape_text(row.found))
    pin = ("unpin", both("talk_unpin")) if row.pinned else ("pin", both("talk_pin"))
    deeds = (pin, ("rename", both("talk_rename")), ("delete", both("talk_delete")))
    return _ROW.format(
        key=row.key, place=row.place, tongue=tongue(row.title), title=escape_text(row.title), found=found, dots=_DOTS,
        when=Markup("{} · {}").format(clock, count(row.turns, "questions")),
        deeds=Markup().join(_DEED.format(*deed) for deed in deeds),
    )  # fmt: skip


def _day_of(row: Listed, today: date) -> Markup:
    """«المثبتة», «اليوم», «أمس», or the day in full."""
    told = local_time(row.used)
    if row.pinned:
        return both("talks_pinned")
    if told is None:
        return NOTHING
    if told.date() >= today:
        return both("today")
    if told.date() == today - timedelta(days=1):
        return both("yesterday")
    return in_both(*(_in_words(told.date(), language) for language in LANGUAGES))


def _in_words(day: date, language: str) -> str:
    from babel.dates import format_date

    return format_date(day, "EEEE d MMMM y", locale=language)


def place(path: str) -> Markup:
    """Where the conversations are kept."""
    return Markup("{} {}").format(both("talks_at"), file_name(path))
