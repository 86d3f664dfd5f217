"""The events page in a real browser: its door, its cards, the line of time, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.test_browser import NARROW, address, browser, desk, visit, wait_in_view  # noqa: F401 - the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def open_page(page: object) -> None:
    page.set_default_timeout(120_000)
    page.click("#bar .do-events")
    page.wait_for_selector("#events .happened")


def test_cards_open_their_quotes_and_the_page_is_left_as_it_was_entered(visit: Callable) -> None:  # noqa: F811
    page = visit()
    open_page(page)
    assert page.get_attribute("#bar .do-events", "aria-pressed") == "true"
    assert not page.is_visible("#talk") and page.locator("#events .happened").count() >= 3
    page.locator("#events .happened dd .cell").first.press("Enter")
    page.wait_for_selector("#opened .text #quote")
    wait_in_view(page, "#quote")
    page.click("#bar .do-seek")
    page.wait_for_function("() => document.querySelector('#bar .do-events').ariaPressed === 'false'")
    assert page.is_visible("#search") and not page.is_visible("#events")
    page.click("#bar .do-events")
    page.wait_for_selector("#events .happened")
    page.click("#events .leave")
    page.wait_for_function("() => document.activeElement?.matches('#question textarea')")
    assert page.is_visible("#talk") and not page.is_visible("#events")


def test_the_line_of_time_has_a_dot_for_each_line_of_the_list_and_zooms(visit: Callable) -> None:  # noqa: F811
    page = visit()
    open_page(page)
    page.click("#events [data-view=timeline]")
    page.wait_for_selector("#events .canvas svg")
    moments = page.locator("#events li.moment")
    assert page.locator("#events svg circle").count() == moments.count() > 0
    assert "2017-10-19" in moments.first.inner_text() and page.get_attribute("#events svg", "aria-label")
    page.locator("#events svg circle").first.click()
    page.wait_for_selector("#opened .text #quote")
    page.locator("#events [data-zoom=out]").press("Enter")
    page.locator("#events [data-zoom=in]").press("Enter")
    assert page.locator("#events svg circle").count() > 0


def test_on_a_narrow_page_nothing_is_wider_than_it(visit: Callable) -> None:  # noqa: F811
    page = visit(NARROW)
    open_page(page)
    for view in ("events", "timeline"):
        page.click(f"#events [data-view={view}]")
        page.wait_for_selector("#events .survey:not([aria-busy])")
        assert page.evaluate("() => document.querySelector('#events').scrollWidth <= innerWidth")
    assert page.evaluate("() => document.querySelector('.bar').scrollWidth <= innerWidth")
