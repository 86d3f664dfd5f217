"""What visitors may cost: bodies, headers, sessions, and the lines in which their questions and pages wait."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from assistant.settings import Settings
from assistant.sources.briefing import Briefing
from assistant.sources.cards import EventCard
from assistant.sources.survey import Survey
from assistant.ui import intake, routes, sessions, window
from assistant.ui.chat_events import ChatEvents
from assistant.ui.heads import timed_protocol
from assistant.ui.intake import MAX_BODY_BYTES, Refused, take_body
from assistant.ui.line import Line
from assistant.ui.routes import Routes
from assistant.ui.sessions import MAX_SESSIONS, MAX_VISITORS_SESSIONS, Sessions
from assistant.ui.state import FAILED, Conversation
from tests.fake_assistant import Reader, opened
from tests.test_ui_server import Visitor, running, served
from vectorstore.errors import VectorstoreError
from vectorstore.types import Document

JOIN = "/gradio_api/queue/join"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(pause=0.1)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    with served(Settings(folder, folder / "index", folder / "log"), reader) as at:
        yield at


@pytest.mark.parametrize("path", [JOIN, "/gradio_api/run/predict", "/gradio_api/cancel", "/gradio_api/reset"])
def test_a_body_larger_than_any_question_is_not_taken(address: str, path: str) -> None:
    announced = httpx.post(address + path, content=b"[" * (MAX_BODY_BYTES + 1))
    assert announced.status_code == 413
    read = []

    def endless() -> Iterator[bytes]:
        while len(read) < 6_400:  # 400 MB
            read.append(1)
            yield b" " * 65_536

    with suppress(httpx.HTTPError):  # it was closed while we wrote
        assert httpx.post(address + path, content=endless()).status_code == 413
    assert len(read) < 640


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 100_000, b'{"session_hash": 7}', b'{"session_hash": "../x"}',
                                  b'{"session_hash": "%s"}' % (b"a" * 65), b"\xff", b'{"data": []}'])  # fmt: skip
def test_what_is_no_event_of_a_page_is_not_passed_on(address: str, body: bytes) -> None:
    assert httpx.post(address + JOIN, content=body).status_code == 400


@pytest.mark.parametrize("path", [JOIN, "/gradio_api/run/predict"])
@pytest.mark.parametrize(
    ("function", "data"),
    [(999, []), (-1, []), ("0", []), (None, []), (True, []), (1, []), (1, ["س", {"path": "x"}, None])],
)
def test_what_no_function_of_the_window_takes_is_refused_without_a_word_in_the_log(
    address: str, path: str, function: object, data: list[object], capfd: pytest.CaptureFixture[str]
) -> None:
    sent = httpx.post(address + path, json={"data": data, "fn_index": function, "session_hash": "odd"})
    assert sent.status_code == 400
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err


def test_one_session_has_a_few_questions_waiting_and_no_more(address: str, reader: Reader) -> None:
    visitor = Visitor(address, "impatient")
    ask = visitor.functions["submit"]
    joined = {"data": [None], "fn_index": ask + 1, "session_hash": visitor.session}
    reader.pause, before = 1.0, reader.pause
    try:
        visitor.client.post(
            "/gradio_api/run/predict", json={**joined, "data": ["سؤال", None, None], "fn_index": ask}
        ).raise_for_status()
        statuses = [visitor.client.post(JOIN, json=joined).status_code for _ in range(3 * sessions.MAX_WAITING)]
    finally:
        reader.pause = before
    assert statuses[0] == 200 and statuses.count(200) <= sessions.MAX_WAITING and statuses[-1] == 429


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "], ids=["nothing", "a part"])
def test_a_head_that_does_not_end_in_time_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(window, "timed_protocol", lambda: timed_protocol(0.4))
    with served(Settings(tmp_path, tmp_path / "index", tmp_path / "log"), Reader()) as address:
        place = urlsplit(address)
        with socket.create_connection((place.hostname, place.port), timeout=10) as line:
            line.sendall(sent)
            with suppress(ConnectionError):
                for _ in range(20):  # a letter now and then does not keep it open
                    time.sleep(0.05)
                    line.sendall(b"a" if sent else b"")
            with suppress(ConnectionError):
                assert line.recv(1000) == b""
        with httpx.Client(base_url=address) as client:  # one that asks again later is served
            assert client.get("/isnad/icon.svg").status_code == 200
            time.sleep(0.6)
            assert client.get("/isnad/icon.svg").status_code == 200


def look_in_and_leave(address: str, name: str, read: bool) -> None:
    """A page that is opened, greeted and closed; `read`: whether it waits for its greeting."""
    visitor = Visitor(address, name)
    mine = {"session_hash": name}
    held = visitor.client.send(visitor.client.build_request("GET", f"/gradio_api/heartbeat/{name}"), stream=True)
    greet = {"data": [], "fn_index": visitor.functions["load"], **mine}
    visitor.client.post(JOIN, json=greet).raise_for_status()
    if read:
        with visitor.client.stream("GET", "/gradio_api/queue/data", params=mine) as stream:
            next(line for line in stream.iter_lines() if "process_completed" in line)
    held.close()
    visitor.client.close()


def test_of_pages_that_were_closed_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sessions, "UNREAD_SECONDS", 0.2)
    monkeypatch.setattr(sessions, "CLOSED_SECONDS", 1.0)
    built: list[Any] = []
    build = window.build
    monkeypatch.setattr(window, "build", lambda *given: built.append(build(*given)) or built[0])
    with served(Settings(tmp_path, tmp_path / "index", tmp_path / "log"), Reader()) as address:
        for number in range(20):
            look_in_and_leave(address, f"looked-{number}", read=number % 2 == 0)
        Visitor(address, "asked").ask("سؤال")  # and no page: it ends after its time, though nobody comes
        queue, holder = built[0]._queue, built[0].state_holder
        kept = (holder.session_data, holder.time_last_used, queue.pending_messages_per_session,
                queue.pending_event_ids_session, queue.event_ids_to_events)  # fmt: skip
        assert "asked" in holder.session_data
        deadline = time.monotonic() + 20
        while any(kept) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert [len(one) for one in kept] == [0] * 5
        assert 0 < len(queue.event_analytics) <= window.KEPT_EVENTS
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err


def test_headers_without_an_end_are_cut_off(address: str) -> None:
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=20) as line:
        line.sendall(f"GET / HTTP/1.1\r\nHost: {place.netloc}\r\nX: ".encode())
        sent = 0
        with pytest.raises((ConnectionError, TimeoutError)):
            while sent < 64 << 20:
                sent += line.send(b"a" * 65_536)
                if sent > 8 << 20 and line.recv(1, socket.MSG_DONTWAIT) in (b"", b"H"):
                    raise ConnectionResetError
    assert sent < 64 << 20


def test_many_headers_are_refused(address: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request("GET", "/", headers={f"x-{number}": "a" * 1_000 for number in range(40)})
    assert connection.getresponse().status in (400, 431)
    connection.close()


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BODY_SECONDS", 0.05)

    async def silent() -> dict[str, object]:
        await asyncio.sleep(60)
        return {}

    with pytest.raises(Refused) as refused:
        asyncio.run(take_body(silent))
    assert refused.value.status == 408


class Holder:
    """Gradio's store, with what is read of it."""

    def __init__(self) -> None:
        self.capacity = 10_000
        self.session_data: OrderedDict[str, object] = OrderedDict()
        self.time_last_used: dict[str, object] = {}

    def make(self, name: str) -> None:
        self.session_data.setdefault(name, SimpleNamespace(config_values={"x": 1}))


def visit(
    known: Sessions, holder: Holder, name: str, visitor: str, address: str = "10.0.0.1", spoke: bool = True
) -> None:
    known.use(name, visitor, address, spoke)
    holder.make(name)


def test_a_visitor_of_many_sessions_ends_no_conversation_but_their_own() -> None:
    holder = Holder()
    known = Sessions(holder)
    visit(known, holder, "mine", "me")
    for number in range(10_500):
        visit(known, holder, f"s-{number}", "flood")
    assert "mine" in holder.session_data
    assert len(holder.session_data) <= MAX_VISITORS_SESSIONS + 2


def test_a_visitor_of_many_browsers_ends_no_conversation_but_those_of_the_same_address() -> None:
    holder = Holder()
    known = Sessions(holder)
    visit(known, holder, "mine", "me", "10.0.0.2")
    for number in range(10_500):
        visit(known, holder, f"s-{number}", f"flood-{number}")
    assert "mine" in holder.session_data and len(holder.session_data) <= MAX_SESSIONS + 1


def test_pages_without_a_question_go_before_conversations_of_the_same_address() -> None:
    holder = Holder()
    known = Sessions(holder)
    visit(known, holder, "mine", "me")
    for number in range(10_500):
        visit(known, holder, f"s-{number}", f"flood-{number}", spoke=False)
    assert "mine" in holder.session_data and len(holder.session_data) <= MAX_SESSIONS + 1


def test_what_a_closed_page_cost_is_freed(monkeypatch: pytest.MonkeyPatch) -> None:
    holder = Holder()
    known = Sessions(holder)
    for name, spoke in (("looked", False), ("asked", True)):
        visit(known, holder, name, name, spoke=spoke)
        known.opened(name)
        known.closed(name)
    assert list(holder.session_data) == ["asked"] and not holder.session_data["asked"].config_values
    monkeypatch.setattr(sessions, "CLOSED_SECONDS", -1.0)
    visit(known, holder, "next", "next")
    assert list(holder.session_data) == ["next"]


def test_a_page_that_is_open_keeps_its_conversation_for_as_long_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "CLOSED_SECONDS", -1.0)
    holder = Holder()
    known = Sessions(holder)
    visit(known, holder, "open", "me")
    known.opened("open")
    visit(known, holder, "other", "other")
    assert "open" in holder.session_data


def test_a_conversation_survives_many_sessions_of_another_browser(address: str, reader: Reader) -> None:
    mine, flood = Visitor(address, "survivor"), Visitor(address, "flood")
    mine.ask("سؤالي الأول")
    event = {"data": ["", None, None], "fn_index": flood.functions["submit"]}
    for number in range(10 * MAX_VISITORS_SESSIONS):
        sent = flood.client.post("/gradio_api/run/predict", json={**event, "session_hash": f"flood-{number}"})
        assert sent.status_code == 200
    mine.ask("سؤالي الثاني")
    assert [turn.question for turn in reader.asked[-1][1]] == ["سؤالي الأول"]


def run_line(line: Line, count: int, work: float = 0.01) -> list[list[int]]:
    """The places that each of `count` people is told, one after another."""

    async def person(told: list[int]) -> None:
        ticket = line.join()
        try:
            async for place in line.wait(ticket):
                told.append(place)
            await asyncio.sleep(work)
        finally:
            line.leave(ticket)

    async def all_of_them() -> list[list[int]]:
        told: list[list[int]] = [[] for _ in range(count)]
        await asyncio.gather(*map(person, told))
        return told

    return asyncio.run(all_of_them())


def test_a_few_are_served_at_once_and_each_other_is_told_the_place() -> None:
    told = run_line(Line(3, 100), 10)
    assert [places[:1] for places in told] == [[], [], [], [1], [2], [3], [4], [5], [6], [7]]


def test_a_place_comes_nearer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.ui.line.MIN_TOLD_SECONDS", 0.01)
    monkeypatch.setattr("assistant.ui.line.TOLD_SHARE", 0.0)
    told = run_line(Line(1, 100), 5, work=0.05)
    assert [sorted(set(places), reverse=True) for places in told] == [[], [1], [2, 1], [3, 2, 1], [4, 3, 2, 1]]


def test_a_line_that_is_full_is_said() -> None:
    async def crowd() -> None:
        line = Line(1, 1)
        first, _ = line.join(), line.join()
        with pytest.raises(VectorstoreError) as refused:
            line.join()
        assert refused.value.code == "line_full"
        line.leave(first)
        line.join()

    asyncio.run(crowd())


def test_whoever_leaves_the_line_lets_the_next_one_in(tmp_path: object) -> None:
    """Three questions of which the second is stopped while it waits; the third is told its place and answered."""
    settings = Settings(*[tmp_path] * 3)
    events = ChatEvents(opened(Reader(pause=0.3)), settings, Line(1, 5))

    async def ask(question: str, told: list[str]) -> Conversation:
        last = Conversation()
        async for last, _ in events.answer(Conversation().ask(question)):
            told.append(str(last.exchanges[-1].note))
        return last

    async def three() -> tuple[list[str], Conversation]:
        told: list[str] = []
        first, second = asyncio.create_task(ask("أ", [])), asyncio.create_task(ask("ب", []))
        await asyncio.sleep(0.05)
        third = asyncio.create_task(ask("ج", told))
        await asyncio.sleep(0.05)
        second.cancel()
        await first
        return told, await third

    told, last = asyncio.run(three())
    assert "دورك في الانتظار ⁨2⁩" in told[0] and last.exchanges[-1].answer is not None


def test_a_question_too_many_is_said_to_the_person(tmp_path: object) -> None:
    events = ChatEvents(opened(Reader()), Settings(*[tmp_path] * 3), Line(0, 0))

    async def ask() -> list[Conversation]:
        return [conversation async for conversation, _ in events.answer(Conversation().ask("س"))]

    exchange = asyncio.run(ask())[-1].exchanges[-1]
    assert exchange.status == FAILED and "الأسئلة المنتظرة كثيرة" in exchange.note


def test_people_who_wait_are_told_their_place_by_the_server(address: str) -> None:
    transcripts: dict[int, list[str]] = {}

    def wait(number: int) -> None:
        visitor = Visitor(address, f"waiting-{number}")
        ask = visitor.functions["submit"]
        sent = {"data": [f"سؤال {number}", None, None], "fn_index": ask, "session_hash": visitor.session}
        visitor.client.post("/gradio_api/run/predict", json=sent).raise_for_status()
        joined = {"data": [None], "fn_index": ask + 1, "session_hash": visitor.session}
        visitor.client.post(JOIN, json=joined).raise_for_status()
        seen = transcripts.setdefault(number, [])
        with visitor.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": visitor.session}) as stream:
            for line in stream.iter_lines():
                seen.append(line)
                if '"process_completed"' in line:
                    return

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    told = [number for number, lines in transcripts.items() if any("in the line is" in line for line in lines)]
    assert len(told) >= 6


class Slow(Reader):
    """One whose pages take until they are let go; `made` is how many were begun."""

    revision = "1"

    def __init__(self) -> None:
        super().__init__()
        self.made, self.let_go = 0, threading.Event()

    def _take_long(self) -> None:
        self.made += 1
        assert self.let_go.wait(60)

    def survey(self, *_: object) -> Survey:
        return Survey(self.revision, (("خبر.txt", "ب.txt"),), (), 2, 2, 0)

    def event_cards(self, happenings: object) -> list[EventCard]:
        self._take_long()
        return []

    def brief_of(self, subject: object, found: Survey, language: str) -> Briefing:
        self._take_long()
        return Briefing("all", "عنوان", language, (), 1, 1)

    def document(self, source: str) -> Document:
        self._take_long()
        return super().document(source)

    def after(self, sources: Sequence[str], *_: object) -> list[str]:
        self._take_long()
        return []


LONG = [
    ("events", {"view": "events"}, "_surveying"),
    ("brief", {"about": "all", "language": "ar"}, "_briefing"),
    ("find", {"source": "خبر.txt", "words": "خطوة"}, "_finding"),
    ("next", {"files": ["خبر.txt"], "asked": [], "language": "ar"}, "_suggesting"),
]
"""What a page asks for and takes long: the path, what is asked, and the line that it waits in."""


def slow_routes(reader: Slow) -> tuple[Routes, Any]:
    """The endpoints over an assistant whose articles were surveyed, and the application; a header makes an owner."""
    from starlette.applications import Starlette

    made, app = Routes(opened(reader), owns=lambda request: "x-owner" in request.headers), Starlette()
    until(lambda: made.surveys.present() is not None)
    made.mount(app)
    return made, app


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert holds()


@pytest.mark.parametrize(("path", "asked", "line"), LONG, ids=[path for path, _, _ in LONG])
def test_of_pages_that_take_long_a_few_wait_the_others_are_told_so_and_the_owner_is_never_refused(
    monkeypatch: pytest.MonkeyPatch, path: str, asked: dict[str, object], line: str
) -> None:
    monkeypatch.setattr(routes, "MAX_WAITING_PAGES", 2)
    reader = Slow()
    made, app = slow_routes(reader)

    async def crowd() -> tuple[httpx.Response, list[httpx.Response]]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:

            async def ask(**headers: str) -> httpx.Response:
                return await client.post(f"/isnad/do/{path}", json=asked, headers=headers)

            async def come(number: int) -> None:
                while len(getattr(made, line)._tickets) < number:
                    await asyncio.sleep(0.01)

            pages = [asyncio.create_task(ask()) for _ in range(3)]
            await asyncio.wait_for(come(3), 30)
            refused = await ask()
            pages.append(asyncio.create_task(ask(**{"x-owner": "yes"})))
            await asyncio.wait_for(come(4), 30)
            assert not any(page.done() for page in pages)
            reader.let_go.set()
            return refused, [*await asyncio.gather(*pages), await ask()]

    refused, answers = asyncio.run(crowd())
    assert refused.status_code == 429
    assert "أعد المحاولة بعد دقيقة" in refused.json()["error"] and "Try again in a minute" in refused.json()["error"]
    assert [answer.status_code for answer in answers] == [200] * 5


def test_a_page_that_is_closed_while_it_waits_leaves_its_place_and_nothing_is_made_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(routes, "MAX_WAITING_PAGES", 1)
    reader = Slow()
    made, app = slow_routes(reader)
    with running(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        answers: list[httpx.Response] = []

        def ask(words: str) -> None:
            answers.append(client.post("/isnad/do/find", json={"source": "خبر.txt", "words": words}))

        first = threading.Thread(target=ask, args=("أول",))
        first.start()
        until(lambda: reader.made == 1)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}/isnad/do/find", json={"source": "خبر.txt", "words": "غادر"}, timeout=1.0)
        until(lambda: len(made._finding._tickets) == 1)
        third = threading.Thread(target=ask, args=("ثالث",))
        third.start()
        until(lambda: len(made._finding._tickets) == 2)
        reader.let_go.set()
        first.join(30)
        third.join(30)
    assert [answer.status_code for answer in answers] == [200, 200] and reader.made == 2
