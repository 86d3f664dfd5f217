"""Who is who: the session of a browser, the token of its pages, and the owner of the window.

A window that others reach has one owner: whoever started it. A page that is opened on this machine by the same user
is the owner's without asking; elsewhere it becomes the owner's by the token that the terminal printed.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

SESSION, OWNER, KEPT = "isnad_session", "isnad_owner", "Path=/; HttpOnly; SameSite=Strict"
_SESSION = re.compile(r"[0-9a-f]{32}", re.ASCII)

OWNER_TOKEN_BYTES = 24


class SessionKeys:
    """What tells this window's own pages from others: each session, kept in a cookie, has a token that only its
    pages hold. A page of another site may send the cookie along, but cannot read or guess the token."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self.owner_token = secrets.token_urlsafe(OWNER_TOKEN_BYTES)

    def session(self, cookies: str) -> str:
        """The session of a browser: the one of its cookie, or a new one."""
        return known_session(cookies) or secrets.token_hex(16)

    def token(self, session: str) -> str:
        """The token of a session."""
        return self._sign(session)

    def opens(self, headers: Mapping[str, str]) -> bool:
        """Does the request bring the token of its own session?"""
        session = known_session(headers.get("cookie", ""))
        return bool(session) and _same(headers.get("x-isnad-token", ""), self.token(session))

    def is_owner(self, cookies: str) -> bool:
        """Does the browser hold the cookie that makes its session the owner's?"""
        session = known_session(cookies)
        return bool(session) and _same(cookie(cookies, OWNER), self._sign(f"{OWNER} {session}"))

    def is_owner_token(self, given: str) -> bool:
        """Is it what the terminal printed?"""
        return _same(given, self.owner_token)

    def session_cookie(self, session: str) -> bytes:
        """The header's value that keeps a session in its browser."""
        return f"{SESSION}={session}; {KEPT}".encode("ascii")

    def owner_cookie(self, session: str) -> bytes:
        """The header's value that makes a session the owner's; of no use with another session."""
        return f"{OWNER}={self._sign(f'{OWNER} {session}')}; {KEPT}".encode("ascii")

    def _sign(self, text: str) -> str:
        return hmac.new(self._secret, text.encode("ascii"), "sha256").hexdigest()


def known_session(cookies: str) -> str:
    """The session that a browser's cookies name; empty where there is none."""
    kept = cookie(cookies, SESSION)
    return kept if _SESSION.fullmatch(kept) else ""


def cookies_of(request: Any) -> str:
    """The cookies that a request of Gradio's brings; empty where there is no request."""
    headers = getattr(request, "headers", None)
    return (headers.get("cookie") or "") if headers is not None else ""


def cookie(cookies: str, name: str) -> str:
    """The value of one cookie; empty where there is none."""
    try:
        kept = SimpleCookie(cookies)
    except CookieError:
        return ""
    return kept[name].value if name in kept else ""


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode("ascii"))
