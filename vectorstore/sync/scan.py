"""The folder compared with the ledger: what must be read, what only looks different, what is gone."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vectorstore.errors import VectorstoreError
from vectorstore.formats.documents import COMMENTED_SUFFIXES, READERS_VERSION
from vectorstore.ledger.reader import LedgerReader
from vectorstore.ledger.rows import FileState, Stamp
from vectorstore.sync.further import Folders, FurtherFolder
from vectorstore.sync.listing import name_files
from vectorstore.sync.stamps import file_sha256, file_stamp, folder_identity, looks_same
from vectorstore.text.arabic import NORMALISER_VERSION
from vectorstore.text.passages import SPLITTER_VERSION
from vectorstore.types import OnProgress

PIPELINE_VERSIONS = f"{READERS_VERSION}.{SPLITTER_VERSION}.{NORMALISER_VERSION}"
"""What passages and lexical rows are made by; when it changes, files are read, split and indexed again."""

WITH_COMMENTS = "+comments"
"""Behind the versions of a file whose comments were read."""


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
    found = _compare(_stamped(here, states, again, comments, on_progress), fingerprint, retry)
    away = sorted(set(states) - found.seen)
    gone = [file for file in away if file.partition("/")[0] not in missing and _is_gone(here, file)]
    unchanged = [*found.unchanged, *set(away).difference(gone)]
    notes = _notes([pending.known for pending in found.read if pending.known], fingerprint)
    moved = _moves(found.read, {file: states[file] for file in gone}, fingerprint, comments)
    left, new = {move.old for move in moved}, {move.file for move in moved}
    return FolderDiff(
        corpus=corpus,
        folder=folder,
        further=further,
        read=tuple(pending for pending in found.read if pending.file not in new),
        moved=moved,
        touched=tuple(found.touched),
        gone=tuple(file for file in gone if file not in left),
        unchanged=tuple(file for file in unchanged if states[file].status == "indexed"),
        notes=(*notes, "folder_away") if missing else notes,
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """The files that are there: those to be read, those that are as they were, of these the ones that only look
    different, and all of them."""

    read: Sequence[PendingFile]
    unchanged: Sequence[str]
    touched: Sequence[tuple[str, Stamp]]
    seen: frozenset[str]


def _compare(files: Iterable[tuple[PendingFile, Stamp]], fingerprint: str, retry: bool) -> _Compared:
    """Which of the files must be read; one that looks different is hashed before it is."""
    read, unchanged, touched, seen = [], [], [], set()
    for pending, stamp in files:
        file, known = pending.file, pending.known
        seen.add(file)
        made_by = (fingerprint, pending.versions)
        if known is None or pending.again or _must_read(known, made_by) or (retry and known.reason):
            read.append(pending)
        elif looks_same(known.stamp, stamp):
            unchanged.append(file)
        elif known.sha256 and known.sha256 == file_sha256(pending.path):
            unchanged.append(file)
            touched.append((file, stamp))
        else:
            read.append(pending)
    return _Compared(read, unchanged, touched, frozenset(seen))


def _stamped(
    here: Folders, states: Mapping[str, FileState], again: frozenset[str], comments: bool, on_progress: OnProgress
) -> Iterator[tuple[PendingFile, Stamp]]:
    """Every file of the folders once, with how it looks now; one that vanished since it was found is left out."""
    seen = set()
    paths = name_files(here)
    for done, (file, path) in enumerate(paths):
        on_progress("scan", done, len(paths))
        stamp = file_stamp(path)
        if stamp is None or file in seen:
            continue
        seen.add(file)
        inside = here.place_of(file)[1]
        yield PendingFile(path, file, states.get(file), stamp.size, file in again, comments, inside), stamp
    on_progress("scan", len(paths), len(paths))


def _notes(old: Sequence[FileState], fingerprint: str) -> tuple[str, ...]:
    """Why files that were read before must be read again, where it is not for what they hold."""
    notes = []
    if any(known.embedder != fingerprint for known in old):
        notes.append("model_changed")
    if any(known.splitter.removesuffix(WITH_COMMENTS) != PIPELINE_VERSIONS for known in old):
        notes.append("rebuilt_version")
    return tuple(notes)


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


def versions_of(file: str, comments: bool) -> str:
    """What the passages of a file are made by; with `comments`, where it is one in which people write some."""
    return PIPELINE_VERSIONS + (WITH_COMMENTS if comments and _suffix(file) in COMMENTED_SUFFIXES else "")


def _must_read(known: FileState, made_by: tuple[str, str]) -> bool:
    """Whether a file is read again whatever it looks like; `made_by`: the model, and `versions_of` the file."""
    made_otherwise = (known.embedder, known.splitter) != made_by
    return made_otherwise or known.status == "reading" or known.reason == "unreadable"
