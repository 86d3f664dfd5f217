"""Chroma as this project uses it: real collections in a temporary folder."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import WordLengths
from vectorstore.chroma.collection import Store
from vectorstore.chroma.errors import StoreBroken
from vectorstore.chroma.files import files_digest
from vectorstore.ledger.rows import StoredPassage
from vectorstore.types import Passage

SENTENCES = (
    "قال الوزير إن الخطة جاهزة",
    "وصل القطار إلى محطة المدينة متأخرا",
    "لا",
    "ارتفعت أسعار النفط في الأسواق",
)


def rows(*texts: str, source: str = "خبر.txt") -> list[StoredPassage]:
    """One passage per text, standing one after the other."""
    embedder, found, start = WordLengths(), [], 0
    for number, text in enumerate(texts):
        passage = Passage(
            source, start, start + len(text), text, "عنوان", "body", ((start, start + len(text)),)
        )
        found.append(StoredPassage(number, passage, embedder.embed_query(text)))
        start += len(text) + 1
    return found


def filled(folder: Path, stored: list[StoredPassage]) -> Store:
    store = Store(folder, create=True)
    assert list(store.upsert(stored)) == [len(stored)]
    return store


def test_a_passage_is_found_by_its_own_vector_with_cosine_one(tmp_path: Path) -> None:
    stored = rows(*SENTENCES)
    store = filled(tmp_path, stored)
    for row in stored:
        (name, cosine), *_ = store.query(row.vector, 2)
        assert name == row.passage.id
        assert cosine == pytest.approx(1.0, abs=1e-5)
    store.close()


def test_cosines_are_those_of_numpy_best_first(tmp_path: Path) -> None:
    stored = rows(*SENTENCES)
    store = filled(tmp_path, stored)
    question = WordLengths().embed_query("قال الوزير")
    expected = sorted(((float(row.vector @ question), row.passage.id) for row in stored), reverse=True)
    assert [cosine for _, cosine in store.query(question, 10)] == pytest.approx(
        [c for c, _ in expected], abs=1e-5
    )
    assert len(store.query(question, 2)) == 2
    store.close()


def test_vectors_come_back_after_reopening_and_nothing_else_was_kept(tmp_path: Path) -> None:
    stored = rows(*SENTENCES)
    filled(tmp_path, stored).close()
    store = Store(tmp_path)
    store.check([row.passage.id for row in stored], stored)
    kept = store._collection.get()
    assert kept["documents"] == kept["metadatas"] == [None] * len(stored)
    assert store._collection.configuration_json["hnsw"]["space"] == "cosine"
    assert store.known([stored[1].passage.id, "strange"]) == {stored[1].passage.id}
    store.close()


def test_the_collection_of_a_server_keeps_texts(tmp_path: Path) -> None:
    stored = rows(*SENTENCES)
    store = Store(tmp_path, create=True)
    list(Store.of(store._collection).upsert(stored))
    kept = store._collection.get(ids=[stored[0].passage.id])
    assert kept["documents"] == [SENTENCES[0]]
    (metadata,) = kept["metadatas"]
    assert json.loads(metadata["sentences"]) == [[0, len(SENTENCES[0])]]
    assert {metadata[key] for key in ("source", "title", "kind")} == {"خبر.txt", "عنوان", "body"}
    assert (metadata["start"], metadata["end"]) == (0, len(SENTENCES[0]))
    store.close()


def test_upsert_replaces_and_delete_takes_out(tmp_path: Path) -> None:
    stored = rows(*SENTENCES)
    store = filled(tmp_path, stored)
    list(store.upsert(stored[:2]))
    assert store.count() == 4
    store.delete([stored[0].passage.id])
    assert store.ids() == {row.passage.id for row in stored[1:]}
    store.close()


def test_an_empty_collection_finds_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path, create=True)
    assert store.query(np.ones(16, np.float32) / 4, 5) == []
    store.check([], [])
    store.close()


def test_the_check_notices_a_missing_a_strange_and_a_changed_passage(tmp_path: Path) -> None:
    stored = rows(*SENTENCES)
    ids = [row.passage.id for row in stored]
    store = filled(tmp_path, stored)
    changed = [StoredPassage(0, stored[0].passage, stored[1].vector)]
    for expected, samples in ((ids[:3], []), (5, []), ([*ids[:3], "strange"], []), (ids, changed)):
        with pytest.raises(StoreBroken):
            store.check(expected, samples)
    store.check(4, stored)
    store.close()


@pytest.mark.parametrize("damage", [b"", b"not a database", None])
def test_a_damaged_folder_is_reported_as_broken(tmp_path: Path, damage: bytes | None) -> None:
    filled(tmp_path, rows(*SENTENCES)).close()
    if damage is None:
        (tmp_path / "chroma.sqlite3").unlink()
    else:
        (tmp_path / "chroma.sqlite3").write_bytes(damage)
    with pytest.raises(StoreBroken):
        Store(tmp_path)


def test_damaged_bytes_inside_its_database_do_not_take_the_process_down(tmp_path: Path) -> None:
    filled(tmp_path, rows(*SENTENCES)).close()
    path = tmp_path / "chroma.sqlite3"
    data = bytearray(path.read_bytes())
    for place in range(5000, len(data), 1999):
        data[place] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(StoreBroken):
        Store(tmp_path)


@pytest.mark.parametrize("number", [4, 90, 1100])
def test_no_memory_of_this_process_is_left_in_the_vector_files(tmp_path: Path, number: int) -> None:
    texts = [f"خبر رقم {number} من الأخبار" for number in range(number)]
    filled(tmp_path, rows(*texts)).close()
    for _ in range(2):
        store = Store(tmp_path)
        store.check(number, rows(*texts)[:4])
        store.scrub()
        (vectors,) = tmp_path.glob("*/data_level0.bin")
        persisted = (vectors.parent / "index_metadata.pickle").exists()
        assert persisted == (number >= 1000)
        if not persisted:
            assert not any(vectors.read_bytes())
        store.check(number, rows(*texts)[:4])
        store.close()
    store = Store(tmp_path)
    list(store.upsert(rows(*texts, "خبر أخير تماما")))
    store.scrub()
    store.check(number + 1, rows(*texts, "خبر أخير تماما"))
    store.close()


def test_the_digest_notices_one_changed_byte_of_the_vectors(tmp_path: Path) -> None:
    texts = [f"خبر رقم {number} من الأخبار" for number in range(1100)]
    filled(tmp_path, rows(*texts)).close()
    first = files_digest(tmp_path)
    Store(tmp_path).close()
    assert files_digest(tmp_path) == first
    (path,) = tmp_path.glob("*/data_level0.bin")
    data = bytearray(path.read_bytes())
    data[1234] ^= 1
    path.write_bytes(data)
    assert files_digest(tmp_path) != first
