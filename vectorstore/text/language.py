"""The language of a text by its script; among Latin scripts by French function words and accents."""

from __future__ import annotations

import re

Language = str  # "ar", "en" or "fr"


_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")


_LATIN = re.compile("[A-Za-zÀ-ÿ]")


_FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|une?|est|sont|qui|que|quoi|quels?|quelles?|où|quand|comment|combien|pourquoi|dans|avec|sur|"
    r"aux?|ont|été|était|ce|cette|selon|et|tu|je|vous|moi|toi|ton|ta|tes|mon|merci|bonjour|bonsoir|salut|aide|oui)\b|[àâçèéêëîïôùûœ]|\b[ldnsqj]['’]",
    re.IGNORECASE,
)


_ENGLISH = re.compile(
    r"\b(?:the|of|is|are|was|were|who|whom|what|which|when|where|why|how|did|does|do|and|in|at|to|by|for|from|with)\b",
    re.IGNORECASE,
)


def language_of(text: str) -> Language:
    """The language of a question by its script; among Latin scripts by French function words and accents."""
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if arabic >= latin:
        return "ar"
    return "fr" if len(_FRENCH.findall(text)) > len(_ENGLISH.findall(text)) else "en"
