"""The folders of the articles in the settings: which there are, another one named, one let go.

For the owner alone, as all below `/isnad/do/` but what `guard` names. A folder that is named joins the corpus whole;
none of its files is touched.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.further import keep_further
from assistant.ui.backend import Backend
from assistant.ui.html.escape import plain_name
from assistant.ui.route_errors import spoken
from vectorstore.errors import VectorstoreError
from vectorstore.sync.further import check_further

MAX_PATH_BYTES = 10_000


class FolderRoutes:
    """The endpoints of the folders; `kept` is the file that they are kept in, None where there can be none."""

    def __init__(self, desk: Backend, index: Path, kept: Path | None) -> None:
        self._desk, self._index, self._kept = desk, index, kept
        self._changing = asyncio.Lock()

    def mount(self, app: Any) -> None:
        """Add the endpoints to a Starlette application."""
        app.add_route("/isnad/do/folders", spoken(self.listed), methods=["GET"])
        app.add_route("/isnad/do/folders/add", spoken(self.add), methods=["POST"])
        app.add_route("/isnad/do/folders/leave", spoken(self.leave), methods=["POST"])

    async def listed(self, request: Any) -> dict[str, object]:
        """The folder of the articles, the further ones, and whether they may be changed here."""
        return await asyncio.to_thread(self._listed)

    def _listed(self) -> dict[str, object]:
        folders = self._desk.folders()
        further = [
            {"path": str(one.path), "shown": plain_name(str(one.path)), "name": plain_name(one.name),
             "there": one.path.is_dir()}
            for one in folders.further
        ]  # fmt: skip
        may = self._kept is not None and self._desk.state().may_change
        return {"corpus": plain_name(str(folders.corpus.absolute())), "further": further, "may_change": may}

    async def add(self, request: Any) -> dict[str, object]:
        """Let a folder join: its path is the body. Raises VectorstoreError as `check_further` does."""
        path = _path_in(await request.body())
        async with self._changing:
            await asyncio.to_thread(self._add, path)
        return await self.listed(request)

    async def leave(self, request: Any) -> dict[str, object]:
        """Let a further folder go; its articles leave the index with the next sync."""
        path = _path_in(await request.body())
        async with self._changing:
            await asyncio.to_thread(self._keep, [one for one in self._desk.further if one != path])
        return await self.listed(request)

    def _add(self, path: Path) -> None:
        further = self._desk.further
        whole = check_further([self._desk.folders().corpus, *further], self._index, path)
        self._keep([*further, whole])

    def _keep(self, further: Sequence[Path]) -> None:
        if self._kept is None or not self._desk.state().may_change:
            raise VectorstoreError("changes_off")
        keep_further(self._kept, further)
        self._desk.include(further)


def _path_in(body: bytes) -> Path:
    """The path that a page names; «~» is the home of who runs the program. Raises VectorstoreError("bad_call")."""
    try:
        path = json.loads(body[:MAX_PATH_BYTES])["path"]
        if not isinstance(path, str) or not path.strip():
            raise ValueError
        return Path(path.strip()).expanduser()
    except (ValueError, KeyError, TypeError, RuntimeError, RecursionError) as error:
        raise VectorstoreError("bad_call", detail="folders") from error
