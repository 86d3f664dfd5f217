"""The files that visitors took out of the folder and can still put back."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from vectorstore.errors import VectorstoreError
from vectorstore.sync.folder import remove_file, restore_file
from vectorstore.sync.further import Folders

MAX_RESTORABLE_FILES = 50
"""Files that were taken out and can still be put back from the window."""


class RemovedFiles:
    """The latest files that were taken out of the folders, by the key that puts each of them back."""

    def __init__(self, folders: Callable[[], Folders]) -> None:
        """`folders` tells which there are at that moment."""
        self._folders = folders
        self._kept: dict[str, tuple[Path, Path, str]] = {}

    def remove(self, source: str) -> str:
        """Take a file out; returns the key for `put_back`. Raises VectorstoreError: folder_closed, disk_full."""
        folder, inside = self._folders().place_of(source)
        kept = remove_file(folder, inside)
        key = secrets.token_hex(12)
        self._kept[key] = folder, kept, inside
        while len(self._kept) > MAX_RESTORABLE_FILES:
            self._kept.pop(next(iter(self._kept)))
        return key

    def put_back(self, key: str) -> None:
        """Put a file back; raises VectorstoreError: unknown_source, file_names, folder_closed."""
        kept = self._kept.get(key)
        if kept is None:
            raise VectorstoreError("unknown_source", source="")
        restore_file(*kept)
        self._kept.pop(key, None)
