"""Whoever stops in the middle of a slow file waits a moment, and what was done by then is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_formats_sandbox import broken, page  # noqa: F401 - the fixtures
from tests.test_sync import MARKET, TRAIN, Folder
from vectorstore.formats import documents
from vectorstore.formats.sandbox import Extractor
from vectorstore.sync import batches, stopping
from vectorstore.sync.stopping import Stopped, interrupting

ROOT = Path(__file__).parent.parent

MOMENT_SECONDS = 1.0


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path)
    made.write("قطار.txt", TRAIN)
    yield made
    made.ledger.close()


def stopped_after(begun: threading.Event, folder: Folder) -> float:
    """Seconds that a sync goes on after somebody stops it in the middle of a file."""
    stop = threading.Event()
    moment: list[float] = []

    def press() -> None:
        assert begun.wait(60)
        moment.append(time.monotonic())
        stop.set()

    presser = threading.Thread(target=press)
    presser.start()
    report = folder.sync(should_stop=stop.is_set)
    took = time.monotonic() - moment[0]
    presser.join()
    assert report.notes == ("stopped",)
    return took


def test_a_text_that_takes_for_ever_to_split_is_left_within_a_moment(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def endless(document: object) -> Iterator[object]:
        begun.set()
        while True:
            sum(range(100))
        yield

    with monkeypatch.context() as patched:
        patched.setattr(batches, "split_passages", endless)
        assert stopped_after(begun, folder) < MOMENT_SECONDS
    assert folder.ledger.files() == ()
    assert folder.counts() == (1, 0, 0, 0, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="the child of these tests needs POSIX")
def test_a_page_that_its_parser_hangs_on_is_left_within_a_moment_and_the_parser_ends(
    folder: Folder,
    broken: Extractor,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder.sync()
    folder.write("صفحة.html", "<p>خبر</p>")
    folder.write("سوق.txt", MARKET)
    begun = threading.Event()
    monkeypatch.setattr(documents, "EXTRACTOR", broken)
    monkeypatch.setattr(stopping, "EXTRACTOR", broken)
    monkeypatch.setitem(documents.KIND_BY_SUFFIX, ".html", "hang")
    monkeypatch.setitem(documents.MAX_BYTES_BY_KIND, "hang", 1 << 20)
    broken._seconds = 60
    started = broken._start

    def start() -> subprocess.Popen[bytes]:
        made = started()
        begun.set()
        return made

    monkeypatch.setattr(broken, "_start", start)
    assert stopped_after(begun, folder) < MOMENT_SECONDS
    assert broken._process is None or broken._process.wait(MOMENT_SECONDS) < 0
    assert [record.source for record in folder.ledger.files()] == ["قطار.txt"]
    monkeypatch.setitem(documents.KIND_BY_SUFFIX, ".html", "html")
    assert folder.counts() == (2, 0, 0, 1, 0)


def test_outside_an_armed_block_nothing_is_raised() -> None:
    with interrupting(lambda: True) as interrupter:
        time.sleep(3 * stopping.LOOK_SECONDS)
        with pytest.raises(Stopped), interrupter.armed():
            while True:
                sum(range(100))
    assert sum(range(100_000)) > 0


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a process there cannot be interrupted alone")
def test_ctrl_c_over_a_slow_file_ends_the_program_and_its_child_within_a_moment(tmp_path: Path) -> None:
    corpus = tmp_path / "مقالات"
    corpus.mkdir()
    (corpus / "بطيء.html").write_text("<p>خبر</p>", encoding="utf-8")
    ready = tmp_path / "ready"
    code = (
        f"import sys, time; sys.path.insert(0, {str(ROOT)!r})\n"
        "import subprocess\n"
        "from pathlib import Path\n"
        "real = subprocess.Popen\n"
        "class Slow(real):\n"
        "    def __init__(self, command, **more):\n"
        "        if 'vectorstore.formats.sandbox_worker' in command:\n"
        "            waiting = 'import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(300)'\n"
        "            command = [sys.executable, '-c', waiting]\n"
        "        super().__init__(command, **more)\n"
        f"        Path({str(ready)!r}).write_text(str(self.pid))\n"
        "subprocess.Popen = Slow\n"
        "from assistant.cli.commands import main\n"
        f"sys.exit(main(['index', '--corpus', {str(corpus)!r}, '--index', {str(tmp_path / 'index')!r}]))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, start_new_session=True)
    while not (ready.exists() and ready.read_text()):
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        time.sleep(0.05)
    child = int(ready.read_text())
    pressed = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the child as well
    _, said = process.communicate(timeout=60)
    took = time.monotonic() - pressed
    assert process.returncode == 130, said.decode()
    assert took < 2 * MOMENT_SECONDS  # the index is opened, too: Chroma's import alone takes a second
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
