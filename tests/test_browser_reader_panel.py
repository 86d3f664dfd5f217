"""The panel of an article in a real browser: what is loaded, its bar, keys, printing, and axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.reader_window import IN_SIGHT, PHONE, WIDE, axe, browser, find, panel, ready, tally, tally_of, violations  # noqa: F401 - the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_nothing_of_it_is_loaded_before_an_article_is_opened(panel: Callable) -> None:  # noqa: F811
    page = panel(asked="")
    loaded = """() => performance.getEntriesByType('resource').map(one => one.name)
        .filter(name => /reader|find|sheet/.test(name))"""
    page.wait_for_selector("#corpus a.name")
    assert page.evaluate(loaded) == []
    page.click("#corpus a.name")
    ready(page)
    assert sorted(name.rpartition("/")[2] for name in page.evaluate(loaded)) == ["reader.css", "reader.js"]
    find(page, "البلدية", "1 من 3")
    assert any(name.endswith("find.js") for name in page.evaluate(loaded))


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_thumb_hits_every_button_of_the_bar(panel: Callable, size: dict[str, int]) -> None:  # noqa: F811
    page = panel(size, asked="021", has_touch=True)
    tally_of(page)
    page.click("#opened .outline summary")
    controls = page.locator("#opened .reading :is(button, summary, a, input)")
    boxes = [one.bounding_box() for one in controls.all() if one.is_visible()]
    assert len(boxes) >= 11
    for box in boxes:
        assert box["height"] >= 44 and box["width"] >= 44
        assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_on_a_phone_the_bar_stays_in_sight_and_the_keyboard_in_the_panel(panel: Callable) -> None:  # noqa: F811
    page = panel(PHONE, asked="021")
    page.locator("#opened .opened").evaluate("article => { article.scrollTop = article.scrollHeight; }")
    page.wait_for_function(IN_SIGHT, arg="#opened .do-find")
    assert page.locator("#opened .text").bounding_box()["y"] < 0
    page.focus("#opened .do-find")
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#panel')")


def test_every_word_of_the_bar_is_in_the_language_of_the_page(panel: Callable) -> None:  # noqa: F811
    page = panel(asked="021")
    tally_of(page)
    page.click("#bar .do-language")
    page.wait_for_selector("html[lang='en'][dir='ltr']")
    shown = page.locator("#opened .reading").inner_text()
    for words in ("Find in article", "Contents", "Print article", "Quote 2 of 3", "of 3", "Close find"):
        assert words in shown
    assert not set("ابتثجحخدذرزسشصضطظعغفقكلمنهوي") & set(shown)
    assert page.get_attribute("#opened .text", "aria-label") == "Text of the article"
    assert page.get_by_label("Words to find in this article").is_visible()
    assert page.get_by_role("link", name="Next quote").is_visible()


def test_the_article_is_printed_alone(panel: Callable) -> None:  # noqa: F811
    page = panel(asked="02")
    page.evaluate("window.print = () => { window.printed = document.documentElement.dataset.print; }")
    page.click("#opened .do-print")
    assert page.evaluate("window.printed") == "article"
    assert page.evaluate("document.documentElement.dataset.print") is None
    page.evaluate("document.documentElement.dataset.print = 'article'")
    page.emulate_media(media="print")
    for hidden in ("#talk", "#bar", "#opened .reading", "#opened .tools"):
        assert not page.is_visible(hidden), hidden
    assert page.is_visible("#opened .title") and page.is_visible("#quote")
    last = page.locator("#opened mark.cited, #quote").last.bounding_box()
    assert last["height"] > 0 and page.evaluate("document.documentElement.scrollHeight") > 1500  # nothing is cut off


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_of_the_panel(
    panel: Callable, axe: str, size: dict[str, int], theme: str  # noqa: F811
) -> None:
    page = panel(size, asked="021", color_scheme=theme, reduced_motion="reduce")
    assert violations(page, axe) == []
    tally_of(page)
    assert violations(page, axe) == []
    page.fill("#find-words", "زلزال")
    page.wait_for_selector("#opened .tally.missing")
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    page.click("#opened .outline summary")
    assert violations(page, axe) == []
