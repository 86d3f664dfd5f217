"""Further folders that join the articles: their names, what a sync makes of them, and a drive that is not connected."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.further import keep_further, read_further
from assistant.settings import settings_from
from tests.fakes import no_model
from tests.test_sync import MARKET, SCHOOL, TRAIN, Folder, content
from vectorstore.errors import VectorstoreError
from vectorstore.sync.further import MAX_FURTHER, Folders, check_further, join_folders


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path)
    yield made
    made.ledger.close()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "قرص" / "أرشيف"
    (path / "قديم").mkdir(parents=True)
    (path / "سوق.txt").write_text(MARKET, encoding="utf-8")
    (path / "قديم" / "مدرسة.txt").write_text(SCHOOL, encoding="utf-8")
    return path


def join(folder: Folder, *paths: Path) -> None:
    folder.further = join_folders(folder.corpus, paths).further


def sources(folder: Folder) -> list[str]:
    return [record.source for record in folder.ledger.files()]


def test_files_of_a_further_folder_stand_under_its_name_and_leave_with_it(folder: Folder, archive: Path) -> None:
    folder.write("قطار.txt", TRAIN)
    join(folder, archive)
    assert folder.counts() == (3, 0, 0, 0, 0)
    assert sources(folder) == ["أرشيف/سوق.txt", "أرشيف/قديم/مدرسة.txt", "قطار.txt"]
    assert folder.ledger.document("أرشيف/سوق.txt").text == MARKET
    assert folder.counts(no_model) == (0, 0, 0, 3, 0)
    join(folder)
    assert folder.counts(no_model) == (0, 0, 2, 1, 0)
    assert sources(folder) == ["قطار.txt"]
    assert (archive / "سوق.txt").read_text(encoding="utf-8") == MARKET


def test_a_name_that_the_articles_have_gets_a_number_and_nothing_is_embedded_again(
    folder: Folder, archive: Path
) -> None:
    folder.write("قطار.txt", TRAIN)
    join(folder, archive)
    folder.sync()
    folder.write("أرشيف/قطار.txt", f"{TRAIN} عاد.")
    join(folder, archive)
    report = folder.sync()
    assert report.moved == 2 and len(folder.embedder.embedded) == 1
    assert sources(folder) == ["أرشيف (2)/سوق.txt", "أرشيف (2)/قديم/مدرسة.txt", "أرشيف/قطار.txt", "قطار.txt"]
    assert not report.refused


def test_a_further_folder_that_is_not_there_keeps_its_articles_and_is_said_to_be_away(
    folder: Folder, archive: Path
) -> None:
    folder.write("قطار.txt", TRAIN)
    join(folder, archive)
    folder.sync()
    before = content(folder.ledger)
    archive.rename(archive.with_name("بعيد"))
    report = folder.sync(no_model)
    assert report.notes == ("folder_away",) and content(folder.ledger) == before
    archive.mkdir()  # where a drive is mounted there is an empty folder while it is away
    assert folder.sync(no_model).notes == ("folder_away",) and content(folder.ledger) == before
    assert folder.sync(no_model, retry=True).removed == 2  # somebody means it
    archive.rmdir()
    archive.with_name("بعيد").rename(archive)
    assert folder.counts()[0] == 2


def test_a_further_folder_that_was_emptied_where_it_stands_is_followed(folder: Folder, archive: Path) -> None:
    folder.write("قطار.txt", TRAIN)
    join(folder, archive)
    folder.sync()
    (archive / "سوق.txt").unlink()
    shutil.rmtree(archive / "قديم")
    assert folder.counts(no_model) == (0, 0, 2, 1, 0)


def test_a_source_leads_to_its_folder_and_never_to_two(tmp_path: Path) -> None:
    corpus, one, two = tmp_path / "مقالات", tmp_path / "أ" / "أخبار", tmp_path / "ب" / "أخبار"
    for path in (corpus, one, two):
        path.mkdir(parents=True)
    folders = join_folders(corpus, (one, two))
    assert [each.name for each in folders.further] == ["أخبار", "أخبار (2)"]
    assert folders.place_of("أخبار (2)/خبر.txt") == (two, "خبر.txt")
    assert folders.path_of("أخبار/خبر.txt") == one / "خبر.txt"
    assert folders.place_of("أخبار") == (corpus, "أخبار")  # a file of that name would be one of the articles
    assert folders.place_of("محلي/خبر.txt") == (corpus, "محلي/خبر.txt")
    assert Folders(corpus).path_of("خبر.txt") == corpus / "خبر.txt"


def test_folders_that_lie_in_one_another_or_hold_the_index_are_not_joined(tmp_path: Path, archive: Path) -> None:
    corpus, index = tmp_path / "مقالات", tmp_path / "فهرس"
    (corpus / "محلي").mkdir(parents=True)
    index.mkdir()
    (tmp_path / "وصلة").symlink_to(corpus)

    def refused(path: Path, *joined: Path) -> str:
        with pytest.raises(VectorstoreError) as error:
            check_further([corpus, *joined], index, path)
        return error.value.code

    assert check_further([corpus], index, archive) == archive
    for inside in (corpus, corpus / "محلي", tmp_path / "وصلة"):
        assert refused(inside) == "folder_joined"
    assert refused(archive / "قديم", archive) == "folder_joined"
    assert refused(tmp_path) == "folder_joined"
    assert refused(index) == "folder_of_index"
    for missing in (tmp_path / "غائب", Path("أرشيف"), archive / "سوق.txt", Path("/\0")):
        assert refused(missing) == "folder_missing"
    assert refused(archive, *(tmp_path / str(number) for number in range(MAX_FURTHER))) == "too_many_folders"


def test_the_list_of_folders_is_kept_for_each_corpus_and_survives_any_file(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    kept = [settings_from({"corpus": str(tmp_path / name)}, home).folders for name in ("أ", "ب")]
    assert kept[0] != kept[1] and read_further(kept[0]) == ()
    odd = Path("/mnt/\udcff\n")  # bytes that are no UTF-8, as Linux allows them
    keep_further(kept[0], [tmp_path / "أرشيف", odd])
    assert read_further(kept[0]) == (tmp_path / "أرشيف", odd) and read_further(kept[1]) == ()
    for broken in (b"", b"{}", b'[1, "relative", "/\\u0000", null]', b"[" * 100_000):
        kept[0].write_bytes(broken)
        assert read_further(kept[0]) == ()
    server = {"chroma_url": "http://127.0.0.1:8000"}
    assert settings_from(server, home).folders is None  # a server is followed: there is no folder at all
