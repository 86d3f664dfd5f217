"""Reading an index that this process may not write: another one keeps it, or its disk is for reading only."""

from __future__ import annotations

from collections.abc import Callable

from assistant.chat import Assistant, open_assistant
from assistant.messages import say
from assistant.settings import Settings
from vectorstore.errors import VectorstoreError

NOTES = {"index_locked": "read_only", "index_read_only": "disk_read_only"}
"""What is told, by the error that says why the index cannot be written."""


def open_beside(
    error: VectorstoreError, settings: Settings, on_progress: Callable[[str, int, int], None] | None = None
) -> tuple[Assistant, str]:
    """The assistant over what is there, and the sentence that says so; raises `error` where that is no remedy."""
    if error.code == "server_locked":
        note = say("server_read_only", settings.language, holder=error.values["holder"])
        return open_assistant(settings.following(), on_progress), note
    if error.code not in NOTES:
        raise error
    return open_assistant(settings, read_only=True), say(NOTES[error.code], settings.language, **error.values)
