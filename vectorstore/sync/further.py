"""The folder of articles and the further ones that joined it: under which names their files stand in the index.

A source is a file's path inside the folder of articles, and a further folder stands there as if it lay in it, under a
name of its own. The names are made anew with each sync, of what the folder of articles holds by then: no source is ever
two files, and a name that had to change is a move, for which nothing is embedded again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import VectorstoreError

MAX_FURTHER = 20
"""Further folders of one corpus: each is watched by a thread of its own."""

UNNAMED = "folder"


@dataclass(frozen=True, slots=True)
class FurtherFolder:
    """A folder beside the one of the articles; `name` stands before the paths of its files."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Folders:
    """All that one index is made of; no name of a further folder stands in `corpus`."""

    corpus: Path
    further: tuple[FurtherFolder, ...] = ()

    def place_of(self, source: str) -> tuple[Path, str]:
        """The folder that a source lies in, and its path there."""
        name, _, inside = source.partition("/")
        found = next((one.path for one in self.further if one.name == name), None) if inside else None
        return (self.corpus, source) if found is None else (found, inside)

    def path_of(self, source: str) -> Path:
        """Where a source lies, whether or not it is there."""
        folder, inside = self.place_of(source)
        return folder / inside


def join_folders(corpus: Path, further: Sequence[Path] = ()) -> Folders:
    """The folders, each further one with its own name, or a number behind it where the name is taken."""
    joined: list[FurtherFolder] = []
    for path in further:
        plain = path.name.encode("utf-8", "backslashreplace").decode("utf-8") or UNNAMED
        name, number = plain, 1
        while _is_taken(name, corpus, joined):
            number += 1
            name = f"{plain} ({number})"
        joined.append(FurtherFolder(name, path))
    return Folders(corpus, tuple(joined))


def _is_taken(name: str, corpus: Path, joined: Sequence[FurtherFolder]) -> bool:
    if any(name.casefold() == one.name.casefold() for one in joined):
        return True
    try:
        (corpus / name).lstat()
    except OSError:
        return False
    return True


def check_further(folders: Sequence[Path], index_dir: Path, path: Path) -> Path:
    """The whole path of a folder that is to join others, the first of which is that of the articles.

    Raises VectorstoreError: folder_missing, folder_joined where one lies in another, folder_of_index,
    too_many_folders.
    """
    try:
        whole = path.resolve()
        there = path.is_absolute() and whole.is_dir()
    except (OSError, ValueError, RuntimeError):
        there = False
    if not there:
        raise VectorstoreError("folder_missing", path=str(path))
    for other in map(Path.resolve, folders):
        if whole.is_relative_to(other) or other.is_relative_to(whole):
            raise VectorstoreError("folder_joined", path=str(whole), other=str(other))
    kept = index_dir.resolve()
    if kept.is_relative_to(whole) and not any(part.startswith(".") for part in kept.relative_to(whole).parts):
        raise VectorstoreError("folder_of_index", path=str(whole))
    if len(folders) > MAX_FURTHER:
        raise VectorstoreError("too_many_folders", most=MAX_FURTHER)
    return whole
