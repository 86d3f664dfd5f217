"""The window on a slow machine, in a real browser: what is pressed while something is on its way is not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from assistant.settings import Settings
from tests.fake_assistant import Reader, record
from tests.test_browser import WIDE, Held, ask, browser  # noqa: F401 - the fixture
from tests.test_ui_server import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOUR = tuple(record(f"خبر{number}.txt") for number in range(4))


class HeldBack:
    """What a page asks of an address, held back until it is let go."""

    def __init__(self, page: object, address: str) -> None:
        self.waiting: list[object] | None = []
        page.route(address, self._take)

    def _take(self, route: object) -> None:
        if self.waiting is None:
            route.continue_()
        else:
            self.waiting.append(route)

    def let_go(self) -> None:
        waiting, self.waiting = self.waiting, None
        for route in waiting:
            route.continue_()


@pytest.fixture
def visit(browser: object, settings: Settings) -> Iterator[Callable[..., object]]:  # noqa: F811
    with ExitStack() as open_ones:

        def open_window(reader: Reader | None = None) -> object:
            address = open_ones.enter_context(served(settings, reader or Reader(files_=FOUR)))
            context = browser.new_context(viewport=WIDE)
            open_ones.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.goto(address)
            page.wait_for_selector("#isnad .count.do-list")
            return page

        yield open_window


def test_a_question_is_answered_though_the_click_before_it_is_still_on_its_way(visit: Callable) -> None:
    page = visit()
    ask(page, "ماذا قال مينيتي؟")
    held = HeldBack(page, "**/gradio_api/queue/data*")
    with page.expect_request("**/gradio_api/queue/data*"):
        page.click("#chat .act.edit")
    page.click("#editing a")
    page.wait_for_selector("#editing a", state="hidden")
    page.click("#chat .act.retry")
    page.wait_for_selector("#chat .pending")
    held.let_go()
    page.wait_for_selector("#chat .versions .count bdi:text-is('2/2')")
    ask(page, "ومتى أُعلن؟")


def test_files_that_are_ticked_one_after_another_are_all_chosen_though_the_first_tick_is_still_on_its_way(
    visit: Callable,
) -> None:
    page = visit()
    held = HeldBack(page, "**/gradio_api/run/predict*")
    with page.expect_request("**/gradio_api/run/predict*"):
        page.locator("#corpus .files .choice").nth(0).click()
    for number in (1, 2):
        page.locator("#corpus .files .choice").nth(number).click()
    held.let_go()
    page.wait_for_selector("#limits .scope:has-text('3 من 4')")
    assert page.locator("#corpus .choice[aria-checked=true]").count() == 3
    page.locator("#corpus .files .choice").nth(0).click()
    page.wait_for_selector("#limits .scope:has-text('2 من 4')")


def test_an_answer_that_takes_long_to_stop_is_waited_for_before_a_new_conversation_begins(visit: Callable) -> None:
    reader = Held()
    page = visit(reader)
    page.fill("#question textarea", "ماذا قال مينيتي؟")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#chat .pending")
    held = HeldBack(page, "**/gradio_api/run/predict*")
    with page.expect_request("**/gradio_api/run/predict*"):
        page.click("#bar .do-clear")
    page.wait_for_timeout(3500)
    assert len(held.waiting) == 1, "it is still to stop"
    held.let_go()
    page.wait_for_function("() => !document.querySelector('#chat .asked')")
    reader.gate.set()
    ask(page, "ومتى أُعلن؟")
    assert page.locator("#chat .asked").count() == 1


def test_the_conversation_stays_where_a_click_asks_nothing(visit: Callable) -> None:
    page = visit()
    ask(page, "ماذا قال مينيتي؟")
    page.click("#chat .act.edit")
    page.click("#editing a")
    page.wait_for_selector("#editing a", state="hidden")
    page.wait_for_timeout(1500)  # the two answers to nothing have come
    assert page.locator("#chat .asked").count() == 1
