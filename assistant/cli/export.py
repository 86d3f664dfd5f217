"""`--export FILE`: what was answered as a file, whose ending says the format."""

from __future__ import annotations

import contextlib
from pathlib import Path

from assistant.export.document import ExportDocument
from assistant.export.files import FORMATS, write
from assistant.settings import Settings
from vectorstore.errors import VectorstoreError

EVERYWHERE = ("0.0.0.0", "::", "[::]")
"""Addresses to listen on that nobody can call."""


def ending_of(path: str) -> str:
    """The format that a file's name asks for; said before anything is opened. Raises VectorstoreError."""
    ending = Path(path).suffix[1:].lower()
    if ending not in FORMATS:
        raise VectorstoreError("export_format", suffix=ending, formats=" ".join(f".{known}" for known in FORMATS))
    return ending


def window_at(settings: Settings) -> str:
    """Where the window of these settings would be; footnotes lead there."""
    host = "127.0.0.1" if settings.host in EVERYWHERE else settings.host.strip("[]")
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/"


def export_to(path: str, document: ExportDocument) -> None:
    """Write the file; it appears whole or not at all. Raises VectorstoreError("cannot_export")."""
    target, made = Path(path), write(document, ending_of(path))
    beside = target.with_name(target.name + ".part")
    try:
        beside.write_bytes(made)
        beside.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise VectorstoreError("cannot_export", path=path, detail=error.strerror) from error
