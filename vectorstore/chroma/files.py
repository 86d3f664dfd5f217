"""The files of a collection: whether they are those that were written, and what must not stay in them.

Chroma can abort the whole process on damaged files, so they are compared before it opens them.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from vectorstore import seals
from vectorstore.chroma.errors import StoreBroken, translate_chroma_errors

DATABASE = "chroma.sqlite3"
"""Chroma's own file in the folder of a collection; closed, it is sealed (see `seals`)."""

CHECK_BYTES = 256 << 20
"""Size up to which Chroma's database is checked before it is opened (a fraction of a second)."""

FREE_SHARE = 0.2
"""Share of a closed database that may stand empty: less is not worth writing the rest anew."""

HNSW_HEADER = struct.Struct("<iQQQQ")
"""Start of hnswlib's header.bin, see `erase_behind_vectors`."""


def check_database(path: Path) -> None:
    """Raise StoreBroken where Chroma's own database is missing or damaged: on some damage Chroma aborts."""
    if not path.is_file():
        raise StoreBroken(f"no collection in {path.parent}")
    if path.stat().st_size > CHECK_BYTES:
        return
    state = seals.inspect(path)
    if state in ("damaged", "written"):
        raise StoreBroken(f"bytes of {path} are not those that were written")
    if state == "whole":
        return
    with translate_chroma_errors(), closing(sqlite3.connect(path)) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreBroken(found)


def ids_at_rest(folder: Path) -> set[str] | None:
    """The ids in a collection that nobody has open, read past Chroma from its table `embeddings`; None where the file
    is not, byte for byte, the one that was closed, or is built otherwise."""
    path = folder / DATABASE
    if seals.inspect(path) != "whole":
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            return {name for (name,) in connection.execute("SELECT embedding_id FROM embeddings")}
    except sqlite3.Error:
        return None


def files_digest(folder: Path) -> str:
    """Names the bytes of a collection's vector files; the few that were never persisted count as none.

    Chroma changes them only while passages come or go. Damage inside them is not noticed but crashes the
    process, so they are compared before they are opened (0.1 s for 100,000 passages of 384 floats).
    """
    whole = hashlib.sha256()
    for path in _vector_files(folder):
        with path.open("rb") as file:
            whole.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def file_stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of each vector file: whether this process has written them since it last looked."""
    return tuple((path.name, (now := path.stat()).st_size, now.st_mtime_ns) for path in _vector_files(folder))


def _vector_files(folder: Path) -> Iterator[Path]:
    for persisted in sorted(folder.glob("*/index_metadata.pickle")):
        yield from sorted(persisted.parent.iterdir())


def erase_behind_vectors(folder: Path) -> None:
    """Erase what Chroma's vector files hold behind their last vector: uncleared memory of this process.

    Chroma makes these files with room for 100 vectors, the first time again whenever a collection that
    it has not persisted yet is searched, and the room was seen to hold text of deleted articles. It
    reads nothing there. The header (hnswlib's, version 1): i32 version, u64 offset, u64 room,
    u64 vectors, u64 bytes per vector.
    """
    for header in folder.glob("*/header.bin"):
        version, _, _, vectors, size = HNSW_HEADER.unpack(header.read_bytes()[: HNSW_HEADER.size])
        if version != 1:
            continue
        for name, used in (("data_level0.bin", vectors * size), ("length.bin", vectors * 4)):
            with (header.parent / name).open("r+b") as file:
                room = file.seek(0, os.SEEK_END) - used
                if room > 0:
                    file.seek(used)
                    file.write(bytes(room))


def give_back_room(path: Path) -> None:
    """Give back the room in a closed database that vectors took on their way into the graph: two thirds of it after
    10,000 passages. A disk that is full, or another process that reads, leaves it as it is."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        free, whole = (connection.execute(f"PRAGMA {told}").fetchone()[0] for told in ("freelist_count", "page_count"))
        if free > FREE_SHARE * whole:
            connection.execute("VACUUM")
