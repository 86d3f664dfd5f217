"""The notebook in the window, without a browser: what a page may keep, and what it is shown of it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from assistant.cli.commands import main
from assistant.cli.notebook import held_now, notes_json, notes_text
from assistant.history.notebook import Note, Notebook, digest
from assistant.settings import Settings, settings_from
from assistant.ui.html.notebook_page import keep_link
from assistant.ui.html.transcript import answered
from assistant.ui.keeper import Keeper
from assistant.ui.window import create_app
from tests.fake_assistant import ARTICLE, QUOTE, Reader, an_answer, opened
from tests.test_ui_owner import visitor
from tests.test_ui_server import running
from vectorstore.errors import VectorstoreError
from vectorstore.types import Document

START = ARTICLE.find(QUOTE)
PLACE = {"source": "خبر.txt", "start": START, "end": START + len(QUOTE), "is": digest(QUOTE)}


class Rewritten(Reader):
    """A reader whose article can be changed."""

    text = ARTICLE

    def document(self, source: str) -> Document:
        if source != "خبر.txt":
            raise VectorstoreError("unknown_source", source=source)
        return replace(super().document(source), text=self.text)


@pytest.fixture
def reader() -> Rewritten:
    return Rewritten()


@pytest.fixture
def owner(settings: Settings, tmp_path: Path, reader: Rewritten) -> Iterator[httpx.Client]:
    keeper = Keeper(tmp_path / "conversations.sqlite3")
    with running(create_app(opened(reader), settings, keeper)) as address, visitor(address) as client:
        yield client
    keeper.close()


def do(owner: httpx.Client, path: str, status: int = 200, **body: object) -> dict[str, object]:
    sent = owner.post(f"/isnad/do/{path}", json=body)
    assert sent.status_code == status, sent.text
    return sent.json()


def test_the_link_at_a_quote_names_what_the_server_then_keeps(owner: httpx.Client) -> None:
    card = str(answered(0, an_answer()))
    link = re.search(r'href="#keep=([^&]+)&amp;from=(\d+)&amp;to=(\d+)&amp;is=(\w+)"', card)
    source, start, end, mark = link.groups()
    given = {"source": unquote(source), "start": int(start), "end": int(end), "is": mark}
    assert given == PLACE
    do(owner, "notebook/keep", **given)
    shown = do(owner, "notebook/list")["html"]
    assert f"«{QUOTE}»" in shown and "خبر.txt" in shown and f"from={START}" in shown


def test_other_words_than_those_that_the_page_showed_are_not_kept(owner: httpx.Client, reader: Rewritten) -> None:
    do(owner, "notebook/keep", 409, **PLACE | {"end": START + 5})
    do(owner, "notebook/keep", 409, **PLACE | {"source": "../../etc/passwd"})
    do(owner, "notebook/keep", 400, **PLACE | {"start": "0"})
    reader.text = ARTICLE.replace("أولى", "ثانية")
    assert "تغيّر المقال" in do(owner, "notebook/keep", 409, **PLACE)["error"]
    assert do(owner, "notebook/list")["count"] == 0


def test_a_kept_quote_that_its_article_has_no_more_is_shown_as_changed(owner: httpx.Client, reader: Rewritten) -> None:
    do(owner, "notebook/keep", **PLACE)
    reader.text = "مقدمة.\n" + ARTICLE
    assert f"from={START + len('مقدمة.') + 1}" in do(owner, "notebook/list")["html"]
    reader.text = "خبر آخر."
    shown = do(owner, "notebook/list")["html"]
    assert f"«{QUOTE}»" not in shown and "لم يعد فيه هذا الاقتباس" in shown


def test_notes_are_written_starred_moved_deleted_and_put_back(owner: httpx.Client) -> None:
    first = do(owner, "notebook/add", text="أولى", tags="هجرة")["key"]
    second = do(owner, "notebook/add", text="ثانية")["key"]
    do(owner, f"note/{second}/write", text="ثانية معدلة", tags="سفر، هجرة")
    do(owner, f"note/{first}/star")
    do(owner, f"note/{first}/swap", **{"with": second})
    shown = do(owner, "notebook/list")["html"]
    assert shown.index("أولى") < shown.index("ثانية معدلة")
    assert do(owner, "notebook/list", tag="سفر")["count"] == do(owner, "notebook/list", star=True)["count"] == 1
    do(owner, f"note/{first}/delete")
    do(owner, f"note/{first}/delete", 404)
    do(owner, f"note/{first}/restore")
    assert do(owner, "notebook/list", tag="هجرة")["count"] == 2
    do(owner, "notebook/add", 400, text="  ")


def test_the_list_is_taken_away_as_a_file(owner: httpx.Client) -> None:
    do(owner, "notebook/export", 404, ending="md")
    do(owner, "notebook/keep", **PLACE)
    made = do(owner, "notebook/export", ending="md", window="http://127.0.0.1:7860")
    assert made["name"] == "الدفتر.md" and QUOTE in owner.get(f"/isnad/export/{made['key']}").text
    do(owner, "notebook/export", 400, ending="exe")


def test_the_link_keeps_a_name_that_is_no_plain_one() -> None:
    assert "#keep=%D9%85%D8%AC%D9%84%D8%AF%2F%22%26&amp;from=0&amp;to=2&amp;is=" in keep_link('مجلد/"&', 0, "نص")


def test_the_terminal_lists_and_exports_the_notebook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    call = ["--corpus", str(articles), "--index", str(tmp_path / "index")]
    assert main(["notebook", *call]) == 0 and capsys.readouterr().out == ""
    assert main(["notebook", *call, "--export", str(tmp_path / "دفتر.md")]) == 2
    kept = settings_from({"corpus": str(articles), "index": str(tmp_path / "index")}, os.environ).conversations
    book = Notebook(kept)
    book.add(Note(text="رأيي فيه", tags=("هجرة",), star=True))
    book.close()
    capsys.readouterr()
    assert main(["notebook", *call, "--export", str(tmp_path / "دفتر.md")]) == 0
    assert capsys.readouterr().out == "رأيي فيه\n★ #هجرة\n"
    assert "رأيي فيه" in (tmp_path / "دفتر.md").read_text(encoding="utf-8")
    assert main(["notebook", *call, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notebook"][0]["note"] == "رأيي فيه"


def test_the_terminal_says_of_each_quote_whether_it_stands() -> None:
    quoted = Note(source="خبر.txt", start=START, end=START + len(QUOTE), quote=QUOTE)
    held = held_now([quoted, replace(quoted, quote="كلام آخر"), replace(quoted, source="غائب.txt")], Rewritten())
    stands, changed, gone = notes_text(held, "ar").split("\n\n")
    assert f"«{QUOTE}»" in stands and "لم يعد فيه بهذه الكلمات" in changed and "لم يعد المقال هنا" in gone
    assert [one["standing"] for one in json.loads(notes_json(held))["notebook"]] == ["stands", "changed", "gone"]
