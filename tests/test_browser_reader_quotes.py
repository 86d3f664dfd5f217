"""The conversation's quotes and the headings of an article in a real browser: marked, listed, led through."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.reader_window import IN_SIGHT, QUOTES, browser, long, panel, ready  # noqa: F401 - the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_all_quotes_of_the_conversation_are_marked_and_led_through(panel: Callable) -> None:  # noqa: F811
    page = panel(asked="021")
    told = page.locator("#opened .quotes .at")
    assert told.inner_text().strip() == "الاقتباس 2 من 3"
    assert [mark.inner_text() for mark in page.locator("#opened mark").all()] == list(QUOTES)
    strong, faint = (
        page.locator(f"#opened {mark}").first.evaluate("mark => getComputedStyle(mark).backgroundColor")
        for mark in ("#quote", "mark.cited")
    )
    assert strong != faint
    for way, number in (("after", 2), ("before", 1), ("before", 0)):
        page.focus(f"#opened .quotes a:has(.{way})")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "quote => document.querySelector('#opened .ready')"
            " && document.querySelector('#quote')?.innerText === quote",
            arg=QUOTES[number],
        )
        page.wait_for_function(IN_SIGHT, arg="#quote")
        assert told.inner_text().strip() == f"الاقتباس {number + 1} من 3"
        page.wait_for_function("() => document.activeElement.closest('#opened .quotes')")  # to go on from there
        assert QUOTES[number] in page.locator("#opened .payload").first.text_content()  # what would be copied
    page.click("#opened .do-close")
    assert page.locator("#chat .marker.looked").count() == 1


def test_an_article_from_the_list_has_them_marked_too(panel: Callable) -> None:  # noqa: F811
    page = panel(asked="02")
    page.click("#opened .back")
    page.click("#corpus a.name")
    ready(page)
    assert page.locator("#opened mark.cited").count() == 2 and page.locator("#quote").count() == 0
    assert "اقتباسان من المحادثة" in page.locator("#opened .quotes").inner_text()


def test_the_outline_leads_to_its_headings_by_keyboard(panel: Callable) -> None:  # noqa: F811
    page = panel()
    page.focus("#opened .outline summary")
    page.keyboard.press("Enter")
    assert page.locator("#opened .outline a").all_inner_texts() == ["الطرق", "الحدائق", "الختام"]
    page.keyboard.press("Escape")
    assert not page.is_visible("#opened .outline ol") and page.is_visible("#panel")
    page.keyboard.press("Enter")
    page.focus("#opened .outline li:nth-child(2) a")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.innerText === 'الحدائق'")
    page.wait_for_function(IN_SIGHT, arg="#heading-1")
    assert page.get_attribute("#heading-1", "role") == "heading"


def test_the_outline_leads_to_what_is_not_shown_of_a_very_long_article(long: str, panel: Callable) -> None:  # noqa: F811
    page = panel(address=long)
    assert QUOTES[1] not in page.locator("#opened .text").inner_text()
    page.click("#opened .outline summary")
    page.click("#opened .outline a:has-text('الحدائق')")
    page.wait_for_function("() => document.activeElement.innerText === 'الحدائق'")
    page.wait_for_function(IN_SIGHT, arg="#heading-1")
    assert QUOTES[1] in page.locator("#opened .text").inner_text()
