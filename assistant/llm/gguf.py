"""A `.gguf` file in our own care: checked, then served by a child process on this machine (`gguf_serve`)."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import secrets
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path

from vectorstore.errors import VectorstoreError

CONTEXT_TOKENS = 8_192
"""Tokens of the window: six passages, the question and an answer need about 5,000 with the most wasteful tokeniser.
llama.cpp takes less where the model was trained on less."""

MAGIC = b"GGUF"
MIN_FILE_BYTES = 1_000
"""Bytes: a file with the magic and less than this is the start of one."""

MIN_FREE_BYTES, MIN_FREE_SHARE = 500_000_000, 0.2
"""Memory beside the weights: buffers, and the window, which grows with the model. SmolLM2-135M (98 MB) takes 344 MB."""

LOAD_SECONDS = 180.0
GIGA = 1e9

log = logging.getLogger(__name__)


def check(path: Path) -> None:
    """Can this file be run here? Raises VectorstoreError with a code that says why not."""
    try:
        with path.open("rb") as file:
            start, size = file.read(len(MAGIC)), os.fstat(file.fileno()).st_size
    except OSError as error:
        raise VectorstoreError("llm_file_missing", path=path) from error
    if start != MAGIC or size < MIN_FILE_BYTES:
        raise VectorstoreError("llm_not_gguf", path=path)
    if importlib.util.find_spec("xllamacpp") is None:
        raise VectorstoreError("llm_not_installed", path=path)
    needed, available = int(size * (1 + MIN_FREE_SHARE)) + MIN_FREE_BYTES, available_memory()
    if available is not None and needed > available:
        needs, has = (f"{amount / GIGA:.1f}" for amount in (needed, available))
        raise VectorstoreError("llm_too_large", path=path, needed=needs, available=has)


class ModelProcess:
    """A child process that serves one file; `url` and `key` are how to call it, `close` frees its memory."""

    def __init__(self, path: Path, context: int) -> None:
        """Start and wait until the model is loaded; raises VectorstoreError (`llm_not_loaded`, or see `check`)."""
        check(path)
        self.path = path
        self.key = secrets.token_urlsafe(24)
        program = Path(__file__).with_name("gguf_server.py")
        # -I: neither the person's PYTHONPATH nor the folder of this program is searched for modules
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(program), str(path.resolve()), str(context)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._said: deque[bytes] = deque(maxlen=30)
        threading.Thread(target=self._listen, name="isnad-llama", daemon=True).start()
        try:
            self.url = self._address()
        except VectorstoreError:
            self.close()
            log.warning("%s was not loaded: %s", path, b"".join(self._said).decode("utf-8", "replace"))
            raise

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """End the process; what it holds is free when this returns."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _address(self) -> str:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        late = threading.Timer(LOAD_SECONDS, self._process.kill)
        late.start()
        try:
            stdin.write(self.key.encode() + b"\n")
            stdin.flush()
            return str(json.loads(stdout.readline())["address"])
        except (OSError, ValueError, KeyError, TypeError) as error:  # it died, or says something else
            raise VectorstoreError("llm_not_loaded", path=self.path) from error
        finally:
            late.cancel()

    def _listen(self) -> None:
        """Keep the last lines for the log, and keep the pipe from filling."""
        stderr = self._process.stderr
        assert stderr is not None
        with stderr:
            self._said.extend(stderr)


def available_memory() -> int | None:
    """Bytes that a new process could take without swapping; None where the system does not say."""
    if sys.platform == "win32":
        return _windows_memory()
    found = [amount for amount in (_proc_memory(), _group_memory()) if amount is not None]
    if found:
        return min(found)
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return None


def _proc_memory() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)


def _group_memory() -> int | None:
    """What a container's limit leaves (cgroup v2); its `max` is no limit."""
    try:
        limit, used = (Path("/sys/fs/cgroup", name).read_text().strip() for name in ("memory.max", "memory.current"))
        return max(0, int(limit) - int(used))
    except (OSError, ValueError):
        return None


def _windows_memory() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ulong), ("load", ctypes.c_ulong), *((n, ctypes.c_ulonglong) for n in "abcdefg"))

    status = Status(length=ctypes.sizeof(Status))
    told = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.b) if told else None
