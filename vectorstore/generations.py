"""Chroma's folders: each build of the collection is a generation of its own, and one is current.

The ledger's notes name the current generation (`store`) and the revision of the ledger that it holds
(`store_revision`). Where the two revisions differ at a start, a crash came between ledger and Chroma, and
a new generation is built from the ledger: beside the old one, checked, then swapped by one note.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from vectorstore.errors import VectorstoreError
from vectorstore.faults import is_full
from vectorstore.ledger import Ledger
from vectorstore.store import Store, StoreBroken, digest

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much there is."""

COMPARE_ALL = 50_000
"""Passages up to which the check at start compares every id; beyond it their number and samples."""

SAMPLES = 32
"""Passages that are compared, and asked for, at every start (about 2 ms each)."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A checked store.

    `healed`: what was there could not be used and was built anew. `sound`: every sample found itself; where
    not, the graph hides passages, and the ledger's vectors are searched instead.
    """

    store: Store
    healed: bool
    sound: bool


def bring_store(
    ledger: Ledger,
    index_dir: Path,
    *,
    before: str,
    added: Iterable[str],
    shrunk: bool,
    present: Store | None,
    on_progress: Progress,
) -> Opened:
    """Make Chroma hold exactly the ledger's passages, by adding to it or by building it anew.

    `before`: the ledger's revision before the sync; `added`: files whose passages are new since;
    `shrunk`: whether passages were taken out or given other vectors; `present`: the store if it is open.
    Raises VectorstoreError("disk_full" or "index_unreadable"); the old generation is then still there.
    """
    name = ledger.get("store")
    # Chroma can abort the whole process on damaged files: what an open did not survive is not opened again.
    opening = index_dir / "chroma" / "opening"
    trusted = bool(name) and ledger.get("store_revision") == before and not opening.exists()
    if name and trusted and not shrunk:
        store, folder = present, index_dir / "chroma" / name
        try:
            if store is None:
                if digest(folder) != ledger.get("store_files"):
                    raise StoreBroken("the vector files are not those that were written")
                _mark(opening)
                store = Store(folder)
            rows = chain.from_iterable(ledger.stored(source) for source in added)
            for _ in store.upsert(rows):
                pass
            finds, sound = _check(store, ledger)
            if ledger.revision == before and finds * 2 < int(ledger.get("store_finds") or 0):
                raise StoreBroken(f"only {finds} of {SAMPLES} passages find themselves")
            store.scrub()
        except (StoreBroken, OSError) as error:
            _refuse_if_full(error, index_dir)
            trusted = False
            if store is not None and store is not present:
                close_store(store)
        else:
            if ledger.revision != before:
                _note(ledger, store, name, finds)
            return Opened(store, healed=False, sound=sound)
        finally:
            opening.unlink(missing_ok=True)
    # Also after a mere deletion, and however large the index is: Chroma keeps the text of what was deleted
    # in its files, and only a new folder is free of it. No passage is embedded again for it.
    try:
        store, sound = _build(ledger, index_dir, on_progress)
        return Opened(store, healed=bool(name) and not trusted, sound=sound)
    except StoreBroken as error:
        _refuse_if_full(error, index_dir)
        raise VectorstoreError("index_unreadable", path=str(index_dir)) from error


def remove_old(ledger: Ledger, index_dir: Path) -> None:
    """Remove every generation but the current one; what is still held open goes at the next start."""
    current = ledger.get("store")
    folder = index_dir / "chroma"
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_file():
            path.unlink(missing_ok=True)
        elif path.name != current:
            shutil.rmtree(path, ignore_errors=True)


def _mark(opening: Path) -> None:
    with suppress(OSError):  # a full disk or a missing folder; the open itself will tell
        opening.touch()


def _build(ledger: Ledger, index_dir: Path, on_progress: Progress) -> tuple[Store, bool]:
    name = os.urandom(6).hex()
    folder = index_dir / "chroma" / name
    total = ledger.count()
    store: Store | None = None
    try:
        folder.mkdir(parents=True)
        on_progress("store", 0, total)
        store = Store(folder, create=True)
        for done in store.upsert(ledger.stored()):
            on_progress("store", done, total)
        finds, sound = _check(store, ledger)
        store.scrub()
        _note(ledger, store, name, finds)
    except BaseException:
        if store is not None:
            close_store(store)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return store, sound


def _note(ledger: Ledger, store: Store, name: str, finds: int) -> None:
    """Make a store the current one, holding what the ledger holds now."""
    files = digest(store.folder)
    with ledger.transaction():
        ledger.set("store", name)
        ledger.set("store_files", files)
        ledger.set("store_finds", str(finds))
        ledger.set("store_revision", ledger.revision)


def _check(store: Store, ledger: Ledger) -> tuple[int, bool]:
    """Raise StoreBroken unless a store holds what the ledger holds.

    How many samples find themselves in it, and whether all do.
    """
    number, samples = ledger.count(), ledger.sample(SAMPLES)
    store.check(ledger.ids() if number <= COMPARE_ALL else number, samples)
    finds = store.finds(samples)
    return finds, finds == len(samples)


def close_store(store: Store) -> None:
    """Close a store whether or not it is broken."""
    with suppress(StoreBroken):  # one that does not even close is replaced all the same
        store.close()


def _refuse_if_full(error: Exception, index_dir: Path) -> None:
    """A full disk looks like a broken store, and building another one beside it would not help."""
    if is_full(error, index_dir):
        raise VectorstoreError("disk_full", path=str(index_dir)) from error
