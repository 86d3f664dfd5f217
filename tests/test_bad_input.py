"""Everything that should not be there: odd questions, odd lines, odd folders. Each gets an answer or a sentence.

Questions go to the real assistant over the seeds; what goes wrong around an index goes through the command
line with the embedder of `fakes`.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.cli.commands import main
from assistant.messages import say
from assistant.pipeline import Assistant
from assistant.types import Answer, Turn
from tests.fakes import WordLengths, now
from vectorstore.errors import VectorstoreError
from vectorstore.types import Embedded, Passage

QUESTION = "من أوفدت غوغل إلى اجتماع إيسكيا؟"


def holds(answer: Answer, assistant: Assistant) -> bool:
    """The invariants: quotes are slices, markers resolve, no citation means abstention, hits are slices."""
    for citation in (*answer.citations, *answer.nearest):
        text = now(assistant.index).document(citation.source).text
        assert text[citation.start : citation.end] == citation.quote
    assert {m for line in answer.lines for m in line.markers} == {c.marker for c in answer.citations}
    assert answer.abstained == (not answer.citations)
    return True


# -- questions -------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("question", ["", " \n\t", "؟؟؟ !!", "…،؛", "\u200f\u202e", "\0\0", "ـــ", "َُِ"])
def test_a_question_that_asks_nothing_gets_one_sentence(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.abstained and not answer.citations
    assert answer.text in (say("empty_question", "ar"), say("empty_question", "en"), say("abstention", "ar"))
    assert answer.question == question


@pytest.mark.slow
def test_pictures_alone_are_talk_and_ask_nothing_of_the_articles(assistant: Assistant) -> None:
    answer = assistant.ask("😀🎉")
    assert (answer.kind, answer.text, answer.citations) == ("talk", say("talk_emoji", "ar"), ())
    assert answer.abstained


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    [
        "ما " * 5_000,
        QUESTION * 300,
        "ا" * 10_000,
        "x" * 10_000,
        "👩‍👩‍👧‍👦" * 2_000,
        "من أوفدت\0غوغل\0إلى الاجتماع؟",
        "\x1b[2J" + QUESTION,
        "من أوفدت Google إلى الـ meeting في 谷歌 и Искья؟",
        "ماذا قال <img src=x onerror=alert(1)> عن [الاجتماع](http://example.org)؟",
        '" OR 1=1 -- * NEAR( AND NOT',
        "{0.__class__} %s {question}",
        "\ud83d من أوفدت غوغل؟",
        "\ufdfa ﻏﻮﻏﻞ؟",
    ],
    ids=lambda question: repr(question[:20]),
)
def test_an_odd_question_is_answered_or_abstained_from_within_the_invariants(
    question: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert holds(answer, assistant)
    json.dumps(answer.as_json())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("plain", "other"),
    [
        ("من أوفدت غوغل إلى الاجتماع؟", "مَنْ أَوْفَدَتْ غُوغِلُ إِلَى الاِجْتِمَاعِ؟"),
        ("من أوفدت غوغل إلى الاجتماع؟", "مـــن أوفـــدت غوغـــل إلـــى الاجتمـــاع؟"),
        ("ماذا حدث في 20 أكتوبر 2017؟", "ماذا حدث في ٢٠ أكتوبر ٢٠١٧؟"),
        ("من أوفدت غوغل إلى الاجتماع؟", "من أوفدت غوغل إلى الاجتماع؟".replace(" ", "\u00a0")),
    ],
    ids=["tashkeel", "tatweel", "digits", "no-break spaces"],
)
def test_the_same_question_written_otherwise_finds_the_same_words(plain: str, other: str, assistant: Assistant) -> None:
    with assistant.searcher.reading() as search:
        words = [[term.stem for term in search.query(text).terms] for text in (plain, other)]
    assert words[0] == words[1]
    assert holds(assistant.ask(other), assistant)


@pytest.mark.slow
def test_an_unknown_file_among_the_sources_is_an_error_that_names_it(assistant: Assistant) -> None:
    for source in ("غائب.txt", "../etc/passwd", "", "000_c3fbf1d02d47de8b.TXT"):
        with pytest.raises(VectorstoreError, match="unknown_source") as raised:
            assistant.ask(QUESTION, sources=[source])
        assert raised.value.values == {"source": source}


@pytest.mark.slow
def test_a_history_of_nonsense_does_no_harm(assistant: Assistant) -> None:
    history = [Turn(""), Turn("؟", ""), Turn("\0" * 50, None), Turn("ا" * 10_000, "ب" * 10_000)] * 5
    assert holds(assistant.ask("ومتى؟", history), assistant)
    assert holds(assistant.ask(QUESTION, history), assistant)


# -- files of questions ----------------------------------------------------------------------------


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "مقالات"
    folder.mkdir()
    (folder / "قطار.txt").write_text("انطلق القطار الأول من المحطة صباح الاثنين.\n", encoding="utf-8")
    return folder


@pytest.fixture
def run(corpus: Path, quick: WordLengths, tmp_path: Path) -> Callable[..., int]:
    return lambda *arguments: main([*arguments, "--corpus", str(corpus), "--index", str(tmp_path / "index")])


BAD_LINES = [
    b"{not json",
    b"[1, 2]",
    b'"\xd8\xb3"',
    b"null",
    b"{}",
    b'{"question": 7}',
    b'{"question": "\xff\xfe"}',
    b'{"question": "?", "history": "no"}',
    b'{"question": "?", "history": [{"answer": "no"}]}',
    b'{"question": "?", "history": [{"question": "?", "answer": 1}]}',
    b'{"question": "?", "sources": "a.txt"}',
    b'{"question": "?", "sources": [1]}',
    '{"question": "من؟", "sources": ["غائب.txt"]}'.encode(),
    b"[" * 100_000,
]


def test_a_line_that_cannot_be_used_is_named_by_its_number_and_the_rest_goes_on(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = '{"id": "g", "question": "متى انطلق القطار؟"}'.encode()
    lines = [good, *BAD_LINES, good]
    questions, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    questions.write_bytes(b"\r\n".join(lines))
    assert run("ask", "--questions", str(questions), "--out", str(out)) == 1
    said = capsys.readouterr().err
    for number in range(2, len(BAD_LINES) + 2):
        assert said.count(f"السطر {number} ") == 1
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["g", "g"]


def test_line_separators_inside_a_string_do_not_end_a_line(run: Callable[..., int], tmp_path: Path) -> None:
    questions, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    questions.write_text('{"id": 1, "question": "متى\u2028انطلق\u0085القطار؟"}\n', encoding="utf-8")
    assert run("ask", "--questions", str(questions), "--out", str(out)) == 0
    written = out.read_text("utf-8")
    assert len(written.splitlines()) == 1
    assert json.loads(written)["question"] == "متى\u2028انطلق\u0085القطار؟"


def test_answers_are_never_written_over_the_questions(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text('{"question": "متى؟"}\n', encoding="utf-8")
    assert run("ask", "--questions", str(questions), "--out", str(tmp_path / "." / "in.jsonl")) == 2
    assert questions.read_text("utf-8") == '{"question": "متى؟"}\n'


def test_a_place_that_cannot_be_written_is_said_and_answers_before_it_stay(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    questions.write_text('{"question": "متى؟"}\n', encoding="utf-8")
    assert run("ask", "--questions", str(questions), "--out", str(tmp_path / "غائب" / "out.jsonl")) == 1
    assert "غائب" in capsys.readouterr().err
    out.write_text("أجوبة الأمس\n", encoding="utf-8")

    def interrupted(self: Assistant, *arguments: object) -> Answer:
        raise KeyboardInterrupt

    monkeypatch.setattr(Assistant, "ask", interrupted)
    assert run("ask", "--questions", str(questions), "--out", str(out)) == 130
    assert out.read_text("utf-8") == "أجوبة الأمس\n"


# -- folders, ports, indexes -----------------------------------------------------------------------


@pytest.mark.parametrize("command", [["chat"], ["index"], ["ask", "متى؟"]])
def test_a_missing_corpus_is_said_before_anything_is_made(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], quick: WordLengths
) -> None:
    index = tmp_path / "index"
    assert main([*command, "--corpus", str(tmp_path / "لا شيء"), "--index", str(index)]) == 2
    said = capsys.readouterr().err
    assert len(said.strip().splitlines()) == 1
    assert "لا شيء" in said
    assert not index.exists()


def test_an_empty_corpus_is_no_error_and_says_what_to_put_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quick: WordLengths
) -> None:
    folder = tmp_path / "فارغ"
    folder.mkdir()
    call = ["--corpus", str(folder), "--index", str(tmp_path / "index")]
    assert main(["index", *call]) == 0
    assert ".txt" in capsys.readouterr().err
    assert main(["ask", "متى انطلق القطار؟", "--json", *call]) == 0
    assert json.loads(capsys.readouterr().out)["abstained"] is True


def test_an_index_folder_that_cannot_be_used_is_said(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], quick: WordLengths
) -> None:
    file = tmp_path / "ملف"
    file.write_text("لست مجلدا", encoding="utf-8")
    for index in (file, file / "تحته"):
        assert main(["index", "--corpus", str(corpus), "--index", str(index)]) == 1
        assert say("index_unreadable", "ar", path=index) in capsys.readouterr().err
    assert file.read_text("utf-8") == "لست مجلدا"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_an_index_folder_without_permission_is_said(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("index") == 0
    capsys.readouterr()
    (tmp_path / "index").chmod(0)
    try:
        assert run("index") == 1
    finally:
        (tmp_path / "index").chmod(0o700)
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_port_that_is_taken_is_said(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert run("chat", "--port", str(port)) == 1
    assert capsys.readouterr().err.strip() == say("port_in_use", "ar", port=port)


def test_an_index_of_an_older_version_is_rebuilt_and_that_is_said(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("index") == 0
    with sqlite3.connect(tmp_path / "index" / "ledger.sqlite3") as ledger:
        ledger.execute("PRAGMA user_version = 0")
    ledger.close()
    capsys.readouterr()
    assert run("index") == 0
    said = capsys.readouterr()
    assert say("rebuilt_version", "ar") in said.err
    assert "قطار.txt · مفهرس" in said.out


def test_an_index_of_a_newer_version_is_left_alone(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("index") == 0
    ledger = sqlite3.connect(tmp_path / "index" / "ledger.sqlite3")
    with ledger:
        ledger.execute("PRAGMA user_version = 9999")
    ledger.close()
    before = (tmp_path / "index" / "ledger.sqlite3").read_bytes()
    capsys.readouterr()
    assert run("index") == 1
    assert "9999" in capsys.readouterr().err
    assert (tmp_path / "index" / "ledger.sqlite3").read_bytes() == before


@pytest.mark.parametrize("damage", ["header", "middle", "truncated", "emptied", "chroma"])
def test_a_damaged_index_is_rebuilt_from_the_folder_and_that_is_said(
    damage: str, run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("index") == 0
    ledger = tmp_path / "index" / "ledger.sqlite3"
    data = bytearray(ledger.read_bytes())
    if damage == "header":
        data[:100] = b"?" * 100
    elif damage == "middle":
        data[4096:] = os.urandom(len(data) - 4096)
    elif damage == "truncated":
        del data[len(data) // 2 :]
    elif damage == "emptied":
        data.clear()
    else:
        shutil.rmtree(tmp_path / "index" / "chroma")
    ledger.write_bytes(data)
    capsys.readouterr()
    assert run("index") == 0
    said = capsys.readouterr()
    note = "chroma_rebuilt" if damage == "chroma" else "rebuilt_corrupt"
    assert say(note, "ar") in said.err
    assert "قطار.txt · مفهرس" in said.out
    assert run("index", "--json") == 0
    assert json.loads(capsys.readouterr().out)["notes"] == []


def test_a_disk_that_fills_while_indexing_is_said_and_the_old_index_still_answers(
    run: Callable[..., int],
    corpus: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    quick: WordLengths,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("index") == 0
    (corpus / "سوق.txt").write_text("فتح السوق أبوابه مساء الخميس.\n", encoding="utf-8")

    def no_room(passages: Sequence[Passage]) -> list[Embedded]:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(quick, "embed_passages", no_room)
        capsys.readouterr()
        assert run("index") == 1
        assert say("disk_full", "ar", path=tmp_path / "index") in capsys.readouterr().err
    (corpus / "سوق.txt").unlink()
    assert run("index", "--json") == 0
    kept = json.loads(capsys.readouterr().out)
    assert (kept["added"], kept["unchanged"], kept["notes"]) == (0, 1, [])


def test_a_model_that_is_not_there_is_said_before_anything_is_changed(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["--corpus", str(corpus), "--index", str(tmp_path / "index"), "--model", "لا/وجود-له"]
    assert main(["index", *call]) == 2
    assert say("model_missing", "ar", name="لا/وجود-له") in capsys.readouterr().err
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("arguments", [[], ["--model", "نموذج"]])
def test_a_machine_without_the_engine_is_told_so_at_the_start(
    arguments: list[str],
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)  # as if it were not installed
    assert main(["index", "--corpus", str(corpus), "--index", str(tmp_path / "index"), *arguments]) == 2
    assert say("engine_missing", "ar", machine=f"{platform.system()} {platform.machine()}") in capsys.readouterr().err
    assert not (tmp_path / "index").exists()
