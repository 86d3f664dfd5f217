"""What goes between the server and the guard: the shapes of ASGI, the headers of every answer, and small answers."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

Message = MutableMapping[str, Any]
AsgiScope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]
App = Callable[[AsgiScope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""Inline styles are Gradio's own; inline scripts run only with this page's nonce, so a handler that slipped
into the page with a document would still not run."""

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)


def with_headers(send: Send, further: list[tuple[bytes, bytes]]) -> Send:
    """A `send` that puts our headers, and these, into an answer."""

    async def passed(message: Message) -> None:
        if message["type"] == "http.response.start":
            policy = POLICY.format(nonce="none").encode("ascii")
            message = {
                **message,
                "headers": [*message["headers"], *HEADERS, *further, (b"content-security-policy", policy)],
            }
        await send(message)

    return passed


async def refuse(send: Send, status: int, reason: str, further: Headers = ()) -> None:
    """A few words in ASCII, which only a person who looks into the traffic reads."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *further]
    await _send(send, status, reason.encode("ascii"), headers)


async def answer(send: Send, status: int, told: object, further: Headers = ()) -> None:
    """A small JSON object, as the endpoints behind the guard answer."""
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), *further]
    await _send(send, status, json.dumps(told).encode("ascii"), headers)


async def _send(send: Send, status: int, body: bytes, headers: Headers) -> None:
    length = (b"content-length", str(len(body)).encode("ascii"))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length, *HEADERS]})
    await send({"type": "http.response.body", "body": body})
