"""The names that the page asks for: all of them, or what the articles tell of one, as HTML.

A name's key is made of its kind and words alone; what it is made of never comes back from a browser.
"""

from __future__ import annotations

import json
import re

from markupsafe import Markup

from assistant.names.told import Told
from assistant.types import Citation
from assistant.ui.backend import Backend
from assistant.ui.html import names_page
from vectorstore.errors import VectorstoreError
from vectorstore.search import Snapshot
from vectorstore.types import Passage
from vectorstore.word_search.request import WordHit

_KEY = re.compile("(?:[0-9a-f]{24})?")


def named_in(body: bytes) -> str:
    """The key in a request, empty where all names are asked for; raises VectorstoreError("bad_call")."""
    try:
        key = json.loads(body).get("name", "")
    except (ValueError, AttributeError, RecursionError) as error:
        raise VectorstoreError("bad_call", detail="names") from error
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise VectorstoreError("bad_call", detail="names")
    return key


def names_shown(desk: Backend, key: str) -> Markup | None:
    """The page of all names or of one; None while they are still being found."""
    assistant = desk.assistant
    known = assistant.names.at_hand if assistant is not None else None
    if assistant is None or known is None:
        return None
    if not key:
        return names_page.listing(known)
    told = assistant.names.tell(key)
    if told is None:
        return names_page.gone()
    with assistant.index.reading() as snapshot:
        return names_page.page(told, _hits(snapshot, told))


def _hits(snapshot: Snapshot, told: Told) -> dict[str, list[WordHit]]:
    """The quotes of each part of the page, as passages that open."""
    parts = {"who": told.who, "said": told.said, "said_of": told.said_of, "in": [one.first for one in told.articles]}
    return {part: [_hit(snapshot, one) for one in quotes] for part, quotes in parts.items()}


def _hit(snapshot: Snapshot, one: Citation) -> WordHit:
    passage = Passage(one.source, one.start, one.end, one.quote, one.title, "body", ((one.start, one.end),))
    spans = (one.answer,) if one.answer else ()
    return WordHit(passage, 0.0, spans, (), snapshot.document(one.source).file, one.date, one.page)
