"""What is new, in a real browser: the view of every period."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.test_browser import NARROW, address, browser, desk, visit  # noqa: F401 - the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("size", [None, NARROW])
def test_every_period_is_shown_and_nothing_is_wider_than_the_page(visit: Callable, size: object) -> None:  # noqa: F811
    page = visit(size) if size else visit()
    page.set_default_timeout(60_000)
    page.click("#bar .do-events")
    page.click("#events [data-view=news]")
    for period in ("all", "week", "yesterday", "last"):
        page.wait_for_selector(f"#events [data-since={period}]")
        page.click(f"#events [data-since={period}]")
        page.wait_for_selector(f"#events .survey:not([aria-busy]) [data-since={period}][aria-pressed=true]")
        assert page.evaluate("() => document.querySelector('#events').scrollWidth <= innerWidth")
    page.fill("#events [data-since-day]", "2020-03-03")
    page.wait_for_selector("#events .survey:not([aria-busy]) [data-since-day][value='2020-03-03']")
    assert page.locator("#events .news").count() > 0
