"""What a visitor may send: headers and a body of bounded size within bounded time, read before anything works on it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from assistant.ui.asgi import Message, Receive

MAX_BODY_BYTES = 256 * 1024
"""Bytes of an event: a question of 10,000 characters, each written as «\\u0627», is a quarter of it."""

MAX_HEADER_BYTES = 32 * 1024
BODY_SECONDS = 30.0
"""Seconds for a body to arrive; a page on the same network needs milliseconds."""

_SESSION_HASH = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)
HEARTBEAT = "/gradio_api/heartbeat/"
"""The path, before the session, of the connection that a page holds for as long as it is open."""


EVENTS = frozenset({"/gradio_api/run/predict", "/gradio_api/queue/join"})
"""Where a page sends what it asks."""


class Refused(Exception):
    """What was sent is not taken: the HTTP `status` that says why."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(str(status))


def check_headers(headers: Iterable[tuple[bytes, bytes]], streams: bool) -> None:
    """Raises Refused for headers, or an announced body, beyond what a page of ours sends; `streams`: a body of any
    size may follow, which is bounded where it is written."""
    listed = list(headers)
    if sum(len(name) + len(value) for name, value in listed) > MAX_HEADER_BYTES:
        raise Refused(431)
    for name, value in listed:
        if name.lower() == b"content-length" and not streams and not (value.isdigit() and int(value) <= MAX_BODY_BYTES):
            raise Refused(413)


async def take_body(receive: Receive) -> bytes:
    """The whole body of a request. Raises Refused: 413 too large, 408 too slow, 400 given up."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise Refused(400)
                body += message.get("body", b"")
                if len(body) > MAX_BODY_BYTES:
                    raise Refused(413)
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError as error:
        raise Refused(408) from error


def given_again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands out a body that was taken, and after it whatever comes."""
    first = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return first.pop() if first else await receive()

    return again


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a page asks of Gradio: in which session, by the number of which function, with what."""

    session: str
    function: int
    data: Sequence[object]


def read_event(body: bytes) -> Event:
    """The event that a body is. Raises Refused(400) for what no page of ours sends."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(400) from error
    if not isinstance(sent, dict):
        raise Refused(400)
    function, data = sent.get("fn_index"), sent.get("data")
    plain = isinstance(data, list) and all(one is None or isinstance(one, str | int | float) for one in data)
    if not plain or not isinstance(function, int) or isinstance(function, bool):
        raise Refused(400)
    return Event(_session(sent.get("session_hash")), function, data)


def session_of(path: str, query: bytes) -> str:
    """The Gradio session that a request without a body belongs to; empty where it names none. Raises Refused(400) for
    an odd one."""
    if path.startswith(HEARTBEAT):
        return _session(path.removeprefix(HEARTBEAT))
    if path == "/gradio_api/queue/data":
        return _session(parse_qs(query.decode("latin-1")).get("session_hash", [""])[-1])
    return ""


def _session(named: object) -> str:
    if not isinstance(named, str) or not _SESSION_HASH.fullmatch(named):
        raise Refused(400)
    return named
