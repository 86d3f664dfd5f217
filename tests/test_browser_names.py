"""The pages of names in a real browser: opened by key, a name read, a quote opened, a search kept to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_browser import NARROW, WIDE, browser, wait_in_view  # noqa: F401 - the fixture
from tests.test_browser_corpus import corpus, visit  # noqa: F401 - the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]


ARTICLE = "قال وزير الداخلية الإيطالي ماركو مينيتي في لندن إن الاتفاق خطوة أولى. وأضاف مينيتي أن الوقت حان."


LISTED = """() => {
    if (document.querySelector('#search .of-kind')) return true;
    if (!document.querySelector('#search [aria-busy]')) document.querySelector('#search .to-names').click();
}"""


def names(page: object) -> None:
    page.click("#bar .do-seek")
    page.focus("#search .to-names")
    page.wait_for_function(LISTED, polling=500)  # asked again while it is answered, that answer would be dropped


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_name_is_found_read_opened_and_searched_for(visit: Callable, corpus: Path, size: object) -> None:  # noqa: F811
    (corpus / "مينيتي.txt").write_text(ARTICLE, encoding="utf-8")
    page = visit(size)
    names(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#search .of-kind [data-names]").first.click()
    page.wait_for_selector("#search .name")
    page.wait_for_function("() => document.activeElement?.matches('#search .named')")
    name = page.inner_text("#search .named")
    assert page.locator("#search .name .hit").count() >= 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#search .name .hit a").last.click()
    page.wait_for_selector("#quote")
    wait_in_view(page, "#quote")
    page.click("#opened .close")
    page.click("#search [data-find]")
    page.wait_for_selector("#search .summary")
    assert page.input_value("#seek-words") == name
    page.eval_on_selector("#search .facets", "facets => { facets.open = true; }")
    assert page.locator("#search [data-facet='names'][aria-pressed='true']").count() == 1
