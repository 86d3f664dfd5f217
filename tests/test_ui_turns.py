"""The window at rest: nobody looks whether something has happened, and what happens is begun at once."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assistant.settings import Settings
from assistant.ui.guard import Guard
from assistant.ui.status import StatusBoard
from assistant.ui.turns import quiet_server
from assistant.ui.window import claim, create_app, server_config
from tests.fake_assistant import Reader, opened
from tests.test_ui_server import Visitor

RESTING_SECONDS, MOST_WAKES = 3.0, 30
"""What is looked at is counted for so long; one loop that looks every tenth of a second would reach the number."""


@contextmanager
def resting(app: Guard) -> Iterator[tuple[str, int]]:
    """The address of an application served as the window is, and the system's number of the thread that serves it."""
    listener = claim("127.0.0.1", 0)
    server = quiet_server(server_config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", thread.native_id or 0
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def wakes(thread: int) -> int:
    """How often a thread of this process was woken so far."""
    told = Path(f"/proc/self/task/{thread}/status").read_text(encoding="ascii")
    return int(told.split("\nvoluntary_ctxt_switches:")[1].split()[0])


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the system does not count wakes")
def test_a_window_with_an_open_page_sleeps(tmp_path: Path) -> None:
    app = create_app(opened(Reader()), Settings(tmp_path, tmp_path / "index", tmp_path / "log"))
    with resting(app) as (address, thread):
        visitor = Visitor(address, "visitor")
        assert "النيل" in visitor.ask("كم يبلغ طول نهر النيل؟")
        page = visitor.client.get("/").text
        token = page.split('name="isnad-token" content="')[1].split('"')[0]
        version = visitor.client.get("/isnad/do/news?seen=", headers={"x-isnad-token": token}).json()["version"]
        asks = threading.Thread(
            target=visitor.client.get, args=(f"/isnad/do/news?seen={version}",),
            kwargs={"headers": {"x-isnad-token": token}}, daemon=True,
        )  # fmt: skip
        with visitor.client.stream("GET", "/gradio_api/heartbeat/visitor"):
            asks.start()
            time.sleep(1.0)  # what the answer left behind is done
            before = wakes(thread)
            time.sleep(RESTING_SECONDS)
            assert wakes(thread) - before < MOST_WAKES


def test_more_answers_than_places_are_all_given(tmp_path: Path) -> None:
    app = create_app(opened(Reader(pause=0.05)), Settings(tmp_path, tmp_path / "index", tmp_path / "log"))
    app._sessions._holder.blocks._queue.max_thread_count = 1
    with resting(app) as (address, _):
        told: dict[int, str] = {}

        def visit(number: int) -> None:
            told[number] = Visitor(address, f"visitor-{number}").ask(f"سؤال الزائر رقم {number}")

        visitors = [threading.Thread(target=visit, args=(number,)) for number in range(4)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join(60)
    assert sorted(number for number, text in told.items() if f"رقم {number}" in text) == [0, 1, 2, 3]


def test_news_told_by_another_thread_ends_the_waiting_for_it() -> None:
    board = StatusBoard()

    async def wait() -> int:
        seen = str(board.status.version)
        threading.Timer(0.05, board.tell).start()
        await asyncio.wait_for(board.other_than(seen), 20)
        await asyncio.wait_for(board.other_than("older"), 20)  # what is there already is not waited for
        return board.status.version

    assert asyncio.run(wait()) == 2
    board.tell()  # and whoever waited in a loop that has ended is not told


def test_a_page_that_leaves_is_waited_for_no_longer(tmp_path: Path) -> None:
    desk = opened(Reader())
    with resting(create_app(desk, Settings(tmp_path, tmp_path / "index", tmp_path / "log"))) as (address, _):
        token = httpx.get(address)
        cookies, page = token.cookies, token.text
        headers = {"x-isnad-token": page.split('name="isnad-token" content="')[1].split('"')[0]}
        version = desk.board.status.version
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{address}/isnad/do/news?seen={version}", headers=headers, cookies=cookies, timeout=1.0)
        end = time.monotonic() + 15  # less than a question for news is held
        while desk.board._waiting and time.monotonic() < end:
            time.sleep(0.02)
        assert not desk.board._waiting


def test_a_signal_ends_the_server_before_its_next_look() -> None:
    async def app(scope: dict, receive: object, send: object) -> None:
        raise AssertionError("nobody calls")

    server = quiet_server(server_config(app))  # type: ignore[arg-type]
    server.config.lifespan = "off"

    async def serve() -> bool:
        asyncio.get_running_loop().call_later(0.05, server.handle_exit, signal.SIGTERM, None)
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.main_loop()
        return server.should_exit

    assert asyncio.run(serve())
