"""Disks that are full or may only be read: real small file systems, as far as this account may mount one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli.commands import main
from assistant.messages import say
from tests.fakes import WordLengths, no_model, now
from tests.office_files import paragraph, word
from tests.pdf_files import scan
from tests.test_index import Shelf, everything_agrees, shelf, small_disk  # noqa: F401 - the fixtures
from tests.test_ocr import SAYS, program, read_all
from tests.test_sync import MARKET, TRAIN, long_text
from vectorstore.errors import VectorstoreError
from vectorstore.formats import doc
from vectorstore.formats.sandbox import EXTRACTOR
from vectorstore.sync import scans
from vectorstore.sync.scans import kept_pages
from vectorstore.sync.stamps import file_sha256
from vectorstore.types import Remark

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
    filler = fill(small_disk)
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


def fill(disk: Path, leave: int = 0) -> Path:
    """A file that takes all room of a disk but some bytes of it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(b"x" * 4096)
    os.truncate(filler, max(filler.stat().st_size - leave, 0))
    return filler


def test_a_disk_that_fills_up_while_pages_are_read_optically_costs_no_page_that_was_read(
    shelf: Shelf, small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    """Of twelve pages some are kept until the disk is full, in the middle of one; these are read once and no more."""
    subprocess.run(["mount", "-o", "remount,size=40m", str(small_disk)], check=True)
    shelf.index_dir = small_disk / "index"
    monkeypatch.setenv("TMPDIR", str(small_disk))
    (shelf.corpus / "صور.pdf").write_bytes(scan(12))
    engine = program(tmp_path, SAYS.replace("word, sep", "' '.join([word] * 40), sep"))
    monkeypatch.setattr(scans, "find_tesseract", lambda: engine)
    index = shelf.open()
    (before,) = (record for record in index.report.files if record.source == "صور.pdf")
    assert before.reason == "no_text"
    filler = fill(small_disk, leave=16384)
    for _ in range(2):
        with pytest.raises(VectorstoreError, match="disk_full") as raised:
            read_all(index)
        assert raised.value.values == {"path": str(shelf.index_dir)}
    kept = len(kept_pages(shelf.index_dir, file_sha256(shelf.corpus / "صور.pdf")))
    assert 0 < kept < 12
    assert now(index).passage_count == 3  # what was there is searched as before
    index.close()

    filler.unlink()
    again = shelf.open()
    told = read_all(again)
    (after,) = (record for record in again.report.files if record.source == "صور.pdf")
    assert after.remarks[0] == Remark("pages_ocr", "1-12")
    assert sum(done < 12 for _, done, _ in told) == 12 - kept  # none that was kept is read again
    everything_agrees(again)
    again.close()


def test_without_room_to_convert_it_an_old_document_is_said_to_want_room_and_read_when_there_is_some(
    shelf: Shelf, small_disk: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    """LibreOffice's stand-in writes until the disk is full, or a document where there is room."""
    office = shelf.index_dir.with_name("soffice")
    copied = shelf.index_dir.with_name("made.docx")
    copied.write_bytes(word(paragraph("هطل المطر على الساحل كله طوال يوم الأحد الماضي.")))
    office.write_text(
        f"#!{sys.executable}\nimport shutil, sys\nout = sys.argv[sys.argv.index('--outdir') + 1]\n"
        f"data = open({str(copied)!r}, 'rb').read()\nopen(out + '/profile', 'wb').write(b'x' * (40 << 20))\n"
        "open(out + '/in.docx', 'wb').write(data)\n", encoding="utf-8",
    )  # fmt: skip
    office.chmod(0o755)
    monkeypatch.setattr(doc, "find_office", lambda: str(office))
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    (shelf.corpus / "قديم.doc").write_bytes(b"\xd0\xcf\x11\xe0 a compound file")

    def looked() -> tuple[str, str, str]:
        index = shelf.open()
        (record,) = (one for one in index.report.files if one.source == "قديم.doc")
        assert sum(one.status == "indexed" for one in index.report.files) >= 3
        index.close()
        return record.status, record.reason, record.detail

    full = ("refused", "unreadable", "No space left on device")
    assert looked() == full  # 4 MB: it is not even begun
    subprocess.run(["mount", "-o", "remount,size=60m", str(small_disk)], check=True)
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (27 << 20))  # 33 MB are enough to begin
    assert looked() == full
    filler.unlink()
    assert looked()[0] == "indexed"
    assert list(small_disk.iterdir()) == []


def test_a_disk_that_is_full_while_pages_are_extracted_is_named_and_no_page_is_refused_for_it(
    shelf: Shelf, small_disk: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    shelf.index_dir = small_disk / "index"
    monkeypatch.setenv("TMPDIR", str(small_disk))
    index = shelf.open()
    EXTRACTOR.close()  # the next one starts on the full disk
    filler = fill(small_disk)
    for number in range(40):
        shelf.write(f"{number}.html", f"<html><body><p>{long_text(number)}</p></body></html>")
    with pytest.raises(VectorstoreError, match="disk_full"):
        index.sync()
    filler.unlink()
    report = index.sync()
    assert (report.added, report.refused) == (40, 0)
    everything_agrees(index)
    index.close()
