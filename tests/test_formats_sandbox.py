"""Hostile formats are read in a process of their own, which may break without harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.html_pages import MUSEUM, paragraphs
from vectorstore.formats import documents, sandbox_worker
from vectorstore.formats.documents import read_documents
from vectorstore.formats.sandbox import Extractor
from vectorstore.sync.listing import find_files
from vectorstore.types import Document, Extracted, Refusal

ROOT = Path(__file__).parent.parent


@pytest.fixture
def extractor() -> Iterator[Extractor]:
    made = Extractor(seconds=30)
    yield made
    made.close()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "صفحة.html"
    path.write_text(f"<html><body>{paragraphs(MUSEUM)}</body></html>", encoding="utf-8")
    return path


def child(extractor: Extractor) -> subprocess.Popen[bytes]:
    assert extractor._process is not None
    return extractor._process


def test_one_process_reads_file_after_file(extractor: Extractor, page: Path) -> None:
    found = []
    for _ in range(3):
        assert isinstance(extractor.extract(page, "أ.html", "html"), Extracted)
        found.append(child(extractor).pid)
    assert len(set(found)) == 1


def test_a_process_that_dies_between_two_files_is_replaced(extractor: Extractor, page: Path) -> None:
    extractor.extract(page, "أ.html", "html")
    child(extractor).kill()
    assert isinstance(extractor.extract(page, "أ.html", "html"), Extracted)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Extractor]:
    """An extractor whose child runs the real loop over readers that do what a broken parser may do."""
    script = tmp_path / "child.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import os, time, socket, subprocess\n"
        "from vectorstore.formats import sandbox_worker\n"
        "from vectorstore.types import Extracted\n"
        "def hang(path, source):\n    time.sleep(600)\n"
        "def spin(path, source):\n    while True: pass\n"
        "def crash(path, source):\n    os.abort()\n"
        "def blow(path, source):\n    return Extracted('x' * (8 << 30))\n"
        "def fail(path, source):\n    raise KeyError('a parser broke')\n"
        "def long(path, source):\n    return Extracted('x' * (sandbox_worker.MAX_TEXT_CHARACTERS + 1))\n"
        "def chatter(path, source):\n    print('{}'); os.write(1, b'noise'); return Extracted('ok')\n"
        "def connect(path, source):\n    socket.create_connection(('127.0.0.1', 9))\n"
        "def run(path, source):\n    subprocess.run(['true'])\n"
        "sandbox_worker._READERS.update({k: v for k, v in globals().items() if callable(v) and k != 'Extracted'})\n"
        "sandbox_worker.main()\n",
        encoding="utf-8",
    )
    real = subprocess.Popen

    def start(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        return real([command[0], str(script)], **options)

    monkeypatch.setattr(subprocess, "Popen", start)
    made = Extractor(seconds=60)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("hang", "too_slow"),
        ("spin", "too_slow"),
        ("crash", "damaged"),
        ("blow", "too_complex"),
        ("fail", "damaged"),
        ("long", "too_large"),
        ("connect", "damaged"),
        ("run", "damaged"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_whatever_a_parser_does_is_a_refusal_and_the_next_file_is_read(
    broken: Extractor, page: Path, monkeypatch: pytest.MonkeyPatch, kind: str, reason: str
) -> None:
    with monkeypatch.context() as patch:
        if reason == "too_slow":
            patch.setattr(broken, "_seconds", 3)  # the next file, which is read, has all the time that it needs
        found = broken.extract(page, "أ.html", kind)
    assert isinstance(found, Refusal)
    assert (found.source, found.reason) == ("أ.html", reason)
    assert isinstance(broken.extract(page, "أ.html", "html"), Extracted)


def test_what_a_parser_prints_does_not_stand_among_the_answers(broken: Extractor, page: Path) -> None:
    assert broken.extract(page, "أ.html", "chatter") == Extracted("ok")


def test_closing_does_not_wait_for_a_parser_that_hangs(broken: Extractor, page: Path) -> None:
    found: list[Extracted | Refusal] = []
    thread = threading.Thread(target=lambda: found.append(broken.extract(page, "أ.html", "hang")))
    thread.start()
    while broken._process is None:
        time.sleep(0.01)
    broken.close()
    thread.join()
    assert isinstance(found[0], Refusal)
    assert found[0].reason == "damaged"


def test_threads_wait_their_turn(extractor: Extractor, page: Path) -> None:
    found: list[Extracted | Refusal] = []
    threads = [
        threading.Thread(target=lambda: found.append(extractor.extract(page, "أ.html", "html"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(isinstance(one, Extracted) for one in found)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_child_dies_with_its_parent_even_where_it_is_killed(page: Path) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom vectorstore.formats.sandbox import EXTRACTOR\n"
        f"EXTRACTOR.extract(Path({str(page)!r}), 'a', 'html')\n"
        "print(EXTRACTOR._process.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    pid = int(done.stdout)
    for _ in range(100):
        if not _runs(pid):
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} is still there")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_module_beside_the_articles_is_not_loaded(
    tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("lxml", "trafilatura", "json", "vectorstore"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('loaded from the corpus')")
    monkeypatch.chdir(tmp_path)
    made = Extractor()
    assert isinstance(made.extract(Path(page.name), page.name, "html"), Extracted)
    made.close()


def test_importing_the_reader_of_files_loads_no_parser() -> None:
    heavy = "{'trafilatura', 'lxml', 'pypdfium2', 'docx'}"
    code = f"import sys, vectorstore.formats.documents; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_answer_is_json_of_plain_characters(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as stream:
        sandbox_worker._answer(stream, Extracted("سطر\nو\u2028آخر \ud800"))
    line = (tmp_path / "out").read_bytes()
    assert line.count(b"\n") == 1 and line.isascii()
    assert json.loads(line)["text"] == "سطر\nو\u2028آخر \ud800"


def test_a_file_over_its_format_s_limit_is_not_opened_by_a_parser(
    tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(documents.MAX_BYTES_BY_KIND, "html", 10)
    (refusal,) = read_documents(page, page.name)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "too_large"


def test_a_folder_of_good_and_bad_files_is_read_to_its_end(tmp_path: Path, page: Path) -> None:
    (tmp_path / "فارغ.html").write_bytes(b"")
    (tmp_path / "صورة.html").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "مجلد.html").mkdir()
    (tmp_path / "ي.html").write_bytes(page.read_bytes())
    found = {path.name: next(read_documents(path, path.name)) for path in find_files(tmp_path)}
    assert {name: isinstance(one, Document) for name, one in found.items()} == {
        "صفحة.html": True, "فارغ.html": False, "صورة.html": False, "ي.html": True,
    }  # fmt: skip
