"""What the server does for the page beside Gradio: uploads, removals and original files, and who may ask for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from assistant.settings import Settings
from assistant.ui.backend import Backend
from assistant.ui.catalogue import key_of
from assistant.ui.file_routes import MAX_UPLOADS, FileRoutes
from assistant.ui.following import Following
from assistant.ui.route_errors import spoken
from assistant.ui.status import StatusBoard
from assistant.ui.window import create_app, may_change
from tests.fake_assistant import Reader, record
from tests.test_ui_server import paged
from vectorstore.errors import VectorstoreError
from vectorstore.sync.folder import REMOVED_FOLDER

PAGE = "<script>alert(1)</script>"


class Unwatched(Following):
    """A folder that is not synced: what is tested is the folder."""

    def __init__(self, board: StatusBoard) -> None:
        super().__init__(board, lambda report: None)

    def sync(self, retry: bool = False) -> None:
        self._board.tell(note="مزامنة")


@contextmanager
def serving(corpus: Path, may_change: bool = True) -> Iterator[httpx.Client]:
    """A browser's client with the cookie and the token of the page, against the real application."""
    names = sorted(path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if not path.is_dir())
    reader = Reader(files_=tuple(record(name) for name in [*names, "راح.txt"]))
    desk = Backend(lambda on_progress: reader, corpus, may_change, watch=False)
    desk.following = Unwatched(desk.board)
    desk.greeted()
    desk.start()
    desk.wait(10)
    settings = Settings(corpus, corpus.parent / "index", corpus.parent / "log")
    with paged(create_app(desk, settings)) as client:
        yield client


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("routes")
    folder = root / "articles"
    (folder / "sub").mkdir(parents=True)
    for name in ("خبر.txt", "page.html", "notes.md", "sub/ب.txt", "غادر.txt"):
        (folder / name).write_text(f"نص {PAGE}", encoding="utf-8")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.4")
    (root / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(root / "secret.txt")
    return folder


@pytest.fixture(scope="module")
def client(corpus: Path) -> Iterator[httpx.Client]:
    with serving(corpus) as client:
        yield client


def upload(client: httpx.Client, name: str, data: bytes = b"text", **headers: str) -> httpx.Response:
    return client.post("/isnad/do/upload", content=data, headers={"x-isnad-name": quote(name), **headers})


def test_a_file_is_added_under_a_safe_name(client: httpx.Client, corpus: Path) -> None:
    sent = upload(client, "../../جديد\u202e.txt", "نص".encode())
    assert (sent.status_code, sent.json()) == (200, {"name": "جديد.txt"})
    assert (corpus / "جديد.txt").read_text(encoding="utf-8") == "نص"
    assert upload(client, "جديد.txt").json() == {"name": "جديد (2).txt"}
    assert not list(corpus.glob("*.part")) and not (corpus.parent / "جديد.txt").exists()


@pytest.mark.parametrize("name", ["برنامج.exe", "a.html.exe", "\x00", ".txt", "", "%2e%2e%2f"])
def test_what_is_not_read_is_not_taken(client: httpx.Client, name: str) -> None:
    sent = upload(client, name)
    assert sent.status_code == 415 and "نوع الملف غير مدعوم" in sent.json()["error"]


def test_a_file_that_is_too_large_is_cut_off_and_leaves_nothing(
    client: httpx.Client, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorstore.sync.folder.Incoming.__init__.__defaults__", (1000,))
    before = sorted(path.name for path in corpus.iterdir())
    sent = upload(client, "كبير.txt", b"x" * 100_000)
    assert sent.status_code == 413 and "أكبر من" in sent.json()["error"]
    assert sorted(path.name for path in corpus.iterdir()) == before


@pytest.mark.parametrize(
    ("path", "method"),
    [("upload", "POST"), ("sync", "POST"), ("retry", "POST"), ("stop", "POST"), (f"remove/{'0' * 24}", "POST"),
     (f"undo/{'0' * 24}", "POST"), ("news", "GET")],
)  # fmt: skip
def test_nothing_is_done_without_the_token_of_this_windows_page(client: httpx.Client, path: str, method: str) -> None:
    url = f"/isnad/do/{path}"
    for headers in ({"x-isnad-token": ""}, {"x-isnad-token": "0" * 64}, {"cookie": ""}, {"cookie": "isnad_session=x"}):
        assert client.request(method, url, headers=headers).status_code == 403
    with httpx.Client(base_url=client.base_url) as other:  # another browser's session and this one's token
        other.get("/")
        assert other.request(method, url, headers={"x-isnad-token": client.headers["x-isnad-token"]}).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
                {"sec-fetch-site": "same-site"}],
)  # fmt: skip
def test_another_sites_page_adds_and_removes_nothing(
    client: httpx.Client, corpus: Path, headers: dict[str, str]
) -> None:
    assert upload(client, "من-موقع-آخر.txt", **headers).status_code == 403
    assert client.post(f"/isnad/do/remove/{key_of('خبر.txt')}", headers=headers).status_code == 403
    assert (corpus / "خبر.txt").exists() and not (corpus / "من-موقع-آخر.txt").exists()


def test_the_session_is_kept_from_scripts_and_other_sites(client: httpx.Client) -> None:
    cookie = httpx.get(f"{client.base_url}/").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie


def test_a_removed_file_is_set_aside_and_put_back(client: httpx.Client, corpus: Path) -> None:
    sent = client.post(f"/isnad/do/remove/{key_of('غادر.txt')}").json()
    assert not (corpus / "غادر.txt").exists() and (corpus / REMOVED_FOLDER / "غادر.txt").exists()
    assert client.post(f"/isnad/do/undo/{sent['undo']}").status_code == 200
    assert (corpus / "غادر.txt").exists()
    assert client.post(f"/isnad/do/undo/{sent['undo']}").status_code == 404  # once only


@pytest.mark.parametrize(
    "key",
    ["0" * 24, "خبر.txt", "..%2f..%2fsecret.txt", key_of("link.txt"), key_of("راح.txt")],
    ids=["no file's key", "a name", "a way out", "a link's key", "a vanished file's key"],  # keys differ by process
)
def test_what_the_index_does_not_know_or_lies_elsewhere_is_neither_removed_nor_shown(
    client: httpx.Client, corpus: Path, key: str
) -> None:
    assert client.post(f"/isnad/do/remove/{key}").status_code in (404, 405)
    shown = client.get(f"/isnad/file/{key}")
    assert shown.status_code == 404 and "secret" not in shown.text
    assert (corpus.parent / "secret.txt").exists()


@pytest.mark.parametrize(
    ("name", "kind", "where"),
    [
        ("خبر.txt", "application/octet-stream", "attachment"),
        ("sub/ب.txt", "application/octet-stream", "attachment"),
        ("paper.pdf", "application/pdf", "inline"),
        ("page.html", "application/octet-stream", "attachment"),
        ("notes.md", "application/octet-stream", "attachment"),
    ],
)
def test_an_original_file_is_handed_over_and_can_do_nothing(
    client: httpx.Client, corpus: Path, name: str, kind: str, where: str
) -> None:
    sent = client.get(f"/isnad/file/{key_of(name)}")
    assert sent.content == (corpus / name).read_bytes()
    assert sent.headers["content-type"] == kind and sent.headers["content-disposition"].startswith(where)
    assert sent.headers["x-content-type-options"] == "nosniff"
    policies = sent.headers.get_list("content-security-policy", split_commas=True)
    assert any("default-src 'none'" in policy for policy in policies)
    assert kind == "application/pdf" or any("sandbox" in policy for policy in policies)


def test_another_sites_page_is_not_handed_a_file(client: httpx.Client) -> None:
    sent = client.get(f"/isnad/file/{key_of('خبر.txt')}", headers={"sec-fetch-site": "cross-site", "origin": ""})
    assert sent.status_code == 403


def test_where_it_is_switched_off_nothing_is_added_or_removed(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "خبر.txt").write_text("نص", encoding="utf-8")
    with serving(tmp_path / "articles", may_change=False) as client:
        for sent in (upload(client, "جديد.txt"), client.post(f"/isnad/do/remove/{key_of('خبر.txt')}")):
            assert sent.status_code == 403 and "--uploads on" in sent.json()["error"]
        assert [path.name for path in (tmp_path / "articles").iterdir()] == ["خبر.txt"]


@pytest.mark.parametrize(
    ("host", "uploads", "allowed"),
    [("127.0.0.1", "auto", True), ("::1", "auto", True), ("0.0.0.0", "auto", False), ("192.168.1.7", "auto", False),
     ("0.0.0.0", "on", True), ("127.0.0.1", "off", False)],
)  # fmt: skip
def test_by_itself_only_a_window_of_this_machine_takes_files(host: str, uploads: str, allowed: bool) -> None:
    assert may_change(Settings(Path(), Path(), Path(), host=host, uploads=uploads)) is allowed


def test_news_comes_when_there_is_some(client: httpx.Client) -> None:
    first = client.get("/isnad/do/news?seen=").json()
    upload(client, "خبر الساعة.txt")
    second = client.get(f"/isnad/do/news?seen={first['version']}").json()
    assert second["version"] > first["version"] and "مزامنة" in second["strip"]


def test_too_many_files_at_once_are_refused(tmp_path: Path) -> None:
    reader = Reader()
    desk = Backend(lambda on_progress: reader, tmp_path, True, watch=False)
    routes = FileRoutes(desk, tmp_path)
    for _ in range(MAX_UPLOADS):
        routes._must_have_room()
    with pytest.raises(VectorstoreError) as refused:
        routes._must_have_room()
    assert refused.value.code == "too_many_files"


def test_a_request_that_fails_unforeseen_says_one_sentence_and_nothing_of_the_inside() -> None:
    async def fails(request: object) -> dict[str, object]:
        raise ZeroDivisionError("secret")

    class Request:
        class url:
            path = "/isnad/do/x"

    answer = asyncio.run(spoken(fails)(Request()))
    assert answer.status_code == 500 and b"secret" not in answer.body
