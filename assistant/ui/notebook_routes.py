"""What the notebook asks for, beside Gradio; the guard lets only pages of the owner in here.

A page names the place of a quote and never its words: those are read from the article, and kept only where they are
the ones that the page showed.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from assistant.export.files import FORMATS, file_name, write
from assistant.export.links import addresses_in
from assistant.export.notebook import notebook_document
from assistant.history.notebook import Held, Note, chosen, digest, held, tags_of
from assistant.ui.backend import Backend
from assistant.ui.html import notebook_page
from assistant.ui.keeper import Keeper
from assistant.ui.route_errors import spoken
from vectorstore.errors import VectorstoreError
from vectorstore.types import Document

PAGE = 50
"""Notes shown at first; so many more are asked for."""


class NotebookRoutes:
    """The endpoints of one window over one desk and one keeper."""

    def __init__(self, desk: Backend, keeper: Keeper) -> None:
        self._desk = desk
        self._keeper = keeper

    def mount(self, app: Any) -> None:
        """Add the endpoints to a Starlette application."""
        app.add_route("/isnad/do/notebook/{deed}", spoken(self.book), methods=["POST"])
        app.add_route("/isnad/do/note/{key}/{deed}", spoken(self.note), methods=["POST"])

    async def book(self, request: Any) -> dict[str, object]:
        """List the notes, add one of one's own, keep a quote, or make a file of what is listed."""
        deeds = {"list": self._list, "add": self._add, "keep": self._keep, "export": self._export}
        given = _object(await request.body())
        return await asyncio.to_thread(deeds[request.path_params["deed"]], given)

    async def note(self, request: Any) -> dict[str, object]:
        """Write on a note (`text`, `tags`), give it a star, let it change places (`with`), delete it, put it back."""
        key, given = request.path_params["key"], _object(await request.body())
        notebook = self._keeper.notebook
        deeds: dict[str, Callable[[], object]] = {
            "write": lambda: notebook.write(key, _text(given, "text"), tags_of(_text(given, "tags"))),
            "star": lambda: notebook.star(key, True),
            "unstar": lambda: notebook.star(key, False),
            "swap": lambda: notebook.swap(key, _text(given, "with")),
            "delete": lambda: self._keeper.delete_note(key),
            "restore": lambda: notebook.restore(key),
        }
        await asyncio.to_thread(deeds[request.path_params["deed"]])
        return {}

    def _list(self, given: dict[str, object]) -> dict[str, object]:
        notes, limit = self._keeper.notebook.listed(), _number(given, "limit", PAGE)
        tag, star = _text(given, "tag"), given.get("star") is True
        found = chosen(notes, tag, star)
        counted = Counter(one for note in notes for one in note.tags)
        more = limit + PAGE if len(found) > limit else None
        html = notebook_page.listing(self._held(found[:limit]), counted.most_common(), tag, star, more)
        return {"html": html, "note": self._keeper.note, "count": len(found)}

    def _add(self, given: dict[str, object]) -> dict[str, object]:
        text = _text(given, "text").strip()
        if not text:
            raise VectorstoreError("bad_call", detail="note")
        return {"key": self._keeper.notebook.add(Note(text=text, tags=tags_of(_text(given, "tags"))))}

    def _keep(self, given: dict[str, object]) -> dict[str, object]:
        """Raises VectorstoreError("note_not_kept") where other words stand there than the page showed."""
        source, start, end = _text(given, "source"), _number(given, "start", -1), _number(given, "end", -1)
        document = self._document(source)
        quote = document.text[start:end] if document is not None and 0 <= start < end else ""
        if document is None or not quote or digest(quote) != _text(given, "is"):
            raise VectorstoreError("note_not_kept")
        scanned = document.is_scanned(start, end)
        title, page = document.title.strip(), document.page(start)
        kept = Note("", "", source, start, end, quote, title, document.date, page, scanned)
        return {"key": self._keeper.notebook.add(kept)}

    def _export(self, given: dict[str, object]) -> dict[str, object]:
        """A file of the notes that are listed: its `key`, by which it is fetched, and its `name`."""
        ending, language = _text(given, "ending"), "en" if given.get("language") == "en" else "ar"
        notes = chosen(self._keeper.notebook.listed(), _text(given, "tag"), given.get("star") is True)
        if ending not in FORMATS:
            raise VectorstoreError("bad_call", detail="export")
        if not notes:
            raise VectorstoreError("notebook_empty")
        if self._desk.assistant is None:
            raise VectorstoreError("notebook_waits")
        addresses = addresses_in(self._desk.assistant.index)
        document = notebook_document(self._held(notes), language, addresses, _text(given, "window"))
        name = file_name(document, ending)
        key = self._desk.exports.keep(name, FORMATS[ending].media_type, lambda: write(document, ending))
        return {"key": key, "name": name}

    def _held(self, notes: Sequence[Note]) -> list[Held]:
        """The notes held against the articles of now, each of which is read once."""
        if self._desk.assistant is None:
            return [held(note, None) for note in notes]
        texts: dict[str, str | None] = {}
        for source in {note.source for note in notes if note.source}:
            document = self._document(source)
            texts[source] = None if document is None else document.text
        return [held(note, texts.get) for note in notes]

    def _document(self, source: str) -> Document | None:
        """An article as it is now, None where it is not there; raises VectorstoreError("notebook_waits")."""
        assistant = self._desk.assistant
        if assistant is None:
            raise VectorstoreError("notebook_waits")
        try:
            with assistant.index.reading() as snapshot:
                return snapshot.document(source)
        except VectorstoreError as error:
            if error.code != "unknown_source":
                raise
            return None


def _object(body: bytes) -> dict[str, object]:
    """What a page sends; raises VectorstoreError("bad_call") for what is no JSON object."""
    try:
        given = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise VectorstoreError("bad_call", detail="notebook") from error
    if not isinstance(given, dict):
        raise VectorstoreError("bad_call", detail="notebook")
    return given


def _text(given: dict[str, object], name: str) -> str:
    text = given.get(name, "")
    if not isinstance(text, str):
        raise VectorstoreError("bad_call", detail=name)
    return text


def _number(given: dict[str, object], name: str, otherwise: int) -> int:
    number = given.get(name, otherwise)
    if type(number) is not int or not -1 <= number < 10**9:
        raise VectorstoreError("bad_call", detail=name)
    return number
