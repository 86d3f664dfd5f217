"""The survey of the corpus behind the events page: made in the background when it is first asked for, kept until the
corpus changes."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from assistant.pipeline import Assistant
from assistant.sources.cards import EventCard
from assistant.sources.news import Since
from assistant.sources.survey import Survey
from assistant.sources.visits import VISIT_NS, since_of
from assistant.ui.backend import Backend
from assistant.ui.html import events_page, news_page
from assistant.ui.html.escape import NOTHING
from vectorstore.errors import VectorstoreError

CARDS = 10
"""Cards of one page; more are asked for. Each takes some 50 ms."""

MAX_SKIPPED = 3_000

VIEWS = ("events", "timeline", "news", "greet")
MAX_SINCE_CHARACTERS = 40

NEVER = (0, 0)
MAX_MOMENT_MS = (2**63 - 1) // 1_000_000
"""Milliseconds whose nanoseconds are an integer of SQLite's; a script holds them exactly."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks for: the `view`, one of `VIEWS`, the cards that it has already, and `since` when news are.

    `greet` is the notice of a page that was opened. `seen`: when a guest looked before this visit, and last (ms since
    1970), as that guest's browser remembers it and nobody else.
    """

    view: str = "events"
    skip: int = 0
    since: str = "last"
    seen: tuple[int, int] = NEVER


def survey_asked(body: bytes) -> Asked:
    """The request in a body; raises VectorstoreError("bad_call") for what is no such request."""
    try:
        given = json.loads(body)
        view, skip, since = given.get("view", "events"), given.get("skip", 0), given.get("since", "last")
        before, last = given.get("seen") or NEVER
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise VectorstoreError("bad_call", detail="events") from error
    if view not in VIEWS or not isinstance(since, str) or len(since) > MAX_SINCE_CHARACTERS:
        raise VectorstoreError("bad_call", detail="events")
    if type(skip) is not int or not 0 <= skip <= MAX_SKIPPED:
        raise VectorstoreError("bad_call", detail="events")
    if not all(type(one) is int and 0 <= one <= MAX_MOMENT_MS for one in (before, last)):
        raise VectorstoreError("bad_call", detail="events")
    return Asked(view, skip, since, (before, last))


def look_again(seen: tuple[int, int], now_ms: int) -> tuple[int, int]:
    """What a guest's browser is to remember now: as `Visits.looked` does for the owner; the future counts as now."""
    before, last = (min(one, now_ms) for one in seen)
    return (last if now_ms - last > VISIT_NS // 1_000_000 else before), now_ms


def guests_look(asked: Asked) -> Since:
    """Since a guest's visit before this one; all that is known where none is remembered."""
    before = asked.seen[0]
    return Since(at_ns=before * 1_000_000, last=True) if before else Since(last=True, none=True)


class Surveys:
    """The last survey, and the thread that makes the next one."""

    def __init__(self, desk: Backend) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._survey: Survey | None = None
        self._cards: dict[int, EventCard | None] = {}
        self._working: threading.Thread | None = None
        self._done = (0, 0)
        self._failed = self._awaited = False

    def page(self, asked: Asked, owned: bool = False) -> tuple[Markup, bool]:
        """What is shown, and whether it is still being made, so that the page asks again.

        `owned`: the page is the owner's, whose last look is remembered beside the index.
        """
        if asked.view == "greet":
            return self._greeting(asked, owned)
        assistant, (survey, made) = self._desk.assistant, self._current()
        if asked.view == "news" and assistant is not None and self._desk.catalogue() is not None:
            since = Since() if asked.since == "all" else since_of(asked.since, assistant.visits)
            if since.last and not owned:
                since = guests_look(asked)
            news = assistant.views.news(since, survey)
            waits = news.statements is None or news.events is None
            return news_page.page(news, asked.since, self._files(assistant)), waits
        if assistant is None or survey is None:
            return events_page.preparing(*self._done), True
        files = self._files(assistant)
        if asked.view == "timeline":
            return events_page.timeline(survey, files), False
        found = _found(assistant, survey, made, asked.skip)
        return events_page.cards(survey, found, asked.skip, CARDS, files), False

    def _greeting(self, asked: Asked, owned: bool) -> tuple[Markup, bool]:
        """The notice of new articles since the last visit, the owner's or a guest's."""
        assistant = self._desk.assistant
        if assistant is None or self._desk.catalogue() is None:
            return NOTHING, True
        since = assistant.visits.looked() if owned else guests_look(asked)
        if since.none:
            return NOTHING, False
        with assistant.index.reading() as snapshot:
            number = sum(one.kind == "added" for one in snapshot.changes(since.number, since.at_ns))
        return (news_page.notice(number) if number else NOTHING), False

    def present(self) -> Survey | None:
        """The survey of the corpus as it is; None while it is made. Raises VectorstoreError where that failed."""
        return self._current()[0]

    def _current(self) -> tuple[Survey | None, dict[int, EventCard | None]]:
        """As `present`, and the cards that were made of that survey: by their place in it, and in no other."""
        assistant = self._desk.assistant
        if assistant is None or self._desk.catalogue() is None:
            return None, {}
        with assistant.index.reading() as snapshot:
            revision = snapshot.revision
        with self._lock:
            if self._survey is None or self._survey.revision != revision:
                if self._failed:
                    self._failed = False
                    raise VectorstoreError("unexpected")
                self._start(assistant)
                return None, {}
            return self._survey, self._cards

    def happenings(self) -> Mapping[str, int] | None:
        """The number of the happening that each file tells of together with another file.

        None while the articles are read: the page of every visitor is told when that is done. Raises as `present`.
        """
        assistant, survey = self._desk.assistant, self.present()
        self._awaited = survey is None
        if assistant is None or survey is None:
            return None
        files, numbers = self._files(assistant), dict[str, int]()
        for number, sources in enumerate(survey.events, 1):
            telling = dict.fromkeys(files[source] for source in sources if source in files)
            for file in telling if len(telling) > 1 else ():
                numbers.setdefault(file, number)
        return numbers

    def _start(self, assistant: Assistant) -> None:
        if self._working is None or not self._working.is_alive():
            self._done = (0, 0)
            self._working = threading.Thread(target=self._work, args=(assistant,), name="isnad-survey", daemon=True)
            self._working.start()

    def _work(self, assistant: Assistant) -> None:
        def note(stage: str, done: int, total: int) -> None:
            self._done = (done, total)

        try:
            made = assistant.views.survey(note, self._desk.following.stopping.is_set)
        except Exception:  # the outermost edge of a thread: the page says that it failed, the log why
            log.exception("the survey failed")
            with self._lock:
                self._failed = True
            return
        with self._lock:
            if made is not None:
                self._survey, self._cards = made, {}
        if self._awaited:
            self._desk.board.tell(corpus=True)  # the list of articles is drawn anew

    def _files(self, assistant: Assistant) -> dict[str, str]:
        """The file of each article, by which the page names its quotes."""
        with assistant.index.reading() as snapshot:
            return {one.source: one.file for one in snapshot.articles(MAX_SKIPPED)}


def _found(assistant: Assistant, survey: Survey, made: dict[int, EventCard | None], skip: int) -> list[EventCard]:
    """The cards of one page, put into `made` when they are first shown."""
    places = range(skip, min(skip + CARDS, len(survey.events)))
    for place in places:
        if place not in made:
            made[place] = next(iter(assistant.views.event_cards([survey.events[place]])), None)
    return [card for place in places if (card := made[place]) is not None]
