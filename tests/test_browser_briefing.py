"""A briefing in a real browser: from the events and from a name, read, taken away, and left again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_browser import NARROW, browser, wait_in_view  # noqa: F401 - the fixture
from tests.test_browser_corpus import corpus, visit  # noqa: F401 - the fixtures
from tests.test_browser_events import open_page
from tests.test_browser_names import ARTICLE, names

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_events_lead_to_a_briefing_that_opens_its_quotes_and_is_taken_away(visit: Callable) -> None:  # noqa: F811
    page = visit(NARROW)
    open_page(page)
    assert page.locator("#events .happened [data-brief]").count() >= 3
    page.locator("#events [data-brief=all]").press("Enter")
    page.wait_for_selector("#events .briefing h4")
    page.wait_for_function("() => document.activeElement?.matches('.briefing .named')")
    assert page.evaluate("() => document.querySelector('#events').scrollWidth <= innerWidth")
    headings = page.locator("#events .briefing h4").all_inner_texts()
    assert headings[0].strip() == "ماذا حدث" and len(headings) == 6
    with page.expect_download() as waiting:
        page.click(".briefing [data-taken=md]")
    text = waiting.value.path().read_text(encoding="utf-8")
    assert waiting.value.suggested_filename.endswith(".md") and "ماذا حدث" in text and "[^1]" in text
    page.locator("#events .briefing .cell").first.press("Enter")
    page.wait_for_selector("#opened .text #quote")
    wait_in_view(page, "#quote")
    page.click("#opened .close")
    page.click("#events .briefing [data-view=events]")
    page.wait_for_selector("#events .happened")
    assert not page.locator(".briefing").count()


def test_a_name_leads_to_its_briefing_and_back(visit: Callable, corpus: Path) -> None:  # noqa: F811
    (corpus / "مينيتي.txt").write_text(ARTICLE, encoding="utf-8")
    page = visit()
    page.set_default_timeout(120_000)
    names(page)
    page.locator("#search .of-kind [data-names]").first.click()
    page.wait_for_selector("#search .name [data-brief]")
    name = page.inner_text("#search .named").strip()
    page.click("#search .name [data-brief]")
    page.wait_for_selector("#search .briefing h4")
    assert name in page.inner_text("#search .briefing .named")
    page.click("#search .briefing .ways [data-names]")
    page.wait_for_selector("#search .name")
