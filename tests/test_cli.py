"""The commands as a person or a program calls them: exit codes, one line on stderr, readable text, exact JSON.

Most tests run `main` in this process over a few articles with the embedder of `fakes`; those marked slow run
the real one over the seeds.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import opening, pipeline
from assistant.cli import batch, console
from assistant.cli.arguments import parser
from assistant.cli.commands import main
from assistant.cli.report import answer_text, one_line, printable
from assistant.export.files import json_line
from assistant.llm import selection
from assistant.llm.discovery import Offer
from assistant.messages import say, why_refused
from assistant.settings import Settings, settings_from
from assistant.types import Answer, Citation, Line
from assistant.ui import window
from tests.conftest import SEEDS
from tests.fakes import WordLengths
from tests.scripted_server import ScriptedServer, says
from vectorstore.errors import VectorstoreError
from vectorstore.sync import batches
from vectorstore.sync.groups import EMBEDDING_BATCH
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Passage, Remark

ROOT = Path(__file__).parent.parent
ARTICLE = "افتتح الوزير المدرسة الجديدة في المدينة يوم الأحد. وحضر الحفل مدير التعليم سامي الحداد.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "مقالات"
    folder.mkdir()
    (folder / "مدرسة.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "فارغ.txt").write_text("", encoding="utf-8")
    (folder / "صورة.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture
def run(corpus: Path, quick: WordLengths, tmp_path: Path) -> Callable[..., int]:
    """`main` over the corpus, with the index in a temporary folder."""
    return lambda *arguments: main([*arguments, "--corpus", str(corpus), "--index", str(tmp_path / "index")])


def test_index_lists_every_file_with_its_status_passages_and_the_reason_of_a_refusal(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("index") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "مدرسة.txt · مفهرس · المقاطع: 1 · utf-8" in lines
    assert "فارغ.txt · مرفوض · الملف فارغ" in lines
    assert any(line.startswith("صورة.png · مرفوض") for line in lines)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_file_over_which_the_program_fails_is_listed_with_that_reason_and_the_others_answer(
    language: str,
    run: Callable[..., int],
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def failing(document: Document) -> list[Passage]:
        if "معطوب" in document.text:
            raise RecursionError("عميق")
        return split_passages(document)

    monkeypatch.setattr(batches, "split_passages", failing)
    (corpus / "معطوب.txt").write_text("نص معطوب.", encoding="utf-8")
    (corpus / "سوق.txt").write_text("ارتفعت أسعار الخضر في السوق الكبير.", encoding="utf-8")
    assert run("index", "--language", language) == 0
    reason = why_refused("unexpected", language, detail="RecursionError")
    assert f"معطوب.txt · {say('refused', language)} · {reason}" in capsys.readouterr().out.splitlines()
    assert "RecursionError: عميق" in settings_from({}, os.environ).log.read_text("utf-8")
    assert run("ask", "من حضر الحفل؟", "--json", "--passages", "9") == 0
    found = {passage["source"] for passage in json.loads(capsys.readouterr().out)["passages"]}
    assert found == {"مدرسة.txt", "سوق.txt"}


def test_a_file_with_thousands_of_marks_on_a_letter_is_indexed_beside_the_others(
    run: Callable[..., int], corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "حركات.txt").write_text("ا" + "\u064b" * 5_000, encoding="utf-8")
    assert run("index", "--json") == 0
    listed = {file["source"]: file["status"] for file in json.loads(capsys.readouterr().out)["files"]}
    assert (listed["حركات.txt"], listed["مدرسة.txt"]) == ("indexed", "indexed")
    assert run("ask", "من حضر الحفل؟", "--json") == 0
    assert "مدرسة.txt" in {passage["source"] for passage in json.loads(capsys.readouterr().out)["passages"]}


def test_index_as_json_counts_what_changed(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("index", "--json") == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["added"], first["unchanged"], first["refused"]) == (1, 0, 2)
    assert {file["source"]: file["status"] for file in first["files"]}["فارغ.txt"] == "refused"
    assert run("index", "--json") == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, 0)


def test_the_list_says_of_a_file_that_was_read_what_of_it_was_not(
    run: Callable[..., int], corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ARTICLE.encode() * 3
    (corpus / "ناقص.txt").write_bytes(data[:80] + b"\xff" + data[80:])
    assert run("index") == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("ناقص.txt"))
    assert "بايتات تالفة لم تُقرأ، في السطر 1" in line
    assert run("index", "--json") == 0
    files = {file["source"]: file for file in json.loads(capsys.readouterr().out)["files"]}
    assert files["ناقص.txt"]["remarks"] == [{"code": "bytes_unread", "detail": "1"}]
    assert files["مدرسة.txt"]["remarks"] == []


def test_options_stand_before_or_after_the_command() -> None:
    before = vars(parser().parse_args(["--corpus", "أ", "--language", "en", "index"]))
    after = vars(parser().parse_args(["index", "--corpus", "أ", "--language", "en"]))
    assert before["corpus"] == after["corpus"] == "أ"
    assert before["language"] == after["language"] == "en"
    assert settings_from(vars(parser().parse_args(["--port", "1", "chat", "--port", "2"])), {}).port == 2


@pytest.mark.parametrize("arguments", [[], ["chat"], ["--port", "7999"], ["chat", "--port", "7999"]])
def test_without_a_command_the_window_opens(
    arguments: list[str], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Settings] = []
    monkeypatch.setattr(window, "run", opened.append)
    assert main([*arguments, "--corpus", str(corpus)]) == 0
    assert opened[0].corpus == corpus
    assert opened[0].port == (7999 if "7999" in arguments else 7860)


@pytest.mark.parametrize(
    "arguments",
    [
        ["frage"],
        ["ask"],
        ["ask", ""],
        ["ask", " \t\n"],
        ["ask", "س", "--passages", "0"],
        ["ask", "س", "--passages", "خمسة"],
        ["ask", "--questions", "in.jsonl"],
        ["ask", "--out", "out.jsonl"],
        ["ask", "س", "--questions", "in.jsonl", "--out", "out.jsonl"],
        ["ask", "--questions", "no-such-file.jsonl", "--out", "out.jsonl"],
        ["eval"],
        ["eval", "no-such-file.jsonl"],
        ["chat", "--port", "99999"],
        ["index", "--language", "de"],
        ["index", "--no-such-option"],
    ],
)
def test_a_wrong_call_is_exit_code_2_and_one_line(
    arguments: list[str], run: Callable[..., int], capsys: pytest.CaptureFixture[str], quick: WordLengths
) -> None:
    assert run(*arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert quick.loads == 0


@pytest.mark.parametrize(("given", "word"), [(["--language", "en"], "The call is wrong"), ([], "صيغة الأمر")])
def test_errors_speak_the_language_that_was_asked_for(
    given: list[str], word: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["frage", *given]) == 2
    assert word in capsys.readouterr().err
    monkeypatch.setenv("ISNAD_LANGUAGE", "en")
    assert main(["frage"]) == 2
    assert "The call is wrong" in capsys.readouterr().err


def test_one_answer_as_json_keeps_the_contract(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "من حضر الحفل؟", "--json", "--passages", "1") == 0
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 1
    line = json.loads(out)
    assert list(line) == [
        "id",
        "question",
        "answer",
        "kind",
        "abstained",
        "answerer",
        "seconds",
        "citations",
        "passages",
    ]
    assert line["kind"] in ("talk", "corpus", "answer", "abstention")
    assert [set(passage) for passage in line["passages"]] == [{"source", "start", "end", "score"}]
    assert line["passages"][0]["source"] == "مدرسة.txt"


def test_an_unknown_file_is_named_before_the_model_is_loaded(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], quick: WordLengths
) -> None:
    assert run("index") == 0
    capsys.readouterr()
    loads = quick.loads
    assert run("ask", "من حضر؟", "--source", "غائب.txt") == 2
    assert "غائب.txt" in capsys.readouterr().err
    assert quick.loads == loads


def test_many_questions_are_answered_in_their_order_and_ids_come_back_as_they_were(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [
        {"id": "ب", "question": "من حضر الحفل؟", "extra": [1]},
        {"id": 7, "question": "ومتى؟", "history": [{"question": "من افتتح المدرسة؟"}], "sources": ["مدرسة.txt"]},
        {"question": "؟؟", "history": None, "sources": None},
    ]
    questions, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in asked)
    questions.write_text("\ufeff" + text, encoding="utf-8")
    assert run("ask", "--questions", str(questions), "--out", str(out), "--passages", "2") == 0
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["ب", 7, 5]
    assert [line["question"] for line in lines] == [line["question"] for line in asked]
    assert "3/3" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.part"))


class Keyboard(io.StringIO):
    """A person at a terminal who types these lines."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "asked"), [("نعم", True), ("Y", True), ("لا", False), ("", False)])
def test_a_model_server_that_may_be_another_users_is_asked_for_once_in_the_terminal(
    run: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    asked: bool,
) -> None:
    with ScriptedServer(says("لا شيء.")) as server:
        monkeypatch.setattr(selection, "find_offers", lambda: (Offer(server.url, "model", "Ollama"),))
        monkeypatch.setattr(selection, "server_is_ours", lambda port: False)
        assert run("ask", "من حضر الحفل؟", "--llm", "auto") == 0
        told = capsys.readouterr().err
        assert server.url in told and f"--llm {server.url}" in told and server.paths == []  # nobody to ask
        monkeypatch.setattr(sys, "stdin", Keyboard(f"{typed}\n"))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
        assert run("ask", "من حضر الحفل؟", "--llm", "auto") == 0
        assert server.url in capsys.readouterr().err and bool(server.paths) is asked
        monkeypatch.setattr(sys, "stdin", Keyboard("نعم\n"))
        before = len(server.paths)
        assert run("ask", "من حضر الحفل؟", "--llm", "auto") == 0
        assert server.url not in capsys.readouterr().err and (len(server.paths) > before) is asked


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_question_that_fails_unexpectedly_is_named_and_costs_no_other_its_answer(
    language: str,
    run: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ask = pipeline.Assistant.ask

    def failing(self: pipeline.Assistant, question: str, *more: object) -> Answer:
        if "يعطب" in question:
            raise ValueError("قيمة لا تقارن")
        return ask(self, question, *more)

    monkeypatch.setattr(pipeline.Assistant, "ask", failing)
    questions, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked = [{"id": name, "question": text} for name, text in (("أ", "من حضر؟"), ("ب", "ما يعطب؟"), ("ج", "متى؟"))]
    questions.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    assert run("ask", "--questions", str(questions), "--out", str(out), "--language", language) == 1
    assert [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()] == ["أ", "ج"]
    unexpected = say("unexpected", language).rstrip(".")
    assert say("bad_line", language, number=2, detail=unexpected) in capsys.readouterr().err.splitlines()
    assert "ValueError: قيمة لا تقارن" in settings_from({}, os.environ).log.read_text("utf-8")


def test_a_gold_question_that_fails_unexpectedly_leaves_the_others_in_the_table(
    run: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    judge = batch.score_answer

    def failing(gold, *more: object):
        if gold.id == "q1":
            raise ZeroDivisionError
        return judge(gold, *more)

    monkeypatch.setattr(batch, "score_answer", failing)
    lines = [
        {"id": id, "question": "من حضر؟", "type": "factoid", "answerable": False, "answers": [], "evidence": []}
        for id in ("q1", "q2")
    ]
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert run("eval", str(gold)) == 1
    said = capsys.readouterr()
    assert "factoid" in said.out
    assert "السطر 1" in said.err


def test_the_quality_table_is_printed(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {
        "id": "q1",
        "question": "من حضر الحفل؟",
        "type": "factoid",
        "answerable": True,
        "answers": ["سامي الحداد"],
        "evidence": [{"source": "مدرسة.txt", "quote": "وحضر الحفل مدير التعليم سامي الحداد."}],
    }
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(line) + "\n" + json.dumps({"question": "؟"}) + "\n", encoding="utf-8")
    assert run("eval", str(gold)) == 1
    said = capsys.readouterr()
    assert "answer_hit" in said.out and "factoid" in said.out
    assert "السطر 2" in said.err


def test_an_index_that_another_process_writes_is_read_as_it_is_and_that_is_said(
    run: Callable[..., int], corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], quick: WordLengths
) -> None:
    settings = settings_from({"corpus": str(corpus), "index": str(tmp_path / "index")}, os.environ)
    window_open = opening.open_assistant(settings)
    try:
        assert run("ask", "من حضر الحفل؟", "--json") == 0
        said = capsys.readouterr()
        assert json.loads(said.out)["passages"]
        assert str(os.getpid()) in said.err
        assert run("index") == 1
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
    finally:
        window_open.close()


def test_what_nobody_expected_is_one_sentence_and_a_traceback_in_the_log(
    run: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise ZeroDivisionError("قسمة على صفر")

    monkeypatch.setattr(console, "open_assistant", fail)
    assert run("index") == 1
    said = capsys.readouterr()
    assert said.err.strip() == say("unexpected", "ar")
    written = settings_from({}, os.environ).log
    assert written.is_relative_to(home)
    assert "ZeroDivisionError: قسمة على صفر" in written.read_text("utf-8")


def test_an_interrupt_is_quiet(
    run: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*arguments: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(console, "open_assistant", interrupted)
    assert run("index") == 130
    assert capsys.readouterr().err == ""


def test_a_code_without_a_sentence_is_still_said(
    run: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise VectorstoreError("brand_new", path="/فهرس")

    monkeypatch.setattr(console, "open_assistant", fail)
    assert run("index") == 1
    assert "brand_new" in capsys.readouterr().err


HOSTILE = "\x1b]0;title\x07\x1b[2J\u202eنص\u2066\x9b31m"


def test_what_is_printed_cannot_steer_the_terminal_or_forge_a_line() -> None:
    assert printable(HOSTILE) == "]0;title[2Jنص31m"
    assert one_line("ملف.txt\nمزوّر · مفهرس") == "ملف.txt مزوّر · مفهرس"


def test_json_keeps_hostile_text_and_escapes_it() -> None:
    line = json_line({"quote": HOSTILE})
    assert json.loads(line) == {"quote": HOSTILE}
    assert not {"\x1b", "\u202e", "\u2066", "\x9b"} & set(line)
    assert "نص" in line


def test_an_answer_shows_its_lines_its_numbered_sources_and_what_else_was_searched() -> None:
    source = Citation(1, "مدرسة.txt", "المدرسة", 0, 12, "افتتح الوزير")
    answer = Answer(
        "ومن افتتحها؟",
        "من افتتح المدرسة؟",
        "ar",
        "«افتتح الوزير» [1] — مدرسة.txt",
        (),
        (source,),
        (),
        False,
        "extractive",
        0.1,
        variants=("غوغل", "قوقل"),
    )
    assert answer_text(answer).splitlines() == [
        "«افتتح الوزير» [1] — مدرسة.txt",
        "",
        "المصادر:",
        "[1] مدرسة.txt (0–12) · المدرسة",
        "",
        "بحثنا أيضًا عن: غوغل، قوقل",
        "فهمنا السؤال هكذا: من افتتح المدرسة؟",
    ]


def test_the_day_and_the_page_of_a_quote_are_said_where_the_article_has_them() -> None:
    source = Citation(1, "تقرير.pdf", "التقرير", 0, 12, "افتتح الوزير", date="2017-05-22", page=3)
    answer = Answer("س؟", "س؟", "ar", "«افتتح الوزير» [1]", (), (source,), (), False, "extractive", 0.1)
    assert "[1] تقرير.pdf (0–12) · ص 3 · 2017-05-22 · التقرير" in answer_text(answer).splitlines()
    told = answer.as_json()["citations"]
    assert [(citation["date"], citation["page"]) for citation in told] == [("2017-05-22", 3)]
    bare = replace(answer, citations=(replace(source, date="", page=None),)).as_json()["citations"]
    assert {"date", "page", "remarks"}.isdisjoint(bare[0])


def test_beside_an_answer_stands_what_of_its_file_was_not_read() -> None:
    source = Citation(1, "تقرير.pdf", "", 0, 12, "افتتح الوزير", remarks=(Remark("pages_unread", "2-5"),))
    answer = Answer("س؟", "س؟", "ar", "«افتتح الوزير» [1]", (), (source,), (), False, "extractive", 0.1)
    assert "[1] تقرير.pdf (0–12) · صفحات لم تُقرأ (صور أو حروف لا تُفهم): 2-5" in answer_text(answer).splitlines()
    assert answer.as_json()["citations"][0]["remarks"] == {"pages_unread": "2-5"}


def test_a_terminal_sees_the_part_that_answers_in_bold_and_no_other_control() -> None:
    line = Line("افتتح \x1b[31mالوزير المدرسة", (1,), "a.txt", (11, 17))
    answer = Answer("س؟", "س؟", "ar", f"«{line.text}» [1] — a.txt", (line,), (), (), False, "extractive", 0.1)
    assert line.text[11:17] == "الوزير"
    assert answer_text(answer, bold=True) == "«افتتح [31m\x1b[1mالوزير\x1b[22m المدرسة» [1] — a.txt"
    assert "\x1b" not in answer_text(answer)


def test_each_line_has_its_own_part_in_bold_although_one_quotes_the_other() -> None:
    lines = (
        Line("قال «نعم» اليوم", (1,), "أ.txt", (10, 15)),
        Line("لا جواب هنا", (1,), "أ.txt"),
        Line("نعم", (2,), "ب.txt", (0, 3)),
    )
    text = "\n".join(f"«{line.text}» {line.note}" for line in lines)
    answer = Answer("س؟", "س؟", "ar", text, lines, (), (), False, "extractive", 0.1)
    assert answer_text(answer, bold=True).splitlines() == [
        "«قال «نعم» \x1b[1mاليوم\x1b[22m» أ.txt",
        "«لا جواب هنا» أ.txt",
        "«\x1b[1mنعم\x1b[22m» ب.txt",
    ]


@pytest.mark.parametrize(
    ("terminal", "no_colour", "asked", "bold"),
    [(True, "", [], True), (True, "1", [], False), (False, "", [], False), (True, "", ["--json"], False)],
)
def test_only_a_terminal_that_wants_it_gets_bold(
    terminal: bool,
    no_colour: str,
    asked: list[str],
    bold: bool,
    run: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    line = Line("افتتح الوزير المدرسة", (), "مدرسة.txt", (6, 12))
    answer = Answer("س؟", "س؟", "ar", f"«{line.text}» [1]", (line,), (), (), False, "extractive", 0.1)
    monkeypatch.setattr(pipeline.Assistant, "ask", lambda *arguments, **options: answer)
    monkeypatch.setattr(sys, "stdout", screen := Screen())
    monkeypatch.setenv("NO_COLOR", no_colour)
    assert run("ask", "من افتتح المدرسة؟", *asked) == 0
    assert ("\x1b[1mالوزير\x1b[22m" in screen.getvalue()) == bold
    assert ("\x1b" in screen.getvalue()) == bold


def test_under_an_abstention_the_nearest_passages_are_labelled_as_no_answer() -> None:
    near = Citation(1, "مدرسة.txt", "", 0, 12, "افتتح\nالوزير")
    answer = Answer("س؟", "س؟", "ar", say("abstention", "ar"), (), (), (), True, "extractive", 0.1, nearest=(near,))
    lines = answer_text(answer).splitlines()
    assert lines[0] == "لا أجد إجابة عن هذا السؤال في المقالات."
    assert "ليس إجابة" in lines[2]
    assert lines[3:] == ["[1] مدرسة.txt (0–12)", "    افتتح الوزير"]


def test_the_nearest_passages_stand_in_the_json_of_the_answer_that_speaks_of_them() -> None:
    near = Citation(1, "مدرسة.txt", "", 0, 12, "افتتح\nالوزير")
    unsure = Answer("س؟", "س؟", "ar", say("unsure", "ar"), (), (), (), True, "extractive", 0.1, nearest=(near,))
    assert unsure.as_json()["nearest"] == [{"source": "مدرسة.txt", "start": 0, "end": 12, "quote": "افتتح\nالوزير"}]
    assert "nearest" not in replace(unsure, nearest=()).as_json()


def test_a_bar_moves_on_a_terminal_and_errors_take_its_place(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., int]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert run("index") == 0
    assert "\rتضمين المقاطع [" in screen.getvalue()


@pytest.mark.slow
def test_the_real_command_answers_over_the_seeds_from_any_folder(settings: Settings, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "app.py"), "ask", "من أوفدت غوغل إلى الاجتماع؟", "--json"]
    done = subprocess.run(
        [*command, "--index", str(tmp_path / "index")], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    line = json.loads(done.stdout)
    for citation in line["citations"]:
        text = (ROOT / "seeds" / citation["source"]).read_bytes().decode("utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert line["passages"]


def test_help_needs_no_model_and_names_every_command() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "app.py"), "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("chat", "index", "ask", "eval", "--corpus", "--allow-download"))


def test_the_index_lists_what_a_program_asks_of_it(
    run: Callable[..., int], corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("index", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["model"] == "word-lengths"
    assert listed["bytes"] > 1000
    assert listed["synced"].endswith("Z")
    assert listed["totals"]["passages"] == sum(record["passages"] for record in listed["files"])
    keys = {"source", "status", "reason", "detail", "encoding", "passages", "characters", "date", "articles"}
    assert all(keys <= record.keys() for record in listed["files"])
    (corpus / "مدرسة.txt").rename(corpus / "تعليم.txt")
    assert run("index", "--json", "--retry") == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["moved"], again["added"], again["removed"], again["changed"]) == (1, 1, 1, 0)


@pytest.mark.skipif(os.name == "nt", reason="a process there cannot interrupt itself alone")
def test_an_interrupted_index_ends_its_batch_says_so_in_one_line_and_goes_on_next_time(
    run: Callable[..., int],
    corpus: Path,
    quick: WordLengths,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for number in range(200):
        (corpus / f"{number:03}.txt").write_text(f"{ARTICLE}\n\nالخبر رقم {number}.", encoding="utf-8")
    embed, before = quick.embed_passages, signal.getsignal(signal.SIGINT)

    def interrupting(passages):
        signal.raise_signal(signal.SIGINT)
        return embed(passages)

    with monkeypatch.context() as patched:
        patched.setattr(quick, "embed_passages", interrupting)
        assert run("index") == 130
    assert capsys.readouterr().err.splitlines()[0] == say("stopped", "ar")
    done = list(quick.embedded)
    assert 0 < len(done) <= EMBEDDING_BATCH
    assert run("index", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert (listed["totals"]["indexed"], listed["refused"]) == (201, 2)
    assert len(quick.embedded) == listed["totals"]["passages"]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_search_prints_passages_counts_and_what_it_did_not_look_for(
    quick: WordLengths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--corpus", str(SEEDS), "--index", str(tmp_path / "index")]
    assert main(["search", "غوغل في «مجموعة السبع»", *options]) == 0
    told = capsys.readouterr().out
    assert "بحثنا أيضًا عن: جوجل" in told and "لم نبحث عن الأدوات: في" in told and "\x1b" not in told
    assert main(["search", "غوغل أو الإنترنت -تويتر", "--json", "--limit", "2", *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["hits"]) == 2 < found["total"] == sum(one["passages"] for one in found["facets"]["formats"])
    for hit in found["hits"]:
        text = (SEEDS / hit["source"]).read_text(encoding="utf-8")
        assert hit["text"] == text[hit["start"] : hit["end"]]
        assert all(text[start:end].endswith(("غوغل", "جوجل", "نترنت")) for start, end in hit["found"])
        assert "تويتر" not in hit["text"]


@pytest.mark.parametrize(
    ("words", "option", "reason"),
    [
        ("من في", [], "لا كلمة هنا"),
        ("غوغل", ["--from", "أمس"], "ليس تاريخًا"),
        ("غوغل", ["--source", "لا.txt"], "لا.txt"),
        ("كلمة " * 300, [], "أطول مما يُقبل"),
    ],
)
def test_a_search_that_cannot_be_done_is_a_wrong_call(
    words: str, option: list[str], reason: str, quick: WordLengths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", words, *option, "--corpus", str(SEEDS), "--index", str(tmp_path / "index")]) == 2
    assert reason in capsys.readouterr().err
