"""Who says what: a row an article, verbatim quotes, and «not mentioned» that is never a denial."""

from __future__ import annotations

import json

import pytest

from assistant.cli.side_by_side import comparison_text
from assistant.messages import say
from assistant.pipeline import Assistant
from assistant.sources.comparison import Comparison, Row

pytestmark = pytest.mark.slow


def row_of(table: Comparison, start: str) -> Row | None:
    return next((row for row in table.rows if row.source.startswith(start)), None)


def test_each_article_answers_in_a_row_of_its_own_with_its_own_words(assistant: Assistant) -> None:
    table = assistant.views.compare("كم نسبة التطرف التي مصدرها الإنترنت؟")
    for start, words in (("001", "نحو 80 بالمائة"), ("002", "أكثر من 80%"), ("004", "بين 85 و90%")):
        row = row_of(table, start)
        assert row is not None and any(words in citation.quote for citation in row.citations)


def test_every_quote_is_its_slice_and_no_marker_stands_twice(assistant: Assistant) -> None:
    table = assistant.views.compare("ماذا قال مينيتي؟")
    markers = [citation.marker for citation in table.citations]
    assert len(markers) > 2 and sorted(set(markers)) == markers
    with assistant.index.reading() as snapshot:
        for row in table.rows:
            for citation in row.citations:
                assert citation.source == row.source
                assert snapshot.document(row.source).text[citation.start : citation.end] == citation.quote


def test_an_article_of_the_same_happening_that_says_nothing_is_shown_as_not_mentioning(assistant: Assistant) -> None:
    table = assistant.views.compare("بأي نسبة تراجعت أعداد المهاجرين المنطلقين من السواحل الليبية؟")
    assert [row.source[:3] for row in table.rows if row.mentioned] == ["000"]
    assert sorted(row.source[:3] for row in table.rows if not row.mentioned) == ["001", "002"]
    assert {row.event for row in table.rows} == {1}
    assert comparison_text(table).count(say("not_said", "ar")) == 2


def test_where_nobody_answers_no_row_has_a_quote(assistant: Assistant) -> None:
    table = assistant.views.compare("من هو رئيس الصين؟")
    assert table.rows and not any(row.mentioned for row in table.rows)


def test_the_json_names_each_row_with_its_state(assistant: Assistant) -> None:
    made = json.loads(json.dumps(assistant.views.compare("في أي جامعة يعمل جوليان ريتشاردز؟").as_json()))
    first = made["rows"][0]
    assert first["source"].startswith("000") and first["mentioned"] and first["citations"][0]["marker"] == 1
    assert all(row["mentioned"] == bool(row["citations"]) for row in made["rows"])
