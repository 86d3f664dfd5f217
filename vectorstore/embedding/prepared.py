"""A network as OpenVINO has prepared it for this processor, kept on the disk: a third of the work of preparing it anew.

A file is of use only to the version, the processor, the settings and the network that it was made by; it names them,
and the hash of what follows. Whatever does not fit, is damaged or cannot be written is passed over: the network is
prepared anew, and the file replaced. It may be removed at any time.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.embedding.heaps import seldom_read
from vectorstore.private import make_private, open_private

if TYPE_CHECKING:
    import openvino

log = logging.getLogger(__name__)

DEVICE = "CPU"
DIGEST_BYTES = hashlib.sha256().digest_size


SHARING = ("NUM_STREAMS", "INFERENCE_NUM_THREADS")
"""Settings that say how many run a network side by side: what is kept is the same for all of them."""

_kept_in: list[Path] = []

_mapped: list[mmap.mmap] = []
"""Files that a network was taken from. OpenVINO does not copy them, so they stay mapped as long as the process runs."""


def keep_prepared(folder: Path) -> None:
    """From now on this process keeps what it prepares in a folder, one file of some 25 MB for each network."""
    _kept_in[:] = [folder]


def load_prepared(core: openvino.Core, network: Path, settings: Mapping[str, object]) -> openvino.CompiledModel:
    """The network of an `.xml` file, from what is kept where that fits, else prepared and kept.

    `settings` as OpenVINO takes them. RuntimeError where the file is no network.
    """
    if not _kept_in:
        return core.compile_model(core.read_model(network), DEVICE, dict(settings))
    place = _kept_in[0] / f"{network.stem}.blob"
    key = _key(core, network, settings)
    data = _read(place, key)
    if data is not None:
        try:
            return core.import_model(data, DEVICE, dict(settings))
        except RuntimeError as error:
            log.warning("%s is not what was kept: %s", place, error)
    compiled = core.compile_model(core.read_model(network), DEVICE, dict(settings))
    _write(place, key, compiled.export_model().getvalue())
    return compiled


def _key(core: openvino.Core, network: Path, settings: Mapping[str, object]) -> bytes:
    """Names everything that a prepared network depends on."""
    import openvino

    named = hashlib.sha256()
    for path in (network, network.with_suffix(".bin")):
        with suppress(OSError), path.open("rb") as file:
            named.update(hashlib.file_digest(file, "sha256").digest())
    processor = [core.get_property(DEVICE, name) for name in ("FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES")]
    fixed = sorted((name, value) for name, value in settings.items() if name not in SHARING)
    named.update(repr((openvino.__version__, processor, fixed)).encode())
    return named.digest()


def _read(place: Path, key: bytes) -> bytes | openvino.Tensor | None:
    """What is kept under a key; None where it is another one's, or not what was written.

    On Linux it is mapped, not read: after the start the network needs next to nothing of it, and `heaps.give_back` lets
    go of its pages. Elsewhere nothing would, and Windows removes no file that is mapped.
    """
    try:
        with place.open("rb") as file:
            if file.read(DIGEST_BYTES) != key:
                return None
            digest = file.read(DIGEST_BYTES)
            if sys.platform == "linux":
                return _map(file.fileno(), digest)
            data = file.read()
    except (OSError, ValueError):  # ValueError: an empty file cannot be mapped
        return None
    return data if hashlib.sha256(data).digest() == digest else None


def _map(file: int, digest: bytes) -> openvino.Tensor | None:
    """What stands behind the key and the hash in an open file, where the hash is its own; nothing is copied."""
    import openvino

    # as if for writing, which OpenVINO asks of all memory that it is handed; it writes nothing
    mapped = mmap.mmap(file, 0, access=mmap.ACCESS_COPY)
    data = np.frombuffer(mapped, np.uint8)[2 * DIGEST_BYTES :]
    if hashlib.sha256(data).digest() != digest:
        return None
    _mapped.append(mapped)
    seldom_read(mapped)
    return openvino.Tensor(data, shared_memory=True)


def _write(place: Path, key: bytes, data: bytes) -> None:
    """Keep it, its owner's alone, in the place of what was there; a disk that takes nothing keeps nothing."""
    fresh = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private(place.parent)
        with open(fresh, "wb", opener=open_private) as file:
            file.write(key + hashlib.sha256(data).digest())
            file.write(data)
        os.replace(fresh, place)
    except OSError as error:
        log.info("a prepared network is not kept: %s", error)
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
