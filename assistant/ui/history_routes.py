"""What the list of kept conversations asks for, beside Gradio; the guard lets only pages of the owner in here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from assistant.history.question_lines import question_lines
from assistant.ui.html import history_list
from assistant.ui.keeper import Keeper
from assistant.ui.route_errors import spoken
from vectorstore.errors import VectorstoreError

PAGE = 50
"""Conversations of one page of the list; more are asked for."""

MAX_SKIPPED = 100_000
MAX_SEARCH_CHARACTERS = 300


class HistoryRoutes:
    """The endpoints of one window over one keeper."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    def mount(self, app: Any) -> None:
        """Add the endpoints to a Starlette application."""
        app.add_route("/isnad/do/talks", spoken(self.listed), methods=["POST"])
        app.add_route("/isnad/do/talk/{key}/{deed}", spoken(self.deed), methods=["POST"])
        app.add_route("/isnad/do/votes", spoken(self.votes), methods=["GET"])

    async def listed(self, request: Any) -> dict[str, object]:
        """A page of the list: `html`, and `note` with what is to be said of the file, once for a page."""
        words, skip = _asked_for(await request.body())
        rows = await asyncio.to_thread(lambda: self._keeper.store.listed(words, PAGE + 1, skip))
        more = skip + PAGE if len(rows) > PAGE else None
        html = history_list.listing(rows[:PAGE], more, bool(words.strip()))
        return {"html": html, "note": self._keeper.note, "place": history_list.place(str(self._keeper.path))}

    async def deed(self, request: Any) -> dict[str, object]:
        """Rename (the title is the body), pin, delete or put back a conversation."""
        key, body = request.path_params["key"], await request.body()
        store = self._keeper.store
        deeds: dict[str, Callable[[], object]] = {
            "rename": lambda: store.rename(key, body.decode("utf-8", "replace")),
            "pin": lambda: store.pin(key, True),
            "unpin": lambda: store.pin(key, False),
            "delete": lambda: self._keeper.delete(key),
            "restore": lambda: self._keeper.restore(key),
        }
        await asyncio.to_thread(deeds[request.path_params["deed"]])
        return {}

    async def votes(self, request: Any) -> dict[str, object]:
        """The judged answers as lines of a questions file, in `lines`."""
        voted = await asyncio.to_thread(self._keeper.store.voted)
        written = [json.dumps(line, ensure_ascii=False) for line in question_lines(voted)]
        return {"lines": "".join(f"{line}\n" for line in written), "count": len(written)}


def _asked_for(body: bytes) -> tuple[str, int]:
    """The words searched for, and how many rows the page has; raises VectorstoreError("bad_call")."""
    try:
        given = json.loads(body)
        words, skip = given.get("words", ""), given.get("skip", 0)
    except (ValueError, AttributeError, RecursionError) as error:
        raise VectorstoreError("bad_call", detail="talks") from error
    if not isinstance(words, str) or type(skip) is not int or not 0 <= skip <= MAX_SKIPPED:
        raise VectorstoreError("bad_call", detail="talks")
    return words[:MAX_SEARCH_CHARACTERS].encode("utf-8", "replace").decode("utf-8"), skip
