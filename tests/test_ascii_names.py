"""A disk that takes names in ASCII alone keeps Arabic texts; a name that it does not take is said to be one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli.commands import main
from assistant.messages import say
from tests.fakes import WordLengths, no_model, now
from tests.test_index import Shelf, shelf  # noqa: F401 - the fixture
from tests.test_sync import MARKET, TRAIN
from vectorstore.errors import VectorstoreError
from vectorstore.sync.folder import Incoming

PROGRAM = Path(__file__).with_name("ascii_disk.py")

pytestmark = pytest.mark.slow


@pytest.fixture
def ascii_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own; skips where it may not be mounted."""
    place, kept = tmp_path / "disk", tmp_path / "kept"
    place.mkdir()
    kept.mkdir()
    with subprocess.Popen(
        [sys.executable, str(PROGRAM), str(place), str(kept)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        if server.stdout.readline().strip() != "mounted":
            pytest.skip("mounting a file system of one's own needs Linux, FUSE, and rights that this account lacks")
        yield place
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_names_that_it_does_not_take_are_refused_by_the_disk_itself(ascii_disk: Path) -> None:
    for act in ((ascii_disk / "فهرس").mkdir, (ascii_disk / "خبر.txt").touch, (ascii_disk / "سوق").exists):
        with pytest.raises(OSError, match="Invalid argument"):
            act()
    (ascii_disk / "index").mkdir()
    assert [path.name for path in ascii_disk.iterdir()] == ["index"]


def test_an_index_lives_on_it_under_a_name_that_it_takes(shelf: Shelf, ascii_disk: Path) -> None:  # noqa: F811
    shelf.index_dir = ascii_disk / "فهرس"
    with pytest.raises(VectorstoreError, match="index_name"):
        shelf.open()
    shelf.index_dir = ascii_disk / "index"
    assert shelf.run() == ((), 3)
    index = shelf.open(no_model)
    names = [name for name, _ in now(index).search_vectors(shelf.embedder.embed_query(MARKET), 1)]
    assert [passage.source for passage in now(index).passages(names).values()] == ["سوق.txt"]
    index.close()


def test_a_person_is_told_in_one_line_which_name_it_does_not_take(
    shelf: Shelf, ascii_disk: Path, quick: WordLengths, capsys: pytest.CaptureFixture[str]  # noqa: F811
) -> None:
    corpus = ["--corpus", str(shelf.corpus)]
    arabic, latin = str(ascii_disk / "فهرس"), str(ascii_disk / "index")
    assert main(["index", *corpus, "--index", arabic]) == 1
    assert capsys.readouterr().err.strip() == say("index_name", "ar", path=arabic)
    assert main(["index", "--json", *corpus, "--index", latin]) == 0
    assert json.loads(capsys.readouterr().out)["totals"]["indexed"] == 3
    page = str(ascii_disk / "جواب.md")
    assert main(["ask", TRAIN, "--export", page, *corpus, "--index", latin]) in (1, 2)
    assert capsys.readouterr().err.strip() == say("cannot_export", "ar", path=page, detail="Invalid argument")
    asked, answers = shelf.corpus.parent / "q.jsonl", str(ascii_disk / "أجوبة.jsonl")
    asked.write_text(json.dumps({"id": "1", "question": TRAIN}), encoding="utf-8")
    assert main(["ask", "--questions", str(asked), "--out", answers, *corpus, "--index", latin]) in (1, 2)
    assert capsys.readouterr().err.strip() == say("cannot_write", "ar", path=answers, detail="Invalid argument")


def test_a_file_is_taken_into_a_folder_on_it_under_a_name_that_it_takes(ascii_disk: Path) -> None:
    incoming = Incoming(ascii_disk, "خبر.txt")
    incoming.write(TRAIN.encode())
    with pytest.raises(VectorstoreError, match="name_refused") as raised:
        incoming.keep()
    assert raised.value.values == {"path": str(ascii_disk), "name": "خبر.txt"}
    incoming.close()
    assert list(ascii_disk.iterdir()) == []
    incoming = Incoming(ascii_disk, "news.txt")
    incoming.write(TRAIN.encode())
    assert (ascii_disk / incoming.keep()).read_text(encoding="utf-8") == TRAIN
