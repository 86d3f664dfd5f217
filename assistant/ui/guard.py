"""What stands between the browser and the window: who may call, which doors are closed, what the page may do.

A pure ASGI wrapper, so that answers stream through unbuffered; only the page itself is read and rewritten:
its language and direction are set before the first paint, its own scripts get a nonce, and everything else
is forbidden by the Content-Security-Policy.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from assistant.ui.doors import is_door

Message = MutableMapping[str, Any]
AsgiScope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[AsgiScope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})

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

GUARDED = "/isnad/do/"
"""Paths that only a page of this window may call: what they do needs the token of its session."""

SESSION, KEPT = "isnad_session", "Path=/; HttpOnly; SameSite=Strict"
_SESSION = re.compile(r"[0-9a-f]{32}", re.ASCII)

_REPLACED = frozenset({b"content-length", b"cache-control"})
_HTML_TAG = re.compile(r'<html\s+lang="en"')
_OUTSIDE = re.compile(r'<meta\s+property="og:[^>]*>|<meta\s+name="twitter:[^>]*>|<link rel="manifest"[^>]*>', re.DOTALL)
_SCRIPT = re.compile(r"<script\b")


class Guard:
    """Wraps the application; `host` is the address it is bound to, `language` the window's first one."""

    def __init__(self, app: App, host: str = "127.0.0.1", language: str = "ar") -> None:
        self.app = app
        self.hosts = LOOPBACK | {host.strip("[]").lower()}
        self.language = language
        self.keys = SessionKeys()
        self.anywhere = host in EVERYWHERE

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = {n.decode("latin-1").lower(): v.decode("latin-1") for n, v in scope["headers"]}
        if not self.trusts(headers.get("host", "")):
            await _refuse(send, 400, "unknown host")
        elif not self._own(scope["method"], headers):
            await _refuse(send, 403, "other origin")
        elif not is_door(scope["method"], scope["path"]):
            await _refuse(send, 404, "not found")
        elif scope["path"].startswith(GUARDED) and not self.keys.opens(headers):
            await _refuse(send, 403, "no token of this window")
        elif scope["path"] == "/":
            await self._page(scope, receive, send, headers.get("cookie", ""))
        else:
            # Our own style and script change with the program: a browser asks before it uses an old one.
            ours = scope["path"].startswith("/isnad/")
            await self.app(scope, receive, _with_headers(send, [(b"cache-control", b"no-cache")] if ours else []))

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

    async def _page(self, scope: AsgiScope, receive: Receive, send: Send, cookies: str) -> None:
        nonce, session = secrets.token_urlsafe(16), self.keys.session(cookies)
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
            if _is_html(start):
                wishes = self._wishes(cookies)
                page = dress_page(page.decode("utf-8"), nonce, *wishes, self.keys.token(session)).encode("utf-8")
            kept = [(n, v) for n, v in start["headers"] if n.lower() not in _REPLACED]
            policy = POLICY.format(nonce=nonce).encode("ascii")
            start["headers"] = [
                *kept, *HEADERS, (b"content-security-policy", policy), (b"cache-control", b"no-store"),
                (b"vary", b"cookie"), (b"set-cookie", f"{SESSION}={session}; {KEPT}".encode("ascii")),
                (b"content-length", str(len(page)).encode("ascii")),
            ]  # fmt: skip
            await send(start)
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else page})

        # Gradio would compress the page, and only plain text can be rewritten.
        plain = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, gather)

    def _wishes(self, cookies: str) -> tuple[str, str]:
        """Language and theme that this browser chose before; anything else in the cookies is ignored."""
        language = _cookie(cookies, "isnad_language") or self.language
        theme = _cookie(cookies, "isnad_theme")
        return (
            language if language in ("ar", "en") else "ar",
            theme if theme in ("light", "dark") else "auto",
        )


class SessionKeys:
    """What tells this window's own pages from others: each session, kept in a cookie, has a token that only its
    pages hold. A page of another site may send the cookie along, but cannot read or guess the token."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def session(self, cookies: str) -> str:
        """The session of a browser: the one of its cookie, or a new one."""
        kept = _cookie(cookies, SESSION)
        return kept if _SESSION.fullmatch(kept) else secrets.token_hex(16)

    def token(self, session: str) -> str:
        """The token of a session."""
        return hmac.new(self._secret, session.encode("ascii"), "sha256").hexdigest()

    def opens(self, headers: dict[str, str]) -> bool:
        """Does the request bring the token of its own session?"""
        session = _cookie(headers.get("cookie", ""), SESSION)
        given = headers.get("x-isnad-token", "").encode("latin-1")
        return bool(_SESSION.fullmatch(session)) and hmac.compare_digest(given, self.token(session).encode("ascii"))


def dress_page(page: str, nonce: str, language: str, theme: str, token: str = "") -> str:
    """Gradio's page with our language, direction, theme, token, style sheet and script, without its own metas."""
    facing = "rtl" if language == "ar" else "ltr"
    page = _OUTSIDE.sub("", page)
    tag = Markup('<html lang="{language}" dir="{facing}" data-language="{language}" data-theme="{theme}"').format(
        language=language, facing=facing, theme=theme
    )
    page = _HTML_TAG.sub(tag, page, count=1)
    ours = Markup(
        '<meta name="isnad-token" content="{}" />'
        '<link rel="icon" href="/isnad/icon.svg" type="image/svg+xml" />'
        '<link rel="stylesheet" href="/isnad/window.css" /><script src="/isnad/window.js" defer></script>'
        '<script src="/isnad/corpus.js" defer></script></head>'
    ).format(token)
    page = page.replace("</head>", ours, 1)
    return _SCRIPT.sub(Markup('<script nonce="{}"').format(nonce), page)


def _cookie(cookies: str, name: str) -> str:
    """The value of one cookie; empty where there is none."""
    try:
        kept = SimpleCookie(cookies)
    except CookieError:
        return ""
    return kept[name].value if name in kept else ""


def _name(host: str) -> str:
    """The host name of a Host header, without port and brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_html(start: Message) -> bool:
    return any(n.lower() == b"content-type" and v.startswith(b"text/html") for n, v in start["headers"])


def _with_headers(send: Send, further: list[tuple[bytes, bytes]]) -> Send:
    async def passed(message: Message) -> None:
        if message["type"] == "http.response.start":
            policy = POLICY.format(nonce="none").encode("ascii")
            message = {
                **message,
                "headers": [*message["headers"], *HEADERS, *further, (b"content-security-policy", policy)],
            }
        await send(message)

    return passed


async def _refuse(send: Send, status: int, reason: str) -> None:
    body = reason.encode("ascii")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode("ascii")),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *HEADERS]})
    await send({"type": "http.response.body", "body": body})
