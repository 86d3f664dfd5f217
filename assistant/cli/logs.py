"""The log of the commands: a file that only its owner may read."""

from __future__ import annotations

import contextlib
import logging
from typing import TextIO

from assistant.settings import Settings
from vectorstore.private import make_private, open_private


class _PrivateLog(logging.FileHandler):
    """A log that only its owner may read: it may name files and quote what they hold."""

    def _open(self) -> TextIO:
        return open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors, opener=open_private)


def log_to(settings: Settings) -> None:
    """Details go to a file of this person's; where it cannot be written, the program works without."""
    handlers: list[logging.Handler] = [logging.StreamHandler()] if settings.verbose else []
    with contextlib.suppress(OSError):
        settings.log.parent.mkdir(parents=True, exist_ok=True)
        make_private(settings.log)
        handlers.append(_PrivateLog(settings.log, encoding="utf-8", delay=True))
    logging.basicConfig(
        level=logging.INFO,
        handlers=handlers or [logging.NullHandler()],
        force=True,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a log that cannot be written must not fill the terminal
    for noisy in ("httpx", "httpx2", "openai", "chromadb", "sentence_transformers", "filelock", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
