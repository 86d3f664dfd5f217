"""An answer by event in a real browser: its headings, and the button that keeps the question to one event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.test_browser import NARROW, WIDE, address, ask, browser, desk, visit  # noqa: F401 - the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_one_of_the_events_is_chosen_and_the_answer_keeps_to_it(visit: Callable, size: dict[str, int]) -> None:  # noqa: F811
    page = visit(size)
    reply = ask(page, "ماذا قرر الوزراء؟")
    assert reply.locator("section.event h3").count() > 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reply.locator("section.event", has_text="لوكسمبورغ").locator(".narrow a").press("Enter")
    page.wait_for_selector("#chat .message-row:nth-child(4) .actions")
    narrowed = page.locator("#chat .reply").last
    assert not narrowed.locator("section.event").count() and "003" in narrowed.locator(".within").inner_text()
    further = ask(page, "ومن حضر؟")
    assert "003" in further.locator(".within").inner_text()
