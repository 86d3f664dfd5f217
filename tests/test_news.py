"""What is new since a day or the last look: over a real index, by the call of Python and on the terminal."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.cli.commands import main
from assistant.opening import open_assistant
from assistant.question.intent import Intent
from assistant.settings import settings_from
from assistant.sources.news import News, Since
from assistant.sources.news_reply import since_asked
from assistant.sources.visits import VISIT_NS, Visits, since_of
from vectorstore.errors import VectorstoreError

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
MINISTER = "004_dfd3936c2d105e84.txt"


class Nobody(Visits):
    """Visits of nobody: a day needs none."""

    def __init__(self) -> None:
        pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    made.mkdir()
    for path in sorted(SEEDS.glob("00[0-2]*")):
        shutil.copy(path, made)
    return made


def call(folder: Path, *more: str) -> list[str]:
    return ["since", *more, "--corpus", str(folder), "--index", str(folder.parent / "index"), "--llm", "none"]


def told(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict:
    assert main(call(folder, "--json", *more)) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-03-03", (2026, 3, 3)), ("3 مارس 2026", (2026, 3, 3)), ("٣ آذار ٢٠٢٦", (2026, 3, 3)),
     ("أمس", (2026, 11, 26)), ("yesterday", (2026, 11, 26)), ("اليوم", (2026, 11, 27)), ("2025", (2025, 1, 1)),
     ("3 days", (2026, 11, 24))],
)  # fmt: skip
def test_a_day_is_read_in_figures_and_in_words(typed: str, day: tuple[int, int, int]) -> None:
    found = since_of(typed, Nobody(), date(2026, 11, 27))
    assert datetime.fromtimestamp(found.at_ns / 1e9) == datetime(*day)


@pytest.mark.parametrize("typed", ["foo", "قبل قليل", "3/4/2015", "99999 days", "2300-01-01"])
def test_what_names_no_day_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(VectorstoreError, match="no_date"):
        since_of(typed, Nobody(), date(2026, 11, 27))


@pytest.mark.slow
def test_since_the_last_look_there_is_what_came_changed_and_went(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = told(folder, capsys)
    assert first["last"] and first["since"] is None and len(first["added"]) == 3
    assert [len(one["added"]) for one in first["events"]] == [3]
    shutil.copy(SEEDS / MINISTER, folder)
    changed, removed = sorted(path.name for path in folder.glob("00[01]*"))
    with (folder / changed).open("a", encoding="utf-8") as file:
        file.write("\n\nوقال مينيتي إن الاتفاق سيوقع في روما يوم الاثنين المقبل.\n")
    (folder / removed).unlink()
    second = told(folder, capsys)
    assert [one["source"] for one in second["added"]] == [MINISTER]
    assert [one["source"] for one in second["removed"]] == [None]
    (article,) = second["changed"]
    assert article["source"] == changed and article["sentences_added"] == 1 and article["sentences_gone"] == 0
    texts = {name: (folder / name).read_bytes().decode("utf-8") for name in (MINISTER, changed)}
    for quote in [article["quotes"][0], *(one["citation"] for one in second["statements"])]:
        assert texts[quote["source"]][quote["start"] : quote["end"]] == quote["quote"]
    said = {one["name"] for one in second["statements"]}
    assert any("كازنوف" in name for name in said) and any("مينيتي" in name for name in said)
    third = told(folder, capsys)
    assert not any(third[kind] for kind in ("added", "changed", "removed", "moved", "statements", "events"))
    alone = told(folder, capsys, "2020-01-01", "--person", "كازنوف")
    assert {one["name"] for one in alone["statements"]} == {name for name in said if "كازنوف" in name}
    assert main(call(folder, "2020-01-01")) == 0
    text = capsys.readouterr().out
    assert "نُشر:" in text and "فُهرس:" in text and "تُسجَّل التغيّرات منذ" in text


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("ما الجديد منذ أمس؟", ""), ("ماذا تغير في الملفات منذ الأسبوع الماضي؟", ""), ("هل هناك مقالات جديدة؟", ""),
        ("ما الذي أُضيف إلى المجلد هذا الأسبوع؟", ""), ("ما الجديد عن كازنوف؟", "كازنوف"),
        ("هل أضيفت مقالات جديدة عن تسرب المياه منذ الاثنين؟", "تسرب المياه"), ("شو الجديد من مبارح؟", ""),
        ("what's new since Monday?", ""), ("are there new articles about Samsung?", "Samsung"),
        ("what changed in the files since last week?", ""), ("quoi de neuf depuis hier ?", ""),
        ("y a-t-il de nouveaux articles sur Ankara ?", "Ankara"),
    ],
)  # fmt: skip
def test_what_a_question_for_news_is_about_is_what_is_left_of_it(question: str, topic: str) -> None:
    assert since_asked(question, Since(), date(2026, 11, 27))[1] == topic


def test_a_question_without_a_day_asks_for_what_came_since_the_last_look() -> None:
    last = Since(7, last=True)
    assert since_asked("هل هناك مقالات جديدة؟", last)[0] == last
    assert not since_asked("هل هناك مقالات جديدة منذ أمس؟", last)[0].last


@pytest.mark.slow
def test_what_is_new_is_answered_in_the_chat_from_the_record_of_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_from({"corpus": str(folder), "index": str(folder.parent / "index"), "llm": "none"}, {})
    with closing(open_assistant(settings)) as assistant:
        assistant.visits.looked(anew=True)
        shutil.copy(SEEDS / MINISTER, folder)
        changed, removed = sorted(path.name for path in folder.glob("00[01]*"))
        with (folder / changed).open("a", encoding="utf-8") as file:
            file.write("\n\nوقال مينيتي إن الاتفاق سيوقع في روما يوم الاثنين المقبل.\n")
        (folder / removed).unlink()
        assistant.index.sync()
        monkeypatch.setattr("assistant.sources.visits.VISIT_NS", -1)  # as if the last look were long ago
        # what is meant is told by `test_intent.py`, and here what is answered
        monkeypatch.setattr(assistant.understanding, "intent", lambda asked: Intent("corpus", "since", 1.0))
        answer = assistant.ask("هل هناك مقالات جديدة؟")
        assert answer.kind == "corpus" and answer.as_json()["kind"] == "corpus" and not answer.hits
        assert "مقالات جديدة (1)" in answer.lead and "مقالات أُزيلت (1)" in answer.lead
        titles = [group.title for group in answer.groups]
        assert titles == ["مقالات جديدة", "مقالات تغيّرت", "أقوال جديدة"]
        assert answer.groups[0].sources == (MINISTER,) and answer.groups[1].sources == (changed,)
        assert "سيوقع في روما" in answer.text and removed not in answer.text
        texts = {name: (folder / name).read_bytes().decode("utf-8") for name in (MINISTER, changed)}
        assert all(texts[c.source][c.start : c.end] == c.quote for c in answer.citations)
        assert len({line.markers for line in answer.lines}) == len(answer.lines), "each sentence once"
        about = assistant.ask("ما الجديد عن مينيتي؟")
        assert {c.source for c in about.citations} == {changed} and "مينيتي" in about.lead
        assert all("مينيتي" in line.text for line in about.lines)
        elsewhere = assistant.ask("ما الجديد عن كازنوف؟", sources=[changed])
        assert "لا جديد" in elsewhere.lead
        assert assistant.ask("ما الجديد منذ 2020-01-01؟").groups[0].sources != ()
        assert assistant.ask("ما الجديد منذ 2099-01-01؟").lead == "منذ \u200e2099-01-01: لا جديد."


@pytest.mark.slow
def test_a_question_begins_no_visit(folder: Path) -> None:
    settings = settings_from({"corpus": str(folder), "index": str(folder.parent / "index"), "llm": "none"}, {})
    with closing(open_assistant(settings)) as assistant:
        assert assistant.visits.next().none and not (folder.parent / "index" / "visits.json").exists()
        noted = assistant.visits.looked()
        assert noted.none and assistant.visits.next().none, "it is the same visit yet"
        kept = json.loads((folder.parent / "index" / "visits.json").read_bytes())
        kept[1]["at_ns"] -= 2 * VISIT_NS
        (folder.parent / "index" / "visits.json").write_text(json.dumps(kept), encoding="ascii")
        assert not assistant.visits.next().none
        assert json.loads((folder.parent / "index" / "visits.json").read_bytes()) == kept


@pytest.mark.slow
def test_an_unknown_person_is_an_error_and_no_look(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(call(folder, "--person", "زيد بن أبي سفيان")) != 0
    assert not (folder.parent / "index" / "visits.json").exists()


@pytest.mark.slow
def test_a_second_look_soon_after_is_the_same_visit_of_the_window(folder: Path) -> None:
    settings = settings_from({"corpus": str(folder), "index": str(folder.parent / "index"), "llm": "none"}, {})
    with closing(open_assistant(settings)) as assistant:
        assert assistant.visits.looked().none
        shutil.copy(SEEDS / MINISTER, folder)
        assistant.index.sync()
        assert assistant.visits.looked().none, "the page was only opened again"
        assistant.visits.looked(anew=True)
        news: News = assistant.views.news(assistant.visits.last())
        assert not news.none and news.added == () and news.events is None
