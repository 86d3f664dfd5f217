"""The frame of the window as HTML: the bar at the top, the welcome, and the states before it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from assistant.messages import NOTES
from assistant.ui.html.escape import NOTHING, escape_exact, escape_text, file_name, tongue
from assistant.ui.html.labels import LABELS, both, said
from assistant.ui.html.plurals import count, count_articles, scope_count
from assistant.ui.state import SourceFilter

_SPEECH = Markup('<path d="M5 5h18v14H12.5L7 23.5V19H5z"/><path d="M10 10h8M10 14h5"/>')
_PEN = Markup('<path d="M4 16l1-4 8.5-8.5 3 3L8 15z"/><path d="M11.5 5.5l3 3"/>')
_LENS = Markup('<circle cx="8.5" cy="8.5" r="5"/><path d="M12.3 12.3L17 17"/>')
_CLOCK = Markup('<path d="M3.5 10a6.5 6.5 0 1 1 2 4.7M3.2 16v-3.6h3.6"/><path d="M10 6.3V10l2.6 1.7"/>')
_LINE_OF_TIME = Markup('<path d="M2 10h16"/><circle cx="6" cy="10" r="2"/><circle cx="14" cy="10" r="2"/>')
_BOOK = Markup('<path d="M5 2.5h10v15l-5-3.6-5 3.6z"/>')
_GEAR = Markup('<path d="M3 6h7M14 6h3M3 14h3M10 14h7"/><circle cx="12" cy="6" r="2"/><circle cx="8" cy="14" r="2"/>')
_MOON = Markup('<path d="M15.5 12.2A6.3 6.3 0 0 1 7.8 4.5a6.3 6.3 0 1 0 7.7 7.7z"/>')
_SUN = Markup(
    '<circle cx="10" cy="10" r="3.4"/><path d="M10 2.2v1.9M10 15.9v1.9M2.2 10h1.9M15.9 10h1.9'
    'M4.5 4.5l1.3 1.3M14.2 14.2l1.3 1.3M15.5 4.5l-1.3 1.3M5.8 14.2l-1.3 1.3"/>'
)


_BAR = Markup(
    '<header class="bar" data-labels="{labels}"><button type="button" class="skip do-to-question">{skip}</button>'
    '<div class="brand"><svg viewBox="0 0 28 28" aria-hidden="true">{speech}</svg><h1>{name}</h1></div>{counted}'
    '<div class="live"></div>'
    '<nav class="switches"><button type="button" class="quiet talks do-talks" data-name="talks" aria-expanded="false">'
    '<svg viewBox="0 0 20 20" aria-hidden="true">{clock}</svg><span class="word">{talks}</span></button>'
    '<button type="button" class="quiet book do-notebook" data-name="notebook" aria-pressed="false">'
    '<svg viewBox="0 0 20 20" aria-hidden="true">{bookmark}</svg><span class="word">{notebook}</span></button>'
    '<button type="button" class="quiet seek do-seek" data-name="search_open">'
    '<svg viewBox="0 0 20 20" aria-hidden="true">{lens}</svg><span class="word">{search}</span></button>'
    '<button type="button" class="quiet events do-events" data-name="events_open">'
    '<svg viewBox="0 0 20 20" aria-hidden="true">{line}</svg><span class="word">{events}</span></button>'
    '<button type="button" class="quiet models do-models"><svg viewBox="0 0 20 20" aria-hidden="true">{pen}</svg>'
    '<span class="sr">{models}: </span><span class="word">{model}</span></button>'
    '<button type="button" class="quiet new do-clear" data-name="clear">'
    '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12"/></svg>'
    '<span class="word">{clear}</span></button>'
    '<button type="button" class="quiet language do-language"><span class="word">{other_language}</span>'
    '<span class="short" aria-hidden="true">{other_short}</span></button>'
    '<button type="button" class="quiet theme do-theme" data-name="switch_theme">'
    '<svg class="moon" viewBox="0 0 20 20" aria-hidden="true">{moon}</svg>'
    '<svg class="sun" viewBox="0 0 20 20" aria-hidden="true">{sun}</svg><span class="sr">{theme}</span></button>'
    '<button type="button" class="quiet settings do-settings" data-name="settings">'
    '<svg viewBox="0 0 20 20" aria-hidden="true">{gear}</svg><span class="sr">{settings}</span></button></nav>'
    "{leaving}</header>"
)


def bar(articles: int | None, leaves_to: str = "", model: str = "") -> Markup:
    """Name, number of articles (nothing while nobody knows), the switches, and where passages are sent to.

    `model` is the language model that words the answers; empty where they are quotes.

    `data-name` is a label that `window.js` writes as the accessible name, in the language of the page; until it has,
    the words in the button are its name, for the bar is drawn anew at each change of the folder.
    """
    counted = NOTHING
    if articles is not None:
        button = Markup('<button type="button" class="quiet count do-list">{}</button>')
        counted = button.format(count_articles(articles))
    return _BAR.format(
        labels=escape_exact(json.dumps(LABELS, ensure_ascii=False)),
        name=both("name"),
        counted=counted,
        clear=both("clear"),
        search=both("search_open"),
        lens=_LENS,
        clock=_CLOCK,
        talks=both("talks"),
        bookmark=_BOOK,
        notebook=both("notebook"),
        events=both("events_open"),
        line=_LINE_OF_TIME,
        other_language=both("other_language"),
        other_short=both("other_short"),
        skip=both("skip_question"),
        models=both("models"),
        model=Markup("<bdi>{}</bdi>").format(escape_text(model)) if model else both("model_none_short"),
        theme=both("switch_theme"),
        settings=both("settings"),
        gear=_GEAR,
        leaving=_leaving(leaves_to),
        speech=_SPEECH,
        pen=_PEN,
        moon=_MOON,
        sun=_SUN,
    )


def _leaving(address: str) -> Markup:
    """The banner for as long as a model on another machine is in use."""
    if not address:
        return NOTHING
    return Markup('<p class="leaves" role="alert">{}</p>').format(said("llm_leaves", address=address))


def welcome(state: Markup, worded: bool = False) -> Markup:
    """What stands in the middle of an empty conversation; `state` is one of the pieces below.

    `worded`: a language model words the answers, which are quotes otherwise.
    """
    how = both("how_worded" if worded else "how")
    return Markup('<div class="welcome"><h2>{}</h2><p class="how">{}</p>{}{}</div>').format(
        both("tagline"), how, _FIRST.format(*map(both, FIRST_VISIT)), state
    )


FIRST_VISIT = ("first_title", "first_ask", "first_source", "first_honest", "first_done")
_FIRST = Markup(
    '<section class="first"><h3>{}</h3><ol><li>{}</li><li>{}</li><li>{}</li></ol>'
    '<button type="button" class="quiet do-seen">{}</button></section>'
)
"""What somebody reads who is here for the first time; the style sheet hides it once it was put away."""


_TRY = Markup('<div class="try"><h3>{}</h3>{}</div>')


def suggestions(questions: Mapping[str, Sequence[str]]) -> Markup:
    """First questions, as links that ask them, in each language of the window."""
    row = Markup('<li><a href="#try-{}-{}" {}>{}</a></li>')
    lists = []
    for language, offered in questions.items():
        rows = Markup().join(
            row.format(language, number, tongue(question), escape_text(question))
            for number, question in enumerate(offered)
        )
        if rows:
            lists.append(Markup('<ul class="in-{}">{}</ul>').format(language, rows))
    return _TRY.format(both("try"), Markup().join(lists)) if lists else NOTHING


def suggesting() -> Markup:
    """The place of the first questions while they are being looked for, so that nothing jumps, and what that takes."""
    rows = Markup('<li class="blank" aria-hidden="true"></li>') * 3
    told = Markup('<li class="blank" role="status">{}</li>').format(both("loading_models"))
    return _TRY.format(both("try"), Markup('<ul role="presentation">{}{}</ul>').format(told, rows))


def close() -> Markup:
    """The button that closes the panel."""
    return Markup('<button type="button" class="quiet close do-close"><span class="sr">{}</span></button>').format(
        both("close")
    )


def empty(corpus: str) -> Markup:
    """The state of a folder with nothing to read, and the button that adds files, for whom it is."""
    return Markup(
        '<div class="none"><strong>{}</strong><p>{}</p>{}'
        '<button type="button" class="plain do-upload">{}</button></div>'
    ).format(both("empty"), both("empty_how"), file_name(corpus), both("add_files"))


def failure(sentence: Markup) -> Markup:
    """One sentence about why there is nothing to ask, or why nothing could be synced."""
    return Markup('<p class="failure" role="alert">{}</p>').format(sentence)


def refused(number: int) -> Markup:
    """A discreet note that some files were not read; the list says which and why."""
    if not number:
        return NOTHING
    button = Markup('<button type="button" class="quiet do-list">{}</button>').format(count(number, "refused"))
    return Markup('<p class="aside">{}</p>').format(button)


def notes(codes: Sequence[str]) -> Markup:
    """What the opening had to mend, a sentence each."""
    note = Markup('<p class="aside">{}</p>')
    return Markup().join(note.format(said(code)) for code in codes if code in NOTES)


def offered(models: Iterable[tuple[str, str]]) -> Markup:
    """Language models that were found and are not asked before the owner says so: name and server of each."""
    note = Markup('<p class="aside">{}</p>')
    return Markup().join(note.format(said("llm_offered", name=name, server=server)) for name, server in models)


def editing() -> Markup:
    """The note above the box while an earlier question is being edited."""
    return Markup('<div class="editing">{} <a href="#cancel">{}</a></div>').format(both("editing"), both("cancel"))


def scope(limits: SourceFilter, total: int) -> Markup:
    """Above the box: how many files the next question is limited to, which were lost, and the way out of it."""
    lost = NOTHING
    if limits.lost:
        names = Markup().join(file_name(name) + " " for name in limits.lost[:3])
        note = Markup('<p class="aside" role="status">{} {}</p>')
        lost = note.format(count(len(limits.lost), "lost"), names)
    if not limits:
        return lost
    return Markup(
        '{}<div class="scope"><a href="#only-chosen">{}</a><a role="button" href="#choose-none">{}</a></div>'
    ).format(lost, scope_count(len(limits.sources), total), both("search_all"))
