"""Folder against ledger: the report counts right, nothing is embedded twice, the end equals a fresh start."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes import WordLengths, no_model, recorder, vocabulary
from vectorstore.errors import VectorstoreError
from vectorstore.ledger.rows import SyncReport
from vectorstore.ledger.writer import Ledger
from vectorstore.sync import batches as parts_module
from vectorstore.sync import scan as survey_module
from vectorstore.sync import stamps
from vectorstore.sync import sync as sync_module
from vectorstore.sync.batches import BATCH_PASSAGES
from vectorstore.sync.further import Folders, FurtherFolder
from vectorstore.sync.groups import EMBEDDING_BATCH
from vectorstore.sync.listing import find_files
from vectorstore.sync.sync import LazyEmbedder, sync
from vectorstore.types import Document

TRAIN = "وصل القطار إلى المحطة الكبرى صباح اليوم. ونزل منه مئات المسافرين القادمين من الشمال."
MARKET = "ارتفعت أسعار الخضر في أسواق العاصمة. وقال التجار إن الأمطار أخّرت وصول الشاحنات."
SCHOOL = "أعلنت وزارة التعليم موعد الامتحانات. وستبدأ الدورة الأولى في شهر حزيران المقبل."


class Folder:
    """A corpus with its ledger and a model that counts what it embeds."""

    def __init__(self, home: Path) -> None:
        self.corpus = home / "مقالات"
        self.corpus.mkdir()
        self.further: tuple[FurtherFolder, ...] = ()
        self.ledger = Ledger(home / "ledger.sqlite3")
        self.embedder = WordLengths()

    def write(self, source: str, text: str) -> Path:
        path = self.corpus / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def sync(self, load=None, **more) -> SyncReport:
        self.embedder.embedded.clear()
        model = LazyEmbedder(load or self.embedder.load, self.embedder.fingerprint)
        return sync(Folders(self.corpus, self.further), self.ledger, model, lambda stage, done, total: None, **more)

    def counts(self, load=None, **more) -> tuple[int, int, int, int, int]:
        """Added, changed, removed, unchanged, refused."""
        report = self.sync(load, **more)
        return report.added, report.changed, report.removed, report.unchanged, report.refused


@pytest.fixture
def folder(tmp_path: Path):
    opened = Folder(tmp_path)
    yield opened
    opened.ledger.close()


def long_text(number: int, sentences: int = 12) -> str:
    return "\n\n".join(f"{TRAIN} الرحلة رقم {number} والعربة رقم {part}." for part in range(sentences))


def age(path: Path, seconds: int = 60) -> None:
    """Make a file look as if it was last changed some time ago."""
    then = time.time_ns() - seconds * 10**9
    os.utime(path, ns=(then, then))


def content(ledger: Ledger) -> dict[str, object]:
    """All that an index answers from, without what depends on the order of writing."""
    stored = {row.passage.id: (row.passage, row.vector.tobytes()) for row in ledger.stored()}
    sentences = {name: made.sentences.tobytes() for name, made in ledger.embedded(stored).items()}
    words = {word: sorted(ledger.search_words([], [word], 100_000, None)) for word in vocabulary(ledger)}
    documents = {record.source: ledger.document(record.source) for record in ledger.files()}
    return {
        "passages": stored,
        "sentences": sentences,
        "words": words,
        "documents": documents,
        "files": ledger.files(),
        "vectors": ledger._all("SELECT count(*) FROM vectors"),
    }


def fresh_content(corpus: Path, home: Path) -> dict[str, object]:
    """What an index made anew of the same folder answers from."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    ledger, embedder = Ledger(home / "ledger.sqlite3"), WordLengths()
    sync(Folders(corpus), ledger, LazyEmbedder(embedder.load, embedder.fingerprint), lambda stage, done, total: None)
    found = content(ledger)
    ledger.close()
    return found


def test_every_file_counts_once_and_a_second_sync_finds_nothing_to_do(folder: Folder) -> None:
    folder.write("قطار.txt", TRAIN)
    folder.write("محلي/سوق.txt", MARKET)
    folder.write("فارغ.txt", "")
    (folder.corpus / "صورة.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    assert folder.counts() == (2, 0, 0, 0, 2)
    assert folder.counts(no_model) == (0, 0, 0, 2, 2)
    folder.write("قطار.txt", TRAIN + " " + SCHOOL)
    (folder.corpus / "محلي/سوق.txt").unlink()
    folder.write("مدرسة.txt", SCHOOL)
    assert folder.counts() == (1, 1, 1, 0, 2)
    assert folder.counts(no_model) == (0, 0, 0, 2, 2)
    assert [record.source for record in folder.ledger.files() if record.status == "indexed"] == [
        "قطار.txt",
        "مدرسة.txt",
    ]


def test_an_unchanged_folder_writes_nothing(folder: Folder) -> None:
    age(folder.write("قطار.txt", TRAIN))
    folder.sync()
    folder.ledger.checkpoint()
    before = folder.ledger.path.read_bytes()
    folder.sync(no_model)
    folder.ledger.checkpoint()
    assert folder.ledger.path.read_bytes() == before


def test_a_moved_file_is_not_embedded_again(folder: Folder) -> None:
    path = folder.write("قطار.txt", TRAIN)
    folder.sync()
    path.rename(folder.corpus / "رحلة.txt")
    assert folder.counts(no_model) == (1, 0, 1, 0, 0)
    assert {passage.passage.source for passage in folder.ledger.stored()} == {"رحلة.txt"}


def test_only_new_passages_of_a_changed_file_are_embedded(folder: Folder) -> None:
    folder.write("قطار.txt", long_text(1))
    folder.sync()
    kept = len(folder.embedder.embedded)
    folder.write("قطار.txt", long_text(1) + "\n\n" + MARKET)
    folder.sync()
    assert 0 < len(folder.embedder.embedded) < kept
    assert any(MARKET[:20] in text for text in folder.embedder.embedded)


def test_a_file_that_was_only_touched_is_not_read_into_the_index_again(folder: Folder) -> None:
    path = folder.write("قطار.txt", TRAIN)
    folder.sync()
    revision = folder.ledger.revision
    age(path)
    assert folder.counts(no_model) == (0, 0, 0, 1, 0)
    assert folder.ledger.revision == revision


def test_a_change_within_the_clock_step_of_the_last_sync_is_seen(folder: Folder) -> None:
    path = folder.write("قطار.txt", TRAIN)
    folder.sync()
    looks = path.stat()
    path.write_text(TRAIN.replace("صباح", "مساءً"[:4]), encoding="utf-8", newline="")
    os.utime(path, ns=(looks.st_atime_ns, looks.st_mtime_ns))
    assert path.stat().st_size == looks.st_size
    assert folder.counts() == (0, 1, 0, 0, 0)


def test_a_refused_file_is_indexed_once_it_can_be_read(folder: Folder) -> None:
    folder.write("قطار.txt", "")
    assert folder.counts(no_model) == (0, 0, 0, 0, 1)
    folder.write("قطار.txt", TRAIN)
    assert folder.counts() == (1, 0, 0, 0, 0)
    folder.write("قطار.txt", "   ")
    assert folder.counts(no_model) == (0, 0, 0, 0, 1)
    assert folder.ledger.count() == 0


def test_a_file_name_that_is_no_utf8_is_refused_by_name(folder: Folder) -> None:
    try:
        Path(os.fsdecode(os.fsencode(folder.corpus) + b"/\xd4\xc7.txt")).write_text(TRAIN, encoding="utf-8")
    except OSError:
        pytest.skip("this file system accepts UTF-8 names only")
    folder.write("قطار.txt", TRAIN)
    assert folder.counts() == (1, 0, 0, 0, 1)
    (record,) = [record for record in folder.ledger.files() if record.status == "refused"]
    assert (record.source, record.reason) == (r"\udcd4\udcc7.txt", "unreadable")
    assert folder.counts(no_model) == (0, 0, 0, 1, 1)


def test_a_missing_folder_or_model_is_told_before_anything_is_changed(folder: Folder) -> None:
    def missing() -> WordLengths:
        raise VectorstoreError("model_missing", name="نموذج")

    path = folder.write("قطار.txt", TRAIN)
    folder.write("سوق.txt", MARKET)
    folder.sync()
    before = content(folder.ledger)
    path.unlink()
    folder.write("مدرسة.txt", SCHOOL)
    with pytest.raises(VectorstoreError, match="model_missing"):
        folder.sync(missing)
    assert content(folder.ledger) == before
    shutil.rmtree(folder.corpus)
    with pytest.raises(VectorstoreError, match="corpus_missing"):
        folder.sync()
    assert content(folder.ledger) == before


def test_a_model_that_is_not_the_announced_one_is_refused(folder: Folder) -> None:
    folder.write("قطار.txt", TRAIN)
    with pytest.raises(VectorstoreError, match="model_mismatch"):
        folder.sync(lambda: WordLengths("another"))
    assert folder.ledger.files() == ()


def test_another_model_embeds_everything_again_and_says_so(folder: Folder) -> None:
    folder.write("قطار.txt", TRAIN)
    folder.write("سوق.txt", MARKET)
    folder.sync()
    folder.embedder = WordLengths("other", dimension=8)
    report = folder.sync()
    assert report.notes == ("model_changed",)
    assert (report.changed, report.unchanged) == (0, 2)
    assert len(folder.embedder.embedded) == folder.ledger.count()
    assert folder.ledger.vectors(8)[1].shape == (folder.ledger.count(), 8)
    assert folder.ledger._all("SELECT DISTINCT length(vector) FROM vectors") == [(8,)]
    assert folder.sync(no_model).notes == ()


def test_another_splitter_splits_again_without_embedding_what_is_known(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("قطار.txt", TRAIN)
    folder.sync()
    for module in (sync_module, survey_module):
        monkeypatch.setattr(module, "PIPELINE_VERSIONS", "later")
    report = folder.sync(no_model)
    assert report.notes == ("rebuilt_version",)
    assert report.unchanged == 1
    assert folder.sync(no_model).notes == ()


def test_an_interrupted_run_repeats_at_most_one_batch(folder: Folder) -> None:
    for number in range(40):
        folder.write(f"{number:02}.txt", long_text(number))

    class Interrupted(WordLengths):
        def embed_passages(self, passages):
            assert len(passages) <= EMBEDDING_BATCH
            if len(self.embedded) >= EMBEDDING_BATCH:
                raise KeyboardInterrupt
            return super().embed_passages(passages)

    broken = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        folder.sync(broken.load)
    assert len(broken.embedded) >= EMBEDDING_BATCH
    folder.sync()
    assert set(folder.embedder.embedded).isdisjoint(broken.embedded)
    assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh")


def test_vectors_left_by_an_interrupted_run_are_erased_when_their_file_is_gone(folder: Folder) -> None:
    folder.write("قطار.txt", TRAIN)
    folder.sync()
    new = [folder.write(f"{number:02}.txt", long_text(number)) for number in range(40)]

    class Interrupted(WordLengths):
        def embed_passages(self, passages):
            if self.embedded:
                raise KeyboardInterrupt
            return super().embed_passages(passages)

    with pytest.raises(KeyboardInterrupt):
        folder.sync(Interrupted().load)
    for path in new:
        path.unlink()
    folder.sync(no_model)
    assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh")


def test_many_small_files_share_batches(folder: Folder) -> None:
    sizes = []

    class Counting(WordLengths):
        def embed_passages(self, passages):
            sizes.append(len(passages))
            return super().embed_passages(passages)

    for number in range(150):
        folder.write(f"{number:03}.txt", f"{TRAIN} الرحلة {number}.")
    folder.sync(Counting().load)
    assert len(sizes) == -(-sum(sizes) // EMBEDDING_BATCH)


def test_progress_is_told_from_nothing_to_all_of_it(folder: Folder) -> None:
    calls, tell = recorder()
    folder.write("قطار.txt", TRAIN)
    folder.write("سوق.txt", MARKET)
    sync(Folders(folder.corpus), folder.ledger, LazyEmbedder(folder.embedder.load, "word-lengths"), tell)
    for stage in ("scan", "files", "embed"):
        steps = [(done, total) for name, done, total in calls if name == stage]
        assert steps[0][0] == 0
        assert steps[-1][0] == steps[-1][1]
        assert steps == sorted(steps)


def test_embedding_is_told_of_the_whole_work_and_not_of_the_group_in_hand(folder: Folder) -> None:
    calls, tell = recorder()
    for number in range(120):
        folder.write(f"{number:03}.txt", long_text(number, 24))
    sync(Folders(folder.corpus), folder.ledger, LazyEmbedder(folder.embedder.load, "word-lengths"), tell)
    steps = [(done, total) for name, done, total in calls if name == "embed"]
    dones = [done for done, _ in steps]
    assert dones[-1] == steps[-1][1] == folder.ledger.count() > 2 * BATCH_PASSAGES
    assert dones == sorted(dones)
    # the files are alike, so that the first of them foretell the others
    assert all(0.9 * folder.ledger.count() < total < 1.1 * folder.ledger.count() for _, total in steps)


# -- moved -----------------------------------------------------------------------------------------


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read for their text."""
    seen: list[str] = []
    read = parts_module.read_documents

    def reading(path: Path, file: str):
        seen.append(file)
        return read(path, file)

    monkeypatch.setattr(parts_module, "read_documents", reading)
    return seen


def test_a_renamed_folder_is_followed_without_reading_or_embedding_a_file(folder: Folder, reads: list[str]) -> None:
    for number in range(30):
        age(folder.write(f"أخبار/{number}.txt", long_text(number, 3)))
    folder.write("سوق.txt", MARKET)
    folder.sync()
    reads.clear()
    (folder.corpus / "أخبار").rename(folder.corpus / "أرشيف")
    report = folder.sync(no_model)
    assert (report.added, report.removed, report.moved, report.changed, report.unchanged) == (30, 30, 30, 0, 1)
    assert reads == []
    assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh")
    assert folder.counts(no_model) == (0, 0, 0, 31, 0)


def test_chroma_is_told_of_every_name_that_a_move_changed(folder: Folder) -> None:
    folder.write("قطار.txt", long_text(1))
    folder.sync()
    with folder.ledger.transaction():
        folder.ledger.set("store", "a generation")
        folder.ledger.mark_applied()
    before = set(folder.ledger.ids())
    (folder.corpus / "قطار.txt").rename(folder.corpus / "رحلة.txt")
    folder.sync(no_model)
    new, old = folder.ledger.pending()
    assert set(new) == set(folder.ledger.ids())
    assert set(old) == before


def test_twins_move_one_by_one_and_a_copy_is_no_move(folder: Folder) -> None:
    folder.write("أ.txt", TRAIN)
    folder.write("ب.txt", TRAIN)
    folder.sync()
    folder.write("ج.txt", TRAIN)
    report = folder.sync(no_model)
    assert (report.added, report.removed, report.moved) == (1, 0, 0)
    for name in "أب":
        (folder.corpus / f"{name}.txt").rename(folder.corpus / f"{name}{name}.txt")
    assert folder.sync(no_model).moved == 2
    assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh")


def test_a_file_that_moved_and_changed_or_got_another_suffix_is_read(folder: Folder, reads: list[str]) -> None:
    folder.write("قطار.txt", TRAIN)
    folder.write("سوق.txt", MARKET)
    folder.sync()
    reads.clear()
    (folder.corpus / "قطار.txt").rename(folder.corpus / "رحلة.txt")
    folder.write("رحلة.txt", TRAIN.replace("صباح", "مساءً"[:4]))
    (folder.corpus / "سوق.txt").rename(folder.corpus / "سوق.md")
    report = folder.sync()
    assert (report.added, report.removed) == (2, 2)
    assert set(reads) == {"رحلة.txt", "سوق.md"}
    assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh")


# -- refused ---------------------------------------------------------------------------------------


def test_a_refused_file_is_read_again_when_it_changes_or_on_request_and_not_else(
    folder: Folder, reads: list[str]
) -> None:
    age(folder.write("فارغ.txt", "  "))
    age(folder.write("قطار.txt", TRAIN))
    folder.sync()
    reads.clear()
    folder.sync(no_model)
    assert reads == []
    folder.sync(no_model, retry=True)
    assert set(reads) == {"فارغ.txt"}
    reads.clear()
    folder.write("فارغ.txt", "   ")
    folder.sync(no_model)
    assert set(reads) == {"فارغ.txt"}


# -- a file over which the program itself fails ----------------------------------------------------


def answering(folder: Folder) -> set[str]:
    """The files that a search can find."""
    return {row.passage.source for row in folder.ledger.stored()}


@pytest.mark.parametrize("marks", [1_194, 5_000])
def test_a_run_of_combining_marks_ends_nothing(folder: Folder, marks: int) -> None:
    folder.write("أ.txt", TRAIN)
    folder.write("ب.txt", f"{MARKET}\n\nا{chr(0x064B) * marks}")
    folder.write("ج.txt", SCHOOL)
    assert folder.counts() == (3, 0, 0, 0, 0)
    assert answering(folder) == {"أ.txt", "ب.txt", "ج.txt"}


def failing(monkeypatch: pytest.MonkeyPatch, where: str, error: BaseException) -> None:
    """Let reading or splitting fail over every text with the word «معطوب»."""
    real = getattr(parts_module, where)

    def reading(path: Path, file: str):
        yield from real(path, file)
        if "معطوب" in path.read_text(encoding="utf-8"):
            raise error

    def splitting(document: Document):
        if "معطوب" in document.text:
            raise error
        return real(document)

    monkeypatch.setattr(parts_module, where, {"read_documents": reading, "split_passages": splitting}[where])


@pytest.mark.parametrize("where", ["read_documents", "split_passages"])
@pytest.mark.parametrize("error", [RecursionError("عميق"), ValueError(), AssertionError(), KeyError("مفتاح")])
def test_what_nobody_foresaw_over_a_file_is_its_refusal_and_the_others_are_indexed(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, where: str, error: Exception
) -> None:
    folder.write("أ.txt", TRAIN)
    age(folder.write("ب.txt", f"{MARKET} معطوب."))
    folder.write("ج.txt", SCHOOL)
    with monkeypatch.context() as patched:
        failing(patched, where, error)
        assert folder.counts() == (2, 0, 0, 0, 1)
        refused = folder.ledger.files()[1]
        assert (refused.source, refused.status, refused.reason) == ("ب.txt", "refused", "unexpected")
        assert refused.detail == type(error).__name__
        assert answering(folder) == {"أ.txt", "ج.txt"}
        assert any("ب.txt" in record.getMessage() and record.exc_info for record in caplog.records)
        assert folder.counts(no_model) == (0, 0, 0, 2, 1)  # and it is not read again before it changes
    assert folder.counts(retry=True) == (1, 0, 0, 2, 0)
    assert answering(folder) == {"أ.txt", "ب.txt", "ج.txt"}


@pytest.mark.parametrize("where", ["read_documents", "split_passages"])
def test_a_file_of_many_articles_that_fails_behind_parts_that_are_written_is_refused_as_a_whole(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(parts_module, "BATCH_PASSAGES", 2)
    monkeypatch.setattr(sync_module, "BATCH_PASSAGES", 2)
    folder.write("أ.txt", TRAIN)
    lines = [json.dumps({"text": f"{text} {number}"}) for number, text in enumerate([TRAIN, MARKET, SCHOOL] * 3)]
    folder.write("ب.jsonl", "\n".join(lines))
    folder.sync()
    with monkeypatch.context() as patched:
        failing(patched, where, RuntimeError())
        text = json.dumps({"text": f"{TRAIN} معطوب."}, ensure_ascii=False)
        folder.write("ب.jsonl", "\n".join([*lines[::-1], lines[0][:-2] + ' 9"}', text]))
        folder.sync()
        assert answering(folder) == {"أ.txt"}
        assert [(one.status, one.reason) for one in folder.ledger.files()] == [
            ("indexed", ""), ("refused", "unexpected")
        ]  # fmt: skip
        assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh")


@pytest.mark.parametrize("where", ["read_documents", "split_passages"])
@pytest.mark.parametrize(
    "error",
    [
        KeyboardInterrupt(),
        MemoryError(),
        sqlite3.OperationalError("disk I/O error"),
        OSError(errno.ENOSPC, "No space left on device"),
        VectorstoreError("corpus_missing", path="مقالات"),
    ],
)
def test_what_is_not_the_files_fault_is_not_its_refusal(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, where: str, error: BaseException
) -> None:
    folder.write("أ.txt", TRAIN)
    folder.write("ب.txt", f"{MARKET} معطوب.")
    failing(monkeypatch, where, error)
    with pytest.raises(type(error)):
        folder.sync()
    assert not [record for record in folder.ledger.files() if record.status == "refused"]


@pytest.mark.parametrize("moment_ns", [1 << 63, -(1 << 63) - 1, 1 << 70, -(1 << 70)])
def test_a_file_from_a_far_year_is_indexed_as_others_are(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, moment_ns: int
) -> None:
    folder.write("أ.txt", TRAIN)
    real = Path.stat

    class Dated:
        def __init__(self, looks: os.stat_result) -> None:
            self.looks = looks

        def __getattr__(self, name: str) -> object:
            return moment_ns if name == "st_mtime_ns" else getattr(self.looks, name)

    monkeypatch.setattr(Path, "stat", lambda path, **more: Dated(real(path, **more)))
    assert folder.counts() == (1, 0, 0, 0, 0)
    assert folder.counts(no_model) == (0, 0, 0, 1, 0)


# -- a folder that does not hold still -------------------------------------------------------------


class Meddling:
    """Does something to the folder when a file is read for the first times."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *actions: Callable[[], object]) -> None:
        self.actions = list(actions)
        self.read = parts_module.read_documents
        monkeypatch.setattr(parts_module, "read_documents", self)

    def __call__(self, path: Path, file: str):
        yield from self.read(path, file)
        if self.actions:
            self.actions.pop(0)()


def test_a_file_that_changes_while_it_is_read_is_read_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.write("قطار.txt", TRAIN)
    looks = path.stat()

    def rewrite() -> None:
        folder.write("قطار.txt", TRAIN.replace("صباح", "مساءً"[:4]))
        os.utime(path, ns=(looks.st_atime_ns, looks.st_mtime_ns))

    Meddling(monkeypatch, lambda: None, rewrite)  # the first reading asks whether the model is needed
    folder.sync()
    assert path.stat().st_size == looks.st_size
    assert folder.ledger.document("قطار.txt").text == path.read_text(encoding="utf-8")
    assert folder.counts(no_model) == (0, 0, 0, 1, 0)


def test_a_file_of_many_articles_that_changes_while_it_is_read_ends_as_it_is(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts_module, "BATCH_PASSAGES", 2)
    monkeypatch.setattr(sync_module, "BATCH_PASSAGES", 2)

    def records(path: Path, file: str):
        for number, text in enumerate(path.read_text(encoding="utf-8").split("\n")):
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            yield Document(f"{file}#{number}", text, "", sha256, "utf-8", record=str(number))

    monkeypatch.setattr(parts_module, "read_documents", records)
    before, meanwhile = [TRAIN, MARKET, SCHOOL], [f"{TRAIN} {MARKET}", SCHOOL, MARKET, TRAIN]
    folder.write("أخبار.txt", "\n".join(before))
    folder.sync()
    folder.write("أخبار.txt", "\n".join(meanwhile))  # the first of them is new, so the model is asked for at once
    Meddling(monkeypatch, lambda: folder.write("أخبار.txt", "\n".join(before)))
    folder.sync()
    found = [folder.ledger.document(f"أخبار.txt#{number}") for number in range(4)]
    assert [document and document.text for document in found] == [*before, None]
    assert content(folder.ledger)["words"] == fresh_content(folder.corpus, folder.corpus.parent / "fresh")["words"]


def test_a_change_within_the_clock_step_of_the_reading_itself_is_seen(folder: Folder) -> None:
    path = folder.write("قطار.txt", TRAIN)
    sha256 = stamps.file_sha256(path)
    folder.write("قطار.txt", TRAIN.replace("صباح", "مساءً"[:4]))
    stamp = stamps.file_stamp(path)  # as if the clock had not moved on since the first writing
    assert not stamps.is_unchanged(stamp, sha256, path)
    assert stamps.is_unchanged(stamp, stamps.file_sha256(path), path)


def test_a_file_that_never_holds_still_is_read_again_with_the_next_sync(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = iter([TRAIN, MARKET, SCHOOL, TRAIN + MARKET, TRAIN + SCHOOL, MARKET + SCHOOL, MARKET + TRAIN])
    folder.write("قطار.txt", next(texts))
    with monkeypatch.context() as patched:
        Meddling(patched, *[lambda: folder.write("قطار.txt", next(texts))] * 6)
        folder.sync()
    assert folder.ledger.document("قطار.txt").text != (folder.corpus / "قطار.txt").read_text(encoding="utf-8")
    assert folder.sync().changed == 1
    assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh")


def test_a_file_that_goes_while_it_is_read_is_not_kept(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.write("قطار.txt", TRAIN)
    folder.write("سوق.txt", MARKET)
    Meddling(monkeypatch, lambda: None, path.unlink)
    folder.sync()
    folder.sync()
    assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh")


@pytest.mark.parametrize("moment", [1, 2, 3, 4])
def test_a_folder_that_vanishes_in_the_middle_costs_the_index_nothing(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    for number in range(4):
        folder.write(f"{number}.txt", long_text(number, 2))
    folder.sync()
    before = {record.source for record in folder.ledger.files()}
    for number in range(4):
        folder.write(f"{number}.txt", long_text(number + 10, 2))
    away = folder.corpus.with_name("away")
    with monkeypatch.context() as patched:
        Meddling(patched, *[lambda: None] * (moment - 1), lambda: folder.corpus.rename(away))
        with pytest.raises(VectorstoreError, match="corpus_missing"):
            folder.sync()
    assert {record.source for record in folder.ledger.files()} == before
    with pytest.raises(VectorstoreError, match="corpus_missing"):
        folder.sync()
    away.rename(folder.corpus)
    folder.sync()
    assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh")


def test_an_empty_folder_in_the_place_of_the_indexed_one_erases_nothing(folder: Folder) -> None:
    folder.write("قطار.txt", TRAIN)
    folder.sync()
    before = content(folder.ledger)
    away = folder.corpus.with_name("away")
    folder.corpus.rename(away)
    folder.corpus.mkdir()  # where a drive is mounted, while it is not
    with pytest.raises(VectorstoreError, match="corpus_emptied") as raised:
        folder.sync(no_model)
    assert raised.value.values == {"path": str(folder.corpus), "files": 1}
    assert content(folder.ledger) == before
    assert folder.counts(no_model, retry=True)[2] == 1


def test_a_folder_that_somebody_emptied_is_followed(folder: Folder) -> None:
    path = folder.write("قطار.txt", TRAIN)
    folder.sync()
    path.unlink()
    assert folder.counts(no_model) == (0, 0, 1, 0, 0)
    assert folder.ledger.count() == 0


@pytest.mark.parametrize("fault", [PermissionError(13, "no"), OSError(5, "input/output error")])
def test_a_folder_inside_that_cannot_be_looked_into_now_keeps_its_files(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, fault: OSError
) -> None:
    folder.write("قرص/قطار.txt", TRAIN)
    gone = folder.write("سوق.txt", MARKET)
    folder.sync()
    gone.unlink()
    scandir = os.scandir

    def failing(path):
        if Path(path).name == "قرص":
            raise fault
        return scandir(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", failing)
        assert folder.counts(no_model) == (0, 0, 1, 1, 1)
    named = {record.source: (record.status, record.reason) for record in folder.ledger.files()}
    assert named == {"قرص": ("refused", "unreadable"), "قرص/قطار.txt": ("indexed", "")}
    assert folder.ledger.document("قرص/قطار.txt").text == TRAIN
    assert folder.counts(no_model) == (0, 0, 1, 1, 0)  # what is gone is the folder's own entry
    shutil.rmtree(folder.corpus / "قرص")
    assert folder.counts(no_model) == (0, 0, 1, 0, 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="permissions of POSIX")
def test_a_folder_without_permission_is_named_in_the_list(folder: Folder) -> None:
    folder.write("مغلق/قطار.txt", TRAIN)
    folder.write("سوق.txt", MARKET)
    (folder.corpus / "مغلق").chmod(0)
    folder.corpus.chmod(0o755)
    if os.geteuid() == 0:  # who then becomes nobody must still get as far as the folder
        for parent in (parent for parent in folder.corpus.parents if parent.is_relative_to(tempfile.gettempdir())):
            parent.chmod(parent.stat().st_mode | 0o055)
    try:
        found = as_nobody(lambda: [path.name for path in find_files(folder.corpus)])
    finally:
        (folder.corpus / "مغلق").chmod(0o700)
    assert found == ["سوق.txt", "مغلق"]


def as_nobody(look: Callable[[], list[str]]) -> list[str]:
    """What somebody sees whom permissions bind, although these tests may be run by root."""
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            os.write(write, json.dumps(look()).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return json.loads(said)


# -- clocks ----------------------------------------------------------------------------------------


def test_a_change_is_seen_in_a_file_whose_time_lies_in_the_future(folder: Folder) -> None:
    path = folder.write("قطار.txt", TRAIN)
    age(path, -(10**6))
    folder.sync()
    looks = path.stat()
    folder.write("قطار.txt", TRAIN.replace("صباح", "مساءً"[:4]))
    os.utime(path, ns=(looks.st_atime_ns, looks.st_mtime_ns))
    assert folder.counts() == (0, 1, 0, 0, 0)
    assert folder.counts(no_model) == (0, 0, 0, 1, 0)


@pytest.mark.parametrize("hours", [-48, -1, 1, 48])
def test_a_change_is_seen_after_the_clock_was_set(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    real = time.time_ns
    path = folder.write("قطار.txt", TRAIN)
    age(folder.write("سوق.txt", MARKET))
    folder.sync()
    monkeypatch.setattr(time, "time_ns", lambda: real() + hours * 3600 * 10**9)
    folder.write("قطار.txt", TRAIN.replace("صباح", "مساءً"[:4]))
    os.utime(path, ns=(time.time_ns(), time.time_ns()))
    assert folder.counts() == (0, 1, 0, 1, 0)
    monkeypatch.setattr(time, "time_ns", real)
    path.write_text(TRAIN.replace("صباح", "ظهيرة"[:4]), encoding="utf-8", newline="")
    os.utime(path, ns=(time.time_ns(), time.time_ns()))
    assert folder.counts() == (0, 1, 0, 1, 0)
    assert folder.ledger.document("قطار.txt").text == path.read_text(encoding="utf-8")


# -- stopping --------------------------------------------------------------------------------------


def test_a_stopped_sync_says_so_keeps_what_is_done_and_the_next_goes_on(folder: Folder) -> None:
    for number in range(40):
        folder.write(f"{number:02}.txt", long_text(number))
    first = folder.embedder
    report = folder.sync(should_stop=lambda: len(first.embedded) >= 2 * EMBEDDING_BATCH)
    assert report.notes == ("stopped",)
    done = list(first.embedded)
    assert len(done) == 2 * EMBEDDING_BATCH
    assert folder.sync().notes == ()
    assert set(folder.embedder.embedded).isdisjoint(done)
    assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh")


def test_any_sequence_of_changes_ends_where_a_fresh_index_would(folder: Folder) -> None:
    chance = random.Random(7)
    texts = [TRAIN, MARKET, SCHOOL, long_text(1), long_text(2, 3), "", "   \n", "كلمة"]
    sources = [f"{name}.{suffix}" for name in ("أ", "ب", "ج/د", "ج/هـ") for suffix in ("txt", "md", "pdf")]
    for step in range(12):
        for source in chance.sample(sources, chance.randint(1, 5)):
            path = folder.corpus / source
            action = chance.choice(("write", "write", "delete", "move"))
            if action == "write":
                folder.write(source, chance.choice(texts))
            elif action == "delete":
                path.unlink(missing_ok=True)
            elif path.exists():
                target = folder.corpus / chance.choice(sources)
                target.parent.mkdir(exist_ok=True)
                path.replace(target)
        folder.sync()
        assert content(folder.ledger) == fresh_content(folder.corpus, folder.corpus.parent / "fresh"), step
        assert folder.counts(no_model)[:3] == (0, 0, 0)
