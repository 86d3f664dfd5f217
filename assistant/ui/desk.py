"""The assistant behind the window, opened in the background while the window is already there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from assistant.chat import Assistant
from assistant.ui.labels import LANGUAGES
from vectorstore.errors import VectorstoreError

log = logging.getLogger(__name__)

ALONE = 5.0
"""Seconds after which the model is loaded although nobody has come yet."""

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage of the opening has come; `total` 0 where nobody knows."""

    stage: str = ""
    done: int = 0
    total: int = 0


class Desk:
    """One assistant for all visitors; it holds nothing of any of them."""

    def __init__(self, open_assistant: Callable[[OnProgress], Assistant]) -> None:
        self._open_assistant = open_assistant
        self._opened = threading.Event()
        self._greeted = threading.Event()
        self._settled = threading.Event()
        self._thread = threading.Thread(target=self._open, name="isnad-opening", daemon=True)
        self.progress = Progress()
        self.assistant: Assistant | None = None
        self.error: VectorstoreError | None = None
        self.suggestions: dict[str, list[str]] = {}

    def start(self) -> None:
        """Begin opening, in a thread of its own."""
        self._thread.start()

    @property
    def opened(self) -> bool:
        """Whether the opening is over, well or not."""
        return self._opened.is_set()

    @property
    def settled(self) -> bool:
        """Whether the model is loaded and the first questions are known, or will not be."""
        return self._settled.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the opening to be over, at most so long."""
        return self._opened.wait(seconds)

    def greeted(self) -> None:
        """Somebody has the window in front of them: the model may be loaded now.

        Loading takes seconds of both Python's lock and the disk, and a page that is still on its way would
        wait for it.
        """
        self._greeted.set()

    def close(self) -> None:
        """Close what was opened."""
        if self.assistant is not None:
            self.assistant.close()

    def _open(self) -> None:
        try:
            self.assistant = self._open_assistant(self._note)
        except VectorstoreError as error:
            self.error = error
        except Exception as error:  # the thread's outermost edge: without this the window would wait for ever
            log.exception("the index could not be opened")
            self.error = VectorstoreError("unexpected", detail=str(error))
        self._opened.set()
        if self.assistant is not None:
            self._greeted.wait(ALONE)
            self._warm(self.assistant)
        self._settled.set()

    def _warm(self, assistant: Assistant) -> None:
        try:
            assistant.warm()
            self.suggestions = {language: assistant.suggestions(language) for language in LANGUAGES}
        except Exception:  # the first question meets the same error and shows it where it is read
            log.exception("the model could not be loaded")

    def _note(self, stage: str, done: int, total: int) -> None:
        self.progress = Progress(stage, done, total)
