"""A window shown to others: what only its owner may do, and by what the server knows the owner."""

from __future__ import annotations

import json
import re
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assistant.opening import open_assistant
from assistant.settings import Settings
from assistant.sockets import caller_is_ours, server_is_ours
from assistant.sources.visits import FILE, VISIT_NS
from assistant.ui.backend import Backend
from assistant.ui.guard import PASSED_ON, Guard
from assistant.ui.keeper import Keeper
from assistant.ui.window import create_app
from tests.conftest import SEEDS
from tests.fake_assistant import Reader, record
from tests.test_ui_doors import METHODS, fill, routes_of
from tests.test_ui_routes import Unwatched, serving
from tests.test_ui_server import running

FORWARDED = {"x-forwarded-for": "192.168.1.9"}
"""What a proxy on this machine adds: the visitor may be anybody."""

KEY = "0" * 24
OWNERS = [
    ("POST", "upload"), ("POST", f"remove/{KEY}"), ("POST", f"undo/{KEY}"), ("POST", "sync"), ("POST", "retry"),
    ("POST", "stop"), ("POST", f"choose/{KEY}"), ("POST", "choose/none"), ("GET", "models"), ("POST", "talks"),
    ("POST", f"talk/{KEY}/delete"), ("POST", f"talk/{KEY}/rename"), ("GET", "votes"),
    ("POST", "notebook/list"), ("POST", "notebook/keep"), ("POST", "notebook/export"), ("POST", f"note/{KEY}/delete"),
]  # fmt: skip


@pytest.fixture(scope="module")
def served_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Guard]]:
    folder = tmp_path_factory.mktemp("owner") / "articles"
    folder.mkdir()
    (folder / "خبر.txt").write_text("نص", encoding="utf-8")
    with serving(folder) as client:
        yield str(client.base_url).rstrip("/")


@contextmanager
def visitor(address: str, **headers: str) -> Iterator[httpx.Client]:
    """A browser with the cookie and the token of the page that it was given."""
    with httpx.Client(base_url=address, timeout=30, headers={"origin": address}) as client:
        page = client.get("/", headers=headers).text
        client.headers["x-isnad-token"] = re.search(r'name="isnad-token" content="([^"]+)"', page)[1]
        yield client


@pytest.mark.parametrize(("method", "path"), OWNERS)
def test_a_visitor_changes_nothing_for_anybody(served_address: str, method: str, path: str) -> None:
    with visitor(served_address, **FORWARDED) as other:
        sent = other.request(method, f"/isnad/do/{path}")
        assert sent.status_code == 403 and "لصاحب النافذة" in sent.json()["error"]
        assert other.get("/isnad/do/news?seen=").status_code == 200  # what goes on is told to everyone


READ_BY_ALL = {"news", "about", "search", "find", "names", "next", "events", "brief"}


def test_what_a_visitor_may_do_is_this_and_nothing_else(served_address: str, tmp_path: Path) -> None:
    """Every route of the application is asked; the owner's are refused before anything looks for what is named."""
    desk = Backend(lambda on_progress: Reader(), tmp_path, watch=False)
    settings = Settings(tmp_path, tmp_path / "index", tmp_path / "log")
    keeper = Keeper(tmp_path / "talks.db")
    paths = {fill(path) for path in routes_of(create_app(desk, settings, keeper).app)}
    keeper.close()
    below = {path.removeprefix("/isnad/do/") for path in paths if path.startswith("/isnad/do/")}
    assert below > READ_BY_ALL and len(below) > 20
    below |= {path for _, path in OWNERS} | {"own"}
    with visitor(served_address, **FORWARDED) as other:
        asked = {(name, other.request(method, f"/isnad/do/{name}").status_code)
                 for name in below for method in METHODS[:4]}  # fmt: skip
    assert {name for name, status in asked if status not in (403, 404)} == READ_BY_ALL
    refused = {name for name, status in asked if status == 403}
    assert not refused & READ_BY_ALL and refused >= {path for _, path in OWNERS} | {"own", "folders", "folders/add"}


@pytest.fixture(scope="module")
def seeds_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Backend]]:
    """The real window over the real assistant and the seeds."""
    folder = tmp_path_factory.mktemp("events")
    shutil.copytree(SEEDS, folder / "articles")
    settings = Settings(folder / "articles", folder / "index", folder / "log")
    desk = Backend(lambda on_progress: open_assistant(settings, on_progress), settings.corpus, True, watch=False)
    desk.start()
    try:
        with running(create_app(desk, settings)) as address:
            desk.greeted()
            assert desk.wait(120)
            yield address, desk
    finally:
        desk.close()


def made(client: httpx.Client, path: str, **wish: object) -> dict:
    """What a page is answered in the end."""
    until = time.monotonic() + 240
    answer = client.post(f"/isnad/do/{path}", json=wish)
    while answer.status_code == 200 and answer.json().get("working") and time.monotonic() < until:
        time.sleep(0.2)
        answer = client.post(f"/isnad/do/{path}", json=wish)
    assert answer.status_code == 200 and not answer.json().get("working"), answer.text
    return answer.json()


@pytest.mark.slow
def test_a_visitor_reads_the_events_and_a_briefing_as_the_owner_does(seeds_served: tuple[str, Backend]) -> None:
    address, _ = seeds_served
    with visitor(address) as owner, visitor(address, **FORWARDED) as other:
        for path, wish in (
            ("events", {"view": "events"}), ("events", {"view": "timeline"}),
            ("brief", {"about": "all", "language": "ar"}),
            ("events", {"view": "news", "since": "all"}), ("events", {"view": "news", "since": "week"}),
        ):  # fmt: skip
            shown = made(other, path, **wish)["html"]
            assert shown and shown == made(owner, path, **wish)["html"], wish
        assert "إيشيا" in made(other, "events", view="events")["html"]
        assert 'data-when="2017-10-19"' in made(other, "events", view="timeline")["html"]
        file = made(other, "brief", about="all", language="ar", ending="md")
        assert "إيشيا" in other.get(file["href"]).text


@pytest.mark.slow
def test_the_owners_last_look_is_neither_shown_to_a_visitor_nor_moved_by_one(seeds_served: tuple[str, Backend]) -> None:
    address, desk = seeds_served
    index = desk.assistant.index
    with index.reading() as snapshot:
        began, last = snapshot.changes_known()
    looked = {"began": began, "number": last - 2, "at_ns": began - 2 * VISIT_NS}
    now = {"began": began, "number": last, "at_ns": time.time_ns()}
    mark = index.folder / FILE
    with visitor(address, **FORWARDED) as other:
        mark.write_text(json.dumps([None, looked]), encoding="ascii")
        assert made(other, "events", view="greet")["html"] == ""
        mark.write_text(json.dumps([looked, now]), encoding="ascii")
        kept = mark.read_bytes()
        for since in ("last", "آخر زيارة"):
            assert "لا زيارة سابقة" in made(other, "events", view="news", since=since)["html"]
        before = [began // 1_000_000 - 1, began // 1_000_000 - 1]
        assert "newly" in made(other, "events", view="greet", seen=before)["html"]
        assert mark.read_bytes() == kept and not list(index.folder.glob(f"{FILE}.*"))
    mark.write_text(json.dumps([None, looked]), encoding="ascii")
    with visitor(address) as owner:
        assert "مقالتان جديدتان" in made(owner, "events", view="greet", seen=[1, 1])["html"]
        assert mark.read_bytes() != kept
        assert "لا زيارة سابقة" not in made(owner, "events", view="news", since="last")["html"]


def test_the_owner_on_this_machine_needs_no_token(served_address: str) -> None:
    with visitor(served_address) as owner:
        assert owner.get("/isnad/do/models").status_code == 200
        assert owner.post("/isnad/do/retry").status_code == 200
        assert 'data-owner="yes"' in owner.get("/").text


@pytest.mark.parametrize("name", sorted(PASSED_ON))
def test_whoever_a_proxy_speaks_for_is_not_the_owner(served_address: str, name: str) -> None:
    with visitor(served_address, **{name: "127.0.0.1"}) as other:
        assert other.post("/isnad/do/retry").status_code == 403
        assert "data-owner" not in other.get("/", headers={name: "127.0.0.1"}).text


def test_an_owners_cookie_is_of_no_use_with_another_session(served_address: str) -> None:
    with visitor(served_address) as owner, visitor(served_address, **FORWARDED) as other:
        other.cookies.set("isnad_owner", owner.cookies["isnad_owner"], domain="127.0.0.1")
        assert other.post("/isnad/do/retry").status_code == 403


def guarded(folder: Path, host: str) -> Guard:
    desk = Backend(lambda on_progress: Reader(files_=(record("خبر.txt"),)), folder, True, watch=False)
    desk.following = Unwatched(desk.board)
    desk.greeted()
    desk.start()
    desk.wait(10)
    return create_app(desk, Settings(folder, folder / "index", folder / "log", host=host))


@pytest.mark.parametrize("client", ["192.168.1.9", "10.0.0.3", "fe80::1"])
def test_another_machine_becomes_the_owner_by_the_token_that_the_terminal_printed(tmp_path: Path, client: str) -> None:
    import asyncio

    guard = guarded(tmp_path, "0.0.0.0")

    async def visit() -> None:
        transport = httpx.ASGITransport(guard, client=(client, 50_000))
        address = "http://192.168.1.2:7860"
        async with httpx.AsyncClient(transport=transport, base_url=address, headers={"origin": address}) as browser:
            page = (await browser.get("/")).text
            browser.headers["x-isnad-token"] = re.search(r'name="isnad-token" content="([^"]+)"', page)[1]
            assert guard.keys.owner_token not in page and "data-owner" not in page
            for wrong in (b"", b"x", guard.keys.owner_token[:-1].encode(), "ي".encode(), b"\xff" * 100):
                refused = await browser.post("/isnad/do/own", content=wrong)
                assert refused.status_code == 403 and "isnad_owner" not in browser.cookies
            assert (await browser.post("/isnad/do/retry")).status_code == 403
            made = await browser.post("/isnad/do/own", content=guard.keys.owner_token)
            assert made.status_code == 200
            assert all(word in made.headers["set-cookie"] for word in ("HttpOnly", "SameSite=Strict"))
            assert (await browser.post("/isnad/do/retry")).status_code == 200
            assert 'data-owner="yes"' in (await browser.get("/")).text

    asyncio.run(visit())


def test_the_token_is_taken_from_the_windows_own_page_only(tmp_path: Path) -> None:
    guard = guarded(tmp_path, "0.0.0.0")

    async def foreign() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(guard), base_url="http://10.0.0.2:7860") as browser:
            return (await browser.post("/isnad/do/own", content=guard.keys.owner_token)).status_code

    import asyncio

    assert asyncio.run(foreign()) == 403


def test_the_system_says_whose_a_socket_of_this_machine_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert server_is_ours(port) in (True, None)
        with socket.create_connection(("127.0.0.1", port)) as client:
            assert caller_is_ours(client.getsockname()[1], port) in (True, None)
            assert caller_is_ours(client.getsockname()[1], port + 1) in (False, None)
    assert server_is_ours(port) in (False, None)


def test_the_same_is_found_by_asking_ones_own_processes() -> None:
    """As it is done where the system has no list of sockets that all may read."""
    from assistant.sockets import _has_own

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert _has_own(port, None) is True
        with socket.create_connection(("127.0.0.1", port)) as client:
            assert _has_own(client.getsockname()[1], port) is True
    assert _has_own(port, None) is False


TABLE = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: {local} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000  {uid}        0 1 1 0 100 0 0 10 0
"""


@pytest.mark.parametrize(
    ("rows", "ours"),
    [
        ([("0100007F:1F90", "0A", 0)], True),
        ([("00000000:1F90", "0A", 0)], True),
        ([("0100007F:1F90", "0A", 1)], False),
        ([("0100007F:1F90", "0A", 0), ("00000000:1F90", "0A", 1)], False),  # both may be who answers
        ([("0100007F:1F90", "01", 0)], False),  # somebody's call from that port
        ([("0100007F:1F91", "0A", 0)], False),
        ([], False),
    ],
)
def test_a_port_that_another_user_listens_on_is_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, str, int]], ours: bool
) -> None:
    import os

    from assistant import sockets

    if not hasattr(os, "getuid"):
        pytest.skip("users have no numbers here")
    lines = [TABLE.splitlines()[0]]
    lines += [
        TABLE.splitlines()[1].format(local=local, state=state, uid=os.getuid() + other) for local, state, other in rows
    ]
    (tmp_path / "tcp").write_text("\n".join(lines) + "\n", encoding="ascii")
    monkeypatch.setattr(sockets, "_TABLES", (str(tmp_path / "tcp"), str(tmp_path / "missing")))
    monkeypatch.setattr(sockets.sys, "platform", "linux")
    assert server_is_ours(0x1F90) is ours


def test_a_visitor_searches_in_an_article_as_everywhere(served_address: str) -> None:
    wish = {"source": "%D8%AE%D8%A8%D8%B1.txt", "words": "الاتفاق"}
    with visitor(served_address, **FORWARDED) as other:
        assert len(other.post("/isnad/do/find", json=wish).json()["places"]) == 2
        assert other.post("/isnad/do/find", json={"source": 1}).status_code == 400
        assert other.post("/isnad/do/find", json={**wish, "source": "../x"}).status_code == 404
        assert other.post("/isnad/do/find", json=wish, headers={"x-isnad-token": ""}).status_code == 403
