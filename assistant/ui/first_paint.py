"""The style sheets and scripts that the first paint waits for, each kind as one file that is compressed once.

They stand apart in `static`, where they are read and changed; two requests in place of six, of a quarter of the bytes.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STYLES = ("window", "desk")
SCRIPTS = ("window", "corpus", "connection", "desk")
"""In their order in the page: a later style sheet says more of the same things, a later script needs the one before."""

MEDIA_TYPES = {"css": "text/css", "js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Joined:
    """Some files as one: its bytes, the same compressed, and the mark by which a browser asks for another one."""

    media_type: str
    plain: bytes
    packed: bytes
    mark: str


def join(folder: Path, names: tuple[str, ...], ending: str) -> Joined:
    """The files of these names behind one another, each on lines of its own."""
    plain = b"\n".join((folder / f"{name}.{ending}").read_bytes() for name in names)
    mark = f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
    return Joined(f"{MEDIA_TYPES[ending]}; charset=utf-8", plain, gzip.compress(plain, mtime=0), mark)


def mount(app: Any, folder: Path) -> None:
    """Add `/isnad/first.css` and `/isnad/first.js` to a Starlette application."""
    for ending, names in (("css", STYLES), ("js", SCRIPTS)):
        app.add_route(f"/isnad/first.{ending}", _serving(join(folder, names, ending)), methods=["GET"])


def _serving(made: Joined) -> Any:
    async def serve(request: Any) -> Any:
        from starlette.responses import Response

        headers = {"etag": made.mark, "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == made.mark:
            return Response(status_code=304, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(made.plain, media_type=made.media_type, headers=headers)
        return Response(made.packed, media_type=made.media_type, headers={**headers, "content-encoding": "gzip"})

    return serve
