"""A card for each happening: every cell is a quote, and what is not stated has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.pipeline import Assistant
from assistant.sources.cards import Cell, EventCard
from assistant.sources.likeness import copies
from assistant.sources.portraits import portrait

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cards(assistant: Assistant) -> tuple[EventCard, ...]:
    return assistant.views.events()


def test_the_seeds_have_three_cards_with_their_places(cards: tuple[EventCard, ...]) -> None:
    told = [[source.source[:3] for source in card.sources] for card in cards]
    assert told == [["000", "001", "002"], ["003"], ["004"]]
    assert [card.place and card.place.text for card in cards] == ["إيشيا", "لوكسمبورغ", "سان فرانسيسكو"]
    assert [card.reports for card in cards] == [3, 1, 1]


def test_every_cell_stands_in_its_article(cards: tuple[EventCard, ...], assistant: Assistant) -> None:
    for card in cards:
        cells = [cell for cell in (card.title, card.place, card.day, card.published, *card.named) if cell]
        assert len(cells) > 3
        with assistant.index.reading() as snapshot:
            for cell in cells:
                cited = cell.citation
                assert snapshot.document(cited.source).text[cited.start : cited.end] == cited.quote
        assert all(cell.text in cell.citation.quote for cell in (card.place, card.day) if isinstance(cell, Cell))


def test_a_title_that_is_cut_says_so(cards: tuple[EventCard, ...]) -> None:
    for card in cards:
        assert card.title is not None
        shown, quote = card.title.text, card.title.citation.quote
        assert shown in (quote, f"{quote}…")
    assert any(card.title and card.title.text.endswith("…") for card in cards)


def test_who_is_named_is_a_name_of_the_register_as_it_is_written_there(
    cards: tuple[EventCard, ...], assistant: Assistant
) -> None:
    known = assistant.names.register()
    for card in cards:
        assert card.named and all(cell.text in cell.citation.quote for cell in card.named)
        written = {text for name in known.names for text, _ in name.spellings}
        assert {cell.text for cell in card.named} <= written


def test_a_day_is_told_as_exactly_as_the_articles_do(cards: tuple[EventCard, ...]) -> None:
    assert [card.day and card.day.text for card in cards] == ["الجمعة", "الأربعاء", "الجمعة"]
    assert [card.published and card.published.text for card in cards] == ["2017-10-19", None, None]


def test_a_shortened_copy_is_counted_once_and_another_report_is_no_copy(assistant: Assistant) -> None:
    with assistant.searcher.reading() as search:
        drawn = {a.source[:3]: portrait(search, a.source) for a in search.snapshot.articles(10)}
    first, other = drawn["000"], drawn["001"]
    assert first and other and not copies([first, other])
    shorter = replace(first, source="copy", runs=frozenset(sorted(first.runs)[::2]))
    assert copies([shorter, first]) == {"copy": first.source}
