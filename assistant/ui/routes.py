"""What the page asks for beside Gradio: news of the folder, uploads, removals, syncing, the original files, and
what is taken away.

All but files lie below `/isnad/do/`, where `security` lets nothing in without the token of its own page.
Files are named by the catalogue's keys. Answers are small JSON objects; `error` holds one sentence as HTML.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from assistant.ui.about import list_parts
from assistant.ui.backend import Backend
from assistant.ui.briefings import Briefings, brief_wished
from assistant.ui.finding import find_asked, find_places
from assistant.ui.html import names_page
from assistant.ui.html.escape import plain_name
from assistant.ui.html.labels import both, said
from assistant.ui.line import Line
from assistant.ui.names import named_in, names_shown
from assistant.ui.offers import choose_offer, list_offers
from assistant.ui.searches import asked_for, searched
from assistant.ui.status import strip_html
from assistant.ui.surveys import Surveys, look_again, survey_asked
from vectorstore.errors import VectorstoreError
from vectorstore.ledger.rows import FileRecord
from vectorstore.sync.folder import Incoming, open_inside

log = logging.getLogger(__name__)

HOLD_SECONDS = 20.0
"""Seconds that a question for news waits for some; below what proxies and browsers call a hang."""

MAX_UPLOADS, UPLOAD_WINDOW_SECONDS = 1_000, 600.0
"""Files taken in so many seconds, from all visitors together; an archive is copied into the folder itself."""

MAX_PARALLEL_UPLOADS = 3
MAX_WISHED = 3
"""Files of an answer that further questions are drawn from, and earlier questions that are not offered again."""

MAX_WAITING_PAGES = 40
"""Requests of one kind that may wait while another is answered: ten cards take half a second, words in a book a second
(a briefing of five articles .2), so that the last waits for half a minute. A browser holds six connections at most."""

IDLE_SECONDS = 60.0
"""Seconds without a byte after which an upload is given up."""

CHUNK_BYTES = 1 << 16

STATUS = {
    "file_size": 413, "file_type": 415, "file_names": 409, "unknown_source": 404, "changes_off": 403,
    "no_such_model": 404, "folder_closed": 403, "corpus_missing": 404, "disk_full": 507, "too_many_files": 429,
    "requests_wait": 429, "export_busy": 429,
    "folder_missing": 404, "folder_joined": 409, "folder_of_index": 409, "too_many_folders": 409,
    "folders_not_kept": 507,
    "search_too_long": 413, "no_date": 400, "bad_call": 400, "no_conversation": 404, "history_full": 507,
    "nothing_to_brief": 404, "name_refused": 409,
    "no_note": 404, "note_not_kept": 409, "notebook_waits": 503, "notebook_empty": 404,
}  # fmt: skip

SHOWN_TYPES = {".pdf": "application/pdf"}
"""Formats that a browser may show, where it is not asked to save them; every other one is saved, HTML above all, and
plain text, too: a browser would set it in letters of one width, and from the left. It is read in the panel."""

FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""For a file out of the folder: it can load nothing and run nothing."""

Handler = Callable[[Any], Awaitable[Any]]


class Routes:
    """The endpoints of one window over one desk."""

    def __init__(
        self,
        desk: Backend,
        corpus: Path,
        surveys: Surveys | None = None,
        owns: Callable[[Any], bool] = lambda request: False,
    ) -> None:
        """`owns`: whether a request is of a page of the owner."""
        self._owns = owns
        self.desk = desk
        self.corpus = corpus
        self.surveys = surveys or Surveys(desk)
        self.briefings = Briefings(desk, self.surveys)
        self._uploads: deque[float] = deque()
        self._under_way = 0
        self._suggesting, self._finding, self._surveying, self._briefing = (
            Line(1, MAX_WAITING_PAGES, "requests_wait") for _ in range(4)
        )

    def mount(self, app: Any) -> None:
        """Add the endpoints to a Starlette application."""
        for path, handler in (
            ("upload", self.upload), ("remove/{key}", self.remove), ("undo/{key}", self.undo),
            ("sync", self.sync), ("retry", self.retry), ("stop", self.stop),
            ("choose/{key}", self.choose), ("search", self.search), ("names", self.names), ("events", self.events),
            ("find", self.find),
            ("next", self.next_questions), ("brief", self.brief),
        ):  # fmt: skip
            app.add_route(f"/isnad/do/{path}", spoken(handler), methods=["POST"])
        app.add_route("/isnad/do/models", spoken(self.models), methods=["GET"])
        app.add_route("/isnad/do/about", spoken(self.about), methods=["GET"])
        app.add_route("/isnad/do/news", spoken(self.news), methods=["GET"])
        app.add_route("/isnad/file/{key}", self.file, methods=["GET"])
        app.add_route("/isnad/export/{key}", self.export, methods=["GET"])

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

    async def upload(self, request: Any) -> dict[str, object]:
        """One file: its bytes are the body, its name stands percent-encoded in a header."""
        await self._must_change()
        self._must_have_room()
        incoming = Incoming(self.corpus, unquote(request.headers.get("x-isnad-name", ""), errors="replace"))
        self._under_way += 1
        try:
            pieces = request.stream().__aiter__()
            while True:
                try:
                    piece = await asyncio.wait_for(anext(pieces), IDLE_SECONDS)
                except StopAsyncIteration:
                    break
                await asyncio.to_thread(incoming.write, piece)
            name = await asyncio.to_thread(incoming.keep)
        finally:
            self._under_way -= 1
            incoming.close()
        self.desk.following.sync()
        return {"name": name}

    async def remove(self, request: Any) -> dict[str, object]:
        """Take a file out of the folder; the page has asked the person before."""
        await self._must_change()
        key = await asyncio.to_thread(self.desk.removed.remove, self._record(request).source)
        self.desk.following.sync()
        return {"undo": key}

    async def undo(self, request: Any) -> dict[str, object]:
        """Put back a file that was taken out."""
        await self._must_change()
        await asyncio.to_thread(self.desk.removed.put_back, request.path_params["key"])
        self.desk.following.sync()
        return {}

    async def sync(self, request: Any) -> dict[str, object]:
        """Sync now, or go on with a sync that was stopped."""
        await asyncio.to_thread(self.desk.following.sync)
        return {}

    async def retry(self, request: Any) -> dict[str, object]:
        """Sync now, and read the files again that were refused."""
        await asyncio.to_thread(self.desk.following.sync, True)
        return {}

    async def stop(self, request: Any) -> dict[str, object]:
        """Stop indexing after the batch in hand."""
        if not (await asyncio.to_thread(self.desk.state)).may_stop:
            raise VectorstoreError("changes_off")
        await asyncio.to_thread(self.desk.following.pause)
        return {}

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
            return {"questions": await asyncio.to_thread(assistant.follow_ups, known, asked, language)}

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

    async def file(self, request: Any) -> Any:
        """An original file of the catalogue: a PDF shown as it is, if not `save`, everything else to be saved."""
        from starlette.responses import PlainTextResponse, StreamingResponse

        try:
            record = self._record(request)
            if not (await asyncio.to_thread(self.desk.state)).has_files:
                raise VectorstoreError("unknown_source", source="")
            opened = await asyncio.to_thread(open_inside, *self.desk.folders().place_of(record.source))
        except VectorstoreError:
            return PlainTextResponse("not found", status_code=404)
        suffix = Path(record.source).suffix.lower()
        kind = SHOWN_TYPES.get(suffix, "application/octet-stream")
        name = quote(Path(record.source).name.encode("utf-8", "replace"))
        where = "inline" if suffix in SHOWN_TYPES and "save" not in request.query_params else "attachment"
        headers = {
            "content-type": kind,
            "content-disposition": f"{where}; filename*=UTF-8''{name}",
            "content-security-policy": FILE_POLICY if suffix == ".pdf" else f"{FILE_POLICY}; sandbox",
            "cross-origin-resource-policy": "same-origin",
            "cache-control": "no-store",
        }
        return StreamingResponse(_pieces(opened), headers=headers)

    async def export(self, request: Any) -> Any:
        """A file that was made for a page to be saved; its key is known to that page alone, and for a minute."""
        from starlette.responses import PlainTextResponse, Response

        made = self.desk.exports.find(request.path_params["key"])
        if made is None:
            return PlainTextResponse("not found", status_code=404)
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(made.name.encode('utf-8', 'replace'))}",
            "content-security-policy": f"{FILE_POLICY}; sandbox",
            "cross-origin-resource-policy": "same-origin",
            "cache-control": "no-store",
        }
        return Response(made.data, media_type=made.media_type, headers=headers)

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

    def _record(self, request: Any) -> FileRecord:
        """The file that a page names; raises VectorstoreError("unknown_source")."""
        catalogue = self.desk.catalogue()
        record = catalogue.file(request.path_params["key"]) if catalogue else None
        if record is None:
            raise VectorstoreError("unknown_source", source="")
        return record

    async def _must_change(self) -> None:
        if not (await asyncio.to_thread(self.desk.state)).may_change:
            raise VectorstoreError("changes_off")

    def _must_have_room(self) -> None:
        now = time.monotonic()
        while self._uploads and now - self._uploads[0] > UPLOAD_WINDOW_SECONDS:
            self._uploads.popleft()
        if len(self._uploads) >= MAX_UPLOADS or self._under_way >= MAX_PARALLEL_UPLOADS:
            raise VectorstoreError("too_many_files", most=MAX_UPLOADS)
        self._uploads.append(now)


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


def _pieces(opened: Any) -> Iterator[bytes]:
    with opened:
        while piece := opened.read(CHUNK_BYTES):
            yield piece


def spoken(handler: Handler) -> Handler:
    """The handler with its errors as one sentence."""

    async def answered(request: Any) -> Any:
        from starlette.requests import ClientDisconnect
        from starlette.responses import JSONResponse

        try:
            return JSONResponse(await handler(request))
        except VectorstoreError as error:
            log.info("%s: %s", request.url.path, error)
            body = {"error": said(error.code, **error.values)}
            return JSONResponse(body, status_code=STATUS.get(error.code, 500))
        except (ClientDisconnect, TimeoutError):
            return JSONResponse({"error": both("failed")}, status_code=408)
        except Exception:  # the outermost edge: the page gets a sentence, the log the traceback
            log.exception("%s failed", request.url.path)
            return JSONResponse({"error": both("failed")}, status_code=500)

    return answered
