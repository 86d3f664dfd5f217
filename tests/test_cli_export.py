"""`--export FILE`: the answer as a file of the format that its name asks for, or one sentence why not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli.commands import main
from assistant.cli.export import window_at
from assistant.settings import settings_from
from tests.fakes import WordLengths

ARTICLE = "افتتح الوزير مدرسة جديدة في قفصة. وحضر الحفل سكان المدينة."


@pytest.fixture
def run(quick: WordLengths, tmp_path: Path) -> Callable[..., int]:
    """`main` over one article, with the index in a temporary folder."""
    corpus = tmp_path / "مقالات"
    corpus.mkdir()
    (corpus / "مدرسة.txt").write_text(ARTICLE, encoding="utf-8")
    return lambda *arguments: main([*arguments, "--corpus", str(corpus), "--index", str(tmp_path / "index")])


FIRST_BYTES = [("md", b"<div"), ("html", b"<!doctype"), ("docx", b"PK"), ("PDF", b"%PDF")]


@pytest.mark.parametrize(("ending", "start"), FIRST_BYTES)
def test_the_name_of_the_file_says_the_format_and_the_answer_is_printed_too(
    ending: str, start: bytes, run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / f"جواب.{ending}"
    assert run("ask", "من حضر الحفل؟", "--export", str(target)) == 0
    assert target.read_bytes().startswith(start)
    assert capsys.readouterr().out.strip()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize("command", ["ask", "compare"])
def test_an_exported_json_is_what_json_prints(
    command: str, run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "جواب.json"
    assert run(command, "من حضر الحفل؟", "--json", "--export", str(target)) == 0
    assert json.loads(target.read_text("utf-8")) == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", ["جواب.exe", "جواب", "pdf", ".pdf"])
def test_a_format_that_is_none_is_said_before_anything_is_loaded(
    name: str, run: Callable[..., int], tmp_path: Path, quick: WordLengths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", "من حضر الحفل؟", "--export", str(tmp_path / name)) == 2
    told = capsys.readouterr().err
    assert ".md .html .docx .pdf .json" in told and told.count("\n") == 1
    assert quick.loads == 0


def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "ليس هنا" / "جواب.md"
    assert run("ask", "من حضر الحفل؟", "--export", str(target)) == 1
    assert "--export" in capsys.readouterr().err and not target.parent.exists()
    (tmp_path / "مجلد.md").mkdir()
    assert run("ask", "من حضر الحفل؟", "--export", str(tmp_path / "مجلد.md")) == 1
    assert not (tmp_path / "مجلد.md.part").exists()


def test_a_file_of_questions_is_not_exported(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "--questions", "in.jsonl", "--out", "out.jsonl", "--export", "a.md") == 2


def test_footnotes_lead_to_the_window_of_the_same_settings() -> None:
    settings = settings_from({"host": "0.0.0.0", "port": "8000"}, {})
    assert window_at(settings) == "http://127.0.0.1:8000/"
    assert window_at(replace(settings, host="::1")) == "http://[::1]:8000/"
