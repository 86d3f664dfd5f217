"""Words looked up in a whole article that is too long to be shown whole: where they stand, for the page that shows a
part of it. What is shown the page searches by itself (`static/find.js`), folded in the same way."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

from assistant.ui.backend import Backend
from vectorstore.errors import VectorstoreError
from vectorstore.text.arabic import fold, normalise
from vectorstore.types import Span

MOST = 2_000
"""Places that are told, as on the page."""

MAX_WORDS_CHARACTERS = 200


def find_asked(body: bytes) -> tuple[str, str]:
    """The article (percent-encoded there) and the words that a page asks for.

    Raises VectorstoreError("bad_call") for what is no such wish.
    """
    try:
        given = json.loads(body)
        source, words = given["source"], given["words"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise VectorstoreError("bad_call", detail="find") from error
    if not isinstance(source, str) or not isinstance(words, str):
        raise VectorstoreError("bad_call", detail="find")
    return unquote(source), words[:MAX_WORDS_CHARACTERS]


def find_places(desk: Backend, source: str, words: str) -> dict[str, object]:
    """The places of the words in an article, and whether there are more; raises VectorstoreError("unknown_source")."""
    if desk.assistant is None:
        raise VectorstoreError("unknown_source", source=source)
    with desk.assistant.index.reading() as snapshot:
        text = snapshot.document(source).text
    places = places_of(text, words)
    return {"places": places[:MOST], "more": len(places) > MOST}


def places_of(text: str, words: str) -> list[Span]:
    """Where words stand in a text, as folded, white space being of any length; one place more than `MOST` at most."""
    sought = fold(words).split()
    if not sought:
        return []
    folded = normalise(text)
    found: list[Span] = []
    for match in re.finditer(r"\s+".join(map(re.escape, sought)), folded.text):
        found.append((folded.offsets[match.start()], folded.offsets[match.end() - 1] + 1))
        if len(found) > MOST:
            break
    return found
