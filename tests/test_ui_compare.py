"""The sources side by side in the panel: what is quoted can be opened, what is silent is not shown as denying."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.sources.cells import Cell, Conflict
from assistant.sources.comparison import Comparison, Row
from assistant.types import Citation, Line
from assistant.ui.backend import Backend
from assistant.ui.chat_events import ChatEvents
from assistant.ui.export_events import ExportEvents
from assistant.ui.exports import Exports
from assistant.ui.html import side_by_side
from assistant.ui.html.labels import LABELS
from assistant.ui.html.transcript import messages
from assistant.ui.state import DONE, Conversation, Exchange
from tests.conftest import SEEDS
from tests.fake_assistant import Reader, StillDesk, an_answer, opened

ATTACK = "<img src=x onerror=alert(1)>"
SHARE = "كم نسبة التطرف التي مصدرها الإنترنت؟"


def a_row(source: str, quote: str, marker: int, event: int = 1, **changes: object) -> Row:
    citation = Citation(marker, source, "عنوان", 100, 100 + len(quote), quote)
    return Row(source, "عنوان", "", (Line(quote, (marker,), source),), (citation,), event, **changes)


def differing(one: Row, other: Row, words: tuple[str, str], kind: str = "number") -> Conflict:
    cells, places = [], []
    for row, text in zip((one, other), words, strict=True):
        start = 100 + row.citations[0].quote.index(text)
        cells.append(Cell(text, row.citations[0]))
        places.append((start, start + len(text)))
    return Conflict(kind, cells[0], cells[1], (places[0], places[1]))


def drawn(*rows: Row, differences: tuple[Conflict, ...] = ()) -> str:
    table = Comparison("كم قتيلا؟", "كم قتيلا؟", "ar", rows, differences)
    return side_by_side.table(table, 0, {row.source: row.source for row in rows}, 1)


def test_what_differs_is_named_and_marked_in_both_quotes() -> None:
    one, other = a_row("أ.txt", "قُتل 384 شخصا.", 1), a_row("ب.txt", "قُتل 832 شخصا.", 2)
    html = drawn(one, other, differences=(differing(one, other, ("384 شخصا", "832 شخصا")),))
    assert re.findall(r'<mark class="differs number">(.*?)</mark>', html) == ["384 شخصا", "832 شخصا"]
    assert "اختلاف في رقم" in html and html.count("#found-") == 4


def test_a_source_that_says_nothing_does_not_mention_it_and_denies_nothing() -> None:
    html = drawn(a_row("أ.txt", "قُتل 384 شخصا.", 1), Row("ب.txt", "", "", event=1))
    assert html.count("لم يذكر") == 1 and html.count("<td") == 2
    assert LABELS["compare_none"][0] not in html
    assert LABELS["compare_none"][0] in drawn(Row("ب.txt", "", "", event=1))


def test_sources_on_other_events_stand_under_a_heading_of_their_own() -> None:
    rows = [a_row("أ.txt", "قُتل 384.", 1), a_row("ج.txt", "قُتل 12.", 2, event=2), Row("ب.txt", "", "", event=1)]
    html = drawn(*rows)
    assert html.index("أ.txt") < html.index("ب.txt") < html.index(LABELS["compare_others"][0]) < html.index("ج.txt")
    assert LABELS["compare_others"][0] not in drawn(*rows[::2])


def test_a_copy_names_what_it_repeats_and_hostile_text_is_shown_as_text() -> None:
    html = drawn(a_row(f"{ATTACK}.txt", f"قال {ATTACK} \u202eمقلوب", 1, copy_of=f"{ATTACK}2.txt"))
    assert "<img" not in html and "&lt;img" in html and "\u202e" not in html


def test_an_answer_from_the_articles_offers_the_table_and_an_abstention_does_not() -> None:
    talk = Conversation().ask("س").update(answer=an_answer(), status=DONE)
    assert "#compare-0" in messages(talk)[1]["content"]
    refused = talk.update(answer=an_answer(abstained=True, lines=(), citations=()))
    assert "#compare-0" not in messages(refused)[1]["content"]


def shown(desk: Backend | StillDesk, event: str, talk: Conversation) -> str:
    return asyncio.run(ChatEvents(desk, Settings(SEEDS, SEEDS, SEEDS)).shown(event, talk))


@pytest.mark.parametrize("event", ["compare-7 1", "compare-0", "compare-0 x", "compare--1 1"])
def test_a_table_that_was_never_offered_is_not_there(event: str) -> None:
    desk = opened(Reader())
    assert LABELS["gone"][0] in shown(desk, event, Conversation())
    desk.close()


@pytest.mark.slow
def test_a_table_is_taken_away_as_a_file_and_one_that_is_not_there_is_not(assistant: Assistant) -> None:
    desk = StillDesk(assistant)
    desk.exports = Exports()
    handlers = ChatEvents(desk, Settings(SEEDS, SEEDS, SEEDS))
    conversation = Conversation((Exchange(SHARE, assistant.ask(SHARE), DONE),))
    shown = asyncio.run(handlers.shown("compare-0 1", conversation))
    assert 'href="#export-compare-0"' in shown
    export = ExportEvents(desk, handlers.comparison).export
    made = export("compare-0-json http://127.0.0.1:7860 1", conversation)
    kept = desk.exports.find(re.search(r"/isnad/export/(\w+)", made)[1])
    rows = json.loads(kept.data)["rows"]
    assert kept.name.endswith(".json") and len(rows) >= 3
    assert LABELS["failed"][0] not in made
    for event in ("compare-1-json", "compare--json", "compare-0-exe"):
        assert "/isnad/export/" not in export(f"{event} http://127.0.0.1:7860 1", conversation)


@pytest.mark.slow
def test_every_marker_of_the_table_opens_its_quote_and_leads_back(assistant: Assistant) -> None:
    desk = StillDesk(assistant)
    talk = Conversation().ask(SHARE).update(answer=an_answer(SHARE), status=DONE)
    html = shown(desk, "compare-0 1", talk)
    links = list(dict.fromkeys(re.findall(r'href="#(found-[^"]+-compare-0)"', html)))
    assert len(links) >= 3 and "نحو 80 بالمائة</mark>" in html and "أكثر من 80%</mark>" in html
    for link in links:
        article = shown(desk, f"{link} 2", talk)
        assert '<mark id="quote"' in article and 'href="#compare-0"' in article
    assert 'data-number="3"' in shown(desk, "compare-0 3", talk)  # drawn anew, and made once
