"""Variables and `.env` files that libraries obey on their own: none of them changes where anything goes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.environment import KEPT, PINNED, pin_environment
from tests.conftest import OFFLINE

ROOT = Path(__file__).parent.parent


class Listener:
    """A server that counts who calls, and answers nothing."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def hostile(port: int) -> dict[str, str]:
    """What would send something to that port, if a library obeyed it."""
    return {
        "CHROMA_API_IMPL": "chromadb.api.fastapi.FastAPI",
        "CHROMA_SERVER_HOST": "127.0.0.1",
        "CHROMA_SERVER_HTTP_PORT": str(port),
        "CHROMA_OTEL_COLLECTION_ENDPOINT": f"http://127.0.0.1:{port}",
        "CHROMA_OTEL_GRANULARITY": "all",
        "chroma_server_ssl_enabled": "no such value",
        "MIGRATIONS": "none",
        "IS_PERSISTENT": "FALSE",
        "PERSIST_DIRECTORY": "/dev/null",
        "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1",
        "OPENAI_API_KEY": "sk-x",
        "OPENAI_ORG_ID": "x",
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_ENDPOINT": f"http://127.0.0.1:{port}",
        "LANGSMITH_API_KEY": "x",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGCHAIN_ENDPOINT": f"http://127.0.0.1:{port}",
        "HF_HUB_ETAG_TIMEOUT": "no number",
        "GRADIO_SHARE": "True",
        "GRADIO_ROOT_PATH": f"http://127.0.0.1:{port}",
        "GRADIO_SERVER_NAME": "0.0.0.0",
        "WEB_CONCURRENCY": "many",
        "FORWARDED_ALLOW_IPS": "*",
    }


def person() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OFFLINE or name.startswith("ISNAD")}


def test_what_libraries_would_obey_is_cleared_and_what_they_must_is_said() -> None:
    kept = {"HF_HOME": "/models", "PATH": "/bin", "ISNAD_LLM": "none", "HTTP_PROXY": "http://proxy:1"}
    environment = {**hostile(1), **kept}
    pin_environment(environment)
    assert environment == {**kept, **PINNED}
    assert not KEPT & PINNED.keys()


STORE = """
import sys
from pathlib import Path
import numpy as np
from vectorstore.chroma.collection import Store
from vectorstore.ledger.rows import StoredPassage
from vectorstore.types import Passage
passage = Passage("خبر.txt", 0, 4, "نص ما", "", "body", ((0, 4),))
store = Store(Path(sys.argv[1]), create=True)
list(store.upsert([StoredPassage(1, passage, np.eye(16, dtype=np.float32)[0])]))
assert store.count_self_hits([StoredPassage(1, passage, np.eye(16, dtype=np.float32)[0])]) == 1
store.close()
again = Store(Path(sys.argv[1]))
assert again.ids() == {passage.id}
again.close()
"""
"""Chroma without the command line, whose variables nobody cleared."""


@pytest.mark.slow
@pytest.mark.parametrize("where", ["environment", "file", "garbage"])
def test_chroma_keeps_to_its_folder_whatever_the_environment_and_a_file_there_say(
    listener: Listener, where: str, tmp_path: Path
) -> None:
    told = hostile(listener.port)
    environment = {**person(), "PYTHONPATH": str(ROOT), **(told if where == "environment" else {})}
    if where == "file":
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in told.items()), "utf-8")
    if where == "garbage":
        (tmp_path / ".env").write_bytes(b"\xff\xfe\x00 = [\nCHROMA_SERVER_HTTP_PORT=x\nIS_PERSISTENT={\n")
    folder = tmp_path / "build"
    done = subprocess.run(
        [sys.executable, "-c", STORE, str(folder)], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "chroma.sqlite3").is_file()
    assert listener.calls == 0


@pytest.mark.slow
def test_a_question_is_answered_here_although_every_library_is_told_to_go_elsewhere(
    listener: Listener, tmp_path: Path
) -> None:
    told = hostile(listener.port)
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in told.items()), "utf-8")
    call = [sys.executable, str(ROOT / "app.py"), "ask", "من أوفدت غوغل؟", "--json", "--index", str(tmp_path / "index")]
    done = subprocess.run(
        call, cwd=tmp_path, env={**person(), **told}, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["passages"]
    assert listener.calls == 0
    assert any((tmp_path / "index" / "chroma").iterdir())
