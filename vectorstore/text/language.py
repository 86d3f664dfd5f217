"""The language of a text by its script; among Latin scripts by French function words and accents."""

from __future__ import annotations

import re

from vectorstore.text.script import begins_in_arabic, count_arabic_letters, count_arabic_words

Language = str  # "ar", "en" or "fr"

_LATIN = re.compile("[A-Za-zÀ-ÿ]")
_FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|une?|est|sont|qui|que|quoi|quels?|quelles?|où|quand|comment|combien|pourquoi|dans|avec|sur|"
    r"aux?|ont|été|était|ce|cette|selon|et|tu|je|vous|moi|toi|ton|ta|tes|mon|merci|bonjour|bonsoir|salut|aide|oui)\b"
    r"|[àâçèéêëîïôùûœ]|\b[ldnsqj]['’]",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|of|is|are|was|were|who|whom|what|which|when|where|why|how|did|does|do|and|in|at|to|by|for|from|with)\b",
    re.IGNORECASE,
)


def _is_arabic_around_names(text: str) -> bool:
    """Two words of Arabic that the text begins with, or beside no Latin function word: its Latin letters are names."""
    begins = begins_in_arabic(text.lstrip(" \t\n\"'«“¿؟?!.،,:-"))
    return count_arabic_words(text) >= 2 and bool(begins or not (_FRENCH.search(text) or _ENGLISH.search(text)))


def _asks_in_latin(text: str) -> bool:
    """«Who is كازنوف?»: it begins with Latin letters and has two function words of one language."""
    begins = _LATIN.match(text.lstrip(" \t\n\"'«“¿?!.,:-"))
    return bool(begins) and max(len(_FRENCH.findall(text)), len(_ENGLISH.findall(text))) >= 2


def language_of(text: str) -> Language:
    """The language of a question by its script; among Latin scripts by French function words and accents."""
    arabic, latin = count_arabic_letters(text), len(_LATIN.findall(text))
    if (arabic >= latin and not _asks_in_latin(text)) or _is_arabic_around_names(text):
        return "ar"
    return "fr" if len(_FRENCH.findall(text)) > len(_ENGLISH.findall(text)) else "en"
