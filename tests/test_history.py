"""The kept conversations: written and read again, found, erased from the disk, and the file when something is wrong."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import pytest

from assistant.history.answer_json import decode_answer, encode_answer
from assistant.history.file import MIGRATIONS, HistoryFile, open_file, transaction
from assistant.history.kept import DOWN, UP, KeptConversation, KeptTurn, KeptVersion
from assistant.history.question_lines import question_lines
from assistant.history.store import ConversationStore
from assistant.types import EventGroup, Generation, Line, Standing
from tests.fake_assistant import an_answer, citation
from vectorstore.errors import VectorstoreError
from vectorstore.types import Remark

ASKED = "2026-11-26T18:00:00.000000Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.sqlite3"


@pytest.fixture
def store(path: Path) -> ConversationStore:
    opened = ConversationStore(path)
    yield opened
    opened.close()


def version(question: str = "ماذا قال مينيتي؟", **changes: object) -> KeptVersion:
    return KeptVersion(question, **{"answer": an_answer(question), "status": "done", "asked": ASKED, **changes})


def turn(name: str, *versions: KeptVersion, shown: int = 0) -> KeptTurn:
    return KeptTurn(name, versions or (version(),), shown)


def kept(store: ConversationStore, *questions: str) -> str:
    """The key of a conversation of these questions, each with an answer."""
    key = store.begin(questions[0])
    for place, question in enumerate(questions):
        store.write(key, place, turn(f"{key}-{place}", version(question)))
    return key


def fails(code: str, deed: object, *values: object) -> None:
    with pytest.raises(VectorstoreError) as raised:
        deed(*values)
    assert raised.value.code == code


def test_an_answer_comes_back_whole_but_for_the_passages_that_were_looked_through() -> None:
    cited = replace(
        citation(), answer=(25, 30), further_answers=((12, 20), (31, 35)), date="2017-05", page=3,
        remarks=(Remark("mojibake", "1256"),), ocr=True,
    )  # fmt: skip
    answer = an_answer(
        citations=(cited, citation(2, also=True)),
        nearest=(citation(1, "مجلد/اسم\udce9.txt"),),  # a file's name that is no UTF-8
        generation=Generation("نموذج", 1, 2, 3, (("unsupported", 2),), "llm_stopped"),
        variants=("القاهره",),
        about="corpus",
        lead="عدد المقالات: 5.",
    )
    assert decode_answer(encode_answer(answer)) == answer
    assert decode_answer(encode_answer(answer)[:-1] + ', "later": 1}') == answer


def test_a_line_comes_back_with_every_field_that_it_has_and_so_does_each_inside_it() -> None:
    standing = Standing((12, 35), 2, 3, (citation(0),), (replace(citation(0, "آخر.txt"), answer=(12, 20)),))
    group = EventGroup("اجتماع", "إيسكيا", "2017-10-20", ("أ.txt",), (1,))
    line = Line("نص", (1,), "أ.txt", (0, 2), False, standing, True, ((3, 4),))
    for whole in (standing, line):
        assert all(getattr(whole, one.name) != one.default for one in fields(whole)), "a field is left out of this test"
    answer = an_answer(lines=(line,), groups=(group,))
    assert decode_answer(encode_answer(answer)) == answer


def test_an_answer_that_was_kept_before_there_were_further_parts_is_read() -> None:
    answer = an_answer(citations=(replace(citation(), answer=(25, 30)),))
    kept = json.loads(encode_answer(answer))
    for one in (*kept["lines"], *kept["citations"]):
        del one["further_answers"]
    assert decode_answer(json.dumps(kept)) == answer


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"lines": 1}', "null", '{"lines": [[]], "citations": []}'])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode_answer(text)


def test_a_conversation_is_there_again_after_the_file_was_closed(path: Path) -> None:
    first = ConversationStore(path)
    key = first.begin("ماذا قال\n مينيتي؟")
    turns = (
        turn("a", version(), version("ماذا قال الوزير؟", vote=UP, word="دقيق"), shown=1),
        turn("b", version("ومتى؟", answer=None, status="stopped", within=("خبر.txt",), total=5)),
    )
    for place, one in enumerate(turns):
        first.write(key, place, one)
    first.close()
    again = ConversationStore(path)
    assert again.read(key) == KeptConversation(key, "ماذا قال مينيتي؟", turns)
    again.close()


def test_what_two_pages_add_at_one_place_is_kept_of_both(store: ConversationStore) -> None:
    key = kept(store, "سؤال أول")
    store.write(key, 1, turn("of one page", version("من صفحة")))
    store.write(key, 1, turn("of another", version("ومن أخرى")))
    assert [one.versions[0].question for one in store.read(key).turns] == ["سؤال أول", "من صفحة", "ومن أخرى"]


def test_versions_that_two_pages_add_to_one_turn_are_kept_of_both(store: ConversationStore) -> None:
    key = kept(store, "سؤال")
    first = store.read(key).turns[0].versions[0]
    for name, later in (("جواب صفحة", "1"), ("جواب أخرى", "2")):
        added = version("سؤال", answer=an_answer(text=name), asked=f"{ASKED}{later}")
        store.write(key, 0, turn(f"{key}-0", first, added, shown=1))
    (both,) = store.read(key).turns
    assert [one.answer.text for one in both.versions][1:] == ["جواب صفحة", "جواب أخرى"]
    assert both.versions[both.shown].answer.text == "جواب أخرى"
    store.write(key, 0, turn(f"{key}-0", *both.versions, shown=0))
    assert store.read(key).turns[0] == replace(both, shown=0)


def test_half_a_character_from_a_page_is_kept_as_a_question_mark(store: ConversationStore) -> None:
    key = kept(store, "سؤال \ud800 غريب")
    assert store.read(key).turns[0].versions[0].question == "سؤال ? غريب"


def test_the_list_has_pinned_ones_first_and_then_the_latest(store: ConversationStore) -> None:
    old, middle, new = kept(store, "قديمة"), kept(store, "وسطى", "تتمة"), kept(store, "جديدة")
    store.pin(old, True)
    assert [(one.key, one.turns, one.pinned) for one in store.listed()] == [
        (old, 1, True), (new, 1, False), (middle, 2, False)
    ]  # fmt: skip
    store.write(middle, 2, turn("later"))
    store.pin(old, False)
    assert [one.key for one in store.listed()] == [middle, new, old]
    assert [one.key for one in store.listed(limit=1, skip=1)] == [new]
    assert store.count() == 3


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("اتفاق", "ما نص الاتّفاق؟"),  # inside a word, without its vowel signs
        ("الإتفاق نص", "ما نص الاتّفاق؟"),  # the hamza and the order make no difference
        ("مدرسه", "أين المدرسة؟"),
        ("مينيتي", "ما نص الاتّفاق؟"),  # of the answer
        ("١٩٩٥", "ماذا حدث عام 1995؟"),
        ("100%", ""),
        ("_", ""),  # no wildcard
        ("اتفاق مدرسة", ""),
    ],
)
def test_words_are_found_as_the_index_folds_them(store: ConversationStore, words: str, found: str) -> None:
    key = store.begin("أولى")
    store.write(key, 0, turn("1", version("مرحبا", answer=None)))
    store.write(key, 1, turn("2", version("ما نص الاتّفاق؟")))
    for question in ("أين المدرسة؟", "ماذا حدث عام 1995؟"):
        other = store.begin(question)
        store.write(other, 0, turn(question, version(question, answer=None)))
    listed = store.listed(words)
    assert [one.found for one in listed] == ([found] if found else [])
    assert not found or listed[0].place == (1 if listed[0].key == key else 0)


def test_a_title_is_found_too_and_can_be_changed(store: ConversationStore) -> None:
    key = kept(store, "سؤال")
    store.rename(key, "  اتفاقية\nالهجرة ")
    assert [(one.title, one.found) for one in store.listed("إتفاقيه")] == [("اتفاقية الهجرة", "")]
    store.rename(key, "   ")
    assert store.listed()[0].title == "اتفاقية الهجرة"
    store.rename(key, "طويل " * 100)
    assert len(store.listed()[0].title) <= 120
    fails("no_conversation", store.rename, "0" * 24, "عنوان")


def bytes_of(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("seed", range(2))
def test_what_was_deleted_is_in_no_file_any_more(store: ConversationStore, path: Path, seed: int) -> None:
    rolled = random.Random(seed)
    keys = {}
    for number in range(24):
        secret = f"سر{seed}x{number}"
        key = keys[secret] = store.begin(f"عنوان {secret}")
        for place in range(rolled.randint(1, 4)):
            said = f"{secret} " + "كلام " * rolled.randint(1, 1500)
            for _ in range(2):  # written, and written over, as while an answer comes
                store.write(
                    key, place, turn(f"{key}{place}", version(said, answer=an_answer(secret, text=said), word=secret))
                )
    gone = rolled.sample(sorted(keys), 9)
    for secret in gone:
        store.delete(keys[secret])
    assert store.erase() == 0
    left = bytes_of(path.parent)
    for secret, key in keys.items():
        assert (f"{secret} ".encode() in left) == (secret not in gone)
        assert (key.encode() in left) == (secret not in gone)
    assert store.count() == 15


def test_what_a_longer_answer_replaced_is_not_left_behind(store: ConversationStore, path: Path) -> None:
    key = store.begin("سؤال")
    for text in ("مسودة سرية", "الجواب"):
        store.write(key, 0, turn("1", version(answer=an_answer(text=text * 300))))
    assert "مسودة سرية".encode() not in bytes_of(path.parent)


def test_deleting_can_be_undone_until_it_is_carried_out(store: ConversationStore) -> None:
    key = kept(store, "سؤال")
    store.delete(key)
    assert store.listed() == [] and store.count() == 0
    fails("no_conversation", store.read, key)
    fails("no_conversation", store.write, key, 1, turn("late"))  # by a page that still has it
    assert store.erase(older_than=60) == 1
    store.restore(key)
    assert [one.key for one in store.listed()] == [key]
    store.delete(key)
    assert store.erase() == 0
    fails("no_conversation", store.restore, key)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a person's folders from others by itself")
def test_the_file_is_its_owners_alone(store: ConversationStore, path: Path) -> None:
    kept(store, "سؤال")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_of_an_older_version_is_brought_to_the_present_one(path: Path) -> None:
    connection, _ = open_file(path)
    key = "ab" * 12
    with transaction(connection):
        for table in ("version", "turn", "conversation", "note"):
            connection.execute(f"DROP TABLE {table}")
        MIGRATIONS[0](connection)
        connection.execute(
            "INSERT INTO conversation (key, title, folded, used) VALUES (?, 'قديمة', 'قديمة', ?)", (key, ASKED)
        )
        connection.execute("INSERT INTO turn VALUES ('t', ?, 0, 0)", (key,))
        values = ("t", 0, "سؤال", "done", ASKED, "[]", 0, encode_answer(an_answer()), "سؤال")
        connection.execute(f"INSERT INTO version VALUES ({','.join('?' * 9)})", values)
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    store = ConversationStore(path)
    assert store.read(key).turns[0].versions == (version("سؤال", answer=an_answer()),)
    store.close()


def test_a_file_of_a_newer_version_is_left_as_it_is(path: Path) -> None:
    connection, _ = open_file(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    before = path.read_bytes()
    fails("history_newer", ConversationStore, path)
    assert path.read_bytes() == before and len(list(path.parent.iterdir())) == 1


@pytest.mark.parametrize("damage", ["torn", "no database", "another program's"])
def test_a_damaged_file_is_moved_aside_whole_and_a_new_one_begun(path: Path, damage: str) -> None:
    store = ConversationStore(path)
    for number in range(30):
        kept(store, f"سؤال {number} " + "كلام " * 400)
    store.close()
    if damage == "torn":
        whole = bytearray(path.read_bytes())
        whole[4096 * 3 : 4096 * 6] = os.urandom(4096 * 3)
        path.write_bytes(whole)
    elif damage == "no database":
        path.write_bytes("ليس قاعدة بيانات ".encode() * 100)
    else:
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE notes (text)")
        other.close()
    before = path.read_bytes()
    store = ConversationStore(path)
    assert store.set_aside is not None and store.set_aside.read_bytes() == before
    assert store.listed() == [] and kept(store, "جديد")
    store.close()
    assert ConversationStore(path).set_aside is None


def test_an_answer_that_cannot_be_read_costs_no_other_one(store: ConversationStore, path: Path) -> None:
    key = kept(store, "أول", "ثان")
    with sqlite3.connect(path) as other:
        other.execute("UPDATE version SET answer = '{' WHERE turn = ?", (f"{key}-0",))
    other.close()
    first, second = (one.versions[0] for one in store.read(key).turns)
    assert (first.question, first.answer, first.status) == ("أول", None, "failed")
    assert second.answer == an_answer("ثان")


def test_a_full_disk_is_said_and_leaves_what_was_there(store: ConversationStore) -> None:
    key = kept(store, "سؤال")
    pages = store._file.connection.execute("PRAGMA page_count").fetchone()[0]
    store._file.connection.execute(f"PRAGMA max_page_count = {pages}")
    fails("history_full", store.write, key, 1, turn("big", version("كلام " * 9000)))
    store._file.connection.execute("PRAGMA max_page_count = 100000")
    assert len(store.read(key).turns) == 1
    store.write(key, 1, turn("big", version("كلام " * 9000)))


def test_what_could_not_be_committed_while_another_window_read_is_undone_and_the_next_is_kept(path: Path) -> None:
    kept = HistoryFile(path)
    kept.connection.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM sqlite_master").fetchall()  # its lock lasts as long as the transaction
        with pytest.raises(VectorstoreError, match="history_busy"), kept.writing() as connection:
            connection.execute("CREATE TABLE lost (x)")
        other.rollback()
        with kept.writing() as connection:
            connection.execute("CREATE TABLE found (x)")
        names = {name for (name,) in other.execute("SELECT name FROM sqlite_master")}
    kept.close()
    assert "found" in names and "lost" not in names


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(path: Path) -> None:
    path.parent.mkdir(mode=0o500)
    fails("history_unreadable", ConversationStore, path)


def test_a_name_where_no_file_can_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    fails("history_unreadable", ConversationStore, tmp_path / "file" / "conversations.sqlite3")


CHILD = """
import sys
from pathlib import Path
from assistant.history.store import ConversationStore
from assistant.history.kept import KeptTurn, KeptVersion
store = ConversationStore(Path(sys.argv[1]))
for number in range(20):
    key = store.begin(f"{sys.argv[2]} {number}")
    store.write(key, 0, KeptTurn(key, (KeptVersion("سؤال", None, "stopped", "2026-01-01"),)))
    if number % 2:
        store.delete(key)
        store.erase()
"""


def test_two_windows_write_beside_each_other(path: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", CHILD, str(path), name], cwd=Path(__file__).parent.parent)
        for name in ("أولى", "ثانية")
    ]
    assert [child.wait(60) for child in started] == [0, 0]
    store = ConversationStore(path)
    assert store.set_aside is None and store.count() == 20
    store.close()


def test_many_threads_share_one_store(store: ConversationStore) -> None:
    threads = [threading.Thread(target=kept, args=(store, f"سؤال {number}", "تتمة")) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [one.turns for one in store.listed()] == [2] * 12


def lines_of(*versions: KeptVersion) -> list[dict[str, object]]:
    return list(question_lines([KeptConversation("ab" * 12, "عنوان", (turn("t", *versions),))]))


def test_a_praised_answer_is_a_question_with_its_words_and_quotes() -> None:
    cited = replace(citation(), answer=(citation().start + 21, citation().start + 31))
    (line,) = lines_of(version(answer=an_answer(citations=(cited,)), vote=UP, within=("خبر.txt",)))
    assert line["answers"] == [cited.quote[21:31]]
    assert line["evidence"] == [{"source": "خبر.txt", "quote": cited.quote}]
    assert (line["answerable"], line["type"], line["sources"]) == (True, "praised", ["خبر.txt"])
    both = replace(cited, further_answers=((cited.start, cited.start + 4),))
    (line,) = lines_of(version(answer=an_answer(citations=(both,)), vote=UP))
    assert line["answers"] == [cited.quote[:4], cited.quote[21:31]]


def test_a_right_abstention_and_a_correction_are_questions_and_a_mere_no_is_none() -> None:
    abstained = an_answer(abstained=True, citations=(), lines=())
    lines = lines_of(
        version(answer=abstained, vote=UP), version(vote=DOWN), version(vote=DOWN, word=" روما "), version()
    )
    assert [(line["type"], line["answerable"]) for line in lines] == [("praised", False), ("corrected", True)]
    assert lines[1]["answers"] == ["روما"]


def test_a_question_brings_those_before_it_along() -> None:
    turns = (
        turn("1", version("أولى", answer=None), version("أولى معدلة"), shown=1),
        turn("2", version("ومتى؟", vote=UP)),
    )
    (line,) = question_lines([KeptConversation("ab" * 12, "عنوان", turns)])
    assert line["history"] == [{"question": "أولى معدلة", "answer": an_answer().text}]


def test_only_conversations_with_a_judged_answer_are_looked_through(store: ConversationStore) -> None:
    kept(store, "بلا حكم")
    key = store.begin("حكم")
    store.write(key, 0, turn("v", version(vote=DOWN)))
    assert [one.key for one in store.voted()] == [key]
