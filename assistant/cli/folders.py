"""The folders of the articles in the terminal, as in the settings of the window: listed, one named, one let go."""

from __future__ import annotations

from pathlib import Path

from assistant.export.files import json_line
from assistant.further import keep_further, read_further
from assistant.settings import Settings
from vectorstore.errors import VectorstoreError
from vectorstore.sync.further import check_further, join_folders


def changed(settings: Settings, add: str | None, leave: str | None) -> None:
    """Name a further folder, and let one go; raises VectorstoreError as `check_further` and `keep_further` do."""
    if settings.folders is None:
        raise VectorstoreError("bad_call", detail="folders --corpus DIR")
    further = list(read_further(settings.folders))
    if leave:
        gone = Path(leave).expanduser().absolute()
        kept = [one for one in further if one not in (gone, gone.resolve())]
        if kept == further:
            raise VectorstoreError("folder_missing", path=str(gone))
        further = kept
    if add:
        named = Path(add).expanduser().absolute()
        further.append(check_further([settings.corpus, *further], settings.index, named))
    if add or leave:
        keep_further(settings.folders, further)


def listed_text(settings: Settings) -> str:
    """A line for each: under which name its files stand, and where it is; the folder of the articles has no name."""
    folders = join_folders(settings.corpus, read_further(settings.folders))
    rows = [f"{one.name}/  {one.path}" for one in folders.further]
    return "\n".join([str(folders.corpus.absolute()), *rows])


def listed_json(settings: Settings) -> str:
    """One JSON object."""
    folders = join_folders(settings.corpus, read_further(settings.folders))
    further = [{"name": one.name, "path": str(one.path), "there": one.path.is_dir()} for one in folders.further]
    return json_line({"corpus": str(folders.corpus.absolute()), "further": further})
