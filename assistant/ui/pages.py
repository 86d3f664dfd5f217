"""Pages of original files as pictures: drawn one at a time, in a process of their own, and kept for a moment.

Who may have the file may have its pages (`routes.Routes.file`). The process is another one than that which reads files
for the index, so that nobody waits for a sync; what a page may cost is bounded in seconds, pixels and bytes.
"""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections import OrderedDict
from pathlib import PurePosixPath
from typing import Any

from assistant.ui.backend import Backend
from assistant.ui.html.reader_bar import PAGED
from vectorstore.errors import VectorstoreError
from vectorstore.formats.page_image import portable_network_graphics
from vectorstore.formats.sandbox import Extractor
from vectorstore.sync.folder import path_inside
from vectorstore.types import Refusal

DRAWING_SECONDS = 20.0
"""For one page; one of plain text takes 0.1 to 0.3."""

MAX_WAITING = 8
"""Pages that may be waited for, of all visitors together; who wants more is told to ask again."""

KEPT_BYTES = 16 << 20
"""Of pictures that are kept for whoever leafs back and forth: some fifty pages."""

PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

DRAWER = Extractor(DRAWING_SECONDS)
"""The one of this process. It holds nothing until a page is looked at."""

atexit.register(DRAWER.close)

_Key = tuple[str, int, int, int]


class Pages:
    """The endpoint that draws pages of one window's files."""

    def __init__(self, desk: Backend) -> None:
        self._desk = desk
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._kept: OrderedDict[_Key, bytes] = OrderedDict()
        self._keeping = threading.Lock()

    def mount(self, app: Any) -> None:
        """Add the endpoint to a Starlette application."""
        app.add_route("/isnad/page/{key}/{number}", self.page, methods=["GET"])

    async def page(self, request: Any) -> Any:
        """A page of a PDF of the catalogue, by its number from 1, as a PNG file."""
        from starlette.responses import PlainTextResponse, Response

        if self._waiting >= MAX_WAITING:
            return PlainTextResponse("too many at once", status_code=429)
        self._waiting += 1
        try:
            async with self._turn:
                drawn = await asyncio.to_thread(self._drawn, request.path_params["key"], request.path_params["number"])
        except VectorstoreError:
            return PlainTextResponse("not found", status_code=404)
        finally:
            self._waiting -= 1
        headers = {
            "content-security-policy": PAGE_POLICY,
            "cross-origin-resource-policy": "same-origin",
            "cache-control": "no-store",
        }
        return Response(drawn, media_type="image/png", headers=headers)

    def _drawn(self, key: str, number: str) -> bytes:
        """The picture of a page; raises VectorstoreError("unknown_source") for whatever there is no picture of."""
        catalogue = self._desk.catalogue()
        record = catalogue.file(key) if catalogue else None
        paged = record is not None and PurePosixPath(record.source).suffix.lower() == PAGED
        if not paged or not number.isdecimal() or not self._desk.state().has_files:
            raise VectorstoreError("unknown_source", source="")
        path = path_inside(*self._desk.folders().place_of(record.source)).resolve()
        try:
            looks = path.stat()
        except OSError as error:
            raise VectorstoreError("unknown_source", source=record.source) from error
        named = (record.source, looks.st_mtime_ns, looks.st_size, int(number))
        with self._keeping:
            if named in self._kept:
                self._kept.move_to_end(named)
                return self._kept[named]
        picture = DRAWER.picture(path, record.source, int(number))
        png = None if isinstance(picture, Refusal) else portable_network_graphics(picture)
        if png is None:
            raise VectorstoreError("unknown_source", source=record.source)
        self._keep(named, png)
        return png

    def _keep(self, named: _Key, png: bytes) -> None:
        with self._keeping:
            self._kept[named] = png
            while sum(map(len, self._kept.values())) > KEPT_BYTES:
                self._kept.popitem(last=False)
