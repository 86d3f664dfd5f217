"""What stands between the browser and the window: who may call, which doors are closed, what the page may do.

A pure ASGI wrapper, so that answers stream through unbuffered; only the page itself is read and rewritten:
its language and direction are set before the first paint, its own scripts get a nonce, and everything else
is forbidden by the Content-Security-Policy.
"""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import re
import secrets
from urllib.parse import urlsplit

from assistant.sockets import caller_is_ours
from assistant.ui.asgi import HEADERS, POLICY, App, AsgiScope, Message, Receive, Send, answer, refuse, with_headers
from assistant.ui.doors import is_door
from assistant.ui.front_page import PACKING_LEVEL, dress_page, is_html, wishes
from assistant.ui.html.labels import said
from assistant.ui.intake import (
    EVENTS,
    HEARTBEAT,
    Refused,
    check_headers,
    given_again,
    read_event,
    session_of,
    take_body,
)
from assistant.ui.keys import SessionKeys, cookie, known_session
from assistant.ui.sessions import Sessions

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})

GUARDED, UPLOAD, OWN = "/isnad/do/", "/isnad/do/upload", "/isnad/do/own"
"""Paths that only a page of this window may call: what they do needs the token of its session. All but
`FOR_EVERYONE` is for the owner, and `OWN` is where a page becomes the owner's; the body of an upload is bounded
where it is written."""

READING = ("news", "about", "search", "find", "names", "next", "events", "brief")
FOR_EVERYONE = frozenset({f"{GUARDED}{name}" for name in READING} | {OWN})
"""What shows the articles and changes nothing for anybody: `events` notes a look for the owner alone, `brief` keeps a
file for a minute as an export does, and where no more fit the oldest go, the owner's exports among them."""

PASSED_ON = frozenset({"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})
"""Headers of a proxy: whoever it speaks for is not known to be on this machine."""

_BY_CONTENTS = re.compile(r"/assets/[\w-]+-[\w-]{8}\w?\.(?:js|css)|/isnad/fonts/[\w-]+\.woff2", re.ASCII)
"""Files that never change: Gradio's, which bear a hash of their contents in their names, and the letters."""

_REPLACED = frozenset({b"content-length", b"cache-control"})


class Guard:
    """Wraps the application; `host` is the address it is bound to, `language` the window's first one."""

    def __init__(
        self,
        app: App,
        host: str = "127.0.0.1",
        language: str = "ar",
        sessions: Sessions | None = None,
        keys: SessionKeys | None = None,
        keeps: bool = False,
    ) -> None:
        """`keys`: where others ask them, too; `keeps`: whether the owner's conversations are kept."""
        self.app = app
        self.hosts = LOOPBACK | {host.strip("[]").lower()}
        self.language = language
        self.keys = keys or SessionKeys()
        self._keeps = keeps
        self.anywhere = host in EVERYWHERE
        self._sessions = sessions

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":  # which lasts as long as the server
            ending = asyncio.create_task(self._sessions.end_closed()) if self._sessions else None
            try:
                await self.app(scope, receive, send)
            finally:
                if ending:
                    ending.cancel()
            return
        if scope["type"] != "http":
            return
        headers = {n.decode("latin-1").lower(): v.decode("latin-1") for n, v in scope["headers"]}
        method, path = scope["method"], scope["path"]
        try:
            check_headers(scope["headers"], streams=path == UPLOAD)
            if not self.trusts(headers.get("host", "")):
                await refuse(send, 400, "unknown host")
            elif not self._own(method, headers):
                await refuse(send, 403, "other origin")
            elif not is_door(method, path):
                await refuse(send, 404, "not found")
            elif path.startswith(GUARDED) and not self.keys.opens(headers):
                await refuse(send, 403, "no token of this window")
            elif path.startswith(GUARDED) and not self._may(path, headers):
                await answer(send, 403, {"error": said("owner_only")})
            elif path == "/":
                await self._page(scope, receive, send, headers)
            elif path == OWN:
                await self._become_owner(await take_body(receive), send, headers)
            else:
                await self._pass(scope, receive, send, headers)
        except Refused as refused:
            await refuse(send, refused.status, "not taken", [(b"connection", b"close")])  # and the rest is not read

    def _may(self, path: str, headers: dict[str, str]) -> bool:
        return path in FOR_EVERYONE or self.keys.is_owner(headers.get("cookie", ""))

    async def _pass(self, scope: AsgiScope, receive: Receive, send: Send, headers: dict[str, str]) -> None:
        """Hand a request on, its body within bounds, and note the session that it is of."""
        path, body = scope["path"], b""
        if scope["method"] == "POST" and path != UPLOAD:
            body = await take_body(receive)
            receive = given_again(body, receive)
        event = read_event(body) if path in EVENTS else None
        session = event.session if event else session_of(path, scope["query_string"])
        send = with_headers(send, [(b"cache-control", kept)] if (kept := _kept_for(path)) else [])
        if not session or self._sessions is None:
            await self.app(scope, receive, send)
            return
        address = (scope.get("client") or ("", 0))[0]
        visitor = known_session(headers.get("cookie", "")) or address
        if event:
            self._sessions.check(event)
        self._sessions.use(session, visitor, address, spoke=path.endswith("/predict"))
        if not path.startswith(HEARTBEAT):
            await self.app(scope, receive, send)
            return
        self._sessions.opened(session)
        try:
            await self.app(scope, receive, send)
        finally:
            self._sessions.closed(session)

    async def _become_owner(self, given: bytes, send: Send, headers: dict[str, str]) -> None:
        """Make a session the owner's, for the token that the terminal printed."""
        if not self.keys.is_owner_token(given.decode("utf-8", "replace").strip()):
            await answer(send, 403, {"error": said("owner_only")})
            return
        kept = self.keys.owner_cookie(known_session(headers.get("cookie", "")))
        await answer(send, 200, {}, [(b"set-cookie", kept)])

    async def _is_owner(self, scope: AsgiScope, headers: dict[str, str]) -> bool:
        """Is the page the owner's: by its cookie, or since the owner opens it on the owner's own machine?"""
        if self.keys.is_owner(headers.get("cookie", "")):
            return True
        client, server = scope.get("client"), scope.get("server")
        if not client or not server or not _is_loopback(client[0]) or PASSED_ON & headers.keys():
            return False
        if _name(headers.get("host", "")) not in LOOPBACK:
            return False
        return await asyncio.to_thread(caller_is_ours, client[1], server[1]) is not False

    def trusts(self, host: str) -> bool:
        """Is this the name of the machine that the window was opened on?

        A foreign page whose name was made to resolve here (DNS rebinding) brings its own name along. Bound to
        every address, the window is also reached by number: a number cannot be rebound.
        """
        name = _name(host)
        if name in self.hosts:
            return True
        if not self.anywhere:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _own(self, method: str, headers: dict[str, str]) -> bool:
        """Does the request come from this window's page, or from a person who opens it?"""
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
            return False
        return method in ("GET", "HEAD") or headers.get("sec-fetch-site", "none") in ("none", "same-origin")

    async def _page(self, scope: AsgiScope, receive: Receive, send: Send, headers: dict[str, str]) -> None:
        cookies = headers.get("cookie", "")
        nonce, session = secrets.token_urlsafe(16), self.keys.session(cookies)
        owner = await self._is_owner(scope, headers)
        own = [(b"set-cookie", self.keys.owner_cookie(session))] if owner else []
        start: Message = {}
        body = bytearray()

        async def gather(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            page = bytes(body)
            if is_html(start):
                language, theme, size = wishes(cookies, self.language)
                seen = cookie(cookies, "isnad_seen") == "yes"
                token = self.keys.token(session)
                dressed = dress_page(
                    page.decode("utf-8"), nonce, language, theme, token, owner, self._keeps, size, seen
                )
                page = dressed.encode("utf-8")
            packing = []
            if "gzip" in headers.get("accept-encoding", ""):  # what it is told stands in it as one of a few words
                page, packing = gzip.compress(page, PACKING_LEVEL), [(b"content-encoding", b"gzip")]
            kept = [(n, v) for n, v in start["headers"] if n.lower() not in _REPLACED]
            policy = POLICY.format(nonce=nonce).encode("ascii")
            start["headers"] = [
                *kept, *HEADERS, (b"content-security-policy", policy), (b"cache-control", b"no-store"),
                (b"vary", b"cookie, accept-encoding"), (b"set-cookie", self.keys.session_cookie(session)), *own,
                *packing, (b"content-length", str(len(page)).encode("ascii")),
            ]  # fmt: skip
            await send(start)
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else page})

        # Gradio would compress the page, and only plain text can be rewritten.
        plain = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, gather)


def _kept_for(path: str) -> bytes:
    """How long a browser keeps a file: ours change with the program, so that it asks before it uses an old one."""
    if _BY_CONTENTS.fullmatch(path):
        return b"public, max-age=31536000, immutable"
    return b"no-cache" if path.startswith("/isnad/") else b""


def _name(host: str) -> str:
    """The host name of a Host header, without port and brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
