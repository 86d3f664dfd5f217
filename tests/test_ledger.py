"""The ledger: what is written is read back exactly, all of it or nothing, and erased to the last byte."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import WordLengths, vocabulary
from vectorstore.ledger import lexical
from vectorstore.ledger.keys import vector_key
from vectorstore.ledger.reader import LedgerReader
from vectorstore.ledger.rows import Stamp
from vectorstore.ledger.writer import Ledger
from vectorstore.types import Document, Passage, Refusal

MADE_BY = ("word-lengths", "1.1")
STAMP = Stamp(size=10, mtime_ns=1, ctime_ns=2, read_ns=3)
TEXT = "قال الوزير إن الخطة جاهزة. وستبدأ في الربيع.\nأما الكلفة فلم تُعلن."


def document(source: str = "خبر.txt", text: str = TEXT) -> Document:
    return Document(source, text, "خطة الوزير", "00", "utf-8")


def passages(source: str = "خبر.txt", text: str = TEXT) -> list[Passage]:
    """One passage per line, one sentence per full stop."""
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        cuts = [start + i + 1 for i, letter in enumerate(line) if letter == "."] or [start + len(line)]
        spans = tuple(zip([start, *cuts[:-1]], cuts, strict=True))
        end = cuts[-1]
        found.append(Passage(source, start, end, text[start:end], "خطة الوزير", "body", spans))
        start += len(line)
    return found


def put(ledger: Ledger, source: str = "خبر.txt", text: str = TEXT) -> list[Passage]:
    made, embedder = passages(source, text), WordLengths()
    with ledger.transaction():
        keys = [vector_key(MADE_BY[0], passage) for passage in made]
        ledger.add_vectors(zip(keys, embedder.embed_passages(made), strict=True))
        write(ledger, document(source, text), made)
    return made


def write(ledger: Ledger, found: Document, made: list[Passage]) -> None:
    """A file of one article; inside a transaction."""
    ledger.open_file(found.file, STAMP, found.sha256, MADE_BY)
    ledger.put_document(found, MADE_BY, made)
    ledger.close_file(found.file, found.encoding, (), {found.source})


@pytest.fixture
def ledger(tmp_path: Path):
    opened = Ledger(tmp_path / "ledger.sqlite3")
    yield opened
    opened.close()


def test_a_document_and_its_passages_come_back_as_they_were_written(ledger: Ledger) -> None:
    made = put(ledger)
    assert ledger.document("خبر.txt") == document()
    assert ledger.passages([passage.id for passage in made]) == {passage.id: passage for passage in made}
    assert [stored.passage for stored in ledger.stored("خبر.txt")] == made
    (record,) = ledger.files()
    assert (record.status, record.passages, record.characters) == ("indexed", 2, len(TEXT))


def test_vectors_come_back_in_8_bits_and_of_unit_length(ledger: Ledger) -> None:
    made = put(ledger)
    for passage, expected in zip(made, WordLengths().embed_passages(made), strict=True):
        found = ledger.embedded([passage.id])[passage.id]
        assert found.vector.shape == (16,)
        assert found.sentences.shape == (len(passage.sentences), 16)
        for kept, made_first in ((found.vector[None], expected.vector[None]), (found.sentences, expected.sentences)):
            assert kept.dtype == np.float32
            assert np.linalg.norm(kept, axis=1) == pytest.approx(1, abs=1e-5)
            assert np.abs(kept - made_first).max() < 1 / 127


def test_text_that_databases_dislike_survives(ledger: Ledger) -> None:
    text = "\ufeffنص\r\nفيه\0صفر و\u202eاتجاه و😀 و'علامة\"."
    made = put(ledger, "غريب.txt", text)
    found = ledger.document("غريب.txt")
    assert found is not None and found.text == text
    assert [stored.passage for stored in ledger.stored("غريب.txt")] == made


def test_an_id_that_is_not_there_is_left_out(ledger: Ledger) -> None:
    (first, _) = put(ledger)
    assert set(ledger.passages([first.id, "unknown"])) == {first.id}
    assert ledger.document("آخر.txt") is None


def test_passages_and_their_vectors_read_at_once_are_those_read_apart(ledger: Ledger) -> None:
    made = [*put(ledger), *put(ledger, "آخر.txt", "القطار في المحطة. والمسافرون على الرصيف.\n")]
    ids = [passage.id for passage in made]
    found, apart = ledger.embedded_passages([*ids, "unknown"]), ledger.embedded(ids)
    assert {name: passage for name, (passage, _) in found.items()} == ledger.passages(ids)
    for name, (_, both) in found.items():
        assert np.array_equal(both.vector, apart[name].vector)
        assert np.array_equal(both.sentences, apart[name].sentences)


def test_passages_whose_vectors_are_lost_are_missed(ledger: Ledger, tmp_path: Path) -> None:
    (first, second) = put(ledger)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite3")) as other:
        other.execute("DELETE FROM vectors WHERE key = ?", (vector_key(MADE_BY[0], first),))
        other.commit()
    with pytest.raises(sqlite3.DatabaseError, match="not as it was written"):
        ledger.embedded_passages([first.id, second.id])


def test_a_vector_key_names_the_content_and_not_its_place() -> None:
    passage = passages()[0]
    moved = replace(passage, source="b.txt", start=passage.start + 7, end=passage.end + 7,
                    sentences=tuple((a + 7, b + 7) for a, b in passage.sentences))  # fmt: skip
    assert vector_key("m", moved) == vector_key("m", passage)
    others = [
        vector_key("other model", passage),
        vector_key("m", replace(passage, title="")),
        vector_key("m", replace(passage, text=passage.text.replace("جاهزة", "جاهزه"))),
        vector_key("m", replace(passage, sentences=((passage.start, passage.end),))),
    ]
    assert len({vector_key("m", passage), *others}) == 5


def test_a_transaction_that_fails_writes_nothing(ledger: Ledger) -> None:
    put(ledger)
    before = ledger.revision
    with pytest.raises(RuntimeError), ledger.transaction():
        ledger.forget("خبر.txt")
        raise RuntimeError("cut off")
    assert ledger.count() == 2
    assert ledger.revision == before
    assert ledger.search_words(["وزير"], [], 5, None)


def test_a_passage_without_its_vector_cannot_be_written(ledger: Ledger) -> None:
    with pytest.raises(sqlite3.IntegrityError), ledger.transaction():
        write(ledger, document(), passages())
    assert ledger.files() == ()


def test_the_revision_changes_with_the_passages_and_with_nothing_else(ledger: Ledger) -> None:
    put(ledger)
    first = ledger.revision
    with ledger.transaction():
        ledger.touch("خبر.txt", STAMP)
        ledger.open_file("صورة.jpg", STAMP, "", MADE_BY)
        ledger.close_file("صورة.jpg", "", (Refusal("صورة.jpg", "unsupported"),), ())
    assert ledger.revision == first
    with ledger.transaction():
        ledger.forget("خبر.txt")
    assert ledger.revision != first


def test_a_snapshot_keeps_seeing_what_was_committed_when_it_began(ledger: Ledger) -> None:
    made = put(ledger)
    reader = LedgerReader(ledger.path)
    with reader.snapshot():
        with ledger.transaction():
            ledger.forget("خبر.txt")
        assert set(reader.ids()) == {passage.id for passage in made}
        assert reader.search_words(["وزير"], [], 5, None)
    assert reader.ids() == []
    reader.close()


def test_a_reader_cannot_write(ledger: Ledger) -> None:
    put(ledger)
    reader = LedgerReader(ledger.path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._all("DELETE FROM passages")
    reader.close()


def test_words_are_found_until_their_file_is_forgotten(ledger: Ledger) -> None:
    (first, second) = put(ledger)
    put(ledger, "آخر.txt", "وصل القطار إلى المحطة.")
    assert [found for found, _ in ledger.search_words([], ["الكلفه"], 5, None)] == [second.id]
    assert first.id in dict(ledger.search_words([], ["الوزير"], 5, None))
    assert ledger.search_words([], ["القطار"], 5, ["خبر.txt"]) == []
    assert "القطار" in vocabulary(ledger)
    with ledger.transaction():
        ledger.forget("آخر.txt")
        ledger.drop_orphans()
    assert ledger.search_words([], ["القطار"], 5, None) == []
    assert "القطار" not in vocabulary(ledger)
    assert ledger.document_frequency(["القطار", "الوزير"], "words") == {"الوزير": 2}


def test_words_rank_by_bm25(ledger: Ledger) -> None:
    put(ledger, "1.txt", "القطار في المحطة والمسافرون على الرصيف ينتظرون موعد الرحيل.")
    put(ledger, "2.txt", "القطار القطار القطار.")
    put(ledger, "3.txt", "السوق مفتوح اليوم.")
    put(ledger, "4.txt", "المدرسة مغلقة اليوم.")
    found = ledger.search_words([], ["القطار"], 5, None)
    sources = [ledger.passages([name])[name].source for name, _ in found]
    assert sources == ["2.txt", "1.txt"]
    assert found[0][1] > found[1][1] > 0
    assert ledger.first_texts(["القطار"], 1) == ["القطار في المحطة والمسافرون على الرصيف ينتظرون موعد الرحيل."]


def test_of_many_words_the_rarest_are_searched(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        put(ledger, f"{number}.txt", f"القطار رقم {number} في المحطة.")
    monkeypatch.setattr(lexical, "MAX_POSTINGS", 3)
    (rare,) = ledger.search_words([], ["القطار", "3"], 9, None)
    assert ledger.passages([rare[0]])[rare[0]].source == "3.txt"
    assert len(ledger.search_words([], ["القطار"], 9, None)) == 6


def test_lists_longer_than_a_page_of_sql_are_looked_up_whole(ledger: Ledger) -> None:
    lines = "\n".join(f"السطر رقم {number} في الملف." for number in range(1300))
    made = put(ledger, "طويل.txt", lines)
    assert set(ledger.passages([passage.id for passage in made])) == {passage.id for passage in made}
    assert [stored.passage.id for stored in ledger.stored(page=100)] == ledger.ids()
    assert len(ledger.sample(8)) == 8


def test_exact_vectors_can_be_kept_to_some_files(ledger: Ledger) -> None:
    put(ledger)
    (other,) = put(ledger, "آخر.txt", "وصل القطار إلى المحطة.")
    question = WordLengths().embed_query("قال الوزير إن الخطة جاهزة")
    assert [name for name, _ in ledger.nearest(question, 5, ["آخر.txt"])] == [other.id]
    ids, matrix = ledger.vectors(16)
    scores = dict(zip(ids, matrix @ question, strict=True))
    expected = sorted(scores, key=lambda name: -scores[name])
    assert [name for name, _ in ledger.nearest(question, 2, ["آخر.txt", "خبر.txt"])] == expected[:2]
    assert ledger.vectors(16)[1].shape == (3, 16)
    assert ledger.vectors(8)[1].shape == (0, 8)


def test_vectors_stay_while_any_passage_uses_them(ledger: Ledger) -> None:
    made = put(ledger)
    put(ledger, "نسخة.txt")
    keys = {vector_key(MADE_BY[0], passage) for passage in made}
    for source, left in (("خبر.txt", keys), ("نسخة.txt", set())):
        with ledger.transaction():
            ledger.forget(source)
            ledger.drop_orphans()
        assert ledger.known_keys(keys) == left


def test_forgotten_text_is_in_no_byte_of_the_file(ledger: Ledger) -> None:
    put(ledger)
    put(ledger, "آخر.txt", "وصل القطار إلى المحطة.")
    with ledger.transaction():
        ledger.forget("خبر.txt")
        ledger.drop_orphans()
    ledger.checkpoint()
    data = b"".join(path.read_bytes() for path in ledger.path.parent.iterdir())
    for gone in ("الخطة جاهزة", "جاهزه", "الكلفه"):  # the text, and the normalised words of the lexical index
        assert gone.encode() not in data
    assert "القطار".encode() in data


def test_a_lexical_index_that_lost_a_passage_is_reported_by_the_check(ledger: Ledger) -> None:
    put(ledger)
    ledger.check()
    ledger._all("DELETE FROM lexical_docsize WHERE id = 1")
    with pytest.raises(sqlite3.DatabaseError):
        ledger.check()


def test_damage_is_reported_by_the_check(ledger: Ledger, tmp_path: Path) -> None:
    for number in range(40):
        put(ledger, f"{number}.txt", f"{TEXT} {number}.")
    ledger.check()
    ledger.checkpoint()
    data = bytearray(ledger.path.read_bytes())
    data[8192:20480] = bytes(12288)
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(data)
    other = Ledger(damaged)
    with pytest.raises(sqlite3.DatabaseError):
        other.check()
    other.close()


def test_a_file_of_many_articles_loses_those_that_are_not_kept(ledger: Ledger) -> None:
    for name in ("1", "2"):
        text = f"خبر رقم {name}. وتفصيله {name}."
        made = passages(f"أخبار.jsonl#{name}", text)
        vectors = WordLengths().embed_passages(made)
        with ledger.transaction():
            ledger.add_vectors(zip([vector_key(MADE_BY[0], passage) for passage in made], vectors, strict=True))
            ledger.open_file("أخبار.jsonl", STAMP, "00", MADE_BY)
            ledger.put_document(replace(document(made[0].source, text), record=name), MADE_BY, made)
    assert ledger.files() == ()  # until the file is closed it counts as cut off
    bad = Refusal("أخبار.jsonl", "bad_record", "line 3")
    with ledger.transaction():
        ledger.close_file("أخبار.jsonl", "utf-8", (bad,), {"أخبار.jsonl#2"})
    (record,) = ledger.files()
    assert (record.status, record.articles, record.reason, record.detail) == ("indexed", 1, "some_refused", "1: line 3")
    assert [article.source for article in ledger.articles(10)] == ["أخبار.jsonl#2"]
    assert ledger.scope(["أخبار.jsonl", "غائب.txt"]) == ({"أخبار.jsonl#2"}, {"غائب.txt"})


def test_what_chroma_has_yet_to_follow_is_noted_by_the_database_itself(ledger: Ledger) -> None:
    first = put(ledger, "أول.txt")
    assert ledger.pending() == ([], [])  # no collection yet: it will be built whole
    ledger.set("store", "a name")
    second = put(ledger, "ثان.txt")
    with ledger.transaction():
        ledger.forget("أول.txt")
    added, removed = ledger.pending()
    assert set(added) == {passage.id for passage in second}
    assert set(removed) == {passage.id for passage in first}
    with ledger.transaction():
        ledger.mark_applied()
    assert ledger.pending() == ([], [])
