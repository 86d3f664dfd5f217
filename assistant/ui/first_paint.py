"""The style sheets and scripts that the first paint waits for, each kind as one file that is compressed once.

They stand apart in `static`, where they are read and changed; two requests in place of six, of a quarter of the bytes.
The style sheets of Gradio's components come with ours: its loader leaves out what a link in the page names already, and
a link that is `disabled` is not fetched (seventeen requests less). Its scripts are modules that import each other by
their addresses: to join those takes a bundler, and they come one by one.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from markupsafe import Markup

STYLES = ("window", "desk")
SCRIPTS = ("window", "corpus", "connection", "desk")
"""In their order in the page: a later style sheet says more of the same things, a later script needs the one before."""

GRADIO_STYLES = (
    "core-DonAqEks", "HistoryStorageControl-WpXJfujP", "statustracker-CouyIdTk", "Index-EfSyqQsq", "src-B8NTxzPO",
    "Blocks-0aNuD791", "Index-DrCM5gzc", "Example-CgIc4GLa", "markdown-code-BKTx0QVF", "Index-BGK55NKF",
    "Index-LKTY8Jbn", "Example-B1swpn2y", "Index-BQy4D5vy", "ImagePreview-B2sIO-1d", "Image-Da_XA0w6",
    "Index-Ba0kRe4M", "Index-CcsdfK63",
)  # fmt: skip
"""Of Gradio's style sheets those that this window's components ask for, in the order in which they came after ours.
They are named by their contents: those of another version are not found here, and come one by one."""

MEDIA_TYPES = {"css": "text/css", "js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Joined:
    """Some files as one: its bytes, the same compressed, and the mark by which a browser asks for another one."""

    media_type: str
    plain: bytes
    packed: bytes
    mark: str


def join(folder: Path, names: tuple[str, ...], ending: str, further: Sequence[Path] = ()) -> Joined:
    """The files of these names behind one another and then further ones, each on lines of its own."""
    files = [*(folder / f"{name}.{ending}" for name in names), *further]
    plain = b"\n".join(file.read_bytes() for file in files)
    mark = f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
    return Joined(f"{MEDIA_TYPES[ending]}; charset=utf-8", plain, gzip.compress(plain, mtime=0), mark)


@cache
def gradio_styles() -> tuple[Path, ...]:
    """The files of `GRADIO_STYLES` that the installed Gradio has."""
    place = find_spec("gradio")
    folders = (place and place.submodule_search_locations) or []
    assets = [Path(folder, "templates", "frontend", "assets") for folder in folders]
    files = (folder / f"{name}.css" for folder in assets for name in GRADIO_STYLES)
    return tuple(file for file in files if file.is_file())


def joined_links() -> Markup:
    """For the head of the page: what Gradio's loader is not to fetch, since it stands in our style sheet."""
    link = Markup('<link rel="stylesheet" href="/assets/{}" disabled />')
    return Markup().join(link.format(file.name) for file in gradio_styles())


def mount(app: Any, folder: Path) -> None:
    """Add `/isnad/first.css` and `/isnad/first.js` to a Starlette application."""
    for ending, names, further in (("css", STYLES, gradio_styles()), ("js", SCRIPTS, ())):
        app.add_route(f"/isnad/first.{ending}", _serving(join(folder, names, ending, further)), methods=["GET"])


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
