"""What the ledger writes down of articles that come, change, move and go, over a real index with a real Chroma."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes import WordLengths
from vectorstore.index import Index
from vectorstore.ledger.changes import ArticleChange, sentence_hash
from vectorstore.ledger.salvage import remake_ledger
from vectorstore.opening import LEDGER, IndexSource, open_index
from vectorstore.sync.sync import LazyEmbedder

FIRST = "زار الوزير المدينة يوم الأحد. وقال إن الخطة جاهزة."
SECOND = "زار الوزير المدينة يوم الأحد. وقال إن الخطة تأجلت."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "وزير.txt").write_text(FIRST, encoding="utf-8")
    (folder / "مطر.txt").write_text("هطل المطر على الساحل طوال الليل.", encoding="utf-8")
    return folder


def opened(corpus: Path) -> Index:
    model = WordLengths()
    source = IndexSource(corpus, corpus.parent / "index")
    return open_index(source, LazyEmbedder(lambda: model, model.fingerprint))


def changes(index: Index, after: int = 0, since_ns: int = 0) -> list[ArticleChange]:
    with index.reading() as snapshot:
        return snapshot.changes(after, since_ns)


def last(index: Index) -> int:
    with index.reading() as snapshot:
        return snapshot.changes_known()[1]


def test_what_comes_changes_moves_and_goes_is_told_behind_a_number(corpus: Path) -> None:
    before = time.time_ns()
    with closing(opened(corpus)) as index:
        assert [(one.source, one.kind) for one in changes(index)] == [("مطر.txt", "added"), ("وزير.txt", "added")]
        assert all(before <= one.at_ns <= time.time_ns() for one in changes(index))
        mark = last(index)
        index.sync()
        assert changes(index, mark) == []
        (corpus / "وزير.txt").write_text(SECOND, encoding="utf-8")
        (corpus / "مطر.txt").rename(corpus / "طقس.txt")
        (corpus / "جديد.txt").write_text("افتتح المتحف أبوابه أمس.", encoding="utf-8")
        index.sync()
        found = {one.source: one for one in changes(index, mark)}
        assert {source: one.kind for source, one in found.items()} == {
            "جديد.txt": "added", "طقس.txt": "moved", "وزير.txt": "changed",
        }  # fmt: skip
        assert found["طقس.txt"].before == "مطر.txt"
        assert found["وزير.txt"].came == {sentence_hash("وقال إن الخطة تأجلت.")}
        assert found["وزير.txt"].went == 1
        (corpus / "طقس.txt").unlink()
        (corpus / "جديد.txt").unlink()
        index.sync()
        gone = [one for one in changes(index, mark) if one.kind == "removed"]
        assert [one.source for one in gone] == [""], "one that came and went is no news, and no name is kept"
        assert changes(index, since_ns=time.time_ns()) == []


def test_an_article_that_is_again_what_it_was_has_not_changed(corpus: Path) -> None:
    with closing(opened(corpus)) as index:
        mark = last(index)
        for text in (SECOND, FIRST):
            (corpus / "وزير.txt").write_text(text, encoding="utf-8")
            index.sync()
        assert changes(index, mark) == []


def test_reading_a_file_again_is_no_change_of_it(corpus: Path) -> None:
    with closing(opened(corpus)) as index:
        mark = last(index)
        index.sync(again=frozenset({"وزير.txt"}))
        assert changes(index, mark) == []


def test_a_ledger_from_before_gets_the_record_and_loses_nothing(corpus: Path) -> None:
    opened(corpus).close()
    path = corpus.parent / "index" / LEDGER
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE changes")
        connection.commit()
    path.with_name(path.name + ".seal").unlink(missing_ok=True)
    model = WordLengths()
    with closing(opened(corpus)) as index:
        assert model.fingerprint and changes(index) == [], "when they came is not known, so it is not told"
        assert index.report.unchanged == 2 and "rebuilt_corrupt" not in index.report.notes
        with index.reading() as snapshot:
            assert snapshot.changes_known()[0] > 0
            assert "الخطة جاهزة" in snapshot.document("وزير.txt").text
        (corpus / "وزير.txt").write_text(SECOND, encoding="utf-8")
        index.sync()
        assert [(one.source, one.kind) for one in changes(index)] == [("وزير.txt", "changed")]


def test_a_ledger_that_is_made_anew_keeps_its_record(corpus: Path) -> None:
    with closing(opened(corpus)) as index:
        (corpus / "وزير.txt").write_text(SECOND, encoding="utf-8")
        index.sync()
        before, known = changes(index, last(index) - 1), index._reader.changes_known()
    remake_ledger(corpus.parent / "index" / LEDGER)
    with closing(opened(corpus)) as index:
        assert index._reader.changes_known() == known
        assert changes(index, known[1] - 1) == before


def test_an_article_that_comes_back_as_it_was_is_no_news(corpus: Path) -> None:
    with closing(opened(corpus)) as index:
        mark, text = last(index), (corpus / "مطر.txt").read_bytes()
        (corpus / "مطر.txt").unlink()
        index.sync()
        assert [(one.source, one.kind) for one in changes(index, mark)] == [("", "removed")]
        (corpus / "مطر.txt").write_bytes(text)
        index.sync()
        assert changes(index, mark) == []


def test_that_an_article_went_is_forgotten_after_a_year(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(opened(corpus)) as index:
        (corpus / "مطر.txt").unlink()
        index.sync()
        assert "removed" in {one.kind for one in index._reader.changes()}
        monkeypatch.setattr("vectorstore.ledger.changes.KEPT_NS", -1)
        (corpus / "وزير.txt").write_text(SECOND, encoding="utf-8")
        index.sync()
        assert "removed" not in {one.kind for one in index._reader.changes()}
