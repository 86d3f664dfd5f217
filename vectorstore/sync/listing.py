"""The files of the folders as they lie there: which are anybody's articles, and the source that each is known by."""

from __future__ import annotations

import os
from collections.abc import Set
from pathlib import Path

from vectorstore.errors import VectorstoreError
from vectorstore.sync.further import Folders

_PASSED_OVER = (".", "~$")
"""How the names of files begin that are nobody's articles: hidden ones, and what Office writes beside an open file."""

_SYSTEM_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})
"""What Windows writes into folders, in lower case."""

_PAGES = (".html", ".htm", ".xhtml")
_PARTS_OF_PAGE = ("_files", ".files", "_fichiers", "-dateien", "_archivos")
"""How the name of a folder goes on, behind that of a page beside it, in which browsers and Word save what the page is
made of: scripts, pictures, and the advertisements in its frames, which are pages themselves."""


def name_files(folders: Folders) -> list[tuple[str, Path]]:
    """Every file of the folders with its source, those of the folder of articles first; see `find_files`."""
    named = [(_name(inside), path) for inside, path in _walk(folders.corpus)]
    for one in folders.further:
        named += [(f"{one.name}/{_name(inside)}", path) for inside, path in _walk(one.path)]
    return named


def _name(inside: str) -> str:
    """The source of a path inside a folder; bytes that are no UTF-8 are spelt out, and the folder itself is «.»."""
    return (inside or ".").encode("utf-8", "backslashreplace").decode("utf-8")


def find_files(corpus: Path) -> list[Path]:
    """Every regular file below a folder, sorted by its path there; hidden ones, links out of it, what systems and
    Office write beside files and the parts of a page that was saved beside it are left out.

    Links to folders are not followed: what they show inside the corpus is found without them. A folder that cannot be
    looked into stands among them itself.
    """
    return [path for _, path in _walk(corpus)]


def _walk(corpus: Path) -> list[tuple[str, Path]]:
    """The same, each behind its path inside the folder with `/`, which is empty for the folder itself."""
    if not corpus.is_dir():
        raise VectorstoreError("corpus_missing", path=str(corpus))
    root = corpus.resolve()
    found: list[tuple[str, Path]] = []
    folders = [("", str(corpus))]
    while folders:
        inside, folder = folders.pop()
        try:
            entries = os.scandir(folder)
        except FileNotFoundError:
            continue
        except OSError:
            found.append((inside, Path(folder)))  # it is there and may not be looked into: the list names it
            continue
        with entries:
            inside_it = list(entries)
            names = {entry.name.lower() for entry in inside_it}
            for entry in inside_it:
                if entry.name.startswith(_PASSED_OVER) or entry.name.lower() in _SYSTEM_FILES:
                    continue
                name = f"{inside}/{entry.name}" if inside else entry.name
                if _is_folder(entry):
                    folders += [] if _is_of_page(entry.name.lower(), names) else [(name, entry.path)]
                elif _belongs(entry, root):
                    found.append((name, Path(entry.path)))
    return sorted(found, key=lambda one: one[0])


def _is_of_page(folder: str, names: Set[str]) -> bool:
    """Does a folder hold the parts of a page that stands beside it, by its name and those there, in small letters?"""
    pages = (folder.removesuffix(end) for end in _PARTS_OF_PAGE if folder.endswith(end))
    return any(f"{page}{end}" in names for page in pages for end in _PAGES)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _belongs(entry: os.DirEntry[str], root: Path) -> bool:
    """Is it a regular file whose bytes lie inside the corpus? Only links can lead out of it."""
    try:
        if not entry.is_symlink():
            return entry.is_file(follow_symlinks=False)
        return entry.is_file() and Path(entry.path).resolve().is_relative_to(root)
    except OSError:
        return True  # it is there but cannot be looked at: `read_documents` says so


def why_closed(folder: Path) -> str:
    """What the system says where a folder cannot be looked into."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        return error.strerror or type(error).__name__
    return "the folder could not be read a moment ago"
