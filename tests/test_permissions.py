"""Who may read an index, what happens to those who may not write it, and what a limit of the system is called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli.commands import main
from assistant.messages import say
from tests.fakes import WordLengths, no_model, now
from tests.test_index import Shelf, shelf  # noqa: F401 - the fixture
from tests.test_sync import MARKET, TRAIN
from vectorstore.errors import VectorstoreError, limit_reached
from vectorstore.sync.folder import Incoming, remove_file

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions and limits of POSIX")

NOBODY = 65534


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def reachable(path: Path) -> None:
    """Let an account without rights come as far as a folder of a test."""
    for parent in (path, *path.parents):
        if parent.is_relative_to(tempfile.gettempdir()) and os.access(parent, os.W_OK):
            parent.chmod(parent.stat().st_mode | 0o055)


def as_another(look: Callable[[], object]) -> object:
    """What an account sees that owns nothing here; for root that is nobody, for others they themselves."""
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        try:
            if os.geteuid() == 0:
                os.setuid(NOBODY)
            os.write(write, json.dumps(look()).encode())
        except BaseException as error:  # noqa: BLE001 - told to the parent
            os.write(write, json.dumps(f"{type(error).__name__}: {error}").encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return json.loads(said)


# -- who may read ----------------------------------------------------------------------------------


def test_an_index_is_its_owners_alone_from_the_first_moment_on(shelf: Shelf) -> None:  # noqa: F811
    before = os.umask(0)
    try:
        index = shelf.open()
        assert mode(shelf.index_dir) == 0o700
        assert {path.name: mode(path) for path in shelf.index_dir.iterdir()}.items() >= {
            ("ledger.sqlite3", 0o600), ("ledger.sqlite3-wal", 0o600), ("lock", 0o600),
        }  # fmt: skip
        index.close()
        assert mode(shelf.index_dir / "ledger.sqlite3.seal") == 0o600
    finally:
        os.umask(before)


def test_an_index_that_others_could_read_is_closed_to_them_by_the_next_start(shelf: Shelf) -> None:  # noqa: F811
    shelf.run()
    for path in (shelf.index_dir, shelf.index_dir / "chroma"):
        path.chmod(0o755)
    shelf.ledger.chmod(0o644)
    assert shelf.run(no_model) == ((), 3)
    assert (mode(shelf.index_dir), mode(shelf.index_dir / "chroma"), mode(shelf.ledger)) == (0o700, 0o700, 0o600)


def test_a_folder_that_holds_other_things_too_keeps_its_own_permissions(shelf: Shelf) -> None:  # noqa: F811
    shelf.index_dir.mkdir(mode=0o755)
    (shelf.index_dir / "رسالة.txt").write_text("ليست من الفهرس", encoding="utf-8")
    shelf.index_dir.chmod(0o755)
    (shelf.index_dir / "رسالة.txt").chmod(0o644)
    shelf.run()
    assert (mode(shelf.index_dir), mode(shelf.index_dir / "رسالة.txt"), mode(shelf.ledger)) == (0o755, 0o644, 0o600)


def test_what_is_uploaded_and_what_is_taken_out_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        incoming = Incoming(tmp_path, "خبر.txt")
        incoming.write(b"x")
        name = incoming.keep()
        assert mode(tmp_path / name) == 0o600
        assert mode(remove_file(tmp_path, name).parent) == 0o700
    finally:
        os.umask(before)


def test_the_log_is_its_owners_alone_also_where_it_was_not(
    shelf: Shelf,  # noqa: F811
    quick: WordLengths,
    home: Path,
) -> None:
    call = ["index", "--corpus", str(shelf.corpus), "--index", str(shelf.index_dir)]
    log = home / "xdg_data_home" / "isnad" / "isnad.log"
    before = os.umask(0)
    try:
        assert main([*call, "--corpus", str(home / "لا شيء")]) == 2
        assert mode(log) == 0o600
        log.chmod(0o644)
        assert main(call) == 0
        assert mode(log) == 0o600
    finally:
        os.umask(before)


# -- those who may read and not write --------------------------------------------------------------


@pytest.fixture
def lent(shelf: Shelf) -> Shelf:  # noqa: F811
    """An index that everybody may read, and nobody write."""
    shelf.run()
    for path in shelf.index_dir.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    shelf.index_dir.chmod(0o555)
    reachable(shelf.corpus)
    reachable(shelf.index_dir.parent)
    return shelf


def test_an_index_that_may_be_read_and_not_written_is_named_and_read(lent: Shelf) -> None:
    def look() -> list[object]:
        try:
            lent.open()
        except VectorstoreError as error:
            refused = error.code
        beside = lent.open(no_model, read_only=True)
        near = [name for name, _ in now(beside).search_vectors(lent.embedder.embed_query(MARKET), 1)]
        found = [passage.source for passage in now(beside).passages(near).values()]
        words = len(now(beside).search_text([], ["القطار"], 5))
        beside.close()
        return [refused, found, words]

    assert as_another(look) == ["index_not_writable", ["سوق.txt"], 1]


def test_it_is_read_beside_its_owner_who_has_it_open(lent: Shelf) -> None:
    lent.index_dir.chmod(0o755)
    for path in lent.index_dir.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    index = lent.open()
    lent.write("مطر.txt", "هطل المطر على الساحل كله طوال يوم الأحد الماضي.")
    index.sync()
    lent.index_dir.chmod(0o755)
    for path in lent.index_dir.glob("ledger*"):
        path.chmod(0o644)

    def look() -> list[str]:
        beside = lent.open(no_model, read_only=True)
        names = [record.source for record in now(beside).files()]
        beside.close()
        return names

    seen = as_another(look)
    index.close()
    assert seen == ["سوق.txt", "قطار.txt", "مدرسة.txt", "مطر.txt"] or os.geteuid() != 0


def test_a_person_who_may_only_read_is_told_in_one_line_and_gets_answers(
    lent: Shelf, quick: WordLengths, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    call = ["--corpus", str(lent.corpus), "--index", str(lent.index_dir)]
    monkeypatch.setenv("XDG_DATA_HOME", "/nonexistent")
    assert as_another(lambda: main(["index", *call])) == 1
    assert capfd.readouterr().err.strip() == say("index_not_writable", "ar", path=lent.index_dir)
    assert as_another(lambda: main(["ask", TRAIN, "--json", *call])) == 0
    assert say("index_kept_by_others", "ar", path=lent.index_dir) in capfd.readouterr().err


# -- limits of the system --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "limit_memory"),
        (OSError(24, "Too many open files"), "limit_files"),
        (OSError(27, "File too large"), "limit_file_size"),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"), "limit_memory"),
        (ImportError("x.so: failed to map segment from shared object"), "limit_memory"),
        (KeyError("memory"), None),
    ],
)
def test_a_limit_behind_an_error_is_recognised(error: Exception, code: str | None) -> None:
    found = limit_reached(error)
    assert (found and found.code) == code
    outer = ValueError("something else")
    outer.__cause__ = error
    assert (limit_reached(outer) and limit_reached(outer).code) == code


QUICK = """
import sys
sys.path.insert(0, {root!r})
from assistant import opening
from tests.fakes import WordLengths
model = WordLengths()
opening.load_embedder = lambda name, *, allow_download: model.load()
opening.model_fingerprint = lambda name: model.fingerprint
opening.load_reader = lambda: None
from assistant.cli.commands import main
sys.exit(main())
"""


def shell(limit: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a shell that lays a limit upon it, or closes a stream."""
    command = 'import os, sys; os.execv(sys.executable, [sys.executable, "-c", os.environ["CODE"], *sys.argv[1:]])'
    return subprocess.run(
        ["sh", "-c", limit.format(call='"$@"'), "sh", sys.executable, "-c", command, *arguments],
        env={**os.environ, "CODE": QUICK.format(root=str(ROOT)), "ISNAD_LANGUAGE": "ar"},
        capture_output=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ("ulimit -n 8; {call}", "limit_files"),
        ("ulimit -f 10; {call}", "limit_file_size"),
        ("ulimit -v 900000; {call}", "limit_memory"),
        ("ulimit -v 1500000; {call}", "limit_memory"),
    ],
)
def test_a_limit_of_the_shell_is_named_in_one_line(shelf: Shelf, limit: str, code: str) -> None:  # noqa: F811
    done = shell(limit, "index", "--corpus", str(shelf.corpus), "--index", str(shelf.index_dir))
    assert (done.returncode, done.stderr.strip()) == (1, say(code, "ar"))


@pytest.mark.slow
def test_a_closed_stderr_changes_neither_the_answer_nor_the_exit_code(shelf: Shelf) -> None:  # noqa: F811
    call = ("index", "--json", "--corpus", str(shelf.corpus), "--index", str(shelf.index_dir))
    done = shell("{call} 2>&-", *call)
    assert (done.returncode, json.loads(done.stdout)["totals"]["indexed"]) == (0, 3)
    assert shelf.run(no_model) == ((), 3)
    missing = str(shelf.corpus / "لا شيء")
    done = shell("{call} 2>&-", "index", "--corpus", missing, "--index", str(shelf.index_dir))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")
    assert shell("{call} >&- 2>&- <&-", *call).returncode == 0


@pytest.mark.slow
def test_a_locale_that_knows_ascii_alone_reads_and_answers_arabic(shelf: Shelf) -> None:  # noqa: F811
    ascii_alone = "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 {call}"
    done = shell(ascii_alone, "index", "--json", "--corpus", str(shelf.corpus), "--index", str(shelf.index_dir))
    assert done.returncode == 0, done.stderr
    assert {file["source"] for file in json.loads(done.stdout)["files"]} == {"قطار.txt", "سوق.txt", "مدرسة.txt"}


def test_a_folder_name_that_the_file_system_does_not_take_is_named(
    shelf: Shelf,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelf.index_dir = shelf.index_dir.with_name("فهرس")
    make = Path.mkdir

    def ascii_alone(self: Path, *arguments: object, **options: object) -> None:
        if not str(self.name).isascii():
            raise OSError(84, "Invalid or incomplete multibyte or wide character", str(self))
        make(self, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", ascii_alone)
    with pytest.raises(VectorstoreError, match="index_name"):
        shelf.open()
