"""A search by words that the page asks for: its request checked, the index asked, the result as HTML.

The page names files by the catalogue's keys. As everywhere, nothing of a visitor is kept.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass

from markupsafe import Markup

from assistant.ui.backend import Backend
from assistant.ui.catalogue import key_of
from assistant.ui.html import search_page
from vectorstore.errors import VectorstoreError
from vectorstore.text.pattern import date_bound, parse_pattern
from vectorstore.word_search.request import WordSearch

HITS = 20
"""Hits of one page; more are asked for."""

MAX_SKIPPED = 10_000
"""Hits after which no more are listed: whoever has leafed so far narrows the search."""

MAX_CHOSEN = 50
"""Files or formats that a search is limited to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks for, as it was typed; `files` and `names` are keys, `skip` the hits that it has already."""

    words: str = ""
    exact: bool = False
    order: str = "relevance"
    since: str = ""
    until: str = ""
    files: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    skip: int = 0


def asked_for(body: bytes) -> Asked:
    """The request in a body; raises VectorstoreError("bad_call") for what is no such request."""
    try:
        given = json.loads(body)
        lists = {name: tuple(given.get(name, ()))[:MAX_CHOSEN] for name in ("files", "formats", "names")}
        texts = {name: given.get(name, "") for name in ("words", "since", "until")}
        skip = given.get("skip", 0)
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise VectorstoreError("bad_call", detail="search") from error
    strings = [*texts.values(), *itertools.chain(*lists.values())]
    if not all(isinstance(one, str) for one in strings) or type(skip) is not int or not 0 <= skip <= MAX_SKIPPED:
        raise VectorstoreError("bad_call", detail="search")
    order = "date" if given.get("order") == "date" else "relevance"
    return Asked(exact=given.get("exact") is True, order=order, skip=skip, **texts, **lists)


def searched(desk: Backend, asked: Asked) -> Markup:
    """What was found, as the page shows it; raises VectorstoreError: search_too_long, no_date, unknown_source."""
    assistant, catalogue = desk.assistant, desk.catalogue()
    pattern = parse_pattern(asked.words)
    if assistant is None or catalogue is None:
        return search_page.preparing()
    if not pattern.clauses:
        return search_page.nothing_asked(asked.words)
    chosen = [record.source for key in asked.files if (record := catalogue.file(key)) is not None]
    if asked.files and not chosen:
        raise VectorstoreError("unknown_source", source="")
    known = assistant.names.at_hand
    named = [name for key in asked.names if known and (name := known.by_key.get(key))]
    wanted = WordSearch(
        pattern,
        near=not asked.exact,
        sources=tuple(chosen),
        formats=asked.formats,
        since=date_bound(asked.since) if asked.since.strip() else "",
        until=date_bound(asked.until) if asked.until.strip() else "",
        articles=tuple(frozenset.intersection(*(frozenset(one.places) for one in named))) if named else None,
        order="date" if asked.order == "date" else "relevance",
        limit=HITS,
        offset=asked.skip,
    )
    with assistant.index.reading() as snapshot:
        found = snapshot.find(wanted)
    if asked.skip:
        return search_page.more(found, wanted)
    counted = [record for path, _ in found.facets.get("files", ()) if (record := catalogue.file(key_of(path)))]
    chips = search_page.NameChips(known.counted(found.articles) if known else (), frozenset(asked.names))
    return search_page.results(found, wanted, {record.source: record.title for record in counted}, chips)
