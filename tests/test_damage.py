"""Bits that change on the disk: nothing that was damaged is shown, searched or asked for in vain; the next start heals.

A trial flips one bit, drawn by chance, of a closed index, starts, compares all that can be asked of it with what it
was before, and starts again, without a model. `FLIPS=460 python -m pytest tests/test_damage.py` makes more of them.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from tests.crash_child import question_of
from tests.fakes import no_model
from tests.test_crash import Folder
from tests.test_index import Shelf
from vectorstore import opening
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.ledger.digests import row_digest, vector_digest
from vectorstore.ledger.packed import unpack
from vectorstore.ledger.writer import Ledger
from vectorstore.sync.listing import find_files
from vectorstore.sync.scan import PIPELINE_VERSIONS
from vectorstore.text.arabic import tokens

FLIPS = int(os.environ.get("FLIPS", "30"))

SEED = int(os.environ.get("SEED", "20"))

PLACES = ("ledger", "ledger", "ledger", "chroma")
"""What a bit is flipped in; the word index is a part of the ledger."""


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """An index of a dozen articles, made once and never opened again."""
    shelf = Shelf(tmp_path_factory.mktemp("pristine"))
    shelf.corpus.rmdir()
    folder = Folder(shelf.corpus, random.Random(SEED), 5)
    for _ in range(12):
        folder.apply("add")
    shelf.run()
    return shelf


@pytest.fixture
def shelf(pristine: Shelf, tmp_path: Path) -> Shelf:
    return copied(pristine, tmp_path)


def copied(pristine: Shelf, place: Path) -> Shelf:
    """The same corpus with an index of its own."""
    made = Shelf(place)
    made.corpus = pristine.corpus
    shutil.copytree(pristine.index_dir, made.index_dir)
    return made


def told(index: Index, shelf: Shelf) -> dict[str, object]:
    """All that can be asked of an index."""
    with index.reading() as snapshot:
        passages = {one.source: snapshot.passages_of(one.source) for one in snapshot.articles(1000)}
        ids = [name for found in passages.values() for name in found]
        vectors = snapshot.vectors(ids)
        words = {token.text for found in passages.values() for one in found.values() for token in tokens(one.text)}
        question = shelf.embedder.embed_query("كم بلغ عدد الركاب في المحطة")
        return {
            "files": [replace(file) for file in snapshot.files()],
            "articles": {source: snapshot.document(source) for source in passages},
            "passages": passages,
            "vectors": {name: (one.vector.tobytes(), one.sentences.tobytes()) for name, one in vectors.items()},
            "words": {word: sorted(rounded(snapshot.search_text([], [word], 100))) for word in sorted(words)},
            "near": sorted(rounded(snapshot.search_vectors(question, 100))),
            "spellings": {word: snapshot.words_by_key(word) for word in sorted(words)},
        }


def rounded(found: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return [(name, round(score, 4)) for name, score in found]


def answers(index: Index, shelf: Shelf) -> list[str]:
    """What is answered about two of the articles, each answer with its quotes compared with the file."""
    made = []
    for path in find_files(shelf.corpus)[::7]:
        source = path.relative_to(shelf.corpus).as_posix()
        answer = Assistant(index, shelf.embedder.load).ask(question_of(path), sources=[source])
        text = path.read_text(encoding="utf-8")
        assert all(text[one.start : one.end] == one.quote for one in answer.citations)
        made.append(answer.text)
    return made


def start(shelf: Shelf, load=None) -> tuple[dict[str, object], list[str], tuple[str, ...]]:
    """What one start has to say, from opening to closing."""
    index = shelf.open(load)
    try:
        return told(index, shelf), answers(index, shelf), index.report.notes
    finally:
        index.close()


def flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        (was,) = file.read(1)
        file.seek(place)
        file.write(bytes([was ^ (1 << bit)]))


def flip_one(index_dir: Path, chance: random.Random) -> str:
    """Flip a bit of the ledger or of Chroma's files, each byte as likely as another; which one."""
    where = chance.choice(PLACES)
    files = [path for path in sorted(index_dir.rglob("*")) if path.is_file() and path.stat().st_size > 8]
    files = [path for path in files if ("chroma" in path.relative_to(index_dir).parts) == (where == "chroma")]
    path = chance.choices(files, [path.stat().st_size for path in files])[0]
    place, bit = chance.randrange(path.stat().st_size), chance.randrange(8)
    flip(path, place, bit)
    return f"bit {bit} of byte {place} of {path.name}"


def verdict(shelf: Shelf, right: tuple) -> str:
    """How an index that was damaged fares: at its next start, and at the one after that."""
    verdicts = []
    for load in (None, no_model):
        try:
            found = start(shelf, load)
        except Exception as error:  # noqa: BLE001 - whatever fails is counted
            verdicts.append(f"failed: {type(error).__name__}")
        else:
            verdicts.append("right" if found[:2] == right[:2] else "wrong")
            if load is no_model and found[2]:
                verdicts[-1] += f", and says {found[2]}"
    return " then ".join(verdicts)


@pytest.mark.slow
def test_a_flipped_bit_makes_no_answer_wrong_and_no_failure_last(
    pristine: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    right = start(copied(pristine, tmp_path / "right"))
    found: Counter[str] = Counter()
    for number in range(FLIPS):
        shelf = copied(pristine, tmp_path / str(number))
        flipped = flip_one(shelf.index_dir, chance)
        judged = verdict(shelf, right)
        found[judged] += 1
        assert judged == "right then right", f"flip {number}, seed {SEED}: {flipped}"
        shutil.rmtree(tmp_path / str(number))
    with capsys.disabled():
        print(f"\n{FLIPS} flipped bits: {dict(found)}")


SECTOR = 512


def zero(data: bytearray, place: int) -> None:
    data[place : place + SECTOR] = bytes(SECTOR)


def repeat(data: bytearray, place: int) -> None:
    data[place : place + SECTOR] = data[:SECTOR]


def cut(data: bytearray, place: int) -> None:
    del data[place:]


@pytest.mark.slow
@pytest.mark.parametrize("harm", [zero, repeat, cut], ids=["zeroes", "another sector", "cut off"])
@pytest.mark.parametrize("name", ["ledger.sqlite3", "ledger.sqlite3.seal", "chroma.sqlite3"])
def test_a_sector_that_is_lost_harms_no_answer_either(
    pristine: Shelf, tmp_path: Path, harm: Callable[[bytearray, int], None], name: str
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    chance = random.Random(f"{SEED} {name}")
    for number in range(2):
        shelf = copied(pristine, tmp_path / str(number))
        (path,) = shelf.index_dir.rglob(name)
        data = bytearray(path.read_bytes())
        harm(data, chance.randrange(len(data)) // SECTOR * SECTOR)
        path.write_bytes(data)
        assert verdict(shelf, right) == "right then right", number


@pytest.mark.parametrize("written", ["status TEXT", "CREATE INDEX documents_by_file", "CREATE TABLE terms"])
def test_a_letter_of_the_tables_own_description_costs_no_vector(
    pristine: Shelf, shelf: Shelf, written: str, tmp_path: Path
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    flip(shelf.ledger, shelf.ledger.read_bytes().index(written.encode()), 5)
    assert start(shelf, no_model)[:2] == right[:2]
    assert start(shelf, no_model) == right


@pytest.mark.parametrize("bit", [0, 7])
def test_a_letter_that_is_none_any_more_is_found_without_a_seal_too(
    pristine: Shelf, shelf: Shelf, bit: int, tmp_path: Path
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    (shelf.index_dir / "ledger.sqlite3.seal").unlink()
    flip(shelf.ledger, shelf.ledger.read_bytes().index("راكبا".encode()), bit)
    assert start(shelf)[:2] == right[:2]
    assert start(shelf, no_model) == right


DAMAGES = {
    "a letter of a passage": "UPDATE passages SET text = replace(text, 'الكبيرة', 'الكبيره') WHERE rowid = 1",
    "what stands between passages": "UPDATE documents SET rest = '[\"\",' || substr(rest, 2) WHERE rowid = 1",
    "a title": "UPDATE documents SET title = 'عنوان آخر' WHERE rowid = 1",
    "a vector that is lost": "DELETE FROM vectors WHERE rowid = 1",
    "a vector of zeroes": "UPDATE vectors SET vector = zeroblob(64) WHERE rowid = 1",
    "vectors of sentences": "UPDATE vectors SET sentences = zeroblob(length(sentences)) WHERE rowid = 1",
    "a passage that is lost": "DELETE FROM passages WHERE rowid = 1",
    "an article that is lost": "DELETE FROM documents WHERE rowid = 1",
    "a file that is lost": "DELETE FROM files WHERE rowid = 1",
    "an encoding": "UPDATE files SET encoding = 'utf-9' WHERE rowid = 1",
    "a word": "UPDATE terms SET term = 'قطارات' WHERE kind = 'words' AND term = 'الكبيره'",
    "a count": "UPDATE term_counts SET passages = passages + 1000",
    "an entry of the word index": "DELETE FROM lexical_docsize WHERE id = 1",
    "a spelling": "DELETE FROM spellings",
    "a note": "UPDATE meta SET value = 'x' || value WHERE key LIKE 'store%'",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_row_that_changed_or_is_gone_is_made_anew_from_what_is_sound(
    pristine: Shelf, shelf: Shelf, damage: str, tmp_path: Path
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    with_sql(shelf.ledger, damage)
    first = start(shelf)
    assert first[:2] == right[:2]
    assert len(shelf.embedder.embedded) <= 1  # the lost vector, and nothing else
    assert start(shelf, no_model) == right


WORD_INDEX = {
    **{name: DAMAGES[name] for name in ("a word", "a count", "a spelling")},
    "a letter of a word": "UPDATE terms SET term = term || 'ي' WHERE kind = 'words' AND id % 7 = 0",
    "a letter of a stem": "UPDATE terms SET term = term || 'ي' WHERE kind = 'stems' AND id % 7 = 0",
    "a letter of a spelling": "UPDATE spellings SET word = word || 'ي' WHERE key = (SELECT max(key) FROM spellings)",
}


@pytest.mark.parametrize("damage", WORD_INDEX.values(), ids=WORD_INDEX)
def test_a_word_index_that_lost_its_seal_is_compared_with_the_passages(
    pristine: Shelf, shelf: Shelf, damage: str, tmp_path: Path
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    with_sql(shelf.ledger, damage)
    (shelf.index_dir / "ledger.sqlite3.seal").unlink()
    assert start(shelf, no_model)[:2] == right[:2]
    assert start(shelf, no_model) == right


def with_sql(ledger: Path, *statements: str) -> None:
    """Change the file as another program would, without any of its triggers."""
    connection = sqlite3.connect(ledger)
    for trigger in [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        connection.execute(f"DROP TRIGGER {trigger}")
    changed = connection.total_changes
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    assert connection.total_changes > changed
    connection.close()


def test_what_was_damaged_is_said_and_only_its_file_is_read_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with_sql(shelf.ledger, DAMAGES["what stands between passages"])
    index = shelf.open(no_model)
    assert index.report.notes == ("rebuilt_corrupt",)
    assert (index.report.unchanged, len(index.report.files)) == (12, 12)
    index.close()
    assert caplog.text.count("damaged in the index, and read again") == 1


@pytest.mark.parametrize("damage", ["a letter of a passage", "a vector that is lost", "what stands between passages"])
def test_damage_while_the_index_is_open_is_named_when_it_is_read_and_healed_by_the_next_sync(
    pristine: Shelf, shelf: Shelf, damage: str, tmp_path: Path
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    index = shelf.open()
    with_sql(shelf.ledger, DAMAGES[damage])
    with pytest.raises(VectorstoreError, match="index_damaged"):
        told(index, shelf)
    assert index.sync().notes == ("rebuilt_corrupt",)
    assert (told(index, shelf), answers(index, shelf)) == right[:2]
    index.close()
    assert start(shelf, no_model) == right


def test_damage_is_named_without_the_text_that_it_stands_in(shelf: Shelf) -> None:
    index = shelf.open()
    with_sql(shelf.ledger, "UPDATE documents SET rest = cast(x'ff' || rest AS text) WHERE rowid = 1")
    with pytest.raises(VectorstoreError, match="index_damaged") as raised:
        told(index, shelf)
    index.close()
    assert "راكبا" not in str(raised.value)
    assert len(raised.value.values["detail"]) <= 200


def test_damage_that_nobody_healed_while_it_was_open_is_healed_by_the_next_start(
    pristine: Shelf, shelf: Shelf, tmp_path: Path
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    index = shelf.open()
    with_sql(shelf.ledger, DAMAGES["a vector that is lost"])
    with pytest.raises(VectorstoreError, match="index_damaged"):
        told(index, shelf)
    index.close()
    assert start(shelf)[:2] == right[:2]
    assert start(shelf, no_model) == right


@pytest.mark.parametrize("sealed", [True, False])
def test_a_ledger_too_large_for_a_look_at_start_is_looked_over_in_the_background(
    pristine: Shelf, shelf: Shelf, sealed: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    monkeypatch.setattr(opening, "CHECK_BYTES", 0)
    seal = shelf.ledger.with_name(shelf.ledger.name + ".seal")
    data = shelf.ledger.read_bytes()
    flip(shelf.ledger, data.index(f"{shelf.embedder.fingerprint} {PIPELINE_VERSIONS}".encode()), 1)  # of an article
    if not sealed:
        seal.unlink()
    index = shelf.open()
    index._inspection.join()
    assert index._damage
    index.sync()
    assert (told(index, shelf), answers(index, shelf)) == right[:2]
    index.close()
    index = shelf.open(no_model)
    index._inspection.join()
    assert not index._damage and index._writer.verified
    index.close()


def test_an_index_that_was_killed_is_checked_row_by_row_since_it_has_no_seal(
    pristine: Shelf, shelf: Shelf, tmp_path: Path
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    for seal in shelf.index_dir.rglob("*.seal"):
        seal.unlink()
    assert start(shelf, no_model) == right
    (shelf.index_dir / "ledger.sqlite3.seal").unlink()
    data = shelf.ledger.read_bytes()
    for place in (index for index in range(len(data)) if data.startswith("راكبا".encode(), index)):
        flip(shelf.ledger, place, 1)
    found = start(shelf)
    assert found[:2] == right[:2]
    assert found[2] == ("rebuilt_corrupt",)


def as_version_4(path: Path) -> None:
    """Make a ledger as that version wrote it: vectors in 32 and 16 bits, longer keys, articles with their text."""
    with closing(Ledger(path)) as ledger:
        texts = {one.source: ledger.document(one.source).text for one in ledger.articles(1000)}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for trigger in [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("ALTER TABLE documents RENAME COLUMN rest TO text")
        connection.executemany("UPDATE documents SET text = ? WHERE source = ?", [(t, s) for s, t in texts.items()])
        for key, vector, sentences, _ in connection.execute("SELECT * FROM vectors").fetchall():
            wide = unpack(vector, len(vector)).astype("<f4").tobytes()
            narrow = unpack(sentences, len(vector)).astype("<f2").tobytes()
            longer = f"{key:0<64}"
            row = (longer, wide, narrow, vector_digest(longer, wide, narrow), key)
            connection.execute("UPDATE vectors SET key = ?, vector = ?, sentences = ?, digest = ? WHERE key = ?", row)
            connection.execute("UPDATE passages SET vector_key = ? WHERE vector_key = ?", (longer, key))
        for table in ("documents", "passages"):
            for row in connection.execute(f"SELECT * FROM {table}").fetchall():
                connection.execute(
                    f"UPDATE {table} SET digest = ? WHERE digest = ?", (row_digest(row[:-1]), row[-1])
                )
        connection.execute("PRAGMA user_version = 4")


def test_a_ledger_of_the_version_before_keeps_its_vectors_and_articles(
    pristine: Shelf, shelf: Shelf, tmp_path: Path
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    as_version_4(shelf.ledger)
    (shelf.index_dir / "ledger.sqlite3.seal").unlink()
    found = start(shelf, no_model)
    assert found[:2] == right[:2]
    assert found[2] == ("rebuilt_version",)
    assert start(shelf, no_model) == right


def test_a_ledger_of_a_version_without_hashes_keeps_its_vectors_and_articles(
    pristine: Shelf, shelf: Shelf, tmp_path: Path
) -> None:
    right = start(copied(pristine, tmp_path / "right"))
    as_version_4(shelf.ledger)
    columns = [("files", "digest"), ("files", "articles"), ("documents", "digest"), ("documents", "passages")]
    columns += [("vectors", "digest"), ("passages", "digest")]
    with_sql(
        shelf.ledger,
        *(f"ALTER TABLE {table} DROP COLUMN {column}" for table, column in columns),
        "UPDATE passages SET text = replace(text, 'الكبيرة', 'الكبيره') WHERE rowid = 1",
        "PRAGMA user_version = 3",
    )
    (shelf.index_dir / "ledger.sqlite3.seal").unlink()
    found = start(shelf, no_model)
    assert found[:2] == right[:2]
    assert found[2] == ("rebuilt_version",)
    assert start(shelf, no_model) == right
