"""What holds for every test: no network, a home of its own, and the real assistant for those that ask.

Sockets are watched by an audit hook, which sees every connection of this process, whichever library makes
it. Child processes have no hook of their own (`test_offline.py` gives one to those that it starts); they
inherit the variables that keep libraries off the network.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from assistant import opening, pipeline
from assistant.settings import Settings, settings_from
from tests.fakes import WordLengths

# The same examples in every run, and no clock: what a change breaks is told from what was always broken, and a slow
# machine breaks nothing. `--hypothesis-profile=search` looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", max_examples=2000, deadline=None)
hypothesis.settings.load_profile("same")

SEEDS = Path(__file__).parent.parent / "seeds"

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "ISNAD_LLM": "none",  # a developer's own model server is not part of a test
}
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "", None})

outside: list[str] = []
"""Every address out of this machine that a test asked for; it fails, even where a library swallowed the error."""


def _is_outside(address: object) -> bool:
    """Is it an address of another machine? Unix sockets have a path instead of a pair."""
    if not isinstance(address, tuple):
        return False
    host = address[0].decode("ascii", "replace") if isinstance(address[0], bytes) else address[0]
    return host not in LOCAL_NAMES and not str(host).startswith("127.")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = (arguments[0],)
    else:
        return
    if _is_outside(address):
        outside.append(f"{event} {address}")
        raise PermissionError(f"tests must not leave this machine: {event} {address}")


def pytest_configure() -> None:
    """Before any library is imported: most read these variables only once."""
    os.environ.update(OFFLINE)
    # a processor for each of the processes that share the tests, two for one that has them all
    os.environ.setdefault("OMP_NUM_THREADS", "1" if "PYTEST_XDIST_WORKER" in os.environ else "2")
    for name in [name for name in os.environ if name.startswith("ISNAD_") and name != "ISNAD_REQUIRE_BROWSER"]:
        del os.environ[name]
    os.environ["ISNAD_LLM"] = OFFLINE["ISNAD_LLM"]
    sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder for this test alone; nothing is read from or left in the person's own."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    return folder


@pytest.fixture(autouse=True)
def stays_here() -> Iterator[None]:
    """Fails a test that tried to leave this machine."""
    outside.clear()
    yield
    assert outside == []


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The seeds with the bundled model and an index in a temporary folder."""
    index = tmp_path_factory.mktemp("seeds-index") / "index"
    return settings_from({"corpus": str(SEEDS), "index": str(index), "llm": "none"}, {"HOME": str(index.parent)})


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Iterator[pipeline.Assistant]:
    """The real thing over the seeds; the first test that asks for it pays for loading the model."""
    opened = opening.open_assistant(settings)
    yield opened
    opened.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[WordLengths]:
    """The embedder of `fakes` and no reader where `main` would load the bundled ones; its logs are closed again."""
    model = WordLengths()
    monkeypatch.setattr(opening, "load_embedder", lambda name, *, allow_download: model.load())
    monkeypatch.setattr(opening, "model_fingerprint", lambda name: model.fingerprint)
    monkeypatch.setattr(opening, "load_reader", lambda: None)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield model
    logging.captureWarnings(False)
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
