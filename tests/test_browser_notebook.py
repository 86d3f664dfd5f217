"""The notebook in a real browser: quotes are kept from a card and an article, written on, moved, undone, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fake_assistant import ATTACK, QUOTE
from tests.test_browser import NARROW, ask, browser  # noqa: F401 - the fixture
from tests.test_browser_history import path, window  # noqa: F401 - the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def visit(window: Callable) -> Iterator[Callable[..., object]]:  # noqa: F811
    with window() as visiting:
        yield visiting


def keep_one(page: object) -> None:
    ask(page, "ماذا قال مينيتي؟")
    page.click("#chat .cited summary")
    page.click("#chat .card .keep")
    page.wait_for_function("() => document.querySelector('#said').textContent.includes('حُفظ')")


def write(page: object, text: str, tags: str = "") -> None:
    page.fill("#notebook .writing textarea", text)
    page.fill("#notebook .writing input", tags)
    page.click("#notebook .writing [type=submit]")
    page.wait_for_selector("#notebook .writing", state="detached")
    page.wait_for_selector(f"#notebook .note:has-text('{text[:6]}')")


def test_quotes_and_notes_are_kept_ordered_undone_and_taken_away(visit: Callable, tmp_path: Path) -> None:
    page = visit()
    keep_one(page)
    page.click("#chat .card .open")
    page.wait_for_selector("#opened #quote")
    page.click("#opened .tools .keep")
    page.wait_for_selector("#opened .tools .keep[data-said]")
    page.click("#bar .do-notebook")
    page.wait_for_selector("#notebook .note")
    assert page.get_attribute("#bar .do-notebook", "aria-pressed") == "true" and not page.is_visible("#talk")
    notes = page.locator("#notebook .note")
    assert notes.count() == 1 and QUOTE in notes.first.inner_text()  # kept twice, it is one
    page.click("#notebook .fresh")
    write(page, f"رأيي فيه {ATTACK}", "هجرة، ليبيا")
    assert page.locator("#notebook .note img").count() == 0 and ATTACK in notes.first.inner_text()
    notes.first.locator("[data-deed=down]").press("Enter")
    page.wait_for_function("quote => document.querySelector('#notebook .note').innerText.includes(quote)", arg=QUOTE)
    page.wait_for_function("() => document.activeElement?.closest('.note')?.innerText.includes('رأيي')")
    notes.first.locator(".star").click()
    page.wait_for_selector("#notebook .note:first-child .star[aria-pressed=true]")
    page.click("#notebook .choices [data-starred]")
    page.wait_for_function("() => document.querySelectorAll('#notebook .note').length === 1")
    page.click("#notebook .choices [data-tag='']")
    page.wait_for_function("() => document.querySelectorAll('#notebook .note').length === 2")
    notes.first.locator("[data-deed=delete]").click()
    page.wait_for_function("() => document.querySelectorAll('#notebook .note').length === 1")
    page.click("#notebook .undo")
    page.wait_for_function("() => document.querySelectorAll('#notebook .note').length === 2")
    page.click("#notebook .taking summary")
    with page.expect_download() as given:
        page.click("#notebook [data-ending=md]")
    given.value.save_as(tmp_path / "دفتر.md")
    assert QUOTE in (tmp_path / "دفتر.md").read_text(encoding="utf-8")
    page.click("#notebook .open-quote")
    page.wait_for_function("quote => document.querySelector('#opened #quote')?.textContent === quote", arg=QUOTE)
    page.reload()
    page.wait_for_selector("#isnad .count.do-list")
    page.click("#bar .do-notebook")
    page.wait_for_function("() => document.querySelectorAll('#notebook .note').length === 2")
    page.click("#notebook .leave")
    page.wait_for_function("() => document.activeElement?.matches('#question textarea')")


def test_on_a_phone_the_list_of_conversations_has_its_door_and_nothing_is_too_wide(visit: Callable) -> None:
    page = visit(NARROW)
    keep_one(page)
    page.click("#bar .do-talks")
    page.click("#talks .do-notebook")
    page.wait_for_selector("#notebook .note")
    page.click("#notebook .note [data-deed=write]")
    write(page, "كلمة طويلة " + "ا" * 90, "وسم" * 12)
    assert not page.is_visible("#talks")
    assert page.evaluate("() => document.querySelector('#notebook').scrollWidth <= innerWidth")
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('#notebook :is(button, summary)')].filter(one => one.offsetParent)"
        ".map(one => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 40
