"""Files put into the folder and taken out of it: names, places, and what must never happen."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from vectorstore.errors import VectorstoreError
from vectorstore.sync.filenames import MAX_NAME_BYTES, add_number, safe_name
from vectorstore.sync.folder import (
    REMOVED_FOLDER,
    Incoming,
    open_inside,
    path_inside,
    remove_file,
    remove_unfinished,
    restore_file,
)
from vectorstore.sync.listing import find_files


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "مقالات"
    folder.mkdir()
    return folder


def bring(corpus: Path, name: str, data: bytes = b"text", **limits: int) -> str:
    incoming = Incoming(corpus, name, **limits)
    try:
        incoming.write(data)
        return incoming.keep()
    finally:
        incoming.close()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("خبر.txt", "خبر.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Windows\\system32\\خبر.txt", "خبر.txt"),
        ("/etc/cron.d/x.txt", "x.txt"),
        ("..", ""),
        (".htaccess.txt", "htaccess.txt"),
        ("...خبر.txt", "خبر.txt"),
        ("خبر\x00.txt\x00.exe", "خبر.txt.exe"),
        ("خبر\u202etxt.exe", "خبرtxt.exe"),  # reads «خبرexe.txt» in a list
        ("a\r\nb.txt", "a b.txt"),
        ("CON.txt", "_CON.txt"),
        ("lpt1.md", "_lpt1.md"),
        ("nul", "_nul"),
        ("concert.txt", "concert.txt"),
        ('a<b>:"|?*#c.txt', "a_b_______c.txt"),
        ("خبر .txt", "خبر.txt"),
        ("خبر.txt. . ", "خبر.txt"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        ("\ud800.txt", "txt"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_name_becomes_one_safe_component(name: str, safe: str) -> None:
    made = safe_name(name)
    assert made == safe
    assert safe_name(made) == made
    assert not made.startswith(".") and not {"/", "\\", "\0"} & set(made)
    assert made == unicodedata.normalize("NFC", made)


def test_a_long_name_is_cut_between_characters_and_keeps_its_ending() -> None:
    made = safe_name("خ" * 300 + ".txt")
    assert made.endswith("خ.txt") and MAX_NAME_BYTES - 2 <= len(made.encode()) <= MAX_NAME_BYTES
    assert safe_name("a." + "x" * 300) == ""


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_overwritten(corpus: Path) -> None:
    assert [bring(corpus, "اسم.txt", bytes([65 + n])) for n in range(3)] == ["اسم.txt", "اسم (2).txt", "اسم (3).txt"]
    assert [(corpus / add_number("اسم.txt", n)).read_bytes() for n in (2, 3)] == [b"B", b"C"]
    assert (corpus / "اسم.txt").read_bytes() == b"A"


def test_a_link_in_the_place_of_a_new_file_is_not_written_through(corpus: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    (corpus / "خبر.txt").symlink_to(victim)
    assert bring(corpus, "خبر.txt") == "خبر (2).txt" and not victim.exists()


def test_half_a_file_is_never_seen_and_what_was_not_kept_is_gone(corpus: Path) -> None:
    incoming = Incoming(corpus, "خبر.txt")
    incoming.write(b"half")
    assert find_files(corpus) == [] and len(list(corpus.iterdir())) == 1
    incoming.close()
    assert list(corpus.iterdir()) == []


def test_more_than_the_limit_is_refused_while_it_comes_in(corpus: Path) -> None:
    with pytest.raises(VectorstoreError) as refused:
        bring(corpus, "كبير.txt", b"x" * 1025, largest=1024)
    assert refused.value.code == "file_size" and list(corpus.iterdir()) == []


@pytest.mark.parametrize("name", ["برنامج.exe", "خبر", "صورة.png", "خبر.txt.exe", ".txt", "خبر.TXT\x00.php"])
def test_other_types_are_refused_by_their_name(corpus: Path, name: str) -> None:
    with pytest.raises(VectorstoreError) as refused:
        Incoming(corpus, name)
    assert refused.value.code == "file_type" and list(corpus.iterdir()) == []


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(corpus: Path) -> None:
    corpus.chmod(0o555)
    try:
        with pytest.raises(VectorstoreError) as refused:
            Incoming(corpus, "خبر.txt")
    finally:
        corpus.chmod(0o755)
    assert refused.value.code == "folder_closed"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_said(corpus: Path) -> None:
    incoming = Incoming(corpus, "خبر.txt")
    incoming._file.close()
    incoming._file = open("/dev/full", "wb", buffering=0)  # noqa: SIM115 - the only full disk at hand
    with pytest.raises(VectorstoreError) as refused:
        incoming.write(b"text")
    incoming.close()
    assert refused.value.code == "disk_full" and list(corpus.iterdir()) == []


def test_a_file_that_is_taken_out_is_hidden_and_can_be_put_back(corpus: Path) -> None:
    (corpus / "أخبار").mkdir()
    (corpus / "أخبار" / "خبر.txt").write_text("نص", encoding="utf-8")
    kept = remove_file(corpus, "أخبار/خبر.txt")
    assert kept.parent == corpus / REMOVED_FOLDER and find_files(corpus) == []
    restore_file(corpus, kept, "أخبار/خبر.txt")
    assert [path.name for path in find_files(corpus)] == ["خبر.txt"]


def test_a_file_is_not_put_back_over_another(corpus: Path) -> None:
    bring(corpus, "خبر.txt", b"old")
    kept = remove_file(corpus, "خبر.txt")
    bring(corpus, "خبر.txt", b"new")
    with pytest.raises(VectorstoreError) as refused:
        restore_file(corpus, kept, "خبر.txt")
    assert refused.value.code == "file_names"
    assert (corpus / "خبر.txt").read_bytes() == b"new" and kept.read_bytes() == b"old"


@pytest.mark.parametrize(
    "source", ["../outside.txt", "link.txt", "links/outside.txt", "folder", "no.txt", "a\x00.txt", ""]
)
def test_what_leads_out_of_the_folder_is_neither_opened_nor_moved(corpus: Path, tmp_path: Path, source: str) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret", encoding="utf-8")
    (corpus / "link.txt").symlink_to(outside)
    (corpus / "links").symlink_to(tmp_path)
    (corpus / "folder").mkdir()
    for deed in (path_inside, open_inside, remove_file):
        with pytest.raises(VectorstoreError) as refused:
            deed(corpus, source)
        assert refused.value.code == "unknown_source"
    with pytest.raises(VectorstoreError):
        open_inside(corpus, str(outside))
    assert outside.read_text(encoding="utf-8") == "secret"


def test_the_folder_of_removed_files_may_not_lead_elsewhere(corpus: Path, tmp_path: Path) -> None:
    bring(corpus, "خبر.txt")
    (corpus / REMOVED_FOLDER).symlink_to(tmp_path)
    with pytest.raises(VectorstoreError) as refused:
        remove_file(corpus, "خبر.txt")
    assert refused.value.code == "folder_closed" and (corpus / "خبر.txt").exists()


def test_what_a_crash_left_is_removed_after_a_day_and_not_before(corpus: Path) -> None:
    old, new = corpus / ".isnad-0.part", corpus / ".isnad-1.part"
    old.write_bytes(b"")
    new.write_bytes(b"")
    os.utime(old, (1, 1))
    remove_unfinished(corpus)
    assert not old.exists() and new.exists()
