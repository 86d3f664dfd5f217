"""The window's server: its page, its policy, who may call, and ten visitors at once."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from assistant.settings import Settings
from assistant.ui.first_paint import GRADIO_STYLES, SCRIPTS, STYLES, gradio_styles
from assistant.ui.guard import Guard, dress_page
from assistant.ui.window import STATIC, claim, create_app, server_config
from tests.fake_assistant import Reader, opened
from vectorstore.errors import VectorstoreError


@contextmanager
def running(app: Guard) -> Iterator[str]:
    """The address of an application that a server of ours serves."""
    import uvicorn

    listener = claim("127.0.0.1", 0)
    server = uvicorn.Server(server_config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextmanager
def paged(app: Guard) -> Iterator[httpx.Client]:
    """A browser's client with the cookie and the token of the page of an application that a server of ours serves."""
    with running(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        page = client.get("/").text
        client.headers["x-isnad-token"] = re.search(r'name="isnad-token" content="([^"]+)"', page)[1]
        client.headers["origin"] = address
        yield client


@contextmanager
def served(settings: Settings, assistant: Reader) -> Iterator[str]:
    """The address of the real application, with a stand-in for the assistant only."""
    with running(create_app(opened(assistant), settings)) as address:
        yield address


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(pause=0.05)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    with served(Settings(folder, folder / "index", folder / "log"), reader) as at:
        yield at


def test_the_page_is_arabic_and_right_to_left_from_its_first_byte(address: str) -> None:
    page = httpx.get(address)
    assert '<html lang="ar" dir="rtl" data-language="ar" data-theme="auto"' in page.text


def test_the_chosen_language_and_theme_are_in_the_page_again(address: str) -> None:
    page = httpx.get(address, cookies={"isnad_language": "en", "isnad_theme": "dark"})
    assert '<html lang="en" dir="ltr" data-language="en" data-theme="dark"' in page.text
    odd = httpx.get(address, headers={"cookie": 'isnad_language="><script>; isnad_theme=x'})
    assert '<html lang="ar" dir="rtl" data-language="ar" data-theme="auto"' in odd.text


def test_the_policy_forbids_other_hosts_and_scripts_that_are_not_ours(address: str) -> None:
    first, second = httpx.get(address), httpx.get(address)
    policies = [page.headers["content-security-policy"] for page in (first, second)]
    assert "unsafe-eval" not in policies[0] and policies[0] != policies[1]
    scripts = policies[0].split("script-src")[1].split(";")[0]
    assert "unsafe-inline" not in scripts
    nonce = re.search(r"'nonce-([^']+)'", scripts)
    assert nonce is not None
    tags = re.findall(r"<script\b[^>]*", first.text)
    assert tags and all(f'nonce="{nonce.group(1)}"' in tag for tag in tags)


def test_the_page_is_compressed_for_whoever_takes_that(address: str) -> None:
    plain = httpx.get(address, headers={"accept-encoding": "identity"})
    packed = httpx.get(address, headers={"accept-encoding": "gzip, br"})
    assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert "accept-encoding" in packed.headers["vary"] and "<html" in packed.text


def test_the_page_names_no_other_host(address: str) -> None:
    page = httpx.get(address).text
    assert not re.findall(r'(?:src|href|content)="https?://(?!127\.0\.0\.1)[^"]*"', page)


def test_fonts_and_their_licence_come_from_this_machine(address: str) -> None:
    sheet = httpx.get(f"{address}/isnad/window.css")
    assert sheet.headers["cache-control"] == "no-cache"
    css = sheet.text
    fonts = re.findall(r"url\((fonts/[^)]+)\)", css)
    assert len(fonts) == 6 and "http" not in css.replace("http://www.w3.org/2000/svg", "")
    assert all(httpx.get(f"{address}/isnad/{font}").content[:4] == b"wOF2" for font in fonts)
    assert "SIL Open Font License" in httpx.get(f"{address}/isnad/fonts/OFL.txt").text


@pytest.mark.parametrize(("ending", "names"), [("css", STYLES), ("js", SCRIPTS)])
def test_what_the_first_paint_waits_for_is_one_file_of_each_kind(address: str, ending: str, names: list[str]) -> None:
    assert f"/isnad/first.{ending}" in httpx.get(address).text
    plain = httpx.get(f"{address}/isnad/first.{ending}", headers={"accept-encoding": "identity"})
    whole = [(STATIC / f"{name}.{ending}").read_text(encoding="utf-8") for name in names]
    whole += [style.read_text(encoding="utf-8") for style in gradio_styles() if ending == "css"]
    assert plain.text == "\n".join(whole) and "content-encoding" not in plain.headers
    packed = httpx.get(f"{address}/isnad/first.{ending}", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip" and packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert packed.headers["cache-control"] == "no-cache" and packed.headers["x-content-type-options"] == "nosniff"
    again = httpx.get(f"{address}/isnad/first.{ending}", headers={"if-none-match": packed.headers["etag"]})
    assert again.status_code == 304 and again.content == b""


def test_gradios_style_sheets_come_in_ours_and_are_named_so_that_they_are_not_fetched(address: str) -> None:
    names = [style.name for style in gradio_styles()]
    assert names == [f"{name}.css" for name in GRADIO_STYLES], "another Gradio: its page's style sheets have new names"
    page = httpx.get(address).text
    for name in names:
        assert f'<link rel="stylesheet" href="/assets/{name}" disabled />' in page
        assert "url(" not in httpx.get(f"{address}/assets/{name}").text  # which would be another address in ours


def test_what_is_named_by_its_contents_is_kept_by_the_browser_and_asked_for_once(address: str) -> None:
    styles = f"{address}/assets/{GRADIO_STYLES[0]}.css"
    scripts = re.findall(r'src="\./(assets/[^"]+\.js)"', httpx.get(address).text)
    font = f"{address}/isnad/fonts/ibm-plex-sans-arabic-arabic-400-normal.woff2"
    for kept in (styles, font, *(f"{address}/{script}" for script in scripts)):
        assert httpx.get(kept).headers.get_list("cache-control") == ["public, max-age=31536000, immutable"], kept
    assert scripts and httpx.get(f"{address}/isnad/first.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil:80", "10.0.0.1"])
def test_another_host_name_is_refused(address: str, host: str) -> None:
    assert httpx.get(address, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:7860", "127.0.0.1", "[::1]:7860"])
def test_the_machines_own_names_are_accepted(host: str) -> None:
    assert Guard(None).trusts(host)


def test_a_window_for_the_whole_network_is_reached_by_number_but_not_by_a_foreign_name() -> None:
    guard = Guard(None, "0.0.0.0")
    assert guard.trusts("192.168.1.7:7860") and guard.trusts("[fe80::1]") and not guard.trusts("evil.example")


def test_another_sites_page_cannot_post(address: str) -> None:
    url = f"{address}/gradio_api/queue/join"
    assert httpx.post(url, json={}, headers={"origin": "https://evil.example"}).status_code == 403
    assert httpx.post(url, json={}, headers={"origin": "null"}).status_code == 403
    assert httpx.post(url, json={}, headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/info", "/gradio_api/openapi.json", "/openapi.json", "/docs", "/redoc", "/monitoring",
     "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://example.org", "/gradio_api/upload",
     "/gradio_api/runs", "/gradio_api/mcp/", "/gradio_api//upload", "//gradio_api/upload",
     "/isnad/../window.py", "/isnad/%2e%2e/window.py"],
)  # fmt: skip
def test_doors_that_the_window_does_not_use_are_closed(address: str, path: str) -> None:
    assert httpx.get(address + path).status_code in (404, 405)


def test_files_cannot_be_uploaded(address: str) -> None:
    sent = httpx.post(f"{address}/gradio_api/upload", files={"files": ("a.txt", b"a" * 10)})
    assert sent.status_code == 404


def test_a_port_in_use_is_said_before_anything_is_built() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(VectorstoreError) as refused:
            claim("127.0.0.1", taken.getsockname()[1])
    assert refused.value.code == "port_in_use"


class Visitor:
    """One visitor over HTTP, as the page talks: a session, events by number, results as a stream."""

    def __init__(self, address: str, name: str) -> None:
        self.client = httpx.Client(base_url=address, timeout=60)
        self.session = name
        self.functions = {
            dependency["targets"][0][1]: dependency["id"]
            for dependency in self._config()["dependencies"]
            if dependency["targets"]
        }

    def _config(self) -> dict:
        page = self.client.get("/").text
        found = re.search(r"window\.gradio_config = (\{.*?\});</script>", page)
        assert found is not None
        return json.loads(found.group(1))

    def call(self, function: int, data: list[object]) -> list:
        """The last output of a queued event."""
        sent = {"data": data, "fn_index": function, "session_hash": self.session}
        self.client.post("/gradio_api/queue/join", json=sent).raise_for_status()
        mine = {"session_hash": self.session}
        with self.client.stream("GET", "/gradio_api/queue/data", params=mine) as stream:
            for line in stream.iter_lines():
                event = json.loads(line[5:]) if line.startswith("data:") else {}
                if event.get("msg") == "process_completed":
                    assert event["success"], event
                    return event["output"]["data"]
        raise AssertionError("the stream ended early")

    def ask(self, question: str) -> str:
        """What this visitor's transcript says after a question, as the page gets it."""
        ask = self.functions["submit"]
        sent = {"data": [question, None, None], "fn_index": ask, "session_hash": self.session}
        self.client.post("/gradio_api/run/predict", json=sent).raise_for_status()
        return json.dumps(self.call(ask + 1, [None]), ensure_ascii=False)


def test_an_answer_to_nothing_leaves_the_page_as_it_is(address: str) -> None:
    visitor = Visitor(address, "idle")
    assert visitor.ask("سؤال")
    left = visitor.call(visitor.functions["submit"] + 1, [None])
    assert [part["__type__"] for part in left[1:]] == ["update", "update"]  # which null would empty


def test_ten_visitors_at_once_each_get_their_own_conversation(address: str, reader: Reader) -> None:
    """Two questions each, all at the same time; every answer names the visitor's own earlier question."""

    def visit(number: int) -> None:
        visitor = Visitor(address, f"visitor-{number}")
        for round in range(2):
            transcripts[number, round] = visitor.ask(f"سؤال الزائر رقم {number} الدور {round}")

    transcripts: dict[tuple[int, int], str] = {}
    threads = [threading.Thread(target=visit, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(transcripts) == 20
    histories = {question: [turn.question for turn in history] for question, history in reader.asked}
    for number in range(10):
        first, second = (f"سؤال الزائر رقم {number} الدور {round}" for round in range(2))
        assert histories[first] == [] and histories[second] == [first]
        told = {int(other) for round in range(2) for other in re.findall(r"رقم (\d+)", transcripts[number, round])}
        assert told == {number}


def test_the_page_is_dressed_once_and_keeps_what_it_was() -> None:
    page = '<html lang="en" style="x"><head><script>1</script></head><body>نص</body></html>'
    made = dress_page(page, "abc", "ar", "light")
    assert made.startswith('<html lang="ar" dir="rtl" data-language="ar" data-theme="light" style="x">')
    assert made.count('nonce="abc"') == 2 and made.endswith("<body>نص</body></html>")
