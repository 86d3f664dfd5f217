"""The sources side by side in a real browser: opened under an answer, read by keyboard, its quotes opened and left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.test_browser import NARROW, address, ask, browser, desk, visit, wait_in_view  # noqa: F401 - the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHARE = "كم نسبة التطرف التي مصدرها الإنترنت؟"


def test_the_table_opens_under_an_answer_and_each_quote_in_its_article(visit: Callable) -> None:  # noqa: F811
    page = visit()
    ask(page, SHARE)
    page.locator('#chat a[href="#compare-0"]').press("Enter")
    page.wait_for_selector("#opened .sides table")
    page.wait_for_function("() => document.activeElement?.matches('#opened h2')")
    assert page.get_attribute("#panel", "aria-busy") == "false"
    assert page.locator("#opened .sides tbody th[scope=row]").count() >= 3
    assert "80" in page.inner_text("#opened .differing")
    page.locator("#opened td .marker").last.press("Enter")
    page.wait_for_selector("#opened .text #quote")
    wait_in_view(page, "#quote")
    page.locator("#opened a.back").press("Enter")
    page.wait_for_selector("#opened .sides table")
    page.press("#opened h2", "Escape")
    page.wait_for_function("() => document.activeElement?.getAttribute('href') === '#compare-0'")


def test_the_table_is_saved_as_a_file_and_printed_alone(visit: Callable) -> None:  # noqa: F811
    page = visit()
    ask(page, SHARE)
    page.click('#chat a[href="#compare-0"]')
    page.click('#opened a[href="#export-compare-0"]')
    page.wait_for_selector("#exporting[open] h2:text-is('تصدير المقارنة')")
    with page.expect_download() as waiting:
        page.click("#exporting .formats button:nth-child(4)")
    text = waiting.value.path().read_text(encoding="utf-8")
    assert waiting.value.suggested_filename.endswith(".md") and "80" in text and "[^1]" in text
    page.evaluate("window.print = () => { window.printed = document.documentElement.dataset.print; }")
    page.click("#exporting .formats button:last-child")
    assert page.evaluate("window.printed") == "compare"
    page.evaluate("document.documentElement.dataset.print = 'compare'")
    page.emulate_media(media="print")
    assert page.is_visible("#opened .sides table") and not page.is_visible("#talk")
    page.evaluate("delete document.documentElement.dataset.print")
    assert page.is_visible("#talk") and not page.is_visible("#opened .sides table")


def test_on_a_narrow_page_the_table_is_all_there_is_and_fits(visit: Callable) -> None:  # noqa: F811
    page = visit(NARROW)
    ask(page, SHARE)
    page.click('#chat a[href="#compare-0"]')
    page.wait_for_selector("#opened .sides table")
    fits = "() => document.querySelector('#opened .scroll').scrollWidth <= innerWidth"
    assert page.evaluate(fits) and page.evaluate("() => document.querySelector('#talk').inert")


def test_the_standing_of_a_line_unfolds_to_the_sentence_of_the_other_source_which_opens(visit: Callable) -> None:  # noqa: F811
    page = visit()
    reply = ask(page, "من أعضاء مجموعة السبع؟")
    reply.locator("details.standing summary").first.press("Enter")
    other = reply.locator("details.standing li a").first
    assert "كندا" in other.inner_text()
    other.press("Enter")
    page.wait_for_selector("#opened .text #quote")
    wait_in_view(page, "#quote")
    assert "كندا" in page.inner_text("#quote")
