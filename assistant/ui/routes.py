"""What the page asks for beside Gradio: news of the folder, searches, names, events, briefings, the language models.

All of it lies below `/isnad/do/`, where `guard` lets nothing in without the token of its own page. Answers are small
JSON objects; `error` holds one sentence as HTML. What concerns the files themselves stands in `file_routes`.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from assistant.ui.about import list_parts
from assistant.ui.backend import Backend
from assistant.ui.briefings import Briefings, brief_wished
from assistant.ui.finding import find_asked, find_places
from assistant.ui.html import names_page
from assistant.ui.html.escape import plain_name
from assistant.ui.line import Line
from assistant.ui.names import named_in, names_shown
from assistant.ui.offers import choose_offer, list_offers
from assistant.ui.route_errors import spoken
from assistant.ui.searches import asked_for, searched
from assistant.ui.status import strip_html
from assistant.ui.surveys import Surveys, look_again, survey_asked
from vectorstore.errors import VectorstoreError

HOLD_SECONDS = 20.0
"""Seconds that a question for news waits for some; below what proxies and browsers call a hang."""

MAX_WISHED = 3
"""Files of an answer that further questions are drawn from, and earlier questions that are not offered again."""

MAX_WAITING_PAGES = 40
"""Requests of one kind that may wait while another is answered: ten cards take half a second, words in a book a second
(a briefing of five articles .2), so that the last waits for half a minute. A browser holds six connections at most."""


class Routes:
    """The endpoints of one window over one desk."""

    def __init__(
        self,
        desk: Backend,
        surveys: Surveys | None = None,
        owns: Callable[[Any], bool] = lambda request: False,
    ) -> None:
        """`owns`: whether a request is of a page of the owner."""
        self._owns = owns
        self.desk = desk
        self.surveys = surveys or Surveys(desk)
        self.briefings = Briefings(desk, self.surveys)
        self._suggesting, self._finding, self._surveying, self._briefing = (
            Line(1, MAX_WAITING_PAGES, of_pages=True) for _ in range(4)
        )

    def mount(self, app: Any) -> None:
        """Add the endpoints to a Starlette application."""
        for path, handler in (
            ("choose/{key}", self.choose), ("search", self.search), ("names", self.names), ("events", self.events),
            ("find", self.find), ("next", self.next_questions), ("brief", self.brief),
        ):  # fmt: skip
            app.add_route(f"/isnad/do/{path}", spoken(handler), methods=["POST"])
        app.add_route("/isnad/do/models", spoken(self.models), methods=["GET"])
        app.add_route("/isnad/do/about", spoken(self.about), methods=["GET"])
        app.add_route("/isnad/do/news", spoken(self.news), methods=["GET"])

    async def news(self, request: Any) -> dict[str, object]:
        """What is going on, as soon as it differs from what the page has `seen`."""
        seen = request.query_params.get("seen", "")
        ends = [asyncio.create_task(end) for end in (self.desk.board.other_than(seen), _left(request))]
        try:
            await asyncio.wait(ends, timeout=HOLD_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
        news = self.desk.board.status
        state = await asyncio.to_thread(self.desk.state)
        return {"version": news.version, "corpus": news.corpus, "strip": strip_html(news, state.may_stop)}

    async def models(self, request: Any) -> dict[str, object]:
        """The language models that can be chosen now."""
        assistant = self.desk.assistant
        found, chosen = ({}, None) if assistant is None else await asyncio.to_thread(list_offers, assistant.models)
        listed = [
            {"key": key, "name": plain_name(offer.name or offer.url),
             "where": plain_name(f"{offer.server} {offer.url if offer.remote else ''}".strip()),
             "remote": offer.remote, "chosen": offer == chosen}
            for key, offer in found.items()
        ]  # fmt: skip
        return {"offers": listed, "none": chosen is None}

    async def next_questions(self, request: Any) -> dict[str, object]:
        """What may be asked after an answer: the page names its files, what was asked, and its own language."""
        files, asked, language = _named(await request.body())
        assistant, catalogue = self.desk.assistant, self.desk.catalogue()
        if assistant is None or catalogue is None:
            return {"questions": []}
        known = [file for file in files if file in catalogue.names]
        async with self._turn(self._suggesting, request):  # one at a time: nobody waits for it
            return {"questions": await asyncio.to_thread(assistant.suggestions.after, known, asked, language)}

    async def about(self, request: Any) -> dict[str, object]:
        """Name, version and licence of the program and of the libraries that it stands on."""
        return {"parts": await asyncio.to_thread(list_parts)}

    async def search(self, request: Any) -> dict[str, object]:
        """A search by words: `html` of what was found, or of what follows it (see `searches`)."""
        asked = asked_for(await request.body())
        return {"html": await asyncio.to_thread(searched, self.desk, asked)}

    async def find(self, request: Any) -> dict[str, object]:
        """The places of words in one article (see `finding`)."""
        source, words = find_asked(await request.body())
        async with self._turn(self._finding, request):  # one at a time: a book takes a second
            return await asyncio.to_thread(find_places, self.desk, source, words)

    async def names(self, request: Any) -> dict[str, object]:
        """The names of the articles, or what is told of one: `html`, and whether it must be asked for again."""
        key = named_in(await request.body())
        html = await asyncio.to_thread(names_shown, self.desk, key)
        return {"html": html or names_page.preparing(), "wait": html is None}

    async def events(self, request: Any) -> dict[str, object]:
        """The events page: `html` of what is shown, `working` while it is made (see `surveys`).

        `seen`: what the browser of a guest who has opened the page is to remember.
        """
        asked, owned = survey_asked(await request.body()), self._owns(request)
        kept = {}
        if asked.view == "greet" and not owned:
            asked = replace(asked, seen=look_again(asked.seen, time.time_ns() // 1_000_000))
            kept = {"seen": asked.seen}
        async with self._turn(self._surveying, request):  # one at a time: ten cards take half a second
            html, working = await asyncio.to_thread(self.surveys.page, asked, owned)
        return {"html": html, "working": working, **kept}

    async def brief(self, request: Any) -> dict[str, object]:
        """A briefing as a page, or the file that was made of it (see `briefings`)."""
        wish = brief_wished(await request.body())
        async with self._turn(self._briefing, request):  # one at a time: visitors may ask for any
            return await asyncio.to_thread(self.briefings.answer, wish)

    async def choose(self, request: Any) -> dict[str, object]:
        """Let a model word the answers, or none."""
        assistant = self.desk.assistant
        if assistant is not None:
            await asyncio.to_thread(choose_offer, assistant.models, request.path_params["key"])
            self.desk.board.tell()
        return {}

    @asynccontextmanager
    async def _turn(self, line: Line, request: Any) -> AsyncIterator[None]:
        """The block when it is a request's turn in a line; the owner's is never refused.

        Raises VectorstoreError("requests_wait") for one too many, and ClientDisconnect where the page that asked has
        gone meanwhile: nothing is made for nobody, and its place is free.
        """
        from starlette.requests import ClientDisconnect

        ticket = line.join(always=self._owns(request))
        try:
            if not ticket.is_set():
                ends = [asyncio.create_task(end) for end in (ticket.wait(), _left(request))]
                try:
                    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for end in ends:
                        end.cancel()
                if not ticket.is_set():
                    raise ClientDisconnect
            yield
        finally:
            line.leave(ticket)


async def _left(request: Any) -> None:
    """Wait until the page that asked is no longer there."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _named(body: bytes) -> tuple[list[str], list[str], str]:
    """Files, questions and language of a page's wish for more questions; raises VectorstoreError("bad_call")."""
    try:
        wish = json.loads(body)
        files, asked = ([str(one) for one in wish[key]][:MAX_WISHED] for key in ("files", "asked"))
        return files, asked, "en" if wish["language"] == "en" else "ar"
    except (ValueError, KeyError, TypeError) as error:
        raise VectorstoreError("bad_call", detail="next") from error
