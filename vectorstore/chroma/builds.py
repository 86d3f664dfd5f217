"""Chroma's folders: each build of the collection is a generation of its own, and one is current.

The ledger's notes name the current generation (`store`), the digest of its vector files and the revision of the
ledger that it holds; the table `pending` names what has changed since. What is pending is applied in place, in
two steps with the readers' swap between them: passages are added before it, when the ledger does not show them
yet, and taken out after it, when the ledger does not show them any more. A crash in between costs nothing: what
is pending stays so until it is settled, and applying it twice does no harm. Where the files are not those that
were written (a kill while Chroma saves breaks them) a new generation is built from the ledger: beside the old
one, checked, then swapped by one note. No passage is embedded again for it.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from vectorstore.chroma.collection import ASK_ALL_PASSAGES, UPSERT_BATCH, Store
from vectorstore.chroma.errors import StoreBroken
from vectorstore.chroma.files import file_stamps, files_digest, ids_at_rest
from vectorstore.errors import VectorstoreError, is_full
from vectorstore.ledger.writer import Ledger
from vectorstore.types import OnProgress

COMPARE_ALL_PASSAGES = 50_000
"""Passages up to which the check at start compares every id; beyond it their number and samples."""

CHECKED_SAMPLES = 32
"""Passages that are compared, and asked for, at every start (about 2 ms each)."""

REBUILD_SHARE = 0.2
"""HNSW keeps what was deleted and visits it in vain. At this share of the passages a fifth of the candidates of
a search is lost, which leaves more than Chroma's own default of 100, and building anew costs five insertions for
each deletion."""


@dataclass(frozen=True, slots=True)
class OpenBuild:
    """A store that answers.

    `stale`: ids that it holds and the ledger does not. `healed`: what was there could not be used and was built
    anew. `sound`: every sample found itself; where not, the graph hides passages, and the ledger's vectors are
    searched instead. `settled`: it was checked and holds what the ledger holds. `files`: how its vector files
    looked when they were noted.
    """

    store: Store
    stale: tuple[str, ...]
    healed: bool
    sound: bool
    settled: bool
    files: tuple[tuple[str, int, int], ...] = ()


def update_collection(
    ledger: Ledger, index_dir: Path, model: str, *, present: OpenBuild | None, on_progress: OnProgress
) -> OpenBuild:
    """Make Chroma hold at least the ledger's passages, by adding to the collection or by building it anew.

    `model`: the fingerprint that all vectors were made by; `present`: the collection if it is open. What comes
    back is for `finish_update`, once nobody reads the state before any more.
    Raises VectorstoreError("disk_full" or "index_unreadable"); the old generation is then still there.
    """
    name = ledger.get("store")
    # Chroma can abort the whole process on damaged files: what an open did not survive is not opened again.
    opening = index_dir / "chroma" / "opening"
    wanted, stale = ledger.pending()
    outworn = bool(name) and (ledger.get("store_model") != model or _removed(ledger, stale) > REBUILD_SHARE)
    if not name or outworn:
        return _rebuild(ledger, index_dir, model, healed=False, on_progress=on_progress)
    if present is not None and not (wanted or stale):
        return replace(present, healed=False)
    if present is None and not (wanted or stale) and (resting := _resting(ledger, index_dir / "chroma" / name)):
        return resting
    opened = present = None if present is not None and present.store.is_resting else present
    try:
        if opened is None:
            if opening.exists():
                raise StoreBroken("the process that opened it last did not survive it")
            opened = _open(ledger, index_dir / "chroma" / name, opening)
        _add(opened.store, ledger, wanted, on_progress)
    except (StoreBroken, OSError) as error:
        if opened is not None and opened is not present:
            close_store(opened.store)
        _refuse_if_full(error, index_dir)
        return _rebuild(ledger, index_dir, model, healed=True, on_progress=on_progress)
    return replace(opened, stale=tuple(stale), healed=False, settled=False)


def finish_update(
    ledger: Ledger, index_dir: Path, model: str, opened: OpenBuild, *, start: bool, on_progress: OnProgress
) -> OpenBuild:
    """Take out what the ledger does not have, check, and note that the collection has followed.

    `start`: every id is compared, unless there are too many. Where the check fails the collection is built anew.
    """
    if opened.settled:
        return opened
    store, name = opened.store, ledger.get("store") or ""
    unchanged = ledger.get("store_revision") == ledger.revision
    try:
        store.delete(opened.stale)
        finds, sound = _check(store, ledger, compare_ids=start)
        if unchanged and finds * 2 < int(ledger.get("store_finds") or 0):
            raise StoreBroken(f"only {finds} of {CHECKED_SAMPLES} passages find themselves")
        store.scrub()
        files = file_stamps(store.folder)
        if not unchanged or files != opened.files:
            _note(ledger, store, name, model, finds, removed=_removed_before(ledger) + len(opened.stale))
    except (StoreBroken, OSError) as error:
        _refuse_if_full(error, index_dir)
        return _rebuild(ledger, index_dir, model, healed=True, on_progress=on_progress)
    return replace(opened, stale=(), sound=sound, settled=True, files=files)


def remove_old_builds(ledger: Ledger, index_dir: Path) -> None:
    """Remove every generation but the current one; what is still held open goes at the next start."""
    current = ledger.get("store")
    folder = index_dir / "chroma"
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_file():
            path.unlink(missing_ok=True)
        elif path.name != current:
            shutil.rmtree(path, ignore_errors=True)


def close_store(store: Store) -> None:
    """Close a store whether or not it is broken."""
    with suppress(StoreBroken):  # one that does not even close is replaced all the same
        store.close()


def _open(ledger: Ledger, folder: Path, opening: Path) -> OpenBuild:
    """Open the current generation and search it once, which is when Chroma reads its vector files."""
    if files_digest(folder) != ledger.get("store_files"):
        raise StoreBroken("the vector files are not those that were written")
    files = file_stamps(folder)
    with suppress(OSError):  # a full disk or a missing folder; the open itself will tell
        opening.touch()
    store = None
    try:
        store = Store(folder)
        store.count_self_hits(ledger.sample(1))
    except StoreBroken:
        if store is not None:
            close_store(store)
        raise
    finally:
        opening.unlink(missing_ok=True)
    return OpenBuild(store, (), healed=False, sound=False, settled=False, files=files)


def _resting(ledger: Ledger, folder: Path) -> OpenBuild | None:
    """The current generation, unopened, where a search of the ledger's own vectors is as fast and nothing is to mend.

    It was checked when it was noted, and every byte of it is as it was closed.
    """
    number = ledger.count()
    checked = int(ledger.get("store_finds") or 0) >= min(number, CHECKED_SAMPLES)
    if not (0 < number <= ASK_ALL_PASSAGES and checked and ledger.get("store_revision") == ledger.revision):
        return None
    if (folder.parent / "opening").exists() or files_digest(folder) != ledger.get("store_files"):
        return None
    if ids_at_rest(folder) != set(ledger.ids()):
        return None
    return OpenBuild(Store.resting(folder), (), healed=False, sound=True, settled=True, files=file_stamps(folder))


def _add(store: Store, ledger: Ledger, wanted: list[str], on_progress: OnProgress) -> None:
    """Add the passages that the collection lacks; one that it has is the same: its id names its content."""
    known = store.known(wanted)
    missing = [name for name in wanted if name not in known]
    if missing:
        on_progress("store", 0, len(missing))
    for done in store.upsert(ledger.stored_by_id(missing)):
        on_progress("store", done, len(missing))


def _rebuild(ledger: Ledger, index_dir: Path, model: str, *, healed: bool, on_progress: OnProgress) -> OpenBuild:
    try:
        store, sound = _build(ledger, index_dir, model, on_progress)
    except StoreBroken as error:
        _refuse_if_full(error, index_dir)
        raise VectorstoreError("index_unreadable", path=str(index_dir)) from error
    return OpenBuild(store, (), healed, sound, settled=True, files=file_stamps(store.folder))


def _build(ledger: Ledger, index_dir: Path, model: str, on_progress: OnProgress) -> tuple[Store, bool]:
    name = os.urandom(6).hex()
    folder = index_dir / "chroma" / name
    total = ledger.count()
    store: Store | None = None
    try:
        folder.mkdir(parents=True)
        on_progress("store", 0, total)
        store = Store(folder, create=True)
        for done in store.add(ledger.vector_pages(UPSERT_BATCH)):
            on_progress("store", done, total)
        finds, sound = _check(store, ledger, compare_ids=True)
        store.scrub()
        _note(ledger, store, name, model, finds, removed=0)
    except BaseException:  # interrupted, too: a folder half filled is never taken for a collection
        if store is not None:
            close_store(store)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return store, sound


def _note(ledger: Ledger, store: Store, name: str, model: str, finds: int, *, removed: int) -> None:
    """Make a store the current one, holding what the ledger holds now."""
    files = files_digest(store.folder)
    with ledger.transaction():
        ledger.set("store", name)
        ledger.set("store_files", files)
        ledger.set("store_finds", str(finds))
        ledger.set("store_model", model)
        ledger.set("store_removed", str(removed))
        ledger.set("store_revision", ledger.revision)
        ledger.mark_applied()


def _removed_before(ledger: Ledger) -> int:
    return int(ledger.get("store_removed") or 0)


def _removed(ledger: Ledger, stale: list[str]) -> float:
    """Share of deleted elements in the collection, once `stale` ones are deleted too."""
    return (_removed_before(ledger) + len(stale)) / max(ledger.count(), 1) if stale else 0.0


def _check(store: Store, ledger: Ledger, *, compare_ids: bool) -> tuple[int, bool]:
    """Raise StoreBroken unless a store holds what the ledger holds.

    How many samples find themselves in it, and whether all do.
    """
    number, samples = ledger.count(), ledger.sample(CHECKED_SAMPLES)
    store.check(ledger.ids() if compare_ids and number <= COMPARE_ALL_PASSAGES else number, samples)
    finds = store.count_self_hits(samples)
    return finds, finds == len(samples)


def _refuse_if_full(error: Exception, index_dir: Path) -> None:
    """A full disk looks like a broken store, and building another one beside it would not help."""
    if is_full(error, index_dir):
        raise VectorstoreError("disk_full", path=str(index_dir)) from error
