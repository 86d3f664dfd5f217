"""Kept conversations in the window, without a browser: what is written down of whom, and how it comes back."""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.cli.commands import main
from assistant.cli.jsonl import questions_of
from assistant.evaluate import gold_from
from assistant.history.kept import DOWN, UP, Listed
from assistant.history.requote import place_now, requote
from assistant.settings import Settings, settings_from
from assistant.types import Line, Standing
from assistant.ui import keeper as keeping
from assistant.ui.chat_events import ChatEvents
from assistant.ui.export_events import asked_of
from assistant.ui.history_events import HistoryEvents
from assistant.ui.html.history_list import current, listing
from assistant.ui.html.transcript import messages
from assistant.ui.keeper import Keeper
from assistant.ui.state import DONE, STOPPED, Conversation, SourceFilter
from assistant.ui.window import create_app
from tests.fake_assistant import ARTICLE, QUOTE, Reader, an_answer, citation, opened
from tests.test_ui import drained
from tests.test_ui_owner import FORWARDED, visitor
from tests.test_ui_server import running
from vectorstore.errors import VectorstoreError
from vectorstore.types import Document

OWNER, VISITOR = "owner", "visitor"


class Rewritten(Reader):
    """A reader whose article can be changed."""

    text = ARTICLE

    def document(self, source: str) -> Document:
        return replace(super().document(source), text=self.text)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.sqlite3"


@pytest.fixture
def reader() -> Rewritten:
    return Rewritten()


@pytest.fixture
def keeper(path: Path) -> Iterator[Keeper]:
    kept = Keeper(path)
    yield kept
    kept.close()


@pytest.fixture
def events(settings: Settings, keeper: Keeper, reader: Rewritten) -> HistoryEvents:
    return HistoryEvents(ChatEvents(opened(reader), settings), keeper, lambda request: request == OWNER)


def said(events: HistoryEvents, question: str, before: Conversation | None = None, who: str = OWNER) -> Conversation:
    """The conversation once a question has been asked and answered."""
    asked, *_ = events.ask(question, before or Conversation(), SourceFilter(), who)
    return drained(events.answer(asked))[-1][0]


def acted(events: HistoryEvents, event: str, before: Conversation, who: str = OWNER) -> Conversation:
    return events.act(f"{event} 1", before, "", SourceFilter(), who)[0]


def reopened(events: HistoryEvents, key: str, who: str = OWNER) -> Conversation:
    return acted(events, f"open-{key}", Conversation(), who)


def test_a_conversation_comes_back_as_it_was_and_goes_on(events: HistoryEvents, reader: Rewritten) -> None:
    two = said(events, "الثاني", said(events, "الأول"))
    again = reopened(events, two.key)
    assert again == two
    assert messages(again) == messages(two)
    said(events, "الثالث", again)
    question, history = reader.asked[-1]
    assert question == "الثالث" and [turn.question for turn in history] == ["الأول", "الثاني"]
    assert history[0].answer == two.exchanges[0].answer.text


def test_its_sources_open_again(events: HistoryEvents) -> None:
    again = reopened(events, said(events, "الأول").key)
    assert f'<mark id="quote" tabindex="-1">{QUOTE}</mark>' in events._chat.look("cite-0-1", again)


def test_a_visitors_conversation_is_written_nowhere_and_the_owners_is_not_shown_to_a_visitor(
    events: HistoryEvents, keeper: Keeper, path: Path
) -> None:
    assert said(events, "سؤال الزائر", who=VISITOR).key == ""
    mine = said(events, "سؤالي")
    assert [one.title for one in keeper.store.listed()] == ["سؤالي"]
    assert "سؤال الزائر".encode() not in path.read_bytes()
    assert reopened(events, mine.key, VISITOR) == Conversation()


def test_a_private_conversation_is_written_nowhere(events: HistoryEvents, keeper: Keeper, path: Path) -> None:
    private = acted(events, "private", said(events, "علني"))
    assert private.exchanges == () and private.private
    done = said(events, "سر", private)
    assert done.private and done.key == "" and "جواب مفيد" not in messages(done)[1]["content"]
    assert keeper.store.count() == 1 and "سر".encode() not in path.read_bytes()
    assert not acted(events, "clear", done).private


def test_without_a_keeper_all_is_as_it_was(settings: Settings) -> None:
    events = HistoryEvents(ChatEvents(opened(Reader()), settings), None, lambda request: True)
    done = said(events, "الأول")
    assert done.key == "" and done.exchanges[0].status == DONE
    assert acted(events, f"open-{'0' * 24}", done) == done


def test_an_answer_asked_again_stands_beside_the_first_and_both_come_back(events: HistoryEvents) -> None:
    two = said(events, "الثاني", said(events, "الأول"))
    asked = acted(events, "retry-0", two)
    done = drained(events.answer(asked))[-1][0]
    assert [len(one.versions) for one in done.exchanges] == [2, 1]
    assert ">2/2<" in messages(done)[1]["content"]
    again = reopened(events, done.key)
    assert again == done
    first = acted(events, "version-0-0", again)
    assert ">1/2<" in messages(first)[1]["content"]
    assert reopened(events, first.key) == first
    for odd in ("version-0-2", "version-7-0", "vote-9-up", "word-9-a"):
        assert acted(events, odd, first) == first


def test_words_for_a_question_are_a_version_of_it_and_what_follows_stays(events: HistoryEvents) -> None:
    two = said(events, "الثاني", said(events, "الأول"))
    done = said(events, "الأول بكلمات أخرى", acted(events, "edit-0", two))
    assert [one.question for one in done.exchanges] == ["الأول بكلمات أخرى", "الثاني"]
    assert [one.question for one in reopened(events, done.key).exchanges[0].versions] == ["الأول", "الأول بكلمات أخرى"]


def test_of_a_long_conversation_the_page_has_the_last_part_and_is_given_the_rest_when_asked(
    events: HistoryEvents,
) -> None:
    talk = Conversation()
    for number in range(43):
        talk = talk.ask(f"السؤال {number}؟").update(answer=an_answer(), status=DONE)
        assert talk.first % 10 == 0 and len(talk.exchanges) - talk.first <= 20
    assert talk.first == 30 and len(messages(talk)) == 2 * 13
    assert 'href="#earlier-29"' in messages(talk)[0]["content"] and "السؤال 30؟" in messages(talk)[0]["content"]
    told = current(talk)
    assert 'data-first="30"' in told and "السؤال 29؟" in told and "السؤال 30؟" not in told
    before, shown = events.act("earlier-29 1", talk, "", SourceFilter(), OWNER)[:2]
    assert before.first == 20 and len(shown) == 2 * 23
    assert acted(events, "earlier-0", before).first == 0
    assert "earlier" not in messages(talk.earlier(0))[0]["content"]
    assert acted(events, "earlier-999999", before).first == 20  # nothing goes away by it
    assert before.ask("سؤال آخر؟").first == 30  # a further question folds it again, a repeated one leaves it open
    assert before.again(21).first == 20


def test_an_answer_that_its_page_left_is_kept_as_far_as_it_came(events: HistoryEvents) -> None:
    asked, *_ = events.ask("الأول", Conversation(), SourceFilter(), OWNER)

    async def leave() -> None:
        parts = events.answer(asked)
        await anext(parts)
        await parts.aclose()

    asyncio.run(leave())
    (cut,) = reopened(events, asked.key).exchanges
    assert cut.status == STOPPED and cut.answer.lines


def test_a_question_whose_program_ended_meanwhile_says_so(events: HistoryEvents) -> None:
    asked, *_ = events.ask("الأول", Conversation(), SourceFilter(), OWNER)
    again = reopened(events, asked.key)
    assert again.waiting is None and "توقف هذا الجواب قبل تمامه" in messages(again)[1]["content"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ARTICLE, 0),
        ("مقدمة جديدة. " + ARTICLE, 13),
        (f"{QUOTE}\n" * 3, -ARTICLE.index(QUOTE) + len(QUOTE) + 1),  # the nearest of three
        (ARTICLE.replace("أولى", "أخيرة"), None),
        ("", None),
        (None, None),
    ],
)
def test_a_quote_is_where_it_stands_word_for_word_or_nowhere(text: str | None, found: int | None) -> None:
    step, name = ((ARTICLE.index(word), ARTICLE.index(word) + len(word)) for word in ("خطوة", "مينيتي"))
    cited = replace(citation(), answer=step, further_answers=(name,))
    now = place_now(cited, text)
    if found is None:
        assert now is None
    else:
        assert text[now.start : now.end] == QUOTE and text[slice(*now.answer)] == "خطوة"
        assert [text[slice(*part)] for part in now.further_answers] == ["مينيتي"]
        assert now.start == cited.start + found
    _, lost, nearest = requote(an_answer(nearest=(cited,)), lambda source: text)
    assert (lost, nearest) == ((frozenset({1}),) * 2 if found is None else (frozenset(),) * 2)


def test_what_other_sources_say_moves_with_their_texts_and_is_not_counted_where_one_of_them_is_gone() -> None:
    at = (ARTICLE.index(QUOTE), ARTICLE.index(QUOTE) + len(QUOTE))
    standing = Standing(at, 2, 3, (citation(0, "آخر.txt"),))
    answer = an_answer(lines=(Line(QUOTE, (1,), "خبر.txt", standing=standing),))
    texts = {"خبر.txt": "مقدمة. " + ARTICLE, "آخر.txt": "سطر.\n" + ARTICLE}
    moved = requote(answer, texts.get)[0].lines[0].standing
    assert texts["خبر.txt"][slice(*moved.statement)] == QUOTE
    assert texts["آخر.txt"][moved.citations[0].start : moved.citations[0].end] == QUOTE
    for gone in texts:
        assert requote(answer, (texts | {gone: "غيره"}).get)[0].lines[0].standing is None


def test_a_quote_whose_article_changed_is_said_to_be_and_stands_in_no_quotation_marks(
    events: HistoryEvents, reader: Rewritten
) -> None:
    done = said(events, "الأول")
    reader.text = ARTICLE.replace("خطوة أولى", "خطوة أخيرة")
    again = reopened(events, done.key)
    assert again.exchanges[0].changed == {"cite-1"}
    shown = messages(again)[1]["content"]
    assert f"«{QUOTE}»" not in shown and shown.count("تغيّر المقال بعد الجواب") == 2  # at the line and at its card
    taken = asked_of(again.exchanges[0])
    assert taken is not None and QUOTE not in taken.answer.text and "حُذف منه" in taken.answer.text
    assert not taken.answer.lines and not taken.answer.citations
    for before in (again, done):  # the page that was open meanwhile does not know, and its marker finds out
        panel = events._chat.look("cite-0-1", before)
        assert "<mark" not in panel and "تغيّر هذا المقال بعد الجواب" in panel and "خطوة أخيرة" in panel
    reader.text = "سطر جديد.\n" + ARTICLE
    assert reopened(events, done.key).exchanges[0].changed == frozenset()
    assert f">{QUOTE}</mark>" in events._chat.look("cite-0-1", done)


def test_a_judgement_and_its_word_are_kept_and_taken_back(events: HistoryEvents, keeper: Keeper) -> None:
    done = said(events, "الأول")
    up = acted(events, "vote-0-up", done)
    worded = acted(events, "word-0-%D8%AF%D9%82%D9%8A%D9%82%20%3Cb%3E", up)
    again = reopened(events, done.key).exchanges[0]
    assert (again.vote, again.word) == (UP, "دقيق <b>")
    assert "دقيق &lt;b&gt;" in messages(worded)[1]["content"]
    down = acted(events, "vote-0-down", worded).exchanges[0]
    assert (down.vote, down.word) == (DOWN, "")
    assert acted(events, "vote-0-none", worded).exchanges[0].vote == 0
    assert [len(one.turns) for one in keeper.store.voted()] == []


def test_what_cannot_be_kept_is_said_does_not_stop_the_answer_and_is_made_up_for(
    events: HistoryEvents, keeper: Keeper
) -> None:
    one = said(events, "الأول")
    connection = keeper.store._file.connection
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
    two = said(events, "الثاني " * 1000, one)
    assert two.exchanges[1].status == DONE and "القرص ممتلئ" in two.unkept
    assert len(reopened(events, one.key).exchanges) == 1
    connection.execute("PRAGMA max_page_count = 100000")
    three = said(events, "الثالث", two)
    assert three.unkept == "" and [len(e.question) for e in reopened(events, one.key).exchanges] == [5, 7000, 6]


def test_a_conversation_deleted_in_another_page_is_not_brought_back_by_this_one(
    events: HistoryEvents, keeper: Keeper
) -> None:
    one = said(events, "الأول")
    keeper.delete(one.key)
    two = said(events, "الثاني", one)
    assert two.exchanges[1].status == DONE and "لأنها حُذفت" in two.unkept
    assert keeper.store.count() == 0
    assert "لم تعد هذه المحادثة محفوظة" in reopened(events, one.key).unkept


def test_a_deleted_conversation_is_erased_in_time_and_at_the_latest_when_the_window_ends(
    events: HistoryEvents, keeper: Keeper, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = said(events, "سر أول"), said(events, "سر ثان")
    monkeypatch.setattr(keeping, "GRACE_SECONDS", 0.2)
    keeper.delete(first.key)
    until = time.monotonic() + 10
    while "سر أول".encode() in path.read_bytes():
        assert time.monotonic() < until
        time.sleep(0.05)
    monkeypatch.setattr(keeping, "GRACE_SECONDS", 60)
    keeper.delete(second.key)
    assert "سر ثان".encode() in path.read_bytes()
    keeper.restore(second.key)
    keeper.delete(second.key)
    keeper.close()
    assert "سر ثان".encode() not in path.read_bytes()


def test_what_a_killed_window_had_no_time_to_erase_the_next_one_erases(
    events: HistoryEvents, keeper: Keeper, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.store.delete(said(events, "سر").key)
    monkeypatch.setattr(keeping, "GRACE_SECONDS", 0.0)
    Keeper(path).close()
    assert "سر".encode() not in path.read_bytes()


def test_a_file_that_cannot_be_opened_costs_nothing_but_the_keeping(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    closed = Keeper(tmp_path / "file" / "conversations.sqlite3")
    events = HistoryEvents(ChatEvents(opened(Reader()), settings), closed, lambda request: True)
    done = said(events, "الأول")
    assert done.exchanges[0].status == DONE and "لا تُمكن قراءة المحادثات" in done.unkept
    with pytest.raises(VectorstoreError, match="history_unreadable"):
        _ = closed.store
    closed.close()


# what the list asks for


@pytest.fixture
def served_history(keeper: Keeper, settings: Settings) -> Iterator[str]:
    with running(create_app(opened(Reader()), settings, keeper)) as address:
        yield address


def days(html: str) -> list[str]:
    return re.findall(r'<h3><span class="in-ar"[^>]*>([^<]+)', html)


def test_the_list_is_the_owners_and_its_deeds_are_done(served_history: str, events: HistoryEvents) -> None:
    first, second = said(events, "سؤال أول"), said(events, "سؤال <b>ثان</b>")
    with visitor(served_history) as owner:
        assert 'data-keeps="yes"' in owner.get("/").text
        body = owner.post("/isnad/do/talks", json={"words": ""}).json()
        assert days(body["html"]) == ["اليوم"] and "سؤال &lt;b&gt;ثان&lt;/b&gt;" in body["html"]
        do = "/isnad/do/talk"
        assert owner.post(f"{do}/{first.key}/pin").json() == {}
        assert owner.post(f"{do}/{first.key}/rename", content="اسم جديد".encode()).json() == {}
        html = owner.post("/isnad/do/talks", json={"words": ""}).json()["html"]
        assert days(html) == ["المثبتة", "اليوم"] and html.index("اسم جديد") < html.index(second.key)
        assert first.key not in owner.post("/isnad/do/talks", json={"words": "ثان"}).json()["html"]
        assert owner.post(f"{do}/{first.key}/delete").json() == {}
        assert first.key not in owner.post("/isnad/do/talks", json={}).json()["html"]
        assert owner.post(f"{do}/{first.key}/restore").json() == {}
        assert first.key in owner.post("/isnad/do/talks", json={}).json()["html"]
        gone = owner.post(f"{do}/{'0' * 24}/delete")
        assert gone.status_code == 404 and "هذه المحادثة غير موجودة" in gone.json()["error"]
        for odd in (b"", b"[]", b'{"words": 1}', b'{"skip": -1}', b'{"skip": true}', b"[" * 9999):
            assert owner.post("/isnad/do/talks", content=odd).status_code == 400
    with visitor(served_history, **FORWARDED) as other:
        assert "data-keeps" not in other.get("/", headers=FORWARDED).text
        assert other.post("/isnad/do/talks", json={}).status_code == 403


def test_judged_answers_are_a_questions_file_that_eval_reads(
    served_history: str, events: HistoryEvents, tmp_path: Path
) -> None:
    acted(events, "vote-0-up", said(events, "الأول"))
    acted(events, "word-0-%D8%B1%D9%88%D9%85%D8%A7", acted(events, "vote-0-down", said(events, "الثاني")))
    with visitor(served_history) as owner:
        saved = owner.get("/isnad/do/votes").json()
    file = tmp_path / "questions.jsonl"
    file.write_text(saved["lines"], encoding="utf-8")
    golds = [gold_from(line.gold) for line in questions_of(file)]
    assert [(gold.type, gold.question) for gold in golds] == [("praised", "الأول"), ("corrected", "الثاني")]
    assert golds[1].wanted == (frozenset({"روما"}),) and saved["count"] == 2


def test_a_window_without_history_has_no_list(settings: Settings) -> None:
    with running(create_app(opened(Reader()), settings)) as address, visitor(address) as owner:
        assert "data-keeps" not in owner.get("/").text
        assert owner.post("/isnad/do/talks", json={}).status_code in (404, 405)


def test_days_before_yesterday_are_written_in_full() -> None:
    now = datetime(2026, 11, 26, 12, tzinfo=UTC).astimezone()
    rows = [
        Listed("0" * 24, "محادثة", (now - timedelta(days=days)).astimezone(UTC).isoformat(), 2)
        for days in (0, 1, 2, 2, 400)
    ]
    html = listing(rows, None, False, now)
    assert days(html) == ["اليوم", "أمس", "الثلاثاء 24 نوفمبر 2026", "الأربعاء 22 أكتوبر 2025"]
    assert "Tuesday 24 November 2026" in html and html.count("<li ") == 5


# where it is kept


def test_each_folder_of_articles_has_its_own_file_of_conversations(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}

    def kept(**given: object) -> Path | None:
        return settings_from({"corpus": str(tmp_path / "مقالات"), **given}, home, "linux").conversations

    first = kept()
    assert first.parent == tmp_path / ".local/share/isnad/conversations" and first.suffix == ".sqlite3"
    assert kept(corpus=str(tmp_path / "أخرى")) != first and kept(index=str(tmp_path / "فهرس")) == first
    assert kept(no_history=True) is None
    assert settings_from({}, {**home, "ISNAD_NO_HISTORY": "1"}, "linux").conversations is None


def test_the_terminal_lists_conversations_and_erases_them(
    events: HistoryEvents, path: Path, home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    corpus = tmp_path / "مقالات"
    kept = settings_from({"corpus": str(corpus)}, os.environ).conversations
    assert main(["conversations", "--corpus", str(corpus)]) == 0 and capsys.readouterr().out == ""
    events._keeper = there = Keeper(kept)
    first, second = said(events, "الأول"), said(events, "الثاني")
    acted(events, "vote-0-up", first)
    there.close()

    def run(*options: str) -> str:
        assert main(["conversations", "--corpus", str(corpus), *options]) == 0
        return capsys.readouterr().out

    assert [row["title"] for row in json.loads(run("--json"))["conversations"]] == ["الأول", "الثاني"]
    assert f"{second.key}  " in run() and "  1  الثاني" in run()
    assert json.loads(run("--votes"))["question"] == "الأول"
    assert main(["conversations", "--corpus", str(corpus), "--delete", "0" * 24]) == 2
    assert "غير موجودة" in capsys.readouterr().err
    run("--delete", second.key)
    assert "الثاني".encode() not in kept.read_bytes() and "الأول".encode() in kept.read_bytes()
    run("--delete-all")
    assert run() == "" and "الأول".encode() not in kept.read_bytes()
