"""The pages of names: what a browser sends is checked, what is shown is escaped, counted and opens where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import opening
from assistant.names.doubtful import Found
from assistant.names.register import register
from assistant.settings import Settings
from assistant.ui.backend import Backend
from assistant.ui.chat_events import ChatEvents
from assistant.ui.html import names_page
from assistant.ui.names import named_in, names_shown
from assistant.ui.searches import Asked, searched
from assistant.ui.state import Conversation
from tests.fakes import WordLengths
from vectorstore.errors import VectorstoreError

ATTACK = "<img src=x onerror=alert(1)>"
ARTICLES = {
    "مينيتي.txt": "قال وزير الداخلية الإيطالي ماركو مينيتي في لندن إن الاتفاق خطوة أولى. وأضاف مينيتي أن الوقت حان.",
    "لندن.txt": "وصل الوزير الفرنسي برنار كازنوف إلى لندن. وقال كازنوف إن الاتفاق مهم.",
}


@pytest.fixture
def desk(tmp_path: Path, quick: WordLengths) -> Iterator[Backend]:
    corpus = tmp_path / "articles"
    corpus.mkdir()
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    settings = Settings(corpus, tmp_path / "index", tmp_path / "log", reader="none", llm="none")
    desk = Backend(lambda on_progress: opening.open_assistant(settings, on_progress), corpus, watch=False)
    desk.start()
    assert desk.wait(60) and desk.assistant is not None
    desk.assistant.names.register()
    yield desk
    desk.close()


def key_for(desk: Backend, typed: str) -> str:
    assert desk.assistant is not None
    return desk.assistant.names.register().meant(typed)[0].key


def test_all_names_are_listed_by_kind_with_their_articles(desk: Backend) -> None:
    html = names_shown(desk, "")
    assert html is not None
    london = re.search(rf'data-names="{key_for(desk, "لندن")}">(.*?)</button>', html)
    assert london is not None and "لندن" in london[1] and '<span class="figure">2</span>' in london[1]
    assert html.index("أشخاص") < html.index("ماركو مينيتي") < html.index("أماكن") < html.index("لندن")


def test_a_page_of_a_name_has_its_parts_and_every_quote_opens_where_it_stands(desk: Backend) -> None:
    html = names_shown(desk, key_for(desk, "مينيتي"))
    assert html is not None
    assert "<mark>وزير الداخلية الإيطالي ماركو مينيتي</mark>" in html
    assert "ما قاله" in html and "What it said" in html
    links = re.findall(r'href="#(found-[^"]+)"', html)
    assert len(links) == 4  # who it is, twice what it said, and the article
    opened = ChatEvents(desk, Settings(Path(), Path(), Path())).look(f"{links[0]} 1", Conversation())
    assert '<mark id="quote"' in opened and "مينيتي" in opened


def test_a_search_counts_the_names_of_what_it_found_and_keeps_to_one(desk: Backend) -> None:
    html = searched(desk, Asked("الاتفاق"))
    key = key_for(desk, "كازنوف")
    assert f'data-facet="names" data-value="{key}" aria-pressed="false"' in html
    kept = searched(desk, Asked("الاتفاق", names=(key,)))
    assert len(re.findall('class="card hit"', kept)) == 1 and "لندن.txt" in kept
    assert f'data-value="{key}" aria-pressed="true"' in kept and 'data-seek="free"' in kept


def test_a_name_that_is_gone_and_names_that_are_not_there_yet_are_said_so(desk: Backend) -> None:
    assert names_shown(desk, "0" * 24) == names_page.gone()
    desk.assistant.names._made = None
    assert names_shown(desk, "") is None


@pytest.mark.parametrize("body", [b"", b"[]", b'{"name": 3}', b'{"name": "../x"}', b'{"name": "' + b"[" * 9 + b'"}'])
def test_a_request_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(VectorstoreError):
        named_in(body)
    assert named_in(b"{}") == "" and named_in(b'{"name": "0123456789abcdef01234567"}') == "0123456789abcdef01234567"


def test_a_name_with_markup_in_it_is_text() -> None:
    text = f"شركة {ATTACK}"
    html = names_page.listing(register({"a": [Found(text, "organisation", (0, len(text)))]}))
    assert "<img" not in html and "&lt;img" in html
