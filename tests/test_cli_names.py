"""The names of a folder on the terminal: listed, told of, and what a search keeps to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli.commands import DONE, WRONG_CALL, main
from tests.fakes import WordLengths

ARTICLES = {
    "أ.txt": "قال وزير الداخلية الإيطالي ماركو مينيتي في لندن إن الاتفاق خطوة أولى. وأضاف مينيتي أن الوقت حان.",
    "ب.txt": "وصل الوزير الفرنسي برنار كازنوف إلى لندن. وقال كازنوف إن الاتفاق مهم.",
}


@pytest.fixture
def call(tmp_path: Path, quick: WordLengths, capsys: pytest.CaptureFixture[str]):
    corpus = tmp_path / "articles"
    corpus.mkdir()
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text, encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--corpus", str(corpus), "--index", str(tmp_path / "index"), "--reader", "none"])
        return code, *capsys.readouterr()

    return run


def test_names_are_listed_by_kind_and_as_json_with_all_their_spellings(call) -> None:
    code, text, _ = call("names")
    assert code == DONE and text.index("أشخاص") < text.index("ماركو مينيتي") < text.index("أماكن")
    code, told, _ = call("names", "--json")
    names = {one["name"]: one for one in json.loads(told)["names"]}
    assert names["لندن"]["kind"] == "place" and names["لندن"]["articles"] == 2
    assert {one["text"] for one in names["ماركو مينيتي"]["spellings"]} == {"ماركو مينيتي", "مينيتي"}


def test_what_is_told_of_a_name_is_quoted_from_where_it_stands(call) -> None:
    code, told, _ = call("names", "Minniti", "--json")
    (one,) = json.loads(told)["names"]
    assert code == DONE and one["name"] == "ماركو مينيتي"
    for quote in [*one["who"], *one["said"], *one["said_of"], *(found["first"] for found in one["in_articles"])]:
        assert ARTICLES[quote["source"]][quote["start"] : quote["end"]] == quote["quote"]
    part = one["who"][0]["part"]
    assert ARTICLES["أ.txt"][part["start"] : part["end"]] == "وزير الداخلية الإيطالي ماركو مينيتي"


def test_a_search_keeps_to_the_articles_that_name_somebody(call) -> None:
    assert json.loads(call("search", "الاتفاق", "--json")[1])["files"] == 2
    found = json.loads(call("search", "الاتفاق", "--name", "كازنوف", "--json")[1])
    assert {hit["source"] for hit in found["hits"]} == {"ب.txt"}


def test_a_name_that_no_article_has_is_a_wrong_call(call) -> None:
    for arguments in (("names", "سقراط"), ("search", "الاتفاق", "--name", "سقراط")):
        code, _, complaint = call(*arguments)
        assert code == WRONG_CALL and "سقراط" in complaint
