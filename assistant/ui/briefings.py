"""Briefings that a page asks for: of all articles, of a happening, of a name; shown, or made into a file.

What a briefing is of comes from a browser as an opaque key: of a name, or of an article of the happening.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass

from markupsafe import Markup

from assistant.export.briefings import briefing_document
from assistant.export.files import FORMATS, file_name, write
from assistant.export.links import MAX_WINDOW_CHARACTERS, addresses_in
from assistant.pipeline import Assistant
from assistant.sources.briefing import Briefing
from assistant.sources.subjects import Subject
from assistant.sources.survey import Survey
from assistant.ui.backend import Backend
from assistant.ui.catalogue import key_of
from assistant.ui.html import briefing_page
from assistant.ui.html.labels import both
from assistant.ui.surveys import MAX_SKIPPED, Surveys
from vectorstore.errors import VectorstoreError

KEPT = 16
"""Briefings that are kept, of all visitors together: whoever takes one away has just read it."""

_ABOUT = re.compile(r"all|(event|name)-([0-9a-f]{24})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wish:
    """`about`: «all», «event-KEY» or «name-KEY». `ending`: of the file that is wanted, empty for the page; its
    footnotes lead to `window`."""

    about: str
    language: str = "ar"
    ending: str = ""
    window: str = ""


def brief_wished(body: bytes) -> Wish:
    """The request in a body; raises VectorstoreError("bad_call") for what is no such request."""
    try:
        given = json.loads(body)
        wish = Wish(*(given.get(key, "") for key in ("about", "language", "ending", "window")))
    except (ValueError, AttributeError, RecursionError) as error:
        raise VectorstoreError("bad_call", detail="brief") from error
    fine = all(isinstance(one, str) for one in (wish.about, wish.language, wish.ending, wish.window))
    if not fine or not _ABOUT.fullmatch(wish.about) or wish.language not in ("ar", "en"):
        raise VectorstoreError("bad_call", detail="brief")
    if wish.ending not in ("", *FORMATS) or len(wish.window) > MAX_WINDOW_CHARACTERS:
        raise VectorstoreError("bad_call", detail="brief")
    return wish


class Briefings:
    """The last briefings, each for one state of the index."""

    def __init__(self, desk: Backend, surveys: Surveys) -> None:
        self._desk, self._surveys = desk, surveys
        self._kept: OrderedDict[tuple[str, str, str], Briefing] = OrderedDict()
        self._changing = threading.Lock()

    def answer(self, wish: Wish) -> dict[str, object]:
        """`html` of the page and whether it is still `working`, or `href` and `name` of the file that was made.

        Raises VectorstoreError("nothing_to_brief") for what no article has any more.
        """
        assistant, survey = self._desk.assistant, self._surveys.present()
        if assistant is None or survey is None:
            return {"html": briefing_page.working(), "working": True}
        made = self._find(assistant, survey, wish)
        if not wish.ending:
            with assistant.index.reading() as snapshot:
                files = {one.source: one.file for one in snapshot.articles(MAX_SKIPPED)}
            return {"html": briefing_page.page(made, _back(wish.about), files), "working": False}
        document = briefing_document(made, addresses_in(assistant.index), wish.window)
        name = file_name(document, wish.ending)
        kind = FORMATS[wish.ending].media_type
        key = self._desk.exports.keep(name, kind, lambda: write(document, wish.ending))
        return {"href": f"/isnad/export/{key}", "name": name}

    def _find(self, assistant: Assistant, survey: Survey, wish: Wish) -> Briefing:
        key = (survey.revision, wish.about, wish.language)
        with self._changing:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = assistant.views.brief_of(_subject(assistant, survey, wish.about), survey, wish.language)
        with self._changing:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def _subject(assistant: Assistant, survey: Survey, about: str) -> Subject:
    kind, _, key = about.partition("-")
    if kind == "all":
        return None
    if kind == "event":
        found = (members for members in survey.events if any(key_of(source) == key for source in members))
        subject: Subject = next(found, None)
    else:
        known = assistant.names.soon()
        subject = known.by_key.get(key) if known is not None else None
    if subject is None:
        raise VectorstoreError("nothing_to_brief", name="—")
    return subject


def _back(about: str) -> Markup:
    """To where it was asked for: the events page (`events.js`), or the page of the name (`names.js`)."""
    kind, _, key = about.partition("-")
    way = Markup('data-names="{}"').format(key) if kind == "name" else Markup('data-view="events"')
    return Markup('<button type="button" class="quiet" {}>{}</button>').format(way, both("brief_back"))
