"""A search over a folder of one article, with the bundled model, for tests of what is found in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.opening import open_assistant
from assistant.retrieval.searcher import Search
from assistant.settings import settings_from


@contextmanager
def searching(tmp_path: Path, text: str, name: str) -> Iterator[Search]:
    """`name`: of the file that holds the text, below a folder of its own in `tmp_path`."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    values = {"corpus": str(folder), "index": str(tmp_path / "index"), "llm": "none"}
    assistant = open_assistant(settings_from(values, {"HOME": str(tmp_path)}))
    try:
        assistant.warm()
        with assistant.searcher.reading() as search:
            yield search
    finally:
        assistant.close()
