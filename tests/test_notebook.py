"""The notebook: kept quotes and own notes, their order, what became of their articles, and how they are taken away."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.export.files import FORMATS, write
from assistant.export.notebook import notebook_document
from assistant.history.file import MIGRATIONS, open_file
from assistant.history.notebook import Note, Notebook, chosen, digest, held, tags_of
from assistant.history.store import ConversationStore
from tests.fake_assistant import ARTICLE, ATTACK, QUOTE
from vectorstore.errors import VectorstoreError

START = ARTICLE.find(QUOTE)
QUOTED = Note(source="خبر.txt", start=START, end=START + len(QUOTE), quote=QUOTE, title="عنوان الخبر", date="2017-05")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.sqlite3"


@pytest.fixture
def book(path: Path) -> Iterator[Notebook]:
    opened = Notebook(path)
    yield opened
    opened.close()


def texts(book: Notebook) -> list[str]:
    return [note.text or note.quote for note in book.listed()]


def test_a_quote_comes_back_as_it_was_with_its_place_title_and_date(book: Notebook, path: Path) -> None:
    kept = replace(QUOTED, source="مجلد/اسم\udce9.txt", page=3, ocr=True, text="راجعه", tags=("ليبيا",), star=True)
    key = book.add(kept)
    again = Notebook(path)
    (found,) = again.listed()
    again.close()
    assert found == replace(kept, key=key, made=found.made) and found.made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_quote_kept_twice_is_one_note_and_an_own_note_may_say_the_same_again(book: Notebook) -> None:
    assert book.add(QUOTED) == book.add(QUOTED)
    assert book.add(Note(text="راجعه")) != book.add(Note(text="راجعه"))
    assert len(book.listed()) == 3


def test_what_is_new_stands_on_top_and_two_notes_change_places(book: Notebook) -> None:
    first, second, third = (book.add(Note(text=text)) for text in ("أول", "ثان", "ثالث"))
    assert texts(book) == ["ثالث", "ثان", "أول"]
    book.swap(first, third)
    assert texts(book) == ["أول", "ثان", "ثالث"]
    book.delete(second)
    with pytest.raises(VectorstoreError, match="no_note"):
        book.swap(first, second)


def test_notes_are_chosen_by_star_and_by_a_tag_in_any_spelling(book: Notebook) -> None:
    key = book.add(QUOTED)
    book.add(Note(text="ملاحظة"))
    book.write(key, " قولٌ مهم ", tags_of("#الهجرة، إيطا\u202eليا , الهجره"))
    book.star(key, True)
    (found,) = chosen(book.listed(), tag="الهجره", star=True)
    assert (found.text, found.tags, found.star) == ("قولٌ مهم", ("الهجرة", "إيطاليا"), True)
    book.star(key, False)
    assert not chosen(book.listed(), star=True) and len(chosen(book.listed())) == 2


def test_a_deleted_note_comes_back_until_it_is_erased_and_is_then_in_no_byte_of_the_file(
    book: Notebook, path: Path
) -> None:
    store = ConversationStore(path)
    key = book.add(Note(text="سر لا يبقى"))
    book.delete(key)
    assert not book.listed() and store.erase(older_than=60) == 1
    book.restore(key)
    assert texts(book) == ["سر لا يبقى"]
    book.delete(key)
    assert store.erase() == 0
    store.close()
    assert "سر لا يبقى".encode() not in path.read_bytes()
    for deed in (book.restore, book.delete, lambda gone: book.write(gone, "", ())):
        with pytest.raises(VectorstoreError, match="no_note"):
            deed(key)


def test_a_file_of_the_schema_before_gets_a_notebook_and_keeps_its_conversations(path: Path) -> None:
    connection, _ = open_file(path)
    connection.execute("DROP TABLE note")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) - 1}")
    connection.close()
    store = ConversationStore(path)
    key = store.begin("ماذا قال مينيتي؟")
    book = Notebook(path)
    book.add(QUOTED)
    assert texts(book) == [QUOTE] and store.read(key).title == "ماذا قال مينيتي؟"
    for one in (store, book):
        one.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def test_a_moved_quote_is_found_again_and_a_changed_or_lost_one_is_said_to_be() -> None:
    assert held(QUOTED, lambda _: ARTICLE).standing == "stands"
    moved = held(QUOTED, lambda _: "سطر جديد.\n" + ARTICLE)
    assert moved.standing == "stands" and moved.note.start == START + len("سطر جديد.\n")
    assert held(QUOTED, lambda _: ARTICLE.replace("أولى", "أخيرة")).standing == "changed"
    assert held(QUOTED, lambda _: None).standing == "gone"
    assert held(QUOTED, None).standing == "unchecked"
    assert held(Note(text="لي"), lambda _: None).standing == "own"


def test_the_digest_tells_other_words_apart() -> None:
    assert digest(QUOTE) == digest(QUOTE) != digest(QUOTE.replace("أولى", "ثانية"))


def test_the_export_quotes_what_stands_and_says_what_does_not() -> None:
    own = Note(text=f"رأيي\nسطران {ATTACK}", tags=("الهجرة",), star=True)
    lost = replace(QUOTED, source="آخر.txt", quote="كلام لم يعد هناك")
    notes = [held(one, {"خبر.txt": ARTICLE, "آخر.txt": ARTICLE}.get) for one in (QUOTED, own, lost)]
    document = notebook_document(notes, "ar", lambda source: "https://www.example.org/a")
    assert [paragraph.text for paragraph in document.blocks if paragraph.notes] == [f"«{QUOTE}»"]
    assert len(document.footnotes) == 1 and document.footnotes[0].publisher == "example.org"
    told = [paragraph.text for paragraph in document.blocks]
    assert "كلام لم يعد هناك" in told and any("لم يعد فيه بهذه الكلمات" in text for text in told)
    for ending in FORMATS:
        assert write(document, ending)
    assert ATTACK not in write(document, "html").decode()
    (quoted, mine, changed) = json.loads(write(document, "json"))["notebook"]
    assert quoted["quote"] == QUOTE and quoted["standing"] == "stands" and changed["standing"] == "changed"
    assert mine["star"] and mine["tags"] == ["الهجرة"] and "source" not in mine
