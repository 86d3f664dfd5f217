"""The assistant behind the window, opened in the background while the window is already there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from assistant.chat import Assistant
from vectorstore.errors import VectorstoreError

log = logging.getLogger(__name__)

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
        self._thread = threading.Thread(target=self._open, name="isnad-opening", daemon=True)
        self.progress = Progress()
        self.assistant: Assistant | None = None
        self.error: VectorstoreError | None = None

    def start(self) -> None:
        """Begin opening, in a thread of its own."""
        self._thread.start()

    @property
    def opened(self) -> bool:
        """Whether the opening is over, well or not."""
        return self._opened.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the opening to be over, at most so long."""
        return self._opened.wait(seconds)

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
            self._warm(self.assistant)

    def _warm(self, assistant: Assistant) -> None:
        try:
            assistant.warm()
        except Exception:  # the first question meets the same error and shows it where it is read
            log.exception("the model could not be loaded")

    def _note(self, stage: str, done: int, total: int) -> None:
        self.progress = Progress(stage, done, total)
