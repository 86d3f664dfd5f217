"""Further folders in the window: named, read, opened, taken from, let go, kept for the next start; and by whom."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from assistant import opening
from assistant.cli.commands import main
from assistant.further import read_further
from assistant.settings import Settings
from assistant.ui.backend import Backend
from assistant.ui.catalogue import key_of
from assistant.ui.window import create_app
from tests.fakes import WordLengths
from tests.test_sync import MARKET, TRAIN
from tests.test_ui_server import paged
from vectorstore.sync.folder import REMOVED_FOLDER

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of articles, and one beside it that is to join them."""
    for name, text in (("مقالات/قطار.txt", TRAIN), ("أرشيف <b>/سوق.txt", MARKET)):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def desk(quick: WordLengths, place: Path) -> Iterator[Backend]:
    settings = settings_of(place)
    desk = Backend(lambda on_progress: opening.open_assistant(settings, on_progress), place / "مقالات", True)
    desk.greeted()
    desk.start()
    desk.wait(30)
    yield desk
    desk.close()


def settings_of(place: Path) -> Settings:
    return Settings(
        place / "مقالات", place / "index", place / "log", reader="none", llm="none", folders=place / "kept.json"
    )


@pytest.fixture
def client(desk: Backend, place: Path) -> Iterator[httpx.Client]:
    """A browser's client with the cookie and the token of the page, against the real application."""
    with paged(create_app(desk, settings_of(place))) as client:
        yield client


def until(happened: Callable[[], bool]) -> None:
    """Wait for what the syncing thread does."""
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def sources(desk: Backend) -> list[str]:
    catalogue = desk.catalogue()
    return [record.source for record in catalogue.files] if catalogue else []


def test_a_named_folder_joins_the_articles_is_kept_and_let_go(
    client: httpx.Client, desk: Backend, place: Path
) -> None:
    archive = place / "أرشيف <b>"
    before = client.get("/isnad/do/folders").json()
    assert before == {"corpus": str(place / "مقالات"), "further": [], "may_change": True}
    told = client.post("/isnad/do/folders/add", json={"path": str(archive)}).json()
    assert [(one["name"], one["path"], one["there"]) for one in told["further"]] == [("أرشيف <b>", str(archive), True)]
    until(lambda: sources(desk) == ["أرشيف <b>/سوق.txt", "قطار.txt"])
    assert read_further(place / "kept.json") == (archive,)
    original = client.get(f"/isnad/file/{key_of('أرشيف <b>/سوق.txt')}")
    assert original.text == MARKET
    (archive / "قطار.txt").write_text(f"{TRAIN} وعاد.", encoding="utf-8")  # it is followed from now on
    until(lambda: "أرشيف <b>/قطار.txt" in sources(desk))
    told = client.post("/isnad/do/folders/leave", json={"path": str(archive)}).json()
    assert told["further"] == [] and read_further(place / "kept.json") == ()
    until(lambda: sources(desk) == ["قطار.txt"])
    assert (archive / "سوق.txt").exists()


def test_a_file_is_taken_out_of_its_own_folder_and_put_back(client: httpx.Client, desk: Backend, place: Path) -> None:
    archive = place / "أرشيف <b>"
    client.post("/isnad/do/folders/add", json={"path": str(archive)})
    until(lambda: "أرشيف <b>/سوق.txt" in sources(desk))
    undo = client.post(f"/isnad/do/remove/{key_of('أرشيف <b>/سوق.txt')}").json()["undo"]
    assert (archive / REMOVED_FOLDER / "سوق.txt").exists() and not (place / "مقالات" / REMOVED_FOLDER).exists()
    until(lambda: sources(desk) == ["قطار.txt"])
    client.post(f"/isnad/do/undo/{undo}")
    until(lambda: "أرشيف <b>/سوق.txt" in sources(desk))


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b'{"path": ""}', 400), (b'{"path": 7}', 400), (b'{"path": "/\\u0000"}', 404),
     (b'{"path": "relative"}', 404), (b'{"path": "/no/such/folder"}', 404), (b"[" * 9_000, 400)],
)  # fmt: skip
def test_what_names_no_folder_joins_nothing(client: httpx.Client, place: Path, body: bytes, status: int) -> None:
    answer = client.post("/isnad/do/folders/add", content=body)
    assert answer.status_code == status and "error" in answer.json()
    assert read_further(place / "kept.json") == ()


def test_only_the_owner_sees_and_changes_the_folders(client: httpx.Client, place: Path) -> None:
    with httpx.Client(base_url=client.base_url, timeout=30) as visitor:
        page = visitor.get("/", headers={"x-forwarded-for": "192.168.1.9"}).text
        token = re.search(r'name="isnad-token" content="([^"]+)"', page)[1]
        headers = {"x-isnad-token": token, "origin": client.headers["origin"]}
        assert visitor.get("/isnad/do/folders", headers=headers).status_code == 403
        sent = visitor.post("/isnad/do/folders/add", headers=headers, json={"path": str(place / "أرشيف <b>")})
        assert sent.status_code == 403 and read_further(place / "kept.json") == ()


def test_the_terminal_names_folders_and_the_next_command_reads_them(
    quick: WordLengths, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, archive = ["--corpus", str(place / "مقالات"), "--index", str(place / "index")], place / "أرشيف <b>"
    assert main(["folders", *corpus, "--add", str(archive)]) == 0
    assert capsys.readouterr().out.splitlines() == [str(place / "مقالات"), f"أرشيف <b>/  {archive}"]
    assert main(["index", *corpus, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["further"] == [str(archive)]
    assert [one["source"] for one in told["files"]] == ["أرشيف <b>/سوق.txt", "قطار.txt"]
    assert main(["folders", *corpus, "--add", str(archive)]) == 2
    assert str(archive) in capsys.readouterr().err
    assert main(["folders", *corpus, "--leave", str(archive), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"corpus": str(place / "مقالات"), "further": []}
    assert main(["folders", *corpus, "--leave", str(archive)]) == 2
