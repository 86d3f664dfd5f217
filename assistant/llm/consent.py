"""Which servers of this machine may be asked: what the person answered once, by address, in a file of this person's."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path

MAX_FILE_BYTES = 100_000


class Consent:
    """What was answered; `path` None keeps it for this run alone. Safe to use from many threads."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._said: dict[str, bool] = dict(_read(path)) if path else {}

    def of(self, url: str) -> bool | None:
        """Whether the server at an address may be asked; None where nobody has said so far."""
        return self._said.get(url)

    def remember(self, url: str, may: bool) -> None:
        """Keep an answer; where it cannot be written, for this run."""
        with self._lock:
            self._said[url] = may
            if self._path is not None:
                with contextlib.suppress(OSError):
                    _write(self._path, self._said)


def _read(path: Path) -> Mapping[str, bool]:
    try:
        with path.open("rb") as file:
            kept = json.loads(file.read(MAX_FILE_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return {url: may for url, may in kept.items() if isinstance(may, bool)} if isinstance(kept, dict) else {}


def _write(path: Path, said: Mapping[str, bool]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False, indent=1)
    part.replace(path)
