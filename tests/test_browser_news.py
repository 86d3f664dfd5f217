"""What is new, in a real browser: the notice of a page that is opened, and the view that it leads to."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from assistant.sources.visits import VISIT_NS
from tests.test_browser import NARROW, address, browser, desk, visit, wait_in_view  # noqa: F401 - the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def visited(desk: object) -> None:  # noqa: F811
    """Somebody looked before the last two changes of the record, longer ago than one visit lasts."""
    index = desk.assistant.index
    with index.reading() as snapshot:
        began, last = snapshot.changes_known()
    mark = {"began": began, "number": last - 2, "at_ns": began - 2 * VISIT_NS}
    (index.folder / "visits.json").write_text(json.dumps([None, mark]), encoding="ascii")


def test_a_notice_tells_of_new_articles_and_leads_to_them(visit: Callable, desk: object) -> None:  # noqa: F811
    page = visit()
    page.set_default_timeout(60_000)
    page.click("#bar .do-events")
    page.wait_for_selector("#events .happened")  # the articles are indexed
    visited(desk)
    page = visit()
    page.set_default_timeout(60_000)
    page.wait_for_selector(".newly")
    assert "مقالتان جديدتان منذ زيارتك الأخيرة" in page.inner_text(".newly")
    page.click(".newly [data-newly=look]")
    page.wait_for_selector("#events .survey:not([aria-busy]) .news")
    assert page.locator(".newly").count() == 0
    assert page.get_attribute("#events [data-view=news]", "aria-pressed") == "true"
    text = page.inner_text("#events .survey")
    assert "مقالات جديدة" in text and "فُهرس:" in text
    page.locator("#events .news a.cell").first.press("Enter")
    page.wait_for_selector("#opened .text #quote")
    wait_in_view(page, "#quote")


def test_a_guest_is_told_by_their_own_browser_what_is_new_to_them(visit: Callable, desk: object) -> None:  # noqa: F811
    page = visit(extra_http_headers={"x-forwarded-for": "192.0.2.7"})  # what comes by way of a proxy is no owner's
    page.set_default_timeout(60_000)
    page.wait_for_function("() => localStorage.getItem('isnad-seen')")
    first = json.loads(page.evaluate("() => localStorage.getItem('isnad-seen')"))
    assert first[0] == 0 < first[1] and page.locator(".newly").count() == 0
    mark = desk.assistant.index.folder / "visits.json"
    kept = mark.read_bytes() if mark.exists() else b""
    with desk.assistant.index.reading() as snapshot:
        began, _ = snapshot.changes_known()
    looked = [0, began // 1_000_000 - 3_600_000]  # before the articles came, and longer ago than a visit lasts
    page.evaluate("looked => localStorage.setItem('isnad-seen', JSON.stringify(looked))", looked)
    page.reload()
    page.wait_for_selector(".newly [data-newly=look]")
    page.click(".newly [data-newly=look]")
    page.wait_for_selector("#events .survey:not([aria-busy]) .news")
    assert page.get_attribute("#events [data-since=last]", "aria-pressed") == "true"
    assert "لا زيارة سابقة" not in page.inner_text("#events .survey")
    assert (mark.read_bytes() if mark.exists() else b"") == kept, "the owner's last look is another's"
    assert {cookie["name"] for cookie in page.context.cookies()} == {"isnad_session"}


def test_the_notice_waits_for_a_page_that_is_drawn_late(visit: Callable, desk: object) -> None:  # noqa: F811
    page = visit(extra_http_headers={"x-forwarded-for": "192.0.2.8"})
    page.set_default_timeout(60_000)
    page.wait_for_function("() => localStorage.getItem('isnad-seen')")
    with desk.assistant.index.reading() as snapshot:
        began, _ = snapshot.changes_known()
    looked = [0, began // 1_000_000 - 3_600_000]
    page.evaluate("looked => localStorage.setItem('isnad-seen', JSON.stringify(looked))", looked)
    with page.expect_response("**/isnad/do/events"):
        page.evaluate("() => { document.querySelector('#talk').id = 'undrawn'; import('/isnad/greet.js?again'); }")
    page.wait_for_function("looked => localStorage.getItem('isnad-seen') !== JSON.stringify(looked)", arg=looked)
    assert page.locator(".newly").count() == 0
    page.evaluate("() => { document.querySelector('#undrawn').id = 'talk'; }")
    page.wait_for_selector("#talk > .newly")


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
