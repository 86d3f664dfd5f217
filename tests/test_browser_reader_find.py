"""Search in the article that is open, in a real browser."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from tests.reader_window import QUOTES, browser, find, hits, long, panel, tally  # noqa: F401 - the fixtures
from vectorstore.text.arabic import fold

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("البلدية", ["البلديـــة", "البلدية", "البلدية"]), ("اعمال", ["أَعْمالِ", "أعمال"]), ("الامه", ["الأُمّة"]),
     ("120", ["١٢٠"]), ("إن الأعمال تنتهي", ["إنّ الأعمال\nتنتهي"]), ("MAYOR", ["mayor"]), ("أُعلِنَت", ["أعلنت"])],
)  # fmt: skip
def test_words_are_found_as_the_search_folds_them_and_lit_as_they_stand(
    panel: Callable, typed: str, found: list[str]  # noqa: F811
) -> None:
    page = panel()
    find(page, typed, f"1 من {len(found)}")
    assert hits(page) == [one.replace("\n", "") for one in found]  # a line's end is no text of the page


def test_enter_goes_on_and_shift_enter_back_around_the_ends(panel: Callable) -> None:  # noqa: F811
    page = panel()
    find(page, "البلدية", "1 من 3")
    for key, told in (("Enter", "2 من 3"), ("Enter", "3 من 3"), ("Enter", "1 من 3"), ("Shift+Enter", "3 من 3")):
        page.press("#find-words", key)
        assert tally(page) == told
        assert page.evaluate("document.activeElement.id") == "find-words"
        assert page.evaluate(
            """() => { const [led] = CSS.highlights.get('isnad-hit'); const box = led.getBoundingClientRect();
                const around = document.querySelector('#opened .text').getBoundingClientRect();
                return box.top >= around.top && box.bottom <= around.bottom; }"""
        )
    page.click("#opened .do-hit-before")
    assert tally(page) == "2 من 3"
    page.fill("#find-words", "زلزال")
    page.wait_for_selector("#opened .tally.missing:has-text('لا يوجد')")
    assert hits(page) == [] and page.is_disabled("#opened .do-hit-after")


def test_escape_closes_the_search_first_and_then_the_panel(panel: Callable) -> None:  # noqa: F811
    page = panel()
    page.focus("#opened .text")
    page.keyboard.press("Control+f")
    page.wait_for_function("() => document.activeElement.id === 'find-words'")
    find(page, "البلدية", "1 من 3")
    page.keyboard.press("Escape")
    page.wait_for_selector("#find-words", state="hidden")
    assert hits(page) == []
    assert page.evaluate("document.activeElement.matches('#opened .text')")
    assert page.is_visible("#panel")
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")


def test_the_page_folds_every_character_as_the_search_does(panel: Callable) -> None:  # noqa: F811
    """All of the plane that living scripts stand in, but for Cherokee, which Python folds to its capital letters."""
    page = panel()
    codes = [
        code for code in range(0x20, 0x10000)
        if not 0xD800 <= code < 0xE000 and unicodedata.category(chr(code)) not in ("Cn", "Co")
        and not (0x13A0 <= code < 0x1400 or 0xAB70 <= code < 0xABC0)
    ]  # fmt: skip
    folded = page.evaluate(
        "codes => import('/isnad/find.js').then(found => codes.map(code => found.fold(String.fromCodePoint(code))))",
        codes,
    )
    different = {
        f"U+{code:04X}": (one, fold(chr(code)))
        for code, one in zip(codes, folded, strict=True)
        if one != fold(chr(code))
    }
    assert different == {}


def test_words_are_found_in_all_of_a_very_long_article(long: str, panel: Callable) -> None:  # noqa: F811
    page = panel(address=long)
    find(page, "البلدية", "1 من 3")
    page.press("#find-words", "Enter")
    assert (tally(page), len(hits(page))) == ("2 من 3", 2)
    page.press("#find-words", "Enter")  # beyond what is shown
    page.wait_for_function("() => document.querySelector('#opened .tally')?.innerText.trim() === '3 من 3'")
    assert QUOTES[2] in page.locator("#opened .text").inner_text()
    assert page.evaluate("document.activeElement.id") == "find-words"
    page.press("#find-words", "Enter")
    page.wait_for_function("() => document.querySelector('#opened .tally')?.innerText.trim() === '1 من 3'")
    page.fill("#find-words", "افتتحت")
    page.wait_for_function("() => document.querySelector('#opened .tally')?.innerText.trim() === '– من 1'")
    page.press("#find-words", "Enter")
    page.wait_for_function("() => document.querySelector('#opened .tally')?.innerText.trim() === '1 من 1'")
    assert hits(page) == ["افتُتحت"]
