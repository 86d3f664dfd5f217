"""Disks that are full or may only be read: real small file systems, as far as this account may mount one."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli.commands import main
from assistant.messages import say
from tests.fakes import WordLengths, no_model, now
from tests.test_index import Shelf, everything_agrees, shelf, small_disk  # noqa: F401 - the fixtures
from tests.test_sync import MARKET, TRAIN, long_text
from vectorstore.errors import VectorstoreError
from vectorstore.formats.sandbox import EXTRACTOR

pytestmark = pytest.mark.slow


@pytest.fixture
def unwritable(shelf: Shelf, small_disk: Path) -> Iterator[Shelf]:  # noqa: F811
    """A folder and its index, whose disk is for reading only by now."""
    shelf.run()
    shelf.index_dir = shutil.copytree(shelf.index_dir, small_disk / "index")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    yield shelf
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


def test_an_index_on_a_disk_that_may_only_be_read_is_named_and_can_be_read(unwritable: Shelf) -> None:
    with pytest.raises(VectorstoreError, match="index_read_only") as raised:
        unwritable.open()
    assert raised.value.values == {"path": str(unwritable.index_dir)}
    beside = unwritable.open(no_model, read_only=True)
    names = [name for name, _ in now(beside).search_vectors(unwritable.embedder.embed_query(MARKET), 3)]
    assert "سوق.txt" in {passage.source for passage in now(beside).passages(names).values()}
    assert {record.source for record in now(beside).files()} == {"قطار.txt", "سوق.txt", "مدرسة.txt"}
    beside.close()


def test_a_person_is_told_in_one_line_and_still_gets_answers(
    unwritable: Shelf, quick: WordLengths, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    call = ["--corpus", str(unwritable.corpus), "--index", str(unwritable.index_dir)]
    assert main(["index", *call]) == 1
    said = capsys.readouterr().err
    assert said.strip() == say("index_read_only", "ar", path=unwritable.index_dir)
    assert main(["ask", TRAIN, "--json", *call]) == 0
    answered = capsys.readouterr()
    assert say("disk_read_only", "ar", path=unwritable.index_dir) in answered.err
    assert json.loads(answered.out)["passages"]
    nowhere = unwritable.index_dir.with_name("new")
    assert main(["ask", TRAIN, "--corpus", str(unwritable.corpus), "--index", str(nowhere)]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_disk_that_fills_up_while_a_change_is_followed_loses_nothing(
    shelf: Shelf, small_disk: Path  # noqa: F811
) -> None:
    subprocess.run(["mount", "-o", "remount,size=60m", str(small_disk)], check=True)
    shelf.index_dir = small_disk / "index"
    index = shelf.open()
    question = shelf.embedder.embed_query(MARKET)
    before = now(index).search_vectors(question, 3)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(b"x" * 4096)
    (shelf.corpus / "قطار.txt").unlink()
    for number in range(60):
        shelf.write(f"{number}.txt", long_text(number))
    for _ in range(2):
        with pytest.raises(VectorstoreError, match="disk_full"):
            index.sync()
    assert now(index).search_vectors(question, 3) == before
    filler.unlink()
    assert index.sync().added == 60
    everything_agrees(index)
    assert {record.source for record in now(index).files()} == {path.name for path in shelf.corpus.iterdir()}
    index.close()
    again = shelf.open(no_model)
    assert again.report.notes == ()
    again.close()


def test_a_disk_that_is_full_while_pages_are_extracted_is_named_and_no_page_is_refused_for_it(
    shelf: Shelf, small_disk: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    shelf.index_dir = small_disk / "index"
    monkeypatch.setenv("TMPDIR", str(small_disk))
    index = shelf.open()
    EXTRACTOR.close()  # the next one starts on the full disk
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(b"x" * 4096)
    for number in range(40):
        shelf.write(f"{number}.html", f"<html><body><p>{long_text(number)}</p></body></html>")
    with pytest.raises(VectorstoreError, match="disk_full"):
        index.sync()
    filler.unlink()
    report = index.sync()
    assert (report.added, report.refused) == (40, 0)
    everything_agrees(index)
    index.close()
