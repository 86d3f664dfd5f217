"""Taking away from the window: only what the session itself was answered, fetched by a key, under a safe name."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from assistant.settings import Settings
from assistant.ui import exports
from assistant.ui.backend import Backend
from assistant.ui.chat_events import ChatEvents
from assistant.ui.export_events import ExportEvents
from assistant.ui.exports import MAX_KEPT_FILES, MAX_WAITING, Exports
from assistant.ui.html import article_panel
from assistant.ui.html.transcript import messages, reply
from assistant.ui.state import DONE, FAILED, Conversation, Exchange
from assistant.ui.window import create_app
from tests.fake_assistant import ARTICLE, ATTACK, QUOTE, Reader, an_answer, citation, opened
from tests.test_ui_server import running
from vectorstore.errors import VectorstoreError
from vectorstore.types import Document

ORIGIN = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def desk() -> Iterator[Backend]:
    made = opened(Reader())
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(desk: Backend, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("exports")
    with running(create_app(desk, Settings(folder, folder / "index", folder / "log"))) as at:
        yield at


def talk(*questions: str) -> Conversation:
    return Conversation(tuple(Exchange(question, an_answer(question), DONE) for question in questions))


def key_of(made: str) -> str:
    return re.search(r'href="/isnad/export/([0-9a-f]{24})"', made)[1]


def test_an_answer_is_fetched_by_its_key_and_saved_under_its_question(desk: Backend, address: str) -> None:
    made = ExportEvents(desk).export(f"1-json {ORIGIN} 3", talk("متى؟", "ماذا قال مينيتي؟"))
    got = httpx.get(f"{address}/isnad/export/{key_of(made)}")
    assert got.status_code == 200 and got.json()["question"] == "ماذا قال مينيتي؟"
    assert got.headers["content-type"] == "application/json"
    assert got.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D9%85")
    assert "sandbox" in got.headers["content-security-policy"] and got.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in got.headers["cache-control"]
    assert httpx.get(f"{address}/isnad/export/{'0' * 24}").status_code == 404
    assert httpx.head(f"{address}/isnad/export/{key_of(made)}").status_code == 200


def test_a_whole_conversation_leaves_out_what_was_not_answered(desk: Backend) -> None:
    conversation = talk("متى؟", "أين؟")
    conversation = replace(conversation, exchanges=(*conversation.exchanges, Exchange("عطل", None, FAILED)))
    made = ExportEvents(desk).export(f"all-json {ORIGIN} 1", conversation)
    lines = json.loads(desk.exports.find(key_of(made)).data)["conversation"]
    assert [line["question"] for line in lines] == ["متى؟", "أين؟"]


@pytest.mark.parametrize(
    "event", ["", "0-exe x 1", "all-md", "0-md \n 1", "-1-md x 1", "٠-md x 1", f"0-md {'a' * 256} 1"]
)
def test_what_no_page_of_ours_asks_makes_nothing(event: str, desk: Backend) -> None:
    assert ExportEvents(desk).export(event, talk("متى؟")) == ""


def test_nothing_answered_and_no_such_turn_are_told(desk: Backend) -> None:
    for event, conversation in (("9-md", talk("متى؟")), ("all-md", Conversation())):
        made = ExportEvents(desk).export(f"{event} {ORIGIN} 1", conversation)
        assert "لا جواب هنا يُصدَّر بعد" in made and "href" not in made


def test_footnotes_lead_to_the_window_of_the_page_and_to_no_other_address(desk: Backend) -> None:
    made = ExportEvents(desk).export(f"0-html {ORIGIN} 1", talk("متى؟"))
    assert f'href="{ORIGIN}/#article='.encode() in desk.exports.find(key_of(made)).data
    made = ExportEvents(desk).export("0-html javascript:alert(1)// 1", talk("متى؟"))
    assert b"javascript" not in desk.exports.find(key_of(made)).data


def test_a_question_that_means_harm_names_no_markup(desk: Backend) -> None:
    made = ExportEvents(desk).export(f"0-md {ORIGIN} 1", talk(f'{ATTACK}"\u202e'))
    assert "<img" not in made and made.count("<") == 2
    assert desk.exports.find(key_of(made)).name == "img src=x onerror=alert(1).md"


def test_a_file_is_gone_after_its_minute_and_the_oldest_where_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = Exports()
    keys = [kept.keep("a.md", "text/markdown", lambda: b"x") for _ in range(MAX_KEPT_FILES + 1)]
    assert kept.find(keys[0]) is None and kept.find(keys[1]) is not None
    monkeypatch.setattr(exports, "MAX_KEPT_BYTES", 10)
    large = kept.keep("b.md", "text/markdown", lambda: b"12345678")
    assert kept.find(keys[-1]) is not None and kept.find(keys[1]) is None and kept.find(large) is not None
    monkeypatch.setattr(exports, "KEPT_SECONDS", -1.0)
    assert kept.find(kept.keep("c.md", "text/markdown", lambda: b"x")) is None


def test_more_files_than_may_wait_are_not_made_and_hold_up_nobody() -> None:
    kept, go = Exports(), threading.Event()

    def make() -> bytes:
        go.wait(30)
        return b"x"

    with ThreadPoolExecutor(MAX_WAITING) as pool:
        made = [pool.submit(kept.keep, "a.md", "text/markdown", make) for _ in range(MAX_WAITING)]
        while kept._waiting.acquire(blocking=False):
            kept._waiting.release()
        with pytest.raises(VectorstoreError, match="export_busy"):
            kept.keep("b.md", "text/markdown", make)
        go.set()
    assert len({one.result() for one in made}) == MAX_WAITING
    assert kept.keep("c.md", "text/markdown", make)


def test_the_menu_is_at_each_answer_and_the_whole_conversation_at_its_end() -> None:
    written = [message["content"] for message in messages(talk("متى؟", "أين؟"))]
    assert '"#export-0"' in written[1] and '"#export-all"' not in written[1]
    assert '"#export-1"' in written[3] and '"#export-all"' in written[3]
    assert '"#export-all"' not in messages(talk("متى؟"))[1]["content"]
    assert "#export" not in reply(0, Exchange("عطل", None, FAILED))


def copied(written: str) -> str:
    return html.unescape(re.search(r'<span class="payload" hidden>(.*?)</span>', written, re.DOTALL)[1])


def test_a_copied_answer_is_clean_text_with_its_footnotes() -> None:
    cited = replace(citation(), date="2017-10-19", page=3)
    also = replace(citation(2, f"{ATTACK}.txt", also=True), title="")
    answer = an_answer(lines=(replace(an_answer().lines[0], markers=(1, 2)),), citations=(cited, also))
    text = copied(reply(0, Exchange("ماذا؟", answer, DONE)))
    assert text.split("\n") == [
        f"«{QUOTE}» [1][2]",
        "",
        "[1] عنوان الخبر، 2017-10-19\u200f، خبر.txt\u200f، ص 3",
        f"[2] \u200e{ATTACK}.txt\u200e\u200f",
    ]


def test_what_the_panel_copies_has_date_and_page_and_a_link() -> None:
    document = Document("ملف.pdf", ARTICLE, "عنوان", "", "utf-8", date="2017-10-19", pages=(0, 10))
    start = ARTICLE.index(QUOTE)
    written = article_panel.article(document, start, start + len(QUOTE))
    assert copied(written) == f"«{QUOTE}»\nعنوان — 2017-10-19 — ص 2 — ملف.pdf"
    place = html.unescape(re.search(r'class="place payload" hidden>(.*?)</span>', written)[1])
    assert place == f"#article=%D9%85%D9%84%D9%81.pdf&from={start}&to={start + len(QUOTE)}"


def test_a_link_opens_its_passage_and_only_an_article_of_the_index(desk: Backend) -> None:
    start = ARTICLE.index(QUOTE)
    events = ChatEvents(desk, Settings(desk._corpus, desk._corpus, desk._corpus))
    name = "%D8%AE%D8%A8%D8%B1.txt"
    shown = events.look(f"passage-{start}-{start + len(QUOTE)}-{name} 1", Conversation())
    assert f">{QUOTE}</mark>" in shown
    beyond = events.look(f"passage-5-999999999-{name} 1", Conversation())
    assert "<mark" in beyond
    for bad in ("0-5-..%2F..%2Fetc%2Fpasswd", "0-5-%ED%A0%80", "0-5-", "9-<b>"):
        assert "<mark" not in events.look(f"passage-{bad} 1", Conversation())
