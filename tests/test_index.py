"""The opened index: whatever happened before, it answers from exactly what the folder holds."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import WordLengths, no_model, now, recorder, vocabulary
from tests.test_sync import MARKET, SCHOOL, TRAIN, content, long_text
from vectorstore import index as index_module
from vectorstore import search as search_module
from vectorstore.chroma import builds
from vectorstore.chroma import collection as store_module
from vectorstore.chroma.builds import OpenBuild, finish_update, update_collection
from vectorstore.chroma.collection import Store
from vectorstore.errors import VectorstoreError
from vectorstore.formats import documents
from vectorstore.index import Index
from vectorstore.ledger.schema import SCHEMA_VERSION
from vectorstore.opening import IndexSource, SyncOptions, open_index, open_read_only
from vectorstore.sync.sync import LazyEmbedder
from vectorstore.text.layout import Block
from vectorstore.types import Embedded, Passage

ROOT = Path(__file__).resolve().parent.parent


class Shelf:
    """A corpus and an index beside it."""

    def __init__(self, place: Path) -> None:
        self.corpus = place / "مقالات"
        self.index_dir = place / "index"
        self.corpus.mkdir(parents=True)
        self.embedder = WordLengths()

    def write(self, source: str, text: str) -> Path:
        path = self.corpus / source
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def open(self, load=None, read_only: bool = False, **options) -> Index:
        source = IndexSource(self.corpus, self.index_dir)
        if read_only:
            return open_read_only(source, self.embedder.fingerprint)
        model = LazyEmbedder(load or self.embedder.load, self.embedder.fingerprint)
        return open_index(source, model, SyncOptions(**options))

    def run(self, load=None) -> tuple[tuple[str, ...], int]:
        """Open and close; the notes and the number of passages."""
        index = self.open(load)
        everything_agrees(index)
        found = index.report.notes, now(index).passage_count
        index.close()
        return found

    @property
    def ledger(self) -> Path:
        return self.index_dir / "ledger.sqlite3"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    for source, text in (("قطار.txt", TRAIN), ("سوق.txt", MARKET), ("مدرسة.txt", SCHOOL)):
        made.write(source, text)
    return made


def everything_agrees(index: Index) -> None:
    """Ledger, Chroma and lexical index hold the same passages, and Chroma is in use."""
    stored = list(index._writer.stored())
    ids = {row.passage.id for row in stored}
    assert index._opened is not None and index._store_is_current
    assert index._opened.store.ids() == ids
    kept = index._opened.store._collection.get(include=["embeddings", "documents", "metadatas"])
    vectors = dict(zip(kept["ids"], kept["embeddings"], strict=True))
    for row in stored:
        assert np.allclose(vectors[row.passage.id], row.vector, atol=1e-5)
    assert not any(kept["documents"]) and not any(kept["metadatas"])
    words = vocabulary(index._reader)
    assert {name for word in words for name, _ in now(index).search_text([], [word], 10_000)} == ids
    assert len(list((index._index_dir / "chroma").iterdir())) == 1


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


# -- searching -------------------------------------------------------------------------------------


def test_an_opened_index_finds_by_words_and_by_vectors(shelf: Shelf) -> None:
    index = shelf.open()
    (passage_id, cosine), *_ = now(index).search_vectors(shelf.embedder.embed_query(TRAIN), 3)
    passage = now(index).passages([passage_id])[passage_id]
    assert passage.source == "قطار.txt"
    assert cosine == pytest.approx(1.0, abs=1e-5)
    assert passage.text == now(index).document("قطار.txt").text[passage.start : passage.end]
    ((found, _),) = now(index).search_text([], ["القطار"], 5)
    assert found == passage_id
    assert now(index).vectors([found])[found].sentences.shape == (len(passage.sentences), 16)
    assert now(index).vectors([found])[found].sentences.dtype == np.float32
    assert now(index).document_frequency(["القطار"], "words") == {"القطار": 1}
    assert now(index).passage_count == 3
    index.close()


def test_chroma_the_ledger_and_a_second_process_give_the_same_list(shelf: Shelf) -> None:
    for number in range(30):
        shelf.write(f"{number}.txt", long_text(number))
    index = shelf.open()
    beside = shelf.open(no_model, read_only=True)
    question = shelf.embedder.embed_query("قال التجار إن الأمطار أخرت وصول القطار")
    sources = [record.source for record in now(index).files()]
    lists = [
        now(index).search_vectors(question, 20),
        now(index).search_vectors(question, 20, sources),
        now(beside).search_vectors(question, 20),
    ]
    for found in lists[1:]:
        assert [score for _, score in found] == pytest.approx([score for _, score in lists[0]], abs=1e-5)
    assert beside._opened is None
    beside.close()
    index.close()


@pytest.mark.parametrize("way", ["dense", "lexical"])
def test_sources_limit_the_search_and_unknown_ones_are_named(shelf: Shelf, way: str) -> None:
    index = shelf.open()

    def search(sources):
        if way == "dense":
            return now(index).search_vectors(shelf.embedder.embed_query(TRAIN), 10, sources)
        return now(index).search_text([], ["القطار", "التجار", "التعليم"], 10, sources)

    sources_found = {
        passage.source for passage in now(index).passages(name for name, _ in search(["سوق.txt"])).values()
    }
    assert sources_found == {"سوق.txt"}
    assert len(search(None)) == 3
    assert search([]) == []
    with pytest.raises(VectorstoreError, match="unknown_source") as raised:
        search(["سوق.txt", "لا يوجد.txt"])
    assert raised.value.values == {"source": "لا يوجد.txt"}
    index.close()


@pytest.mark.slow
def test_a_line_that_every_file_repeats_does_not_hide_the_others(shelf: Shelf) -> None:
    for number in range(1200):
        shelf.write(f"{number}.txt", "اشترك في قناتنا ليصلك كل جديد من الأخبار.")
    shelf.run()
    index = shelf.open(no_model)
    assert index.report.notes == ()
    for text, source in ((TRAIN, "قطار.txt"), (MARKET, "سوق.txt"), (SCHOOL, "مدرسة.txt")):
        ids = [name for name, _ in now(index).search_vectors(shelf.embedder.embed_query(text), 60)]
        assert len(ids) == 60
        assert now(index).passages(ids)[ids[0]].source == source
    index.close()


def test_many_chosen_files_are_searched_in_chroma(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    index = shelf.open()
    question = shelf.embedder.embed_query(TRAIN)
    exact = now(index).search_vectors(question, 5, ["سوق.txt", "قطار.txt"])
    monkeypatch.setattr(search_module, "EXACT_PASSAGES", 0)
    through_chroma = now(index).search_vectors(question, 5, ["سوق.txt", "قطار.txt"])
    assert [name for name, _ in through_chroma] == [name for name, _ in exact]
    index.close()


def test_an_unknown_document_is_named(shelf: Shelf) -> None:
    index = shelf.open()
    with pytest.raises(VectorstoreError, match="unknown_source"):
        now(index).document("لا يوجد.txt")
    index.close()


def test_an_empty_folder_opens_and_finds_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    index = shelf.open(no_model)
    assert now(index).search_vectors(shelf.embedder.embed_query(TRAIN), 5) == []
    assert now(index).search_text(["قطار"], ["القطار"], 5) == []
    assert (now(index).passage_count, vocabulary(index._reader), now(index).files()) == (0, {}, ())
    shelf.write("قطار.txt", TRAIN)
    index._model._load = shelf.embedder.load
    assert index.sync().added == 1
    everything_agrees(index)
    index.close()


# -- following the folder --------------------------------------------------------------------------


def test_the_second_start_loads_no_model_and_changes_nothing(shelf: Shelf) -> None:
    shelf.run()
    index = shelf.open(no_model)
    report = index.report
    assert (report.added, report.changed, report.removed, report.unchanged, report.refused) == (0, 0, 0, 3, 0)
    assert report.notes == ()
    assert shelf.embedder.loads == 1
    everything_agrees(index)
    index.close()


def test_new_changed_and_deleted_files_reach_both_indexes_and_the_next_start(shelf: Shelf) -> None:
    index = shelf.open()
    shelf.write("جديد.txt", "افتتح المتحف أبوابه أمام الزوار. وكان الدخول مجانا.")
    assert index.sync().added == 1
    everything_agrees(index)
    shelf.write("جديد.txt", "أغلق المتحف أبوابه للصيانة. وسيعود في الصيف.")
    (shelf.corpus / "سوق.txt").unlink()
    report = index.sync()
    assert (report.changed, report.removed, report.unchanged) == (1, 1, 2)
    assert report.notes == ()
    everything_agrees(index)
    assert now(index).search_text([], ["التجار"], 5) == []
    index.close()
    assert shelf.run(no_model) == ((), 3)


def test_deleted_text_is_in_no_byte_of_the_index(shelf: Shelf) -> None:
    for number in range(20):
        shelf.write(f"{number}.txt", long_text(number))
    index = shelf.open()
    secret = "ارتفعت أسعار الخضر في أسواق العاصمة"
    assert secret.encode() in bytes_of(shelf.index_dir)
    (shelf.corpus / "سوق.txt").unlink()
    index.sync()
    # Also while the process still holds everything open.
    for gone in (secret, "الخضر", "الشاحنات"):
        assert gone.encode() not in bytes_of(shelf.index_dir)
    index.close()
    shelf.write("قطار.txt", SCHOOL)
    shelf.run()
    assert "مئات المسافرين القادمين من الشمال. ".strip().encode() in bytes_of(shelf.index_dir)  # in the others
    for number in range(20):
        (shelf.corpus / f"{number}.txt").unlink()
    shelf.run(no_model)
    assert "مئات المسافرين".encode() not in bytes_of(shelf.index_dir)
    assert SCHOOL[:30].encode() in bytes_of(shelf.index_dir)


def test_no_word_stem_title_or_name_of_a_deleted_file_is_left(shelf: Shelf) -> None:
    for number in range(20):
        shelf.write(f"{number}.txt", long_text(number))
    shelf.write("زنجبيل.txt", "استيراد القرنفل والهيل\n\nوصلت سفينة القرنفل إلى ميناء زنجبار. وأُفرغت حمولة الكركديه.")
    index = shelf.open()
    gone = ("القرنفل", "قرنفل", "زنجبار", "حمولة", "حموله", "حمول", "والهيل", "كركديه", "زنجبيل.txt")
    assert {word for word in gone if word.encode() in bytes_of(shelf.index_dir)} >= {"القرنفل", "حموله", "زنجبيل.txt"}
    before = generation(shelf)
    (shelf.corpus / "زنجبيل.txt").unlink()
    index.sync()
    assert generation(shelf) == before
    left = bytes_of(shelf.index_dir)
    assert [word for word in gone if word.encode() in left] == []
    index.close()


def generation(shelf: Shelf) -> str:
    (folder,) = (shelf.index_dir / "chroma").iterdir()
    return folder.name


def test_chroma_follows_a_changed_and_a_deleted_file_in_place(shelf: Shelf) -> None:
    for number in range(20):
        shelf.write(f"{number}.txt", long_text(number))
    index = shelf.open()
    before = generation(shelf)
    (shelf.corpus / "3.txt").unlink()
    shelf.write("4.txt", f"{long_text(4)}\n\n{MARKET}")
    report = index.sync()
    assert (report.changed, report.removed, report.notes) == (1, 1, ())
    everything_agrees(index)
    assert index._writer.pending() == ([], [])
    index.close()
    assert shelf.run(no_model)[0] == ()
    assert generation(shelf) == before


def test_chroma_is_built_anew_once_a_fifth_of_it_is_deleted(shelf: Shelf) -> None:
    for number in range(10):
        shelf.write(f"{number}.txt", long_text(number))
    index = shelf.open()
    built = [generation(shelf)]
    for number in range(3):
        (shelf.corpus / f"{number}.txt").unlink()
        assert index.sync().notes == ()
        everything_agrees(index)
        built.append(generation(shelf))
    assert built[0] == built[1] != built[-1]
    index.close()


@pytest.mark.parametrize("stage", ["_check", "_note"])
def test_a_crash_while_chroma_follows_is_finished_by_the_next_start(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for number in range(20):
        shelf.write(f"{number}.txt", long_text(number))
    index = shelf.open()
    before = generation(shelf)
    (shelf.corpus / "3.txt").unlink()
    shelf.write("جديد.txt", "افتتح المتحف أبوابه أمام الزوار. وكان الدخول مجانا.")
    with monkeypatch.context() as patched:
        patched.setattr(builds, stage, crash)
        with pytest.raises(KeyboardInterrupt):
            index.sync()
    added, removed = index._writer.pending()
    assert added and removed
    index.close()
    assert shelf.run(no_model)[0] == ()
    assert generation(shelf) == before


def test_a_search_finds_enough_where_chroma_knows_nearer_passages_than_the_ledger_shows(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = shelf.open()
    question = shelf.embedder.embed_query(TRAIN)
    before = now(index).search_vectors(question, 3)
    during: list[list[tuple[str, float]]] = []

    def bring(*arguments, **more) -> OpenBuild:
        opened = update_collection(*arguments, **more)
        during.append(now(index).search_vectors(question, 3))
        return opened

    def settle(*arguments, **more) -> OpenBuild:
        during.append(now(index).search_vectors(question, 3))
        return finish_update(*arguments, **more)

    monkeypatch.setattr(store_module, "ASK_ALL_PASSAGES", 0)
    monkeypatch.setattr(index_module, "update_collection", bring)
    monkeypatch.setattr(index_module, "finish_update", settle)
    for number in range(20):
        shelf.write(f"{number}.txt", f"{TRAIN[:-1]} {number}.")
    index.sync()
    assert during[0] == before
    assert len(during[1]) == 3
    index.close()


def test_another_model_is_followed_by_chroma_too(shelf: Shelf) -> None:
    shelf.run()
    shelf.embedder = WordLengths("other", dimension=8)
    assert shelf.run() == (("model_changed",), 3)
    assert shelf.run(no_model) == ((), 3)


def test_searches_during_a_sync_see_the_state_before_it(shelf: Shelf) -> None:
    index = shelf.open()
    question = shelf.embedder.embed_query(TRAIN)
    before = now(index).search_vectors(question, 10), now(index).search_text([], ["القطار"], 10), now(index).files()
    during, reached, proceed = [], threading.Event(), threading.Event()

    def stop_midway(stage: str, done: int, total: int) -> None:
        if stage == "store" and done == 0:
            reached.set()
            proceed.wait(10)

    for number in range(5):
        shelf.write(f"{number}.txt", long_text(number))
    (shelf.corpus / "قطار.txt").unlink()
    thread = threading.Thread(target=index.sync, args=(stop_midway,))
    thread.start()
    assert reached.wait(10)
    during = now(index).search_vectors(question, 10), now(index).search_text([], ["القطار"], 10), now(index).files()
    assert now(index).document("قطار.txt").text == TRAIN
    proceed.set()
    thread.join(20)
    assert during == before
    assert len(now(index).files()) == 7
    assert now(index).search_text([], ["القطار"], 10) != before[1]
    index.close()


def test_many_threads_search_while_files_come_and_go(shelf: Shelf) -> None:
    index = shelf.open()
    question, stop = shelf.embedder.embed_query(TRAIN), threading.Event()

    def search() -> int:
        rounds = 0
        while not stop.is_set():
            with index.reading() as snapshot:
                found = [*snapshot.search_vectors(question, 10), *snapshot.search_text([], ["القطار", "التجار"], 10)]
                names = {name for name, _ in found}
                assert set(snapshot.passages(names)) == set(snapshot.vectors(names)) == names
            rounds += 1
            time.sleep(0.002)
        return rounds

    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(search) for _ in range(8)]
        for number in range(8):
            shelf.write(f"{number % 3}.txt", long_text(number))
            if number % 3 == 2:
                (shelf.corpus / "0.txt").unlink()
            index.sync()
        stop.set()
        assert all(one.result() > 0 for one in running)
    everything_agrees(index)
    index.close()


def test_progress_is_told_up_to_the_last_passage_in_chroma(shelf: Shelf) -> None:
    calls, tell = recorder()
    shelf.open(on_progress=tell).close()
    assert {stage for stage, _, _ in calls} == {"scan", "files", "embed", "store"}
    assert calls[-1] == ("store", 3, 3)


# -- one writer ------------------------------------------------------------------------------------


def test_a_second_writer_is_told_who_holds_the_index(shelf: Shelf) -> None:
    index = shelf.open()
    with pytest.raises(VectorstoreError, match="index_locked") as raised:
        shelf.open()
    assert raised.value.values == {"path": str(shelf.index_dir), "pid": os.getpid()}
    index.close()
    shelf.run(no_model)


def test_a_lock_left_by_a_dead_process_does_not_hold(shelf: Shelf) -> None:
    shelf.index_dir.mkdir()
    (shelf.index_dir / "lock").write_text("999999", encoding="ascii")
    assert shelf.run() == ((), 3)


def test_closing_twice_is_harmless_and_lets_the_next_writer_in(shelf: Shelf) -> None:
    index = shelf.open()
    index.close()
    index.close()
    shelf.run(no_model)


def test_an_index_opened_for_reading_does_not_write(shelf: Shelf) -> None:
    shelf.run()
    index = shelf.open(no_model, read_only=True)
    shelf.write("جديد.txt", TRAIN)
    with pytest.raises(VectorstoreError, match="bad_call"):
        index.sync()
    assert index.report.unchanged == 3
    assert [record.source for record in now(index).files()] == ["سوق.txt", "قطار.txt", "مدرسة.txt"]
    index.close()


def test_reading_only_needs_an_index_of_this_version_and_model(shelf: Shelf) -> None:
    with pytest.raises(VectorstoreError, match="index_unreadable"):
        shelf.open(no_model, read_only=True)
    assert not shelf.index_dir.exists()
    shelf.run()
    with pytest.raises(VectorstoreError, match="model_mismatch"):
        open_read_only(IndexSource(shelf.corpus, shelf.index_dir), "another")


# -- what can be wrong with the folders ------------------------------------------------------------


def test_a_missing_corpus_is_named_before_anything_is_made(tmp_path: Path) -> None:
    embedder = WordLengths()
    with pytest.raises(VectorstoreError, match="corpus_missing"):
        open_index(IndexSource(tmp_path / "لا يوجد", tmp_path / "index"), embedder.lazy())
    assert not (tmp_path / "index").exists()


def test_an_index_folder_that_cannot_be_one_is_named(shelf: Shelf) -> None:
    shelf.index_dir.write_text("ملف", encoding="utf-8")
    for read_only in (False, True):
        with pytest.raises(VectorstoreError, match="index_unreadable"):
            shelf.open(read_only=read_only)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is readable for root")
def test_an_index_folder_without_permission_is_named(shelf: Shelf) -> None:
    shelf.run()
    for path in (shelf.ledger, shelf.index_dir):
        mode = path.stat().st_mode
        path.chmod(0)
        with pytest.raises(VectorstoreError, match="index_unreadable"):
            shelf.open()
        path.chmod(mode)


def test_an_index_of_a_newer_version_is_left_alone(shelf: Shelf) -> None:
    shelf.run()
    set_version(shelf.ledger, SCHEMA_VERSION + 1)
    for read_only in (False, True):
        with pytest.raises(VectorstoreError, match="index_newer") as raised:
            shelf.open(read_only=read_only)
        assert raised.value.values == {"path": str(shelf.index_dir), "version": SCHEMA_VERSION + 1}
    set_version(shelf.ledger, SCHEMA_VERSION)
    assert shelf.run(no_model) == ((), 3)


def test_an_index_of_an_older_version_is_rebuilt_and_says_so(shelf: Shelf) -> None:
    shelf.run()
    set_version(shelf.ledger, SCHEMA_VERSION - 1)
    assert shelf.run() == (("rebuilt_version",), 3)
    assert shelf.run(no_model) == ((), 3)


FIRST_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, read_ns INTEGER NOT NULL, embedder TEXT NOT NULL, splitter TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, encoding TEXT NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, characters INTEGER NOT NULL);
INSERT INTO files VALUES ('قديم.txt', 'a', 1, 1, 1, 9, 'word-lengths', '1.1', 'indexed', '', '', 'utf-8', '', 'نص', 2);
PRAGMA user_version = 1;
"""
"""The ledger before files and articles were kept apart, as far as a reader would come upon it."""


def test_the_first_schema_is_rebuilt_and_never_misread(shelf: Shelf) -> None:
    shelf.index_dir.mkdir()
    connection = sqlite3.connect(shelf.ledger)
    connection.executescript(FIRST_SCHEMA)
    connection.close()
    with pytest.raises(VectorstoreError, match="index_unreadable"):
        shelf.open(read_only=True)
    assert shelf.run() == (("rebuilt_version",), 3)
    index = shelf.open(no_model)
    assert "قديم.txt" not in {record.source for record in now(index).files()}
    index.close()


def set_version(ledger: Path, version: int) -> None:
    connection = sqlite3.connect(ledger)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


@pytest.mark.parametrize("damage", ["text", "zeroes", "half", "empty", "missing"])
def test_a_damaged_ledger_is_rebuilt_from_the_folder_and_says_so(shelf: Shelf, damage: str) -> None:
    for number in range(20):
        shelf.write(f"{number}.txt", long_text(number))
    _, passages = shelf.run()
    data = shelf.ledger.read_bytes()
    if damage == "missing":
        shelf.ledger.unlink()
    else:
        middle = len(data) // 2
        damaged = {
            "text": b"This is no database. " * 1000,
            "zeroes": data[:4096] + bytes(middle) + data[4096 + middle :],
            "half": data[:middle],
            "empty": b"",
        }
        shelf.ledger.write_bytes(damaged[damage])
    assert shelf.run() == (("rebuilt_corrupt",), passages)
    assert shelf.run(no_model) == ((), passages)


def test_a_damaged_ledger_stays_until_the_model_is_there(shelf: Shelf) -> None:
    def missing() -> WordLengths:
        raise VectorstoreError("model_missing", name="نموذج")

    shelf.run()
    shelf.ledger.write_bytes(b"This is no database. " * 1000)
    with pytest.raises(VectorstoreError, match="model_missing"):
        shelf.open(missing)
    assert shelf.ledger.read_bytes().startswith(b"This is no database.")


def test_a_damaged_ledger_is_rebuilt_although_reading_one_of_the_files_fails_unexpectedly(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = documents.title_of

    def failing(text: str, parts: Sequence[Block]) -> str:
        if "معطوب" in text:
            raise IndexError
        return read(text, parts)

    monkeypatch.setattr(documents, "title_of", failing)
    shelf.write("0.txt", f"{TRAIN} معطوب.")
    for number in (1, 2):
        shelf.write(f"{number}.txt", long_text(number))
    _, passages = shelf.run()
    shelf.ledger.write_bytes(b"This is no database. " * 1000)
    assert shelf.run() == (("rebuilt_corrupt",), passages)
    index = shelf.open(no_model)
    assert [(file.source, file.reason) for file in now(index).files() if file.reason] == [("0.txt", "unexpected")]
    index.close()


@pytest.fixture(scope="module")
def persisted(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """An index large enough for Chroma to write its vector files (from 1,000 passages on), made once."""
    made = Shelf(tmp_path_factory.mktemp("persisted"))
    for number in range(1050):
        made.write(f"{number}.txt", f"{TRAIN} الرحلة {number}.")
    made.run()
    return made


@pytest.mark.parametrize(
    "name", ["chroma.sqlite3", "data_level0.bin", "header.bin", "index_metadata.pickle", "link_lists.bin"]
)
def test_a_damaged_chroma_is_rebuilt_from_the_ledger_without_the_model(
    persisted: Shelf, tmp_path: Path, name: str
) -> None:
    shelf = Shelf(tmp_path)
    shelf.corpus = persisted.corpus
    shutil.copytree(persisted.index_dir, shelf.index_dir)
    (path,) = (shelf.index_dir / "chroma").rglob(name)
    data = bytearray(path.read_bytes())
    for place in range(0, len(data), 997):
        data[place] ^= 0xFF
    path.write_bytes(data)
    notes, passages = shelf.run(no_model)
    assert notes == ("chroma_rebuilt",)
    assert passages >= 1000


def test_a_model_change_that_was_cut_off_is_finished_and_nobody_reads_in_between(shelf: Shelf) -> None:
    class Interrupted(WordLengths):
        def embed_passages(self, passages: Sequence[Passage]) -> list[Embedded]:
            if self.embedded:
                raise KeyboardInterrupt
            return super().embed_passages(passages)

    for number in range(30):
        shelf.write(f"{number}.txt", long_text(number))
    _, passages = shelf.run()
    before = shelf.embedder
    shelf.embedder = Interrupted("other")
    with pytest.raises(KeyboardInterrupt):
        shelf.open()
    for embedder in (before, shelf.embedder):
        with pytest.raises(VectorstoreError, match="model_mismatch"):
            open_read_only(IndexSource(shelf.corpus, shelf.index_dir), embedder.fingerprint)
    shelf.embedder = before
    assert shelf.run(no_model)[1] == passages
    shelf.embedder = WordLengths("other")
    assert shelf.run() == (("model_changed",), passages)


def test_a_missing_or_strange_chroma_is_rebuilt(shelf: Shelf) -> None:
    shelf.run()
    shutil.rmtree(shelf.index_dir / "chroma")
    assert shelf.run(no_model) == (("chroma_rebuilt",), 3)
    (folder,) = (shelf.index_dir / "chroma").iterdir()
    store = Store(folder)
    store.delete(sorted(store.ids())[:1])
    store.close()
    assert shelf.run(no_model) == (("chroma_rebuilt",), 3)


def test_a_chroma_that_crashed_while_opening_is_not_opened_again(shelf: Shelf) -> None:
    shelf.run()
    (shelf.index_dir / "chroma" / "opening").touch()
    assert shelf.run(no_model) == (("chroma_rebuilt",), 3)
    assert shelf.run(no_model) == ((), 3)


def test_a_chroma_that_fails_while_searching_is_replaced_by_the_ledger(shelf: Shelf) -> None:
    index = shelf.open()
    question = shelf.embedder.embed_query(TRAIN)
    expected = now(index).search_vectors(question, 3)
    index._opened.store._client.delete_collection("passages")
    found = now(index).search_vectors(question, 3)
    assert [name for name, _ in found] == [name for name, _ in expected]
    index.close()
    assert shelf.run(no_model) == (("chroma_rebuilt",), 3)


# -- a full disk -----------------------------------------------------------------------------------


def test_a_full_disk_is_named_and_the_index_goes_on(shelf: Shelf) -> None:
    index = shelf.open()
    question = shelf.embedder.embed_query(TRAIN)
    before = now(index).search_vectors(question, 3)
    pages = index._writer._all("PRAGMA page_count")[0][0]
    index._writer._all(f"PRAGMA max_page_count = {pages}")
    for number in range(40):
        shelf.write(f"{number}.txt", long_text(number))
    with pytest.raises(VectorstoreError, match="disk_full") as raised:
        index.sync()
    assert raised.value.values == {"path": str(shelf.index_dir)}
    assert [name for name, _ in now(index).search_vectors(question, 3)] == [name for name, _ in before]
    assert now(index).search_text([], ["التجار"], 5)
    index._writer._all("PRAGMA max_page_count = 1000000")
    assert index.sync().added == 40
    everything_agrees(index)
    index.close()


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of its own, 4 MB large; skips where it may not be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("mounting a small file system needs rights that this account lacks")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
def test_a_disk_that_really_fills_up_leaves_an_index_that_answers_and_recovers(shelf: Shelf, small_disk: Path) -> None:
    shelf.index_dir = small_disk / "index"
    shelf.run()
    for number in range(250):
        shelf.write(f"{number}.txt", long_text(number))
    for _ in range(2):
        with pytest.raises(VectorstoreError, match="disk_full"):
            shelf.open()
    beside = shelf.open(no_model, read_only=True)
    names = [name for name, _ in now(beside).search_vectors(shelf.embedder.embed_query(MARKET), 3)]
    assert "سوق.txt" in {passage.source for passage in now(beside).passages(names).values()}
    beside.close()
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    index = shelf.open()
    everything_agrees(index)
    assert len(now(index).files()) == 253
    index.close()


# -- killed anywhere -------------------------------------------------------------------------------

CHILD = """
import sys
from pathlib import Path
from tests.fakes import WordLengths
from vectorstore.opening import IndexSource, open_index
embedder = WordLengths(pause=0.01)
print("ready", flush=True)
open_index(IndexSource(Path(sys.argv[1]), Path(sys.argv[2])), embedder.lazy())
print("done", flush=True)
sys.stdin.read()
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_kill_at_any_point_is_healed_by_the_next_start(shelf: Shelf, tmp_path: Path) -> None:
    chance = random.Random(11)
    for number in range(200):
        shelf.write(f"{number:03}.txt", long_text(number, 8))
    killed = 0
    for delay in (0.1, 0.4, 0.8, 1.1, 1.5, 2.0, 0.9):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(shelf.corpus), str(shelf.index_dir)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with child:
            assert child.stdout.readline() == "ready\n"
            time.sleep(delay * chance.uniform(0.8, 1.2))
            child.kill()
            killed += "done" not in child.stdout.read()
        for source in chance.sample(range(200), 10):
            path = shelf.corpus / f"{source:03}.txt"
            if path.exists() and chance.random() < 0.5:
                path.unlink()
            else:
                shelf.write(path.name, long_text(source + chance.choice((0, 1000)), 9))
    assert killed
    index = shelf.open()
    everything_agrees(index)
    fresh = Shelf(tmp_path / "fresh")
    shutil.rmtree(fresh.corpus)
    fresh.corpus = shelf.corpus
    other = fresh.open()
    assert content(index._writer) == content(other._writer)
    other.close()
    index.close()


# -- cost ------------------------------------------------------------------------------------------


def test_importing_the_index_loads_no_heavy_library() -> None:
    code = (
        "import sys, vectorstore.index\n"
        "heavy = {'chromadb', 'torch', 'sentence_transformers', 'transformers'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


def test_a_small_index_that_did_not_change_answers_without_opening_chroma(shelf: Shelf) -> None:
    index = shelf.open()
    question = shelf.embedder.embed_query(TRAIN)
    expected = now(index).search_vectors(question, 3)
    index.close()
    index = shelf.open(no_model)
    found = now(index).search_vectors(question, 3)
    assert index._opened.store.is_resting
    assert [name for name, _ in found] == [name for name, _ in expected]
    assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in expected], abs=1e-5)
    assert index.sync().notes == () and index._opened.store.is_resting
    index.close()
    assert shelf.run(no_model) == ((), 3)


def test_a_chroma_at_rest_is_opened_for_a_change_and_follows_it(shelf: Shelf) -> None:
    shelf.run()
    index = shelf.open()
    assert index._opened.store.is_resting
    shelf.write("جديد.txt", SCHOOL + " وفيه شيء جديد.")
    index.sync()
    assert not index._opened.store.is_resting
    everything_agrees(index)
    index.close()
