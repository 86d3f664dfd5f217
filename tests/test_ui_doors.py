"""The doors of the window: every route of the real application is walked, and only what the page asks for is open."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from assistant.settings import Settings
from assistant.ui.doors import is_door
from assistant.ui.window import create_app
from tests.fake_assistant import Reader, opened
from tests.test_ui_server import served

OPEN = {
    "/", "/theme.css", "/assets/{path:path}", "/gradio_api/run/{api_name}", "/gradio_api/queue/join",
    "/gradio_api/queue/data", "/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/heartbeat/{session_hash}",
    "/gradio_api/app_id", "/isnad/do/upload", "/isnad/do/remove/{key}", "/isnad/do/undo/{key}", "/isnad/do/sync",
    "/isnad/do/retry", "/isnad/do/stop", "/isnad/do/choose/{key}", "/isnad/do/models", "/isnad/do/news",
    "/isnad/do/search", "/isnad/do/find", "/isnad/do/names", "/isnad/do/events", "/isnad/do/brief", "/isnad/file/{key}",
    "/isnad/export/{key}", "/isnad/do/about", "/isnad/do/next", "/isnad/page/{key}/{number}", "/isnad/do/folders",
    "/isnad/do/folders/add", "/isnad/do/folders/leave", "/isnad/first.css", "/isnad/first.js",
}  # fmt: skip
"""The routes behind the doors; of `/static/{path:path}` and the folder `/isnad` only named files are open."""

FILLED = {"api_name": "predict", "key": "0" * 24, "number": "1", "session_hash": "abc", "path:path": "index.js"}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND")


def routes_of(app: object, above: str = "") -> Iterator[str]:
    """The path of every route below an application, those of included routers too."""
    for route in getattr(app, "routes", ()):
        path = above + getattr(route, "path", "")
        inner = getattr(route, "app", None) or getattr(route, "original_router", None)
        if hasattr(inner, "routes"):
            yield from routes_of(inner, path)
        else:
            yield path


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("doors")
    guard = create_app(opened(Reader()), Settings(folder, folder / "index", folder / "log"))
    return sorted(set(routes_of(guard.app)))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    with served(Settings(folder, folder / "index", folder / "log"), Reader()) as at:
        yield at


def fill(path: str) -> str:
    return re.sub(r"\{(.+?)\}", lambda match: FILLED.get(match.group(1), "x"), path)


def ask(address: str, path: str, method: str = "GET") -> int:
    """The status of a request whose path goes out exactly as it is written."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        connection.putheader("Content-Length", "0")
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


def test_the_walk_meets_the_routes_of_gradio_and_ours(routes: list[str]) -> None:
    assert len(routes) > 60
    assert "/gradio_api/file={path_or_url:path}" in routes and "/gradio_api/proxy={url_path:path}" in routes
    assert set(routes) >= OPEN


def test_no_route_but_those_of_the_page_is_open_by_any_method(routes: list[str]) -> None:
    for path in routes:
        answered = {method for method in METHODS if is_door(method, fill(path))}
        assert bool(answered) == (path in OPEN), path
        assert answered in (set(), {"POST"}, {"GET", "HEAD"}), path


def test_the_running_server_closes_every_other_route(address: str, routes: list[str]) -> None:
    closed = [fill(path) for path in routes if path not in OPEN]
    assert len(closed) > 40
    for path in closed:
        for method in ("GET", "POST"):
            assert ask(address, quote(path, safe="/=:"), method) == 404, (method, path)


FILE = Path(__file__).as_posix().lstrip("/")


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=../..", "/gradio_api/file=.", "/gradio_api/file=..%2f..%2fetc/passwd", "/gradio_api/proxy=.",
        "/gradio_api/proxy=.example.org", f"/gradio_api/file={FILE}", f"/gradio_api/file=.//{FILE}",
        "/gradio_api/file%3D../..", "/gradio_api/%66ile=../..", "/gradio_api/%2566ile=x", "/gradio_api//file=../..",
        "//gradio_api/file=../..", "/./gradio_api/file=../..", "/x/../gradio_api/file=../..", "/GRADIO_API/file=../..",
        "/Gradio_Api/Queue/Join", "/gradio_api/FILE=../..", "/gradio_api/file=%00", "/gradio_api/file=%0a",
        "/gradio_api/upload/", "/gradio_api/upload%2f", "/gradio_api/upload%0a", "/gradio_api/upload;x",
        "/gradio_api/run/predict/", "/gradio_api/run/greet", "/gradio_api/run/..%2fupload", "/gradio_api/queue/join/",
        "/gradio_api/queue/status", "/gradio_api/heartbeat/..", "/gradio_api/heartbeat/a%2f..%2f..%2fupload",
        "/gradio_api/heartbeat/" + "a" * 65, "/assets/", "/assets/..", "/assets/../index.html", "/assets/%2e%2e/x",
        "/assets/.%2e/x", "/assets/a//b", "/assets/..%5cx", "/assets/x%00.js", "/assets/%c0%ae%c0%ae/x", "/assets/x.",
        "/static/js/", "/static/../routes.py", "/static/img/logo.svg", "/static/js/iframeResizer.contentWindow.min.js/",
        "/isnad/", "/isnad", "/isnad/fonts/", "/isnad/fonts/../window.css", "/isnad/fonts/..%2fwindow.css",
        "/isnad/window.css%0a", "/isnad/window%2ecss/", "/isnad/do/", "/isnad/do/upload/", "/isnad/file/" + "g" * 24,
        "/isnad/file/" + "0" * 24 + "%0a", "/isnad/file/" + "٠" * 24,
        "/isnad/page/" + "0" * 24, "/isnad/page/" + "0" * 24 + "/0", "/isnad/page/" + "0" * 24 + "/٣",
        "/isnad/page/" + "0" * 24 + "/1/2", "/isnad/page/" + "0" * 24 + "/123456", "/theme.css/", "/config", "/config/",
        "/%2fconfig", "/svelte/x", "/robots.txt", "/favicon.ico", "/login", "/monitoring/x",
        "/?a=1;b=/../config/..", "/%3F",
        "/;", "/%2e", "/%2e%2e", "http://127.0.0.1/config", "*",
    ],
)  # fmt: skip
def test_no_spelling_passes_the_doors(address: str, path: str) -> None:
    path = quote(path, safe="/=:%;?&*.")
    assert ask(address, path, "GET") in ((200,) if path.startswith("/?") else (400, 404)), path
    assert ask(address, path, "POST") in (400, 404), path


def test_a_percent_sign_in_an_open_path_opens_nothing_else(address: str) -> None:
    """What is decoded is what is compared: a spelling of an open door is that door."""
    assert ask(address, "/isnad/%77indow.css") == 200 == ask(address, "/isnad/window.css")
    assert ask(address, "/theme%2ecss") == 200
