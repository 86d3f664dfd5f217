"""The folder compared with the ledger: what must be read, what only looks different, what is gone."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vectorstore.errors import VectorstoreError
from vectorstore.formats.documents import COMMENTED_SUFFIXES, READERS_VERSION
from vectorstore.ledger.reader import LedgerReader
from vectorstore.ledger.rows import FileState, Stamp
from vectorstore.sync.further import Folders, FurtherFolder
from vectorstore.text.arabic import NORMALISER_VERSION
from vectorstore.text.passages import SPLITTER_VERSION
from vectorstore.types import OnProgress

RACY_NS = 2_000_000_000
"""A file changed within two seconds (FAT's clock step) of being read may change again unseen: hash it."""

PIPELINE_VERSIONS = f"{READERS_VERSION}.{SPLITTER_VERSION}.{NORMALISER_VERSION}"
"""What passages and lexical rows are made by; when it changes, files are read, split and indexed again."""

WITH_COMMENTS = "+comments"
"""Behind the versions of a file whose comments were read."""


_PASSED_OVER = (".", "~$")
"""How the names of files begin that are nobody's articles: hidden ones, and what Office writes beside an open file."""

_SYSTEM_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})
"""What Windows writes into folders, in lower case."""


@dataclass(frozen=True, slots=True)
class PendingFile:
    """A file of the folder that must be read, with what the ledger has of it; `again`: though it is the same.

    `comments`: what people wrote beside its text is read too. `inside`: its path in the folder that it lies in, where
    that is a further one; `file` is its source.
    """

    path: Path
    file: str
    known: FileState | None
    size: int = 0
    again: bool = False
    comments: bool = False
    inside: str = ""

    @property
    def versions(self) -> str:
        """What its passages are made by."""
        return versions_of(self.file, self.comments)


@dataclass(frozen=True, slots=True)
class Move:
    """A file that stood at another path before and holds the same bytes."""

    old: str
    file: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class FolderDiff:
    """The folders compared with the ledger, before anything is changed; `gone` has none of the `moved`.

    `folder` is the identity of the folder of articles, `further` those of the further folders that are there.
    """

    corpus: Path
    folder: tuple[int, int]
    further: tuple[tuple[FurtherFolder, tuple[int, int]], ...]
    read: tuple[PendingFile, ...]
    moved: tuple[Move, ...]
    touched: tuple[tuple[str, Stamp], ...]
    gone: tuple[str, ...]
    unchanged: tuple[str, ...]
    notes: tuple[str, ...]


def diff_folder(
    folders: Folders,
    ledger: LedgerReader,
    fingerprint: str,
    on_progress: OnProgress,
    retry: bool = False,
    again: frozenset[str] = frozenset(),
    comments: bool = False,
) -> FolderDiff:
    """Which files must be read, which only look different, which are gone; changes nothing.

    `retry`: what was refused, or of which a part was, must be read again; `again`: so must these files; `comments`: are
    those in files read? Files of a further folder that is not there stay as they are, and `folder_away` is noted.
    Raises VectorstoreError("corpus_missing").
    """
    corpus = folders.corpus
    folder = folder_identity(corpus)
    if folder is None:
        raise VectorstoreError("corpus_missing", path=str(corpus))
    states = ledger.states()
    further = _present(folders, states, ledger, retry)
    here = Folders(corpus, tuple(one for one, _ in further))
    missing = frozenset(one.name for one in folders.further) - {one.name for one in here.further}
    read, touched, unchanged, seen = [], [], [], set()
    paths = name_files(here)
    for done, (file, path) in enumerate(paths):
        on_progress("scan", done, len(paths))
        known = states.get(file)
        stamp = file_stamp(path)
        if stamp is None or file in seen:
            continue
        seen.add(file)
        inside = here.place_of(file)[1]
        pending = PendingFile(path, file, known, stamp.size, file in again, comments, inside)
        made_by = (fingerprint, pending.versions)
        if known is None or pending.again or _must_read(known, made_by) or (retry and known.reason):
            read.append(pending)
        elif _looks_same(known.stamp, stamp):
            unchanged.append(file)
        elif known.sha256 and known.sha256 == file_sha256(path):
            unchanged.append(file)
            touched.append((file, stamp))
        else:
            read.append(pending)
    on_progress("scan", len(paths), len(paths))
    away = sorted(set(states) - seen)
    gone = [file for file in away if file.partition("/")[0] not in missing and _is_gone(here, file)]
    unchanged += set(away).difference(gone)
    old = [found.known for found in read if found.known]
    notes = []
    if any(known.embedder != fingerprint for known in old):
        notes.append("model_changed")
    if any(known.splitter.removesuffix(WITH_COMMENTS) != PIPELINE_VERSIONS for known in old):
        notes.append("rebuilt_version")
    if missing:
        notes.append("folder_away")
    moved = _moves(read, {file: states[file] for file in gone}, fingerprint, comments)
    left, new = {move.old for move in moved}, {move.file for move in moved}
    return FolderDiff(
        corpus=corpus,
        folder=folder,
        further=further,
        read=tuple(found for found in read if found.file not in new),
        moved=moved,
        touched=tuple(touched),
        gone=tuple(file for file in gone if file not in left),
        unchanged=tuple(file for file in unchanged if states[file].status == "indexed"),
        notes=tuple(notes),
    )


def _present(
    folders: Folders, files: Iterable[str], ledger: LedgerReader, retry: bool
) -> tuple[tuple[FurtherFolder, tuple[int, int]], ...]:
    """The further folders that are there, each with its identity.

    One that stands empty where files of another one were indexed is not: its drive is not connected, unless somebody
    who asked to `retry` means it to be empty.
    """
    filled = {file.partition("/")[0] for file in files}
    found = []
    for one in folders.further:
        identity = folder_identity(one.path)
        if identity is None:
            continue
        known = ledger.get(identity_key(one))
        replaced = known is not None and known != repr(identity)
        if replaced and not retry and one.name in filled and _is_empty(one.path):
            continue
        found.append((one, identity))
    return tuple(found)


def identity_key(folder: FurtherFolder) -> str:
    """Under which the ledger keeps the identity of a further folder."""
    return f"folder {folder.name}"


def _is_empty(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is None
    except OSError:
        return False


def _moves(
    read: Sequence[PendingFile], gone: Mapping[str, FileState], fingerprint: str, comments: bool
) -> tuple[Move, ...]:
    """New files that hold the bytes of a file that is gone; only those of the size of one are hashed.

    One whose suffix changed is read as another format, and so is not among them.
    """
    left: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file, state in gone.items():
        made_by = (fingerprint, versions_of(file, comments))
        if state.status == "indexed" and state.sha256 and not _must_read(state, made_by):
            left[state.sha256, _suffix(file)].append(file)
    sizes = {(gone[file].stamp.size, suffix) for (_, suffix), files in left.items() for file in files}
    found = []
    for one in read:
        if one.known is not None or (one.size, _suffix(one.file)) not in sizes:
            continue
        stamp, sha256 = file_stamp(one.path), file_sha256(one.path)
        if stamp is not None and (files := left.get((sha256, _suffix(one.file)))):
            found.append(Move(files.pop(0), one.file, stamp))
    return tuple(found)


def _suffix(file: str) -> str:
    return PurePosixPath(file).suffix.lower()


def _is_gone(folders: Folders, file: str) -> bool:
    """Whether a file that was not found is really not there, and not merely in a folder that cannot be read now."""
    path = folders.path_of(file)
    try:
        os.lstat(path)
        os.scandir(path.parent).close()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return True  # it has become something that is not read: a link out of the folder, say


def file_stamp(path: Path) -> Stamp | None:
    """How a file looks now; None where it is not there."""
    now = time.time_ns()
    try:
        looks = path.stat()
    except OSError:
        return None
    return Stamp(looks.st_size, _storable(looks.st_mtime_ns), _storable(looks.st_ctime_ns), now)


def _storable(moment_ns: int) -> int:
    """A moment, or the nearest that SQLite's integers hold: files may be dated before 1677 or after 2262."""
    return max(-(1 << 63), min(moment_ns, (1 << 63) - 1))


def folder_identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one at the same place (the one on which a drive is mounted, say)."""
    try:
        looks = folder.stat()
    except OSError:
        return None
    return (looks.st_dev, looks.st_ino) if stat.S_ISDIR(looks.st_mode) else None


def file_sha256(path: Path) -> str:
    """The hash of a file's bytes; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def versions_of(file: str, comments: bool) -> str:
    """What the passages of a file are made by; with `comments`, where it is one in which people write some."""
    return PIPELINE_VERSIONS + (WITH_COMMENTS if comments and _suffix(file) in COMMENTED_SUFFIXES else "")


def _must_read(known: FileState, made_by: tuple[str, str]) -> bool:
    """Whether a file is read again whatever it looks like; `made_by`: the model, and `versions_of` the file."""
    made_otherwise = (known.embedder, known.splitter) != made_by
    return made_otherwise or known.status == "reading" or known.reason == "unreadable"


def _name(inside: str) -> str:
    """The source of a path inside a folder; bytes that are no UTF-8 are spelt out, and the folder itself is «.»."""
    return (inside or ".").encode("utf-8", "backslashreplace").decode("utf-8")


def _looks_same(known: Stamp, now: Stamp) -> bool:
    """Whether a file can be taken for unchanged without reading it."""
    return _looks(known) == _looks(now) and not _is_racy(known)


def is_unchanged(before: Stamp, sha256: str, path: Path) -> bool:
    """Whether a file that was read is still the one that was looked at and hashed before."""
    now = file_stamp(path)
    return now is not None and _looks(before) == _looks(now) and (not _is_racy(before) or sha256 == file_sha256(path))


def _looks(stamp: Stamp) -> tuple[int, int, int]:
    return stamp.size, stamp.mtime_ns, stamp.ctime_ns


def _is_racy(stamp: Stamp) -> bool:
    """Whether a change could have left no trace in the stamp; always where a file's time lies in the future."""
    return stamp.mtime_ns >= stamp.read_ns - RACY_NS


def why_closed(folder: Path) -> str:
    """What the system says where a folder cannot be looked into."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        return error.strerror or type(error).__name__
    return "the folder could not be read a moment ago"


def name_files(folders: Folders) -> list[tuple[str, Path]]:
    """Every file of the folders with its source, those of the folder of articles first; see `find_files`."""
    named = [(_name(inside), path) for inside, path in _walk(folders.corpus)]
    for one in folders.further:
        named += [(f"{one.name}/{_name(inside)}", path) for inside, path in _walk(one.path)]
    return named


def find_files(corpus: Path) -> list[Path]:
    """Every regular file below a folder, sorted by its path there; hidden ones, links out of it and what
    systems and Office write beside files are left out.

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
            for entry in entries:
                if entry.name.startswith(_PASSED_OVER) or entry.name.lower() in _SYSTEM_FILES:
                    continue
                name = f"{inside}/{entry.name}" if inside else entry.name
                if _is_folder(entry):
                    folders.append((name, entry.path))
                elif _belongs(entry, root):
                    found.append((name, Path(entry.path)))
    return sorted(found, key=lambda one: one[0])


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
