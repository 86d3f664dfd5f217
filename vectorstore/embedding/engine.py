"""A network compiled for this processor by OpenVINO, and run by as many callers as there are.

Networks come in OpenVINO's own format (`.xml` with a `.bin` beside it; `training/build_engine.py` makes them), with
matrices in 8 bits. Every stream is one thread that runs one batch: on short texts that is faster than to share each
operation among the processors, and a question never waits for more than the batch that is under way.

What this module does not do: know texts, tokens or what a network is for.
"""

from __future__ import annotations

import atexit
import functools
import importlib.util
import os
import platform
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

import numpy as np

from vectorstore.embedding.eight_bits import right_settings
from vectorstore.embedding.heaps import bound_heaps
from vectorstore.embedding.prepared import DEVICE, load_prepared
from vectorstore.errors import VectorstoreError

if TYPE_CHECKING:
    import openvino

MAX_STREAMS = 8
"""Batches that run side by side at most; with more processors than that a batch gets several."""

LENGTH_STEP = 16
"""Tokens to a multiple of which a batch is padded: each new shape is prepared once, which takes as long as a batch."""

BATCH_TOKENS = 480
"""Tokens of a batch with its padding, two or three passages: larger ones are no faster, and divide worse."""

CLOSING_SECONDS = 5.0
"""Seconds that a batch which is under way is waited for at the end of the program."""

Item, Result = TypeVar("Item"), TypeVar("Result")


class Network:
    """A compiled network; may be called from several threads."""

    def __init__(self, model: Path | openvino.Model, most_streams: int = MAX_STREAMS) -> None:
        """`model`: the `.xml` file, or a network in memory. Takes about a second, a third of it where it was kept as it
        is prepared for this processor (see `prepared`). `most_streams`: batches that run side by side at most; each
        has memory of its own, some 50 MB for the bundled networks.

        OSError where the network's file is not there, is damaged or is of another format; VectorstoreError
        `engine_missing` where OpenVINO is not installed.
        """
        require_engine()
        bound_heaps()
        openvino = _openvino()
        processors = _processors()
        usual = min(MAX_STREAMS, processors)
        streams = min(most_streams, usual)
        core = openvino.Core()
        settings = {
            "PERFORMANCE_HINT": "THROUGHPUT",
            "NUM_STREAMS": streams,
            # fewer streams get no more processors each: what is divided among processors costs more in all
            "INFERENCE_NUM_THREADS": streams * processors // usual,
            # the same figures on every processor, not bfloat16 where there is some
            "INFERENCE_PRECISION_HINT": "f32",
            **_right_settings(),
        }
        try:
            if isinstance(model, Path):
                compiled = load_prepared(core, model, settings)
            else:
                compiled = core.compile_model(model, DEVICE, settings)
        except RuntimeError as error:
            raise OSError(f"{model} is no network that can be run: {error}") from error
        self._idle: SimpleQueue[openvino.InferRequest] = SimpleQueue()
        for _ in range(streams + 1):  # one more than can run, so that the next is ready when one ends
            self._idle.put(compiled.create_infer_request())
        self._requests = streams + 1
        self._pool = ThreadPoolExecutor(streams + 1, thread_name_prefix="engine")
        _open.add(self)

    def run(self, inputs: Mapping[str, np.ndarray]) -> tuple[np.ndarray, ...]:
        """The outputs, in order, of one pass over inputs by name."""
        if not _FIRST.done:
            with _FIRST.lock:
                found = self._run(inputs)
                _FIRST.done = True
                return found
        return self._run(inputs)

    def _run(self, inputs: Mapping[str, np.ndarray]) -> tuple[np.ndarray, ...]:
        request = self._idle.get()
        try:
            found = request.infer(dict(inputs), share_inputs=True, share_outputs=True)
            return tuple(found[place].copy() for place in range(len(found)))
        finally:
            self._idle.put(request)

    def map(self, step: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """`step` of each item, in order, as many at a time as run side by side; for steps that call `run`."""
        return self._pool.map(step, items)

    def close(self) -> None:
        """Wait for what is under way and let go of the network, which is of no use after it; harmless when repeated."""
        _open.discard(self)
        self._pool.shutdown(cancel_futures=True)
        while self._requests:
            try:
                self._idle.get(timeout=CLOSING_SECONDS)
            except Empty:  # whoever has it does not come back
                return
            self._requests -= 1


_open: WeakSet[Network] = WeakSet()
"""The networks that are closed when the program ends: what still runs in the library while Python is taken down can
abort the process."""


@atexit.register
def _close_all() -> None:
    for network in tuple(_open):
        network.close()


class _First:
    """Whether any network of this process has run. OpenVINO's Python part prepares itself in its first run, and two
    threads that do so at once wait for each other for ever: one for Python's lock, one for the preparation."""

    lock = threading.Lock()
    done = False


_FIRST = _First()


def padded_length(longest: int, most: int) -> int:
    """Tokens of a batch whose longest text has so many: the next multiple of `LENGTH_STEP`, `most` at most."""
    return max(longest, min(most, -(-longest // LENGTH_STEP) * LENGTH_STEP))


def require_engine() -> None:
    """VectorstoreError `engine_missing` where OpenVINO is not installed, without importing it.

    There is none for Macs with Intel processors and for Windows on ARM.
    """
    if importlib.util.find_spec("openvino") is None:
        raise VectorstoreError("engine_missing", machine=f"{platform.system()} {platform.machine()}")


def _openvino():
    # It looks for a package that reports what it converts, and does without where that cannot be imported.
    sys.modules.setdefault("openvino_telemetry", None)
    import openvino

    return openvino


@functools.cache
def _right_settings() -> dict[str, str]:
    """Those by which 8 bits come out right on this processor, found once by trying: a twentieth of a second."""
    return right_settings(_openvino().Core(), DEVICE)


def _processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
