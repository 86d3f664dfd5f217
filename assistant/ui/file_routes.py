"""What the page asks for that concerns the files: uploads, removals, syncing, the originals, and what is taken away.

All that changes something lies below `/isnad/do/`, where `guard` lets nothing in without the token of its own page.
Files are named by the catalogue's keys. Answers are small JSON objects; `error` holds one sentence as HTML.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from assistant.ui.backend import Backend
from assistant.ui.route_errors import spoken
from vectorstore.errors import VectorstoreError
from vectorstore.ledger.rows import FileRecord
from vectorstore.sync.folder import Incoming, open_inside

MAX_UPLOADS, UPLOAD_WINDOW_SECONDS = 1_000, 600.0
"""Files taken in so many seconds, from all visitors together; an archive is copied into the folder itself."""

MAX_PARALLEL_UPLOADS = 3

IDLE_SECONDS = 60.0
"""Seconds without a byte after which an upload is given up."""

CHUNK_BYTES = 1 << 16

SHOWN_TYPES = {".pdf": "application/pdf"}
"""Formats that a browser may show, where it is not asked to save them; every other one is saved, HTML above all, and
plain text, too: a browser would set it in letters of one width, and from the left. It is read in the panel."""

FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""For a file out of the folder: it can load nothing and run nothing."""


class FileRoutes:
    """The endpoints of one window for the files of its folder."""

    def __init__(self, desk: Backend, corpus: Path) -> None:
        self.desk = desk
        self.corpus = corpus
        self._uploads: deque[float] = deque()
        self._under_way = 0

    def mount(self, app: Any) -> None:
        """Add the endpoints to a Starlette application."""
        for path, handler in (
            ("upload", self.upload), ("remove/{key}", self.remove), ("undo/{key}", self.undo),
            ("sync", self.sync), ("retry", self.retry), ("stop", self.stop),
        ):  # fmt: skip
            app.add_route(f"/isnad/do/{path}", spoken(handler), methods=["POST"])
        app.add_route("/isnad/file/{key}", self.file, methods=["GET"])
        app.add_route("/isnad/export/{key}", self.export, methods=["GET"])

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


def _pieces(opened: Any) -> Iterator[bytes]:
    with opened:
        while piece := opened.read(CHUNK_BYTES):
            yield piece
