"""The search page in a real browser: found by key and by mouse, searched, narrowed, opened at the passage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_browser import NARROW, WIDE, browser, wait_in_view  # noqa: F401 - the fixture
from tests.test_browser_corpus import corpus, visit  # noqa: F401 - the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MANY = "\n\n".join(
    f"زار الوزير المدرسة رقم {n} في الحي، وسأل معلميها عن حاجاتها من الكتب والمقاعد." * 4 for n in range(30)
)


def seek(page: object, words: str) -> None:
    """Searches, and waits for what is shown of it."""
    page.fill("#seek-words", words)
    with page.expect_response("**/isnad/do/search"):
        page.press("#seek-words", "Enter")
    page.wait_for_selector("#search .found-list:not([aria-busy])")


def focused(page: object, selector: str) -> None:
    page.wait_for_function("selector => document.activeElement?.matches(selector)", arg=selector)


def test_a_stroke_opens_the_search_from_an_empty_question_box_and_is_typed_in_a_full_one(visit: Callable) -> None:  # noqa: F811
    page = visit()
    page.fill("#question textarea", "ما")
    page.press("#question textarea", "/")
    assert page.input_value("#question textarea") == "ما/"
    page.fill("#question textarea", "")
    page.press("#question textarea", "/")
    focused(page, "#seek-words")
    assert page.is_visible("#search") and not page.is_visible("#talk")
    assert page.get_attribute("#bar .do-seek", "aria-pressed") == "true"
    page.press("#seek-words", "/")
    assert page.input_value("#seek-words") == "/"
    page.press("#seek-words", "Escape")  # empties the box, and closes nothing
    assert page.input_value("#seek-words") == "" and page.is_visible("#panel")
    page.click("#search .leave")
    focused(page, "#question textarea")
    assert page.is_visible("#talk") and not page.is_visible("#search")


def test_words_are_found_marked_and_opened_in_their_article_and_the_focus_comes_back(visit: Callable) -> None:  # noqa: F811
    page = visit()
    page.click("#bar .do-seek")
    seek(page, "المدينه أو السبت")
    hits = page.locator("#search .hit")
    assert set(page.locator("#search .hit mark").all_inner_texts()) == {"المدينة", "السبت"}
    assert "3 مقاطع في ملفين" in page.locator("#search .told").text_content()
    hits.filter(has_text="زلزال.txt").locator("a").click()
    page.wait_for_selector("#quote")
    wait_in_view(page, "#quote")
    assert "ضربت هزة أرضية" in page.inner_text("#quote") and page.inner_text("#quote .found") == "السبت"
    page.click("#opened .close")
    page.wait_for_function("() => document.activeElement?.closest('#search .hit')?.textContent.includes('زلزال')")


def test_a_count_narrows_by_keyboard_and_frees_again(visit: Callable) -> None:  # noqa: F811
    page = visit()
    page.click("#bar .do-seek")
    seek(page, "المدينة أو السبت")
    chip = (
        page.locator("#search .chips .kind")
        .filter(has_text="زلزال")
        .or_(page.locator("#search .chips .kind").filter(has_text="هزة"))
    )
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('#search .hit').length === 1")
    focused(page, '#search [data-facet="files"][aria-pressed="true"]')
    page.click('#search [data-seek="free"]')
    page.wait_for_function("() => document.querySelectorAll('#search .hit').length === 3")


def test_more_hits_are_added_below_and_the_keyboard_goes_on_there(visit: Callable, corpus: Path) -> None:  # noqa: F811
    (corpus / "مدارس.txt").write_text(MANY, encoding="utf-8")
    page = visit()
    page.wait_for_selector("#corpus .file:has-text('مدارس.txt')", state="attached")
    page.click("#bar .do-seek")
    seek(page, "المدرسة")
    assert page.locator("#search .hit").count() == 20
    page.click("#search .more")
    page.wait_for_function("() => document.querySelectorAll('#search .hit').length > 20")
    focused(page, "#search .hit:nth-child(21) a")
    first = page.locator("#search .hit a").evaluate_all("found => found.map(each => each.getAttribute('href'))")
    assert len(set(first)) == len(first)


def test_what_finds_nothing_offers_a_way_out_and_a_wrong_date_is_said(visit: Callable) -> None:  # noqa: F811
    page = visit()
    page.click("#bar .do-seek")
    page.check("#seek-exact")
    seek(page, "مدن مساءً حديقة")
    assert "لا مقطع فيه" in page.inner_text("#search .none")
    page.fill("#seek-since", "أمس")
    page.press("#seek-since", "Enter")
    page.wait_for_selector("#search .failure:has-text('ليس تاريخًا')")
    page.fill("#seek-since", "")
    seek(page, "حدايق")
    page.click('#search [data-seek="widen"]')
    page.wait_for_selector("#search .hit:has-text('حدائق')")
    assert not page.is_checked("#seek-exact")


def test_the_search_page_speaks_english_and_keeps_what_was_found(visit: Callable) -> None:  # noqa: F811
    page = visit()
    page.click("#bar .do-seek")
    seek(page, "المدينة أو السبت")
    page.click("#bar .do-language")
    page.wait_for_function("() => document.querySelector('#seek-words').placeholder.startsWith('Words')")
    assert "3 passages in 2 files" in page.inner_text("#search .summary")
    assert page.locator("#seek-order option").all_text_contents() == ["Best first", "Newest first"]
    assert page.locator("#search .hit").count() == 3


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_search_page_fits_a_phone(visit: Callable, language: str) -> None:  # noqa: F811
    page = visit(NARROW)
    if language == "en":
        page.click("#bar .do-language")
    page.click("#bar .do-seek")
    for act in (lambda: None, lambda: seek(page, "المدينة أو السبت"), lambda: page.click("#search .facets summary")):
        act()
        outside = page.evaluate(
            "() => [...document.querySelectorAll('#search *, #bar *')].map(e => [e, e.getBoundingClientRect()])"
            ".filter(([e, r]) => r.width > 1 && (r.left < -1 || r.right > innerWidth + 1)).map(([e]) => e.outerHTML)"
        )
        assert not outside
    assert page.evaluate("() => document.querySelector('#bar header').offsetHeight") < 70  # one line
    page.locator("#search .hit a").first.click()
    page.wait_for_selector("#quote")
    assert page.evaluate("() => document.querySelector('#search').inert")


def test_on_a_phone_the_first_hit_is_in_sight_and_the_limits_unfold(visit: Callable) -> None:  # noqa: F811
    page = visit(NARROW)
    page.click("#bar .do-seek")
    seek(page, "المدينة أو السبت")
    box = page.locator("#search .hit").first.bounding_box()
    assert box["y"] < NARROW["height"] * 0.7, "the limits fill the screen"
    assert not page.is_visible("#seek-since")
    page.click("#search .limit-fold summary")
    page.fill("#seek-since", "2017")
    assert page.is_visible("#seek-order")
    wide = visit(WIDE)
    wide.click("#bar .do-seek")
    wide.wait_for_selector("#seek-since")
    assert not wide.is_visible("#search .limit-fold summary")
