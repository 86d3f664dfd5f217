"""Nothing leaves this machine: not a question, not a look for a newer version, not a model.

An audit hook sees every connection and every name that is looked up, whichever library asks. In this process
it is `conftest`'s; the commands below get one of their own.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from tests import conftest

ROOT = Path(__file__).parent.parent

WATCHED = """
import runpy, sys
sys.path.insert(0, {root!r})
from tests.conftest import _watch
sys.addaudithook(_watch)
sys.argv = {arguments!r}
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def watched(*arguments: str) -> list[str]:
    """A call of `app.py` in a Python that refuses to leave the machine."""
    code = WATCHED.format(root=str(ROOT), arguments=[str(ROOT / "app.py"), *arguments])
    return [sys.executable, "-c", code]


def person() -> dict[str, str]:
    """The environment as a person has it: none of the variables that the tests set to keep libraries quiet."""
    return {name: value for name, value in os.environ.items() if name not in conftest.OFFLINE}


def test_the_watch_sees_and_stops_whatever_would_leave() -> None:
    with pytest.raises(PermissionError, match="must not leave"), socket.socket() as out:
        out.connect(("192.0.2.1", 80))
    with pytest.raises(PermissionError, match="must not leave"):
        socket.getaddrinfo("example.org", 443)
    with pytest.raises(OSError, match="must not leave"):
        urllib.request.urlopen("http://example.org/", timeout=1)
    assert len(conftest.outside) == 3
    conftest.outside.clear()  # or this test would be the one that failed


def test_the_machine_itself_may_be_called() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


@pytest.mark.slow
def test_asking_looks_up_no_name_and_connects_to_nothing(assistant: Assistant) -> None:
    seen: list[str] = []
    asking = True

    def watch(event: str, _: object) -> None:
        if asking and event.startswith("socket."):
            seen.append(event)

    sys.addaudithook(watch)  # for good: a hook cannot be taken out again
    for question in ("من أوفدت غوغل إلى الاجتماع؟", "Who attended the meeting?", "ما عاصمة اليابان؟"):
        assistant.ask(question)
    asking = False
    assert seen == []


@pytest.mark.slow
def test_the_command_leaves_nothing_even_without_the_variables_of_the_tests(tmp_path: Path) -> None:
    done = subprocess.run(
        watched("ask", "من أوفدت غوغل؟", "--json", "--index", str(tmp_path / "index")),
        env=person(),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert "must not leave" not in done.stderr
    assert json.loads(done.stdout)["passages"]


@pytest.mark.slow
def test_a_model_by_name_is_not_looked_for_outside_unless_that_is_allowed(tmp_path: Path) -> None:
    call = ["index", "--model", "sentence-transformers/LaBSE", "--index", str(tmp_path / "index")]
    done = subprocess.run(watched(*call), env=person(), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2
    assert "LaBSE" in done.stderr
    assert "must not leave" not in done.stderr


@pytest.mark.slow
def test_the_window_starts_without_leaving_the_machine(tmp_path: Path) -> None:
    call = watched("chat", "--port", "0", "--index", str(tmp_path / "index"), "--verbose")
    with subprocess.Popen(call, env=person(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().split()[-1]
            with urllib.request.urlopen(address, timeout=120) as page:
                assert page.status == 200
        finally:
            server.send_signal(signal.SIGINT)
            _, said = server.communicate(timeout=60)
    assert "must not leave" not in said


TOLD = {
    "GRADIO_ROOT_PATH": "https://evil.example/", "GRADIO_ALLOWED_PATHS": "/", "GRADIO_SHARE": "True",
    "GRADIO_SSR_MODE": "True", "GRADIO_MCP_SERVER": "True", "GRADIO_SERVER_NAME": "0.0.0.0", "GRADIO_SERVER_PORT": "1",
    "GRADIO_ANALYTICS_ENABLED": "True", "GRADIO_TEMP_DIR": "/nowhere/at/all", "GRADIO_WATCH_DIRS": "/",
    "GRADIO_DEBUG": "1",
    "GRADIO_DEFAULT_CONCURRENCY_LIMIT": "x", "GRADIO_NODE_PATH": "/bin/false", "GRADIO_VIBE_MODE": "1",
    "FORWARDED_ALLOW_IPS": "*", "WEB_CONCURRENCY": "7",
}  # fmt: skip


@pytest.mark.slow
def test_the_window_hears_nothing_of_the_environment_and_shares_no_folder(tmp_path: Path) -> None:
    """A folder of all users that another one made first, in the way of Gradio's own: here it is a file."""
    shared = tmp_path / "tmp"
    shared.mkdir()
    (shared / "gradio").write_text("another user's", encoding="utf-8")
    call = watched("chat", "--port", "0", "--index", str(tmp_path / "index"), "--verbose")
    environment = person() | TOLD | {"TMPDIR": str(shared)}
    with subprocess.Popen(call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().split()[-1]
            with urllib.request.urlopen(address, timeout=120) as answered:
                page = answered.read().decode("utf-8")
            (own,) = shared.glob("isnad-window-*")
            assert own.stat().st_mode & 0o777 == 0o700
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(f"{address}gradio_api/file=/etc/passwd", timeout=60)
        finally:
            server.send_signal(signal.SIGINT)
            _, said = server.communicate(timeout=60)
    assert "must not leave" not in said
    assert "evil.example" not in page and address.startswith("http://127.0.0.1:")
    assert [path.name for path in shared.iterdir()] == ["gradio"]
