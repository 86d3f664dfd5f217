"""chromadb, imported so that it hears of nothing but what it is told here.

Its settings are read from variables of the environment and from a file `.env` in whatever folder the program was
called in, a first time while it is imported. With one of them every vector goes to a server that nobody chose
(`CHROMA_API_IMPL`, `CHROMA_SERVER_HOST`), another keeps the files from being read (`MIGRATIONS=none`), and a line of
`.env` that is not as expected ends the program. So the settings take values from their caller alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_importing = threading.Lock()


def load_chromadb() -> ModuleType:
    """The library, imported on the first call (a second's work); its `config.Settings` are deaf from then on."""
    with _importing, _deaf_settings():
        import chromadb
        import chromadb.config

        settings = chromadb.config.Settings
        settings.model_config["env_file"] = None
        settings.settings_customise_sources = classmethod(_told_alone)
        return chromadb


@contextmanager
def _deaf_settings() -> Iterator[None]:
    """Let settings that are made inside the block hear of their caller alone: chromadb makes some at its import."""
    import pydantic_settings

    base = pydantic_settings.BaseSettings
    made, heard = base.__init__, base.__dict__["settings_customise_sources"]

    def make(self: Any, **values: Any) -> None:
        made(self, **{**values, "_env_file": None})

    base.__init__, base.settings_customise_sources = make, classmethod(_told_alone)
    try:
        yield
    finally:
        base.__init__, base.settings_customise_sources = made, heard


def _told_alone(cls: type, settings_cls: type, init_settings: Any, **others: Any) -> tuple[Any, ...]:
    """The sources of settings (pydantic-settings' hook): what the caller gives, and neither environment nor files."""
    return (init_settings,)
