"""The page itself, which Gradio makes, in our dress: language, direction, theme, token, style sheet and script."""

from __future__ import annotations

import re

from markupsafe import Markup

from assistant.ui.asgi import Message
from assistant.ui.first_paint import joined_links
from assistant.ui.keys import cookie

PACKING_LEVEL = 5
"""Of 1 to 9: 100 kB become a fifth in 2 ms, and hardly less with more work."""

_HTML_TAG = re.compile(r'<html\s+lang="en"')
_OUTSIDE = re.compile(r'<meta\s+property="og:[^>]*>|<meta\s+name="twitter:[^>]*>|<link rel="manifest"[^>]*>', re.DOTALL)
_SCRIPT = re.compile(r"<script\b")


def wishes(cookies: str, first: str) -> tuple[str, str, str]:
    """Language, theme and text size that this browser chose before, or the window's `first` language.

    Anything else in the cookies is ignored.
    """
    language = cookie(cookies, "isnad_language") or first
    theme, size = cookie(cookies, "isnad_theme"), cookie(cookies, "isnad_size")
    return (
        language if language in ("ar", "en") else "ar",
        theme if theme in ("light", "dark") else "auto",
        size if size in ("small", "large", "larger") else "",
    )


def dress_page(
    page: str, nonce: str, language: str, theme: str, token: str = "", owner: bool = False, keeps: bool = False,
    size: str = "", seen: bool = False,
) -> str:  # fmt: skip
    """Gradio's page with our language, direction, theme, token, style sheet and script, without its own metas.

    `owner`: whether what only the owner may do is shown in it; `keeps`: whether that has kept conversations; `seen`:
    whether this is not the first visit.
    """
    facing = "rtl" if language == "ar" else "ltr"
    page = _OUTSIDE.sub("", page)
    tag = Markup('<html lang="{language}" dir="{facing}" data-language="{language}" data-theme="{theme}"').format(
        language=language, facing=facing, theme=theme
    )
    tag += Markup(' data-owner="yes"') if owner else ""
    tag += Markup(' data-keeps="yes"') if owner and keeps else ""
    tag += Markup(' data-size="{}"').format(size) if size else ""
    tag += Markup(' data-seen="yes"') if seen else ""
    page = _HTML_TAG.sub(tag, page, count=1)
    ours = Markup(
        '<meta name="isnad-token" content="{}" />'
        '<link rel="icon" href="/isnad/icon.svg" type="image/svg+xml" /><link rel="manifest" href="/isnad/app.json" />'
        '{}<link rel="stylesheet" href="/isnad/first.css" /><script src="/isnad/first.js" defer></script></head>'
    ).format(token, joined_links())
    page = page.replace("</head>", ours, 1)
    return _SCRIPT.sub(Markup('<script nonce="{}"').format(nonce), page)


def is_html(start: Message) -> bool:
    """Does an answer that begins so hold a page?"""
    return any(n.lower() == b"content-type" and v.startswith(b"text/html") for n, v in start["headers"])
