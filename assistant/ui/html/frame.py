"""The frame of the window as HTML: the bar at the top, the welcome, and the states before it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from assistant.messages import NOTES
from assistant.ui.html.escape import escape_exact, escape_text, file_name, tongue
from assistant.ui.html.labels import LABELS, both, said
from assistant.ui.html.plurals import count, count_articles, scope_count
from assistant.ui.state import SourceFilter

_SPEECH = '<path d="M5 5h18v14H12.5L7 23.5V19H5z"/><path d="M10 10h8M10 14h5"/>'
_PEN = '<path d="M4 16l1-4 8.5-8.5 3 3L8 15z"/><path d="M11.5 5.5l3 3"/>'
_MOON = '<path d="M15.5 12.2A6.3 6.3 0 0 1 7.8 4.5a6.3 6.3 0 1 0 7.7 7.7z"/>'
_SUN = (
    '<circle cx="10" cy="10" r="3.4"/><path d="M10 2.2v1.9M10 15.9v1.9M2.2 10h1.9M15.9 10h1.9'
    'M4.5 4.5l1.3 1.3M14.2 14.2l1.3 1.3M15.5 4.5l-1.3 1.3M5.8 14.2l-1.3 1.3"/>'
)


def bar(articles: int | None, leaves_to: str = "") -> str:
    """Name, number of articles (nothing while nobody knows), the switches, and where passages are sent to.

    `data-name` is a label that `window.js` writes as the accessible name, in the language of the page.
    """
    counted = ""
    if articles is not None:
        counted = f'<button type="button" class="quiet count do-list">{count_articles(articles)}</button>'
    return (
        f'<header class="bar" data-labels="{escape_exact(json.dumps(LABELS, ensure_ascii=False))}">'
        f'<div class="brand"><svg viewBox="0 0 28 28" aria-hidden="true">{_SPEECH}</svg>'
        f"<h1>{both('name')}</h1></div>{counted}"
        '<div class="live"></div>'
        f'<nav class="switches"><button type="button" class="quiet models do-models" data-name="models">'
        f'<svg viewBox="0 0 20 20" aria-hidden="true">{_PEN}</svg></button>'
        f'<button type="button" class="quiet new do-clear" data-name="clear">'
        f'<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12"/></svg>'
        f'<span class="word">{both("clear")}</span></button>'
        f'<button type="button" class="quiet language do-language" data-name="switch_language">'
        f"{both('other_language')}</button>"
        f'<button type="button" class="quiet theme do-theme" data-name="switch_theme">'
        f'<svg class="moon" viewBox="0 0 20 20" aria-hidden="true">{_MOON}</svg>'
        f'<svg class="sun" viewBox="0 0 20 20" aria-hidden="true">{_SUN}</svg></button></nav>'
        f"{_leaving(leaves_to)}</header>"
    )


def _leaving(address: str) -> str:
    """The banner for as long as a model on another machine is in use."""
    return f'<p class="leaves" role="alert">{said("llm_leaves", address=address)}</p>' if address else ""


def welcome(state: str, worded: bool = False) -> str:
    """What stands in the middle of an empty conversation; `state` is one of the pieces below.

    `worded`: a language model words the answers, which are quotes otherwise.
    """
    how = both("how_worded" if worded else "how")
    return f'<div class="welcome"><h2>{both("tagline")}</h2><p class="how">{how}</p>{state}</div>'


def suggestions(questions: Mapping[str, Sequence[str]]) -> str:
    """First questions, as links that ask them, in each language of the window."""
    lists = []
    for language, offered in questions.items():
        rows = "".join(
            f'<li><a href="#try-{language}-{number}" {tongue(question)}>{escape_text(question)}</a></li>'
            for number, question in enumerate(offered)
        )
        if rows:
            lists.append(f'<ul class="in-{language}">{rows}</ul>')
    return f'<div class="try"><h3>{both("try")}</h3>{"".join(lists)}</div>' if lists else ""


def suggesting() -> str:
    """The place of the first questions while they are being looked for, so that nothing jumps."""
    rows = '<li class="blank"></li>' * 4
    return f'<div class="try"><h3>{both("try")}</h3><ul aria-hidden="true">{rows}</ul></div>'


def close() -> str:
    """The button that closes the panel."""
    name = f'<span class="sr">{both("close")}</span>'
    return f'<button type="button" class="quiet close do-close">{name}</button>'


def empty(corpus: str) -> str:
    """The state of a folder with nothing to read."""
    return f'<div class="none"><strong>{both("empty")}</strong><p>{both("empty_how")}</p>{file_name(corpus)}</div>'


def failure(sentence: str) -> str:
    """One sentence (HTML) about why there is nothing to ask."""
    return f'<p class="failure" role="alert">{sentence}</p>'


def refused(number: int) -> str:
    """A discreet note that some files were not read; the list says which and why."""
    if not number:
        return ""
    button = f'<button type="button" class="quiet do-list">{count(number, "refused")}</button>'
    return f'<p class="aside">{button}</p>'


def notes(codes: Sequence[str]) -> str:
    """What the opening had to mend, a sentence each."""
    return "".join(f'<p class="aside">{said(code)}</p>' for code in codes if code in NOTES)


def editing() -> str:
    """The note above the box while an earlier question is being edited."""
    return f'<div class="editing">{both("editing")} <a href="#cancel">{both("cancel")}</a></div>'


def scope(limits: SourceFilter, total: int) -> str:
    """Above the box: how many files the next question is limited to, which were lost, and the way out of it."""
    lost = ""
    if limits.lost:
        names = "".join(f"{file_name(name)} " for name in limits.lost[:3])
        lost = f'<p class="aside" role="status">{count(len(limits.lost), "lost")} {names}</p>'
    if not limits:
        return lost
    return (
        f'{lost}<div class="scope"><a href="#only-chosen">{scope_count(len(limits.sources), total)}</a>'
        f'<a role="button" href="#choose-none">{both("search_all")}</a></div>'
    )
