"""The search page: what it asks is checked, what it shows is escaped, marked and limited to what is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import opening
from assistant.settings import Settings
from assistant.ui.backend import Backend
from assistant.ui.catalogue import key_of
from assistant.ui.chat_events import ChatEvents
from assistant.ui.html import search_page
from assistant.ui.html.labels import LABELS
from assistant.ui.searches import HITS, Asked, asked_for, searched
from assistant.ui.state import Conversation
from tests.fakes import WordLengths
from vectorstore.errors import VectorstoreError

ATTACK = "<img src=x onerror=alert(1)>"
RECORDS = [
    {"id": str(n), "title": f"خبر {n}", "text": f"زار الوزير المدرسة رقم {n} في الحي.", "date": f"20{n:02d}-05-22"}
    for n in range(30)
]
HARM = f"عنوان {ATTACK}\n\nزار الوزير {ATTACK} السوق \u202eمقلوب\u202c مساء السبت."


@pytest.fixture
def desk(tmp_path: Path, quick: WordLengths) -> Iterator[Backend]:
    corpus = tmp_path / "articles"
    corpus.mkdir()
    (corpus / "أخبار.jsonl").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in RECORDS), "utf-8")
    (corpus / f"{ATTACK}.txt").write_text(HARM, encoding="utf-8")
    settings = Settings(corpus, tmp_path / "index", tmp_path / "log", reader="none", llm="none")
    desk = Backend(lambda on_progress: opening.open_assistant(settings, on_progress), corpus, watch=False)
    desk.start()
    assert desk.wait(60)
    yield desk
    desk.close()


def links(html: str) -> list[str]:
    return re.findall(r'href="#(found-[^"]+)"', html)


def test_hits_are_counted_marked_and_listed_a_page_at_a_time(desk: Backend) -> None:
    html = searched(desk, Asked("الوزير"))
    assert len(links(html)) == HITS and "<mark>الوزير</mark>" in html
    assert "31 مقطعًا في ملفين" in html and "31 passages in 2 files" in html
    skip = int(re.search(r'data-seek="more" data-skip="(\d+)"', html)[1])
    rest = searched(desk, Asked("الوزير", skip=skip))
    assert skip == HITS and len({*links(html), *links(rest)}) == 31 and "data-seek" not in rest


def test_a_hit_opens_its_article_at_its_passage_with_the_word_set_off(desk: Backend) -> None:
    (link,) = links(searched(desk, Asked("«المدرسة رقم 7»")))
    opened = ChatEvents(desk, Settings(Path(), Path(), Path())).look(f"{link} 1", Conversation())
    assert '<mark id="quote" tabindex="-1">زار الوزير <strong class="found">المدرسة رقم 7</strong>' in opened
    assert "2007-05-22" in opened


@pytest.mark.parametrize("place", ["0-99999999-0-0", "99999999-99999999-5-9", "9-3-7-1"])
def test_a_place_that_is_not_there_shows_the_article_and_no_more(desk: Backend, place: str) -> None:
    (link,) = links(searched(desk, Asked("«المدرسة رقم 7»")))
    altered = "-".join(link.split("-")[:3]) + f"-{place}"
    shown = ChatEvents(desk, Settings(Path(), Path(), Path())).look(f"{altered} 1", Conversation())
    assert "المدرسة رقم 7" in shown
    gone = ChatEvents(desk, Settings(Path(), Path(), Path())).look(
        "found-" + "0" * 24 + "-" + "0" * 24 + "-0-1-0-1 1", Conversation()
    )
    assert LABELS["gone"][0] in gone


def test_text_that_means_harm_is_shown_as_text(desk: Backend) -> None:
    html = searched(desk, Asked("السوق"))
    assert len(links(html)) == 1 and ATTACK not in html and "&lt;img src=x" in html and "U+202E" in html
    assert "<script" not in searched(desk, Asked('<script>"غوغل" onerror=</script>'))


def test_counts_narrow_to_a_file_a_format_and_a_year(desk: Backend) -> None:
    everything = searched(desk, Asked("الوزير"))
    key = key_of(f"{ATTACK}.txt")
    assert f'data-facet="files" data-value="{key}" aria-pressed="false"' in everything
    narrowed = searched(desk, Asked("الوزير", files=(key,)))
    assert len(links(narrowed)) == 1 and f'data-value="{key}" aria-pressed="true"' in narrowed
    assert len(links(searched(desk, Asked("الوزير", formats=("txt",))))) == 1
    year = searched(desk, Asked("الوزير", since="2007", until="2007"))
    assert len(links(year)) == 1 and 'data-facet="dates" data-value="2007" aria-pressed="true"' in year


def test_a_year_unfolds_into_months_and_days_and_leads_back(desk: Backend) -> None:
    def dates(period: str) -> list[tuple[str, str]]:
        html = searched(desk, Asked("الوزير", since=period, until=period))
        return re.findall(r'data-facet="dates" data-value="([^"]+)" aria-pressed="(\w+)"', html)

    assert ("2007", "false") in dates("")
    assert dates("2007") == [("2007", "true"), ("2007-05-22", "false")]
    assert dates("2007-05") == [("2007", "true"), ("2007-05", "true"), ("2007-05-22", "false")]
    assert dates("2007-05-22") == [("2007", "true"), ("2007-05", "true"), ("2007-05-22", "true")]


def test_what_finds_nothing_says_why_and_how_to_go_on(desk: Backend) -> None:
    html = searched(desk, Asked("البرازيل", exact=True, since="2001"))
    assert LABELS["search_none"][0] in html and "البرازيل" in html
    assert 'data-seek="widen"' in html and 'data-seek="free"' in html
    assert searched(desk, Asked(" ")) == search_page.nothing_asked()
    assert "لا كلمة هنا" in searched(desk, Asked("في من"))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked("الوزير", since="أمس"), "no_date"),
        (Asked("كلمة " * 300), "search_too_long"),
        (Asked("الوزير", files=("0" * 24,)), "unknown_source"),
    ],
)
def test_what_cannot_be_searched_is_said(desk: Backend, asked: Asked, code: str) -> None:
    with pytest.raises(VectorstoreError) as raised:
        searched(desk, asked)
    assert raised.value.code == code


def test_a_request_is_taken_as_it_is_meant() -> None:
    body = {"words": "غوغل", "exact": True, "order": "date", "since": "2017", "until": "", "files": ["a"], "skip": 20}
    meant = Asked("غوغل", exact=True, order="date", since="2017", files=("a",), skip=20)
    assert asked_for(json.dumps(body).encode()) == meant
    assert (
        asked_for(b"{}")
        == Asked()
        == replace(meant, words="", exact=False, order="relevance", since="", files=(), skip=0)
    )


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"\xff", b'{"words": 5}', b'{"files": [1]}', b'{"files": 7}', b'{"skip": -1}',
     b'{"skip": true}', b'{"skip": 1e9}', b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises(VectorstoreError) as raised:
        asked_for(body)
    assert raised.value.code == "bad_call"
