"""The doors of the window: exactly the addresses that its page asks for; every other one does not exist.

Gradio's server has some eighty routes, and more with each version: files, proxies, uploads, run histories, an API. A
list of those to close is passed by the next spelling, so this is a list of those that are open.
"""

from __future__ import annotations

import re

_NAME = r"[\w-]+(?:\.[\w-]+)*"
"""A file's name without a folder; it neither begins nor ends with a dot, and has no two of them in a row."""

_SESSION_HASH = r"[a-z0-9-]{1,64}"
_KEY = r"[0-9a-f]{24}"

READ, DO = frozenset({"GET", "HEAD"}), frozenset({"POST"})

DOORS: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = tuple(
    (methods, re.compile(pattern, re.ASCII))
    for methods, pattern in (
        # Gradio's page and what it is made of
        (READ, "/"),
        (READ, rf"/assets/{_NAME}"),
        (READ, r"/static/js/iframeResizer\.contentWindow\.min\.js"),
        (READ, r"/theme\.css"),
        # Gradio's events: one at once, one in turn, their results, stopping, being there, and asking whether it is
        # the same program after a connection was lost
        (DO, "/gradio_api/run/predict"),
        (DO, "/gradio_api/queue/join"),
        (READ, "/gradio_api/queue/data"),
        (DO, "/gradio_api/(?:cancel|reset)"),
        (READ, rf"/gradio_api/heartbeat/{_SESSION_HASH}"),
        (READ, "/gradio_api/app_id"),
        # ours
        (READ, r"/isnad/(?:[a-z]{1,20}\.(?:css|js)|icon\.svg|icon-\d{3}\.png|app\.json)"),
        (READ, rf"/isnad/fonts/{_NAME}"),
        (READ, rf"/isnad/file/{_KEY}"),
        (READ, rf"/isnad/page/{_KEY}/[1-9]\d{{0,4}}"),
        (READ, rf"/isnad/export/{_KEY}"),
        (READ, "/isnad/do/(?:news|models|about|folders)"),
        (DO, "/isnad/do/folders/(?:add|leave)"),
        (DO, "/isnad/do/(?:upload|sync|retry|stop|own|search|find|names|events|brief|next)"),
        (READ, "/isnad/do/votes"),
        (DO, "/isnad/do/talks"),
        (DO, rf"/isnad/do/talk/{_KEY}/(?:rename|pin|unpin|delete|restore)"),
        (DO, "/isnad/do/notebook/(?:list|add|keep|export)"),
        (DO, rf"/isnad/do/note/{_KEY}/(?:write|star|unstar|swap|delete|restore)"),
        (DO, rf"/isnad/do/remove/{_KEY}"),
        (DO, rf"/isnad/do/undo/{_KEY}"),
        (DO, rf"/isnad/do/choose/(?:none|{_KEY})"),
    )
)
"""Methods and the whole path as it is after percent-decoding, which is what the routes behind see."""


def is_door(method: str, path: str) -> bool:
    """Does the page of this window ever ask this? `path` is percent-decoded."""
    return any(method in methods and pattern.fullmatch(path) for methods, pattern in DOORS)
