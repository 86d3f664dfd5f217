"""Watching: what changes in the folder is in the index soon, and what goes wrong is told once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.retrieval.searcher import Searcher
from tests.fakes import WordLengths, now
from tests.test_index import Shelf
from tests.test_sync import MARKET, SCHOOL, TRAIN
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.ledger.rows import SyncReport
from vectorstore.search import Snapshot
from vectorstore.sync import batches as parts_module
from vectorstore.watch import Watcher

PATIENTLY = 20.0
"""Seconds that a busy machine is given; a quiet one needs less than one."""


class Watched:
    """A watched index that remembers what it was told."""

    def __init__(self, shelf: Shelf, index: Index, **pace: float) -> None:
        self.shelf, self.index = shelf, index
        self.reports: list[SyncReport] = []
        self.errors: list[VectorstoreError] = []
        self.done = 0
        self.watcher = Watcher(**{"quiet": 0.1, "sweep": 600.0, "absent": 0.1, **pace})
        self.watcher.start(index, lambda *_: None, self.reports.append, self.errors.append, self._note_done)

    def _note_done(self) -> None:
        self.done += 1

    def until(self, happened: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENTLY
        while not happened() and time.monotonic() < end:
            time.sleep(0.02)
        assert happened()

    def finds(self, word: str) -> bool:
        return bool(now(self.index).search_text([], [word], 5))


@pytest.fixture
def watched(tmp_path: Path):
    shelf = Shelf(tmp_path)
    for source, text in (("قطار.txt", TRAIN), ("سوق.txt", MARKET)):
        shelf.write(source, text)
    made = Watched(shelf, shelf.open())
    yield made
    made.watcher.stop()
    made.index.close()


def test_a_file_that_comes_changes_moves_and_goes_is_followed(watched: Watched) -> None:
    watched.shelf.write("مدرسة.txt", SCHOOL)
    watched.until(lambda: watched.finds("الامتحانات"))
    watched.shelf.write("مدرسة.txt", SCHOOL.replace("الامتحانات", "العطلة"))
    watched.until(lambda: watched.finds("العطله") and not watched.finds("الامتحانات"))
    (watched.shelf.corpus / "مدرسة.txt").rename(watched.shelf.corpus / "تعليم.txt")
    watched.until(lambda: "تعليم.txt" in {record.source for record in now(watched.index).files()})
    (watched.shelf.corpus / "تعليم.txt").unlink()
    watched.until(lambda: not watched.finds("العطله"))
    watched.until(lambda: sum(report.removed for report in watched.reports) == 2)
    assert [report.added for report in watched.reports if report.moved] == [1]
    assert watched.errors == []


def test_damage_that_a_question_comes_upon_is_healed_at_once(watched: Watched) -> None:
    with sqlite3.connect(watched.shelf.ledger) as ledger:
        ledger.execute("UPDATE passages SET text = replace(text, 'الخضر', 'الفاكهة')")
    ledger.close()
    with pytest.raises(VectorstoreError, match="index_damaged"), watched.index.reading() as snapshot:
        snapshot.document("سوق.txt")
    watched.until(lambda: watched.reports and watched.reports[-1].notes == ("rebuilt_corrupt",))
    assert now(watched.index).document("سوق.txt").text == MARKET
    assert watched.errors == []


def test_files_in_new_sub_folders_are_followed(watched: Watched) -> None:
    (watched.shelf.corpus / "محلي" / "تعليم").mkdir(parents=True)
    watched.shelf.write("محلي/تعليم/مدرسة.txt", SCHOOL)
    watched.until(lambda: watched.finds("الامتحانات"))
    (watched.shelf.corpus / "محلي").rename(watched.shelf.corpus / "أخبار")
    watched.until(lambda: "أخبار/تعليم/مدرسة.txt" in {record.source for record in now(watched.index).files()})


def test_asking_for_a_sync_is_answered_even_where_nothing_changed(watched: Watched) -> None:
    watched.watcher.wake()
    watched.until(lambda: watched.reports)
    assert (watched.reports[0].added, watched.reports[0].unchanged) == (0, 2)
    watched.until(lambda: watched.done)


def test_refused_files_are_read_again_on_request(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.shelf.write("تالف.txt", "")
    watched.until(lambda: watched.reports and watched.reports[-1].refused == 1)
    seen: list[str] = []
    read = parts_module.read_documents
    monkeypatch.setattr(parts_module, "read_documents", lambda path, file: seen.append(file) or read(path, file))
    watched.watcher.wake(retry=True)
    told = len(watched.reports)
    watched.until(lambda: len(watched.reports) > told)
    assert set(seen) == {"تالف.txt"}


def test_a_folder_that_vanishes_is_told_once_and_followed_again_when_it_is_back(watched: Watched) -> None:
    away = watched.shelf.corpus.with_name("away")
    watched.shelf.corpus.rename(away)
    watched.until(lambda: watched.errors)
    time.sleep(0.6)  # six more looks
    assert [error.code for error in watched.errors] == ["corpus_missing"]
    assert watched.finds("القطار")
    (away / "مدرسة.txt").write_text(SCHOOL, encoding="utf-8")
    away.rename(watched.shelf.corpus)
    watched.until(lambda: watched.finds("الامتحانات"))
    watched.shelf.write("مدرسة.txt", TRAIN.replace("القطار", "الحافلة"))
    watched.until(lambda: watched.finds("الحافله"))
    assert len(watched.errors) == 1


def test_a_link_to_a_folder_outside_is_not_watched_and_the_sweep_goes_on(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    outside = tmp_path / "خارج"
    (outside / "عميق").mkdir(parents=True)
    os.symlink(outside, shelf.corpus / "رابط")
    made = Watched(shelf, shelf.open(), sweep=0.2)
    try:
        shelf.write("قطار.txt", TRAIN)
        made.until(lambda: made.finds("القطار"))
        (outside / "سوق.txt").write_text(MARKET, encoding="utf-8")
        made.watcher.wake()
        told = len(made.reports)
        made.until(lambda: len(made.reports) > told)
        assert not made.finds("التجار")
    finally:
        made.watcher.stop()
        made.index.close()


def test_stopping_waits_for_the_batch_in_hand_and_the_next_start_goes_on(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    began, proceed = threading.Event(), threading.Event()

    class Slow(WordLengths):
        def embed_passages(self, passages):
            began.set()
            assert proceed.wait(PATIENTLY)
            return super().embed_passages(passages)

    shelf.embedder = Slow()
    made = Watched(shelf, shelf.open())
    for number in range(200):
        shelf.write(f"{number:03}.txt", f"{TRAIN} الرحلة {number}.")
    assert began.wait(PATIENTLY)
    stopping = threading.Thread(target=made.watcher.stop)
    stopping.start()
    proceed.set()
    stopping.join(PATIENTLY)
    assert not stopping.is_alive()
    made.index.close()
    done = len(shelf.embedder.embedded)
    assert 0 < done < 200
    index = shelf.open()
    assert len(shelf.embedder.embedded) == now(index).passage_count == 200
    index.close()


def test_an_unexpected_error_is_told_and_asking_again_goes_on(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def broken(*_: object, **__: object) -> SyncReport:
        raise ZeroDivisionError("قسمة")

    with monkeypatch.context() as patched:
        patched.setattr(watched.index, "sync", broken)
        watched.watcher.wake()
        watched.until(lambda: watched.errors)
    assert watched.errors[0].code == "unexpected"
    watched.watcher.wake()
    watched.until(lambda: watched.reports)


def test_every_sync_is_told_to_be_over_whatever_came_of_it(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    watched.watcher.wake()
    watched.until(lambda: watched.reports and watched.done)
    assert watched.done >= 1

    def broken(_: SyncReport) -> None:
        raise ZeroDivisionError("قسمة")

    told = watched.done
    monkeypatch.setattr(watched.watcher, "_on_report", broken)
    watched.watcher.wake()
    watched.until(lambda: watched.done > told)


def test_a_second_process_follows_what_the_first_commits(watched: Watched) -> None:
    beside = Watched(watched.shelf, watched.shelf.open(read_only=True))
    try:
        watched.shelf.write("مدرسة.txt", SCHOOL)
        beside.until(lambda: beside.finds("الامتحانات"))
        beside.until(lambda: beside.reports and len(beside.reports[-1].files) == 3)
        assert len(beside.index.report.files) == 3
    finally:
        beside.watcher.stop()
        beside.index.close()


def test_a_folder_removed_for_good_leaves_the_index_as_it_was(watched: Watched) -> None:
    shutil.rmtree(watched.shelf.corpus)
    watched.until(lambda: watched.errors)
    assert now(watched.index).passage_count == 2


def test_an_assistant_knows_the_words_of_a_changed_folder_with_the_next_question(watched: Watched) -> None:
    assistant = Assistant(watched.index, watched.shelf.embedder.load)
    with assistant.searcher.reading() as search:
        assert "كازنوف" not in search.spellings
    watched.shelf.write("خبر.txt", "قال كازنوف إن الاتفاق خطوة أولى. وانتهى الاجتماع مساء أمس.")
    watched.until(lambda: watched.finds("كازنوف"))
    with assistant.searcher.reading() as search:
        assert "كازنوف" in search.spellings
        assert search.passage_count == 3
        assert search.neighbours("كازنوف") == {"قال"}


def test_what_was_looked_up_is_remembered_until_the_folder_changes(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = Searcher(watched.index, watched.shelf.embedder)
    looked_up: list[str] = []
    words_by_key = Snapshot.words_by_key
    monkeypatch.setattr(Snapshot, "words_by_key", lambda self, key: looked_up.append(key) or words_by_key(self, key))

    def ask() -> int:
        looked_up.clear()
        with searcher.reading() as search:
            search.spellings.same_key("كازنوف")
        return len(looked_up)

    assert ask() > 0 == ask()
    watched.shelf.write("خبر.txt", "قال كازنوف إن الاتفاق خطوة أولى.")
    watched.until(lambda: watched.finds("كازنوف"))
    assert ask() > 0 == ask()


def test_an_answer_beside_another_writer_sees_one_state_from_its_first_word_to_its_last(watched: Watched) -> None:
    beside = watched.shelf.open(read_only=True)
    with beside.reading() as held:
        before = held.passage_count, held.search_text([], ["التجار"], 5), held.revision
        told = watched.done
        (watched.shelf.corpus / "سوق.txt").unlink()
        watched.until(lambda: not watched.finds("التجار"))
        watched.until(lambda: watched.done > told)
        again = now(beside)  # whoever comes meanwhile joins the state that is held
        assert (again.passage_count, again.search_text([], ["التجار"], 5), again.revision) == before
        assert held.passages(name for name, _ in before[1])
    assert now(beside).passage_count == 1
    assert now(beside).search_text([], ["التجار"], 5) == []
    beside.close()
